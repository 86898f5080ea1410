//! The mail server's row; there is one at most. The sealed password is its last column, which the model does not have.

use model::MailServer;
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use crate::error::Error;
use crate::rows::{Stored, of_word, office, text, word};
use crate::table::{Column, Table};
use crate::validate;
use crate::wrong::Wrong;

pub(crate) static TABLE: Table = Table {
    name: "mail_server",
    number: 20,
    columns: &[
        Column::plain(1, "host"),
        Column::plain(2, "port"),
        Column::plain(3, "security"),
        Column::plain(4, "username"),
        Column::plain(5, "sender_address"),
        Column::plain(6, "sender_name"),
        Column::secret(7, "password"),
    ],
    label: |_| "the mail server".to_owned(),
};

/// The place of the password.
pub(crate) const PASSWORD: usize = 6;

/// What the password is bound to.
pub(crate) const SEAL_ROW: &str = "mail_server/password";

/// Its key, the same in every database: a box that replaces another makes no second one.
pub(crate) fn key() -> [u8; 16] {
    *office::key().as_bytes()
}

/// The mail server, if there is one.
pub(crate) fn read(conn: &Connection) -> rusqlite::Result<Option<MailServer>> {
    Ok(MailServer::all(conn)?.pop())
}

impl Stored for MailServer {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        key()
    }

    fn cells(&self) -> Vec<Value> {
        vec![
            text(&self.host),
            Value::Integer(self.port.into()),
            text(word(self.security)),
            text(&self.username),
            text(&self.sender_address),
            text(&self.sender_name),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            host: row.get(1)?,
            port: row.get(2)?,
            security: of_word(row, 3)?,
            username: row.get(4)?,
            sender_address: row.get(5)?,
            sender_name: row.get(6)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = "the mail server";
        validate::host(what, &self.host)?;
        if self.port == 0 {
            return Err(validate::invalid(what, "port", Wrong::OutOfRange { min: 1, max: u16::MAX.into() }));
        }
        validate::text(what, "username", &self.username)?;
        validate::name(what, "sender_address", &self.sender_address)?;
        validate::email_in(what, "sender_address", &self.sender_address)?;
        validate::text(what, "sender_name", &self.sender_name)
    }
}
