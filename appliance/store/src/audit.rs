//! The audit log: who changed which cell from what to what.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::change::Who;
use crate::error::Error;
use crate::hex;
use crate::table::{Column, Holds};
use crate::write::RowChange;

/// Writes a row for each changed cell; how many.
pub(crate) fn write(
    conn: &Connection,
    who: &Who,
    now: Timestamp,
    seq: i64,
    changes: &[RowChange],
) -> Result<usize, Error> {
    let sql = "insert into audit (at_us, who_kind, who_name, seq, what, tbl, pk, col, old, new)
               values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let mut statement = conn.prepare_cached(sql)?;
    let mut cells = 0;
    for change in changes {
        let what = change.label();
        for place in change.changed() {
            let Some(column) = change.table.columns.get(place) else {
                continue;
            };
            statement.execute(params![
                now.as_microsecond(),
                who.kind.as_str(),
                who.name,
                seq,
                what,
                change.table.name,
                change.id,
                column.name,
                text(column, change.old_cell(place)),
                text(column, change.new_cell(place)),
            ])?;
            cells += 1;
        }
    }
    Ok(cells)
}

/// Notes that secrets were shown.
pub(crate) fn revealed(
    conn: &Connection,
    who: &Who,
    now: Timestamp,
    seq: i64,
    what: &str,
) -> rusqlite::Result<()> {
    let sql = "insert into audit (at_us, who_kind, who_name, seq, what, tbl, pk, col, old, new)
               values (?, ?, ?, ?, ?, 'contact_method', x'', 'secret', null, 'revealed')";
    conn.execute(sql, params![now.as_microsecond(), who.kind.as_str(), who.name, seq, what])?;
    Ok(())
}

/// A cell as text, exactly enough to be put back. A secret stays sealed.
fn text(column: &Column, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
        Value::Blob(bytes) if column.holds == Holds::Secret => {
            Some(format!("sealed:{}", hex::base64url(bytes)))
        }
        Value::Blob(bytes) => match uuid::Uuid::from_slice(bytes) {
            Ok(id) => Some(id.to_string()),
            Err(_) => Some(hex::encode(bytes)),
        },
    }
}
