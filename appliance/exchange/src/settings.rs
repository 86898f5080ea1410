//! What an installer decides about the exchange.

use std::ops::RangeInclusive;
use std::time::Duration;

use sip::RegistrarSettings;

/// Settings of the exchange; every one has a default.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Host names and addresses that mean this box in a URI, beside the address that a request came to.
    pub domain: Vec<String>,
    /// UDP ports for RTP and RTCP, even ones for RTP.
    pub rtp_ports: RangeInclusive<u16>,
    /// What it calls itself in `Server` and `User-Agent`.
    pub server_name: String,
    /// How long telephones ring before the caller is told that nobody answers.
    pub ring_timeout: Duration,
    /// How long a leg may send neither RTP nor RTCP before its call ends, unless it is on hold; none: for ever.
    pub silence: Option<Duration>,
    /// At most so many calls at once; a further one is answered 503.
    pub max_calls: usize,
    /// So many calls a second are begun even when messages come faster than they are handled; then further ones are
    /// answered 503.
    pub calls_when_behind: u32,
    /// At most so many SIP transactions at once; a further request is answered 503 without state.
    pub max_transactions: usize,
    /// Flood limits.
    pub limits: FloodLimits,
    /// Intervals and bounds of registrations.
    pub registrar: RegistrarSettings,
    /// The SHA-256 of the certificate by which this box shakes hands for encrypted sound (RFC 8122); none: it never does, and
    /// telephones in browsers have no sound.
    pub fingerprint: Option<[u8; 32]>,
}

/// How many datagrams a second are looked at; the others are dropped and counted. Twice as many may come in a
/// burst. A telephone whose message was dropped sends it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FloodLimits {
    /// From one address.
    pub per_source: u32,
    /// From all addresses together.
    pub in_all: u32,
}

impl Default for FloodLimits {
    fn default() -> Self {
        Self { per_source: 1_000, in_all: 20_000 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            domain: Vec::new(),
            rtp_ports: 10_000..=19_999,
            server_name: concat!("Bellbox/", env!("CARGO_PKG_VERSION")).to_owned(),
            ring_timeout: Duration::from_secs(60),
            silence: Some(Duration::from_secs(60)),
            max_calls: 2_000,
            calls_when_behind: 100,
            max_transactions: 50_000,
            limits: FloodLimits::default(),
            registrar: RegistrarSettings::default(),
            fingerprint: None,
        }
    }
}
