//! The handshakes of a relay's streams: their timers, and what they have to send.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Instant;

use crate::handshake::Terms;
use crate::{DtlsIdentity, Forward, Kind, Relay, StreamId};

/// Datagrams that wait for the owner, who takes them after each packet, command and time-out: one stream has 17 at most
/// then, and as many streams as are due at once. Further ones are lost, and sent again as others that are.
const MAX_WAITING: usize = 4_096;

#[derive(Debug, Default)]
pub(super) struct Handshakes {
    identity: Option<DtlsIdentity>,
    /// When to look at which stream, an entry for each with a handshake that waits at most.
    due: BTreeSet<(Instant, StreamId)>,
    due_of: HashMap<StreamId, Instant>,
    waiting: VecDeque<(Forward, Vec<u8>)>,
}

impl Relay {
    /// The same with a certificate, so that streams can have handshakes.
    pub fn with_identity(mut self, identity: DtlsIdentity) -> Self {
        self.handshakes.identity = Some(identity);
        self
    }

    /// Takes the next datagram that handshakes and ICE have to send, not for anybody but the stream's telephone.
    pub fn poll_packet(&mut self) -> Option<(Forward, Vec<u8>)> {
        self.handshakes.waiting.pop_front()
    }

    pub(super) fn shake(&mut self, stream: StreamId, terms: Terms, now: Instant) {
        let identity = self.handshakes.identity.clone();
        if let Some(found) = self.streams.get_mut(&stream) {
            found.shake(terms, identity);
        }
        self.carry_on(stream, now);
    }

    /// After whatever may have advanced the handshake of a stream, or ended it.
    pub(super) fn carry_on(&mut self, stream: StreamId, now: Instant) {
        let Some(found) = self.streams.get_mut(&stream) else { return self.handshakes.set(stream, None) };
        let outcome = found.carry_on(now);
        let Some(handshake) = &mut found.handshake else { return self.handshakes.set(stream, None) };
        while let Some((to, bytes)) = handshake.poll_packet() {
            if self.handshakes.waiting.len() < MAX_WAITING {
                self.handshakes.waiting.push_back((Forward { stream, kind: Kind::Rtp, to }, bytes));
            }
        }
        self.handshakes.set(stream, handshake.poll_timeout());
        match outcome {
            Some(Ok(())) => self.totals.handshakes += 1,
            Some(Err(what)) => {
                self.totals.handshakes_failed += 1;
                self.note_trouble(stream, Some(what));
            }
            None => {}
        }
    }

    pub(super) fn handle_handshakes(&mut self, now: Instant) {
        while let Some(stream) = self.handshakes.pop(now) {
            if let Some(handshake) = self.streams.get_mut(&stream).and_then(|found| found.handshake.as_mut())
            {
                handshake.handle_timeout(now);
            }
            self.carry_on(stream, now);
        }
    }
}

impl Handshakes {
    /// When to look next.
    pub(super) fn next(&self) -> Option<Instant> {
        self.due.first().map(|(due, _)| *due)
    }

    fn pop(&mut self, now: Instant) -> Option<StreamId> {
        let (_, stream) = *self.due.first().filter(|(due, _)| *due <= now)?;
        self.set(stream, None);
        Some(stream)
    }

    fn set(&mut self, stream: StreamId, due: Option<Instant>) {
        let before = match due {
            Some(due) => self.due_of.insert(stream, due),
            None => self.due_of.remove(&stream),
        };
        if before == due {
            return;
        }
        if let Some(before) = before {
            self.due.remove(&(before, stream));
        }
        if let Some(due) = due {
            self.due.insert((due, stream));
        }
    }
}
