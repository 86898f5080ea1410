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
    /// Handlers that panicked; each ended one message only.
    handler_panics,
    /// Orders to a media thread that were dropped because it did not keep up.
    rtp_orders_dropped,
    /// Datagrams that came to RTP and RTCP ports.
    rtp_packets_received,
    /// Datagrams relayed to the other leg.
    rtp_packets_relayed,
    /// Sends that the system refused.
    rtp_send_errors,
    /// Datagrams longer than an RTP packet can be here.
    rtp_truncated,
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
