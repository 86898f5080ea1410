//! A feature code's row.

use model::{FeatureCode, FeatureCodeId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, of_word, parsed, shown, text, word};
use crate::table::{Column, Table};

pub(crate) static TABLE: Table = Table {
    name: "feature_code",
    number: 17,
    columns: &[Column::unique(1, "feature"), Column::unique(2, "code")],
    label: |cells| format!("feature code {}", shown(cells, 1)),
};

impl Stored for FeatureCode {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![text(word(self.feature)), text(self.code.as_str())]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: FeatureCodeId::from_bytes(row.get(0)?),
            feature: of_word(row, 1)?,
            code: parsed(row, 2)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        Ok(())
    }
}
