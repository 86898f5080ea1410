//! What the exchange wants done by its shell.

use std::net::IpAddr;

use model::{BindingChange, CallRecord, Username};
use sip::Flow;

/// One thing to do, in order: sound is opened before the message that names its port leaves.
#[derive(Clone, Debug)]
pub enum Output {
    /// Somebody gave credentials that do not fit; at most once a second, the counter has the others.
    BadCredentials {
        /// From where.
        source: IpAddr,
        /// For which account, which may not exist; at most 64 characters.
        username: String,
    },
    /// A registration changed.
    Binding {
        /// What changed.
        change: BindingChange,
        /// When it is set, a telephone waits for its answer until the shell says with
        /// [`crate::Exchange::handle_registered`] that the change is on disk.
        ticket: Option<u64>,
    },
    /// A connection to close, when all that was to be sent on it is sent. It is as good as closed already:
    /// [`crate::Exchange::handle_closed`] need not be called for it.
    Disconnect {
        /// The connection.
        flow: Flow,
    },
    /// A command for the media threads.
    Media(media::Command),
    /// A registered telephone no longer answers, or does again: nothing for the disk, but for who looks.
    Reachable {
        /// The account.
        username: Username,
        /// The Contact URI, verbatim.
        contact: String,
        /// Whether calls go there.
        reachable: bool,
    },
    /// A call's record as it now stands; closed when its end is set. When a closed one is on disk the shell
    /// says so with [`crate::Exchange::handle_committed`].
    Record(Box<CallRecord>),
    /// A SIP message to send. When its connection is gone the shell says so with
    /// [`crate::Exchange::handle_closed`].
    Transmit {
        /// From which of our addresses to whom; with TCP, TLS and WebSocket the connection.
        flow: Flow,
        /// The datagram, or what is written to the stream, or the WebSocket's message.
        bytes: Vec<u8>,
    },
}
