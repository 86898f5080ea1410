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
            people.by_name.entry(name_of(person)).or_default().push(person);
        }
        people
    }

    /// Whom the row could mean. Two emails that differ are two people, whatever they are called; of several people with
    /// one email those who are called so and have the number, else the number, else the name.
    pub(super) fn same_as(&self, values: &Values) -> Found<'a> {
        let (email, name) = (values.email.as_deref().map(fold::name), name(values));
        let is_named = |person: &&ExistingPerson| name_of(person) == name;
        let has_number = |person: &&ExistingPerson| match &values.number {
            None => person.numbers.is_empty(),
            Some(number) => person.numbers.contains(number),
        };
        let Some(with_email) = email.as_ref().and_then(|email| self.by_email.get(email)) else {
            let named = self.by_name.get(&name).into_iter().flatten().copied();
            let people = named.filter(|person| email.is_none() || person.email.is_empty()).filter(has_number);
            return Found { people: people.collect(), exact: true };
        };
        let among = |is: &dyn Fn(&&ExistingPerson) -> bool| -> Vec<&'a ExistingPerson> {
            with_email.iter().copied().filter(|person| is(person)).collect()
        };
        let exact = among(&|person| is_named(person) && has_number(person));
        if !exact.is_empty() {
            return Found { people: exact, exact: true };
        }
        let narrowed = [
            among(&|person| values.number.is_some() && has_number(person)),
            among(&|person| is_named(person)),
        ];
        let narrowed = narrowed.into_iter().find(|people| !people.is_empty());
        Found { people: narrowed.unwrap_or_else(|| with_email.clone()), exact: false }
    }
}

/// Whom a row could mean.
pub(super) struct Found<'a> {
    /// In the order of the office.
    pub(super) people: Vec<&'a ExistingPerson>,
    /// Whether name and number are theirs too.
    pub(super) exact: bool,
}

fn name_of(person: &ExistingPerson) -> (String, String) {
    (fold::name(&person.first_name), fold::name(&person.last_name))
}

/// First and last name, lower case.
pub(super) fn name(values: &Values) -> (String, String) {
    let name = |name: &Option<String>| name.as_deref().map(fold::name).unwrap_or_default();
    (name(&values.first_name), name(&values.last_name))
}
