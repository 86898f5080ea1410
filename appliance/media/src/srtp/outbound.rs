//! What goes to one telephone under our key: each index of a source at most once (RFC 3711 §9.1).
//!
//! The packets are another telephone's, with its SSRC and its sequence numbers, and it may send whatever it likes. Two
//! packets under one index would be encrypted with one keystream, so that who hears both can read them; a second one is
//! therefore refused. A telephone that begins anew with lower numbers is renumbered, because those who count rollovers
//! would take its packets for old ones until the numbers are as high again.

use std::fmt;

use super::header::{rtcp_ssrc, rtp, set_sequence};
use super::index::{LAST_RTP_INDEX, Window, guess};
use super::session::{ENCRYPTED, Session};
use super::sources::Sources;
use super::{MasterKey, SrtpError};
use crate::Packet;

/// A source that begins so near to the end of the numbers begins half a round before: otherwise a receiver that misses
/// everything up to number zero would count no rollover (RFC 3711 §3.3.1).
const NEAR_THE_END: u16 = 0xf000;

/// What goes to one telephone under our key.
///
/// There may be 64 sources (SSRC) under it, one after the other or at once; packets of a 65th are refused until there is
/// another key.
pub struct Outbound {
    key: MasterKey,
    session: Session,
    rtp: Sources<Source>,
    /// The index of the next RTCP packet, of whichever source.
    next_rtcp: u32,
}

/// One source of RTP.
#[derive(Debug)]
struct Source {
    window: Window,
    /// What is added to its sequence numbers.
    shift: u16,
    /// After a number that is too old: the one that would show that the source has begun anew (RFC 3550 §A.1).
    expected_after_jump: Option<u16>,
}

impl Outbound {
    /// Nothing has gone yet.
    pub fn new(key: &MasterKey) -> Self {
        Self { key: key.clone(), session: Session::new(key), rtp: Sources::new(), next_rtcp: 0 }
    }

    /// The key.
    pub fn key(&self) -> &MasterKey {
        &self.key
    }

    /// Encrypts an RTP packet.
    pub fn seal_rtp(&mut self, packet: &mut Packet<'_>) -> Result<(), SrtpError> {
        let header = rtp(packet.bytes()).ok_or(SrtpError::Malformed)?;
        if !packet.has_room(self.key.profile().rtp_tag_length()) {
            return Err(SrtpError::NoRoom);
        }
        let is_full = self.rtp.is_full();
        let index = match self.rtp.get(header.ssrc) {
            Some(source) => source.take(header.sequence)?,
            None if is_full => return Err(SrtpError::TooManySources),
            None => {
                let shift = if header.sequence >= NEAR_THE_END { 0x8000 } else { 0 };
                let index = u64::from(header.sequence.wrapping_add(shift));
                let (window, expected_after_jump) = (Window::new(index), None);
                self.rtp.add(header.ssrc, Source { window, shift, expected_after_jump });
                index
            }
        };
        // The low 16 bits are the sequence number.
        set_sequence(packet.bytes_mut(), (index & 0xffff) as u16);
        self.session.seal_rtp(packet, header.length, (header.ssrc, index))
    }

    /// Encrypts an RTCP packet.
    pub fn seal_rtcp(&mut self, packet: &mut Packet<'_>) -> Result<(), SrtpError> {
        let ssrc = rtcp_ssrc(packet.bytes()).ok_or(SrtpError::Malformed)?;
        let index = self.next_rtcp;
        if index == ENCRYPTED {
            return Err(SrtpError::Exhausted);
        }
        self.next_rtcp += 1;
        self.session.seal_rtcp(packet, (ssrc, u64::from(index)))
    }
}

impl Source {
    /// The index for a packet with this number, which is used up by that.
    fn take(&mut self, sequence: u16) -> Result<u64, SrtpError> {
        let index = guess(self.window.highest(), sequence.wrapping_add(self.shift));
        let index = match index {
            Some(index) if self.window.is_newest(index) || self.window.is_fresh(index) => index,
            Some(index) if !self.window.is_too_old(index) => return Err(SrtpError::Replayed),
            // Before the first one, or after the last.
            None if self.window.highest() > LAST_RTP_INDEX / 2 => return Err(SrtpError::Exhausted),
            Some(_) | None => self.begin_anew(sequence)?,
        };
        self.expected_after_jump = None;
        self.window.note(index);
        Ok(index)
    }

    /// The second of two packets in a row with old numbers begins anew, right behind the newest.
    fn begin_anew(&mut self, sequence: u16) -> Result<u64, SrtpError> {
        let is_second = self.expected_after_jump == Some(sequence);
        self.expected_after_jump = Some(sequence.wrapping_add(1));
        if !is_second {
            return Err(SrtpError::Replayed);
        }
        let index = self.window.highest() + 1;
        if index > LAST_RTP_INDEX {
            return Err(SrtpError::Exhausted);
        }
        self.shift = ((index & 0xffff) as u16).wrapping_sub(sequence);
        Ok(index)
    }
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbound").field("key", &self.key).finish_non_exhaustive()
    }
}
