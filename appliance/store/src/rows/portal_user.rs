//! A portal login's row. Its sealed secrets are the last columns, which the model does not have.

use jiff::civil::Date;
use model::{AssignedRole, PersonId, PortalUser, PortalUserId, RoleId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, malformed, of_word, optional_id, parsed, shown, text, word};
use crate::table::{Column, Table};
use crate::validate;
use crate::wrong::Wrong;

pub(crate) static TABLE: Table = Table {
    name: "portal_user",
    number: 11,
    columns: &[
        Column::reference(1, "person", "person"),
        Column::unique(2, "login"),
        Column::plain(3, "email"),
        Column::plain(4, "role"),
        Column::reference(5, "own_role", "role"),
        Column::plain(6, "activation"),
        Column::plain(7, "expiration"),
        Column::plain(8, "timezone"),
        Column::plain(9, "language"),
        Column::plain(10, "allow_list"),
        Column::plain(11, "second_factor"),
        Column::plain(12, "must_change_password"),
        Column::secret(13, "password"),
        Column::secret(14, "totp"),
        Column::secret(15, "recovery_codes"),
    ],
    label: |cells| format!("portal user {}", shown(cells, 1)),
};

/// Places of cells that other files look at.
pub(crate) const EMAIL: usize = 2;
pub(crate) const ROLE: usize = 3;
pub(crate) const ACTIVATION: usize = 5;
pub(crate) const EXPIRATION: usize = 6;
pub(crate) const SECOND_FACTOR: usize = 10;

/// What is kept sealed of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserSecret {
    /// The hash of its password.
    Password,
    /// The hashes of the recovery codes that are left.
    RecoveryCodes,
    /// The key of its one-time passwords.
    Totp,
}

impl UserSecret {
    /// The place of its cell.
    pub(crate) fn place(self) -> usize {
        match self {
            Self::Password => 12,
            Self::Totp => 13,
            Self::RecoveryCodes => 14,
        }
    }

    /// Its column.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::RecoveryCodes => "recovery_codes",
        }
    }

    /// What a secret of this kind and row is bound to.
    pub(crate) fn seal_row(self, user: PortalUserId) -> String {
        format!("portal_user/{user}/{}", self.column())
    }
}

/// The languages that pages are written in.
static LANGUAGES: [&str; 4] = ["de", "en", "es", "fr"];

impl Stored for PortalUser {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        let (role, own) = match &self.role {
            AssignedRole::BuiltIn(role) => (word(role), None),
            AssignedRole::Own(id) => (String::new(), Some(id.as_bytes())),
        };
        let date = |date: Option<Date>| text(date.map(|date| date.to_string()).unwrap_or_default());
        vec![
            optional_id(self.person.as_ref().map(PersonId::as_bytes)),
            text(&self.login),
            text(&self.email),
            text(role),
            optional_id(own),
            date(self.activation),
            date(self.expiration),
            text(&self.timezone),
            text(&self.language),
            text(serde_json::json!(self.allow_list).to_string()),
            text(word(self.second_factor)),
            Value::from(self.must_change_password),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (person, own): (Option<[u8; 16]>, Option<[u8; 16]>) = (row.get(1)?, row.get(5)?);
        let date = |column| {
            let is_empty = row.get_ref(column)?.as_str()?.is_empty();
            if is_empty { Ok(None) } else { parsed(row, column).map(Some) }
        };
        let allow_list: String = row.get(10)?;
        Ok(Self {
            id: PortalUserId::from_bytes(row.get(0)?),
            person: person.map(PersonId::from_bytes),
            login: row.get(2)?,
            email: row.get(3)?,
            role: match own {
                Some(id) => AssignedRole::Own(RoleId::from_bytes(id)),
                None => AssignedRole::BuiltIn(of_word(row, 4)?),
            },
            activation: date(6)?,
            expiration: date(7)?,
            timezone: row.get(8)?,
            language: row.get(9)?,
            allow_list: serde_json::from_str(&allow_list).map_err(|error| malformed(10, error))?,
            second_factor: of_word(row, 11)?,
            must_change_password: row.get(12)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("portal user {}", self.login);
        validate::login(&what, &self.login)?;
        validate::email(&what, &self.email)?;
        if !self.timezone.is_empty() {
            validate::timezone(&what, &self.timezone)?;
        }
        if !self.language.is_empty() && !LANGUAGES.contains(&self.language.as_str()) {
            return Err(validate::invalid(&what, "language", Wrong::NotOneOf { words: &LANGUAGES }));
        }
        if self.activation.zip(self.expiration).is_some_and(|(first, last)| last < first) {
            return Err(validate::invalid(&what, "expiration", Wrong::BeforeActivation));
        }
        validate::networks(&what, "allow_list", &self.allow_list)
    }
}
