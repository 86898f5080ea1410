//! The check before anything is loaded (F-122, F-123): row by row what would happen, cell by cell what is wrong.

use std::collections::HashSet;

use model::Number;

use super::cell;
use super::error::MatchingError;
use super::existing::{Existing, ExistingPerson};
use super::matching::Matching;
use super::people::People;
use super::plan::{Fault, Merge, Plan, PlannedRow, Problem, Step};
use super::property::Property;
use super::table::{Oddity, Table, TableRow};
use super::taken::{Claimant, Taken};
use super::template::is_example;
use super::values::{Values, WhenUnavailable};

/// Says what would happen if the table were loaded. The first row below the headings is left out while it is the
/// template's example.
pub fn check(
    table: &Table,
    matching: &Matching,
    existing: &Existing,
    merge: Merge,
) -> Result<Plan, MatchingError> {
    matching.check()?;
    let example = table.rows.first().filter(|row| is_example(row, matching)).map(|row| row.row);
    let people = People::of(existing);
    let rows = table.rows.iter().skip(usize::from(example.is_some()));
    let mut drafts: Vec<Draft<'_>> =
        rows.map(|row| Draft::read(row, table.header.len(), matching, existing)).collect();
    for draft in &mut drafts {
        draft.find_whom(&people, merge);
    }
    let numbers = drafts.iter().filter_map(|draft| draft.values.number.clone()).collect();
    let mut taken = Taken::of(existing);
    for draft in &mut drafts {
        if let Whom::Skipped(_) = draft.whom {
            // Nothing of this row is used, so nothing in it can be wrong.
            draft.problems.clear();
        } else {
            draft.check_alone();
            draft.check_references(existing, &numbers);
            draft.check_taken(&mut taken, merge);
        }
    }
    Ok(Plan { rows: drafts.into_iter().map(Draft::planned).collect(), example })
}

/// A row on its way into the plan.
struct Draft<'a> {
    row: &'a TableRow,
    matching: &'a Matching,
    values: Values,
    whom: Whom<'a>,
    problems: Vec<Problem>,
}

/// Whom a row is about.
enum Whom<'a> {
    Existing(&'a ExistingPerson),
    New,
    Skipped(&'a ExistingPerson),
}

impl<'a> Draft<'a> {
    fn read(row: &'a TableRow, columns: usize, matching: &'a Matching, existing: &Existing) -> Self {
        let mut draft =
            Self { row, matching, values: Values::default(), whom: Whom::New, problems: Vec::new() };
        for (column, property) in matching.matched() {
            let odd = row.oddities.iter().find(|(odd, _)| *odd == column);
            let read = match odd {
                Some((_, Oddity::Date)) => Err(Fault::Date),
                Some((_, Oddity::FormulaError)) => Err(Fault::FormulaError),
                None => cell::read(&mut draft.values, property, row.cell(column), existing),
            };
            if let Err(fault) = read {
                draft.problem(property, fault);
            }
        }
        if let Some(column) = (columns..row.cells.len()).find(|column| !row.cell(*column).is_empty()) {
            let fault = Fault::BehindTheLastHeading;
            draft.problems.push(Problem { column: Some(column), property: None, fault });
        }
        if draft.values.first_name.is_none() && !draft.has_problem(Property::FirstName) {
            draft.problem(Property::FirstName, Fault::MissingFirstName);
        }
        draft
    }

    fn find_whom(&mut self, people: &People<'a>, merge: Merge) {
        let found = people.same_as(&self.values);
        self.whom = match (merge, found.as_slice()) {
            (Merge::CreateAnyway, _) | (Merge::Skip | Merge::Update, []) => Whom::New,
            (Merge::Skip, [person, ..]) => Whom::Skipped(person),
            (Merge::Update, [person]) => Whom::Existing(person),
            (Merge::Update, several) => {
                let fault = Fault::SeveralPeople { people: several.len() };
                self.problems.push(Problem { column: None, property: None, fault });
                Whom::New
            }
        };
    }

    /// What the row needs to be whole.
    fn check_alone(&mut self) {
        let has_number = self.values.number.is_some()
            || self.has_problem(Property::Number)
            || matches!(self.whom, Whom::Existing(person) if !person.numbers.is_empty());
        if !has_number {
            for (column, property) in self.matching.matched() {
                let stated = !self.row.cell(column).is_empty() && !self.has_problem(property);
                if property.is_about_the_line() && stated {
                    self.problem(property, Fault::NeedsNumber);
                }
            }
        }
        let lacks_mac = self.values.mac.is_none() && !self.has_problem(Property::Mac);
        if has_number && lacks_mac && self.values.model.is_some() && matches!(self.whom, Whom::New) {
            self.problem(Property::Model, Fault::ModelWithoutMac);
        }
    }

    /// Numbers of the office that the row names.
    fn check_references(&mut self, existing: &Existing, in_file: &HashSet<Number>) {
        let unknown =
            |number: &Number| !existing.numbers.contains_key(number.as_str()) && !in_file.contains(number);
        if let Some(WhenUnavailable::Number(number)) = &self.values.when_unavailable
            && unknown(number)
        {
            self.problem(Property::WhenUnavailable, Fault::UnknownNumber);
        }
    }

    /// What only one can have.
    fn check_taken(&mut self, taken: &mut Taken<'_>, merge: Merge) {
        let (person, signs_in) = match self.whom {
            Whom::Existing(person) => (Some(person.id), person.signs_in),
            Whom::New | Whom::Skipped(_) => (None, false),
        };
        let by = Claimant { row: self.row.row, person };
        let signs_in = signs_in || self.values.login.is_some();
        if merge != Merge::CreateAnyway
            && let Err(fault) = taken.claim_person(&self.values, by)
        {
            self.problems.push(Problem { column: None, property: None, fault });
            // The number, the login and the rest are then the same too, and saying so helps nobody.
            return;
        }
        let mut faults = Vec::new();
        let mut claimed = |property, claimed: Result<(), Fault>| {
            faults.extend(claimed.err().map(|fault| (property, fault)));
        };
        let values = &self.values;
        if let Some(number) = &values.number {
            let name = |taken: &mut Taken<'_>| match signs_in {
                true => taken.claim_name(number.as_str(), by),
                false => Ok(()),
            };
            claimed(Property::Number, taken.claim_number(number, by).and_then(|()| name(taken)));
        }
        if let Some(login) = &values.login {
            claimed(Property::Login, taken.claim_name(login, by));
        }
        if let Some(email) = values.email.as_ref().filter(|_| signs_in) {
            claimed(Property::Email, taken.claim_name(email, by));
        }
        for number in values.direct_numbers.iter().flatten() {
            claimed(Property::DirectNumbers, taken.claim_direct_number(number, by));
        }
        if let Some(mac) = &values.mac {
            claimed(Property::Mac, taken.claim_phone(mac, by));
        }
        for (property, fault) in faults {
            self.problem(property, fault);
        }
    }

    fn problem(&mut self, property: Property, fault: Fault) {
        let column = self.matching.column_of(property);
        self.problems.push(Problem { column, property: Some(property), fault });
    }

    fn has_problem(&self, property: Property) -> bool {
        self.problems.iter().any(|problem| problem.property == Some(property))
    }

    fn planned(mut self) -> PlannedRow {
        // What is wrong with the row as a whole comes first.
        self.problems.sort_by_key(|problem| problem.column);
        let step = match self.whom {
            Whom::Skipped(person) => Step::Skip(person.id),
            _ if !self.problems.is_empty() => Step::Refuse,
            Whom::Existing(person) => Step::Update(person.id, Box::new(self.values)),
            Whom::New => Step::Create(Box::new(self.values)),
        };
        PlannedRow { row: self.row.row, step, problems: self.problems }
    }
}
