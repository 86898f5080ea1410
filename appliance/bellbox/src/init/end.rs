//! How a box ends: who asks for it, and what happens last.

use std::io;

use rustix::system::{RebootCommand, reboot};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::disk;

/// What the box does at its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// Starts anew.
    Reboot,
    /// Switches itself off.
    PowerOff,
}

/// The signals by which the first process is told: SIGTERM switches off, Ctrl-Alt-Del (SIGINT) starts anew.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    child: Signal,
}

impl Signals {
    /// From now on they are heard.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            child: signal(SignalKind::child())?,
        })
    }

    /// Waits until somebody asks for the end.
    pub(super) async fn asked(&mut self) -> End {
        tokio::select! {
            _ = self.terminate.recv() => End::PowerOff,
            _ = self.interrupt.recv() => End::Reboot,
        }
    }

    /// Waits until a child has ended, or somebody asks for the end of the box.
    pub(super) async fn child_or_asked(&mut self) -> Option<End> {
        tokio::select! {
            _ = self.child.recv() => None,
            _ = self.terminate.recv() => Some(End::PowerOff),
            _ = self.interrupt.recv() => Some(End::Reboot),
        }
    }

    /// Waits until a child has ended.
    pub(super) async fn child(&mut self) {
        self.child.recv().await;
    }
}

/// Has the kernel send a signal for Ctrl-Alt-Del, where it would otherwise start the box anew at once.
pub(super) fn take_ctrl_alt_del() {
    if let Err(error) = reboot(RebootCommand::CadOff) {
        tracing::warn!(%error, "Ctrl-Alt-Del stays with the kernel");
    }
}

/// The last thing: what is on its way goes to the disk, and the box ends.
pub(super) fn end(end: End) -> ! {
    rustix::fs::sync();
    disk::unmount_data();
    tracing::info!(?end, "the box ends");
    let command = match end {
        End::Reboot => RebootCommand::Restart,
        End::PowerOff => RebootCommand::PowerOff,
    };
    let refused = reboot(command);
    tracing::error!(?refused, "the kernel does not end it");
    // The kernel takes the end of its first process for a failure; with `panic=` on its command line it reboots.
    std::process::exit(1)
}
