//! An announcement's row.

use model::{Announcement, AnnouncementId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, shown, text};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "announcement",
    number: 15,
    columns: &[Column::unique(1, "name")],
    label: |cells| format!("announcement {}", shown(cells, 0)),
};

impl Stored for Announcement {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![text(&self.name)]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: AnnouncementId::from_bytes(row.get(0)?), name: row.get(1)? })
    }

    fn validate(&self) -> Result<(), Error> {
        validate::name(&format!("announcement {}", self.name), "name", &self.name)
    }
}
