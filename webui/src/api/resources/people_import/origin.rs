//! From which row of the file something comes that is refused only while it is made or written. The check tells all of
//! it before, as far as anybody knows; this is for what nobody knows of.

use std::collections::HashMap;

use model::{Line, Person, sign_in_name};
use store::Error;

use super::super::super::refusal::Refusal;
use crate::people_file::{Property, Values};

/// A refusal, and where in the file its reason stands.
pub(super) struct Refused {
    /// Why.
    pub(super) refusal: Refusal,
    /// The row and what the cell is about, if that is known.
    pub(super) place: Option<(u32, Option<Property>)>,
}

/// The rows of a file by what the store calls what comes of them; bounded by the rows and cells of a file.
#[derive(Default)]
pub(super) struct Origins {
    /// By the label of a row of the store: "person Anna Berg".
    labels: HashMap<String, u32>,
    /// By a name that only one can have, as it is compared; where that stands.
    names: HashMap<String, (u32, Property)>,
}

impl Refused {
    /// Of a row, by the refusal's own fields.
    pub(super) fn of_row(row: u32, refusal: Refusal) -> Self {
        let field = refusal.fields.first().map(|field| field.pointer.trim_start_matches('/'));
        let place = Some((row, field.and_then(property)));
        Self { refusal, place }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, place: None }
    }
}

impl Origins {
    /// Remembers what comes of a row. Of two that are called alike the first is told.
    pub(super) fn add(&mut self, row: u32, person: &Person, line: Option<&Line>, values: &Values) {
        let text = |name: &Option<String>| name.clone();
        let named = [
            (text(&values.login), Property::Login, "portal user"),
            (line.map(|line| line.number.to_string()), Property::Number, "line"),
            (values.mac.as_ref().map(ToString::to_string), Property::Mac, "phone"),
            (text(&values.email), Property::Email, ""),
        ];
        let numbers =
            [(Property::DirectNumbers, &values.direct_numbers), (Property::CallerIds, &values.caller_ids)];
        let numbers = numbers.into_iter().flat_map(|(property, numbers)| {
            numbers.iter().flatten().map(move |number| (Some(number.to_string()), property, "number"))
        });
        for (name, property, kind) in named.into_iter().chain(numbers) {
            let Some(name) = name else { continue };
            self.labels.entry(format!("{kind} {name}")).or_insert(row);
            self.names.entry(sign_in_name(&name)).or_insert((row, property));
        }
        self.labels.entry(format!("person {}", person.display_name())).or_insert(row);
    }

    /// Where in the file the reason stands, if that is known.
    pub(super) fn place(&self, error: &Error) -> Option<(u32, Option<Property>)> {
        match error {
            Error::Invalid { what, field, .. } => Some((*self.labels.get(what)?, property(field))),
            Error::NameTaken { name, .. } | Error::NumberIsUsername { number: name, .. } => {
                self.names.get(&sign_in_name(name)).map(|(row, property)| (*row, Some(*property)))
            }
            _ => None,
        }
    }

    /// What the store refuses, with its place.
    pub(super) fn refused(&self, error: Error) -> Refused {
        let place = self.place(&error);
        Refused { refusal: error.into(), place }
    }
}

/// What a column of the store is called in a file.
fn property(field: &str) -> Option<Property> {
    Some(match field {
        "accounts" | "mac" => Property::Mac,
        "caller_ids" => Property::CallerIds,
        "crm_user" => Property::CrmUserId,
        "department" => Property::Department,
        "email" => Property::Email,
        "first_name" => Property::FirstName,
        "internal_caller_id" => Property::InternalCallerId,
        "job_title" => Property::JobTitle,
        "last_name" => Property::LastName,
        "login" => Property::Login,
        "model" | "vendor" => Property::Model,
        "number" => Property::Number,
        "site" => Property::Site,
        "time_frame" => Property::TimeSchedule,
        "when_unavailable" => Property::WhenUnavailable,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use model::{LineId, Owner, PersonId, SiteId};
    use store::Wrong;

    use super::*;

    #[test]
    fn what_the_store_refuses_is_told_of_the_row_that_it_comes_from() {
        let mut origins = Origins::default();
        for (row, name, number) in [(2, "Anna", "201"), (3, "Ben", "202")] {
            let person = Person::named(PersonId::from_bytes([1; 16]), name, SiteId::from_bytes([1; 16]));
            let owner = Owner::Person(person.id);
            let line = Line::new(LineId::from_bytes([2; 16]), owner, number.parse().unwrap());
            let login = Some(format!("{name}.login"));
            let values =
                Values { login, mac: format!("001565000{number}").parse().ok(), ..Values::default() };
            origins.add(row, &person, Some(&line), &values);
        }
        let invalid =
            |what: &str, field| Error::Invalid { what: what.to_owned(), field, why: Wrong::ControlCharacter };
        let taken = |name: &str| Error::NameTaken { name: name.to_owned(), holder: String::new() };
        let is_username = Error::NumberIsUsername {
            number: "202".to_owned(),
            owner: String::new(),
            account_owner: String::new(),
            is_wanted: false,
        };
        for (error, place) in [
            (invalid("person Anna", "first_name"), Some((2, Some(Property::FirstName)))),
            (invalid("line 202", "when_unavailable"), Some((3, Some(Property::WhenUnavailable)))),
            (invalid("phone 001565000201", "label"), Some((2, None))),
            (invalid("portal user Ben.login", "login"), Some((3, Some(Property::Login)))),
            (taken("201"), Some((2, Some(Property::Number)))),
            (taken("BEN.LOGIN"), Some((3, Some(Property::Login)))),
            (is_username, Some((3, Some(Property::Number)))),
            (invalid("site Moon", "name"), None),
            (taken("moon"), None),
            (Error::Closed, None),
        ] {
            assert_eq!(origins.place(&error), place, "{error}");
        }
    }
}
