//! Encrypted sound (SRTP, RFC 3711) by keys in descriptions (SDES, RFC 4568): who gets keys of ours, and which were agreed on.
//!
//! A telephone on TLS is offered encrypted sound, and called again in clear when it refuses that; every telephone that
//! offers it itself is answered so. On other transports a key would be there for everybody to read.

use calls::LegId;
use media::srtp::{MasterKey, Profile};
use model::Now;
use rand::Rng;
use sdp::{Agreed, Crypto, Kind, Security, Session, Suite};
use sip::{Message, Transport};

use super::session::LegSession;
use crate::Exchange;

/// What we offer, our favourite first: what every telephone knows, then what is stronger, the short tags last.
const SUITES: [Suite; 6] = [
    Suite::AesCm128HmacSha1_80,
    Suite::AeadAes128Gcm,
    Suite::AeadAes256Gcm,
    Suite::AesCm256HmacSha1_80,
    Suite::AesCm128HmacSha1_32,
    Suite::AesCm256HmacSha1_32,
];

impl Exchange {
    /// Gives a leg keys of its own, once, and says how it is offered sound and pictures.
    pub(crate) fn give_keys(&mut self, id: LegId, security: Security) {
        for kind in [Kind::Audio, Kind::Video] {
            let keys = match self.leg(id) {
                Some(leg) if !leg.session.ports.keys(kind).is_empty() => {
                    leg.session.ports.keys(kind).to_vec()
                }
                Some(_) => self.new_keys(),
                None => return,
            };
            if let Some(leg) = self.leg_mut(id) {
                leg.session.ports.protect(kind, security, keys);
            }
        }
    }

    /// Gives a leg keys when its telephone offers to encrypt.
    pub(crate) fn give_keys_for(&mut self, id: LegId, offer: &Session) {
        let wants = offer.streams().any(|stream| !stream.crypto.is_empty());
        let has = self.leg(id).is_some_and(|leg| !leg.session.ports.keys(Kind::Audio).is_empty());
        if wants && !has {
            self.give_keys(id, Security::Plain);
        }
    }

    /// Gives keys to a telephone that is to be called, when nobody on the way can read them.
    pub(crate) fn give_keys_to_call(&mut self, id: LegId) {
        if self.leg(id).is_some_and(|leg| leg.flow.transport == Transport::Tls) {
            self.give_keys(id, Security::Required);
        }
    }

    /// Calls a telephone again in clear that refuses encrypted sound; false when it was not offered any.
    pub(crate) fn dial_in_clear(&mut self, id: LegId, refusal: &Message, now: Now) -> bool {
        let was_offered = |leg: &super::Leg| {
            leg.session.ports.security(Kind::Audio) == Security::Required && !leg.offers_late() && !leg.silent
        };
        if !matches!(refusal.status(), 415 | 488 | 606) || !self.leg(id).is_some_and(was_offered) {
            return false;
        }
        self.give_keys(id, Security::Plain);
        let cseq = self.leg(id).and_then(|leg| leg.called()?.request.as_ref().map(Message::cseq));
        cseq.is_some_and(|cseq| self.send_invite(id, cseq.saturating_add(1), now).is_ok())
    }

    fn new_keys(&mut self) -> Vec<Crypto> {
        let mut material = [0; 64];
        (1..)
            .zip(SUITES)
            .filter_map(|(tag, suite)| {
                let key = material.get_mut(..suite.key_length())?;
                self.rng.fill_bytes(key);
                Crypto::new(tag, suite, key)
            })
            .collect()
    }
}

impl LegSession {
    /// Which keys the two descriptions agree on; false when they do not although they must, or when a key would be used
    /// again that another has taken the place of: what was encrypted by it could be read then.
    pub(crate) fn agree_keys(&mut self, remote: &Session, we_offered: bool) -> bool {
        for kind in [Kind::Audio, Kind::Video] {
            let Some(stream) = remote.stream(kind) else { continue };
            let keys = self.ports.keys(kind).to_vec();
            let (agreed, level, must) = if we_offered {
                let level = self.ports.security(kind);
                let must = level.is_must() || stream.secure != Security::Plain;
                (Crypto::answered(&keys, stream), level, must)
            } else {
                (Crypto::answering(stream, &keys), stream.secure, stream.secure.is_must())
            };
            if agreed.is_none() && must {
                return false;
            }
            let suite = agreed.as_ref().map(|agreed| agreed.send.suite);
            let place = usize::from(kind.index());
            let before = self.agreed.get(place).and_then(Option::as_ref).map(|agreed| agreed.send.suite);
            if let Some(before) = before.filter(|before| Some(*before) != suite) {
                self.retired.push((kind, before));
            }
            if suite.is_some_and(|suite| self.retired.contains(&(kind, suite))) {
                return false;
            }
            self.ports.protect(kind, if suite.is_some() { level } else { Security::Plain }, keys);
            if let Some(slot) = self.agreed.get_mut(place) {
                *slot = agreed;
            }
        }
        true
    }

    /// The keys by which a kind is received and sent; none: in clear.
    pub(crate) fn master_keys(&self, kind: Kind) -> (Option<MasterKey>, Option<MasterKey>) {
        match self.agreed.get(usize::from(kind.index())).and_then(Option::as_ref) {
            Some(Agreed { receive, send }) => (master_key(receive), master_key(send)),
            None => (None, None),
        }
    }
}

fn master_key(crypto: &Crypto) -> Option<MasterKey> {
    let profile = match crypto.suite {
        Suite::AesCm128HmacSha1_80 => Profile::AesCm128HmacSha1_80,
        Suite::AesCm128HmacSha1_32 => Profile::AesCm128HmacSha1_32,
        Suite::AesCm256HmacSha1_80 => Profile::AesCm256HmacSha1_80,
        Suite::AesCm256HmacSha1_32 => Profile::AesCm256HmacSha1_32,
        Suite::AeadAes128Gcm => Profile::AeadAes128Gcm,
        Suite::AeadAes256Gcm => Profile::AeadAes256Gcm,
    };
    let key = MasterKey::new(profile, crypto.key())?;
    if crypto.mki().is_empty() { Some(key) } else { key.with_mki(crypto.mki()) }
}
