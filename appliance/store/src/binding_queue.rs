//! Changes of bindings on their way to the disk: the last of each contact; refreshes apart, they may wait.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use model::{BindingChange, Username};

use crate::spool::Done;

/// Contacts with a change that waits at most: more than twice what the registrar holds. Further ones are dropped
/// and counted; after a restart such a telephone is known again when it next registers.
pub(crate) const CONTACTS_MAX: usize = 50_000;

type Contact = (Username, String);

/// Changes that wait.
#[derive(Default)]
pub(crate) struct BindingQueue {
    /// New, moved and removed ones: with the next commit.
    urgent: BTreeMap<Contact, (u64, BindingChange)>,
    /// The same with a later end: in batches.
    refreshed: BTreeMap<Contact, (u64, BindingChange)>,
    /// When the oldest refresh came.
    refreshed_since: Option<Instant>,
    next_version: u64,
    dropped: u64,
    /// Who waits for the change of this version, or a later one of the same contact; at most one a change.
    waiting: Vec<(u64, Done)>,
}

/// A change that is being written.
#[derive(Clone)]
pub(crate) struct Taken {
    contact: Contact,
    version: u64,
    pub(crate) change: BindingChange,
}

impl BindingQueue {
    pub(crate) fn push(&mut self, change: BindingChange, done: Option<Done>, now: Instant, max: usize) {
        let contact = match &change {
            BindingChange::Changed(binding) | BindingChange::Refreshed(binding) => {
                (binding.username.clone(), binding.contact.clone())
            }
            BindingChange::Removed { username, contact } => (username.clone(), contact.clone()),
        };
        let known = self.urgent.contains_key(&contact) || self.refreshed.contains_key(&contact);
        if !known && self.len() >= max {
            self.dropped += 1;
            return;
        }
        self.next_version += 1;
        let version = self.next_version;
        if self.waiting.len() < max {
            self.waiting.extend(done.map(|done| (version, done)));
        }
        match change {
            BindingChange::Refreshed(binding) => {
                // A refresh of what is not yet on disk is itself news.
                if let Some(urgent) = self.urgent.get_mut(&contact) {
                    *urgent = (version, BindingChange::Changed(binding));
                } else {
                    self.refreshed.insert(contact, (version, BindingChange::Refreshed(binding)));
                    self.refreshed_since.get_or_insert(now);
                }
            }
            change => {
                self.refreshed.remove(&contact);
                self.urgent.insert(contact, (version, change));
            }
        }
    }

    /// What the next transaction writes, with or without the refreshes.
    pub(crate) fn batch(&mut self, with_refreshed: bool, now: Instant) -> Vec<Taken> {
        if with_refreshed {
            // Those that come while it is written have their own time to wait.
            self.refreshed_since = self.refreshed_since.map(|_| now);
        }
        let refreshed = with_refreshed.then_some(&self.refreshed);
        let taken =
            self.urgent.iter().chain(refreshed.into_iter().flatten()).map(|(contact, (version, change))| {
                Taken { contact: contact.clone(), version: *version, change: change.clone() }
            });
        taken.collect()
    }

    /// Takes out what is on disk, unless it has changed again; gives back who waited for it.
    pub(crate) fn committed(&mut self, batch: &[Taken]) -> Vec<Done> {
        for taken in batch {
            for map in [&mut self.urgent, &mut self.refreshed] {
                if map.get(&taken.contact).is_some_and(|(version, _)| *version == taken.version) {
                    map.remove(&taken.contact);
                }
            }
        }
        if self.refreshed.is_empty() {
            self.refreshed_since = None;
        }
        // A batch holds every urgent change there was, so whoever waits for one of these or an older one is done.
        let newest = batch.iter().map(|taken| taken.version).max().unwrap_or(0);
        self.waiting.extract_if(.., |(version, _)| *version <= newest).map(|(_, done)| done).collect()
    }

    pub(crate) fn is_urgent(&self) -> bool {
        !self.urgent.is_empty()
    }

    /// When the refreshes are to be written.
    pub(crate) fn refresh_due(&self, every: Duration) -> Option<Instant> {
        self.refreshed_since.map(|since| since + every)
    }

    pub(crate) fn len(&self) -> usize {
        self.urgent.len() + self.refreshed.len()
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The changes in the order in which they apply, for who reads before they are written.
    pub(crate) fn changes(&self) -> impl Iterator<Item = &BindingChange> {
        self.urgent.values().chain(self.refreshed.values()).map(|(_, change)| change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bindings::sample;

    #[test]
    fn refreshes_wait_and_the_rest_does_not() {
        let (mut queue, now) = (BindingQueue::default(), Instant::now());
        queue.push(BindingChange::Refreshed(sample("a", 1)), None, now, 9);
        assert!(!queue.is_urgent());
        assert_eq!(queue.refresh_due(Duration::from_secs(60)), Some(now + Duration::from_secs(60)));
        queue.push(BindingChange::Changed(sample("b", 1)), None, now, 9);
        assert_eq!(queue.batch(false, now).len(), 1);
        let all = queue.batch(true, now);
        assert_eq!(all.len(), 2);
        queue.committed(&all);
        assert_eq!((queue.len(), queue.refresh_due(Duration::ZERO)), (0, None));
    }

    #[test]
    fn only_the_last_change_of_a_contact_counts() {
        let (mut queue, now) = (BindingQueue::default(), Instant::now());
        queue.push(BindingChange::Changed(sample("a", 1)), None, now, 9);
        queue.push(BindingChange::Refreshed(sample("a", 2)), None, now, 9);
        let changes: Vec<_> = queue.changes().cloned().collect();
        assert_eq!(changes, [BindingChange::Changed(sample("a", 2))]);
        let binding = sample("a", 2);
        let removed = BindingChange::Removed { username: binding.username, contact: binding.contact };
        queue.push(removed.clone(), None, now, 9);
        assert_eq!(queue.changes().cloned().collect::<Vec<_>>(), [removed]);
    }

    #[test]
    fn what_changes_during_a_commit_stays() {
        let (mut queue, now) = (BindingQueue::default(), Instant::now());
        queue.push(BindingChange::Changed(sample("a", 1)), None, now, 9);
        let batch = queue.batch(false, now);
        queue.push(BindingChange::Refreshed(sample("a", 2)), None, now, 9);
        queue.committed(&batch);
        assert_eq!(queue.len(), 1);
    }

    #[test]
    fn a_refresh_during_a_commit_waits_its_own_time() {
        let (mut queue, start) = (BindingQueue::default(), Instant::now());
        let (minute, later) = (Duration::from_secs(60), start + Duration::from_secs(60));
        queue.push(BindingChange::Refreshed(sample("a", 1)), None, start, 9);
        let batch = queue.batch(true, later);
        queue.push(BindingChange::Refreshed(sample("b", 1)), None, later, 9);
        queue.committed(&batch);
        assert_eq!((queue.len(), queue.refresh_due(minute)), (1, Some(later + minute)));
    }

    #[test]
    fn who_waits_is_told_when_the_change_or_a_newer_one_is_on_disk() {
        let (mut queue, now) = (BindingQueue::default(), Instant::now());
        let done = || Some(Box::new(|| {}) as Done);
        queue.push(BindingChange::Changed(sample("a", 1)), done(), now, 9);
        queue.push(BindingChange::Changed(sample("a", 2)), done(), now, 9);
        let batch = queue.batch(false, now);
        queue.push(BindingChange::Changed(sample("b", 1)), done(), now, 9);
        assert_eq!(queue.committed(&batch).len(), 2);
        let batch = queue.batch(false, now);
        assert_eq!(queue.committed(&batch).len(), 1);
    }

    #[test]
    fn beyond_the_bound_new_contacts_are_dropped_and_counted() {
        let (mut queue, now) = (BindingQueue::default(), Instant::now());
        for name in ["a", "b", "c"] {
            queue.push(BindingChange::Changed(sample(name, 1)), None, now, 2);
        }
        queue.push(BindingChange::Changed(sample("a", 2)), None, now, 2);
        assert_eq!((queue.len(), queue.dropped()), (2, 1));
    }
}
