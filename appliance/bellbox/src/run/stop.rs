//! The orderly end.

use std::io;
use std::thread;
use std::time::Duration;

use calls::{Order, Reply};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How long telephones may take to hear that their calls are over.
const FAREWELL: Duration = Duration::from_secs(2);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Returns when the program is asked to stop.
pub(super) async fn asked() -> io::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    // Once one is listened to, further ones do no harm: a closed window sends two, one from the shell and one from
    // the system. With nohup none is listened to.
    let mut hung_up =
        if is_ignored(SignalKind::hangup()) { None } else { Some(signal(SignalKind::hangup())?) };
    let by = tokio::select! {
        _ = terminated.recv() => "SIGTERM",
        Some(()) = received(hung_up.as_mut()) => "SIGHUP",
        _ = interrupted.recv() => "SIGINT",
    };
    tracing::info!(by, "stopping");
    // A second one does not wait for telephones.
    tokio::spawn(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        tracing::warn!("stopped at once: what was not on disk yet is lost");
        std::process::exit(1);
    });
    Ok(())
}

/// Waits for a signal, for ever where none is listened to.
async fn received(signal: Option<&mut Signal>) -> Option<()> {
    match signal {
        Some(signal) => signal.recv().await,
        None => std::future::pending().await,
    }
}

/// Whether whoever started the program had this signal ignored.
fn is_ignored(kind: SignalKind) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ignores(&status, kind.as_raw_value())
}

/// Reads the mask of ignored signals (proc_pid_status(5)); signal 1 is the lowest bit.
fn ignores(status: &str, number: i32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    u32::try_from(number - 1).ok().and_then(|bit| mask.checked_shr(bit)).is_some_and(|mask| mask & 1 == 1)
}

/// Ends all calls, waits a moment for them to be over and recorded, and stops the switch.
pub(super) fn switch(switch: &switch::Handle) {
    if switch.order(Order::ShutDown).is_ok() {
        let looks = FAREWELL.as_millis() / LOOK_EVERY.as_millis();
        for _ in 0..looks {
            match switch.order(Order::Snapshot) {
                Ok(Reply::Snapshot(snapshot)) if !snapshot.calls.is_empty() => thread::sleep(LOOK_EVERY),
                _ => break,
            }
        }
    }
    switch.stop();
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[tokio::test]
    async fn a_closed_window_asks_for_an_orderly_stop_however_often_it_says_so() {
        if is_ignored(SignalKind::hangup()) {
            return;
        }
        let mut asked = std::pin::pin!(asked());
        // The first look takes the signals.
        assert!(asked.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let us = rustix::process::getpid();
        for _ in 0..2 {
            rustix::process::kill_process(us, rustix::process::Signal::HUP).unwrap();
        }
        asked.await.unwrap();
        rustix::process::kill_process(us, rustix::process::Signal::HUP).unwrap();
    }

    #[tokio::test]
    async fn what_is_not_listened_to_never_comes() {
        let mut none = std::pin::pin!(received(None));
        assert_eq!(none.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending);
    }

    #[test]
    fn nohup_is_seen_in_the_mask() {
        for (mask, ignored) in
            [("0000000000000001", true), ("0000000000001000", false), ("", false), ("x", false)]
        {
            assert_eq!(ignores(&format!("Name:\tx\nSigIgn:\t{mask}\nSigCgt:\t1\n"), 1), ignored, "{mask}");
        }
        assert!(!ignores("", 1));
    }
}
