//! Writes staged rows. Deletions first, then names that move are freed, so that two rows may swap them.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::staging::Staged;
use crate::error::Error;
use crate::rows;
use crate::table::{Holds, Table};
use crate::validate;
use crate::wrong::Wrong;

/// What became of a row.
pub(crate) struct RowChange {
    pub(crate) table: &'static Table,
    pub(crate) id: [u8; 16],
    /// Its cells before; none when it is new.
    pub(crate) old: Option<Vec<Value>>,
    /// Its cells now; none when it is gone.
    pub(crate) new: Option<Vec<Value>>,
}

impl RowChange {
    /// What people call it.
    pub(crate) fn label(&self) -> String {
        self.new.as_ref().or(self.old.as_ref()).map_or_else(String::new, |cells| (self.table.label)(cells))
    }

    /// Places of the cells that have another value.
    pub(crate) fn changed(&self) -> impl Iterator<Item = usize> {
        (0..self.table.columns.len())
            .filter(|place| self.cell(&self.old, *place) != self.cell(&self.new, *place))
    }

    pub(crate) fn old_cell(&self, place: usize) -> &Value {
        self.cell(&self.old, place)
    }

    pub(crate) fn new_cell(&self, place: usize) -> &Value {
        self.cell(&self.new, place)
    }

    fn cell<'a>(&self, cells: &'a Option<Vec<Value>>, place: usize) -> &'a Value {
        cells.as_ref().and_then(|cells| cells.get(place)).unwrap_or(&Value::Null)
    }
}

/// Writes all of them; what has changed.
pub(crate) fn apply(conn: &Connection, staged: &[Staged]) -> Result<Vec<RowChange>, Error> {
    let mut changes = Vec::new();
    for row in staged {
        let old = read(conn, row.table, &row.id)?;
        let new = new_cells(row, old.as_deref())?;
        if old != new {
            let (table, id) = (row.table, row.id);
            changes.push(RowChange { table, id, old, new });
        }
    }
    for change in changes.iter().filter(|change| change.new.is_none()) {
        let sql = format!("delete from {} where id = ?", change.table.name);
        conn.prepare_cached(&sql)?.execute([&change.id])?;
    }
    free_names(conn, &changes)?;
    for change in &changes {
        if let Some(new) = &change.new {
            unique(conn, change)?;
            match &change.old {
                None => insert(conn, change, new)?,
                Some(_) => update(conn, change, new)?,
            }
        }
    }
    Ok(changes)
}

/// A row's cells, in order.
pub(crate) fn read(conn: &Connection, table: &Table, id: &[u8; 16]) -> rusqlite::Result<Option<Vec<Value>>> {
    let sql = format!("select {} from {} where id = ?", table.column_list(), table.name);
    let mut statement = conn.prepare_cached(&sql)?;
    let cells =
        statement.query_row([id], |row| (1..=table.columns.len()).map(|place| row.get(place)).collect());
    cells.optional()
}

/// What people call a row with these cells; a part of something, as "account 1 of a phone", with what it is part of, as long
/// as that is there.
pub(crate) fn called(conn: &Connection, table: &Table, cells: &[Value]) -> rusqlite::Result<String> {
    let label = (table.label)(cells);
    let owner = table.columns.first().and_then(|column| column.holds.target());
    let owner = owner.and_then(Table::named);
    let part = owner.and_then(|owner| label.strip_suffix(&format!(" of a {}", owner.name)));
    let (Some(owner), Some(part), Some(Value::Blob(id))) = (owner, part, cells.first()) else {
        return Ok(label);
    };
    let Ok(id) = id.as_slice().try_into() else { return Ok(label) };
    let cells = read(conn, owner, id)?;
    Ok(cells.map_or_else(|| label.clone(), |cells| format!("{part} of {}", (owner.label)(&cells))))
}

/// There is no such row.
pub(crate) fn not_found(table: &Table, id: &[u8; 16]) -> Error {
    Error::NotFound { what: format!("{} {}", table.name.replace('_', " "), uuid::Uuid::from_bytes(*id)) }
}

fn new_cells(row: &Staged, old: Option<&[Value]>) -> Result<Option<Vec<Value>>, Error> {
    let not_found = || not_found(row.table, &row.id);
    let Some(cells) = &row.cells else {
        // What one change makes and takes away again was never there.
        return if old.is_some() || row.was_put { Ok(None) } else { Err(not_found()) };
    };
    let mut new = Vec::with_capacity(cells.len());
    for (place, cell) in cells.iter().enumerate() {
        let secret = row.table.columns.get(place).is_some_and(|column| column.holds == Holds::Secret);
        match (cell, old.and_then(|old| old.get(place))) {
            (Some(value), _) => new.push(value.clone()),
            (None, Some(known)) => new.push(known.clone()),
            (None, None) if secret => new.push(Value::Null),
            // A secret for an account that is not there.
            (None, None) => return Err(not_found()),
        }
    }
    Ok(Some(new))
}

/// Gives up the unique values that change, for a moment, so that another row of this change can take them.
fn free_names(conn: &Connection, changes: &[RowChange]) -> rusqlite::Result<()> {
    for change in changes.iter().filter(|change| change.old.is_some() && change.new.is_some()) {
        for place in change.changed() {
            let Some(column) = change.table.columns.get(place).filter(|column| column.holds.is_unique())
            else {
                continue;
            };
            let free = match column.holds {
                // To itself nothing of another table refers.
                Holds::UniqueReference(_) => rows::id(&change.id),
                // No valid name contains a control character, so this one is free.
                _ => rows::text(format!("\u{1}{}", uuid::Uuid::from_bytes(change.id))),
            };
            let sql = format!("update {} set {} = ? where id = ?", change.table.name, column.name);
            conn.prepare_cached(&sql)?.execute((free, &change.id))?;
        }
    }
    Ok(())
}

/// Says who has a name before the database says that somebody has it.
fn unique(conn: &Connection, change: &RowChange) -> Result<(), Error> {
    for place in change.changed() {
        let Some(column) = change.table.columns.get(place).filter(|column| column.holds.is_unique()) else {
            continue;
        };
        let sql = format!("select id from {} where {} = ? and id <> ?", change.table.name, column.name);
        let holder: Option<[u8; 16]> = conn
            .prepare_cached(&sql)?
            .query_row((change.new_cell(place), &change.id), |row| row.get(0))
            .optional()?;
        if let Some(holder) = holder {
            if column.holds.target().is_some() {
                let cells = change.new.as_deref().unwrap_or_default();
                let what = called(conn, change.table, cells)?;
                return Err(validate::invalid(&what, column.name, Wrong::OneAlready));
            }
            let cells = read(conn, change.table, &holder)?.unwrap_or_default();
            let name = rows::shown(change.new.as_deref().unwrap_or_default(), place).to_owned();
            return Err(Error::NameTaken { name, holder: (change.table.label)(&cells) });
        }
    }
    Ok(())
}

fn insert(
    conn: &Connection,
    RowChange { table, id, .. }: &RowChange,
    cells: &[Value],
) -> rusqlite::Result<()> {
    let marks = vec!["?"; table.columns.len() + 1].join(", ");
    let sql = format!("insert into {} ({}) values ({marks})", table.name, table.column_list());
    let id = rows::id(id);
    conn.prepare_cached(&sql)?.execute(params_from_iter(std::iter::once(&id).chain(cells)))?;
    Ok(())
}

fn update(conn: &Connection, change: &RowChange, cells: &[Value]) -> rusqlite::Result<()> {
    let columns = change.table.columns;
    let places: Vec<usize> = change.changed().collect();
    let sets =
        places.iter().filter_map(|place| columns.get(*place)).map(|column| format!("{} = ?", column.name));
    let sql =
        format!("update {} set {} where id = ?", change.table.name, sets.collect::<Vec<_>>().join(", "));
    let id = rows::id(&change.id);
    let values = places.iter().filter_map(|place| cells.get(*place)).chain(std::iter::once(&id));
    conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}
