//! A public number's row.

use model::{LineId, PhoneNumber, PhoneNumberId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, optional_id, shown, text};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "phone_number",
    number: 14,
    columns: &[Column::unique(1, "number"), Column::plain(2, "label"), Column::reference(3, "line", "line")],
    label: |cells| format!("number {}", shown(cells, 0)),
};

impl Stored for PhoneNumber {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![text(&self.number), text(&self.label), optional_id(self.line.as_ref().map(LineId::as_bytes))]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let line: Option<[u8; 16]> = row.get(3)?;
        Ok(Self {
            id: PhoneNumberId::from_bytes(row.get(0)?),
            number: row.get(1)?,
            label: row.get(2)?,
            line: line.map(LineId::from_bytes),
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("number {}", self.number);
        validate::e164(&what, &self.number)?;
        validate::text(&what, "label", &self.label)
    }
}
