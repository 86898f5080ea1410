//! The office of a test, as `office.toml`.

use std::fmt::Write as _;

/// A person with one line and one account on it.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) number: String,
    pub(crate) username: String,
    pub(crate) secret: String,
    /// Challenged with SHA-256 instead of MD5.
    pub(crate) sha256: bool,
}

impl Account {
    /// Line 201 has the account u201.
    pub(crate) fn new(number: u32) -> Self {
        Self {
            number: number.to_string(),
            username: format!("u{number}"),
            secret: format!("secret-of-{number}-for-tests"),
            sha256: false,
        }
    }

    /// So many, from this number on.
    pub(crate) fn range(first: u32, count: u32) -> Vec<Self> {
        (first..first + count).map(Self::new).collect()
    }
}

/// The whole office as a file.
pub(crate) fn file(accounts: &[Account]) -> String {
    let mut text =
        "[office]\nname = \"Example Ltd\"\ncountry = \"DE\"\ntimezone = \"Europe/Berlin\"\n".to_owned();
    for Account { number, username, secret, sha256 } in accounts {
        _ = write!(
            text,
            "\n[[person]]\nfirst_name = \"Person {number}\"\n[[person.line]]\nnumber = \"{number}\"\n\
             [[person.line.sip]]\nusername = \"{username}\"\nsecret = \"{secret}\"\n"
        );
        if *sha256 {
            text += "algorithm = \"sha256\"\n";
        }
    }
    text
}
