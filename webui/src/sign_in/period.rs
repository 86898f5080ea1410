//! From when to when a login may be used (F-34, F-35): civil days in the user's own time zone.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Whether a login may be used today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It may.
    Active,
    /// The expiration date has passed.
    Expired,
    /// The activation date is still to come.
    NotYetActive,
}

/// The days on which a login may be used, both inclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    activation: Option<Date>,
    expiration: Option<Date>,
}

/// There is no day between the two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeverActive {
    /// The first day as given.
    pub activation: Date,
    /// The last day as given, before the first.
    pub expiration: Date,
}

impl Period {
    /// Makes a period from its first day (at once when there is none) and its last day (never ends when there is none).
    pub fn new(activation: Option<Date>, expiration: Option<Date>) -> Result<Self, NeverActive> {
        match (activation, expiration) {
            (Some(activation), Some(expiration)) if expiration < activation => {
                Err(NeverActive { activation, expiration })
            }
            _ => Ok(Self { activation, expiration }),
        }
    }

    /// The first day.
    pub fn activation(&self) -> Option<Date> {
        self.activation
    }

    /// The last day.
    pub fn expiration(&self) -> Option<Date> {
        self.expiration
    }

    /// Says whether the login may be used now.
    pub fn status(&self, zone: &TimeZone, now: Timestamp) -> Status {
        let today = zone.to_datetime(now).date();
        if self.expiration.is_some_and(|last| today > last) {
            Status::Expired
        } else if self.activation.is_some_and(|first| today < first) {
            Status::NotYetActive
        } else {
            Status::Active
        }
    }

    /// When the status next changes by itself, if ever: a session must not last longer.
    pub fn changes_at(&self, zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
        let day = match self.status(zone, now) {
            Status::NotYetActive => self.activation?,
            Status::Active => self.expiration?.tomorrow().ok()?,
            Status::Expired => return None,
        };
        // Where midnight does not exist the day begins later.
        Some(day.to_zoned(zone.clone()).ok()?.timestamp())
    }
}

impl fmt::Display for NeverActive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the expiration date {} is before the activation date {}", self.expiration, self.activation)
    }
}

impl std::error::Error for NeverActive {}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_last_day_counts_in_the_users_own_zone() {
        let period = period("2026-11-02", "2026-11-20");
        for (zone, now, expected) in [
            ("Europe/Berlin", "2026-11-01T22:59:59Z", Status::NotYetActive),
            ("Europe/Berlin", "2026-11-01T23:00:00Z", Status::Active),
            ("Europe/Berlin", "2026-11-20T22:59:59Z", Status::Active),
            ("Europe/Berlin", "2026-11-20T23:00:00Z", Status::Expired),
            ("America/Los_Angeles", "2026-11-02T07:59:59Z", Status::NotYetActive),
            ("America/Los_Angeles", "2026-11-21T07:59:59Z", Status::Active),
            ("America/Los_Angeles", "2026-11-21T08:00:00Z", Status::Expired),
            ("Pacific/Kiritimati", "2026-11-01T10:00:00Z", Status::Active),
            ("Pacific/Kiritimati", "2026-11-20T10:00:00Z", Status::Expired),
            ("UTC", "2026-11-20T23:59:59.999Z", Status::Active),
        ] {
            assert_eq!(period.status(&tz(zone), now.parse().unwrap()), expected, "{zone} {now}");
        }
    }

    #[test]
    fn an_empty_date_is_no_limit() {
        let now = "2026-11-20T12:00:00Z".parse().unwrap();
        for (first, last, expected) in [
            ("", "", Status::Active),
            ("2026-11-20", "", Status::Active),
            ("2026-11-21", "", Status::NotYetActive),
            ("", "2026-11-20", Status::Active),
            ("", "2026-11-19", Status::Expired),
            ("2026-11-20", "2026-11-20", Status::Active),
        ] {
            assert_eq!(period(first, last).status(&tz("UTC"), now), expected, "{first:?} {last:?}");
        }
    }

    #[test]
    fn a_period_without_a_day_is_refused() {
        let (activation, expiration) = (date(2026, 11, 20), date(2026, 11, 19));
        let refused = Period::new(Some(activation), Some(expiration)).unwrap_err();
        assert_eq!(refused, NeverActive { activation, expiration });
        assert_eq!(
            refused.to_string(),
            "the expiration date 2026-11-19 is before the activation date 2026-11-20"
        );
    }

    #[test]
    fn says_when_it_changes() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        for (zone, first, last, expected) in [
            ("Europe/Berlin", "", "", None),
            ("Europe/Berlin", "", "2026-11-20", Some("2026-11-20T23:00:00Z")),
            ("Europe/Berlin", "2027-07-01", "2027-07-02", Some("2027-06-30T22:00:00Z")),
            ("Europe/Berlin", "", "2026-11-19", None),
            ("UTC", "", "9999-12-31", None),
        ] {
            let expected: Option<Timestamp> = expected.map(|text| text.parse().unwrap());
            assert_eq!(period(first, last).changes_at(&tz(zone), now), expected, "{zone} {first} {last}");
        }
        // In Paraguay the clocks went forward at midnight: that day began at one.
        let before = "2022-10-01T12:00:00Z".parse().unwrap();
        let changes = period("2022-10-02", "").changes_at(&tz("America/Asuncion"), before);
        assert_eq!(changes, Some("2022-10-02T04:00:00Z".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn the_status_changes_when_it_says(
            first in -400..400_i32, days in 0..100_i32, second in 0..86_400_i64,
            zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/Asuncion", "Pacific/Apia"])
        ) {
            let zone = tz(zone);
            let day = |days: i32| date(2022, 10, 2).checked_add(jiff::Span::new().days(days)).unwrap();
            let period = Period::new(Some(day(first)), Some(day(first + days))).unwrap();
            let now = Timestamp::from_second(1_664_668_800 + second).unwrap();
            let status = period.status(&zone, now);
            match period.changes_at(&zone, now) {
                Some(at) => {
                    prop_assert!(at > now);
                    prop_assert_ne!(period.status(&zone, at), status);
                    let just_before = at - jiff::SignedDuration::from_secs(1);
                    prop_assert_eq!(period.status(&zone, just_before), status);
                }
                None => prop_assert_eq!(status, Status::Expired),
            }
        }
    }

    fn period(first: &str, last: &str) -> Period {
        let day = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        Period::new(day(first), day(last)).unwrap()
    }

    fn tz(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }
}
