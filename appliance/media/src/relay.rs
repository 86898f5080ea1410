//! The relay's table: which packet may come in and where it goes, without touching a socket.

use std::collections::{HashSet, VecDeque};
use std::net::SocketAddr;
use std::time::Instant;

use crate::expectation::DueList;
use crate::handshake::Terms;
use crate::latch::Permit;
use crate::payloads::Payloads;
use crate::stream::Stream;
use crate::{Command, Event, Form, Kind, Packet, Report, StreamId, StreamMap, Totals, Trouble, What};

mod handshakes;

use handshakes::Handshakes;

/// Where an accepted packet goes: as it now stands in its buffer, through that stream's socket.
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
    streams: StreamMap<Box<Stream>>,
    /// Our own addresses: a packet from one of them is never a telephone's, else legs that name each other's
    /// ports would send packets round for ever.
    locals: HashSet<SocketAddr>,
    max_streams: usize,
    due: DueList,
    handshakes: Handshakes,
    /// News of silence, one a stream and order at most; the owner takes them after each [`Self::handle_timeout`].
    events: VecDeque<Event>,
    totals: Totals,
    /// Troubles that wait for the owner, one a stream at most.
    troubles: VecDeque<Trouble>,
}

impl Relay {
    /// An empty relay for at most so many streams.
    pub fn new(max_streams: usize) -> Self {
        Self {
            streams: StreamMap::default(),
            locals: HashSet::new(),
            max_streams,
            due: DueList::default(),
            handshakes: Handshakes::default(),
            events: VecDeque::new(),
            totals: Totals::default(),
            troubles: VecDeque::new(),
        }
    }

    /// Obeys an order. One about a stream that is not open is ignored: it may have just failed or ended.
    pub fn handle_command(&mut self, command: Command, now: Instant) -> Option<Event> {
        match command {
            Command::Open { stream, local, form } => self.open(stream, local, form),
            Command::Peer { stream, rtp, rtcp, registered, networks, clocks, codec } => {
                if let Some(found) = self.streams.get_mut(&stream) {
                    found.meet([rtp, rtcp], Permit { registered, networks }, clocks, codec);
                }
                self.carry_on(stream, now);
                self.expect_sound(stream, now);
                None
            }
            Command::Payloads { stream, to } => {
                if let Some(found) = self.streams.get_mut(&stream) {
                    found.payloads = Payloads::new(&to);
                }
                None
            }
            Command::Protect { stream, receive, send } => {
                if let Some(found) = self.streams.get_mut(&stream) {
                    found.protect(receive.as_ref(), send.as_ref());
                }
                self.carry_on(stream, now);
                None
            }
            Command::Handshake { stream, role, fingerprint, ice } => {
                self.shake(stream, Terms { role, fingerprint, ice }, now);
                None
            }
            Command::Expect { stream, within } => {
                if let Some(found) = self.streams.get_mut(&stream) {
                    self.due.set(stream, &mut found.expectation, within, now);
                    found.silence.hold(within.is_none(), now);
                }
                self.expect_sound(stream, now);
                None
            }
            Command::Mute { stream, mute } => {
                if let Some(found) = self.streams.get_mut(&stream) {
                    found.muted = mute;
                }
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

    /// Decides about one packet that came to a stream's socket: where it goes, or nowhere. One that goes on is decrypted,
    /// renumbered and encrypted where it is.
    pub fn handle_packet(
        &mut self,
        stream: StreamId,
        kind: Kind,
        packet: &mut Packet<'_>,
        source: SocketAddr,
        now: Instant,
    ) -> Option<Forward> {
        let from = self.streams.get_mut(&stream)?;
        let kind = match from.receive(kind, packet, source, &self.locals, now) {
            Ok(Some(kind)) => kind,
            Ok(None) => {
                self.carry_on(stream, now);
                return None;
            }
            Err(refusal) => {
                self.totals.note(refusal);
                self.note_trouble(stream, None);
                return None;
            }
        };
        let stream = from.joined?;
        if kind == Kind::Rtp && from.form == Form::Rtp {
            from.payloads.rewrite(packet.bytes_mut());
        }
        let other = self.streams.get_mut(&stream)?;
        let (kind, to) = other.send(kind, packet)?;
        Some(Forward { stream, kind, to })
    }

    /// When [`Self::handle_timeout`] must next be called.
    pub fn poll_timeout(&self) -> Option<Instant> {
        [self.due.next(), self.handshakes.next()].into_iter().flatten().min()
    }

    /// Finds the streams that have been silent for too long, and the handshakes that have to say something again.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.handle_handshakes(now);
        while let Some(stream) = self.due.pop(now) {
            let Some(found) = self.streams.get_mut(&stream) else { continue };
            if self.due.is_silent(stream, &mut found.expectation, now) {
                self.events.push_back(Event::Silent { stream });
            }
        }
    }

    /// Takes the next news.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// What became of packets and handshakes so far.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Takes the next trouble, of which each stream tells one.
    pub fn poll_trouble(&mut self) -> Option<Trouble> {
        self.troubles.pop_front()
    }

    /// How a stream's sound is so far; the silence up to its last packet.
    pub fn sound(&self, stream: StreamId) -> Option<Report> {
        self.streams.get(&stream).map(|stream| stream.report())
    }

    /// How many streams are open.
    pub fn len(&self) -> usize {
        self.streams.len()
    }

    /// Whether no stream is open.
    pub fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }

    /// Notes what a stream has trouble with: this, or what its counters say.
    fn note_trouble(&mut self, stream: StreamId, what: Option<What>) {
        let Some(found) = self.streams.get_mut(&stream) else { return };
        if let Some(what) = found.first_trouble(what) {
            self.troubles.push_back(Trouble { stream, local: found.local, what });
        }
    }

    fn open(&mut self, stream: StreamId, local: SocketAddr, form: Form) -> Option<Event> {
        let failed = |error: String| Some(Event::Failed { stream, local, is_taken: false, error });
        if self.streams.contains_key(&stream) {
            return failed("the stream is open already".to_owned());
        }
        if self.streams.len() >= self.max_streams {
            return failed(format!("{} streams are open, no more are allowed", self.max_streams));
        }
        let opened = Stream::new(local, form);
        self.locals.extend(opened.locals());
        self.streams.insert(stream, Box::new(opened));
        self.troubles.reserve(self.streams.len());
        None
    }

    fn join(&mut self, a: StreamId, b: StreamId, now: Instant) {
        let form = |stream| self.streams.get(stream).map(|found| found.form);
        // What is no RTP is never sent to one who awaits RTP, nor the other way.
        if a == b || form(&a).is_none() || form(&a) != form(&b) {
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
        let mut ended = self.streams.remove(&stream)?;
        self.carry_on(stream, now);
        self.due.set(stream, &mut ended.expectation, None, now);
        for address in ended.locals() {
            self.locals.remove(&address);
        }
        Some(Event::Closed { stream, report: ended.report() })
    }

    /// Silence counts from the moment both sides of a pair are known: before that nobody speaks.
    fn expect_sound(&mut self, stream: StreamId, now: Instant) {
        let other = self.streams.get(&stream).and_then(|found| found.joined);
        let pair = [Some(stream), other];
        let is_met = |stream: &Option<StreamId>| {
            stream.and_then(|stream| self.streams.get(&stream)).is_some_and(|stream| stream.is_met())
        };
        if pair.iter().all(is_met) {
            for stream in pair.into_iter().flatten() {
                let found = self.streams.get_mut(&stream);
                // Facsimile is silent while the other machine has its turn.
                if let Some(found) = found.filter(|found| found.form == Form::Rtp) {
                    found.silence.expect(now);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
