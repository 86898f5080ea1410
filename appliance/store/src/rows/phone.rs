//! A telephone set's row, and those of its accounts and keys.

use std::collections::HashMap;

use model::{ContactMethodId, Phone, PhoneAccount, PhoneId, PhoneKey, SiteId};
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use crate::error::Error;
use crate::rows::{Parts, Stored, id, of_word, parsed, shown, text, word};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "phone",
    number: 8,
    columns: &[
        Column::unique(1, "mac"),
        Column::plain(2, "vendor"),
        Column::plain(3, "model"),
        Column::plain(4, "label"),
        Column::reference(5, "site", "site"),
    ],
    label: |cells| format!("phone {}", shown(cells, 0)),
};

pub(crate) static ACCOUNTS: Table = Table {
    name: "phone_account",
    number: 9,
    columns: &[
        Column::reference(1, "phone", "phone"),
        Column::plain(2, "position"),
        Column::reference(3, "contact_method", "contact_method"),
    ],
    label: |cells| format!("account {} of a phone", count(cells)),
};

pub(crate) static KEYS: Table = Table {
    name: "phone_key",
    number: 10,
    columns: &[
        Column::reference(1, "phone", "phone"),
        Column::plain(2, "position"),
        Column::plain(3, "kind"),
        Column::plain(4, "target"),
        Column::plain(5, "label"),
    ],
    label: |cells| format!("key {} of a phone", count(cells)),
};

impl Stored for Phone {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![
            text(self.mac.as_str()),
            text(&self.vendor),
            text(&self.model),
            text(&self.label),
            id(self.site.as_bytes()),
        ]
    }

    /// Its accounts and its keys.
    fn parts(&self) -> Vec<Parts> {
        let accounts = self.accounts.iter().map(|part| (part.position, account_cells(self.id, part)));
        let keys = self.keys.iter().map(|part| (part.position, key_cells(self.id, part)));
        vec![accounts.collect(), keys.collect()]
    }

    /// Without its accounts and keys.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: PhoneId::from_bytes(row.get(0)?),
            mac: parsed(row, 1)?,
            vendor: row.get(2)?,
            model: row.get(3)?,
            label: row.get(4)?,
            site: SiteId::from_bytes(row.get(5)?),
            accounts: Vec::new(),
            keys: Vec::new(),
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("phone {}", self.mac);
        for (field, value) in [("vendor", &self.vendor), ("model", &self.model), ("label", &self.label)] {
            validate::text(&what, field, value)?;
        }
        validate::positions(&what, "accounts", self.accounts.iter().map(|account| account.position))?;
        validate::positions(&what, "keys", self.keys.iter().map(|key| key.position))?;
        for key in &self.keys {
            validate::text(&what, "key target", &key.target)?;
            validate::text(&what, "key label", &key.label)?;
        }
        Ok(())
    }

    fn all(conn: &Connection) -> rusqlite::Result<Vec<Self>> {
        let mut statement =
            conn.prepare_cached("select id, mac, vendor, model, label, site from phone order by id")?;
        let phones = statement.query_map([], Self::read)?;
        let mut phones = phones.collect::<rusqlite::Result<Vec<Self>>>()?;
        let places: HashMap<PhoneId, usize> =
            phones.iter().enumerate().map(|(place, phone)| (phone.id, place)).collect();
        let mut statement = conn.prepare_cached(
            "select phone, position, contact_method from phone_account order by phone, position",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = places.get(&PhoneId::from_bytes(row.get(0)?));
            if let Some(phone) = place.and_then(|place| phones.get_mut(*place)) {
                phone.accounts.push(PhoneAccount {
                    position: row.get(1)?,
                    contact_method: ContactMethodId::from_bytes(row.get(2)?),
                });
            }
        }
        let mut statement = conn.prepare_cached(
            "select phone, position, kind, target, label from phone_key order by phone, position",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = places.get(&PhoneId::from_bytes(row.get(0)?));
            if let Some(phone) = place.and_then(|place| phones.get_mut(*place)) {
                phone.keys.push(PhoneKey {
                    position: row.get(1)?,
                    kind: of_word(row, 2)?,
                    target: row.get(3)?,
                    label: row.get(4)?,
                });
            }
        }
        Ok(phones)
    }
}

/// The cells of one account row.
fn account_cells(phone: PhoneId, account: &PhoneAccount) -> Vec<Value> {
    vec![id(phone.as_bytes()), Value::Integer(account.position.into()), id(account.contact_method.as_bytes())]
}

/// The cells of one key row.
fn key_cells(phone: PhoneId, key: &PhoneKey) -> Vec<Value> {
    vec![
        id(phone.as_bytes()),
        Value::Integer(key.position.into()),
        text(word(key.kind)),
        text(&key.target),
        text(&key.label),
    ]
}

fn count(cells: &[Value]) -> i64 {
    match cells.get(1) {
        Some(Value::Integer(position)) => *position,
        _ => 0,
    }
}
