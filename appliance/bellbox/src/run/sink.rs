//! Carries news of the switch to the store and to whoever looks, and word of a record on disk back to the switch.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use model::{BindingChange, CallRecord, StoredBinding, Username};
use store::Store;
use switch::Sink;
use webui::Live;

/// Where the switch's news go. Nothing here waits: the store has queues, and who looks reads a table.
#[derive(Clone)]
pub(super) struct StoreSink {
    store: Store,
    live: Live,
    /// Set as soon as the switch has started.
    switch: Arc<OnceLock<switch::Handle>>,
}

impl StoreSink {
    pub(super) fn new(store: Store, live: Live, switch: Arc<OnceLock<switch::Handle>>) -> Self {
        Self { store, live, switch }
    }

    /// What is registered when the switch starts.
    pub(super) fn restored(&self, bindings: &[StoredBinding]) {
        self.live.restore(bindings);
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
        // Who asks now finds it in the store.
        self.live.calls();
    }

    fn binding(&mut self, change: BindingChange, ticket: Option<u64>) {
        self.live.binding(&change, Timestamp::now());
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

    fn reachable(&mut self, username: Username, contact: String, reachable: bool) {
        self.live.reachable(&username, &contact, reachable);
    }
}
