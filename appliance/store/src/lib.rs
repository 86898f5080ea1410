//! The office on disk: an SQLite database, one door for every change, and the office as a readable file.
//!
//! One thread owns the connection that writes; readers have their own. Everything that people change goes through
//! [`Store::write`]: one transaction with the rows, the audit log and the change log, then a new directory. Call
//! records and bindings are queued and committed in groups; while the disk is full they wait in memory.
//!
//! Absent on purpose: SQL outside this crate, and secrets in the clear on disk.

mod binding_queue;
mod bindings;
mod change;
mod changelog;
mod connection;
mod directory;
mod disk;
mod engine;
mod error;
mod health;
mod hex;
mod ids;
mod key;
mod later;
mod lock;
mod office_file;
mod open;
mod options;
mod queue;
mod records;
mod rows;
mod seal;
mod spool;
mod store;
mod table;
mod upgrade;
mod validate;

pub use change::{Change, Edit, Generated, Key, Row, Who, WhoKind, Written};
pub use error::{Dependent, Error, OpenError, StorageError, Trouble};
pub use health::Health;
pub use office_file::{FileError, OfficeFile, Preview};
pub use open::open;
pub use options::{Clock, Fault, Options, Random};
pub use seal::Secret;
pub use store::Store;

/// A token that is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Its key.
    pub id: model::TokenId,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created: jiff::Timestamp,
}

/// Something that [`Store::check`] found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at: "database", "names", "secrets".
    pub area: &'static str,
    /// What is wrong, for people.
    pub words: String,
}
