//! One stream: where its telephone is, what came from it and what went to it.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Instant;

use rtp_rs::RtpReader;

use crate::expectation::Expectation;
use crate::handshake::Handshake;
use crate::latch::{Latch, Permit, Shown};
use crate::payloads::Payloads;
use crate::protection::{Protection, Refusal};
use crate::reception::{Header, Reception};
use crate::silence::Silence;
use crate::srtp::MasterKey;
use crate::{Form, Kind, Packet, Report, StreamId, What, header, mos, trouble};

/// The clock of a payload type that nobody announced: that of telephone codecs (RFC 3551 §4.5).
const DEFAULT_CLOCK_HZ: u32 = 8000;

mod shared_port;

#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) local: SocketAddr,
    pub(crate) form: Form,
    peer: Option<Peer>,
    pub(crate) joined: Option<StreamId>,
    reception: Reception,
    pub(crate) silence: Silence,
    pub(crate) expectation: Option<Expectation>,
    /// What its telephone's payload numbers become on their way out.
    pub(crate) payloads: Payloads,
    /// Its telephone takes nothing.
    pub(crate) muted: bool,
    protection: Protection,
    /// What brings the keys, if it is a handshake.
    pub(crate) handshake: Option<Box<Handshake>>,
    sent: u64,
    unsent: u64,
    refused: u64,
    unauthentic: u64,
    /// Trouble has been told.
    is_troubled: bool,
}

#[derive(Debug)]
struct Peer {
    rtp: Latch,
    rtcp: Latch,
    permit: Permit,
    clocks: Vec<(u8, u32)>,
    codec: String,
}

impl Stream {
    pub(crate) fn new(local: SocketAddr, form: Form) -> Self {
        Self {
            local,
            form,
            peer: None,
            joined: None,
            reception: Reception::default(),
            silence: Silence::default(),
            expectation: None,
            payloads: Payloads::default(),
            muted: false,
            protection: Protection::default(),
            handshake: None,
            sent: 0,
            unsent: 0,
            refused: 0,
            unauthentic: 0,
            is_troubled: false,
        }
    }

    /// Our addresses.
    pub(crate) fn locals(&self) -> impl Iterator<Item = SocketAddr> + use<> {
        let rtcp = match self.form {
            Form::Rtp => Some(SocketAddr::new(self.local.ip(), self.local.port().saturating_add(1))),
            Form::Opaque => None,
        };
        [Some(self.local), rtcp].into_iter().flatten()
    }

    /// The telephone has said where it is, with RTP and with RTCP.
    pub(crate) fn meet(
        &mut self,
        [rtp, rtcp]: [SocketAddr; 2],
        permit: Permit,
        clocks: Vec<(u8, u32)>,
        codec: String,
    ) {
        match &mut self.peer {
            Some(peer) => {
                peer.rtp.renew(rtp, &permit);
                peer.rtcp.renew(rtcp, &permit);
                (peer.permit, peer.clocks, peer.codec) = (permit, clocks, codec);
            }
            None => {
                let [rtp, rtcp] = [rtp, rtcp].map(Latch::new);
                self.peer = Some(Peer { rtp, rtcp, permit, clocks, codec });
            }
        }
    }

    /// The keys have been agreed, for what is RTP.
    pub(crate) fn protect(&mut self, receive: Option<&MasterKey>, send: Option<&MasterKey>) {
        if self.form == Form::Rtp {
            self.handshake = None;
            self.protection.set(receive, send);
        }
    }

    /// The trouble there is, if it is the first of this stream.
    pub(crate) fn first_trouble(&mut self, what: Option<What>) -> Option<What> {
        let what = what.or_else(|| trouble::of_dropped(self.refused, self.unauthentic));
        what.filter(|_| !std::mem::replace(&mut self.is_troubled, true))
    }

    /// Whether the telephone has said where it is.
    pub(crate) fn is_met(&self) -> bool {
        self.peer.is_some()
    }

    /// Counts a packet; what it is when it is well formed and the peer's, so that it may go on. It is decrypted. None
    /// when it belongs to the handshake.
    pub(crate) fn receive(
        &mut self,
        kind: Kind,
        packet: &mut Packet<'_>,
        source: SocketAddr,
        own: &HashSet<SocketAddr>,
        now: Instant,
    ) -> Result<Option<Kind>, Refusal> {
        let came = match &self.handshake {
            Some(_) => self.accept_shared(kind, packet, source, own, now),
            None => self.accept(kind, packet, source, own, now).map(|()| Some(kind)),
        };
        match (came, &mut self.expectation) {
            (Ok(Some(_)), Some(expectation)) => expectation.heard(now),
            (Ok(_), _) => {}
            (Err(Refusal::Refused), _) => self.refused += 1,
            (Err(Refusal::Unauthentic), _) => self.unauthentic += 1,
        }
        came
    }

    /// Encrypts a packet to the telephone, counts it, and says where it goes, and through which socket; none while it
    /// takes none.
    pub(crate) fn send(&mut self, kind: Kind, packet: &mut Packet<'_>) -> Option<(Kind, SocketAddr)> {
        let peer = self.peer.as_ref()?;
        let through = if self.handshake.is_some() { Kind::Rtp } else { kind };
        let ice = self.handshake.as_ref().filter(|handshake| handshake.has_ice());
        let to = match (ice, through) {
            _ if self.protection.is_awaited() || kind == Kind::Rtp && self.muted => None,
            (Some(handshake), _) => handshake.selected(),
            (None, Kind::Rtp) => peer.rtp.destination(),
            (None, Kind::Rtcp) => peer.rtcp.destination(),
        }?;
        if self.protection.seal(kind, packet).is_err() {
            self.unsent += 1;
            return None;
        }
        if kind == Kind::Rtp {
            self.sent += 1;
        }
        Some((through, to))
    }

    fn accept(
        &mut self,
        kind: Kind,
        packet: &mut Packet<'_>,
        source: SocketAddr,
        own: &HashSet<SocketAddr>,
        now: Instant,
    ) -> Result<(), Refusal> {
        let peer = self.peer.as_mut().ok_or(Refusal::Refused)?;
        let latch = match (kind, &self.handshake) {
            (Kind::Rtp, _) | (Kind::Rtcp, Some(_)) => &mut peer.rtp,
            (Kind::Rtcp, None) => &mut peer.rtcp,
        };
        match (self.form, kind) {
            (Form::Rtp, Kind::Rtp) => {
                let key = self.protection.open(kind, packet)?;
                let rtp = header::rtp(packet.bytes()).ok_or(Refusal::Refused)?;
                let header = header_of(&rtp, &peer.clocks);
                let plain = Shown::Rtp { ssrc: header.ssrc, sequence: header.sequence };
                accepted(latch.accepts(source, key.unwrap_or(plain), &peer.permit, own, now))?;
                self.reception.record(header, now);
                self.silence.broken(now);
                Ok(())
            }
            (Form::Rtp, Kind::Rtcp) => {
                let key = self.protection.open(kind, packet)?;
                let ssrc = header::rtcp_sender(packet.bytes()).ok_or(Refusal::Refused)?;
                let shown = key.unwrap_or(Shown::Rtcp { ssrc });
                accepted(latch.accepts(source, shown, &peer.permit, own, now))
            }
            (Form::Opaque, Kind::Rtp) => {
                accepted(latch.accepts(source, Shown::Nothing, &peer.permit, own, now))?;
                self.reception.record_opaque(now);
                Ok(())
            }
            // It has no second port.
            (Form::Opaque, Kind::Rtcp) => Err(Refusal::Refused),
        }
    }

    pub(crate) fn report(&self) -> Report {
        let codec = self.peer.as_ref().map(|peer| peer.codec.clone()).unwrap_or_default();
        let (received, lost) = (self.reception.packets(), self.reception.lost());
        let jitter = self.reception.jitter();
        Report {
            mos: match self.form {
                Form::Rtp => mos::estimate(&codec, received, lost, jitter),
                Form::Opaque => None,
            },
            codec,
            packets_received: received,
            packets_sent: self.sent,
            packets_lost: lost,
            jitter,
            longest_silence: self.silence.longest(),
            last_packet: self.reception.last_packet(),
            refused: self.refused,
            unauthentic: self.unauthentic,
            unsent: self.unsent,
        }
    }
}

fn accepted(is_accepted: bool) -> Result<(), Refusal> {
    if is_accepted { Ok(()) } else { Err(Refusal::Refused) }
}

fn header_of(rtp: &RtpReader<'_>, clocks: &[(u8, u32)]) -> Header {
    let payload = rtp.payload_type();
    let clock = clocks.iter().find(|(known, _)| *known == payload);
    Header {
        ssrc: rtp.ssrc(),
        sequence: rtp.sequence_number().into(),
        timestamp: rtp.timestamp(),
        clock_hz: clock.map_or(DEFAULT_CLOCK_HZ, |(_, hz)| *hz),
    }
}
