//! The office on disk: an SQLite database, one door for every change, and the office as a readable file.
//!
//! One thread owns the connection that writes; readers have their own. Everything that people change goes through
//! [`Store::write`]: one transaction with the rows, the audit log and the change log, then a new directory. Call
//! records and bindings are queued and committed in groups; while the disk is full they wait in memory.
//!
//! Absent on purpose: SQL outside this crate, and secrets in the clear on disk.

mod audit;
mod avatars;
mod binding_queue;
mod bindings;
mod change;
mod changelog;
mod check;
mod connection;
mod deletion;
mod directory;
mod disk;
mod engine;
mod error;
mod events;
mod ha1_cache;
mod health;
mod hex;
mod history;
mod ids;
mod invitations;
mod key;
mod lock;
mod login_state;
mod names;
mod office_file;
mod open;
mod options;
mod queue;
mod records;
mod resets;
mod rows;
mod seal;
mod sealed;
mod sessions;
mod snapshot;
mod spool;
mod store;
mod table;
#[cfg(test)]
mod testing;
mod tokens;
mod undo;
mod upgrade;
mod user_secrets;
mod validate;
mod write;
mod wrong;

pub use change::{Change, Edit, Generated, Key, Row, Who, WhoKind, Written};
pub use check::Finding;
pub use deletion::{Deletion, DeletionPlan, PlannedDependent, PlannedRow, Removal, Resolution};
pub use error::{Dependent, Error, OpenError, StorageError, Trouble};
pub use events::Event;
pub use health::Health;
pub use history::{HistoryEntry, HistoryFilter};
pub use invitations::NewInvitation;
pub use login_state::LoginState;
pub use office_file::{FileError, OfficeFile, Preview, PreviewLine};
pub use open::open;
pub use options::{Clock, Fault, Options, Random};
pub use records::RecordFilter;
pub use resets::ResetLink;
pub use rows::portal_user::UserSecret;
pub use seal::Secret;
pub use sessions::{NewSession, Session};
pub use snapshot::{Keyed, Rows, Snapshot};
pub use store::Store;
pub use tokens::{NewToken, TokenInfo};
pub use undo::{Conflict, Undo, UndoJudge, Undone};
pub use validate::rule;
pub use wrong::Wrong;
