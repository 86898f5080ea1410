//! What becomes of a row when a reference in it is removed.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::table::Table;

/// What removing a reference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// The row goes too, with what refers to it: it is nothing without the other.
    Delete,
    /// The column becomes empty; a part goes from what it is part of.
    Unlink,
}

impl Removal {
    /// Of this row and column: a row goes with what it cannot be without.
    pub(super) fn of(
        conn: &Connection,
        table: &Table,
        column: &str,
        id: &[u8; 16],
    ) -> rusqlite::Result<Self> {
        if table.owner().is_some() {
            return Ok(Self::Unlink);
        }
        // A line has exactly one owner: its columns may be empty, but not all of them.
        if matches!((table.name, column), ("line", "person" | "place" | "equipment")) {
            return Ok(Self::Delete);
        }
        // What somebody who is gone has let a program do, nobody answers for; and a letter is for nobody else.
        if matches!(
            (table.name, column),
            ("api_token", "made_by") | ("invitation", "portal_user" | "contact_method")
        ) {
            return Ok(Self::Delete);
        }
        // A login of that role opens its person's own page and nothing else; any other does more than that.
        if matches!((table.name, column), ("portal_user", "person")) {
            let sql = "select role = 'user' from portal_user where id = ?";
            let is_own_page = conn.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
            return Ok(if is_own_page { Self::Delete } else { Self::Unlink });
        }
        let sql = "select 1 from pragma_table_info(?) where name = ? and \"notnull\"";
        let required = conn.prepare_cached(sql)?.query_row([table.name, column], |_| Ok(())).optional()?;
        Ok(if required.is_some() { Self::Delete } else { Self::Unlink })
    }
}

/// The cells of a row whose column is emptied, with those that must go along with it.
pub(super) fn emptied(table: &Table, column: &str) -> Vec<Option<Value>> {
    let mut cells = vec![None; table.columns.len()];
    let mut set = |name: &str, value| {
        let place = table.columns.iter().position(|column| column.name == name);
        if let Some(cell) = place.and_then(|place| cells.get_mut(place)) {
            *cell = Some(value);
        }
    };
    set(column, Value::Null);
    match (table.name, column) {
        ("line", "unavailable_line") => set("unavailable", Value::Text("hang-up".to_owned())),
        // The role that may do least.
        ("portal_user", "own_role") => set("role", Value::Text("user".to_owned())),
        _ => {}
    }
    cells
}
