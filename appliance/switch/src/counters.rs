//! What the shell counts; it stands beside the exchange's own counters in a snapshot.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Counters since the start, shared by the threads.
        #[derive(Debug, Default)]
        pub(crate) struct Counters {
            $($(#[$doc])* pub(crate) $name: Counter,)*
        }

        impl Counters {
            /// Each with its name in the metrics.
            pub(crate) fn list(&self) -> Vec<(&'static str, u64)> {
                vec![$((concat!(stringify!($name), "_total"), self.$name.get()),)*]
            }
        }
    };
}

counters! {
    /// Handshakes of telephones that brought keys for their sound.
    dtls_handshakes,
    /// Handshakes that came to nothing, so that their streams stay silent.
    dtls_handshakes_failed,
    /// Handlers that panicked; each ended one message only.
    handler_panics,
    /// Orders to a media thread that were dropped because it did not keep up.
    rtp_orders_dropped,
    /// Datagrams that came to RTP and RTCP ports.
    rtp_packets_received,
    /// Datagrams relayed to the other leg.
    rtp_packets_relayed,
    /// Datagrams on ports of streams that were dropped: malformed, repeated under encryption, from an address that
    /// may not send, or before keys that are awaited.
    rtp_refused_packets,
    /// Sends that the system refused.
    rtp_send_errors,
    /// Datagrams longer than an RTP packet can be here.
    rtp_truncated,
    /// Datagrams that were dropped because they were not encrypted with the telephone's key.
    rtp_unauthentic_packets,
    /// Connections of telephones that were ready for messages.
    sip_connections,
    /// Connections that were closed for being slow or silent.
    sip_connections_cut,
    /// Connections that were closed unread, for there were too many.
    sip_connections_refused,
    /// Sends that the system refused, or for which there is no socket or connection.
    sip_send_errors,
    /// Streams in which the next message could not be found.
    sip_streams_broken,
}

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
