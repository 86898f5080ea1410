//! Whom rows are about: a person who is there already is meant by one row at most.

use std::collections::HashMap;

use model::PersonId;

use super::existing::ExistingPerson;
use super::people::{Found, People};
use super::values::Values;

/// Whom a row is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meant<'a> {
    /// Somebody whom an earlier or more exact row is about.
    AsRow(u32),
    /// Nobody who is there.
    Nobody,
    /// This one.
    One(&'a ExistingPerson),
    /// It cannot be told whom, among how many.
    Several(usize),
}

/// Whom each of the rows is about. Rows that name somebody in full come first. Of people whom nothing tells apart each
/// gets a row, in their order, if there are as many rows as people.
pub(super) fn whom<'a>(people: &People<'a>, rows: &[(u32, &Values)]) -> Vec<Meant<'a>> {
    let found: Vec<Found<'_, 'a>> = rows.iter().map(|(_, values)| people.same_as(values)).collect();
    // By the first of those whom nothing tells apart: how many rows name them, and how many of those have got theirs.
    let mut alike: HashMap<PersonId, (usize, usize)> = HashMap::new();
    for first in found.iter().filter(|found| found.exact).filter_map(|found| found.people.first()) {
        alike.entry(first.id).or_default().0 += 1;
    }
    let mut claimed: HashMap<PersonId, u32> = HashMap::new();
    let mut meant = vec![Meant::Nobody; rows.len()];
    for exact in [true, false] {
        let of_all = found.iter().zip(rows).zip(&mut meant);
        for ((found, (row, _)), meant) in of_all.filter(|((found, _), _)| found.exact == exact) {
            let person = match found.people {
                [] => continue,
                [person] => person,
                [first, ..] => {
                    let (wanted, given) = alike.entry(first.id).or_default();
                    let several = found.people.len();
                    match found.people.get(*given).filter(|_| exact && *wanted == several) {
                        Some(person) => {
                            *given += 1;
                            person
                        }
                        None => {
                            *meant = Meant::Several(several);
                            continue;
                        }
                    }
                }
            };
            let by = *claimed.entry(person.id).or_insert(*row);
            *meant = if by == *row { Meant::One(person) } else { Meant::AsRow(by) };
        }
    }
    meant
}
