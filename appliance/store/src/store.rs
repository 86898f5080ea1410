//! The handle to the writer thread and the readers.

mod shared;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use model::{BindingChange, CallId, CallRecord, Directory, StoredBinding};

pub(crate) use self::shared::Shared;
use self::shared::guard;
use crate::binding_queue::CONTACTS_MAX;
use crate::connection;
use crate::engine::Engine;
use crate::error::{Error, StorageError, Trouble};
use crate::health::Health;
use crate::lock::Lock;
use crate::queue::Task;
use crate::spool::{BATCH_MAX, RECORDS_MAX};
use crate::{bindings, records};

/// A handle to the store: cheap to clone, usable from any thread. When the last one goes, the store is closed.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
    // Let go last: after the thread has ended.
    lock: Mutex<Option<Lock>>,
}

/// Starts the writer thread. What a crash left open is closed before this returns, if the disk lets it.
pub(crate) fn start(mut engine: Engine, directory: Arc<Directory>, path: PathBuf, lock: Lock) -> Store {
    let shared = Arc::new(Shared::new(&engine, directory, path));
    if let Err(error) = engine.flush(&[], &[]) {
        shared.queue.failed(&error);
    }
    let writer = shared.clone();
    let thread = thread::Builder::new()
        .name("store".to_owned())
        .spawn(move || run(engine, &writer))
        .expect("a thread can be started while the program starts");
    Store {
        inner: Arc::new(Inner { shared, thread: Mutex::new(Some(thread)), lock: Mutex::new(Some(lock)) }),
    }
}

fn run(mut engine: Engine, shared: &Shared) {
    loop {
        match shared.queue.next() {
            Task::Flush(records, bindings, waiters) => {
                let result = engine.flush(&records, &bindings);
                match &result {
                    Ok(refused) => {
                        let told = {
                            let mut state = shared.queue.lock();
                            refused.iter().for_each(|taken| state.spool.refuse(taken));
                            let mut told = state.bindings.committed(&bindings);
                            told.extend(state.spool.committed(&records));
                            told
                        };
                        shared.queue.succeeded();
                        for done in told {
                            guard("a callback", done);
                        }
                    }
                    Err(error) => shared.queue.failed(error),
                }
                let result = result.map(|_| ());
                for waiter in waiters {
                    // Whoever no longer waits need not be told.
                    let _ = waiter.try_send(result.clone());
                }
            }
            Task::Job(job) => guard("a change", || job(&mut engine)),
            Task::Stop => {
                // What does not fit stays in the log, where the next start finds it.
                if let Err(error) = connection::checkpoint(&engine.conn) {
                    tracing::warn!(%error, "the write-ahead log stays beside the database");
                }
                return;
            }
        }
    }
}

impl Store {
    /// The office as of the last change.
    pub fn directory(&self) -> Arc<Directory> {
        self.inner.shared.directory.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The version of the last change: the directory's. Cheap.
    pub fn version(&self) -> u64 {
        self.inner.shared.directory.read().unwrap_or_else(PoisonError::into_inner).version
    }

    /// A key for a row that the caller makes (UUIDv7), newer than all that this has given out. Cheap.
    pub fn new_id(&self) -> [u8; 16] {
        self.inner.shared.new_id()
    }

    /// Calls back with each new directory, on the writer thread: the callback must not block, nor call the store,
    /// nor hold a handle to it.
    pub fn on_change(&self, subscriber: Box<dyn Fn(Arc<Directory>) + Send + Sync>) {
        self.inner.shared.subscribers.lock().unwrap_or_else(PoisonError::into_inner).push(subscriber);
    }

    /// Takes a call record in its latest form, and calls back on the writer thread when it is on disk. Never blocks;
    /// while the disk is full the record waits in memory.
    pub fn record(&self, record: Box<CallRecord>, done: Box<dyn FnOnce() + Send>) {
        let dropped = self.inner.shared.queue.offer(|state| state.spool.push(record, done, RECORDS_MAX));
        if let Some(call) = dropped {
            tracing::error!(%call, "too many call records wait for the disk; the oldest is lost");
        }
    }

    /// Takes a change of a binding. Never blocks.
    pub fn binding(&self, change: BindingChange) {
        self.binding_then(change, None);
    }

    /// Takes a change of a binding, and calls back on the writer thread when it is on disk, or something newer of the
    /// same contact. Never blocks; a change that finds no room is dropped with its callback.
    pub fn binding_then(&self, change: BindingChange, done: Option<Box<dyn FnOnce() + Send>>) {
        self.inner
            .shared
            .queue
            .offer(|state| state.bindings.push(change, done, Instant::now(), CONTACTS_MAX));
    }

    /// All bindings, with what is not yet on disk.
    pub fn bindings(&self) -> Result<Vec<StoredBinding>, Error> {
        // Before reading, so that nothing falls between the queue and the disk.
        let waiting: Vec<BindingChange> =
            self.inner.shared.queue.lock().bindings.changes().cloned().collect();
        self.inner.shared.readers.read(|conn| Ok(bindings::read(conn, waiting.iter())?))
    }

    /// The latest call records, newest first, with what is not yet on disk.
    pub fn records(&self, limit: usize) -> Result<Vec<CallRecord>, Error> {
        let waiting: Vec<Arc<CallRecord>> = {
            let state = self.inner.shared.queue.lock();
            state.spool.records().rev().take(limit).cloned().collect()
        };
        let mut records = self.inner.shared.readers.read(|conn| records::latest(conn, limit))?;
        for record in waiting {
            match records.iter_mut().find(|known| known.id == record.id) {
                Some(known) => *known = (*record).clone(),
                None => records.push((*record).clone()),
            }
        }
        records.sort_by_key(|record| std::cmp::Reverse((record.started, record.id)));
        records.truncate(limit);
        Ok(records)
    }

    /// One call record.
    pub fn record_by_id(&self, id: CallId) -> Result<Option<CallRecord>, Error> {
        let waiting = {
            let state = self.inner.shared.queue.lock();
            state.spool.records().find(|record| record.id == id).cloned()
        };
        match waiting {
            Some(record) => Ok(Some((*record).clone())),
            None => Ok(self.inner.shared.readers.read(|conn| records::by_id(conn, id))?),
        }
    }

    /// How the store is.
    pub fn health(&self) -> Health {
        self.inner.shared.queue.lock().health()
    }

    /// Writes everything that waits, also refreshed bindings, and says whether that worked. Blocks.
    pub fn flush(&self) -> Result<(), Error> {
        // One transaction takes so many records; those that come meanwhile are not waited for.
        for _ in 0..=RECORDS_MAX / BATCH_MAX {
            let (told, wait) = sync_channel(1);
            self.inner.shared.queue.tell(|state| {
                if state.is_stopped() {
                    return Err(Error::Closed);
                }
                state.push_waiter(told);
                Ok(())
            })?;
            wait.recv().map_err(|_| Error::Closed)??;
            if self.inner.shared.queue.lock().spool.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Writes everything that waits and ends the writer thread; later changes are refused. Blocks.
    pub fn close(&self) -> Result<(), Error> {
        self.inner.close()
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.inner.shared
    }

    /// Runs something on the writer thread and waits for its result.
    pub(crate) fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Engine) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (told, wait) = sync_channel(1);
        let job = Box::new(move |engine: &mut Engine| {
            let _ = told.try_send(work(engine));
        });
        self.inner.shared.queue.tell(|state| {
            if state.is_closing() {
                return Err(Error::Closed);
            }
            state.push_job(job).map_err(|waiting| Error::Busy { waiting })
        })?;
        let panicked = || StorageError {
            kind: Trouble::Other,
            detail: "a fault in the program; the log has it".to_owned(),
        };
        wait.recv().unwrap_or_else(|_| Err(panicked().into()))
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("health", &self.health()).finish_non_exhaustive()
    }
}

impl Inner {
    fn close(&self) -> Result<(), Error> {
        // Before the writer, which moves the log into the database when nobody reads.
        self.shared.readers.close();
        let (told, _wait) = sync_channel(1);
        self.shared.queue.tell(|state| {
            state.close();
            if !state.is_stopped() {
                state.push_waiter(told);
            }
        });
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.thread().id() != thread::current().id()
        {
            // The thread guards against panics, so it ends well.
            let _ = thread.join();
        }
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.shared.queue.lock().lost()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            tracing::error!(%error, "not everything reached the disk");
        }
    }
}
