//! Telephone sets of a file.

use model::{ContactMethodId, Mac, Phone, PhoneAccount, PhoneId, PhoneKey};

use super::FileError;
use super::format::PhoneTable;
use super::plan::{Planner, set};
use crate::rows::{phone, site};

impl Planner<'_> {
    pub(super) fn claim_phone_ids(&mut self) -> Result<(), FileError> {
        let tables = &self.file.tables;
        for table in &tables.phone {
            self.claim_id(&phone::TABLE, table.span().start, table.get_ref().id.map(|id| *id.as_bytes()))?;
        }
        Ok(())
    }

    pub(super) fn phones(&mut self) -> Result<(), FileError> {
        let file = self.file;
        for table in &file.tables.phone {
            let (offset, table) = (table.span().start, table.get_ref());
            let mac = table.mac.as_deref().map(|text| self.mac(offset, text)).transpose()?;
            let rows = self.rows;
            let old = match (table.id, &mac) {
                (Some(id), _) => rows.phones.iter().find(|row| row.id == id),
                (None, Some(mac)) => {
                    let old = rows.phones.iter().find(|row| row.mac == *mac);
                    old.filter(|row| self.claim(&phone::TABLE, *row.id.as_bytes()))
                }
                (None, None) => return self.error(offset, "mac", "a phone needs its mac or its id"),
            };
            let Some(mac) = mac.or_else(|| old.map(|old| old.mac.clone())) else {
                return self.error(offset, "mac", "a new phone needs its mac");
            };
            let site = self.site(offset, table.site.as_ref())?;
            let mut row = old.cloned().unwrap_or_else(|| Phone {
                id: table.id.unwrap_or_else(|| PhoneId::from_bytes((self.new_id)())),
                mac: mac.clone(),
                vendor: String::new(),
                model: String::new(),
                label: String::new(),
                site: site::first(),
                accounts: Vec::new(),
                keys: Vec::new(),
            });
            row.mac = mac;
            set(&mut row.vendor, &table.vendor);
            set(&mut row.model, &table.model);
            set(&mut row.label, &table.label);
            set(&mut row.site, &site);
            set(&mut row.accounts, &self.phone_accounts(offset, table)?);
            set(&mut row.keys, &keys(table));
            self.put(offset, row);
        }
        Ok(())
    }

    fn mac(&self, offset: usize, text: &str) -> Result<Mac, FileError> {
        let digits: String = text.chars().filter(|digit| !":-. ".contains(*digit)).collect();
        match digits.to_ascii_lowercase().parse() {
            Ok(mac) => Ok(mac),
            Err(_) => {
                let why = format!("{text:?} is not a MAC address (twelve hexadecimal digits)");
                self.error(offset, "mac", why)
            }
        }
    }

    fn phone_accounts(
        &self,
        offset: usize,
        table: &PhoneTable,
    ) -> Result<Option<Vec<PhoneAccount>>, FileError> {
        let Some(usernames) = &table.accounts else {
            return Ok(None);
        };
        let mut accounts = Vec::new();
        for (position, username) in (1..).zip(usernames) {
            if username.is_empty() {
                continue;
            }
            let Some(contact_method) = self.account_of(username) else {
                return self.error(offset, "accounts", format!("there is no account {username:?}"));
            };
            accounts.push(PhoneAccount { position, contact_method });
        }
        Ok(Some(accounts))
    }

    fn account_of(&self, username: &str) -> Option<ContactMethodId> {
        self.accounts.get(username).copied()
    }
}

fn keys(table: &PhoneTable) -> Option<Vec<PhoneKey>> {
    let keys = table.key.as_ref()?.iter().map(|key| {
        let key = key.get_ref();
        PhoneKey {
            position: key.position,
            kind: key.kind,
            target: key.target.clone(),
            label: key.label.clone(),
        }
    });
    Some(keys.collect())
}
