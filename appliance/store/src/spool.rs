//! Call records on their way to the disk: in the order of their attempts, each in its latest form, and bounded.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use model::{CallId, CallRecord};

/// Called when a record is on disk.
pub(crate) type Done = Box<dyn FnOnce() + Send>;

/// Records that wait at most: hours of a busy office while the disk is full, some 20 MB. The oldest closed one
/// is dropped beyond, counted and logged.
pub(crate) const RECORDS_MAX: usize = 10_000;
/// Records in one transaction.
pub(crate) const BATCH_MAX: usize = 1_000;

/// Records that wait.
#[derive(Default)]
pub(crate) struct Spool {
    /// By the order of coming; a newer form takes the older one's place.
    waiting: BTreeMap<u64, Waiting>,
    /// Where each call's record waits.
    places: HashMap<CallId, u64>,
    next_place: u64,
    next_version: u64,
    dropped: u64,
}

struct Waiting {
    record: Arc<CallRecord>,
    version: u64,
    /// Whom to tell, with the version that each waits for.
    done: Vec<(u64, Done)>,
}

/// A record that is being written.
#[derive(Clone)]
pub(crate) struct Taken {
    place: u64,
    version: u64,
    pub(crate) record: Arc<CallRecord>,
}

impl Spool {
    /// Takes a record in; the call whose record had to be dropped for it, if any.
    pub(crate) fn push(&mut self, record: Box<CallRecord>, done: Done, max: usize) -> Option<CallId> {
        let record: Arc<CallRecord> = Arc::from(record);
        self.next_version += 1;
        let version = self.next_version;
        if let Some(waiting) = self.places.get(&record.id).and_then(|place| self.waiting.get_mut(place)) {
            waiting.record = record;
            waiting.version = version;
            waiting.done.push((version, done));
            return None;
        }
        let dropped = if self.waiting.len() >= max { self.drop_oldest() } else { None };
        self.next_place += 1;
        self.places.insert(record.id, self.next_place);
        let done = vec![(version, done)];
        self.waiting.insert(self.next_place, Waiting { record, version, done });
        dropped
    }

    /// The oldest that wait, for one transaction.
    pub(crate) fn batch(&self) -> Vec<Taken> {
        let taken = self.waiting.iter().take(BATCH_MAX).map(|(place, waiting)| Taken {
            place: *place,
            version: waiting.version,
            record: waiting.record.clone(),
        });
        taken.collect()
    }

    /// Takes out what is on disk and gives back whom to tell. A newer form that came meanwhile stays.
    pub(crate) fn committed(&mut self, batch: &[Taken]) -> Vec<Done> {
        let mut told = Vec::new();
        for taken in batch {
            let Some(waiting) = self.waiting.get_mut(&taken.place) else {
                continue;
            };
            let done = std::mem::take(&mut waiting.done);
            for (version, done) in done {
                if version <= taken.version {
                    told.push(done);
                } else {
                    waiting.done.push((version, done));
                }
            }
            if waiting.version == taken.version {
                self.places.remove(&taken.record.id);
                self.waiting.remove(&taken.place);
            }
        }
        told
    }

    /// Takes one out that the database will never take.
    pub(crate) fn refuse(&mut self, taken: &Taken) {
        if self.waiting.get(&taken.place).is_some_and(|waiting| waiting.version == taken.version) {
            self.waiting.remove(&taken.place);
            self.places.remove(&taken.record.id);
        }
        self.dropped += 1;
    }

    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Records that never reached the disk.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The latest forms of all that wait, oldest first.
    pub(crate) fn records(&self) -> impl DoubleEndedIterator<Item = &Arc<CallRecord>> {
        self.waiting.values().map(|waiting| &waiting.record)
    }

    fn drop_oldest(&mut self) -> Option<CallId> {
        let closed = self.waiting.iter().find(|(_, waiting)| waiting.record.ended.is_some());
        let place = closed.or_else(|| self.waiting.iter().next()).map(|(place, _)| *place)?;
        let waiting = self.waiting.remove(&place)?;
        self.places.remove(&waiting.record.id);
        self.dropped += 1;
        Some(waiting.record.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::sample;

    #[test]
    fn a_newer_form_takes_the_place_of_the_older() {
        let mut spool = Spool::default();
        push(&mut spool, 1, false);
        push(&mut spool, 2, false);
        push(&mut spool, 1, true);
        let batch = spool.batch();
        let ended: Vec<bool> = batch.iter().map(|taken| taken.record.ended.is_some()).collect();
        assert_eq!(ended, [true, false]);
        assert_eq!(spool.committed(&batch).len(), 3, "all who wait are told");
        assert!(spool.is_empty());
    }

    #[test]
    fn what_comes_during_a_commit_stays() {
        let mut spool = Spool::default();
        push(&mut spool, 1, false);
        let batch = spool.batch();
        push(&mut spool, 1, true);
        assert_eq!(spool.committed(&batch).len(), 1, "only who waited for the first form");
        assert_eq!(spool.len(), 1);
        assert_eq!(spool.committed(&spool.batch()).len(), 1);
    }

    #[test]
    fn the_oldest_closed_record_goes_when_full() {
        let mut spool = Spool::default();
        for (number, closed) in [(1, false), (2, true), (3, true)] {
            assert_eq!(push(&mut spool, number, closed), None);
        }
        assert_eq!(push(&mut spool, 4, false), Some(sample(2, false).id));
        assert_eq!(push(&mut spool, 5, false), Some(sample(3, false).id));
        assert_eq!(push(&mut spool, 6, false), Some(sample(1, false).id), "without a closed one, the oldest");
        assert_eq!((spool.len(), spool.dropped()), (3, 3));
    }

    fn push(spool: &mut Spool, number: u8, closed: bool) -> Option<CallId> {
        spool.push(Box::new(sample(number, closed)), Box::new(|| ()), 3)
    }
}
