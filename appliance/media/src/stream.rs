//! One stream: where its telephone is, what came from it and what went to it.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use rtp_rs::RtpReader;

use crate::expectation::Expectation;
use crate::latch::Latch;
use crate::payloads::Payloads;
use crate::reception::{Header, Reception};
use crate::silence::Silence;
use crate::{Form, Kind, Report, StreamId, header, mos};

/// The clock of a payload type that nobody announced: that of telephone codecs (RFC 3551 §4.5).
const DEFAULT_CLOCK_HZ: u32 = 8000;

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
            sent: 0,
            refused: 0,
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

    /// The telephone has said where it is.
    pub(crate) fn meet(
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
                self.peer =
                    Some(Peer { rtp: Latch::new(rtp), rtcp: Latch::new(rtcp), allowed, clocks, codec });
            }
        }
    }

    /// Whether the telephone has said where it is.
    pub(crate) fn is_met(&self) -> bool {
        self.peer.is_some()
    }

    /// Counts a packet; whether it is well formed and the peer's, so that it may go on.
    pub(crate) fn receive(
        &mut self,
        kind: Kind,
        packet: &[u8],
        source: SocketAddr,
        own: &HashSet<SocketAddr>,
        now: Instant,
    ) -> bool {
        let accepted = self.accept(kind, packet, source, own, now);
        if !accepted {
            self.refused += 1;
        } else if let Some(expectation) = &mut self.expectation {
            expectation.heard(now);
        }
        accepted
    }

    /// Counts a packet to the telephone and says where it goes; none while it takes none.
    pub(crate) fn send(&mut self, kind: Kind) -> Option<SocketAddr> {
        let peer = self.peer.as_ref()?;
        match kind {
            Kind::Rtp if self.muted => None,
            Kind::Rtp => {
                let to = peer.rtp.destination()?;
                self.sent += 1;
                Some(to)
            }
            Kind::Rtcp => peer.rtcp.destination(),
        }
    }

    fn accept(
        &mut self,
        kind: Kind,
        packet: &[u8],
        source: SocketAddr,
        own: &HashSet<SocketAddr>,
        now: Instant,
    ) -> bool {
        let Some(peer) = &mut self.peer else { return false };
        match (self.form, kind) {
            (Form::Rtp, Kind::Rtp) => {
                let Some(rtp) = header::rtp(packet) else {
                    return false;
                };
                if !peer.rtp.accepts(source, peer.allowed, own) {
                    return false;
                }
                self.reception.record(peer.header(&rtp), now);
                self.silence.broken(now);
                true
            }
            (Form::Rtp, Kind::Rtcp) => {
                header::is_rtcp(packet) && peer.rtcp.accepts(source, peer.allowed, own)
            }
            (Form::Opaque, Kind::Rtp) => {
                let accepted = peer.rtp.accepts(source, peer.allowed, own);
                if accepted {
                    self.reception.record_opaque(now);
                }
                accepted
            }
            // It has no second port.
            (Form::Opaque, Kind::Rtcp) => false,
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
