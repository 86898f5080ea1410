//! How long a session lasts: until nobody has used it for a while, and in no case for ever.

use jiff::{SignedDuration, Timestamp};

/// How often it is written down that a session is in use: not at each request, for the sake of the card.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Without a request.
    pub idle: SignedDuration,
    /// Since the sign-in, however busy.
    pub absolute: SignedDuration,
}

impl Default for Lifetime {
    /// A working day unused, a week in all.
    fn default() -> Self {
        Self { idle: SignedDuration::from_hours(12), absolute: SignedDuration::from_hours(7 * 24) }
    }
}

/// When a session was made and used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The sign-in.
    pub opened: Timestamp,
    /// The last request that was noted.
    pub seen: Timestamp,
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It has reached its age.
    Absolute,
    /// Nobody has used it for long.
    Idle,
}

impl Lifetime {
    /// Says whether a session still holds. A clock that was set back a little ends none; of one that lies further ahead
    /// than it may last nobody knows how old it is.
    pub fn check(&self, times: Times, now: Timestamp) -> Result<(), Ended> {
        if now.duration_since(times.opened).abs() >= self.absolute {
            return Err(Ended::Absolute);
        }
        if now.duration_since(times.seen).abs() >= self.idle {
            return Err(Ended::Idle);
        }
        Ok(())
    }

    /// What is left of a session's age in whole seconds, for the cookie; 0 when it is over.
    pub fn left_s(&self, times: Times, now: Timestamp) -> u32 {
        let left = self.absolute - now.duration_since(times.opened).max(SignedDuration::ZERO);
        u32::try_from(left.as_secs().max(0)).unwrap_or(u32::MAX)
    }
}

impl Times {
    /// Says whether this use is to be written down; once a minute is enough.
    pub fn is_to_be_noted(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen).abs() >= NOTED_EVERY
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIFETIME: Lifetime =
        Lifetime { idle: SignedDuration::from_mins(30), absolute: SignedDuration::from_hours(8) };

    #[test]
    fn a_session_ends_unused_or_old() {
        for (opened, seen, now, expected) in [
            (0, 0, 0, Ok(())),
            (0, 0, 29, Ok(())),
            (0, 0, 30, Err(Ended::Idle)),
            (0, 20, 49, Ok(())),
            (0, 20, 50, Err(Ended::Idle)),
            (0, 470, 479, Ok(())),
            (0, 479, 480, Err(Ended::Absolute)),
            (0, 0, 100_000, Err(Ended::Absolute)),
            // The clock was a little fast when the session began.
            (29, 29, 0, Ok(())),
            (30, 30, 0, Err(Ended::Idle)),
            (480, 0, 0, Err(Ended::Absolute)),
            // It was years ahead.
            (9_000_000, 9_000_000, 0, Err(Ended::Absolute)),
        ] {
            let times = Times { opened: minute(opened), seen: minute(seen) };
            assert_eq!(LIFETIME.check(times, minute(now)), expected, "{opened} {seen} {now}");
        }
    }

    #[test]
    fn the_cookie_lives_as_long_as_the_session_may() {
        let times = Times { opened: minute(0), seen: minute(0) };
        for (now, left_min) in [(0, 480), (10, 470), (479, 1), (480, 0), (9_000, 0), (-60, 480)] {
            assert_eq!(LIFETIME.left_s(times, minute(now)), left_min * 60, "{now}");
        }
    }

    #[test]
    fn use_is_noted_once_a_minute() {
        let times = Times { opened: minute(0), seen: minute(10) };
        for (now, noted) in [(10, false), (11, true), (9, true)] {
            assert_eq!(times.is_to_be_noted(minute(now)), noted, "{now}");
        }
    }

    #[test]
    fn a_clock_that_was_an_hour_fast_ends_no_session() {
        let times = Times { opened: minute(60), seen: minute(60) };
        assert_eq!(Lifetime::default().check(times, minute(0)), Ok(()));
    }

    proptest! {
        #[test]
        fn what_has_ended_stays_so(opened in 0..9_000_i64, used in 0..600_i64, wait in 0..9_000_i64, more in 0..9_000_i64) {
            let times = Times { opened: minute(opened), seen: minute(opened + used) };
            let first = LIFETIME.check(times, minute(opened + used + wait));
            if first.is_err() {
                prop_assert!(LIFETIME.check(times, minute(opened + used + wait + more)).is_err());
            }
        }
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
    }
}
