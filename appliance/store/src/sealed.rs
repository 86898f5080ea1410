//! Secrets of rows, opened for a moment.

use model::{ContactMethodId, MailboxId};
use rusqlite::{Connection, OptionalExtension};

use crate::change::Who;
use crate::error::Error;
use crate::events::Event;
use crate::key::TenantKey;
use crate::rows::{contact_method, mail_server, mailbox};
use crate::seal::{self, Secret};
use crate::store::Store;
use crate::table::Table;
use crate::write;

impl Store {
    /// The password of the mail server; none when it has none, or when there is no mail server.
    pub fn mail_password(&self) -> Result<Option<Secret>, Error> {
        let shared = self.shared();
        let (cell, key) = ((&mail_server::TABLE, "password"), mail_server::key());
        shared.readers.read(|conn| Ok(read(conn, &shared.key, cell, &key, mail_server::SEAL_ROW)?))
    }

    /// The secret of a SIP account for somebody who may see it; none when there is no such account. That it is shown is noted
    /// first: who cannot be noted does not see it. Blocks.
    pub fn reveal_secret(&self, who: &Who, account: ContactMethodId) -> Result<Option<Secret>, Error> {
        let shared = self.shared();
        let id = account.as_bytes();
        let table = &contact_method::TABLE;
        let Some(cells) = shared.readers.read(|conn| Ok::<_, Error>(write::read(conn, table, id)?))? else {
            return Ok(None);
        };
        self.note(who, &Event::Revealed { what: (table.label)(&cells) })?;
        let (cell, bound) = ((table, "secret"), contact_method::seal_row(account));
        shared.readers.read(|conn| Ok(read(conn, &shared.key, cell, id, &bound)?))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;
    use crate::history::HistoryFilter;
    use crate::testing::{Fixture, member, who};

    #[test]
    fn the_secret_of_an_account_is_shown_to_who_is_noted() {
        let fixture = Fixture::with(1);
        let account = member(1).account.id;
        let secret = Secret::new("geheim");
        fixture.store.write(&who(), Change::new().set_secret(account, secret.clone())).unwrap();
        let boss = Who::portal("boss", [7; 16], "192.0.2.7".parse().unwrap());
        assert_eq!(fixture.store.reveal_secret(&boss, account).unwrap(), Some(secret));
        let entry = fixture.store.history(&HistoryFilter::default(), 1).unwrap().remove(0);
        assert_eq!(entry.event(), Some(Event::Revealed { what: "account u201".to_owned() }));
        assert_eq!((entry.who, entry.what.as_str()), (Some([7; 16]), "secret of account u201 shown"));

        assert_eq!(fixture.store.reveal_secret(&boss, member(2).account.id).unwrap(), None);
        fixture.fail(Some(|| {
            rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL), None)
        }));
        assert!(fixture.store.reveal_secret(&boss, account).is_err(), "nobody would know");
    }
}
