//! A person's row.

use model::{Person, PersonId, SiteId, TimeFrameId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, id, optional_id, shown, text};
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
        Column::plain(5, "job_title"),
        Column::plain(6, "department"),
        Column::reference(7, "time_frame", "time_frame"),
        Column::plain(8, "crm_user"),
    ],
    label: |cells| format!("person {} {}", shown(cells, 0), shown(cells, 1)).trim_end().to_owned(),
};

impl Stored for Person {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![
            text(&self.first_name),
            text(&self.last_name),
            text(&self.email),
            id(self.site.as_bytes()),
            text(&self.job_title),
            text(&self.department),
            optional_id(self.time_frame.as_ref().map(TimeFrameId::as_bytes)),
            text(&self.crm_user),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let time_frame: Option<[u8; 16]> = row.get(7)?;
        Ok(Self {
            id: PersonId::from_bytes(row.get(0)?),
            first_name: row.get(1)?,
            last_name: row.get(2)?,
            email: row.get(3)?,
            site: SiteId::from_bytes(row.get(4)?),
            job_title: row.get(5)?,
            department: row.get(6)?,
            time_frame: time_frame.map(TimeFrameId::from_bytes),
            crm_user: row.get(8)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("person {}", self.display_name());
        validate::name(&what, "first_name", &self.first_name)?;
        for (field, value) in [
            ("last_name", &self.last_name),
            ("job_title", &self.job_title),
            ("department", &self.department),
            ("crm_user", &self.crm_user),
        ] {
            validate::text(&what, field, value)?;
        }
        validate::email(&what, &self.email)
    }
}
