//! The longest time without a packet while sound could flow.

use std::time::{Duration, Instant};

/// Counts the silence of one leg.
#[derive(Debug, Default)]
pub(crate) struct Silence {
    /// The last packet, or since when packets are expected; none while none are.
    since: Option<Instant>,
    longest: Duration,
}

impl Silence {
    /// Packets are expected from now on.
    pub(crate) fn expect(&mut self, now: Instant) {
        self.since.get_or_insert(now);
    }

    /// A packet came.
    pub(crate) fn broken(&mut self, now: Instant) {
        if let Some(since) = &mut self.since {
            self.longest = self.longest.max(now.saturating_duration_since(*since));
            *since = now;
        }
    }

    /// No packets are expected any more.
    pub(crate) fn pause(&mut self, now: Instant) {
        self.broken(now);
        self.since = None;
    }

    pub(crate) fn longest(&self) -> Duration {
        self.longest
    }
}
