//! What the office has already, as far as a file of people can collide with it or refer to it.

use std::collections::{HashMap, HashSet};

use model::{Mac, Number, PersonId};

/// What the office has already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Existing {
    /// Everybody.
    pub people: Vec<ExistingPerson>,
    /// Everything that can be dialled inside, by number or SIP username: one number rings at one place.
    pub numbers: HashMap<String, Holder>,
    /// The number of the line of each SIP username.
    pub usernames: HashMap<String, Number>,
    /// The numbers of lines: where calls can be sent.
    pub lines: HashSet<Number>,
    /// What portal users are called when they sign in (login, email, internal number), lower case: one name, one user.
    pub names: HashMap<String, Holder>,
    /// Those of the names that may have a suffix after them: logins and numbers, but no email addresses.
    pub local_names: HashSet<String>,
    /// What may stand after such a name, lower case: "@bakery".
    pub suffixes: Vec<String>,
    /// Who is called on which number from outside, as [`OutsideNumber`](super::OutsideNumber) writes it.
    pub direct_numbers: HashMap<String, Holder>,
    /// Telephone sets and whose they are; several may share one. One that only is known, but nobody's, is left out: a row
    /// may claim it.
    pub phones: HashMap<Mac, Vec<Holder>>,
    /// The office's country (ISO 3166-1), by which numbers without a plus are understood; empty: they are refused.
    pub country: String,
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
    /// Those of the numbers whose account is on a telephone set.
    pub on_phones: Vec<Number>,
    /// Whether they can sign in to the portal, so that their numbers are names there.
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
