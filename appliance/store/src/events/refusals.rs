//! How many refused sign-ins of an hour are noted one by one, and how the others are counted.

use jiff::{SignedDuration, Timestamp};

/// Refused sign-ins of all together that are noted one by one in an hour: whoever guesses fills no disk.
pub(crate) const NOTED_MAX: u32 = 60;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The hour that runs.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    since: Option<Timestamp>,
    noted: u32,
    /// Those beyond.
    more: u64,
    /// The row that counts them, and what it says.
    row: Option<(i64, u64)>,
}

/// What is to be done about one more.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The row that counts is begun; [`Refusals::begun`] tells which it is.
    Begin,
    /// That row says so many from now on.
    Count(i64, u64),
    /// It is noted.
    Note,
    /// It is counted here.
    Remember,
}

impl Refusals {
    /// What the row of an hour that is over should still say; a new hour begins.
    pub(super) fn settle(&mut self, now: Timestamp) -> Option<(i64, u64)> {
        let since = self.since?;
        // A clock that was set back begins a new one too.
        if now >= since && now.duration_since(since) < HOUR {
            return None;
        }
        let Self { more, row, .. } = std::mem::take(self);
        row.filter(|(_, said)| *said < more).map(|(row, _)| (row, more))
    }

    /// Counts one more in the hour that runs. The row is written at 1, 2, 4, 8 and so on: a flood of them writes little,
    /// and a power cut loses less than half of the count.
    pub(super) fn next(&mut self, now: Timestamp) -> Step {
        self.since.get_or_insert(now);
        if self.noted < NOTED_MAX {
            self.noted += 1;
            return Step::Note;
        }
        self.more = self.more.saturating_add(1);
        match &mut self.row {
            None => Step::Begin,
            Some((row, said)) if self.more.is_power_of_two() => {
                *said = self.more;
                Step::Count(*row, self.more)
            }
            Some(_) => Step::Remember,
        }
    }

    pub(super) fn begun(&mut self, row: i64) {
        self.row = Some((row, 1));
    }
}
