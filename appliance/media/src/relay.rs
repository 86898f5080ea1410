//! The relay's table: which packet may come in and where it goes, without touching a socket.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use rtp_rs::RtpReader;

use crate::latch::Latch;
use crate::reception::{Header, Reception};
use crate::silence::Silence;
use crate::{Command, Event, Kind, Report, StreamId, header, mos};

/// The clock of a payload type that nobody announced: that of telephone codecs (RFC 3551 §4.5).
const DEFAULT_CLOCK_HZ: u32 = 8000;

/// Where an accepted packet goes: unchanged, through that stream's socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forward {
    /// Through whose sockets.
    pub stream: StreamId,
    /// Through which of the two.
    pub kind: Kind,
    /// To whom.
    pub to: SocketAddr,
}

/// The streams of one media thread.
#[derive(Debug)]
pub struct Relay {
    /// Open streams; at most `max_streams`, beyond which opening fails.
    streams: HashMap<StreamId, Stream>,
    /// Our own addresses: a peer that names one of them would make packets go round for ever.
    locals: HashSet<SocketAddr>,
    max_streams: usize,
}

#[derive(Debug)]
struct Stream {
    local: SocketAddr,
    peer: Option<Peer>,
    joined: Option<StreamId>,
    reception: Reception,
    silence: Silence,
    sent: u64,
    refused: u64,
}

#[derive(Debug)]
struct Peer {
    rtp: Latch,
    rtcp: Latch,
    /// Who may send: the address that was announced, and the one that signals.
    allowed: [IpAddr; 2],
    clocks: Vec<(u8, u32)>,
    codec: String,
}

impl Relay {
    /// An empty relay for at most so many streams.
    pub fn new(max_streams: usize) -> Self {
        Self {
            streams: HashMap::new(),
            locals: HashSet::new(),
            max_streams,
        }
    }

    /// Obeys an order. One about a stream that is not open is ignored: it may have just failed or ended.
    pub fn handle_command(&mut self, command: Command, now: Instant) -> Option<Event> {
        match command {
            Command::Open { stream, local } => self.open(stream, local),
            Command::Peer {
                stream,
                rtp,
                rtcp,
                signalling,
                clocks,
                codec,
            } => {
                let [rtp, rtcp] = [rtp, rtcp].map(|address| self.without_loop(address));
                if let Some(found) = self.streams.get_mut(&stream) {
                    found.meet(rtp, rtcp, signalling, clocks, codec);
                }
                self.expect_sound(stream, now);
                None
            }
            Command::Join { a, b } => {
                self.join(a, b, now);
                None
            }
            Command::Part { stream } => {
                self.part(stream, now);
                None
            }
            Command::Close { stream } => self.close(stream, now),
        }
    }

    /// Decides about one packet that came to a stream's socket: where it goes, or nowhere.
    pub fn handle_packet(
        &mut self,
        stream: StreamId,
        kind: Kind,
        packet: &[u8],
        source: SocketAddr,
        now: Instant,
    ) -> Option<Forward> {
        let from = self.streams.get_mut(&stream)?;
        if !from.accept(kind, packet, source, now) {
            from.refused += 1;
            return None;
        }
        let stream = from.joined?;
        let other = self.streams.get_mut(&stream)?;
        let peer = other.peer.as_ref()?;
        let to = match kind {
            Kind::Rtp => peer.rtp.destination()?,
            Kind::Rtcp => peer.rtcp.destination()?,
        };
        if kind == Kind::Rtp {
            other.sent += 1;
        }
        Some(Forward { stream, kind, to })
    }

    /// How a stream's sound is so far; the silence up to its last packet.
    pub fn sound(&self, stream: StreamId) -> Option<Report> {
        self.streams.get(&stream).map(Stream::report)
    }

    /// How many streams are open.
    pub fn len(&self) -> usize {
        self.streams.len()
    }

    /// Whether no stream is open.
    pub fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }

    fn open(&mut self, stream: StreamId, local: SocketAddr) -> Option<Event> {
        let failed = |error: String| Some(Event::Failed { stream, local, error });
        if self.streams.contains_key(&stream) {
            return failed("the stream is open already".to_owned());
        }
        if self.streams.len() >= self.max_streams {
            return failed(format!(
                "{} streams are open, no more are allowed",
                self.max_streams
            ));
        }
        self.locals.extend([local, rtcp_of(local)]);
        self.streams.insert(stream, Stream::new(local));
        None
    }

    /// The address, or, when it is one of our own, the unspecified one to which nothing is sent.
    fn without_loop(&self, address: SocketAddr) -> SocketAddr {
        if self.locals.contains(&address) {
            SocketAddr::from(([0, 0, 0, 0], 0))
        } else {
            address
        }
    }

    fn join(&mut self, a: StreamId, b: StreamId, now: Instant) {
        if a == b || !self.streams.contains_key(&a) || !self.streams.contains_key(&b) {
            return;
        }
        for (stream, other) in [(a, b), (b, a)] {
            if self
                .streams
                .get(&stream)
                .is_some_and(|found| found.joined != Some(other))
            {
                self.part(stream, now);
            }
        }
        for (stream, other) in [(a, b), (b, a)] {
            if let Some(found) = self.streams.get_mut(&stream) {
                found.joined = Some(other);
            }
        }
        self.expect_sound(a, now);
    }

    fn part(&mut self, stream: StreamId, now: Instant) {
        let other = self.streams.get(&stream).and_then(|found| found.joined);
        for stream in [Some(stream), other].into_iter().flatten() {
            if let Some(found) = self.streams.get_mut(&stream) {
                found.joined = None;
                found.silence.pause(now);
            }
        }
    }

    fn close(&mut self, stream: StreamId, now: Instant) -> Option<Event> {
        self.part(stream, now);
        let ended = self.streams.remove(&stream)?;
        for address in [ended.local, rtcp_of(ended.local)] {
            self.locals.remove(&address);
        }
        Some(Event::Closed {
            stream,
            report: ended.report(),
        })
    }

    /// Silence counts from the moment both sides of a pair are known: before that nobody speaks.
    fn expect_sound(&mut self, stream: StreamId, now: Instant) {
        let other = self.streams.get(&stream).and_then(|found| found.joined);
        let pair = [Some(stream), other];
        let is_met = |stream: &Option<StreamId>| {
            stream
                .and_then(|stream| self.streams.get(&stream))
                .is_some_and(|found| found.peer.is_some())
        };
        if pair.iter().all(is_met) {
            for stream in pair.into_iter().flatten() {
                if let Some(found) = self.streams.get_mut(&stream) {
                    found.silence.expect(now);
                }
            }
        }
    }
}

impl Stream {
    fn new(local: SocketAddr) -> Self {
        Self {
            local,
            peer: None,
            joined: None,
            reception: Reception::default(),
            silence: Silence::default(),
            sent: 0,
            refused: 0,
        }
    }

    fn meet(
        &mut self,
        rtp: SocketAddr,
        rtcp: SocketAddr,
        signalling: IpAddr,
        clocks: Vec<(u8, u32)>,
        codec: String,
    ) {
        let allowed = [rtp.ip(), signalling];
        match &mut self.peer {
            Some(peer) if peer.allowed == allowed => {
                peer.rtp.renew(rtp);
                peer.rtcp.renew(rtcp);
                peer.clocks = clocks;
                peer.codec = codec;
            }
            Some(_) | None => {
                self.peer = Some(Peer {
                    rtp: Latch::new(rtp),
                    rtcp: Latch::new(rtcp),
                    allowed,
                    clocks,
                    codec,
                });
            }
        }
    }

    /// Whether the packet is well formed and the peer's; then it is counted.
    fn accept(&mut self, kind: Kind, packet: &[u8], source: SocketAddr, now: Instant) -> bool {
        let Some(peer) = &mut self.peer else { return false };
        match kind {
            Kind::Rtp => {
                let Some(rtp) = header::rtp(packet) else {
                    return false;
                };
                if !peer.rtp.accepts(source, peer.allowed) {
                    return false;
                }
                self.reception.record(peer.header(&rtp), now);
                self.silence.broken(now);
                true
            }
            Kind::Rtcp => header::is_rtcp(packet) && peer.rtcp.accepts(source, peer.allowed),
        }
    }

    fn report(&self) -> Report {
        let codec = self
            .peer
            .as_ref()
            .map(|peer| peer.codec.clone())
            .unwrap_or_default();
        let (received, lost) = (self.reception.packets(), self.reception.lost());
        let jitter = self.reception.jitter();
        Report {
            mos: mos::estimate(&codec, received, lost, jitter),
            codec,
            packets_received: received,
            packets_sent: self.sent,
            packets_lost: lost,
            jitter,
            longest_silence: self.silence.longest(),
            last_packet: self.reception.last_packet(),
            refused: self.refused,
        }
    }
}

impl Peer {
    fn header(&self, rtp: &RtpReader<'_>) -> Header {
        let payload = rtp.payload_type();
        let clock = self.clocks.iter().find(|(known, _)| *known == payload);
        Header {
            ssrc: rtp.ssrc(),
            sequence: rtp.sequence_number().into(),
            timestamp: rtp.timestamp(),
            clock_hz: clock.map_or(DEFAULT_CLOCK_HZ, |(_, hz)| *hz),
        }
    }
}

fn rtcp_of(rtp: SocketAddr) -> SocketAddr {
    SocketAddr::new(rtp.ip(), rtp.port().saturating_add(1))
}
