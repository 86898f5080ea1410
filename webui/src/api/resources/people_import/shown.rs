//! What is said of a file before it is imported.

use serde::Serialize;
use utoipa::ToSchema;

use super::origin::Refused;
use super::words;
use crate::language::Language;
use crate::people_file::{Counts, Format, Matching, MatchingError, Plan, Problem, Property, Table};

/// Rows that are shown as samples.
const SAMPLES_MAX: usize = 5;
/// Problems that are told; of more, nobody reads the list.
const PROBLEMS_MAX: usize = 500;

/// What importing a file would do.
#[derive(Serialize, ToSchema)]
pub(super) struct Preview {
    /// How it is written: "csv" or "workbook".
    format: &'static str,
    /// What stands between its cells; null in a workbook.
    delimiter: Option<char>,
    /// How its text is written; null in a workbook.
    encoding: Option<String>,
    /// The sheet that was read; null in a text.
    sheet: Option<String>,
    /// Its columns, in order.
    columns: Vec<Column>,
    /// Rows below the headings.
    rows: usize,
    /// The row of the template's example, which is left out; null when there is none.
    example_row: Option<u32>,
    /// How many rows do what.
    counts: ShownCounts,
    /// What is wrong, 500 at most.
    problems: Vec<ShownProblem>,
    /// How many things are wrong in all.
    problems_total: usize,
    /// What is wrong with the matching of columns; null when nothing is.
    matching_problem: Option<String>,
    /// The first rows as they were read.
    samples: Vec<Vec<String>>,
    /// Why it would be refused though its cells are good, such as a right that is missing; null when it would not.
    refusal: Option<RefusedProblem>,
    /// Whether it can be imported as it is.
    is_good: bool,
}

/// Why a file would be refused.
#[derive(Serialize, ToSchema)]
struct RefusedProblem {
    /// In one word for programs.
    code: String,
    /// In the reader's language.
    detail: String,
}

/// A column of the file.
#[derive(Serialize, ToSchema)]
struct Column {
    /// Its heading.
    heading: String,
    /// What it is about, as a word; null: nothing.
    property: Option<String>,
    /// What that is called.
    label: Option<&'static str>,
}

/// How many rows do what.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct ShownCounts {
    /// New people.
    create: usize,
    /// People who change.
    update: usize,
    /// People who would be updated, and are already as the file says.
    same: usize,
    /// People who are left out because they are there already.
    skip: usize,
    /// Rows with something wrong.
    refuse: usize,
}

/// Something wrong with a row or a cell.
#[derive(Serialize, ToSchema)]
struct ShownProblem {
    /// The row, from 1 as a spreadsheet program counts.
    row: u32,
    /// The column, from 0; null when the row as a whole is wrong.
    column: Option<usize>,
    /// What the cell is about, as a word; null when it is none of them.
    property: Option<String>,
    /// What it is called; null likewise.
    label: Option<&'static str>,
    /// What is wrong, in the reader's language.
    detail: String,
}

impl Preview {
    /// Of a file and what it would do.
    pub(super) fn of(
        table: &Table,
        matching: &Matching,
        plan: Result<&Plan, &MatchingError>,
        language: Language,
    ) -> Self {
        let (format, delimiter, encoding, sheet) = match &table.format {
            Format::Csv { delimiter, encoding } => {
                ("csv", Some(*delimiter), Some(encoding.to_string()), None)
            }
            Format::Workbook { sheet } => ("workbook", None, None, Some(sheet.clone())),
        };
        let columns = table.header.iter().zip(matching.columns()).map(|(heading, property)| Column {
            heading: heading.clone(),
            property: property.as_ref().map(super::super::word),
            label: property.map(|property| property.header(language)),
        });
        let found = plan.ok();
        let rows = found.into_iter().flat_map(|plan| &plan.rows);
        let all = rows.flat_map(|row| row.problems.iter().map(|problem| (row.row, problem)));
        let all: Vec<(u32, &Problem)> = all.collect();
        let samples = table.rows.iter().take(SAMPLES_MAX).map(|row| row.cells.clone());
        Self {
            format,
            delimiter,
            encoding,
            sheet,
            columns: columns.collect(),
            rows: table.rows.len(),
            example_row: found.and_then(|plan| plan.example),
            counts: found.map(|plan| ShownCounts::of(plan.counts(), 0)).unwrap_or_default(),
            problems_total: all.len(),
            refusal: None,
            is_good: found.is_some_and(Plan::is_good),
            problems: all
                .into_iter()
                .take(PROBLEMS_MAX)
                .map(|(row, problem)| ShownProblem::of(row, problem, language))
                .collect(),
            matching_problem: plan.err().map(|error| words::matching(error, language)),
            samples: samples.collect(),
        }
    }
}

impl Preview {
    /// With how many people are as the file says already.
    pub(super) fn same(mut self, same: usize) -> Self {
        self.counts.update = self.counts.update.saturating_sub(same);
        self.counts.same = same;
        self
    }

    /// With why it would be refused all the same; told of a row as what is wrong with it.
    pub(super) fn refused(mut self, refused: &Refused, matching: &Matching, language: Language) -> Self {
        self.is_good = false;
        let problem = refused.refusal.problem(language);
        if let Some((row, property)) = refused.place {
            let detail = problem.errors.first().map_or(&problem.detail, |error| &error.detail).clone();
            let column = property.and_then(|property| matching.column_of(property));
            self.problems.push(ShownProblem::told(row, column, property, detail, language));
            self.problems_total += 1;
        }
        self.refusal = Some(RefusedProblem { code: problem.code.to_owned(), detail: problem.detail });
        self
    }
}

impl ShownCounts {
    /// Of a plan. Of those whom it would update, so many are as the file says already.
    pub(super) fn of(counts: Counts, same: usize) -> Self {
        let Counts { create, refuse, skip, update } = counts;
        Self { create, update: update.saturating_sub(same), same, skip, refuse }
    }
}

impl ShownProblem {
    fn of(row: u32, problem: &Problem, language: Language) -> Self {
        let detail = words::fault(&problem.fault, language);
        Self::told(row, problem.column, problem.property, detail, language)
    }

    fn told(
        row: u32,
        column: Option<usize>,
        property: Option<Property>,
        detail: String,
        language: Language,
    ) -> Self {
        Self {
            row,
            column,
            property: property.as_ref().map(super::super::word),
            label: property.map(|property| property.header(language)),
            detail,
        }
    }
}
