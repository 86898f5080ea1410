//! What is due when.

use std::collections::BTreeSet;
use std::time::Instant;

/// A queue of deadlines with at most one entry for each thing that has any.
pub(crate) struct Due<Id> {
    queue: BTreeSet<(Instant, Id)>,
}

impl<Id> Default for Due<Id> {
    fn default() -> Self {
        Self { queue: BTreeSet::new() }
    }
}

impl<Id: Ord + Copy> Due<Id> {
    /// Sees to it that `id` comes up at `due` at the latest. `slot` is kept with the thing and holds its entry;
    /// an earlier entry stays, since coming up too early costs less than moving it at every message.
    pub(crate) fn schedule(&mut self, id: Id, slot: &mut Option<Instant>, due: Option<Instant>) {
        if let (Some(entry), Some(due)) = (*slot, due)
            && entry <= due
        {
            return;
        }
        if let Some(entry) = slot.take() {
            self.queue.remove(&(entry, id));
        }
        if let Some(due) = due {
            self.queue.insert((due, id));
            *slot = Some(due);
        }
    }

    /// Takes one that is due; its slot must be emptied by the caller.
    pub(crate) fn pop(&mut self, now: Instant) -> Option<Id> {
        if self.next()? > now {
            return None;
        }
        self.queue.pop_first().map(|(_, id)| id)
    }

    pub(crate) fn next(&self) -> Option<Instant> {
        self.queue.first().map(|(due, _)| *due)
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.queue.len()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn each_has_one_entry_and_the_earliest_counts() {
        let base = Instant::now();
        let at = |s| base + Duration::from_secs(s);
        let mut due = Due::default();
        let mut slot = None;
        due.schedule(1, &mut slot, Some(at(5)));
        due.schedule(1, &mut slot, Some(at(9)));
        due.schedule(1, &mut slot, Some(at(3)));
        assert_eq!((due.next(), due.len()), (Some(at(3)), 1));
        assert_eq!((due.pop(at(2)), due.pop(at(3))), (None, Some(1)));
        slot = None;
        due.schedule(1, &mut slot, Some(at(9)));
        due.schedule(1, &mut slot, None);
        assert_eq!((due.next(), slot), (None, None));
    }
}
