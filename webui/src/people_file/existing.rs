//! What the office has already, as far as a file of people can collide with it or refer to it.

use std::collections::HashMap;

use model::{Mac, Number, PersonId};

/// What the office has already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Existing {
    /// Everybody.
    pub people: Vec<ExistingPerson>,
    /// Everything that can be dialled inside, by number or SIP username: one number rings at one place.
    pub numbers: HashMap<String, Holder>,
    /// What portal users are called when they sign in (login, email, internal number), lower case: one name, one user.
    pub names: HashMap<String, Holder>,
    /// Who is called on which number from outside, as [`OutsideNumber`](super::OutsideNumber) writes it.
    pub direct_numbers: HashMap<String, Holder>,
    /// Telephone sets that are somebody's. One that only is known, but nobody's, is left out: a row may claim it.
    pub phones: HashMap<Mac, Holder>,
    /// The office's country (ISO 3166-1), by which numbers without a plus are understood; none: they stay as written.
    pub country: Option<String>,
    /// The names of the time schedules.
    pub schedules: Vec<String>,
    /// The names of the sites.
    pub sites: Vec<String>,
}

/// Somebody who is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingPerson {
    /// Their key.
    pub id: PersonId,
    /// First name.
    pub first_name: String,
    /// Last name, may be empty.
    pub last_name: String,
    /// Empty when none.
    pub email: String,
    /// Internal numbers, of all their lines.
    pub numbers: Vec<Number>,
    /// Whether they can sign in to the portal, so that their email and numbers are names there.
    pub signs_in: bool,
}

/// Who or what has something that only one can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person, if it is one.
    pub person: Option<PersonId>,
    /// The name for people: "Anna Berg", "ring group Sales".
    pub label: String,
}
