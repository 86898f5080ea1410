//! A stream whose one port is for a handshake, ICE, and the sound and reports that the handshake brings keys for
//! (RFC 5764 §5.1.2, RFC 5761).

use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Instant;

use super::Stream;
use crate::dtls::Outcome;
use crate::handshake::{Handshake, Terms};
use crate::header::{Protocol, protocol};
use crate::protection::Refusal;
use crate::{DtlsIdentity, Form, Kind, Packet, What};

impl Stream {
    /// A handshake is to bring the keys, for what is RTP.
    pub(crate) fn shake(&mut self, terms: Terms, identity: Option<DtlsIdentity>) {
        let is_known = self.handshake.as_mut().is_some_and(|handshake| handshake.renew(&terms));
        if !is_known && self.form == Form::Rtp {
            self.handshake = Some(Box::new(Handshake::new(terms, identity)));
            self.protection.expect_keys();
        }
    }

    /// Carries the handshake on after whatever may have advanced it; what has come of it, once.
    pub(crate) fn carry_on(&mut self, now: Instant) -> Option<Result<(), What>> {
        let handshake = self.handshake.as_mut()?;
        handshake.begin(self.peer.as_ref().and_then(|peer| peer.rtp.destination()), now);
        Some(match handshake.poll_outcome()? {
            Outcome::Keys(keys) => {
                self.protection.set(Some(&keys.receive), Some(&keys.send));
                Ok(())
            }
            Outcome::Failed(what) => Err(what),
        })
    }

    /// Tells apart what comes to the one port of a handshake and of all that it brings keys for.
    pub(super) fn accept_shared(
        &mut self,
        kind: Kind,
        packet: &mut Packet<'_>,
        source: SocketAddr,
        own: &HashSet<SocketAddr>,
        now: Instant,
    ) -> Result<Option<Kind>, Refusal> {
        let (Some(handshake), Some(peer)) = (&mut self.handshake, &self.peer) else {
            return Err(Refusal::Refused);
        };
        if kind == Kind::Rtcp || own.contains(&source) {
            return Err(Refusal::Refused);
        }
        let kind = match protocol(packet.bytes()).ok_or(Refusal::Refused)? {
            Protocol::Stun => return handshake.handle_stun(packet.bytes(), source).map(|()| None),
            Protocol::Dtls => {
                let may_be_there = peer.rtp.may_be_at(source, &peer.permit);
                return handshake.handle_dtls(packet.bytes(), source, may_be_there, now).map(|()| None);
            }
            Protocol::Rtp => Kind::Rtp,
            Protocol::Rtcp => Kind::Rtcp,
        };
        self.accept(kind, packet, source, own, now).map(|()| Some(kind))
    }
}
