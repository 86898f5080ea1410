//! The row of a person's picture.

use model::{Avatar, AvatarId, AvatarInfo, ImageType, PersonId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::Error;
use crate::rows::{Stored, id, of_word, text, word};
use crate::table::{Column, Table};
use crate::validate;
use crate::wrong::Wrong;

pub(crate) static TABLE: Table = Table {
    name: "avatar",
    number: 22,
    columns: &[
        Column::unique_reference(1, "person", "person"),
        Column::plain(2, "media_type"),
        Column::bytes(3, "image"),
    ],
    label: |_| "avatar of a person".to_owned(),
};

/// The picture of a person, if there is one.
pub(crate) fn of_person(conn: &Connection, person: PersonId) -> rusqlite::Result<Option<Avatar>> {
    let sql = "select id, person, media_type, image from avatar where person = ?";
    conn.prepare_cached(sql)?.query_row([person.as_bytes()], Avatar::read).optional()
}

impl Stored for Avatar {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![id(self.person.as_bytes()), text(word(self.media_type)), Value::Blob(self.image.clone())]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: AvatarId::from_bytes(row.get(0)?),
            person: PersonId::from_bytes(row.get(1)?),
            media_type: of_word(row, 2)?,
            image: row.get(3)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let invalid = |why| Err(validate::invalid("the avatar", "image", why));
        if self.image.len() > Self::BYTES_MAX {
            return invalid(Wrong::TooLarge { bytes_max: Self::BYTES_MAX });
        }
        if ImageType::of_file(&self.image) != Some(self.media_type) {
            return invalid(Wrong::NotAnImage { media_type: self.media_type.as_str() });
        }
        Ok(())
    }
}

/// Without the file, for whoever reads all of them.
impl Stored for AvatarInfo {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        vec![id(self.person.as_bytes()), text(word(self.media_type))]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: AvatarId::from_bytes(row.get(0)?),
            person: PersonId::from_bytes(row.get(1)?),
            media_type: of_word(row, 2)?,
            bytes: row.get(3)?,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        Ok(())
    }

    fn all(conn: &Connection) -> rusqlite::Result<Vec<Self>> {
        let sql = "select id, person, media_type, length(image) from avatar order by id";
        let mut statement = conn.prepare_cached(sql)?;
        let rows = statement.query_map([], Self::read)?;
        rows.collect()
    }
}
