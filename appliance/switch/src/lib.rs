//! The shell around the exchange: the SIP sockets and connections, the loop, the media threads and their sockets.
//!
//! One thread ("sip") owns the [`exchange::Exchange`] and is the only one that talks to it; media threads
//! ("media-0", ...) own the RTP sockets, so that nothing that a SIP message costs can delay a 20 ms frame. They
//! talk over bounded channels that nobody waits for. Connections (TCP, TLS, WebSocket) are tokio tasks on a runtime
//! of the program, which brings the certificates too. Deliberately absent: SQL, files, and every decision about a
//! call.

#[expect(unsafe_code, reason = "recvmmsg and sendmmsg are in no safe interface")]
mod batch;
mod connections;
mod counters;
mod guard;
mod handle;
mod load;
mod log;
mod machine;
mod media_orders;
mod media_thread;
mod outbox;
mod sip_loop;
mod sip_socket;
mod sip_sockets;
mod sockets;
mod start;
mod stream;
#[cfg(test)]
mod tests;

pub use handle::{Busy, Handle};
pub use media::DtlsIdentity;
pub use sip::Transport;
pub use start::{Config, Sink, StartError, start};
pub use stream::{Ends, StreamLimits};
