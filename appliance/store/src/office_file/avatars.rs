//! Pictures of people in a file: as data URLs (RFC 2397).

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::{Avatar, AvatarId, ImageType, PersonId};
use rusqlite::Connection;

use super::FileError;
use super::plan::Planner;
use crate::change::{Edit, Key};
use crate::rows::{Stored, avatar};

/// Characters of pictures in one file at most, half of what a file may have; more are left out of it.
const PICTURES_MAX: usize = super::OfficeFile::BYTES_MAX / 2;

/// Pictures as they stand in a file.
pub(super) type Pictures = HashMap<PersonId, String>;

/// As many as fit in a file, the oldest first.
pub(super) fn read(conn: &Connection) -> rusqlite::Result<Pictures> {
    let sql = format!("select {} from avatar order by id", avatar::TABLE.column_list());
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let (mut pictures, mut length) = (Pictures::new(), 0);
    while let Some(row) = rows.next()? {
        let row = Avatar::read(row)?;
        let url = data_url(&row);
        length += url.len();
        if length > PICTURES_MAX {
            break;
        }
        pictures.insert(row.person, url);
    }
    Ok(pictures)
}

fn data_url(row: &Avatar) -> String {
    format!("data:{};base64,{}", row.media_type.as_str(), STANDARD.encode(&row.image))
}

fn parse(text: &str) -> Option<(ImageType, Vec<u8>)> {
    let (kind, data) = text.strip_prefix("data:")?.split_once(";base64,")?;
    let kind = ImageType::ALL.into_iter().find(|known| known.as_str() == kind)?;
    Some((kind, STANDARD.decode(data).ok()?))
}

impl Planner<'_> {
    /// The picture of a person: nothing is said, none, or this.
    pub(super) fn avatar(
        &mut self,
        offset: usize,
        person: PersonId,
        text: Option<&str>,
    ) -> Result<(), FileError> {
        let Some(text) = text else { return Ok(()) };
        let old = self.rows.avatars.iter().find(|row| row.person == person).map(|row| row.id);
        if text.is_empty() {
            self.plan.edits.extend(old.map(|id| (offset, Edit::Delete(Key::Avatar(id)))));
            return Ok(());
        }
        let Some((media_type, image)) = parse(text) else {
            let why = "a picture is expected, as data:image/png;base64,iVBO...";
            return self.error(offset, "avatar", why);
        };
        let row = Avatar {
            id: old.unwrap_or_else(|| AvatarId::from_bytes((self.new_id)())),
            person,
            media_type,
            image,
        };
        row.validate().or_else(|error| self.error(offset, "avatar", error.to_string()))?;
        self.put(offset, row);
        Ok(())
    }
}
