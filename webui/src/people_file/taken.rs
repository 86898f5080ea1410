//! What only one can have: by whom it is taken already, in the office or in an earlier row of the file.

use std::borrow::Borrow;
use std::collections::HashMap;
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
    /// Those that may have a name of the office after them, likewise.
    local_names: HashMap<String, u32>,
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
            local_names: HashMap::new(),
            direct_numbers: HashMap::new(),
            phones: HashMap::new(),
            people: HashMap::new(),
        }
    }

    /// Refuses somebody new who is in the file already.
    pub(super) fn claim_person(&mut self, values: &Values, by: Claimant) -> Result<(), Fault> {
        let key = match &values.email {
            Some(email) => PersonKey::Email(fold::name(email)),
            None => PersonKey::Name { name: people::name(values), number: values.number.clone() },
        };
        match *self.people.entry(key).or_insert(by.row) {
            row if row != by.row && by.person.is_none() => Err(Fault::SamePersonAsRow { row }),
            _ => Ok(()),
        }
    }

    /// An internal number. A person's own username may only become the number of the line that it is of.
    pub(super) fn claim_number(
        &mut self,
        number: &Number,
        line: Option<&Number>,
        by: Claimant,
    ) -> Result<(), Fault> {
        if let (Some(of), Some(holder)) =
            (self.existing.usernames.get(number.as_str()), self.existing.numbers.get(number.as_str()))
            && line != Some(of)
        {
            return Err(Fault::Taken { by: holder.label.clone() });
        }
        claim(&self.existing.numbers, &mut self.numbers, number.as_str().to_owned(), by)
    }

    /// A login or a number with which somebody signs in; the same person may have it twice.
    pub(super) fn claim_local_name(&mut self, name: &str, by: Claimant) -> Result<(), Fault> {
        self.claim_name(name, by)?;
        let name = fold::name(name);
        for suffix in &self.existing.suffixes {
            let long = [name.as_str(), suffix].concat();
            is_free(&self.existing.names, &self.names, &long, by)?;
        }
        self.local_names.entry(name).or_insert(by.row);
        Ok(())
    }

    /// Any name at sign-in.
    pub(super) fn claim_name(&mut self, name: &str, by: Claimant) -> Result<(), Fault> {
        let name = fold::name(name);
        for suffix in &self.existing.suffixes {
            let Some(bare) = name.strip_suffix(suffix.as_str()) else { continue };
            if self.existing.local_names.contains(bare) {
                is_free(&self.existing.names, &self.local_names, bare, by)?;
            }
            is_free(&HashMap::new(), &self.local_names, bare, by)?;
        }
        claim(&self.existing.names, &mut self.names, name, by)
    }

    /// A number that is called from outside.
    pub(super) fn claim_direct_number(&mut self, number: &OutsideNumber, by: Claimant) -> Result<(), Fault> {
        claim(&self.existing.direct_numbers, &mut self.direct_numbers, number.as_str().to_owned(), by)
    }

    /// A telephone set; those who share one may have it again.
    pub(super) fn claim_phone(&mut self, mac: &Mac, by: Claimant) -> Result<(), Fault> {
        match self.existing.phones.get(mac).map(Vec::as_slice) {
            None | Some([]) => claim(&HashMap::new(), &mut self.phones, mac.clone(), by),
            Some([first, ..]) if !self.shares(mac, by) => Err(Fault::Taken { by: first.label.clone() }),
            Some(_) => Ok(()),
        }
    }

    fn shares(&self, mac: &Mac, by: Claimant) -> bool {
        let mut holders = self.existing.phones.get(mac).into_iter().flatten();
        holders.any(|holder| holder.person.is_some() && holder.person == by.person)
    }
}

fn claim<K: Eq + Hash>(
    existing: &HashMap<K, Holder>,
    seen: &mut HashMap<K, u32>,
    key: K,
    by: Claimant,
) -> Result<(), Fault> {
    is_free(existing, seen, &key, by)?;
    seen.entry(key).or_insert(by.row);
    Ok(())
}

fn is_free<K, Q>(
    existing: &HashMap<K, Holder>,
    seen: &HashMap<K, u32>,
    key: &Q,
    by: Claimant,
) -> Result<(), Fault>
where
    K: Eq + Hash + Borrow<Q>,
    Q: Eq + Hash + ?Sized,
{
    match (existing.get(key), seen.get(key)) {
        (Some(holder), _) if holder.person.is_none() || holder.person != by.person => {
            Err(Fault::Taken { by: holder.label.clone() })
        }
        (_, Some(row)) if *row != by.row => Err(Fault::SameValueAsRow { row: *row }),
        _ => Ok(()),
    }
}
