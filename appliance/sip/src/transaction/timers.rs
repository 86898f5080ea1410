//! The lengths of the timers (RFC 3261 §17, table 4) and the queue of what is due.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The round trip that is reckoned with.
pub const T1: Duration = Duration::from_millis(500);
/// The longest pause between two sendings.
pub const T2: Duration = Duration::from_secs(4);
/// How long a message may stay in the network.
pub const T4: Duration = Duration::from_secs(5);
/// 64*T1, the length of timers B, D, F, H, J, L and M: the other side is gone or has what it needs.
pub const TIMEOUT: Duration = Duration::from_secs(32);
/// An INVITE about which neither side said anything for so long is given up: telephones ring for less,
/// and nothing may stay in the tables for ever.
pub const SILENCE: Duration = Duration::from_secs(600);

/// When a message is sent again: pauses double up to T2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resend {
    /// When next.
    pub(super) at: Instant,
    pause: Duration,
}

impl Resend {
    /// Begins after T1.
    pub(super) fn starting(now: Instant) -> Resend {
        Resend {
            at: now + T1,
            pause: T1,
        }
    }

    /// Nothing is sent again where it cannot get lost.
    pub(super) fn unless(reliable: bool, now: Instant) -> Option<Resend> {
        (!reliable).then(|| Resend::starting(now))
    }

    /// Says whether it is time, and sets the next one: by doubling up to `longest`.
    pub(super) fn is_due(&mut self, now: Instant, longest: Duration) -> bool {
        if now < self.at {
            return false;
        }
        self.pause = (self.pause * 2).min(longest);
        self.at = now + self.pause;
        true
    }
}

/// The time until a leftover is thrown away: none where nothing can be resent to it.
pub(super) fn linger(reliable: bool, time: Duration, now: Instant) -> Option<Instant> {
    (!reliable).then(|| now + time)
}

/// What is due when, at most one entry a transaction.
pub(super) struct Timers<Id> {
    queue: BTreeSet<(Instant, Id)>,
}

impl<Id: Ord + Copy> Timers<Id> {
    pub(super) fn new() -> Self {
        Self {
            queue: BTreeSet::new(),
        }
    }

    /// Sees to it that `id` comes up at `due` at the latest. `slot` is kept by the transaction and holds its entry;
    /// an earlier entry stays, since coming up too early costs less than moving it at every message.
    pub(super) fn schedule(&mut self, id: Id, slot: &mut Option<Instant>, due: Option<Instant>) {
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
    pub(super) fn pop(&mut self, now: Instant) -> Option<Id> {
        if self.next()? > now {
            return None;
        }
        self.queue.pop_first().map(|(_, id)| id)
    }

    pub(super) fn next(&self) -> Option<Instant> {
        self.queue.first().map(|(due, _)| *due)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let base = Instant::now();
        let mut resend = Resend::starting(base);
        let mut sent = Vec::new();
        for ms in 0..20_000 {
            if resend.is_due(base + Duration::from_millis(ms), T2) {
                sent.push(ms);
            }
        }
        assert_eq!(sent, [500, 1500, 3500, 7500, 11500, 15500, 19500]);
    }

    #[test]
    fn a_transaction_has_one_entry_and_the_earliest_counts() {
        let base = Instant::now();
        let at = |s| base + Duration::from_secs(s);
        let mut timers = Timers::new();
        let mut slot = None;
        timers.schedule(1, &mut slot, Some(at(5)));
        timers.schedule(1, &mut slot, Some(at(9)));
        timers.schedule(1, &mut slot, Some(at(3)));
        assert_eq!((timers.next(), timers.len()), (Some(at(3)), 1));
        assert_eq!((timers.pop(at(2)), timers.pop(at(3))), (None, Some(1)));
        slot = None;
        timers.schedule(1, &mut slot, Some(at(9)));
        timers.schedule(1, &mut slot, None);
        assert_eq!((timers.next(), slot), (None, None));
    }
}
