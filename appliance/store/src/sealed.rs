//! Secrets of rows, opened for a moment.

use model::MailboxId;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Error;
use crate::key::TenantKey;
use crate::rows::{mail_server, mailbox};
use crate::seal::{self, Secret};
use crate::store::Store;
use crate::table::Table;

impl Store {
    /// The password of the mail server; none when it has none, or when there is no mail server.
    pub fn mail_password(&self) -> Result<Option<Secret>, Error> {
        let shared = self.shared();
        let (cell, key) = ((&mail_server::TABLE, "password"), mail_server::key());
        shared.readers.read(|conn| Ok(read(conn, &shared.key, cell, &key, mail_server::SEAL_ROW)?))
    }

    /// The PIN of a mailbox; none when it has none, or when there is no such mailbox.
    pub fn mailbox_pin(&self, id: MailboxId) -> Result<Option<Secret>, Error> {
        let shared = self.shared();
        let bound = mailbox::seal_row(id);
        shared
            .readers
            .read(|conn| Ok(read(conn, &shared.key, (&mailbox::TABLE, "pin"), id.as_bytes(), &bound)?))
    }
}

/// The secret in a cell, that is bound to `row`.
pub(crate) fn read(
    conn: &Connection,
    key: &TenantKey,
    (table, column): (&Table, &str),
    id: &[u8; 16],
    row: &str,
) -> rusqlite::Result<Option<Secret>> {
    let sql = format!("select {column} from {} where id = ?", table.name);
    let sealed: Option<Option<Vec<u8>>> =
        conn.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
    let Some(sealed) = sealed.flatten() else { return Ok(None) };
    match seal::open(key, row, &sealed) {
        Ok(secret) => Ok(Some(secret)),
        Err(error) => {
            // Damaged, or moved from another row: nobody gets in with it.
            tracing::error!(row, column, %error, "a secret does not open");
            Ok(None)
        }
    }
}
