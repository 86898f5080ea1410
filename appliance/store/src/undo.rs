//! Takes changes back: one, or all of somebody since a moment. What others have changed since is listed and left alone.

mod past;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::audit;
use crate::change::{Who, Written};
use crate::error::Error;
use crate::store::Store;
use crate::table::TABLES;
use crate::write::{self, Staging, read};

use past::RowPast;

/// Which changes are to be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// One, by the version that it made.
    Change(u64),
    /// All that somebody with this id (of a portal user or token) has changed since then.
    Since {
        /// Who.
        who: [u8; 16],
        /// From when on.
        since: Timestamp,
    },
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// What was written.
    pub written: Written,
    /// What was left as it is.
    pub conflicts: Vec<Conflict>,
}

/// Something that is no longer as the change left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The thing, as it was called: "line 201".
    pub what: String,
    /// Its table.
    pub table: String,
    /// Its key.
    pub id: [u8; 16],
    /// The column; empty when it is about the whole thing.
    pub column: String,
    /// What the change left, as the audit log has it.
    pub left: Option<String>,
    /// What it is now.
    pub now: Option<String>,
}

/// Changes taken back at once at most; more than a person makes in a year.
const CELLS_MAX: usize = 200_000;

impl Store {
    /// Takes changes back in one transaction, as a change of `who`. With conflicts it fails with
    /// [`Error::ChangedSince`], unless the caller has seen them and leaves them: then all the rest is taken back. Blocks.
    pub fn undo(&self, who: &Who, undo: Undo, leave_conflicts: bool) -> Result<Undone, Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            let work = |staging: &mut Staging<'_>| {
                let conflicts = stage(staging, &undo)?;
                if conflicts.is_empty() || leave_conflicts {
                    Ok(conflicts)
                } else {
                    Err(Error::ChangedSince { conflicts })
                }
            };
            let (written, conflicts) = write::through_the_door(engine, &shared, &who, work)?;
            Ok(Undone { written, conflicts })
        })
    }
}

/// Stages the rows as they were before.
fn stage(staging: &mut Staging<'_>, undo: &Undo) -> Result<Vec<Conflict>, Error> {
    let past = past::read(staging.conn, undo, CELLS_MAX)?;
    if past.is_empty() {
        return Err(Error::NotFound { what: "change to take back".to_owned() });
    }
    let mut conflicts = Vec::new();
    for row in past {
        stage_row(staging, &row, &mut conflicts)?;
    }
    Ok(conflicts)
}

fn stage_row(staging: &mut Staging<'_>, past: &RowPast, conflicts: &mut Vec<Conflict>) -> Result<(), Error> {
    let Some(table) = TABLES.into_iter().find(|table| table.name == past.table) else { return Ok(()) };
    let mut conflict = |column: &str, left: Option<String>, now: Option<String>| {
        conflicts.push(Conflict {
            what: past.what.clone(),
            table: past.table.clone(),
            id: past.id,
            column: column.to_owned(),
            left,
            now,
        });
    };
    let now = read(staging.conn, table, &past.id)?;
    let mut cells: Vec<Option<Value>> = vec![None; table.columns.len()];
    let mut is_changed = false;
    for (place, column) in table.columns.iter().enumerate() {
        let Some(cell) = past.cells.get(column.name) else { continue };
        let current = now.as_ref().and_then(|cells| cells.get(place));
        let current = current.and_then(|value| audit::text(column, value));
        // A row that is gone or was made anew is looked at as a whole below.
        if now.is_some() && !past.is_deleted() && (current != cell.last || !cell.is_unbroken) {
            conflict(column.name, cell.last.clone(), current);
        } else {
            cells[place] = Some(value(staging.conn, table.name, column.name, cell.first.as_deref())?);
            is_changed = true;
        }
    }
    let is_there = now.is_some();
    match (past.is_made(), past.is_deleted()) {
        // It came and went.
        (true, true) => {}
        (true, false) if is_there && is_whole(past, &cells, table.columns.len()) => {
            staging.take_away(table, past.id);
        }
        (true, false) if is_there => {}
        (true, false) => conflict("", Some("made".to_owned()), None),
        (false, true) if is_there => conflict("", None, Some("made again".to_owned())),
        (false, true) => {
            let cells = cells.into_iter().map(|cell| cell.unwrap_or(Value::Null)).collect();
            staging.put(table, past.id, cells);
        }
        (false, false) if is_there && is_changed => staging.put_some(table, past.id, cells),
        (false, false) if is_there => {}
        (false, false) => conflict("", Some("changed".to_owned()), None),
    }
    Ok(())
}

/// Whether nothing of a row that was made has been changed since: each of its cells is to become nothing.
fn is_whole(past: &RowPast, cells: &[Option<Value>], columns: usize) -> bool {
    past.cells.len() == cells.iter().flatten().count() && cells.len() == columns
}

/// A cell from its text in the audit log.
fn value(conn: &Connection, table: &str, column: &str, text: Option<&str>) -> Result<Value, Error> {
    let Some(text) = text else { return Ok(Value::Null) };
    let sql = "select type from pragma_table_info(?) where name = ?";
    let kind: String = conn.prepare_cached(sql)?.query_row([table, column], |row| row.get(0))?;
    audit::value(&kind, text)
        .ok_or_else(|| Error::NotFound { what: format!("value {table}.{column} to go back to") })
}
