//! Follows references from what is to be deleted to all that goes or changes with it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::{
    DEPENDENTS_MAX, Deletion, DeletionPlan, KEYS_MAX, PlannedDependent, PlannedRow, Removal, Resolution,
    too_many,
};
use crate::error::Error;
use crate::table::{Column, Table};
use crate::validate;
use crate::write;
use crate::wrong::Wrong;

/// A row.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) table: &'static Table,
    pub(super) id: [u8; 16],
}

/// A reference to a row that goes.
pub(super) struct Reference {
    pub(super) at: At,
    /// What the row is a part of, if it is one.
    pub(super) part_of: Option<At>,
    pub(super) column: &'static Column,
    because: At,
    removal: Removal,
    pub(super) replace_by: Option<[u8; 16]>,
}

/// All that a deletion touches.
pub(super) struct Found {
    /// The rows that were asked for, then those that go with them. Parts are not here: they go with what they are part of.
    pub(super) going: Going,
    asked: usize,
    /// Those that stand in the plan.
    pub(super) references: Vec<Reference>,
}

/// By what references are replaced: by table, key and column of who refers.
type Replacements = HashMap<(&'static str, [u8; 16], &'static str), Option<[u8; 16]>>;

/// Follows all references, and refuses replacements that cannot be.
pub(super) fn find(conn: &Connection, deletion: &Deletion) -> Result<Found, Error> {
    let mut going = Going::default();
    for key in &deletion.keys {
        let (table, id) = key.row();
        write::may_go(table, &id)?;
        going.add(At { table, id });
    }
    let asked = going.rows.len();
    if asked > KEYS_MAX {
        return Err(too_many("keys", KEYS_MAX));
    }
    let replacements = replacements(&deletion.resolutions)?;
    let (mut references, mut next) = (Vec::new(), 0);
    while let Some(row) = going.rows.get(next).copied() {
        next += 1;
        for (table, place) in Table::referrers(row.table) {
            let Some(column) = table.columns.get(place) else { continue };
            // A part goes with what it is part of, and nobody need be told.
            if place == 0 && table.owner().is_some() {
                continue;
            }
            for id in referring(conn, table, column, &row.id)? {
                if references.len() >= DEPENDENTS_MAX {
                    return Err(too_many("dependents", DEPENDENTS_MAX));
                }
                let at = At { table, id };
                let removal = Removal::of(conn, table, column.name, &id)?;
                let replace_by = replacements.get(&(table.name, id, column.name)).copied().flatten();
                if removal == Removal::Delete && replace_by.is_none() {
                    going.add(at);
                }
                let part_of = owner(conn, at)?;
                references.push(Reference { at, part_of, column, because: row, removal, replace_by });
            }
        }
    }
    // Of a row that goes anyhow, only those are told that make it go.
    references.retain(|reference| {
        let place = going.place(reference.part_of.unwrap_or(reference.at));
        place.is_none_or(|place| place >= asked && reference.removal == Removal::Delete)
    });
    for reference in &references {
        check(conn, reference, &going)?;
    }
    Ok(Found { going, asked, references })
}

impl Found {
    /// As it is told to people.
    pub(super) fn plan(&self, conn: &Connection) -> Result<DeletionPlan, Error> {
        let asked = self.going.rows.iter().take(self.asked).map(|at| at.planned(conn));
        let dependents = self.references.iter().map(|reference| {
            let Reference { at, part_of, column, because, removal, replace_by, .. } = reference;
            let part_of = part_of.map(|owner| owner.planned(conn)).transpose()?;
            let row = match &part_of {
                Some(owner) => PlannedRow { table: at.table.name, id: at.id, what: owner.what.clone() },
                None => at.planned(conn)?,
            };
            Ok(PlannedDependent {
                row,
                part_of,
                column: column.name,
                because: because.planned(conn)?,
                removal: *removal,
                target: because.table.name,
                replaced_by: *replace_by,
            })
        });
        Ok(DeletionPlan {
            asked: asked.collect::<Result<_, Error>>()?,
            dependents: dependents.collect::<Result<_, Error>>()?,
        })
    }
}

impl At {
    fn key(self) -> (i64, [u8; 16]) {
        (self.table.number, self.id)
    }

    fn planned(self, conn: &Connection) -> Result<PlannedRow, Error> {
        let At { table, id } = self;
        let cells = write::read(conn, table, &id)?.ok_or_else(|| write::not_found(table, &id))?;
        Ok(PlannedRow { table: table.name, id, what: write::called(conn, table, &cells)? })
    }
}

/// The rows that go, in the order in which they are found.
#[derive(Default)]
pub(super) struct Going {
    rows: Vec<At>,
    /// By table and key: which of them it is.
    places: HashMap<(i64, [u8; 16]), usize>,
}

impl Going {
    fn add(&mut self, at: At) {
        let Self { rows, places } = self;
        places.entry(at.key()).or_insert_with(|| {
            rows.push(at);
            rows.len() - 1
        });
    }

    pub(super) fn place(&self, at: At) -> Option<usize> {
        self.places.get(&at.key()).copied()
    }

    pub(super) fn rows(&self) -> &[At] {
        &self.rows
    }
}

/// What the caller wants, each reference once, of tables and columns that there are.
fn replacements(resolutions: &[Resolution]) -> Result<Replacements, Error> {
    if resolutions.len() > DEPENDENTS_MAX {
        return Err(too_many("resolutions", DEPENDENTS_MAX));
    }
    let mut replacements = Replacements::new();
    for Resolution { table, id, column, replace_by } in resolutions {
        let known = Table::named(table);
        let known = known.and_then(|table| Some((table, table.columns.iter().find(|c| c.name == column)?)));
        let Some((table, column)) = known.filter(|(_, column)| column.holds.target().is_some()) else {
            return Err(Error::NotFound { what: format!("reference {table}.{column}") });
        };
        if replacements.insert((table.name, *id, column.name), *replace_by).is_some() {
            return Err(validate::invalid("the deletion", "resolutions", Wrong::Twice));
        }
    }
    Ok(replacements)
}

/// The rows that refer to this one; one more than are followed.
fn referring(
    conn: &Connection,
    table: &Table,
    column: &Column,
    id: &[u8; 16],
) -> rusqlite::Result<Vec<[u8; 16]>> {
    let sql = format!(
        "select id from {} where {} = ? order by id limit {}",
        table.name,
        column.name,
        DEPENDENTS_MAX + 1
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let ids = statement.query_map([id], |row| row.get(0))?;
    ids.collect()
}

/// What a part is part of.
fn owner(conn: &Connection, at: At) -> rusqlite::Result<Option<At>> {
    let (Some(table), Some(column)) = (at.table.owner(), at.table.columns.first()) else {
        return Ok(None);
    };
    let sql = format!("select {} from {} where id = ?", column.name, at.table.name);
    let id = conn.prepare_cached(&sql)?.query_row([at.id], |row| row.get(0)).optional()?;
    Ok(id.map(|id| At { table, id }))
}

/// Whether a reference goes but is never replaced: a letter opens what it was written for and nothing else, and a program
/// may what its maker has answered for.
fn is_for_nobody_else(table: &Table, column: &Column) -> bool {
    matches!((table.name, column.name), ("invitation", _) | ("api_token", "made_by"))
}

/// Whether what a reference is replaced by can be that.
fn check(conn: &Connection, reference: &Reference, going: &Going) -> Result<(), Error> {
    let Reference { at, part_of, column, because, replace_by: Some(id), .. } = reference else {
        return Ok(());
    };
    let by = At { table: because.table, id: *id };
    let why = if is_for_nobody_else(at.table, column) {
        Wrong::NotTheirs
    } else if write::read(conn, by.table, id)?.is_none() {
        Wrong::NoSuch { table: by.table.name }
    } else if going.place(by).is_some() {
        Wrong::DeletedToo
    } else if by.key() == at.key() {
        Wrong::ToItself
    } else {
        return Ok(());
    };
    let what = part_of.unwrap_or(*at).planned(conn)?.what;
    Err(validate::invalid(&what, column.name, why))
}
