//! Roles and portal users. Their passwords and the keys of their second factors are in no file.

use model::{AssignedRole, Permission, SecondFactor};

use super::Dump;
use crate::rows::word;

impl Dump<'_> {
    pub(super) fn roles(&mut self) {
        for row in &self.rows.roles {
            self.table("role");
            self.text("id", &row.id.to_string());
            self.text("name", &row.name);
            let permissions: Vec<&str> = row.permissions.iter().copied().map(Permission::as_str).collect();
            self.list("permissions", &permissions);
        }
    }

    pub(super) fn users(&mut self) {
        for user in &self.rows.users {
            self.table("portal_user");
            self.text("id", &user.id.to_string());
            self.text("login", &user.login);
            self.text("email", &user.email);
            match user.role {
                AssignedRole::BuiltIn(role) => self.text("role", &word(role)),
                AssignedRole::Own(id) => {
                    let row = self.rows.roles.iter().find(|row| row.id == id);
                    self.text("role", row.map_or("", |row| row.name.as_str()));
                }
            }
            if let Some(person) = user.person {
                self.text("person", &person.to_string());
            }
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            self.text("activation", &day(user.activation));
            self.text("expiration", &day(user.expiration));
            self.text("timezone", &user.timezone);
            self.text("language", &user.language);
            let networks: Vec<&str> = user.allow_list.iter().map(String::as_str).collect();
            self.list("allow_list", &networks);
            if user.second_factor != SecondFactor::Disabled {
                self.text.push_str("second_factor = true\n");
            }
            if user.must_change_password {
                self.text.push_str("must_change_password = true\n");
            }
        }
    }
}
