//! What a change comes to, row by row, before anything is written: several edits of a row become one.

use std::collections::{BTreeMap, HashMap};

use model::{ContactMethodId, Phone, PhoneId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::change::{Edit, Generated, Key, Row};
use crate::error::Error;
use crate::ids::IdMaker;
use crate::key::TenantKey;
use crate::options::Options;
use crate::rows::contact_method::{KIND, SECRET, USERNAME, seal_row};
use crate::rows::{Stored, contact_method, equipment, line, person, phone, place, portal_user, site, token};
use crate::seal::{self, Secret};
use crate::table::Table;
use crate::validate;

/// A row to be.
pub(crate) struct Staged {
    pub(crate) table: &'static Table,
    pub(crate) id: [u8; 16],
    /// None: it is to go. A cell without a value keeps what it holds.
    pub(crate) cells: Option<Vec<Option<Value>>>,
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
}

impl<'a> Staging<'a> {
    pub(crate) fn new(
        conn: &'a Connection,
        ids: &'a mut IdMaker,
        options: &'a Options,
        key: &'a TenantKey,
    ) -> Self {
        Self { conn, key, ids, options, staged: Vec::new(), places: HashMap::new(), generated: Vec::new() }
    }

    /// Takes an edit in, if it is valid.
    pub(crate) fn edit(&mut self, edit: Edit) -> Result<(), Error> {
        match edit {
            Edit::Put(row) => self.row(row),
            Edit::Delete(key) => self.delete(key),
            Edit::SetSecret { account, secret } => self.secret(account, &secret),
        }
    }

    /// Takes a row in that has no type in the model.
    pub(crate) fn put(&mut self, table: &'static Table, id: [u8; 16], cells: Vec<Value>) {
        let row = self.place(table, id).get_or_insert_with(|| vec![None; table.columns.len()]);
        for (cell, value) in row.iter_mut().zip(cells) {
            *cell = Some(value);
        }
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

    fn row(&mut self, row: Row) -> Result<(), Error> {
        match row {
            Row::ContactMethod(row) => self.stored(&row),
            Row::Equipment(row) => self.stored(&row),
            Row::Line(row) => self.stored(&row),
            Row::Office(row) => self.stored(&row),
            Row::Person(row) => self.stored(&row),
            Row::Phone(row) => {
                self.stored(&row)?;
                self.phone_parts(&row)
            }
            Row::Place(row) => self.stored(&row),
            Row::PortalUser(row) => self.stored(&row),
            Row::Site(row) => self.stored(&row),
        }
    }

    fn stored<T: Stored>(&mut self, row: &T) -> Result<(), Error> {
        row.validate()?;
        self.put(T::TABLE, row.key(), row.cells());
        Ok(())
    }

    fn delete(&mut self, key: Key) -> Result<(), Error> {
        let (table, id) = match key {
            Key::ContactMethod(id) => (&contact_method::TABLE, *id.as_bytes()),
            Key::Equipment(id) => (&equipment::TABLE, *id.as_bytes()),
            Key::Line(id) => (&line::TABLE, *id.as_bytes()),
            Key::Person(id) => (&person::TABLE, *id.as_bytes()),
            Key::Phone(id) => {
                for table in [&phone::ACCOUNTS, &phone::KEYS] {
                    for (_, part) in self.parts(table, id)? {
                        *self.place(table, part) = None;
                    }
                }
                (&phone::TABLE, *id.as_bytes())
            }
            Key::Place(id) => (&place::TABLE, *id.as_bytes()),
            Key::PortalUser(id) => (&portal_user::TABLE, *id.as_bytes()),
            Key::Site(id) if id == site::first() => {
                return Err(validate::invalid("the first site", "id", "it can be changed but not deleted"));
            }
            Key::Site(id) => (&site::TABLE, *id.as_bytes()),
            Key::Token(id) => (&token::TABLE, *id.as_bytes()),
        };
        *self.place(table, id) = None;
        Ok(())
    }

    fn secret(&mut self, account: ContactMethodId, secret: &Secret) -> Result<(), Error> {
        validate::secret("a SIP account", secret.reveal())?;
        let row = seal_row(account);
        let current = self.current_secret(account)?;
        // The same secret keeps its seal: sealed anew it would look like a change.
        let same = |blob: &Vec<u8>| seal::open(self.key, &row, blob).is_ok_and(|known| known == *secret);
        let blob = match current.filter(same) {
            Some(blob) => blob,
            None => seal::seal(self.key, &self.options.random, &row, secret),
        };
        self.set_secret(account, blob);
        Ok(())
    }

    fn set_secret(&mut self, account: ContactMethodId, blob: Vec<u8>) {
        let table = &contact_method::TABLE;
        let row =
            self.place(table, *account.as_bytes()).get_or_insert_with(|| vec![None; table.columns.len()]);
        if let Some(cell) = row.get_mut(SECRET) {
            *cell = Some(Value::Blob(blob));
        }
    }

    /// The accounts and keys of a set, by position; those that it no longer has go.
    fn phone_parts(&mut self, set: &Phone) -> Result<(), Error> {
        let accounts = set.accounts.iter().map(|part| (part.position, phone::account_cells(set.id, part)));
        let accounts = accounts.collect();
        self.replace_parts(&phone::ACCOUNTS, set.id, accounts)?;
        let keys = set.keys.iter().map(|part| (part.position, phone::key_cells(set.id, part))).collect();
        self.replace_parts(&phone::KEYS, set.id, keys)
    }

    fn replace_parts(
        &mut self,
        table: &'static Table,
        set: PhoneId,
        parts: Vec<(u32, Vec<Value>)>,
    ) -> Result<(), Error> {
        let mut known: BTreeMap<u32, [u8; 16]> = self.parts(table, set)?.into_iter().collect();
        for (position, cells) in parts {
            let id = known.remove(&position).unwrap_or_else(|| self.new_id());
            self.put(table, id, cells);
        }
        for id in known.into_values() {
            *self.place(table, id) = None;
        }
        Ok(())
    }

    /// The rows of a set in a table of parts: position and key.
    fn parts(&self, table: &Table, set: PhoneId) -> Result<Vec<(u32, [u8; 16])>, Error> {
        let sql = format!("select position, id from {} where phone = ?", table.name);
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([set.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn place(&mut self, table: &'static Table, id: [u8; 16]) -> &mut Option<Vec<Option<Value>>> {
        let Self { staged, places, .. } = self;
        let place = *places.entry((table.number, id)).or_insert_with(|| {
            staged.push(Staged { table, id, cells: None });
            staged.len() - 1
        });
        &mut staged[place].cells
    }

    /// Generates the secret of an account that has none; refuses one for what is no account.
    fn complete_account(&mut self, account: ContactMethodId) -> Result<(), Error> {
        let id = account.as_bytes();
        let current = self.conn.prepare_cached("select kind, username from contact_method where id = ?")?;
        let current: Option<(String, Option<String>)> =
            { current }.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some(cells) = self.place(&contact_method::TABLE, *id).clone() else {
            return Ok(());
        };
        let staged = |place: usize| match cells.get(place) {
            Some(Some(Value::Text(text))) => Some(text.clone()),
            _ => None,
        };
        let (known_kind, known_name) = current.unwrap_or_default();
        let kind = staged(KIND).unwrap_or(known_kind);
        let has_staged = matches!(cells.get(SECRET), Some(Some(Value::Blob(_))));
        if kind != "sip" {
            if has_staged {
                return Err(validate::invalid(
                    &format!("contact method {account}"),
                    "secret",
                    "only a SIP account has one",
                ));
            }
            return Ok(());
        }
        // A row that is staged as something else first and as an account after has lost the secret that it had.
        let is_dropped = matches!(cells.get(SECRET), Some(Some(Value::Null)));
        if has_staged || (!is_dropped && self.current_secret(account)?.is_some()) {
            return Ok(());
        }
        let username = staged(USERNAME).or(known_name).unwrap_or_default();
        let secret = Secret::generate(&self.options.random);
        let blob = seal::seal(self.key, &self.options.random, &seal_row(account), &secret);
        self.set_secret(account, blob);
        self.generated.push(Generated { account, username, secret });
        Ok(())
    }

    fn current_secret(&self, account: ContactMethodId) -> Result<Option<Vec<u8>>, Error> {
        let mut statement = self.conn.prepare_cached("select secret from contact_method where id = ?")?;
        let blob: Option<Option<Vec<u8>>> =
            statement.query_row([account.as_bytes()], |row| row.get(0)).optional()?;
        Ok(blob.flatten())
    }
}
