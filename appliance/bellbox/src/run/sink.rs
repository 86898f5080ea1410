//! Carries news of the switch to the store, and word of a record on disk back to the switch.

use std::sync::{Arc, OnceLock};

use model::{BindingChange, CallRecord};
use store::Store;
use switch::Sink;

/// Where the switch's news go. Nothing here waits: the store has queues.
#[derive(Clone)]
pub(super) struct StoreSink {
    store: Store,
    /// Set as soon as the switch has started.
    switch: Arc<OnceLock<switch::Handle>>,
}

impl StoreSink {
    pub(super) fn new(store: Store, switch: Arc<OnceLock<switch::Handle>>) -> Self {
        Self { store, switch }
    }
}

impl Sink for StoreSink {
    fn record(&mut self, record: Box<CallRecord>) {
        let id = record.id;
        let is_closed = record.ended.is_some();
        let switch = Arc::clone(&self.switch);
        let done = move || {
            if is_closed && let Some(switch) = switch.get() {
                switch.committed(id);
            }
        };
        self.store.record(record, Box::new(done));
    }

    fn binding(&mut self, change: BindingChange, ticket: Option<u64>) {
        let done = ticket.map(|ticket| {
            let switch = Arc::clone(&self.switch);
            Box::new(move || {
                if let Some(switch) = switch.get() {
                    switch.registered(ticket);
                }
            }) as Box<dyn FnOnce() + Send>
        });
        self.store.binding_then(change, done);
    }
}
