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
    let found: Vec<Found<'a>> = rows.iter().map(|(_, values)| people.same_as(values)).collect();
    let mut meant = vec![Meant::Nobody; rows.len()];
    let mut claimed: HashMap<PersonId, u32> = HashMap::new();
    let mut alike: HashMap<Vec<PersonId>, Vec<usize>> = HashMap::new();
    for (place, found) in found.iter().enumerate().filter(|(_, found)| found.people.len() > 1) {
        let key = found.people.iter().map(|person| person.id).collect();
        alike.entry(key).or_default().push(place);
    }
    let singles = |exact: bool| {
        let rows = found.iter().zip(rows).enumerate();
        rows.filter_map(move |(place, (found, (row, _)))| match found.people.as_slice() {
            [person] if found.exact == exact => Some((place, *person, *row)),
            _ => None,
        })
    };
    let mut claim = |meant: &mut [Meant<'a>], (place, person, row): (usize, &'a ExistingPerson, u32)| {
        let by = *claimed.entry(person.id).or_insert(row);
        if let Some(meant) = meant.get_mut(place) {
            *meant = if by == row { Meant::One(person) } else { Meant::AsRow(by) };
        }
    };
    singles(true).for_each(|single| claim(&mut meant, single));
    let mut alike: Vec<Vec<usize>> = alike.into_values().collect();
    alike.sort_unstable();
    for places in alike {
        let several =
            places.first().and_then(|place| found.get(*place)).map_or(&[][..], |found| &found.people);
        for (rank, place) in places.iter().enumerate() {
            match several.get(rank).zip(rows.get(*place)) {
                Some((person, (row, _))) if places.len() == several.len() => {
                    claim(&mut meant, (*place, person, *row));
                }
                _ => {
                    if let Some(meant) = meant.get_mut(*place) {
                        *meant = Meant::Several(several.len());
                    }
                }
            }
        }
    }
    singles(false).for_each(|single| claim(&mut meant, single));
    meant
}
