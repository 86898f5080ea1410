//! Lays a deletion in to be written.

use std::collections::HashSet;

use rusqlite::Connection;

use super::removal;
use super::search::{Found, Reference};
use crate::error::Error;
use crate::rows::{self, line};
use crate::write::Staging;

/// What goes, and what refers to something else from now on, or to nothing.
pub(super) fn stage(found: &Found, staging: &mut Staging<'_>) -> Result<(), Error> {
    // Numbers that lines show in place of others, by line and number.
    let mut shown = HashSet::new();
    for reference in &found.references {
        let Reference { at, part_of, column, replace_by, .. } = reference;
        if found.going.place(*at).is_some() {
            continue;
        }
        match (replace_by, part_of) {
            (Some(by), Some(line)) if at.table.number == line::CALLER_IDS.number => {
                // Nothing is lost when the line shows that number already.
                if shows(staging.conn, &line.id, by)? || !shown.insert((line.id, *by)) {
                    staging.take_away(at.table, at.id);
                } else {
                    replace(staging, reference, by);
                }
            }
            (Some(by), _) => replace(staging, reference, by),
            (None, Some(_)) => staging.take_away(at.table, at.id),
            (None, None) => staging.put_some(at.table, at.id, removal::emptied(at.table, column.name)),
        }
    }
    found.going.rows().iter().try_for_each(|at| staging.delete_whole(at.table, at.id))
}

fn replace(staging: &mut Staging<'_>, Reference { at, column, .. }: &Reference, by: &[u8; 16]) {
    let cells = at.table.columns.iter().map(|other| (other.number == column.number).then(|| rows::id(by)));
    staging.put_some(at.table, at.id, cells.collect());
}

fn shows(conn: &Connection, line: &[u8; 16], number: &[u8; 16]) -> Result<bool, Error> {
    let sql = "select exists (select 1 from caller_id where line = ? and phone_number = ?)";
    Ok(conn.prepare_cached(sql)?.query_row([line, number], |row| row.get(0))?)
}
