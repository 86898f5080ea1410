//! The one door: rows, audit log and change log in one transaction, then a new directory.

mod apply;
mod portal_users;
mod references;
mod staging;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use model::{ContactMethodId, Directory};
use rusqlite::{Connection, TransactionBehavior};

pub(crate) use self::apply::{RowChange, called, not_found, read};
pub(crate) use self::staging::{Staging, may_go};
use crate::change::{Change, Generated, Who, Written};
use crate::engine::{Engine, Synchronous};
use crate::error::{Error, Trouble};
use crate::ids::IdMaker;
use crate::key::TenantKey;
use crate::options::Options;
use crate::rows::contact_method;
use crate::store::{Shared, Store};
use crate::{audit, directory, names, sessions};

impl Store {
    /// Writes a change as a whole or not at all, and waits until it is on disk. Blocks; the new directory has been
    /// published when this returns.
    pub fn write(&self, who: &Who, change: Change) -> Result<Written, Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            through_the_door(engine, &shared, &who, |staging| staging.edits(change))
                .map(|(written, ())| written)
        })
    }

    /// Whether a change would be written now, or why not; nothing is. Blocks.
    pub fn would_write(&self, change: Change) -> Result<(), Error> {
        self.call(move |engine| engine.rehearse(|staging| staging.edits(change), |_, _, ()| Ok(())))
    }
}

/// Writes what `work` stages, on the writer thread, and publishes it.
pub(crate) fn through_the_door<T>(
    engine: &mut Engine,
    shared: &Shared,
    who: &Who,
    work: impl FnOnce(&mut Staging<'_>) -> Result<T, Error>,
) -> Result<(Written, T), Error> {
    let result = engine.write(who, work);
    match &result {
        Ok((_, Some(directory), _)) => {
            shared.queue.succeeded();
            shared.publish(directory.clone());
        }
        Err(Error::Storage(error)) if error.kind != Trouble::Other => shared.queue.failed(error),
        Ok((_, None, _)) | Err(_) => {}
    }
    result.map(|(written, _, more)| (written, more))
}

impl Engine {
    /// One transaction. There is a directory if something has changed.
    fn write<T>(
        &mut self,
        who: &Who,
        work: impl FnOnce(&mut Staging<'_>) -> Result<T, Error>,
    ) -> Result<(Written, Option<Arc<Directory>>, T), Error> {
        self.synchronous(Synchronous::Full)?;
        let Self { conn, stamps, realm, key, ids, ha1, options, .. } = self;
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Applied { changes, generated, more } = apply_all(&tx, ids, options, key, work)?;
        if changes.is_empty() {
            // Sessions may have been ended.
            tx.commit()?;
            let version = u64::try_from(stamps.last_seq()).unwrap_or(0);
            return Ok((Written { version, ..Written::default() }, None, more));
        }
        let seq = stamps.seq();
        let cells = audit::write(&tx, who, options.now(), seq, &changes)?;
        let version = u64::try_from(seq).unwrap_or(0);
        let methods = changes.iter().filter(|change| change.table.number == contact_method::TABLE.number);
        for gone in methods.filter(|change| change.new.is_none()) {
            ha1.forget(&tx, ContactMethodId::from_bytes(gone.id))?;
        }
        let directory = directory::build(&tx, version, realm, ha1)?;
        ha1.save(&tx)?;
        if let Some(error) = options.fault.as_ref().and_then(|fault| fault()) {
            return Err(error.into());
        }
        tx.commit()?;
        ha1.saved();
        tracing::info!(%who, rows = changes.len(), version, "the office was changed");
        let written = Written { version, rows: changes.len(), cells, generated };
        Ok((written, Some(Arc::new(directory)), more))
    }

    /// Does everything but keep it: shows what it would do, or why it would be refused.
    pub(crate) fn rehearse<T, R>(
        &mut self,
        work: impl FnOnce(&mut Staging<'_>) -> Result<T, Error>,
        show: impl FnOnce(&Connection, &[RowChange], T) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let Self { conn, key, ids, options, .. } = self;
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Applied { changes, more, .. } = apply_all(&tx, ids, options, key, work)?;
        let shown = show(&tx, &changes, more);
        tx.rollback()?;
        shown
    }
}

/// What is in the transaction, checked but not committed.
struct Applied<T> {
    changes: Vec<RowChange>,
    generated: Vec<Generated>,
    more: T,
}

fn apply_all<T>(
    conn: &Connection,
    ids: &mut IdMaker,
    options: &Options,
    key: &TenantKey,
    work: impl FnOnce(&mut Staging<'_>) -> Result<T, Error>,
) -> Result<Applied<T>, Error> {
    // The edits of one change may come in any order.
    conn.pragma_update(None, "defer_foreign_keys", true)?;
    let mut staging = Staging::new(conn, ids, options, key);
    let more = work(&mut staging)?;
    let lastly = staging.lastly.take();
    let (staged, generated) = staging.finish()?;
    let changes = apply::apply(conn, &staged)?;
    references::check(conn, &changes)?;
    portal_users::check(conn, &changes, options.now())?;
    sessions::follow(conn, &changes)?;
    names::derive(conn, &changes)?;
    if let Some(lastly) = lastly {
        lastly(conn)?;
    }
    Ok(Applied { changes, generated, more })
}
