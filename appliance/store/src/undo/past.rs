//! What changes did to each row, read from the audit log.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::{Conflict, Undo};
use crate::error::Error;
use crate::hex;
use crate::validate;
use crate::wrong::Wrong;

/// What became of a row in the changes that are looked at.
pub(super) struct RowPast {
    pub(super) table: String,
    pub(super) id: [u8; 16],
    /// What it was called when it was last changed.
    pub(super) what: String,
    /// By column.
    pub(super) cells: BTreeMap<String, CellPast>,
    /// Whether the first of the changes made it, and the last took it away.
    made: bool,
    deleted: bool,
    /// The first of the changes.
    first_seq: i64,
}

/// What became of a cell.
pub(super) struct CellPast {
    /// Before the first change, as the audit log has it.
    pub(super) first: Option<String>,
    /// After the last.
    pub(super) last: Option<String>,
    /// Before the last of the changes.
    pub(super) before_last: Option<String>,
    /// Nobody else has changed it between two of the changes.
    pub(super) is_unbroken: bool,
}

impl RowPast {
    pub(super) fn is_made(&self) -> bool {
        self.made
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.deleted
    }

    /// That a column, or the row where there is none, is no longer as the changes left it.
    pub(super) fn conflict(&self, column: &str, left: Option<String>, now: Option<String>) -> Conflict {
        let (what, table, column) = (self.what.clone(), self.table.clone(), column.to_owned());
        Conflict { what, table, id: self.id, column, left, now }
    }
}

struct Entry {
    seq: i64,
    what: String,
    table: String,
    id: [u8; 16],
    column: String,
    old: Option<String>,
    new: Option<String>,
}

/// The rows of the changes, in the order in which they were first touched, newest last.
pub(super) fn read(conn: &Connection, undo: &Undo, cells_max: usize) -> Result<Vec<RowPast>, Error> {
    // A secret that was shown is an entry too, but changes nothing.
    let entries = "select seq, what, tbl, pk, col, old, new from audit where length(pk) = 16";
    let more = i64::try_from(cells_max).unwrap_or(i64::MAX).saturating_add(1);
    let entries: Vec<Entry> = match undo {
        Undo::Change(version) => {
            let seq = i64::try_from(*version).unwrap_or(0);
            let sql = format!("{entries} and seq = ? order by n limit ?");
            let mut statement = conn.prepare_cached(&sql)?;
            let rows = statement.query_map((seq, more), entry)?;
            rows.collect::<rusqlite::Result<_>>()?
        }
        Undo::Since { who, since } => {
            let sql = format!("{entries} and who_id = ? and who_id <> '' and at_us >= ? order by n limit ?");
            let mut statement = conn.prepare_cached(&sql)?;
            let rows = statement.query_map((hex::encode(who), since.as_microsecond(), more), entry)?;
            rows.collect::<rusqlite::Result<_>>()?
        }
    };
    if entries.len() > cells_max {
        let why = Wrong::TooManyChanges { max: cells_max };
        return Err(validate::invalid("what is to be taken back", "since", why));
    }
    let mut places: BTreeMap<(String, [u8; 16]), usize> = BTreeMap::new();
    let mut rows: Vec<RowPast> = Vec::new();
    let mut required: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries {
        if !required.contains_key(&entry.table) {
            required.insert(entry.table.clone(), never_null(conn, &entry.table)?);
        }
        // Only a row that is made or taken away has nothing in such a column.
        let is_required = required.get(&entry.table).is_some_and(|columns| columns.contains(&entry.column));
        let place = *places.entry((entry.table.clone(), entry.id)).or_insert_with(|| {
            rows.push(RowPast {
                table: entry.table.clone(),
                id: entry.id,
                what: String::new(),
                cells: BTreeMap::new(),
                made: false,
                deleted: false,
                first_seq: entry.seq,
            });
            rows.len() - 1
        });
        let Some(row) = rows.get_mut(place) else { continue };
        row.note(entry, is_required);
    }
    Ok(rows)
}

impl RowPast {
    fn note(&mut self, entry: Entry, is_required: bool) {
        self.made |= is_required && entry.old.is_none() && entry.seq == self.first_seq;
        if is_required {
            self.deleted = entry.new.is_none();
        }
        self.what = entry.what;
        match self.cells.get_mut(&entry.column) {
            Some(cell) => {
                cell.is_unbroken &= cell.last == entry.old;
                cell.last = entry.new;
                cell.before_last = entry.old;
            }
            None => {
                let before_last = entry.old.clone();
                let cell = CellPast { first: entry.old, last: entry.new, before_last, is_unbroken: true };
                self.cells.insert(entry.column, cell);
            }
        }
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        seq: row.get(0)?,
        what: row.get(1)?,
        table: row.get(2)?,
        id: row.get(3)?,
        column: row.get(4)?,
        old: row.get(5)?,
        new: row.get(6)?,
    })
}

/// The columns that are never without a value.
fn never_null(conn: &Connection, table: &str) -> Result<Vec<String>, Error> {
    let sql = "select name from pragma_table_info(?) where \"notnull\"";
    let mut statement = conn.prepare_cached(sql)?;
    let names = statement.query_map([table], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}
