//! What only one can have: by whom it is taken already, in the office or in an earlier row of the file.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use model::{Mac, Number, PersonId};

use super::existing::{Existing, Holder};
use super::fold;
use super::people;
use super::plan::Fault;
use super::values::{OutsideNumber, Values};

/// What the rows so far have claimed; bounded by the rows and cells of a file.
pub(super) struct Taken<'a> {
    existing: &'a Existing,
    /// By number, the row.
    numbers: HashMap<String, u32>,
    /// By name at sign-in, the row.
    names: HashMap<String, u32>,
    /// By number, the row.
    direct_numbers: HashMap<String, u32>,
    /// By telephone set, the row.
    phones: HashMap<Mac, u32>,
    /// By what tells people apart, the row.
    people: HashMap<PersonKey, u32>,
}

/// What tells people apart.
#[derive(PartialEq, Eq, Hash)]
enum PersonKey {
    Email(String),
    Id(PersonId),
    Name { name: (String, String), number: Option<Number> },
}

/// Who claims: a row, for somebody who is there already or for somebody new.
#[derive(Clone, Copy)]
pub(super) struct Claimant {
    pub(super) row: u32,
    pub(super) person: Option<PersonId>,
}

impl<'a> Taken<'a> {
    /// What the office has.
    pub(super) fn of(existing: &'a Existing) -> Self {
        Self {
            existing,
            numbers: HashMap::new(),
            names: HashMap::new(),
            direct_numbers: HashMap::new(),
            phones: HashMap::new(),
            people: HashMap::new(),
        }
    }

    /// Refuses somebody who is in the file already.
    pub(super) fn claim_person(&mut self, values: &Values, by: Claimant) -> Result<(), Fault> {
        let key = match &values.email {
            Some(email) => PersonKey::Email(fold::name(email)),
            None => PersonKey::Name { name: people::name(values), number: values.number.clone() },
        };
        for key in by.person.map(PersonKey::Id).into_iter().chain([key]) {
            let row = *self.people.entry(key).or_insert(by.row);
            if row != by.row {
                return Err(Fault::SamePersonAsRow { row });
            }
        }
        Ok(())
    }

    /// An internal number.
    pub(super) fn claim_number(&mut self, number: &Number, by: Claimant) -> Result<(), Fault> {
        claim(&self.existing.numbers, &mut self.numbers, number.as_str().to_owned(), by)
    }

    /// A name at sign-in; the same person may have it twice.
    pub(super) fn claim_name(&mut self, name: &str, by: Claimant) -> Result<(), Fault> {
        claim(&self.existing.names, &mut self.names, fold::name(name), by)
    }

    /// A number that is called from outside.
    pub(super) fn claim_direct_number(&mut self, number: &OutsideNumber, by: Claimant) -> Result<(), Fault> {
        claim(&self.existing.direct_numbers, &mut self.direct_numbers, number.as_str().to_owned(), by)
    }

    /// A telephone set.
    pub(super) fn claim_phone(&mut self, mac: &Mac, by: Claimant) -> Result<(), Fault> {
        claim(&self.existing.phones, &mut self.phones, mac.clone(), by)
    }
}

fn claim<K: Eq + Hash>(
    existing: &HashMap<K, Holder>,
    seen: &mut HashMap<K, u32>,
    key: K,
    by: Claimant,
) -> Result<(), Fault> {
    if let Some(holder) = existing.get(&key)
        && (holder.person.is_none() || holder.person != by.person)
    {
        return Err(Fault::Taken { by: holder.label.clone() });
    }
    match seen.entry(key) {
        Entry::Occupied(row) if *row.get() != by.row => Err(Fault::SameValueAsRow { row: *row.get() }),
        Entry::Occupied(_) => Ok(()),
        Entry::Vacant(free) => {
            free.insert(by.row);
            Ok(())
        }
    }
}
