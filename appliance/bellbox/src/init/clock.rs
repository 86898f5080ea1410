//! A floor for the clock of a board that has no battery: it begins in 1970, and would not know its own records, sessions
//! and certificates again. What it last said is kept on the data disk, and no start begins before that.

use std::convert::Infallible;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rustix::time::{ClockId, Timespec, clock_settime};

use super::disk::DATA;

/// How often it is kept; so much a box may be late that lost its power.
const EVERY: Duration = Duration::from_secs(3600);
/// Its name in the data directory.
const FILE: &str = "clock";

/// Sets the clock to what it last said, if that was later.
pub(super) fn raise() {
    let Some(kept) = later(Path::new(DATA), Timestamp::now()) else { return };
    let time = Timespec { tv_sec: kept.as_second(), tv_nsec: 0 };
    match clock_settime(ClockId::Realtime, time) {
        Ok(()) => tracing::warn!(%kept, "the clock had gone back: it goes on from when the box last ran"),
        Err(error) => tracing::error!(%error, "the clock cannot be set"),
    }
}

/// Keeps what it says each hour, for ever.
pub(super) async fn keep_hourly() -> Infallible {
    loop {
        tokio::time::sleep(EVERY).await;
        keep();
    }
}

/// Keeps what it says now.
pub(super) fn keep() {
    let now = Timestamp::now();
    // One that nobody has set yet, or that is far ahead, is no floor.
    if webui::can_be_now(now)
        && let Err(error) = write(Path::new(DATA), now)
    {
        tracing::warn!(%error, "what the clock says is not kept");
    }
}

/// What is kept, if it is later than this and can be. What cannot be read is nothing.
fn later(data: &Path, now: Timestamp) -> Option<Timestamp> {
    let kept: Timestamp = fs::read_to_string(data.join(FILE)).ok()?.trim().parse().ok()?;
    Some(kept).filter(|kept| *kept > now && webui::can_be_now(*kept))
}

/// The old one or the new one is there, never half of it.
fn write(data: &Path, now: Timestamp) -> io::Result<()> {
    let new = data.join("clock.new");
    let mut file = File::create(&new)?;
    writeln!(file, "{now}")?;
    file.sync_all()?;
    fs::rename(new, data.join(FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_begins_no_earlier_than_the_box_last_ran() {
        let data = tempfile::tempdir().unwrap();
        let at = |day: &str| format!("{day}T12:00:00Z").parse::<Timestamp>().unwrap();
        let begin = Timestamp::UNIX_EPOCH;
        assert_eq!(later(data.path(), begin), None, "the first start");
        let kept = at("2027-03-02");
        write(data.path(), kept).unwrap();
        for (now, expected) in
            [(begin, Some(kept)), (at("2027-03-01"), Some(kept)), (kept, None), (at("2027-03-03"), None)]
        {
            assert_eq!(later(data.path(), now), expected, "{now}");
        }
        // A clock that was ahead and was set right is no floor any more.
        write(data.path(), at("2027-01-01")).unwrap();
        assert_eq!(later(data.path(), at("2027-01-02")), None);
        for spoilt in ["", "soon", "2027-03-02T12:00", "2099-01-01T00:00:00Z"] {
            fs::write(data.path().join(FILE), spoilt).unwrap();
            assert_eq!(later(data.path(), begin), None, "{spoilt}");
        }
    }
}
