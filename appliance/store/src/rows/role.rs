//! The row of a role that the office has made.

use model::{OwnRole, Role, RoleId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, malformed, shown, text, word};
use crate::table::{Column, Table};
use crate::validate;
use crate::wrong::Wrong;

pub(crate) static TABLE: Table = Table {
    name: "role",
    number: 18,
    columns: &[Column::unique(1, "name"), Column::plain(2, "permissions")],
    label: |cells| format!("role {}", shown(cells, 0)),
};

impl Stored for OwnRole {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        let mut permissions = self.permissions.clone();
        permissions.sort_unstable();
        vec![text(&self.name), text(serde_json::json!(permissions).to_string())]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let permissions: String = row.get(2)?;
        Ok(Self {
            id: RoleId::from_bytes(row.get(0)?),
            name: row.get(1)?,
            permissions: serde_json::from_str(&permissions).map_err(|error| malformed(2, error))?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("role {}", self.name);
        validate::name(&what, "name", &self.name)?;
        if Role::ALL.iter().any(|role| word(role).eq_ignore_ascii_case(&self.name)) {
            return Err(validate::invalid(&what, "name", Wrong::BuiltInRole));
        }
        validate::once(&what, "permissions", &self.permissions)
    }
}
