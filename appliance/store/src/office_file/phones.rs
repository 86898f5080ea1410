//! Telephone sets and portal logins of a file.

use model::{ContactMethodId, Mac, Owner, PersonId, Phone, PhoneAccount, PhoneId, PhoneKey, PortalUser};
use model::{PortalUserId, Role};

use super::FileError;
use super::format::PhoneTable;
use super::plan::{Planner, set};
use crate::rows::{phone, portal_user, site};

impl Planner<'_> {
    pub(super) fn claim_phone_ids(&mut self) -> Result<(), FileError> {
        let tables = &self.file.tables;
        for table in &tables.phone {
            self.claim_id(&phone::TABLE, table.span().start, table.get_ref().id.map(|id| *id.as_bytes()))?;
        }
        for table in &tables.portal_user {
            self.claim_id(
                &portal_user::TABLE,
                table.span().start,
                table.get_ref().id.map(|id| *id.as_bytes()),
            )?;
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

    pub(super) fn users(&mut self) -> Result<(), FileError> {
        let file = self.file;
        for table in &file.tables.portal_user {
            let (offset, table) = (table.span().start, table.get_ref());
            let rows = self.rows;
            let old = match (table.id, &table.login) {
                (Some(id), _) => rows.users.iter().find(|row| row.id == id),
                (None, Some(login)) => {
                    let old = rows.users.iter().find(|row| row.login.eq_ignore_ascii_case(login));
                    old.filter(|row| self.claim(&portal_user::TABLE, *row.id.as_bytes()))
                }
                (None, None) => {
                    return self.error(offset, "login", "a portal user needs the login or the id");
                }
            };
            let person = table.person.as_deref().map(|text| self.person_of(offset, text)).transpose()?;
            if old.is_none() && table.role.is_none() {
                return self.error(offset, "role", "a new portal user needs a role");
            }
            let mut row = old.cloned().unwrap_or_else(|| PortalUser {
                id: table.id.unwrap_or_else(|| PortalUserId::from_bytes((self.new_id)())),
                person: None,
                login: String::new(),
                email: String::new(),
                role: Role::User,
            });
            set(&mut row.login, &table.login);
            set(&mut row.email, &table.email);
            set(&mut row.role, &table.role);
            set(&mut row.person, &person);
            self.put(offset, row);
        }
        Ok(())
    }

    /// A person by id or by the number of a line; nobody when empty.
    fn person_of(&self, offset: usize, text: &str) -> Result<Option<PersonId>, FileError> {
        if text.is_empty() {
            return Ok(None);
        }
        if let Ok(id) = text.parse::<PersonId>() {
            let key = (crate::rows::person::TABLE.number, *id.as_bytes());
            if self.plan.named.contains(&key) || self.rows.persons.iter().any(|row| row.id == id) {
                return Ok(Some(id));
            }
        }
        match self.numbers.get(text) {
            Some((_, Owner::Person(id))) => Ok(Some(*id)),
            _ => self.error(offset, "person", format!("nobody has the id or number {text:?}")),
        }
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
