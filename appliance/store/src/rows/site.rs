//! A building's row.

use model::{Site, SiteId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, malformed, shown, text};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "site",
    number: 2,
    columns: &[
        Column::unique(1, "name"),
        Column::plain(2, "region"),
        Column::plain(3, "timezone"),
        Column::plain(4, "emergency_address"),
        Column::plain(5, "outside_prefix"),
        Column::plain(6, "subnets"),
    ],
    label: |cells| format!("site {}", shown(cells, 0)),
};

/// The first site's key, the same in every database: a box that replaces another makes no second first site.
pub(crate) fn first() -> SiteId {
    SiteId::new(0, [0; 10])
}

/// The first site before somebody describes it.
pub(crate) fn default() -> Site {
    named(first(), "Main site")
}

/// A site of which only the name is known.
pub(crate) fn named(id: SiteId, name: &str) -> Site {
    Site {
        id,
        name: name.to_owned(),
        region: String::new(),
        timezone: String::new(),
        emergency_address: String::new(),
        outside_prefix: String::new(),
        subnets: Vec::new(),
    }
}

impl Stored for Site {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![
            text(&self.name),
            text(&self.region),
            text(&self.timezone),
            text(&self.emergency_address),
            text(&self.outside_prefix),
            text(serde_json::Value::from(self.subnets.clone()).to_string()),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let subnets: String = row.get(6)?;
        Ok(Self {
            id: SiteId::from_bytes(row.get(0)?),
            name: row.get(1)?,
            region: row.get(2)?,
            timezone: row.get(3)?,
            emergency_address: row.get(4)?,
            outside_prefix: row.get(5)?,
            subnets: serde_json::from_str(&subnets).map_err(|error| malformed(6, error))?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("site {}", self.name);
        validate::name(&what, "name", &self.name)?;
        validate::text(&what, "region", &self.region)?;
        if !self.timezone.is_empty() {
            validate::timezone(&what, &self.timezone)?;
        }
        validate::text(&what, "emergency_address", &self.emergency_address)?;
        validate::prefix(&what, &self.outside_prefix)?;
        validate::networks(&what, "subnets", &self.subnets)
    }
}
