//! The exchange as a child of the first process: started, buried, started again.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, kill_process, wait};
use tokio::time::sleep;

use super::disk::DATA;
use super::end::{End, Signals};

/// Between two starts at least, doubled each time, and at most.
const PAUSE_FIRST: Duration = Duration::from_secs(1);
const PAUSE_LAST: Duration = Duration::from_secs(60);
/// Who lived so long begins with the first pause again.
const HEALTHY: Duration = Duration::from_secs(60);
/// So long an orderly stop may take.
const STOP_PATIENCE: Duration = Duration::from_secs(20);

/// Keeps the exchange running until the end of the box is asked for; then it has been stopped.
pub(super) async fn supervise(signals: &mut Signals) -> End {
    let mut pause = PAUSE_FIRST;
    loop {
        let began = Instant::now();
        match start() {
            Ok(child) => match ended_or_asked(child, signals).await {
                Ok(status) => tracing::error!(?status, "the exchange has ended"),
                Err(end) => {
                    stop(child, signals).await;
                    return end;
                }
            },
            Err(error) => tracing::error!(%error, "the exchange cannot be started"),
        }
        pause = next_pause(pause, began.elapsed());
        tracing::info!(seconds = pause.as_secs(), "it is started again");
        tokio::select! {
            () = sleep(pause) => {}
            end = signals.asked() => return end,
        }
    }
}

/// How long to wait after one that lived so long, where the pause before was this one.
fn next_pause(before: Duration, lived: Duration) -> Duration {
    if lived >= HEALTHY { PAUSE_FIRST } else { (before * 2).min(PAUSE_LAST) }
}

/// The same program with these arguments and the box's data; it says what it says on the console.
pub(super) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new("/proc/self/exe");
    command.arg0("bellbox").args(arguments).args(["--data", DATA]);
    command.env_clear().env("HOME", DATA).current_dir("/").stdin(Stdio::null());
    command
}

fn start() -> io::Result<Pid> {
    let child = program(&["run"]).spawn()?;
    i32::try_from(child.id())
        .ok()
        .and_then(Pid::from_raw)
        .ok_or_else(|| io::Error::other("a process without a number"))
}

/// Waits for its end, and buries all others meanwhile; or somebody asks for the end of the box.
async fn ended_or_asked(child: Pid, signals: &mut Signals) -> Result<WaitStatus, End> {
    loop {
        if let Some(status) = bury(child) {
            return Ok(status);
        }
        if let Some(end) = signals.child_or_asked().await {
            return Err(end);
        }
    }
}

/// Buries every child that has ended; how this one did, if it is among them.
fn bury(child: Pid) -> Option<WaitStatus> {
    let mut of_child = None;
    while let Ok(Some((process, status))) = wait(WaitOptions::NOHANG) {
        if process == child {
            of_child = Some(status);
        }
    }
    of_child
}

/// Asks it to stop and waits; what does not stop in time is killed.
async fn stop(child: Pid, signals: &mut Signals) {
    let _ = kill_process(child, Signal::TERM);
    let stopped = async {
        while bury(child).is_none() {
            signals.child().await;
        }
    };
    if tokio::time::timeout(STOP_PATIENCE, stopped).await.is_err() {
        tracing::warn!("the exchange does not stop: killed");
        let _ = kill_process(child, Signal::KILL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fails_at_once_waits_longer_each_time() {
        let mut pause = PAUSE_FIRST;
        let pauses: Vec<u64> = (0..8)
            .map(|_| {
                pause = next_pause(pause, Duration::from_millis(50));
                pause.as_secs()
            })
            .collect();
        assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(next_pause(pause, HEALTHY), PAUSE_FIRST);
    }
}
