//! The orderly end.

use std::io;
use std::thread;
use std::time::Duration;

use calls::{Order, Reply};
use tokio::signal::unix::{SignalKind, signal};

/// How long telephones may take to hear that their calls are over.
const FAREWELL: Duration = Duration::from_secs(2);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Returns when the program is asked to stop.
pub(super) async fn asked() -> io::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let by = tokio::select! {
        _ = terminated.recv() => "SIGTERM",
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
