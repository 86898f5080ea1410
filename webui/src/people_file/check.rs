//! The check before anything is loaded (F-122, F-123): row by row what would happen, cell by cell what is wrong.

use std::collections::HashSet;

use model::Number;
use store::rule::CALLER_IDS_MAX;

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
use super::whom::{Meant, whom};

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
    find_whom(&mut drafts, &people, merge);
    let lines = lines_afterwards(&drafts, existing);
    let mut taken = Taken::of(existing);
    for draft in &mut drafts {
        if let Whom::Skipped(_) = draft.whom {
            // Nothing of this row is used, so nothing in it can be wrong.
            draft.problems.clear();
        } else {
            draft.check_alone();
            draft.check_references(existing, &lines);
            draft.check_taken(&mut taken, merge);
        }
    }
    Ok(Plan { rows: drafts.into_iter().map(Draft::planned).collect(), example })
}

/// Whether a row that would be loaded says anything in the column of a property. Nothing is looked up.
pub fn says(table: &Table, matching: &Matching, property: Property) -> bool {
    let Some(column) = matching.column_of(property) else { return false };
    let example = table.rows.first().is_some_and(|row| is_example(row, matching));
    let mut rows = table.rows.iter().skip(usize::from(example));
    rows.any(|row| !row.cell(column).trim().is_empty() || row.oddities.iter().any(|(of, _)| *of == column))
}

/// Says of all rows whom they are about.
fn find_whom<'a>(drafts: &mut [Draft<'a>], people: &People<'a>, merge: Merge) {
    let rows: Vec<_> = drafts.iter().map(|draft| (draft.row.row, &draft.values)).collect();
    match merge {
        Merge::CreateAnyway => {}
        Merge::Skip => {
            for draft in drafts {
                if let [person, ..] = people.same_as(&draft.values).people {
                    draft.whom = Whom::Skipped(person);
                }
            }
        }
        Merge::Update => {
            let meant = whom(people, &rows);
            for (draft, meant) in drafts.iter_mut().zip(meant) {
                draft.is_about(meant);
            }
        }
    }
}

/// The numbers that ring once the file is loaded.
fn lines_afterwards(drafts: &[Draft<'_>], existing: &Existing) -> HashSet<Number> {
    let mut lines = existing.lines.clone();
    let used = || drafts.iter().filter(|draft| !matches!(draft.whom, Whom::Skipped(_)));
    for draft in used().filter(|draft| draft.values.number.is_some()) {
        if let Some(number) = draft.line() {
            lines.remove(number);
        }
    }
    lines.extend(used().filter_map(|draft| draft.values.number.clone()));
    lines
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
    Unclear,
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

    fn is_about(&mut self, meant: Meant<'a>) {
        let fault = match meant {
            Meant::Nobody => return,
            Meant::One(person) => {
                self.whom = Whom::Existing(person);
                return;
            }
            Meant::AsRow(row) => Fault::SamePersonAsRow { row },
            Meant::Several(people) => Fault::SeveralPeople { people },
        };
        // What else could be wrong depends on whom it is about.
        self.whom = Whom::Unclear;
        self.problems.push(Problem { column: None, property: None, fault });
    }

    /// The number of the line that the row changes, as it is before: the one of this number, else the first.
    fn line(&self) -> Option<&'a Number> {
        let Whom::Existing(person) = self.whom else { return None };
        let named = person.numbers.iter().find(|number| Some(*number) == self.values.number.as_ref());
        named.or(person.numbers.first())
    }

    /// What the row needs to be whole.
    fn check_alone(&mut self) {
        if let Whom::Unclear = self.whom {
            return;
        }
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
        let is_on_phone = match self.whom {
            Whom::Existing(person) => self.line().is_some_and(|line| person.on_phones.contains(line)),
            Whom::New | Whom::Skipped(_) | Whom::Unclear => false,
        };
        if has_number && lacks_mac && self.values.model.is_some() && !is_on_phone {
            self.problem(Property::Model, Fault::ModelWithoutMac);
        }
        if self.values.caller_ids.as_ref().is_some_and(|numbers| numbers.len() > CALLER_IDS_MAX) {
            self.problem(Property::CallerIds, Fault::TooMany { most: CALLER_IDS_MAX });
        }
    }

    /// Numbers of the office that the row names.
    fn check_references(&mut self, existing: &Existing, lines: &HashSet<Number>) {
        let Some(WhenUnavailable::Number(target)) = &self.values.when_unavailable else { return };
        let own = self.values.number.as_ref().or(self.line());
        let fault = if own == Some(target) {
            Fault::ToItself
        } else if lines.contains(target) {
            return;
        } else if existing.numbers.contains_key(target.as_str()) && !existing.lines.contains(target) {
            Fault::UnknownLine
        } else {
            Fault::UnknownNumber
        };
        self.problem(Property::WhenUnavailable, fault);
    }

    /// What only one can have.
    fn check_taken(&mut self, taken: &mut Taken<'_>, merge: Merge) {
        let person = match self.whom {
            Whom::Existing(person) => Some(person),
            Whom::New | Whom::Skipped(_) => None,
            Whom::Unclear => return,
        };
        let by = Claimant { row: self.row.row, person: person.map(|person| person.id) };
        if merge != Merge::CreateAnyway
            && let Err(fault) = taken.claim_person(&self.values, by)
        {
            self.problems.push(Problem { column: None, property: None, fault });
            // The number, the login and the rest are then the same too, and saying so helps nobody.
            return;
        }
        let mut claims = Vec::new();
        if let Some(number) = &self.values.number {
            claims.push((Property::Number, taken.claim_number(number, self.line(), by)));
        }
        for number in self.values.direct_numbers.iter().flatten() {
            claims.push((Property::DirectNumbers, taken.claim_direct_number(number, by)));
        }
        if let Some(mac) = &self.values.mac {
            claims.push((Property::Mac, taken.claim_phone(mac, by)));
        }
        let names = self.claim_names(taken, person, by);
        for (property, fault) in claims.into_iter().filter_map(refused) {
            self.problem(property, fault);
        }
        for (property, fault) in names.into_iter().filter_map(refused) {
            // Of a number that somebody has this is no second fault.
            if !self.has_problem(property) {
                self.problem(property, fault);
            }
        }
    }

    /// The names by which the row lets somebody sign in. A login that is there keeps its email address; a new one takes
    /// that of the person, and all their numbers.
    fn claim_names(
        &self,
        taken: &mut Taken<'_>,
        person: Option<&ExistingPerson>,
        by: Claimant,
    ) -> Vec<(Property, Result<(), Fault>)> {
        let mut claims = Vec::new();
        let (login, number) = (&self.values.login, &self.values.number);
        let signs_in = person.is_some_and(|person| person.signs_in);
        if let Some(number) = number.as_ref().filter(|_| signs_in || login.is_some()) {
            claims.push((Property::Number, taken.claim_local_name(number.as_str(), by)));
        }
        let Some(login) = login else { return claims };
        claims.push((Property::Login, taken.claim_local_name(login, by)));
        if signs_in {
            return claims;
        }
        let given_up = number.as_ref().and(self.line());
        let numbers = person.map(|person| person.numbers.as_slice()).unwrap_or_default();
        for number in numbers.iter().filter(|number| Some(*number) != given_up) {
            claims.push((Property::Login, taken.claim_local_name(number.as_str(), by)));
        }
        let known = person.map(|person| person.email.as_str()).filter(|email| !email.is_empty());
        match (&self.values.email, known) {
            (Some(email), _) => claims.push((Property::Email, taken.claim_name(email, by))),
            (None, Some(email)) => claims.push((Property::Login, taken.claim_name(email, by))),
            (None, None) => {}
        }
        claims
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
            Whom::New | Whom::Unclear => Step::Create(Box::new(self.values)),
        };
        PlannedRow { row: self.row.row, step, problems: self.problems }
    }
}

fn refused((property, claim): (Property, Result<(), Fault>)) -> Option<(Property, Fault)> {
    claim.err().map(|fault| (property, fault))
}
