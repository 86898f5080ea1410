//! Who may send to one socket of a stream. Where its packets come from is where ours go (symmetric RTP, RFC 4961), and
//! that is learned once for each description.
//!
//! A plain packet shows nothing but an address. One who shares the telephone's address, or can forge it, cannot be told
//! from it; only encryption can.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use crate::Network;

/// So long nothing comes any more from where it came before, then a router may have given the telephone another port.
const REBIND_AFTER: Duration = Duration::from_secs(1);
/// A sequence number this far ahead still continues the same stream (RFC 3550 §A.1).
const MAX_AHEAD: u16 = 3000;

/// From which addresses a telephone may begin to send, beside the one that it described.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Permit {
    pub(crate) registered: Option<IpAddr>,
    pub(crate) networks: Vec<Network>,
}

impl Permit {
    fn fits(&self, announced: SocketAddr, source: SocketAddr) -> bool {
        let ip = source.ip();
        announced.ip() == ip
            || self.registered == Some(ip)
            || self.networks.iter().any(|network| network.contains(ip))
    }
}

/// What a packet shows beside its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Nothing: what is opaque.
    Nothing,
    /// The sender of plain RTCP.
    Rtcp { ssrc: u32 },
    /// The sender of plain RTP and its number.
    Rtp { ssrc: u32, sequence: u16 },
    /// That it has the key; whether it is newer than all before.
    Key { is_newest: bool },
}

/// One socket's peer: what it described, and from where it really sends.
#[derive(Debug)]
pub(crate) struct Latch {
    announced: SocketAddr,
    /// On hold the old way, at address 0.0.0.0 (RFC 3264 §8.4): it hears nothing until it describes an address again.
    is_held: bool,
    learned: Option<Learned>,
}

/// Whence the packets come; then this is where ours go.
#[derive(Debug)]
struct Learned {
    source: SocketAddr,
    heard: Instant,
    /// The newest packet.
    shown: Shown,
}

impl Latch {
    pub(crate) fn new(announced: SocketAddr) -> Self {
        Self { announced, is_held: is_nowhere(announced), learned: None }
    }

    /// The peer has described itself again. Only another address, or a source that may no longer send, is learned anew.
    pub(crate) fn renew(&mut self, announced: SocketAddr, permit: &Permit) {
        self.is_held = is_nowhere(announced);
        if self.is_held {
            return;
        }
        if announced != self.announced {
            *self = Self::new(announced);
        }
        let has_key = |learned: &Learned| matches!(learned.shown, Shown::Key { .. });
        self.learned = self
            .learned
            .take()
            .filter(|learned| has_key(learned) || permit.fits(self.announced, learned.source));
    }

    /// Whether a packet is the peer's. Never is it from one of our own addresses.
    pub(crate) fn accepts(
        &mut self,
        source: SocketAddr,
        shown: Shown,
        permit: &Permit,
        own: &HashSet<SocketAddr>,
        now: Instant,
    ) -> bool {
        let moves = match (&mut self.learned, shown) {
            (Some(learned), _) if learned.source == source => {
                learned.note(shown, now);
                return true;
            }
            // Who has the key is the peer wherever it is; a late packet is no reason to send elsewhere.
            (Some(_), Shown::Key { is_newest: false }) => return !own.contains(&source),
            (_, Shown::Key { .. }) => true,
            (Some(learned), _) => learned.continues(source, shown, now) || self.is_nearer(source),
            (None, _) => permit.fits(self.announced, source),
        };
        if !moves || own.contains(&source) {
            return false;
        }
        self.learned = Some(Learned { source, heard: now, shown });
        true
    }

    /// Whether the peer may be there, so that it may say who it is; nothing is learned by that.
    pub(crate) fn may_be_at(&self, source: SocketAddr, permit: &Permit) -> bool {
        let learned = self.learned.as_ref().map(|learned| learned.source);
        learned == Some(source) || permit.fits(self.announced, source)
    }

    /// Where packets to the peer go; none while it is on hold the old way.
    pub(crate) fn destination(&self) -> Option<SocketAddr> {
        let source = self.learned.as_ref().map_or(self.announced, |learned| learned.source);
        (!self.is_held).then_some(source)
    }

    /// Whether it is the very port that was described, when so far another port of that address has sent: a neighbour
    /// on the same machine who was faster is out.
    fn is_nearer(&self, source: SocketAddr) -> bool {
        let learned = self.learned.as_ref().map(|learned| learned.source.ip());
        source == self.announced && learned == Some(source.ip())
    }
}

impl Learned {
    fn note(&mut self, shown: Shown, now: Instant) {
        self.heard = now;
        let is_late = match (self.shown, shown) {
            (Shown::Rtp { ssrc, sequence }, Shown::Rtp { ssrc: same, sequence: now }) => {
                ssrc == same && now.wrapping_sub(sequence) >= 0x8000
            }
            _ => false,
        };
        if !is_late {
            self.shown = shown;
        }
    }

    /// Whether a packet from another port of the same address continues what has broken off.
    fn continues(&self, source: SocketAddr, shown: Shown, now: Instant) -> bool {
        let same = match (self.shown, shown) {
            (Shown::Rtp { ssrc, sequence }, Shown::Rtp { ssrc: same, sequence: now }) => {
                ssrc == same && (1..=MAX_AHEAD).contains(&now.wrapping_sub(sequence))
            }
            (Shown::Rtcp { ssrc }, Shown::Rtcp { ssrc: same }) => ssrc == same,
            _ => false,
        };
        same && source.ip() == self.source.ip() && now.saturating_duration_since(self.heard) >= REBIND_AFTER
    }
}

fn is_nowhere(address: SocketAddr) -> bool {
    address.ip().is_unspecified() || address.port() == 0
}

#[cfg(test)]
mod tests;
