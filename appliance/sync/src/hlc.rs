//! Hybrid logical clock: civil milliseconds that never go back and never repeat (Kulkarni et al., 2014).

use std::fmt;

/// How far ahead of the own clock a stamp of the other side may be, milliseconds.
pub const MAX_AHEAD_MS: u64 = 5 * 60 * 1000;

/// Milliseconds that fit above the counter; one bit stays free so that SQLite's signed integers hold a stamp.
const MS_MAX: u64 = (1 << 47) - 1;
const COUNTER_BITS: u32 = 16;

/// A moment of the hybrid clock: milliseconds since 1970 in the upper 48 bits, a counter in the lower 16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc(u64);

impl Hlc {
    /// The first moment of a millisecond; one beyond the year 6429 counts as that year's.
    pub const fn at_ms(unix_ms: u64) -> Self {
        let ms = if unix_ms > MS_MAX { MS_MAX } else { unix_ms };
        Self(ms << COUNTER_BITS)
    }

    /// As it stands in the database; a negative number, which no clock made, counts as 0.
    pub const fn from_stored(stored: i64) -> Self {
        if stored < 0 { Self(0) } else { Self(stored.unsigned_abs()) }
    }

    /// For the database.
    pub const fn stored(self) -> i64 {
        // The top bit is never set: at_ms and next keep below it.
        self.0 as i64
    }

    /// The civil part, milliseconds since 1970.
    pub const fn unix_ms(self) -> u64 {
        self.0 >> COUNTER_BITS
    }

    /// The place among the stamps of the same millisecond.
    pub const fn counter(self) -> u16 {
        (self.0 & 0xffff) as u16
    }

    /// The next one; a full counter runs over into the milliseconds.
    const fn next(self) -> Self {
        if self.0 < i64::MAX as u64 { Self(self.0 + 1) } else { self }
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}", self.unix_ms(), self.counter())
    }
}

/// A stamp lies further in the future than clocks may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the other side's clock is {} s ahead; at most {} s are accepted", by_ms / 1000, MAX_AHEAD_MS / 1000)]
pub struct Ahead {
    /// By how much, milliseconds.
    pub by_ms: u64,
}

/// One side's clock: gives stamps that are later than all it gave or saw before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    last: Hlc,
}

impl Clock {
    /// Goes on after the last stamp that is known.
    pub const fn after(last: Hlc) -> Self {
        Self { last }
    }

    /// The next stamp.
    pub fn tick(&mut self, now_ms: u64) -> Hlc {
        self.last = self.last.next().max(Hlc::at_ms(now_ms));
        self.last
    }

    /// Takes notice of the other side's stamp, so that the next own one is later; refuses one from the future.
    pub fn observe(&mut self, remote: Hlc, now_ms: u64) -> Result<(), Ahead> {
        let by_ms = remote.unix_ms().saturating_sub(now_ms);
        if by_ms > MAX_AHEAD_MS {
            return Err(Ahead { by_ms });
        }
        self.last = self.last.max(remote);
        Ok(())
    }

    /// The latest stamp that was given or seen.
    pub const fn last(&self) -> Hlc {
        self.last
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn follows_the_wall_and_counts_within_a_millisecond() {
        let mut clock = Clock::default();
        let stamps = [1_000, 1_000, 999, 1_001].map(|ms| clock.tick(ms).to_string());
        assert_eq!(stamps, ["1000+0", "1000+1", "1000+2", "1001+0"]);
    }

    #[test]
    fn a_full_counter_runs_over_into_the_milliseconds() {
        let mut clock = Clock::after(Hlc::from_stored((7 << 16) | 0xffff));
        assert_eq!(clock.tick(7).to_string(), "8+0");
    }

    #[test]
    fn refuses_a_stamp_more_than_five_minutes_ahead() {
        let mut clock = Clock::default();
        let now = 1_000_000;
        assert_eq!(clock.observe(Hlc::at_ms(now + MAX_AHEAD_MS), now), Ok(()));
        let error = clock.observe(Hlc::at_ms(now + MAX_AHEAD_MS + 1), now).unwrap_err();
        assert_eq!(error.to_string(), "the other side's clock is 300 s ahead; at most 300 s are accepted");
        assert_eq!(clock.last(), Hlc::at_ms(now + MAX_AHEAD_MS));
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let mut clock = Clock::after(Hlc::from_stored(i64::MAX));
        assert_eq!(clock.tick(u64::MAX).stored(), i64::MAX);
        assert_eq!(Hlc::from_stored(-1), Hlc::default());
    }

    proptest! {
        #[test]
        fn stamps_only_grow_whatever_the_wall_does(walls in prop::collection::vec(0u64..1 << 42, 1..200)) {
            let mut clock = Clock::default();
            let mut last = clock.last();
            for wall in walls {
                let stamp = clock.tick(wall);
                prop_assert!(stamp > last);
                prop_assert!(stamp >= Hlc::at_ms(wall));
                last = stamp;
            }
        }

        #[test]
        fn what_happens_after_is_stamped_after(
            steps in prop::collection::vec((any::<bool>(), 0u64..120_000, 0u64..120_000), 1..200)
        ) {
            // Two sides whose walls differ by at most two minutes tell each other their stamps now and then.
            let (mut here, mut there) = (Clock::default(), Clock::default());
            for (to_there, wall_here, wall_there) in steps {
                let (from, to, from_wall, to_wall) = if to_there {
                    (&mut here, &mut there, wall_here, wall_there)
                } else {
                    (&mut there, &mut here, wall_there, wall_here)
                };
                let sent = from.tick(from_wall);
                prop_assert_eq!(to.observe(sent, to_wall), Ok(()));
                prop_assert!(to.tick(to_wall) > sent);
            }
        }

        #[test]
        fn survives_the_database(ms in 0u64..=MS_MAX, ticks in 0usize..10) {
            let mut clock = Clock::default();
            let mut stamp = clock.tick(ms);
            for _ in 0..ticks {
                stamp = clock.tick(0);
            }
            prop_assert!(stamp.stored() >= 0);
            prop_assert_eq!(Hlc::from_stored(stamp.stored()), stamp);
        }
    }
}
