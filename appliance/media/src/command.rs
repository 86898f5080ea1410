//! What the relay is told, and what it tells.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use crate::srtp::MasterKey;
use crate::{DtlsRole, IceCredentials, Network};

/// One stream of one leg of a call: its sound, its pictures, its facsimile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(pub u64);

/// A map by streams. Nobody outside chooses their numbers, so it needs no hash that withstands an attack.
pub type StreamMap<T> = std::collections::HashMap<StreamId, T, foldhash::fast::FixedState>;

/// Which of a stream's two sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Sound (RFC 3550 §5).
    Rtp,
    /// Reports about sound (RFC 3550 §6).
    Rtcp,
}

/// What a stream's packets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// RTP, with RTCP on the port above.
    Rtp,
    /// Anything, on one port: UDPTL (ITU-T T.38). It is passed on unread.
    Opaque,
}

/// An order to the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begins a stream on our ports: RTP at `local`, RTCP at the port above; or one port for what is opaque.
    Open {
        /// The new stream.
        stream: StreamId,
        /// Our RTP address.
        local: SocketAddr,
        /// What comes and goes there.
        form: Form,
    },
    /// Says where the telephone is and who may send, after each offer or answer. From where it sends is learned once,
    /// from the first packet that fits; to say the same again changes nothing.
    Peer {
        /// The stream.
        stream: StreamId,
        /// Where it wants RTP.
        rtp: SocketAddr,
        /// Where it wants RTCP.
        rtcp: SocketAddr,
        /// Where its registration comes from: behind NAT, its packets come from there too.
        registered: Option<IpAddr>,
        /// From where else they may come: a trunk's media networks.
        networks: Vec<Network>,
        /// The clock of each payload type, hertz.
        clocks: Vec<(u8, u32)>,
        /// The codec that leads, for the report: "PCMA/8000".
        codec: String,
    },
    /// Says how payload numbers of what comes from this stream's telephone are changed on their way out; instead of
    /// what was said before. Numbers that are not named stay as they are.
    Payloads {
        /// The stream.
        stream: StreamId,
        /// Each number and what it becomes.
        to: Vec<(u8, u8)>,
    },
    /// Says whether the stream's telephone takes what the other one sends; one on hold does not, even while the other
    /// has not heard of it. RTCP still crosses.
    Mute {
        /// Which.
        stream: StreamId,
        /// Nothing is sent to it.
        mute: bool,
    },
    /// Says by which keys RTP and RTCP come from this stream's telephone and go to it; none: in clear. It is to be said
    /// before [`Command::Peer`], so that nothing is taken for what it is not. To say the same again changes nothing; a
    /// key that was replaced must never be given again.
    Protect {
        /// The stream.
        stream: StreamId,
        /// The telephone's key.
        receive: Option<MasterKey>,
        /// Ours.
        send: Option<MasterKey>,
    },
    /// Says that the keys come of a DTLS-SRTP handshake on the stream's RTP port (RFC 5763), to which RTCP comes too
    /// (RFC 5761), instead of [`Command::Protect`]; a later one of those ends it. Until the keys are there nothing
    /// passes, in either direction; without an identity of ours, never. To say the same again changes nothing, unless
    /// the handshake has failed; another role or fingerprint asks for a new one. With other credentials ICE begins
    /// anew (RFC 8445 §9), and the keys stay.
    Handshake {
        /// The stream.
        stream: StreamId,
        /// Who begins.
        role: DtlsRole,
        /// The SHA-256 of the telephone's certificate.
        fingerprint: [u8; 32],
        /// By what the telephone shows where it is; none: by its address alone.
        ice: Option<IceCredentials>,
    },
    /// Says whether packets must come: without any, RTP or RTCP, for so long from now on [`Event::Silent`] follows,
    /// once.
    Expect {
        /// The stream.
        stream: StreamId,
        /// How long; none while its telephone has nothing to send (it is held), which is no silence either.
        within: Option<Duration>,
    },
    /// Relays between two streams of one form; each is parted from whatever it was joined to.
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
            | Self::Payloads { stream, .. }
            | Self::Protect { stream, .. }
            | Self::Handshake { stream, .. }
            | Self::Expect { stream, .. }
            | Self::Mute { stream, .. }
            | Self::Join { a: stream, .. }
            | Self::Part { stream }
            | Self::Close { stream } => *stream,
        }
    }
}

/// What became of an order, or of the sound.
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
    /// Nothing came for as long as was said with [`Command::Expect`]; it is not told again before the next such order.
    Silent {
        /// The stream.
        stream: StreamId,
    },
}

/// How one stream was, as the box saw it. What is opaque has no losses, no jitter and no score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The codec: "PCMA/8000".
    pub codec: String,
    /// RTP (or opaque) packets that came from the telephone and were accepted.
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
    /// Packets that were dropped: malformed, repeated under encryption, or from an address that may not send.
    pub refused: u64,
    /// Packets that were dropped because they were not encrypted with the telephone's key.
    pub unauthentic: u64,
    /// Packets for it that could not be encrypted: repeated, too long, or of too many sources.
    pub unsent: u64,
}
