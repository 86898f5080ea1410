//! Roles and portal users of a file.

use std::collections::HashMap;

use jiff::civil::Date;
use model::{AssignedRole, OwnRole, Owner, PersonId, PortalUser, PortalUserId, Role, RoleId, SecondFactor};

use super::FileError;
use super::named::Meant;
use super::plan::{Planner, forget, set};
use crate::rows::{portal_user, role, word};

impl Planner<'_> {
    pub(super) fn claim_user_ids(&mut self) -> Result<(), FileError> {
        let tables = &self.file.tables;
        for table in &tables.role {
            self.claim_id(&role::TABLE, table.span().start, table.get_ref().id.map(|id| *id.as_bytes()))?;
        }
        for table in &tables.portal_user {
            let id = table.get_ref().id.map(|id| *id.as_bytes());
            self.claim_id(&portal_user::TABLE, table.span().start, id)?;
        }
        Ok(())
    }

    /// The office's own roles; by name in ASCII lower case, as they will be.
    fn roles(&mut self) -> Result<HashMap<String, RoleId>, FileError> {
        let rows = self.rows;
        let mut roles: HashMap<String, RoleId> =
            rows.roles.iter().map(|row| (row.name.to_ascii_lowercase(), row.id)).collect();
        for table in &self.file.tables.role {
            let (offset, table) = (table.span().start, table.get_ref());
            let id = table.id.map(|id| *id.as_bytes());
            let meant = Meant { offset, id, field: "name", name: table.name.as_deref() };
            let old =
                self.find_named(&rows.roles, &meant, |row, name| row.name.eq_ignore_ascii_case(name))?;
            let mut row = old.cloned().unwrap_or_else(|| OwnRole {
                id: table.id.unwrap_or_else(|| RoleId::from_bytes((self.new_id)())),
                name: String::new(),
                permissions: Vec::new(),
            });
            forget(&mut roles, &row.name.to_ascii_lowercase(), row.id);
            set(&mut row.name, &table.name);
            set(&mut row.permissions, &table.permissions);
            roles.insert(row.name.to_ascii_lowercase(), row.id);
            self.put(offset, row);
        }
        Ok(roles)
    }

    pub(super) fn users(&mut self) -> Result<(), FileError> {
        let roles = self.roles()?;
        let (file, rows) = (self.file, self.rows);
        for table in &file.tables.portal_user {
            let (offset, table) = (table.span().start, table.get_ref());
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
            let given = table.role.as_deref().map(|name| self.assigned(offset, name, &roles)).transpose()?;
            let mut row = match (old, given) {
                (Some(old), _) => old.clone(),
                (None, Some(role)) => {
                    let id = table.id.unwrap_or_else(|| PortalUserId::from_bytes((self.new_id)()));
                    PortalUser::new(id, "", role)
                }
                (None, None) => return self.error(offset, "role", "a new portal user needs a role"),
            };
            set(&mut row.login, &table.login);
            set(&mut row.email, &table.email);
            set(&mut row.role, &given);
            set(&mut row.person, &person);
            set(&mut row.activation, &self.date(offset, "activation", table.activation.as_deref())?);
            set(&mut row.expiration, &self.date(offset, "expiration", table.expiration.as_deref())?);
            set(&mut row.timezone, &table.timezone);
            set(&mut row.language, &table.language);
            set(&mut row.allow_list, &table.allow_list);
            row.second_factor = match (table.second_factor, row.second_factor) {
                (Some(true), SecondFactor::Disabled) => SecondFactor::Pending,
                (Some(false), _) => SecondFactor::Disabled,
                (Some(true) | None, known) => known,
            };
            set(&mut row.must_change_password, &table.must_change_password);
            self.put(offset, row);
        }
        Ok(())
    }

    fn assigned(
        &self,
        offset: usize,
        name: &str,
        roles: &HashMap<String, RoleId>,
    ) -> Result<AssignedRole, FileError> {
        if let Some(role) = Role::ALL.into_iter().find(|role| word(role) == name) {
            return Ok(AssignedRole::BuiltIn(role));
        }
        match roles.get(&name.to_ascii_lowercase()) {
            Some(id) => Ok(AssignedRole::Own(*id)),
            None => {
                let known = Role::ALL.map(word).join(", ");
                self.error(
                    offset,
                    "role",
                    format!("there is no role {name:?}; those of the program are {known}"),
                )
            }
        }
    }

    /// A day: nothing is said, none, or this.
    fn date(
        &self,
        offset: usize,
        field: &str,
        text: Option<&str>,
    ) -> Result<Option<Option<Date>>, FileError> {
        match text.map(|text| (text, text.parse())) {
            None => Ok(None),
            Some(("", _)) => Ok(Some(None)),
            Some((_, Ok(date))) => Ok(Some(Some(date))),
            Some((text, Err(_))) => {
                self.error(offset, field, format!("{text:?} is not a day (as 2026-12-31)"))
            }
        }
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
