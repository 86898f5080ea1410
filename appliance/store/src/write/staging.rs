//! What a change comes to, row by row, before anything is written: several edits of a row become one.

mod expect;
mod secrets;

use std::collections::{BTreeMap, HashMap};

use model::ContactMethodId;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::change::{Change, Edit, Generated, Key};
use crate::error::Error;
use crate::ids::IdMaker;
use crate::key::TenantKey;
use crate::options::Options;
use crate::rows::{AnyRow, Parts, contact_method, site};
use crate::table::Table;
use crate::wrong::Wrong;
use crate::{resets, sessions, validate};

/// A row to be.
pub(crate) struct Staged {
    pub(crate) table: &'static Table,
    pub(crate) id: [u8; 16],
    /// None: it is to go. A cell without a value keeps what it holds.
    pub(crate) cells: Option<Vec<Option<Value>>>,
    /// Whether this change has put it, also where it is to go by now: then it need not be stored.
    pub(crate) was_put: bool,
}

/// Collects rows.
pub(crate) struct Staging<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) key: &'a TenantKey,
    ids: &'a mut IdMaker,
    options: &'a Options,
    staged: Vec<Staged>,
    /// By table and key.
    places: HashMap<(i64, [u8; 16]), usize>,
    generated: Vec<Generated>,
    /// What is asked when all is written, before it is kept.
    pub(super) lastly: Option<Lastly>,
}

/// Looks at what is written.
pub(crate) type Lastly = Box<dyn FnOnce(&Connection) -> Result<(), Error>>;

impl<'a> Staging<'a> {
    pub(crate) fn new(
        conn: &'a Connection,
        ids: &'a mut IdMaker,
        options: &'a Options,
        key: &'a TenantKey,
    ) -> Self {
        let (staged, places, generated) = (Vec::new(), HashMap::new(), Vec::new());
        Self { conn, key, ids, options, staged, places, generated, lastly: None }
    }

    /// Asks this when all is written, before it is kept.
    pub(crate) fn lastly(&mut self, lastly: Lastly) {
        self.lastly = Some(lastly);
    }

    /// Takes all edits of a change in, if they are valid.
    pub(crate) fn edits(&mut self, change: Change) -> Result<(), Error> {
        change.edits.into_iter().try_for_each(|edit| self.edit(edit))
    }

    /// Takes an edit in, if it is valid.
    pub(crate) fn edit(&mut self, edit: Edit) -> Result<(), Error> {
        match edit {
            Edit::Put(row) => self.row(row.any()),
            Edit::Expect(row) => self.expect(row.any()),
            Edit::ExpectVersion(version) => self.expect_version(version),
            Edit::ExpectUserSecret { user, which, secret } => {
                self.expect_user_secret(user, which, secret.as_ref())
            }
            Edit::Delete(key) => self.delete(key),
            Edit::EndResets { user } => {
                resets::end_all(self.conn, user.as_bytes())?;
                Ok(())
            }
            Edit::EndSessions { user, but } => {
                sessions::end_all(self.conn, user, but)?;
                Ok(())
            }
            Edit::UseReset { hash, user, now } => resets::use_up(self.conn, &hash, user, now),
            Edit::SetMailPassword { password } => self.mail_password(password.as_ref()),
            Edit::SetMailboxPin { mailbox, pin } => self.mailbox_pin(mailbox, pin.as_ref()),
            Edit::SetSecret { account, secret } => self.secret(account, &secret),
            Edit::SetUserSecret { user, which, secret } => {
                self.user_secret(user, which, secret.as_ref());
                Ok(())
            }
        }
    }

    /// Takes a row in that has no type in the model.
    pub(crate) fn put(&mut self, table: &'static Table, id: [u8; 16], cells: Vec<Value>) {
        let row = self.staged(table, id);
        row.was_put = true;
        let row = row.cells.get_or_insert_with(|| vec![None; table.columns.len()]);
        for (cell, value) in row.iter_mut().zip(cells) {
            *cell = Some(value);
        }
    }

    /// Takes a row in of which only these cells change.
    pub(crate) fn put_some(&mut self, table: &'static Table, id: [u8; 16], cells: Vec<Option<Value>>) {
        let row = self.place(table, id).get_or_insert_with(|| vec![None; table.columns.len()]);
        for (cell, value) in row.iter_mut().zip(cells).filter(|(_, value)| value.is_some()) {
            *cell = value;
        }
    }

    /// Takes a row away, whatever it is.
    pub(crate) fn take_away(&mut self, table: &'static Table, id: [u8; 16]) {
        *self.place(table, id) = None;
    }

    pub(crate) fn new_id(&mut self) -> [u8; 16] {
        self.ids.next(self.options)
    }

    /// All rows; accounts without a secret have got one.
    pub(crate) fn finish(mut self) -> Result<(Vec<Staged>, Vec<Generated>), Error> {
        let accounts = self.staged.iter().filter(|row| row.table.number == contact_method::TABLE.number);
        let ids: Vec<[u8; 16]> = accounts.filter(|row| row.cells.is_some()).map(|row| row.id).collect();
        for id in ids {
            self.complete_account(ContactMethodId::from_bytes(id))?;
        }
        Ok((self.staged, self.generated))
    }

    fn row(&mut self, row: &dyn AnyRow) -> Result<(), Error> {
        row.validate()?;
        self.put(row.table(), row.key(), row.cells());
        for (table, parts) in row.parts() {
            self.replace_parts(table, &row.key(), parts)?;
        }
        Ok(())
    }

    /// Takes a row away with its parts.
    pub(crate) fn delete(&mut self, key: Key) -> Result<(), Error> {
        let (table, id) = key.row();
        may_go(table, &id)?;
        self.delete_whole(table, id)
    }

    pub(crate) fn delete_whole(&mut self, table: &'static Table, id: [u8; 16]) -> Result<(), Error> {
        for parts in table.parts() {
            for (_, part) in self.parts(parts, &id)? {
                self.take_away(parts, part);
            }
        }
        self.take_away(table, id);
        Ok(())
    }

    /// The parts of a row by position; those that it no longer has go.
    fn replace_parts(&mut self, table: &'static Table, owner: &[u8; 16], parts: Parts) -> Result<(), Error> {
        let mut known: BTreeMap<u32, [u8; 16]> = self.parts(table, owner)?.into_iter().collect();
        for (position, cells) in parts {
            let id = known.remove(&position).unwrap_or_else(|| self.new_id());
            self.put(table, id, cells);
        }
        for id in known.into_values() {
            *self.place(table, id) = None;
        }
        Ok(())
    }

    /// The rows of an owner in a table of parts, whose first columns name it and the position: position and key. Those
    /// that this change makes are among them.
    fn parts(&self, table: &Table, owner: &[u8; 16]) -> Result<Vec<(u32, [u8; 16])>, Error> {
        let column = table.columns.first().map_or("", |column| column.name);
        let sql = format!("select position, id from {} where {column} = ?", table.name);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([owner], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut parts: Vec<(u32, [u8; 16])> = rows.collect::<rusqlite::Result<_>>()?;
        for row in self.staged.iter().filter(|row| row.table.number == table.number) {
            parts.retain(|(_, id)| *id != row.id);
            if let Some([Some(Value::Blob(of)), Some(Value::Integer(position)), ..]) = row.cells.as_deref()
                && of == owner
            {
                parts.push((u32::try_from(*position).unwrap_or(u32::MAX), row.id));
            }
        }
        Ok(parts)
    }

    fn place(&mut self, table: &'static Table, id: [u8; 16]) -> &mut Option<Vec<Option<Value>>> {
        &mut self.staged(table, id).cells
    }

    fn staged(&mut self, table: &'static Table, id: [u8; 16]) -> &mut Staged {
        let Self { staged, places, .. } = self;
        let place = *places.entry((table.number, id)).or_insert_with(|| {
            staged.push(Staged { table, id, cells: None, was_put: false });
            staged.len() - 1
        });
        &mut staged[place]
    }
}

/// The first site stays: new rows stand there until somebody says otherwise.
pub(crate) fn may_go(table: &Table, id: &[u8; 16]) -> Result<(), Error> {
    if table.number == site::TABLE.number && id == site::first().as_bytes() {
        return Err(validate::invalid("the first site", "id", Wrong::NotDeletable));
    }
    Ok(())
}
