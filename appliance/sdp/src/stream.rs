//! One stream as a telephone describes it (RFC 8866 §5.14).

use std::net::SocketAddr;

use crate::{Crypto, Direction, Dtls, Format, Kind, Security};

/// One stream as a telephone describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// What it carries.
    pub kind: Kind,
    /// Where it wants RTP, or UDPTL; an unspecified address means that it wants none (hold, RFC 3264 §8.4), but with ICE
    /// only that its candidates say where.
    pub rtp: SocketAddr,
    /// Where it wants RTCP: its `rtcp` attribute (RFC 3605), else the port above RTP; with DTLS the RTP port. UDPTL has
    /// none.
    pub rtcp: SocketAddr,
    /// Whether it would take RTCP on the RTP port (RFC 5761); we do with DTLS and never else.
    pub rtcp_mux: bool,
    /// What it can receive, its favourite first; at most [`crate::MAX_FORMATS`]. None for facsimile.
    pub formats: Vec<Format>,
    /// Which way media flow as it sees it. An unspecified address without ICE counts as not receiving.
    pub direction: Direction,
    /// Milliseconds of sound that it wants in a packet: 10 to 60.
    pub ptime_ms: Option<u32>,
    /// Milliseconds of sound that it takes in a packet at most.
    pub max_ptime_ms: Option<u32>,
    /// The bandwidths that it takes, as written: "AS:384". Only of video.
    pub bandwidths: Vec<String>,
    /// What else crosses, as written: "T38FaxVersion:0".
    pub attributes: Vec<String>,
    /// Whether it is encrypted.
    pub secure: Security,
    /// The keys by which it may be, its favourite first. They never cross.
    pub crypto: Vec<Crypto>,
    /// What it says of DTLS-SRTP; there exactly when `secure` says so. It never crosses.
    pub dtls: Option<Dtls>,
    /// The profile in its media line, as it is without encryption.
    pub(crate) protocol: &'static str,
}

impl Stream {
    /// The codec that leads: "PCMA/8000", or "T.38"; events and comfort noise are none.
    pub fn codec(&self) -> String {
        if self.kind == Kind::Image {
            return "T.38".to_owned();
        }
        self.formats.iter().find(|format| format.is_speech()).map(Format::to_string).unwrap_or_default()
    }

    /// The clock of each payload type, hertz, for counting jitter.
    pub fn clocks(&self) -> Vec<(u8, u32)> {
        self.formats.iter().map(|format| (format.payload, format.clock_hz)).collect()
    }

    /// Whether the other leg need not hear of the difference: addresses, ports, keys and handshakes belong to one leg.
    pub(crate) fn asks_the_same(&self, other: &Self) -> bool {
        let Self { rtp, rtcp, rtcp_mux, secure, .. } = *other;
        let (crypto, dtls) = (other.crypto.clone(), other.dtls.clone());
        Self { rtp, rtcp, rtcp_mux, secure, crypto, dtls, ..self.clone() } == *other
    }
}
