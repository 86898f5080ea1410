//! A place's row.

use model::{Place, PlaceId, SiteId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, id, shown, text};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "place",
    number: 4,
    columns: &[Column::plain(1, "name"), Column::reference(2, "site", "site")],
    label: |cells| format!("place {}", shown(cells, 0)),
};

impl Stored for Place {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![text(&self.name), id(self.site.as_bytes())]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: PlaceId::from_bytes(row.get(0)?),
            name: row.get(1)?,
            site: SiteId::from_bytes(row.get(2)?),
        })
    }

    fn validate(&self) -> Result<(), Error> {
        validate::name(&format!("place {}", self.name), "name", &self.name)
    }
}
