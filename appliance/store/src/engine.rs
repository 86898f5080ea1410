//! What the writer thread owns: the writing connection and all that goes with it.

use model::BindingChange;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::binding_queue::Taken as TakenBinding;
use crate::changelog::Stamps;

use crate::error::{StorageError, Trouble};
use crate::events::Refusals;
use crate::ha1_cache::Ha1Cache;
use crate::ids::IdMaker;
use crate::key::TenantKey;
use crate::options::Options;
use crate::spool::Taken as TakenRecord;
use crate::{bindings, records};

pub(crate) struct Engine {
    pub(crate) conn: Connection,
    pub(crate) stamps: Stamps,
    /// The digest realm.
    pub(crate) realm: String,
    pub(crate) key: TenantKey,
    pub(crate) ids: IdMaker,
    pub(crate) ha1: Ha1Cache,
    pub(crate) options: Options,
    /// Records that a crash left open are still to be closed.
    pub(crate) interrupt: bool,
    /// Sign-ins that were refused within the hour.
    pub(crate) refusals: Refusals,
    /// How the connection waits for the disk, as last set.
    pub(crate) synchronous: Option<Synchronous>,
}

/// How a commit waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Synchronous {
    /// Until it is on the disk: what people change.
    Full,
    /// Until the system has it: it survives the program's death, and power cuts up to the last checkpoint.
    Normal,
}

impl Engine {
    /// Must be called between transactions.
    pub(crate) fn synchronous(&mut self, wanted: Synchronous) -> rusqlite::Result<()> {
        if self.synchronous == Some(wanted) {
            return Ok(());
        }
        let word = match wanted {
            _ if !self.options.durable => "off",
            Synchronous::Full => "full",
            Synchronous::Normal => "normal",
        };
        self.conn.pragma_update(None, "synchronous", word)?;
        self.synchronous = Some(wanted);
        Ok(())
    }

    /// Writes records and bindings in one transaction; with none of them it tries whether writing works. Gives back
    /// those records that the database will never take.
    pub(crate) fn flush(
        &mut self,
        records: &[TakenRecord],
        bindings: &[TakenBinding],
    ) -> Result<Vec<TakenRecord>, StorageError> {
        match self.flush_with(records, bindings, false) {
            // One that cannot be written must not keep all others waiting: now each is written apart.
            Err(error) if error.kind == Trouble::Other && !records.is_empty() => {
                self.flush_with(records, bindings, true)
            }
            result => result,
        }
    }

    fn flush_with(
        &mut self,
        records: &[TakenRecord],
        bindings: &[TakenBinding],
        is_each_apart: bool,
    ) -> Result<Vec<TakenRecord>, StorageError> {
        self.synchronous(Synchronous::Normal)?;
        let now = self.options.now();
        let mut tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if self.interrupt {
            let closed = records::interrupt_open(&tx, now)?;
            if closed > 0 {
                tracing::warn!(closed, "calls that were interrupted are closed");
            }
        }
        let mut refused = Vec::new();
        for taken in records {
            if is_each_apart {
                refused.extend(write_apart(&mut tx, taken)?);
            } else {
                records::write(&tx, &taken.record)?;
            }
        }
        for taken in bindings {
            write_binding(&tx, &taken.change)?;
        }
        self.ha1.save(&tx)?;
        tx.prepare_cached("update meta set alive_us = max(alive_us, ?)")?.execute([now.as_microsecond()])?;
        if let Some(error) = self.options.fault.as_ref().and_then(|fault| fault()) {
            return Err(error.into());
        }
        tx.commit()?;
        self.interrupt = false;
        self.ha1.saved();
        Ok(refused)
    }
}

/// Writes a record in a transaction of its own within the great one; gives it back if the database will never take it.
fn write_apart(tx: &mut Transaction<'_>, taken: &TakenRecord) -> Result<Option<TakenRecord>, StorageError> {
    let savepoint = tx.savepoint()?;
    match records::write(&savepoint, &taken.record).map_err(StorageError::from) {
        Ok(()) => {
            savepoint.commit()?;
            Ok(None)
        }
        Err(error) if error.kind == Trouble::Other => {
            tracing::error!(call = %taken.record.id, %error, "a call record cannot be written");
            Ok(Some(taken.clone()))
        }
        Err(error) => Err(error),
    }
}

fn write_binding(conn: &Connection, change: &BindingChange) -> Result<(), StorageError> {
    match bindings::write(conn, change).map_err(StorageError::from) {
        Err(error) if error.kind == Trouble::Other => {
            tracing::error!(%error, "a binding cannot be written");
            Ok(())
        }
        result => result,
    }
}
