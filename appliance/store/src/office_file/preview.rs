//! What a load would do, for people: from the rows that it would change.

use std::fmt;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::plan::Plan;
use crate::rows::{line, phone};
use crate::table::{Holds, TABLES};
use crate::write::{self, RowChange};

/// What a load would do; shown, a line each and a sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Rows that would be made.
    pub added: usize,
    /// Rows that would be changed.
    pub changed: usize,
    /// Rows that the file names and that are so already.
    pub unchanged: usize,
    /// Rows that the file does not name; they stay as they are.
    pub kept: usize,
    /// What a person should look at first, then each of them but the unchanged.
    pub lines: Vec<PreviewLine>,
}

/// One thing that a load would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreviewLine {
    /// A row is made.
    Added {
        /// What people call it.
        what: String,
    },
    /// A cell gets another value.
    Changed {
        /// What people called the row before.
        what: String,
        /// The column.
        field: &'static str,
        /// The value before; "-" when there was none.
        old: String,
        /// The value after.
        new: String,
    },
    /// A part of a telephone set that the file gives anew without it.
    Removed {
        /// What people call it.
        what: String,
    },
    /// An account gets another secret.
    SecretChanged {
        /// What people called the account before.
        what: String,
    },
    /// Something that is allowed but hardly meant.
    Warning {
        /// What, in words.
        why: String,
    },
    /// A row that is not in the file stays.
    Kept {
        /// What people call it.
        what: String,
    },
}

impl fmt::Display for PreviewLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added { what } => write!(f, "add     {what}"),
            Self::Changed { what, field, old, new } => write!(f, "change  {what}: {field}: {old} -> {new}"),
            Self::SecretChanged { what } => write!(f, "change  {what}: secret: changed"),
            Self::Warning { why } => write!(f, "warning {why}"),
            Self::Removed { what } => write!(f, "remove  {what}"),
            Self::Kept { what } => write!(f, "keep    {what} (not in the file)"),
        }
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        write!(
            f,
            "{} to add, {} to change, {} unchanged, {} not in the file and kept",
            self.added, self.changed, self.unchanged, self.kept
        )
    }
}

impl Preview {
    /// From rows that have been changed for a trial, and that are still to be seen.
    pub(super) fn of(conn: &Connection, changes: &[RowChange], plan: &Plan) -> rusqlite::Result<Self> {
        let warnings = plan.warnings.iter().map(|why| PreviewLine::Warning { why: why.clone() });
        let mut preview = Self { lines: warnings.collect(), ..Self::default() };
        for change in changes {
            let what = what(conn, change)?;
            match (&change.old, &change.new) {
                (None, _) => {
                    preview.added += 1;
                    preview.lines.push(PreviewLine::Added { what });
                }
                (Some(_), None) => {
                    preview.changed += 1;
                    preview.lines.push(PreviewLine::Removed { what });
                }
                (Some(_), Some(_)) => {
                    preview.changed += 1;
                    preview.cells(conn, change, &what)?;
                }
            }
        }
        let named = |change: &&RowChange| plan.named.contains(&(change.table.number, change.id));
        preview.unchanged = plan.named.len().saturating_sub(changes.iter().filter(named).count());
        preview.kept(conn, plan)?;
        Ok(preview)
    }

    fn cells(&mut self, conn: &Connection, change: &RowChange, what: &str) -> rusqlite::Result<()> {
        for place in change.changed() {
            let Some(column) = change.table.columns.get(place) else {
                continue;
            };
            let what = what.to_owned();
            self.lines.push(match column.holds {
                Holds::Hash | Holds::Secret => PreviewLine::SecretChanged { what },
                holds => PreviewLine::Changed {
                    what,
                    field: column.name,
                    old: shown(conn, holds, change.old_cell(place))?,
                    new: shown(conn, holds, change.new_cell(place))?,
                },
            });
        }
        Ok(())
    }

    fn kept(&mut self, conn: &Connection, plan: &Plan) -> rusqlite::Result<()> {
        // The office has no choice but to stay; parts of sets go with their set; tokens and invitations are not in files.
        let tables = TABLES.iter().filter(|table| {
            ![
                "office",
                "api_token",
                "invitation",
                line::CALLER_IDS.name,
                phone::ACCOUNTS.name,
                phone::KEYS.name,
            ]
            .contains(&table.name)
        });
        for table in tables {
            let mut statement = conn.prepare_cached(&format!("select id from {} order by id", table.name))?;
            let ids = statement.query_map([], |row| row.get(0))?;
            for id in ids {
                let id: [u8; 16] = id?;
                if !plan.named.contains(&(table.number, id)) {
                    let cells = write::read(conn, table, &id)?.unwrap_or_default();
                    self.kept += 1;
                    self.lines.push(PreviewLine::Kept { what: write::called(conn, table, &cells)? });
                }
            }
        }
        Ok(())
    }
}

/// What people call a row, by its old name when it is renamed.
fn what(conn: &Connection, change: &RowChange) -> rusqlite::Result<String> {
    let cells = change.old.as_ref().or(change.new.as_ref()).map_or(&[][..], Vec::as_slice);
    write::called(conn, change.table, cells)
}

fn shown(conn: &Connection, holds: Holds, value: &Value) -> rusqlite::Result<String> {
    let text = match (holds, value) {
        (_, Value::Null) => "-".to_owned(),
        // Shown by no caller, and not to be.
        (Holds::Hash | Holds::Secret, _) => "(sealed)".to_owned(),
        (Holds::Reference(target) | Holds::UniqueReference(target), Value::Blob(bytes)) => {
            label_of(conn, target, bytes)?
        }
        (_, Value::Text(text)) if text.is_empty() => "(empty)".to_owned(),
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Integer(number)) => number.to_string(),
        (_, Value::Real(number)) => number.to_string(),
        (_, Value::Blob(bytes)) => format!("{} bytes", bytes.len()),
    };
    Ok(text)
}

fn label_of(conn: &Connection, target: &str, id: &[u8]) -> rusqlite::Result<String> {
    let table = TABLES.iter().find(|table| table.name == target);
    let (Some(table), Ok(id)) = (table, id.try_into()) else {
        return Ok("-".to_owned());
    };
    Ok(write::read(conn, table, id)?.map_or_else(|| "-".to_owned(), |cells| (table.label)(&cells)))
}
