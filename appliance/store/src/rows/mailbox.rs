//! A mailbox's row. The sealed PIN is its last column, which the model does not have.

use model::{LineId, Mailbox, MailboxId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, id, text};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "mailbox",
    number: 19,
    columns: &[
        Column::unique_reference(1, "line", "line"),
        Column::plain(2, "email"),
        Column::secret(3, "pin"),
    ],
    label: |_| "mailbox of a line".to_owned(),
};

/// The place of the PIN.
pub(crate) const PIN: usize = 2;

/// What the PIN of this row is bound to.
pub(crate) fn seal_row(id: MailboxId) -> String {
    format!("mailbox/{id}")
}

impl Stored for Mailbox {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![id(self.line.as_bytes()), text(&self.email)]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: MailboxId::from_bytes(row.get(0)?),
            line: LineId::from_bytes(row.get(1)?),
            email: row.get(2)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        validate::email("the mailbox", &self.email)
    }
}
