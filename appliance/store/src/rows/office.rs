//! The office's row; there is one.

use model::{Office, OfficeId};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::error::Error;
use crate::rows::{Stored, text};
use crate::table::{Column, Table};
use crate::validate;
use crate::wrong::Wrong;

pub(crate) static TABLE: Table = Table {
    name: "office",
    number: 1,
    columns: &[
        Column::plain(1, "name"),
        Column::plain(2, "country"),
        Column::plain(3, "region"),
        Column::plain(4, "timezone"),
        Column::plain(5, "short_name"),
        Column::plain(6, "email_domain"),
        Column::plain(7, "support_contact"),
        Column::plain(8, "portal_url"),
    ],
    label: |_| "the office".to_owned(),
};

/// The places of the names that may stand after a login: business name, short name and email domain.
pub(crate) const TENANT: [usize; 3] = [0, 4, 5];

/// The office's key, the same in every database: a box that replaces another makes no second office.
pub(crate) fn key() -> OfficeId {
    OfficeId::new(0, [0; 10])
}

/// The office before somebody names it.
pub(crate) fn default() -> Office {
    Office::named(key(), "")
}

impl Stored for Office {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![
            text(&self.name),
            text(&self.country),
            text(&self.region),
            text(&self.timezone),
            text(&self.short_name),
            text(&self.email_domain),
            text(&self.support_contact),
            text(&self.portal_url),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: OfficeId::from_bytes(row.get(0)?),
            name: row.get(1)?,
            country: row.get(2)?,
            region: row.get(3)?,
            timezone: row.get(4)?,
            short_name: row.get(5)?,
            email_domain: row.get(6)?,
            support_contact: row.get(7)?,
            portal_url: row.get(8)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = "the office";
        if self.id != key() {
            return Err(validate::invalid(what, "id", Wrong::OneOffice));
        }
        validate::text(what, "name", &self.name)?;
        validate::country(what, &self.country)?;
        validate::text(what, "region", &self.region)?;
        validate::timezone(what, &self.timezone)?;
        validate::text(what, "short_name", &self.short_name)?;
        if self.short_name.contains('@') {
            return Err(validate::invalid(what, "short_name", Wrong::AtSign));
        }
        validate::domain(what, &self.email_domain)?;
        validate::text(what, "support_contact", &self.support_contact)?;
        validate::portal_url(what, &self.portal_url)
    }
}
