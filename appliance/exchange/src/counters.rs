//! What is counted since the start, for metrics and `status`.

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Counters since the start.
        #[derive(Debug, Default)]
        pub(crate) struct Counters {
            $($(#[$doc])* pub(crate) $name: u64,)*
        }

        impl Counters {
            /// Each with its name in the metrics.
            pub(crate) fn list(&self) -> Vec<(&'static str, u64)> {
                vec![$((concat!(stringify!($name), "_total"), self.$name),)*]
            }
        }
    };
}

counters! {
    /// INVITEs that became a call with a record.
    calls,
    /// Calls that somebody answered.
    calls_answered,
    /// INVITEs answered 503 because a limit of ours was reached.
    calls_refused,
    /// Answers that were left out: more than half as much again as a stranger had sent.
    sip_answers_withheld,
    /// Credentials that were not looked at after too many mistakes from the same address for the same account.
    sip_guesses_slowed,
    /// Requests with credentials that do not fit.
    sip_bad_credentials,
    /// Requests challenged for the first time.
    sip_challenges,
    /// Datagrams that came, keep-alives included.
    sip_datagrams,
    /// Connections ended by the flood limits.
    sip_flood_connections_cut,
    /// Datagrams dropped by the flood limits.
    sip_flood_dropped,
    /// Messages that came by a connection.
    sip_frames,
    /// CR LF keep-alives.
    sip_keep_alives,
    /// Datagrams that are no SIP message.
    sip_malformed,
    /// REGISTERs that changed or refreshed a registration.
    sip_registrations,
    /// Requests, retransmissions not counted.
    sip_requests,
    /// Credentials with a nonce that was used or is too old.
    sip_stale_nonces,
    /// Offers and answers that named one of our own RTP ports.
    rtp_own_ports_refused,
    /// RTP streams that could not be opened.
    rtp_ports_failed,
}
