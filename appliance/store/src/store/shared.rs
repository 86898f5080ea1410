//! What handles to the store and its writer thread share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use model::Directory;

use crate::connection::Readers;
use crate::engine::Engine;
use crate::ids::IdMaker;
use crate::key::TenantKey;
use crate::options::Options;
use crate::queue::Queue;
use crate::snapshot::LastSnapshot;

/// Told of each new directory, on the writer thread: must not block, nor call the store.
pub(crate) type Subscriber = Box<dyn Fn(Arc<Directory>) + Send + Sync>;

pub(crate) struct Shared {
    pub(crate) queue: Queue,
    pub(crate) readers: Readers,
    pub(crate) key: TenantKey,
    pub(crate) snapshot: LastSnapshot,
    pub(super) directory: RwLock<Arc<Directory>>,
    pub(super) subscribers: Mutex<Vec<Subscriber>>,
    /// Gives keys to callers; the writer thread has one of its own.
    ids: Mutex<IdMaker>,
    options: Options,
}

impl Shared {
    pub(super) fn new(engine: &Engine, directory: Arc<Directory>, path: PathBuf) -> Self {
        Self {
            queue: Queue::new(engine.options.pace(), engine.options.retry_after),
            readers: Readers::new(path),
            key: engine.key.clone(),
            snapshot: LastSnapshot::default(),
            directory: RwLock::new(directory),
            subscribers: Mutex::default(),
            ids: Mutex::default(),
            options: engine.options.clone(),
        }
    }

    /// Hands a new directory to all.
    pub(crate) fn publish(&self, directory: Arc<Directory>) {
        *self.directory.write().unwrap_or_else(PoisonError::into_inner) = directory.clone();
        for subscriber in self.subscribers.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            guard("a subscriber", || subscriber(directory.clone()));
        }
    }

    pub(super) fn new_id(&self) -> [u8; 16] {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).next(&self.options)
    }
}

/// A panic ends one task, not the thread.
pub(super) fn guard(what: &str, task: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(task)).is_err() {
        tracing::error!("{what} panicked");
    }
}
