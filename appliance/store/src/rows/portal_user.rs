//! A portal login's row.

use model::{PersonId, PortalUser, PortalUserId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, of_word, optional_id, shown, text, word};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "portal_user",
    number: 11,
    columns: &[
        Column::reference(1, "person", "person"),
        Column::unique(2, "login"),
        Column::plain(3, "email"),
        Column::plain(4, "role"),
    ],
    label: |cells| format!("portal user {}", shown(cells, 1)),
};

impl Stored for PortalUser {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![
            optional_id(self.person.as_ref().map(PersonId::as_bytes)),
            text(&self.login),
            text(&self.email),
            text(word(self.role)),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let person: Option<[u8; 16]> = row.get(1)?;
        Ok(Self {
            id: PortalUserId::from_bytes(row.get(0)?),
            person: person.map(PersonId::from_bytes),
            login: row.get(2)?,
            email: row.get(3)?,
            role: of_word(row, 4)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("portal user {}", self.login);
        validate::name(&what, "login", &self.login)?;
        if self.login.chars().count() > 64 {
            return Err(validate::invalid(&what, "login", "at most 64 characters"));
        }
        validate::email(&what, &self.email)
    }
}
