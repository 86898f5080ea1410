//! A line's row, and those of the numbers that it shows.

use std::collections::HashMap;

use model::{AnnouncementId, EquipmentId, Line, LineId, Owner, PersonId, PhoneNumberId, PlaceId};
use model::{Recording, Unavailable};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, Row};

use crate::error::Error;
use crate::rows::{Parts, Stored, id, malformed, optional_id, parsed, shown, text};
use crate::table::{Column, Table};
use crate::validate::{self, rule::CALLER_IDS_MAX};
use crate::wrong::Wrong;

pub(crate) static TABLE: Table = Table {
    name: "line",
    number: 6,
    columns: &[
        Column::plain(1, "number"),
        Column::reference(2, "person", "person"),
        Column::reference(3, "place", "place"),
        Column::reference(4, "equipment", "equipment"),
        Column::plain(5, "unavailable"),
        Column::reference(6, "unavailable_line", "line"),
        Column::plain(7, "unavailable_number"),
        Column::plain(8, "outside_calls"),
        Column::plain(9, "internal_caller_id"),
        Column::reference(10, "internal_announcement", "announcement"),
        Column::reference(11, "external_announcement", "announcement"),
        Column::plain(12, "record_inbound_internal"),
        Column::plain(13, "record_inbound_external"),
        Column::plain(14, "record_outbound_internal"),
        Column::plain(15, "record_outbound_external"),
        Column::plain(16, "record_on_demand"),
        Column::plain(17, "recording_deliveries"),
    ],
    label: |cells| format!("line {}", shown(cells, 0)),
};

pub(crate) static CALLER_IDS: Table = Table {
    name: "caller_id",
    number: 16,
    columns: &[
        Column::reference(1, "line", "line"),
        Column::plain(2, "position"),
        Column::reference(3, "phone_number", "phone_number"),
    ],
    label: |_| "a number that a line shows".to_owned(),
};

/// Places of cells that other files look at.
pub(crate) const NUMBER: usize = 0;
pub(crate) const CALLER_ID_POSITION: usize = 1;

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
        let (unavailable, line, number) = match &self.when_unavailable {
            Unavailable::HangUp => ("hang-up", None, ""),
            Unavailable::Line(id) => ("line", Some(id.as_bytes()), ""),
            Unavailable::Outside(number) => ("outside", None, number.as_str()),
            Unavailable::Voicemail => ("voicemail", None, ""),
        };
        let Recording { deliveries, .. } = &self.recording;
        vec![
            text(self.number.as_str()),
            optional_id(person),
            optional_id(place),
            optional_id(equipment),
            text(unavailable),
            optional_id(line),
            text(number),
            Value::from(self.outside_calls),
            text(&self.internal_caller_id),
            optional_id(self.internal_announcement.as_ref().map(AnnouncementId::as_bytes)),
            optional_id(self.external_announcement.as_ref().map(AnnouncementId::as_bytes)),
            Value::from(self.recording.inbound_internal),
            Value::from(self.recording.inbound_external),
            Value::from(self.recording.outbound_internal),
            Value::from(self.recording.outbound_external),
            Value::from(self.recording.on_demand),
            text(serde_json::json!(deliveries).to_string()),
        ]
    }

    /// The numbers that it shows, in order.
    fn parts(&self) -> Vec<Parts> {
        let numbers = (1..).zip(&self.caller_ids);
        vec![
            numbers
                .map(|(position, number)| (position, caller_id_cells(self.id, position, *number)))
                .collect(),
        ]
    }

    /// Without the numbers that it shows.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let owner = match (row.get(2)?, row.get(3)?, row.get(4)?) {
            (Some(id), None, None) => Owner::Person(PersonId::from_bytes(id)),
            (None, Some(id), None) => Owner::Place(PlaceId::from_bytes(id)),
            (None, None, Some(id)) => Owner::Equipment(EquipmentId::from_bytes(id)),
            // The table's check keeps this from being.
            _ => return Err(rusqlite::Error::InvalidColumnType(2, "owner".to_owned(), Type::Null)),
        };
        let announcement =
            |column: usize| row.get(column).map(|id: Option<[u8; 16]>| id.map(AnnouncementId::from_bytes));
        let deliveries: String = row.get(17)?;
        Ok(Self {
            id: LineId::from_bytes(row.get(0)?),
            owner,
            number: parsed(row, 1)?,
            when_unavailable: unavailable(row)?,
            outside_calls: row.get(8)?,
            internal_caller_id: row.get(9)?,
            caller_ids: Vec::new(),
            internal_announcement: announcement(10)?,
            external_announcement: announcement(11)?,
            recording: Recording {
                inbound_internal: row.get(12)?,
                inbound_external: row.get(13)?,
                outbound_internal: row.get(14)?,
                outbound_external: row.get(15)?,
                on_demand: row.get(16)?,
                deliveries: serde_json::from_str(&deliveries).map_err(|error| malformed(17, error))?,
            },
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = format!("line {}", self.number);
        validate::text(&what, "internal_caller_id", &self.internal_caller_id)?;
        match &self.when_unavailable {
            Unavailable::Line(line) if *line == self.id => {
                return Err(validate::invalid(&what, "when_unavailable", Wrong::ToItself));
            }
            Unavailable::Outside(number) => {
                validate::outside_number(number)
                    .map_err(|_| validate::invalid(&what, "when_unavailable", Wrong::NotAnOutsideTarget))?;
            }
            Unavailable::HangUp | Unavailable::Line(_) | Unavailable::Voicemail => {}
        }
        if self.caller_ids.len() > CALLER_IDS_MAX {
            return Err(validate::invalid(&what, "caller_ids", Wrong::TooMany { max: CALLER_IDS_MAX }));
        }
        validate::once(&what, "caller_ids", &self.caller_ids)?;
        validate::once(&what, "recording_deliveries", &self.recording.deliveries)
    }

    fn all(conn: &Connection) -> rusqlite::Result<Vec<Self>> {
        let sql = format!("select {} from line order by id", TABLE.column_list());
        let mut statement = conn.prepare_cached(&sql)?;
        let lines = statement.query_map([], Self::read)?;
        let mut lines = lines.collect::<rusqlite::Result<Vec<Self>>>()?;
        let places: HashMap<LineId, usize> =
            lines.iter().enumerate().map(|(place, line)| (line.id, place)).collect();
        let sql = "select line, phone_number from caller_id order by line, position";
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = places.get(&LineId::from_bytes(row.get(0)?));
            if let Some(line) = place.and_then(|place| lines.get_mut(*place)) {
                line.caller_ids.push(PhoneNumberId::from_bytes(row.get(1)?));
            }
        }
        Ok(lines)
    }
}

fn unavailable(row: &Row<'_>) -> rusqlite::Result<Unavailable> {
    let (word, line): (String, Option<[u8; 16]>) = (row.get(5)?, row.get(6)?);
    match (word.as_str(), line) {
        ("hang-up", None) => Ok(Unavailable::HangUp),
        ("line", Some(line)) => Ok(Unavailable::Line(LineId::from_bytes(line))),
        ("outside", None) => Ok(Unavailable::Outside(row.get(7)?)),
        ("voicemail", None) => Ok(Unavailable::Voicemail),
        // The table's checks keep this from being.
        _ => Err(rusqlite::Error::InvalidColumnType(5, word, Type::Text)),
    }
}

/// The cells of one number that a line shows.
fn caller_id_cells(line: LineId, position: u32, number: PhoneNumberId) -> Vec<Value> {
    vec![id(line.as_bytes()), Value::Integer(position.into()), id(number.as_bytes())]
}
