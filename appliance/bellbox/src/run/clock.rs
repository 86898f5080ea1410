//! The box's clock, set from a browser in the first run: a board without a battery begins in 1970, and no authenticator
//! app's code fits until it knows the time.

use jiff::Timestamp;
use rustix::time::{ClockId, Timespec, clock_settime};

/// Sets civil time, or says why the system does not allow it.
pub(super) fn set(now: Timestamp) -> Result<(), String> {
    let time = Timespec { tv_sec: now.as_second(), tv_nsec: now.subsec_nanosecond().into() };
    match clock_settime(ClockId::Realtime, time) {
        Ok(()) => {
            tracing::warn!(%now, "the clock was set from a browser");
            Ok(())
        }
        Err(error) => Err(format!("{error} (as root: date --set @{})", now.as_second())),
    }
}
