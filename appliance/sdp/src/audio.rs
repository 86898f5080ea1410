//! One audio stream as a telephone describes it (RFC 8866 §5.14, RFC 3551 §6).

use std::net::SocketAddr;

use crate::Direction;

/// One audio stream as a telephone describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audio {
    /// Where it wants RTP; an unspecified address means that it wants none (hold, RFC 3264 §8.4).
    pub rtp: SocketAddr,
    /// Where it wants RTCP: its `rtcp` attribute, else the port above RTP.
    pub rtcp: SocketAddr,
    /// Whether it would take RTCP on the RTP port (RFC 5761); we never do.
    pub rtcp_mux: bool,
    /// What it can receive, its favourite first; at most [`crate::MAX_FORMATS`].
    pub formats: Vec<Format>,
    /// Which way sound flows as it sees it. An unspecified address counts as not receiving.
    pub direction: Direction,
    /// Milliseconds of sound that it wants in a packet.
    pub ptime_ms: Option<u32>,
    /// Milliseconds of sound that it takes in a packet at most.
    pub max_ptime_ms: Option<u32>,
}

impl Audio {
    /// The codec that leads: "PCMA/8000"; events and comfort noise are none.
    pub fn codec(&self) -> String {
        self.formats.iter().find(|format| format.is_speech()).map(Format::to_string).unwrap_or_default()
    }

    /// The clock of each payload type, hertz, for counting jitter.
    pub fn clocks(&self) -> Vec<(u8, u32)> {
        self.formats.iter().map(|format| (format.payload, format.clock_hz)).collect()
    }
}

/// One payload type and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// The number in the RTP header.
    pub payload: u8,
    /// The codec's name as written: "PCMA", "telephone-event".
    pub name: String,
    /// The clock of its RTP timestamps, hertz.
    pub clock_hz: u32,
    /// Channels of sound; 1 unless said.
    pub channels: u8,
    /// Its parameters, verbatim; empty when there are none.
    pub fmtp: String,
}

impl Format {
    /// Whether both mean the same codec, by whatever number.
    pub fn is_same_codec(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
            && self.clock_hz == other.clock_hz
            && self.channels == other.channels
    }

    /// Whether it carries speech, not key presses (RFC 4733), comfort noise (RFC 3389) or copies (RFC 2198).
    pub fn is_speech(&self) -> bool {
        !["telephone-event", "CN", "red"].iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// What a static payload type means without an `rtpmap` (RFC 3551 §6, table 4).
    pub(crate) fn of_static(payload: u8) -> Option<Self> {
        let (name, clock_hz, channels) = match payload {
            0 => ("PCMU", 8000, 1),
            3 => ("GSM", 8000, 1),
            4 => ("G723", 8000, 1),
            8 => ("PCMA", 8000, 1),
            // Its clock is 8000 although it samples at 16,000 (RFC 3551 §4.5.2).
            9 => ("G722", 8000, 1),
            10 => ("L16", 44100, 2),
            11 => ("L16", 44100, 1),
            13 => ("CN", 8000, 1),
            15 => ("G728", 8000, 1),
            18 => ("G729", 8000, 1),
            _ => return None,
        };
        Some(Self { payload, name: name.to_owned(), clock_hz, channels, fmtp: String::new() })
    }

    /// Reads the value of an `rtpmap` after its payload type: "opus/48000/2".
    pub(crate) fn of_rtpmap(payload: u8, text: &str) -> Option<Self> {
        let mut parts = text.trim().split('/');
        let name = parts.next().filter(|name| is_codec_name(name))?;
        let clock_hz = parts.next()?.trim().parse().ok().filter(|hz| (1000..=384_000).contains(hz))?;
        let channels = match parts.next() {
            None | Some("") => 1,
            Some(text) => text.trim().parse().ok().filter(|channels| (1..=8).contains(channels))?,
        };
        Some(Self { payload, name: name.to_owned(), clock_hz, channels, fmtp: String::new() })
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.name, self.clock_hz)?;
        if self.channels == 1 { Ok(()) } else { write!(f, "/{}", self.channels) }
    }
}

/// A token (RFC 8866 §9) of at most 64 characters; longer names are no codec of ours.
fn is_codec_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`{|}~".contains(&byte))
}
