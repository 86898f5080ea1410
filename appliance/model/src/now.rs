//! The moment, as every core is told it.

use std::time::Instant;

use jiff::Timestamp;

/// One moment, twice: `tick` never goes back and runs timers; `wall` is civil time for people and records,
/// and may jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The monotonic clock, for timers.
    pub tick: Instant,
    /// Civil time, for records and time frames.
    pub wall: Timestamp,
}

impl Now {
    /// Milliseconds of civil time since 1970, 0 before it.
    pub fn unix_ms(&self) -> u64 {
        u64::try_from(self.wall.as_millisecond()).unwrap_or(0)
    }
}
