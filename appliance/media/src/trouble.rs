//! What keeps packets out while a call is up: counted for all streams together, and told once a stream.

use std::fmt;
use std::net::SocketAddr;

use crate::StreamId;
use crate::protection::Refusal;

/// So many packets of one stream are dropped before that is told: a second of sound. A few are ordinary, around the
/// moment when a description or a key changes.
const ORDINARY: u64 = 50;

/// What became of packets and handshakes in all streams since the relay began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Packets that were dropped: malformed, repeated under encryption, from an address that may not send, or before
    /// the keys were there.
    pub refused: u64,
    /// Packets that were dropped because they were not encrypted with the telephone's key.
    pub unauthentic: u64,
    /// Handshakes that brought keys.
    pub handshakes: u64,
    /// Handshakes that came to nothing.
    pub handshakes_failed: u64,
}

/// Something about a stream that someone should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The stream.
    pub stream: StreamId,
    /// Our address.
    pub local: SocketAddr,
    /// What there is.
    pub what: What,
}

/// What trouble a stream has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The other side of the handshake has another certificate than the description named.
    OtherCertificate,
    /// The handshake broke off, and how.
    Handshake(String),
    /// Many packets were dropped that may not come in.
    Refused,
    /// Many packets were dropped that were not encrypted with the telephone's key.
    Unauthentic,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherCertificate => f.write_str("another certificate than the telephone has described"),
            Self::Handshake(error) => write!(f, "the DTLS handshake failed: {error}"),
            Self::Refused => f.write_str("many packets that may not come in"),
            Self::Unauthentic => f.write_str("many packets that are not encrypted with the telephone's key"),
        }
    }
}

impl Totals {
    /// Counts a packet that was dropped.
    pub(crate) fn note(&mut self, refusal: Refusal) {
        match refusal {
            Refusal::Refused => self.refused += 1,
            Refusal::Unauthentic => self.unauthentic += 1,
        }
    }
}

/// What is to be told of packets that one stream has dropped.
pub(crate) fn of_dropped(refused: u64, unauthentic: u64) -> Option<What> {
    match (refused, unauthentic) {
        (_, ORDINARY) => Some(What::Unauthentic),
        (ORDINARY, _) => Some(What::Refused),
        _ => None,
    }
}
