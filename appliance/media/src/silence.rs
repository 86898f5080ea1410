//! The longest time without a packet while sound could flow.

use std::time::{Duration, Instant};

/// Counts the silence of one leg.
#[derive(Debug, Default)]
pub(crate) struct Silence {
    /// The last packet, or since when packets are expected; none while none are.
    since: Option<Instant>,
    longest: Duration,
    /// The telephone has nothing to send, as when it is held.
    is_held: bool,
}

impl Silence {
    /// Packets are expected from now on.
    pub(crate) fn expect(&mut self, now: Instant) {
        if !self.is_held {
            self.since.get_or_insert(now);
        }
    }

    /// The telephone is held, or no longer; then packets are expected anew by [`Self::expect`].
    pub(crate) fn hold(&mut self, is_held: bool, now: Instant) {
        self.is_held = is_held;
        if is_held {
            self.pause(now);
        }
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
