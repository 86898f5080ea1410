//! The relay's table: which packet may come in and where it goes, without touching a socket.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::time::Instant;

use crate::stream::Stream;
use crate::{Command, Event, Kind, Report, StreamId};

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
    /// Our own addresses: a packet from one of them is never a telephone's, else legs that name each other's
    /// ports would send packets round for ever.
    locals: HashSet<SocketAddr>,
    max_streams: usize,
}

impl Relay {
    /// An empty relay for at most so many streams.
    pub fn new(max_streams: usize) -> Self {
        Self { streams: HashMap::new(), locals: HashSet::new(), max_streams }
    }

    /// Obeys an order. One about a stream that is not open is ignored: it may have just failed or ended.
    pub fn handle_command(&mut self, command: Command, now: Instant) -> Option<Event> {
        match command {
            Command::Open { stream, local } => self.open(stream, local),
            Command::Peer { stream, rtp, rtcp, signalling, clocks, codec } => {
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
        if !from.receive(kind, packet, source, &self.locals, now) {
            return None;
        }
        let stream = from.joined?;
        let other = self.streams.get_mut(&stream)?;
        let to = other.send(kind)?;
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
        let failed = |error: String| Some(Event::Failed { stream, local, is_taken: false, error });
        if self.streams.contains_key(&stream) {
            return failed("the stream is open already".to_owned());
        }
        if self.streams.len() >= self.max_streams {
            return failed(format!("{} streams are open, no more are allowed", self.max_streams));
        }
        self.locals.extend([local, rtcp_of(local)]);
        self.streams.insert(stream, Stream::new(local));
        None
    }

    fn join(&mut self, a: StreamId, b: StreamId, now: Instant) {
        if a == b || !self.streams.contains_key(&a) || !self.streams.contains_key(&b) {
            return;
        }
        for (stream, other) in [(a, b), (b, a)] {
            if self.streams.get(&stream).is_some_and(|found| found.joined != Some(other)) {
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
        Some(Event::Closed { stream, report: ended.report() })
    }

    /// Silence counts from the moment both sides of a pair are known: before that nobody speaks.
    fn expect_sound(&mut self, stream: StreamId, now: Instant) {
        let other = self.streams.get(&stream).and_then(|found| found.joined);
        let pair = [Some(stream), other];
        let is_met = |stream: &Option<StreamId>| {
            stream.and_then(|stream| self.streams.get(&stream)).is_some_and(Stream::is_met)
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

fn rtcp_of(rtp: SocketAddr) -> SocketAddr {
    SocketAddr::new(rtp.ip(), rtp.port().saturating_add(1))
}

#[cfg(test)]
mod tests;
