//! The bindings with their indexes and deadlines.

use std::collections::HashMap;
use std::time::Instant;

use super::Binding;
use crate::Flow;
use crate::due::Due;
use crate::number_map::NumberMap;

/// Names a binding within the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct BindingId(u64);

#[derive(Default)]
pub(super) struct Table {
    /// Each in a place of its own: a table that grows has room for half as many again.
    by_id: NumberMap<BindingId, Box<Entry>>,
    /// By account, in the order in which they came; no account without bindings.
    by_aor: HashMap<Box<str>, Vec<BindingId>>,
    /// By connection: when one closes, what came by it ends. Datagrams have none.
    by_connection: HashMap<Flow, Vec<BindingId>>,
    /// How many bindings came by each flow: what comes by one of them is of somebody known.
    flows: HashMap<Flow, u32>,
    due: Due<BindingId>,
    next_id: u64,
}

struct Entry {
    binding: Binding,
    next_ping: Option<Instant>,
    /// Its entry in `due`.
    due: Option<Instant>,
}

impl Entry {
    fn deadline(&self) -> Instant {
        self.next_ping.map_or(self.binding.expires_at, |ping| ping.min(self.binding.expires_at))
    }
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn accounts(&self) -> usize {
        self.by_aor.len()
    }

    pub(super) fn ids(&self, aor: &str) -> &[BindingId] {
        self.by_aor.get(aor).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn on_connection(&self, flow: &Flow) -> &[BindingId] {
        self.by_connection.get(flow).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn get(&self, id: BindingId) -> Option<&Binding> {
        self.by_id.get(&id).map(|entry| &entry.binding)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Binding> {
        self.by_id.values().map(|entry| &entry.binding)
    }

    pub(super) fn insert(&mut self, binding: Binding, next_ping: Option<Instant>) -> BindingId {
        let id = BindingId(self.next_id);
        self.next_id += 1;
        match self.by_aor.get_mut(binding.aor.as_str()) {
            Some(ids) => ids.push(id),
            None => {
                self.by_aor.insert(binding.aor.as_str().into(), vec![id]);
            }
        }
        self.connect(id, binding.flow);
        self.by_id.insert(id, Box::new(Entry { binding, next_ping, due: None }));
        self.reschedule(id);
        id
    }

    pub(super) fn replace(&mut self, id: BindingId, binding: Binding) {
        if let Some(entry) = self.by_id.get_mut(&id) {
            let flow = binding.flow;
            let before = std::mem::replace(&mut entry.binding, binding).flow;
            if flow != before {
                self.disconnect(id, before);
                self.connect(id, flow);
            }
            self.reschedule(id);
        }
    }

    pub(super) fn remove(&mut self, id: BindingId) -> Option<Binding> {
        let mut entry = self.by_id.remove(&id)?;
        self.due.schedule(id, &mut entry.due, None);
        self.disconnect(id, entry.binding.flow);
        if let Some(ids) = self.by_aor.get_mut(entry.binding.aor.as_str()) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.by_aor.remove(entry.binding.aor.as_str());
            }
        }
        Some(entry.binding)
    }

    /// Notes whether it answers; whether that is news.
    pub(super) fn set_reachable(&mut self, id: BindingId, reachable: bool) -> bool {
        let Some(entry) = self.by_id.get_mut(&id) else { return false };
        std::mem::replace(&mut entry.binding.reachable, reachable) != reachable
    }

    pub(super) fn is_ping_due(&self, id: BindingId, now: Instant) -> bool {
        self.by_id.get(&id).is_some_and(|entry| entry.next_ping.is_some_and(|ping| ping <= now))
    }

    pub(super) fn ping_at(&mut self, id: BindingId, at: Instant) {
        if let Some(entry) = self.by_id.get_mut(&id) {
            entry.next_ping = Some(at);
            self.reschedule(id);
        }
    }

    pub(super) fn next_due(&self) -> Option<Instant> {
        self.due.next()
    }

    /// Takes one that has something to do, or had before it was refreshed; it must be changed or rescheduled then.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<BindingId> {
        let id = self.due.pop(now)?;
        if let Some(entry) = self.by_id.get_mut(&id) {
            entry.due = None;
        }
        Some(id)
    }

    pub(super) fn reschedule(&mut self, id: BindingId) {
        if let Some(entry) = self.by_id.get_mut(&id) {
            let deadline = entry.deadline();
            self.due.schedule(id, &mut entry.due, Some(deadline));
        }
    }

    /// Whether a binding came by this flow.
    pub(super) fn is_known(&self, flow: &Flow) -> bool {
        self.flows.contains_key(flow)
    }

    fn connect(&mut self, id: BindingId, flow: Flow) {
        *self.flows.entry(flow).or_default() += 1;
        if flow.transport.is_reliable() {
            self.by_connection.entry(flow).or_default().push(id);
        }
    }

    fn disconnect(&mut self, id: BindingId, flow: Flow) {
        match self.flows.get_mut(&flow) {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) | None => {
                self.flows.remove(&flow);
            }
        }
        if let Some(ids) = self.by_connection.get_mut(&flow) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.by_connection.remove(&flow);
            }
        }
    }

    #[cfg(test)]
    pub(super) fn leftovers(&self) -> usize {
        self.by_id.len() + self.by_aor.len() + self.by_connection.len() + self.flows.len() + self.due.len()
    }
}
