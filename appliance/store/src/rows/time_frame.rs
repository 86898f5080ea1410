//! A time frame's row.

use model::{Hours, TimeFrame, TimeFrameId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, malformed, shown, text};
use crate::table::{Column, Table};
use crate::validate;
use crate::wrong::Wrong;

pub(crate) static TABLE: Table = Table {
    name: "time_frame",
    number: 13,
    columns: &[Column::unique(1, "name"), Column::plain(2, "hours")],
    label: |cells| format!("time frame {}", shown(cells, 0)),
};

/// Spans of one time frame at most: a week of short shifts.
const HOURS_MAX: usize = 100;

impl Stored for TimeFrame {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        let hours: Vec<String> = self.hours.iter().map(Hours::to_string).collect();
        vec![text(&self.name), text(serde_json::Value::from(hours).to_string())]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let hours: String = row.get(2)?;
        Ok(Self {
            id: TimeFrameId::from_bytes(row.get(0)?),
            name: row.get(1)?,
            hours: serde_json::from_str(&hours).map_err(|error| malformed(2, error))?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("time frame {}", self.name);
        validate::name(&what, "name", &self.name)?;
        if self.hours.len() > HOURS_MAX {
            return Err(validate::invalid(&what, "hours", Wrong::TooMany { max: HOURS_MAX }));
        }
        for (place, hours) in self.hours.iter().enumerate() {
            if let Some(other) = self.hours.iter().skip(place + 1).find(|other| hours.overlaps(**other)) {
                return Err(validate::invalid(&what, "hours", Wrong::Overlap { one: *hours, other: *other }));
            }
        }
        Ok(())
    }
}
