//! Time frames: the hours of a week that have a name, such as when somebody works.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{InvalidName, TimeFrameId};

/// Hours of a week with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TimeFrame {
    /// Its key.
    pub id: TimeFrameId,
    /// Its name, unique.
    pub name: String,
    /// When it holds, in the time zone of whoever it is asked for; no two of the same day overlap.
    #[serde(default)]
    pub hours: Vec<Hours>,
}

/// A day of the week, from Monday as ISO 8601 counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is its name")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All of them in order.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Its name in files and programs: "monday".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }
}

/// Hours of one day of the week, written "monday 09:00-17:00". Never empty; what passes midnight is two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hours {
    day: Weekday,
    from_min: u16,
    to_min: u16,
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Hours {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let days: Vec<&str> = Weekday::ALL.into_iter().map(Weekday::as_str).collect();
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .description(Some("Hours of one day of the week; what passes midnight is two of them."))
            .pattern(Some(format!("^({}) [0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$", days.join("|"))))
            .examples(["monday 09:00-17:00"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Hours {}

/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;

impl Hours {
    /// Hours from a minute of the day (0 is midnight) to one that no longer belongs to them, 1,440 at most.
    pub fn new(day: Weekday, from_min: u16, to_min: u16) -> Option<Self> {
        (from_min < to_min && to_min <= DAY_MIN).then_some(Self { day, from_min, to_min })
    }

    /// The day.
    pub fn day(self) -> Weekday {
        self.day
    }

    /// The first minute of the day that belongs to them.
    pub fn from_min(self) -> u16 {
        self.from_min
    }

    /// The first minute after them.
    pub fn to_min(self) -> u16 {
        self.to_min
    }

    /// Whether they have a minute in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.day == other.day && self.from_min < other.to_min && other.from_min < self.to_min
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from_min, self.to_min);
        write!(f, "{} {:02}:{:02}-{:02}:{:02}", self.day.as_str(), from / 60, from % 60, to / 60, to % 60)
    }
}

impl FromStr for Hours {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let parsed = || {
            let (day, span) = text.split_once(' ')?;
            let day = Weekday::ALL.into_iter().find(|known| known.as_str() == day)?;
            let (from, to) = span.split_once('-')?;
            Self::new(day, minute(from)?, minute(to)?)
        };
        parsed().ok_or_else(|| InvalidName {
            text: text.chars().take(80).collect(),
            expected: "hours of a day of the week (as \"monday 09:00-17:00\")",
        })
    }
}

impl TryFrom<String> for Hours {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<Hours> for String {
    fn from(hours: Hours) -> String {
        hours.to_string()
    }
}

/// "09:30" is 570.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_prints_and_nothing_else() {
        for text in ["monday 09:00-17:00", "sunday 00:00-24:00", "friday 23:59-24:00"] {
            assert_eq!(text.parse::<Hours>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "monday",
            "Monday 09:00-17:00",
            "monday 9:00-17:00",
            "monday 09:00-09:00",
            "monday 17:00-09:00",
            "monday 09:60-17:00",
            "monday 09:00-24:01",
            "monday 09:00-17:00 ",
            "monday +9:00-17:00",
        ] {
            assert!(text.parse::<Hours>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn hours_that_meet_do_not_overlap() {
        let hours = |text: &str| text.parse::<Hours>().unwrap();
        let morning = hours("monday 09:00-12:00");
        for (other, overlaps) in [
            ("monday 12:00-17:00", false),
            ("monday 11:59-17:00", true),
            ("monday 08:00-18:00", true),
            ("tuesday 09:00-12:00", false),
        ] {
            assert_eq!(morning.overlaps(hours(other)), overlaps, "{other}");
        }
    }
}
