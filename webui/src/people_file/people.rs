//! Who is there already: the same email, else the same first name, last name and internal number (A.11).

use std::collections::HashMap;

use super::existing::{Existing, ExistingPerson};
use super::fold;
use super::values::Values;

/// Everybody, found by email and by name.
pub(super) struct People<'a> {
    /// By email, lower case; several people may share one.
    by_email: HashMap<String, Vec<&'a ExistingPerson>>,
    /// By first and last name, lower case.
    by_name: HashMap<(String, String), Vec<&'a ExistingPerson>>,
}

impl<'a> People<'a> {
    /// Everybody in the office.
    pub(super) fn of(existing: &'a Existing) -> Self {
        let mut people = Self { by_email: HashMap::new(), by_name: HashMap::new() };
        for person in &existing.people {
            if !person.email.is_empty() {
                people.by_email.entry(fold::name(&person.email)).or_default().push(person);
            }
            let name = (fold::name(&person.first_name), fold::name(&person.last_name));
            people.by_name.entry(name).or_default().push(person);
        }
        people
    }

    /// Whom the row could mean. Two emails that differ are two people, whatever they are called.
    pub(super) fn same_as(&self, values: &Values) -> Vec<&'a ExistingPerson> {
        let email = values.email.as_deref().map(fold::name);
        if let Some(found) = email.as_ref().and_then(|email| self.by_email.get(email)) {
            return found.clone();
        }
        let named = self.by_name.get(&name(values)).into_iter().flatten().copied();
        named
            .filter(|person| email.is_none() || person.email.is_empty())
            .filter(|person| match &values.number {
                None => person.numbers.is_empty(),
                Some(number) => person.numbers.contains(number),
            })
            .collect()
    }
}

/// First and last name, lower case.
pub(super) fn name(values: &Values) -> (String, String) {
    let name = |name: &Option<String>| name.as_deref().map(fold::name).unwrap_or_default();
    (name(&values.first_name), name(&values.last_name))
}
