//! What the relay is told, and what it tells.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

/// The sound of one leg of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(pub u64);

/// Which of a stream's two sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Sound (RFC 3550 §5).
    Rtp,
    /// Reports about sound (RFC 3550 §6).
    Rtcp,
}

/// An order to the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begins a stream on our ports: RTP at `local`, RTCP at the port above.
    Open {
        /// The new stream.
        stream: StreamId,
        /// Our RTP address.
        local: SocketAddr,
    },
    /// Says where the telephone is and who may send, after each offer or answer.
    Peer {
        /// The stream.
        stream: StreamId,
        /// Where it wants RTP.
        rtp: SocketAddr,
        /// Where it wants RTCP.
        rtcp: SocketAddr,
        /// Where its signalling comes from: behind NAT, its packets come from there too.
        signalling: IpAddr,
        /// The clock of each payload type, hertz.
        clocks: Vec<(u8, u32)>,
        /// The codec that leads, for the report: "PCMA/8000".
        codec: String,
    },
    /// Relays between two streams; each is parted from whatever it was joined to.
    Join {
        /// One stream.
        a: StreamId,
        /// The other stream.
        b: StreamId,
    },
    /// Ends relaying from and to a stream; it stays open.
    Part {
        /// The stream.
        stream: StreamId,
    },
    /// Ends a stream; [`Event::Closed`] follows.
    Close {
        /// The stream.
        stream: StreamId,
    },
}

impl Command {
    /// The stream that it is about; of two that are joined, the first.
    pub fn stream(&self) -> StreamId {
        match self {
            Self::Open { stream, .. }
            | Self::Peer { stream, .. }
            | Self::Join { a: stream, .. }
            | Self::Part { stream }
            | Self::Close { stream } => *stream,
        }
    }
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A stream could not be opened.
    Failed {
        /// The stream.
        stream: StreamId,
        /// The address that was wanted.
        local: SocketAddr,
        /// Whether another program holds the port; otherwise the address is none of ours, or there is no room.
        is_taken: bool,
        /// Why, for people.
        error: String,
    },
    /// A stream has ended.
    Closed {
        /// The stream.
        stream: StreamId,
        /// How its sound was.
        report: Report,
    },
}

/// How the sound of one leg was, as the box saw it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The codec: "PCMA/8000".
    pub codec: String,
    /// RTP packets that came from the telephone and were accepted.
    pub packets_received: u64,
    /// RTP packets that were relayed to it.
    pub packets_sent: u64,
    /// Packets from it that never came, by sequence numbers (RFC 3550 §A.3).
    pub packets_lost: u64,
    /// Interarrival jitter (RFC 3550 §A.8).
    pub jitter: Duration,
    /// Mean opinion score estimated from loss and jitter, 1.0 to 4.5; none without packets.
    pub mos: Option<f32>,
    /// The longest time without a packet while it was joined and both sides were known.
    pub longest_silence: Duration,
    /// When the last packet came.
    pub last_packet: Option<Instant>,
    /// Packets that were dropped: malformed, or from an address that may not send.
    pub refused: u64,
}
