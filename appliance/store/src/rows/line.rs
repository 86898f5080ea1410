//! A line's row.

use model::{EquipmentId, Line, LineId, Owner, PersonId, PlaceId};
use rusqlite::Row;
use rusqlite::types::{Type, Value};

use crate::error::Error;
use crate::rows::{Stored, optional_id, parsed, shown, text};
use crate::table::{Column, Table};

pub(crate) static TABLE: Table = Table {
    name: "line",
    number: 6,
    columns: &[
        Column::plain(1, "number"),
        Column::reference(2, "person", "person"),
        Column::reference(3, "place", "place"),
        Column::reference(4, "equipment", "equipment"),
    ],
    label: |cells| format!("line {}", shown(cells, 0)),
};

/// The place of a cell that other files look at.
pub(crate) const NUMBER: usize = 0;

impl Stored for Line {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        let (mut person, mut place, mut equipment) = (None, None, None);
        match &self.owner {
            Owner::Equipment(id) => equipment = Some(id.as_bytes()),
            Owner::Person(id) => person = Some(id.as_bytes()),
            Owner::Place(id) => place = Some(id.as_bytes()),
        }
        vec![text(self.number.as_str()), optional_id(person), optional_id(place), optional_id(equipment)]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let owner = match (row.get(2)?, row.get(3)?, row.get(4)?) {
            (Some(id), None, None) => Owner::Person(PersonId::from_bytes(id)),
            (None, Some(id), None) => Owner::Place(PlaceId::from_bytes(id)),
            (None, None, Some(id)) => Owner::Equipment(EquipmentId::from_bytes(id)),
            // The table's check keeps this from being.
            _ => return Err(rusqlite::Error::InvalidColumnType(2, "owner".to_owned(), Type::Null)),
        };
        Ok(Self { id: LineId::from_bytes(row.get(0)?), owner, number: parsed(row, 1)? })
    }

    fn validate(&self) -> Result<(), Error> {
        Ok(())
    }
}
