//! The one door: rows, audit log and change log in one transaction, then a new directory.

mod apply;
mod references;
mod staging;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use model::Directory;
use rusqlite::TransactionBehavior;

pub(crate) use self::apply::RowChange;
pub(crate) use self::staging::Staging;
use crate::change::{Change, Who, Written};
use crate::engine::{Engine, Synchronous};
use crate::error::{Error, Trouble};
use crate::store::{Shared, Store};
use crate::{audit, directory, names};

impl Store {
    /// Writes a change as a whole or not at all, and waits until it is on disk. Blocks; the new directory has been
    /// published when this returns.
    pub fn write(&self, who: &Who, change: Change) -> Result<Written, Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            let work =
                |staging: &mut Staging<'_>| change.edits.into_iter().try_for_each(|edit| staging.edit(edit));
            through_the_door(engine, &shared, &who, work).map(|(written, ())| written)
        })
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
        // The edits of one change may come in any order.
        tx.pragma_update(None, "defer_foreign_keys", true)?;
        let mut staging = Staging::new(&tx, ids, options, key);
        let more = work(&mut staging)?;
        let (staged, generated) = staging.finish()?;
        let changes = apply::apply(&tx, &staged)?;
        if changes.is_empty() {
            let written =
                Written { version: u64::try_from(stamps.last_seq()).unwrap_or(0), ..Written::default() };
            return Ok((written, None, more));
        }
        references::check(&tx, &changes)?;
        names::derive(&tx, &changes)?;
        let seq = stamps.seq();
        let cells = audit::write(&tx, who, options.now(), seq, &changes)?;
        let version = u64::try_from(seq).unwrap_or(0);
        let directory = directory::build(&tx, version, realm, key, ha1)?;
        if let Some(error) = options.fault.as_ref().and_then(|fault| fault()) {
            return Err(error.into());
        }
        tx.commit()?;
        tracing::info!(%who, rows = changes.len(), version, "the office was changed");
        let written = Written { version, rows: changes.len(), cells, generated };
        Ok((written, Some(Arc::new(directory)), more))
    }
}
