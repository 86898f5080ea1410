//! The audit log: who changed which cell from what to what.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::change::Who;
use crate::error::Error;
use crate::hex;
use crate::table::{Column, Holds};
use crate::write::{self, RowChange};

/// Writes a row for each changed cell; how many.
pub(crate) fn write(
    conn: &Connection,
    who: &Who,
    now: Timestamp,
    seq: i64,
    changes: &[RowChange],
) -> Result<usize, Error> {
    let sql =
        "insert into audit (at_us, who_kind, who_name, who_id, address, seq, what, tbl, pk, col, old, new)
               values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let (id, address) = (who.id_text(), who.address_text());
    let mut statement = conn.prepare_cached(sql)?;
    let mut cells = 0;
    for change in changes {
        let row = change.new.as_ref().or(change.old.as_ref()).map_or(&[][..], Vec::as_slice);
        let what = write::called(conn, change.table, row)?;
        for place in change.changed() {
            let Some(column) = change.table.columns.get(place) else {
                continue;
            };
            statement.execute(params![
                now.as_microsecond(),
                who.kind.as_str(),
                who.name,
                id,
                address,
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
    let sql =
        "insert into audit (at_us, who_kind, who_name, who_id, address, seq, what, tbl, pk, col, old, new)
               values (?, ?, ?, ?, ?, ?, ?, 'contact_method', x'', 'secret', null, 'revealed')";
    let (kind, at_us) = (who.kind.as_str(), now.as_microsecond());
    conn.execute(sql, params![at_us, kind, who.name, who.id_text(), who.address_text(), seq, what])?;
    Ok(())
}

/// A cell as text, exactly enough to be put back. A secret stays sealed.
pub(crate) fn text(column: &Column, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
        // It is not put back, so that nobody need know it.
        Value::Blob(_) if column.holds == Holds::Hash => Some("hash".to_owned()),
        Value::Blob(bytes) if column.holds == Holds::Bytes => {
            Some(format!("bytes:{}", hex::base64url(bytes)))
        }
        Value::Blob(bytes) if column.holds == Holds::Secret => {
            Some(format!("sealed:{}", hex::base64url(bytes)))
        }
        Value::Blob(bytes) => match uuid::Uuid::from_slice(bytes) {
            Ok(id) => Some(id.to_string()),
            Err(_) => Some(hex::encode(bytes)),
        },
    }
}

/// What people are told of such a text: of a secret nothing, of a file its size.
pub(crate) fn told(column: &Column, text: Option<String>) -> Option<String> {
    match column.holds {
        Holds::Hash | Holds::Secret => None,
        // Four characters are three bytes.
        Holds::Bytes => text.map(|text| format!("{} bytes", (text.len() - "bytes:".len()) * 3 / 4)),
        _ => text,
    }
}

/// The other way: a value of a column of this declared type from its text; none where that is none of it.
pub(crate) fn value(kind: &str, text: &str) -> Option<Value> {
    match kind.to_ascii_lowercase().as_str() {
        "integer" => text.parse().ok().map(Value::Integer),
        "real" => text.parse().ok().map(Value::Real),
        "text" => Some(Value::Text(text.to_owned())),
        "blob" => {
            let encoded = text.strip_prefix("sealed:").or_else(|| text.strip_prefix("bytes:"));
            let bytes = match (encoded, uuid::Uuid::parse_str(text)) {
                (Some(encoded), _) => hex::from_base64url(encoded),
                // Keys are written with hyphens; other bytes as digits alone.
                (None, Ok(id)) if text.contains('-') => Some(id.as_bytes().to_vec()),
                (None, _) => hex::decode(text),
            };
            bytes.map(Value::Blob)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_from_its_text() {
        let plain = Column::plain(1, "a");
        for (kind, original) in [
            ("text", Value::Text("Anna".to_owned())),
            ("text", Value::Text(String::new())),
            ("integer", Value::Integer(-7)),
            ("real", Value::Real(2.5)),
            ("blob", Value::Blob(vec![7; 16])),
            ("blob", Value::Blob((0..32).collect())),
            ("blob", Value::Blob(Vec::new())),
        ] {
            assert_eq!(value(kind, &text(&plain, &original).unwrap()), Some(original));
        }
        for length in 0..20 {
            let sealed = Value::Blob((0..length).map(|byte| byte * 13).collect());
            assert_eq!(value("blob", &text(&Column::secret(1, "a"), &sealed).unwrap()), Some(sealed.clone()));
            let file = Column::bytes(1, "a");
            let written = text(&file, &sealed);
            assert_eq!(value("blob", written.as_deref().unwrap()), Some(sealed));
            assert_eq!(told(&file, written), Some(format!("{length} bytes")));
        }
        for (kind, wrong) in [("integer", "a"), ("blob", "xyz"), ("blob", "sealed:*"), ("any", "a")] {
            assert_eq!(value(kind, wrong), None, "{kind} {wrong}");
        }
    }
}
