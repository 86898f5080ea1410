//! Takes changes back: one, or all of somebody since a moment. What others have changed since is listed and left alone.

mod judge;
mod past;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::audit;
use crate::change::{Who, Written};
use crate::error::Error;
use crate::history;
use crate::rows::token;
use crate::snapshot;
use crate::store::Store;
use crate::table::{Column, Holds, TABLES, Table};
use crate::write::{self, Staging, read};

pub use judge::UndoJudge;
use judge::{Anybody, is_cleared, sound, stays};
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
    /// What the change left, as people are told: of a secret nothing, of a file its size.
    pub left: Option<String>,
    /// What it is now.
    pub now: Option<String>,
}

/// Cells taken back at once at most; more than a person changes in a year.
const CELLS_MAX: usize = 200_000;

impl Store {
    /// Takes changes back in one transaction, as a change of `who`. With conflicts it fails with
    /// [`Error::ChangedSince`], unless the caller has seen them and leaves them: then those rows stay and the others go
    /// back. What others need by now, or a name that they have taken, makes it fail as any change does. What signing in
    /// needs, the mail server's password, PINs and revoked tokens do not come back, and a letter that was sent or accepted
    /// stays so. Blocks.
    pub fn undo(&self, who: &Who, undo: Undo, leave_conflicts: bool) -> Result<Undone, Error> {
        match self.undone(who, undo, leave_conflicts, None::<Anybody>)? {
            Ok(undone) => Ok(undone),
            Err(never) => match never {},
        }
    }

    /// As [`Store::undo`], if a judge permits it: it is asked within the transaction, so that nothing is taken back that it
    /// has not seen. Blocks.
    pub fn undo_if<J: UndoJudge>(
        &self,
        who: &Who,
        undo: Undo,
        leave_conflicts: bool,
        judge: J,
    ) -> Result<Result<Undone, J::Refusal>, Error> {
        self.undone(who, undo, leave_conflicts, Some(judge))
    }

    fn undone<J: UndoJudge>(
        &self,
        who: &Who,
        undo: Undo,
        leave_conflicts: bool,
        judge: Option<J>,
    ) -> Result<Result<Undone, J::Refusal>, Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            let refused = Rc::new(RefCell::new(None));
            let told = Rc::clone(&refused);
            // Nothing is written then, and the caller is told what the judge says.
            let refuse = move |refusal: J::Refusal| {
                *told.borrow_mut() = Some(refusal);
                Error::NotFound { what: "change to take back".to_owned() }
            };
            let work = |staging: &mut Staging<'_>| {
                let past = past::read(staging.conn, &undo, CELLS_MAX)?;
                if past.is_empty() {
                    return Err(Error::NotFound { what: "change to take back".to_owned() });
                }
                if let Some(mut judge) = judge {
                    let entries = history::of_undo(staging.conn, &undo, CELLS_MAX)?;
                    let before = Arc::new(snapshot::read(staging.conn, None)?);
                    judge.before(&entries, &before).map_err(&refuse)?;
                    staging.lastly(Box::new(move |conn| {
                        let after = Arc::new(snapshot::read(conn, None)?);
                        judge.after(&before, &after).map_err(refuse)
                    }));
                }
                let conflicts = stage(staging, &past)?;
                if conflicts.is_empty() || leave_conflicts {
                    Ok(conflicts)
                } else {
                    Err(Error::ChangedSince { conflicts })
                }
            };
            let done = write::through_the_door(engine, &shared, &who, work);
            if let Some(refusal) = refused.take() {
                return Ok(Err(refusal));
            }
            let (written, conflicts) = done?;
            Ok(Ok(Undone { written, conflicts }))
        })
    }
}

/// Stages the rows as they were before.
fn stage(staging: &mut Staging<'_>, past: &[RowPast]) -> Result<Vec<Conflict>, Error> {
    let mut conflicts = Vec::new();
    for row in past {
        if let Some(table) = TABLES.into_iter().find(|table| table.name == row.table) {
            conflicts.extend(stage_row(staging, table, row)?);
        }
    }
    Ok(conflicts)
}

/// Stages one row, or says what of it is no longer as the changes left it: then all of it is left, since its columns belong
/// together.
fn stage_row(
    staging: &mut Staging<'_>,
    table: &'static Table,
    past: &RowPast,
) -> Result<Vec<Conflict>, Error> {
    let now = read(staging.conn, table, &past.id)?;
    let whole = |left: &str, now: &str| {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        vec![past.conflict("", some(left), some(now))]
    };
    Ok(match (past.is_made(), past.is_deleted(), now) {
        // It came and went.
        (true, true, None) => Vec::new(),
        // What was revoked stays revoked.
        (_, true, None) if table.number == token::TABLE.number => whole("", "revoked"),
        (_, true, Some(_)) => whole("", "made again"),
        (_, false, None) => whole("there", ""),
        (false, true, None) => {
            let (cells, conflicts) = restored(staging.conn, table, past)?;
            staging.put(table, past.id, cells);
            conflicts
        }
        (true, false, Some(now)) => {
            let conflicts = changed_since(table, past, &now, true);
            if conflicts.is_empty() {
                staging.take_away(table, past.id);
            }
            conflicts
        }
        (false, false, Some(now)) => {
            let conflicts = changed_since(table, past, &now, false);
            if conflicts.is_empty() {
                let cells = table.columns.iter().map(|column| match past.cells.get(column.name) {
                    // A password that was changed, a code that was used or a letter that was sent does not come back.
                    Some(_) if stays(table, column) => Ok(None),
                    Some(cell) => {
                        value(staging.conn, table.name, column.name, cell.first.as_deref()).map(Some)
                    }
                    None => Ok(None),
                });
                let cells = cells.collect::<Result<Vec<_>, Error>>()?;
                staging.put_some(table, past.id, cells);
            }
            conflicts
        }
    })
}

/// The cells of a row that are not as the changes left them. Of one that was made, those count too that it was made without.
fn changed_since(table: &Table, past: &RowPast, now: &[Value], is_made: bool) -> Vec<Conflict> {
    let cells = table.columns.iter().zip(now);
    let conflicts = cells.filter_map(|(column, value)| {
        let current = audit::text(column, value);
        match past.cells.get(column.name) {
            Some(_) if !is_made && stays(table, column) => None,
            // Nobody has noted what it was.
            Some(_) if column.holds == Holds::Hash => None,
            // It was lost when the row came back.
            Some(_) if is_cleared(table, column) && current.is_none() => None,
            Some(cell) if cell.last == current && cell.is_unbroken => None,
            Some(cell) => Some(conflict(past, column, cell.last.clone(), current)),
            None if is_made && current.is_some() => Some(conflict(past, column, None, current)),
            None => None,
        }
    });
    conflicts.collect()
}

fn conflict(past: &RowPast, column: &Column, left: Option<String>, now: Option<String>) -> Conflict {
    past.conflict(column.name, audit::told(column, left), audit::told(column, now))
}

/// The cells of a row that was deleted: as before the changes, but what others have set between them stays theirs.
fn restored(conn: &Connection, table: &Table, past: &RowPast) -> Result<(Vec<Value>, Vec<Conflict>), Error> {
    let (mut cells, mut conflicts) = (Vec::new(), Vec::new());
    for column in table.columns {
        cells.push(match past.cells.get(column.name) {
            // What somebody holds or knows does not open anything again.
            Some(_) if is_cleared(table, column) => Value::Null,
            Some(cell) if cell.is_unbroken && !stays(table, column) => {
                value(conn, table.name, column.name, cell.first.as_deref())?
            }
            Some(cell) => {
                if !cell.is_unbroken {
                    conflicts.push(conflict(past, column, cell.first.clone(), cell.before_last.clone()));
                }
                value(conn, table.name, column.name, cell.before_last.as_deref())?
            }
            None => default(conn, table.name, column.name)?,
        });
    }
    Ok((sound(table, cells), conflicts))
}

/// What a column holds that the audit log does not know: an upgrade has added it since, or it was empty.
fn default(conn: &Connection, table: &str, column: &str) -> Result<Value, Error> {
    let sql = "select dflt_value from pragma_table_info(?) where name = ? and \"notnull\"";
    let default: Option<Option<String>> =
        conn.prepare_cached(sql)?.query_row([table, column], |row| row.get(0)).optional()?;
    match default.flatten() {
        // An expression of our own schema.
        Some(default) => Ok(conn.query_row(&format!("select {default}"), [], |row| row.get(0))?),
        None => Ok(Value::Null),
    }
}

/// A cell from its text in the audit log.
fn value(conn: &Connection, table: &str, column: &str, text: Option<&str>) -> Result<Value, Error> {
    let Some(text) = text else { return Ok(Value::Null) };
    let sql = "select type from pragma_table_info(?) where name = ?";
    let kind: String = conn.prepare_cached(sql)?.query_row([table, column], |row| row.get(0))?;
    audit::value(&kind, text)
        .ok_or_else(|| Error::NotFound { what: format!("value {table}.{column} to go back to") })
}
