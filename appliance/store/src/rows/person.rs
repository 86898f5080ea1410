//! A person's row.

use model::{Person, PersonId, SiteId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, id, shown, text};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "person",
    number: 3,
    columns: &[
        Column::plain(1, "first_name"),
        Column::plain(2, "last_name"),
        Column::plain(3, "email"),
        Column::reference(4, "site", "site"),
    ],
    label: |cells| format!("person {} {}", shown(cells, 0), shown(cells, 1)).trim_end().to_owned(),
};

impl Stored for Person {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![text(&self.first_name), text(&self.last_name), text(&self.email), id(self.site.as_bytes())]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: PersonId::from_bytes(row.get(0)?),
            first_name: row.get(1)?,
            last_name: row.get(2)?,
            email: row.get(3)?,
            site: SiteId::from_bytes(row.get(4)?),
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("person {}", self.display_name());
        validate::name(&what, "first_name", &self.first_name)?;
        validate::text(&what, "last_name", &self.last_name)?;
        validate::email(&what, &self.email)
    }
}
