//! A bearer token's row; only its hash is kept.

use rusqlite::types::Value;

use crate::rows::{shown, text};
use crate::table::{Column, Table};

pub(crate) static TABLE: Table = Table {
    name: "api_token",
    number: 12,
    columns: &[Column::plain(1, "name"), Column::plain(2, "hash"), Column::plain(3, "created_us")],
    label: |cells| format!("token {}", shown(cells, 0)),
};

/// The cells of a new one.
pub(crate) fn cells(name: &str, hash: [u8; 32], created_us: i64) -> Vec<Value> {
    vec![text(name), Value::Blob(hash.to_vec()), Value::Integer(created_us)]
}
