//! Who is there already: the same email, else the same first name, last name and internal number (A.11).

use std::collections::HashMap;

use model::Number;

use super::existing::{Existing, ExistingPerson};
use super::fold;
use super::values::Values;

/// First and last name, lower case.
type Name = (String, String);

/// By something of theirs, in the order of the office.
type By<'a, K> = HashMap<K, Vec<&'a ExistingPerson>>;

/// Everybody, found by what a row says of them; emails and names in lower case.
#[derive(Default)]
pub(super) struct People<'a> {
    /// Several people may share an email address.
    email: By<'a, String>,
    email_and_name: By<'a, (String, Name)>,
    email_and_number: By<'a, (String, Number)>,
    name_and_number: By<'a, (Name, Option<Number>)>,
    /// By all three; who has no email address has an empty one here, and who has no number none.
    all: By<'a, (String, Name, Option<Number>)>,
}

/// Whom a row could mean.
#[derive(Clone, Copy)]
pub(super) struct Found<'p, 'a> {
    /// In the order of the office.
    pub(super) people: &'p [&'a ExistingPerson],
    /// Whether email, name and number all are theirs, so that nothing tells them apart.
    pub(super) exact: bool,
}

impl<'a> People<'a> {
    /// Everybody in the office.
    pub(super) fn of(existing: &'a Existing) -> Self {
        let mut people = Self::default();
        for person in &existing.people {
            let email = fold::name(&person.email);
            let name = (fold::name(&person.first_name), fold::name(&person.last_name));
            if !email.is_empty() {
                people.email.entry(email.clone()).or_default().push(person);
                people.email_and_name.entry((email.clone(), name.clone())).or_default().push(person);
                for number in &person.numbers {
                    let key = (email.clone(), number.clone());
                    people.email_and_number.entry(key).or_default().push(person);
                }
            }
            let none = person.numbers.is_empty().then_some(None);
            for number in person.numbers.iter().cloned().map(Some).chain(none) {
                people.name_and_number.entry((name.clone(), number.clone())).or_default().push(person);
                people.all.entry((email.clone(), name.clone(), number)).or_default().push(person);
            }
        }
        people
    }

    /// Whom the row could mean. Two emails that differ are two people, whatever they are called; of several people with
    /// one email those who are called so and have the number, else the number, else the name.
    pub(super) fn same_as(&self, values: &Values) -> Found<'_, 'a> {
        let (email, name) = (values.email.as_deref().map(fold::name), name(values));
        let number = values.number.clone();
        let of_all = |email: String| self.all.get(&(email, name.clone(), number.clone()));
        if let Some(people) = of_all(email.clone().unwrap_or_default()) {
            return Found { people, exact: true };
        }
        let shared = |email: &String| self.email.get(email).map(|people| (email.clone(), people));
        let people = match email.as_ref().map(shared) {
            None => self.name_and_number.get(&(name, number)),
            Some(None) => of_all(String::new()),
            Some(Some((email, people))) => {
                let by_number = number.and_then(|number| self.email_and_number.get(&(email.clone(), number)));
                by_number.or_else(|| self.email_and_name.get(&(email, name))).or(Some(people))
            }
        };
        Found { people: people.map(Vec::as_slice).unwrap_or_default(), exact: false }
    }
}

/// First and last name, lower case.
pub(super) fn name(values: &Values) -> Name {
    let name = |name: &Option<String>| name.as_deref().map(fold::name).unwrap_or_default();
    (name(&values.first_name), name(&values.last_name))
}
