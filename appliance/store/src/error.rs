//! What can go wrong, with what a person needs to put it right.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::deletion::DeletionPlan;
use crate::office_file::FileError;
use crate::undo::Conflict;
use crate::wrong::Wrong;

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is a private key but nothing in the database: it was lost.
    #[error(
        "{} is here but {} is empty or missing: put back a backup, or remove {} to start anew",
        file_name(key), path.display(), file_name(key)
    )]
    DatabaseEmpty {
        /// The database.
        path: PathBuf,
        /// The key file.
        key: PathBuf,
    },
    /// A file or directory could not be made, read or written.
    #[error("cannot {action} {}: {}", path.display(), io_words(error))]
    File {
        /// What was tried: "create", "read".
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The private key is not the one that the secrets are sealed for.
    #[error("{} is not the key that the secrets of this office are sealed for; put the right file back", path.display())]
    KeyForeign {
        /// The key file.
        path: PathBuf,
    },
    /// The key file does not hold a key.
    #[error("{} does not hold a tenant key", path.display())]
    KeyMalformed {
        /// The key file.
        path: PathBuf,
    },
    /// There is a database but no private key.
    #[error("{} is missing: without it no SIP secret can be opened; put it back from a backup", path.display())]
    KeyMissing {
        /// The key file.
        path: PathBuf,
    },
    /// Another process has the data directory.
    #[error("{} is in use by {}", dir.display(), holder(*pid))]
    Locked {
        /// The data directory.
        dir: PathBuf,
        /// The process, when the lock file says so.
        pid: Option<u32>,
    },
    /// The database was written by a newer program.
    #[error("{} was made by a newer bellbox (schema {found}; this one knows {known})", path.display())]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: i32,
        /// The newest known one.
        known: i32,
    },
    /// The database belongs to another program.
    #[error("{} is a database of another program", path.display())]
    NotOurs {
        /// The database.
        path: PathBuf,
    },
    /// The database cannot be read or written.
    #[error("{}: {error}", path.display())]
    Storage {
        /// The database.
        path: PathBuf,
        /// Why.
        error: StorageError,
    },
}

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Too many wait for the writer.
    #[error("the store is busy: {waiting} changes are waiting")]
    Busy {
        /// How many.
        waiting: usize,
    },
    /// A row is no longer as the caller has seen it.
    #[error("{what} has changed meanwhile")]
    ChangedMeanwhile {
        /// The row as the caller has seen it, for people: "person Anna Berg".
        what: String,
    },
    /// What is to be taken back has changed since.
    #[error("{}", changed_since(conflicts))]
    ChangedSince {
        /// What, and what it is now.
        conflicts: Vec<Conflict>,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// The office file is wrong.
    #[error(transparent)]
    File(#[from] FileError),
    /// Others refer to what should be deleted.
    #[error("{what} is in use by {}", list(dependents))]
    InUse {
        /// What should be deleted, for people: "person Anna Berg".
        what: String,
        /// Who refers to it.
        dependents: Vec<Dependent>,
    },
    /// A value that cannot be.
    #[error("{what}: {field}: {why}")]
    Invalid {
        /// The row, for people.
        what: String,
        /// The column or key.
        field: &'static str,
        /// What is wrong with it.
        why: Wrong,
    },
    /// A number, username, login, MAC address or site name that somebody else has.
    #[error("{name} is already taken by {holder}")]
    NameTaken {
        /// The name.
        name: String,
        /// Who has it, for people: "line 201 of Anna Berg".
        holder: String,
    },
    /// A deletion takes more with it than was asked for.
    #[error("{}", goes_too(plan))]
    NeedsConsent {
        /// All that it does.
        plan: DeletionPlan,
    },
    /// There is no such row.
    #[error("there is no {what}")]
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// A number is given that an account of another line has as its username.
    #[error(
        "{number} is wanted as the number of {owner} and {} the username of an account of {account_owner}",
        if *is_wanted { "as" } else { "is" }
    )]
    NumberIsUsername {
        /// The number.
        number: String,
        /// Whose number it is to be, for people.
        owner: String,
        /// Whose account has the username, for people.
        account_owner: String,
        /// Whether the username is given by the same change.
        is_wanted: bool,
    },
    /// The database could not be read or written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A row that refers to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent {
    /// Its table.
    pub table: &'static str,
    /// Its key.
    pub id: [u8; 16],
    /// What it is, for people.
    pub what: String,
}

/// The database could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageError {
    /// What kind of trouble.
    pub kind: Trouble,
    /// The database's own words.
    pub detail: String,
}

/// The kinds of trouble with storage that people can do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The file is damaged.
    Corrupt,
    /// The disk is full.
    Full,
    /// The disk cannot be read or written.
    Io,
    /// Anything else: a fault of ours.
    Other,
    /// The disk or the file is read-only.
    ReadOnly,
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.kind {
            Trouble::Corrupt => "the database is damaged; restore a backup",
            Trouble::Full => "the disk is full",
            Trouble::Io => "the disk cannot be read or written",
            Trouble::Other => "the database refused",
            Trouble::ReadOnly => "the disk or the database is read-only",
        };
        write!(f, "{words} ({})", self.detail)
    }
}

impl std::error::Error for StorageError {}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        let kind = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Trouble::Corrupt,
            Some(ErrorCode::DiskFull) => Trouble::Full,
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => Trouble::Io,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Trouble::ReadOnly,
            _ => Trouble::Other,
        };
        Self { kind, detail: error.to_string() }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}

fn io_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}

fn file_name(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()
}

fn holder(pid: Option<u32>) -> String {
    match pid {
        Some(pid) => format!("process {pid}"),
        None => "another process".to_owned(),
    }
}

fn list(dependents: &[Dependent]) -> String {
    let shown: Vec<&str> = dependents.iter().take(5).map(|dependent| dependent.what.as_str()).collect();
    match dependents.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn goes_too(plan: &DeletionPlan) -> String {
    let lost = plan.dependents.iter().filter(|dependent| dependent.replaced_by.is_none()).count();
    let asked = plan.asked.first().map_or("this", |row| row.what.as_str());
    let others = if lost == 1 {
        "something else that must be agreed to".to_owned()
    } else {
        format!("{lost} other things that must be agreed to")
    };
    format!("deleting {asked} takes {others}")
}

fn changed_since(conflicts: &[Conflict]) -> String {
    let mut things: Vec<&str> = conflicts.iter().map(|conflict| conflict.what.as_str()).collect();
    things.dedup();
    let shown: Vec<&str> = things.iter().take(5).copied().collect();
    match things.len().saturating_sub(shown.len()) {
        0 => format!("{} changed since", have(&shown)),
        more => format!("{} and {more} more have changed since", shown.join(", ")),
    }
}

fn have(things: &[&str]) -> String {
    format!("{} {}", things.join(", "), if things.len() == 1 { "has" } else { "have" })
}
