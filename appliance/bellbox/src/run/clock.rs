//! The box's clock, set from a browser in the first run: a board without a battery begins in 1970, and no authenticator
//! app's code fits until it knows the time.

use std::fs;
use std::sync::Arc;

use jiff::Timestamp;
use rustix::time::{ClockId, Timespec, clock_settime};
use tokio::sync::Notify;

/// What a process needs to set the clock (capabilities(7)): this bit of its effective set.
const CAP_SYS_TIME: u32 = 25;

/// How the clock is set, where this program may; who waits for it hears of it.
pub(super) fn setter(was_set: Arc<Notify>) -> Option<webui::SetClock> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if !may_set(&status) {
        return None;
    }
    Some(Arc::new(move |now| {
        set(now)?;
        was_set.notify_one();
        Ok(())
    }))
}

/// Whether a process may set the clock, by its `status` (proc_pid_status(5)).
fn may_set(status: &str) -> bool {
    let effective = status.lines().find_map(|line| line.strip_prefix("CapEff:"));
    let effective = effective.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    effective.is_some_and(|bits| bits & (1 << CAP_SYS_TIME) != 0)
}

/// Sets civil time, or says why the system does not allow it.
fn set(now: Timestamp) -> Result<(), String> {
    let time = Timespec { tv_sec: now.as_second(), tv_nsec: now.subsec_nanosecond().into() };
    match clock_settime(ClockId::Realtime, time) {
        Ok(()) => {
            tracing::warn!(%now, "the clock was set from a browser");
            Ok(())
        }
        Err(error) => Err(format!("{error} (as root: date --set @{})", now.as_second())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_set_by_who_has_the_right_in_effect() {
        for (effective, may) in [
            ("000001ffffffffff", true),
            ("0000000002000000", true),
            ("00000000fdffffff", false),
            ("0000000000000000", false),
            ("what is this", false),
        ] {
            let status =
                format!("Name:\tbellbox\nCapPrm:\t000001ffffffffff\nCapEff:\t{effective}\nSeccomp:\t0\n");
            assert_eq!(may_set(&status), may, "{effective}");
        }
        assert!(!may_set(""), "where nobody knows");
    }
}
