//! What comes from one telephone under one key: decrypted, once each (RFC 3711 §3.3, §3.4).

use std::fmt;

use super::header::{RTCP_CLEAR, rtcp_ssrc, rtp};
use super::index::{Window, guess};
use super::session::{ENCRYPTED, Session, TRAILER_LENGTH};
use super::sources::Sources;
use super::{MasterKey, SrtpError};
use crate::Packet;

/// What comes from one telephone under one key.
///
/// An authentic packet is accepted once. Of 64 sources (SSRC) the packets are told apart; those of a 65th are refused
/// until there is another key, for to forget one would let its old packets in again.
pub struct Inbound {
    key: MasterKey,
    session: Session,
    rtp: Sources<Window>,
    rtcp: Sources<Window>,
}

impl Inbound {
    /// Nothing has come yet.
    pub fn new(key: &MasterKey) -> Self {
        Self { key: key.clone(), session: Session::new(key), rtp: Sources::new(), rtcp: Sources::new() }
    }

    /// The key.
    pub fn key(&self) -> &MasterKey {
        &self.key
    }

    /// Decrypts an RTP packet; whether it is the newest of its source. One that is refused changes nothing, but is no
    /// longer whole.
    pub fn open_rtp(&mut self, packet: &mut Packet<'_>) -> Result<bool, SrtpError> {
        let header = rtp(packet.bytes()).ok_or(SrtpError::Malformed)?;
        let window = self.rtp.get(header.ssrc);
        let index = match &window {
            Some(window) => guess(window.highest(), header.sequence).ok_or(SrtpError::Replayed)?,
            // A source begins with a rollover counter of zero.
            None => u64::from(header.sequence),
        };
        let known = window.map(|window| *window);
        check(known.as_ref(), index, &self.rtp)?;
        self.take_mki(packet, self.session.tag_behind_mki(self.key.profile()).0)?;
        self.session.open_rtp(packet, header.length, (header.ssrc, index))?;
        Ok(note(&mut self.rtp, header.ssrc, index))
    }

    /// Decrypts an RTCP packet; whether it is the newest of its source. One that is refused changes nothing, but is no
    /// longer whole.
    pub fn open_rtcp(&mut self, packet: &mut Packet<'_>) -> Result<bool, SrtpError> {
        let ssrc = rtcp_ssrc(packet.bytes()).ok_or(SrtpError::Malformed)?;
        let tag = self.session.tag_behind_mki(self.key.profile()).1;
        let end = packet.len().checked_sub(tag + self.key.mki().len()).ok_or(SrtpError::Malformed)?;
        let trailer = end.checked_sub(TRAILER_LENGTH).filter(|start| *start >= RTCP_CLEAR);
        let trailer = trailer.and_then(|start| packet.bytes().get(start..end)?.first_chunk());
        let word = u32::from_be_bytes(*trailer.ok_or(SrtpError::Malformed)?);
        if word & ENCRYPTED == 0 {
            return Err(SrtpError::Unauthentic);
        }
        let index = u64::from(word & !ENCRYPTED);
        let known = self.rtcp.get(ssrc).map(|window| *window);
        check(known.as_ref(), index, &self.rtcp)?;
        self.take_mki(packet, tag)?;
        self.session.open_rtcp(packet, (ssrc, index))?;
        Ok(note(&mut self.rtcp, ssrc, index))
    }

    /// Takes the MKI out, if this key has one; nothing else stands there but a tag.
    fn take_mki(&self, packet: &mut Packet<'_>, tag: usize) -> Result<(), SrtpError> {
        let mki = self.key.mki();
        if mki.is_empty() {
            return Ok(());
        }
        let start = packet.len().checked_sub(tag + mki.len()).ok_or(SrtpError::Malformed)?;
        let found = packet.bytes().get(start..).and_then(|end| end.get(..mki.len()));
        if found != Some(mki) {
            return Err(SrtpError::Unauthentic);
        }
        packet.cut(start, mki.len());
        Ok(())
    }
}

/// Whether a packet with this index may come from a source, before anything costly is done.
fn check(known: Option<&Window>, index: u64, sources: &Sources<Window>) -> Result<(), SrtpError> {
    match known {
        Some(window) if !window.is_fresh(index) => Err(SrtpError::Replayed),
        None if sources.is_full() => Err(SrtpError::TooManySources),
        Some(_) | None => Ok(()),
    }
}

/// Notes an authentic packet; whether it is the newest of its source.
fn note(sources: &mut Sources<Window>, ssrc: u32, index: u64) -> bool {
    match sources.get(ssrc) {
        Some(window) => {
            let is_newest = window.is_newest(index);
            window.note(index);
            is_newest
        }
        None => {
            sources.add(ssrc, Window::new(index));
            true
        }
    }
}

impl fmt::Debug for Inbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbound").field("key", &self.key).finish_non_exhaustive()
    }
}
