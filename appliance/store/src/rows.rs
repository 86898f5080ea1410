//! The rows that people change, a file each: their cells in order, how they are read, what is valid.

pub(crate) mod announcement;
pub(crate) mod avatar;
pub(crate) mod contact_method;
pub(crate) mod equipment;
pub(crate) mod feature_code;
pub(crate) mod invitation;
pub(crate) mod line;
pub(crate) mod mail_server;
pub(crate) mod mailbox;
pub(crate) mod office;
pub(crate) mod person;
pub(crate) mod phone;
pub(crate) mod phone_number;
pub(crate) mod place;
pub(crate) mod portal_user;
pub(crate) mod role;
pub(crate) mod site;
pub(crate) mod time_frame;
pub(crate) mod token;

use rusqlite::types::{FromSqlError, Type, Value};
use rusqlite::{Connection, Row};
use serde::de::IntoDeserializer;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::table::Table;

/// A thing of the model that is one row.
pub(crate) trait Stored: Sized {
    const TABLE: &'static Table;

    fn key(&self) -> [u8; 16];

    /// Its cells in the order of the table's columns. The last may be missing: they keep what they hold.
    fn cells(&self) -> Vec<Value>;

    /// From a row that begins with the key and goes on with the cells.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self>;

    /// The rows of its parts, a list for each of [`Table::parts`].
    fn parts(&self) -> Vec<Parts> {
        Vec::new()
    }

    /// Whether it may be so.
    fn validate(&self) -> Result<(), Error>;

    /// All rows in the order of their making.
    fn all(conn: &Connection) -> rusqlite::Result<Vec<Self>> {
        let sql = format!("select {} from {} order by id", Self::TABLE.column_list(), Self::TABLE.name);
        let mut statement = conn.prepare_cached(&sql)?;
        let rows = statement.query_map([], Self::read)?;
        rows.collect()
    }
}

/// The parts of a row in one table: by position, with all their cells.
pub(crate) type Parts = Vec<(u32, Vec<Value>)>;

/// A row of any type, as callers give it.
pub(crate) trait AnyRow {
    fn table(&self) -> &'static Table;

    fn key(&self) -> [u8; 16];

    /// As [`Stored::cells`].
    fn cells(&self) -> Vec<Value>;

    /// By table.
    fn parts(&self) -> Vec<(&'static Table, Parts)>;

    fn validate(&self) -> Result<(), Error>;
}

impl<T: Stored> AnyRow for T {
    fn table(&self) -> &'static Table {
        T::TABLE
    }

    fn key(&self) -> [u8; 16] {
        Stored::key(self)
    }

    fn cells(&self) -> Vec<Value> {
        Stored::cells(self)
    }

    fn parts(&self) -> Vec<(&'static Table, Parts)> {
        T::TABLE.parts().zip(Stored::parts(self)).collect()
    }

    fn validate(&self) -> Result<(), Error> {
        Stored::validate(self)
    }
}

pub(crate) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

pub(crate) fn id(bytes: &[u8; 16]) -> Value {
    Value::Blob(bytes.to_vec())
}

pub(crate) fn optional_id(bytes: Option<&[u8; 16]>) -> Value {
    bytes.map_or(Value::Null, id)
}

/// The text of a cell, for labels.
pub(crate) fn shown(cells: &[Value], place: usize) -> &str {
    match cells.get(place) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// The word of a variant, as serde spells it.
pub(crate) fn word<T: Serialize>(variant: T) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => word,
        // Only enums without data come here.
        _ => String::new(),
    }
}

/// The variant of a word.
pub(crate) fn of_word<T: for<'de> Deserialize<'de>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let word: String = row.get(column)?;
    variant(column, &word)
}

/// The variant of a word that may be missing.
pub(crate) fn of_optional_word<T: for<'de> Deserialize<'de>>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    let word: Option<String> = row.get(column)?;
    word.map(|word| variant(column, &word)).transpose()
}

fn variant<T: for<'de> Deserialize<'de>>(column: usize, word: &str) -> rusqlite::Result<T> {
    let deserializer: StrDeserializer<'_, WordError> = word.into_deserializer();
    T::deserialize(deserializer).map_err(|error| malformed(column, error))
}

/// Parses a text that the model has a type for.
pub(crate) fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    text.parse().map_err(|error| malformed(column, error))
}

/// A text in the database that the model has no value for.
pub(crate) fn malformed(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, FromSqlError::Other(Box::new(error)).into())
}
