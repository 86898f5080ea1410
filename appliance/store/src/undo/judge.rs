//! What does not come back, and who is asked whether the rest may.

use std::convert::Infallible;
use std::sync::Arc;

use rusqlite::types::Value;

use crate::history::HistoryEntry;
use crate::rows::{invitation, mail_server, mailbox, portal_user, shown, text};
use crate::snapshot::Snapshot;
use crate::table::{Column, Holds, Table};

/// Whoever permits that changes are taken back. It is asked on the writer thread within the transaction, and must not call
/// the store.
pub trait UndoJudge: Send + 'static {
    /// Why not.
    type Refusal: Send + 'static;

    /// Before anything is done: all entries that would be taken back, newest first, and the office as it is.
    fn before(&mut self, entries: &[HistoryEntry], office: &Arc<Snapshot>) -> Result<(), Self::Refusal>;

    /// Before it is kept: the office as it is and as it would be.
    fn after(&mut self, before: &Arc<Snapshot>, after: &Arc<Snapshot>) -> Result<(), Self::Refusal>;
}

/// Whoever stands at the box may take everything back.
pub(super) struct Anybody;

impl UndoJudge for Anybody {
    type Refusal = Infallible;

    fn before(&mut self, _: &[HistoryEntry], _: &Arc<Snapshot>) -> Result<(), Infallible> {
        Ok(())
    }

    fn after(&mut self, _: &Arc<Snapshot>, _: &Arc<Snapshot>) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Whether a column is left as it is: what signing in needs, what opens a mailbox or the mail server, and what was sent or
/// accepted.
pub(super) fn stays(table: &Table, column: &Column) -> bool {
    let signs_in = column.holds == Holds::Secret || SIGNING_IN.contains(&column.name);
    (table.number == portal_user::TABLE.number && signs_in)
        || table.number == invitation::TABLE.number
        || is_cleared(table, column)
}

/// What belongs to the secrets of a login: without them it says nothing true.
const SIGNING_IN: [&str; 2] = ["second_factor", "must_change_password"];

/// Whether a column stays empty when its row comes back.
pub(super) fn is_cleared(table: &Table, column: &Column) -> bool {
    let opens = [mail_server::TABLE.number, mailbox::TABLE.number].contains(&table.number);
    column.holds == Holds::Hash || (opens && column.holds == Holds::Secret)
}

/// A row that comes back; a login whose second factor has no key has to scan one.
pub(super) fn sound(table: &Table, mut cells: Vec<Value>) -> Vec<Value> {
    let is_login = table.number == portal_user::TABLE.number;
    let has_key = cells.get(portal_user::UserSecret::Totp.place()).is_some_and(|key| *key != Value::Null);
    if is_login
        && !has_key
        && shown(&cells, portal_user::SECOND_FACTOR) == "activated"
        && let Some(cell) = cells.get_mut(portal_user::SECOND_FACTOR)
    {
        *cell = text("pending");
    }
    cells
}
