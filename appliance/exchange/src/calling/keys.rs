//! Encrypted sound (SRTP, RFC 3711): by keys in descriptions (SDES, RFC 4568) or by a handshake; who gets keys of ours, and
//! what was agreed on.
//!
//! A telephone on TLS is offered encrypted sound, and called again in clear when it refuses that; every telephone that
//! offers it itself is answered so. On other transports a key would be there for everybody to read.

use calls::LegId;
use media::srtp::{MasterKey, Profile};
use media::{Command, StreamId};
use model::Now;
use rand::Rng;
use sdp::{Agreed, Crypto, Kind, Security, Session, Stream, Suite};
use sip::{Message, Transport};

use super::handshake::Handshake;
use super::session::LegSession;
use crate::Exchange;

/// By what a stream is encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sealing {
    /// By nothing.
    #[default]
    Clear,
    /// By keys that both have described.
    Keys(Agreed),
    /// By those that a handshake brings.
    Handshake(Handshake),
}

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

    /// Gives a leg keys or a handshake when its telephone offers to encrypt.
    pub(crate) fn give_keys_for(&mut self, id: LegId, offer: &Session) {
        self.give_handshake_for(id, offer);
        let wants = offer.streams().any(|stream| !stream.crypto.is_empty());
        let has = self.leg(id).is_some_and(|leg| !leg.session.ports.keys(Kind::Audio).is_empty());
        if wants && !has {
            self.give_keys(id, Security::Plain);
        }
    }

    /// Gives keys to a telephone that is to be called, when nobody on the way can read them; to one in a browser a
    /// handshake, since that knows nothing else.
    pub(crate) fn give_keys_to_call(&mut self, id: LegId) {
        match self.leg(id).map(|leg| leg.flow.transport) {
            Some(Transport::Tls) => self.give_keys(id, Security::Required),
            Some(Transport::Ws | Transport::Wss) if self.give_handshake(id) => {
                self.give_keys(id, Security::Dtls);
            }
            _ => {}
        }
    }

    /// Gives keys to a caller who wants the offer from us, as to one who is called; but its INVITE cannot be answered a second
    /// time in clear, so that a telephone on TLS may take them or not.
    pub(super) fn give_keys_to_caller(&mut self, id: LegId) {
        match self.leg(id).filter(|leg| leg.session.remote.is_none()).map(|leg| leg.flow.transport) {
            Some(Transport::Tls) => self.give_keys(id, Security::BestEffort),
            Some(_) => self.give_keys_to_call(id),
            None => {}
        }
    }

    /// Calls a telephone again in clear that refuses encrypted sound; false when it was not offered any.
    pub(crate) fn dial_in_clear(&mut self, id: LegId, refusal: &Message, now: Now) -> bool {
        let was_offered = |leg: &super::Leg| {
            let level = leg.session.ports.security(Kind::Audio);
            matches!(level, Security::Required | Security::Dtls) && !leg.offers_late() && !leg.silent
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
    /// again that another has taken the place of: what was encrypted by it could be read then. In that case everything
    /// stays as it was.
    pub(crate) fn agree_keys(&mut self, remote: &Session, we_offered: bool) -> bool {
        let mut all = Vec::new();
        for kind in [Kind::Audio, Kind::Video] {
            let Some(stream) = remote.stream(kind) else { continue };
            let level = if we_offered { self.ports.security(kind) } else { stream.secure };
            let Some(agreed) = self.agree(stream, level, we_offered) else { return false };
            if agreed.suite().is_some_and(|suite| self.retired.contains(&(kind, suite))) {
                return false;
            }
            all.push((kind, level, agreed));
        }
        for (kind, level, agreed) in all {
            self.seal(kind, level, agreed);
        }
        true
    }

    /// From now on a kind is encrypted so.
    fn seal(&mut self, kind: Kind, level: Security, agreed: Sealing) {
        let suite = agreed.suite();
        if let Some(before) = self.sealing(kind).suite().filter(|before| Some(*before) != suite) {
            self.retired.push((kind, before));
        }
        let level = if agreed == Sealing::Clear { Security::Plain } else { level };
        let keys = self.ports.keys(kind).to_vec();
        self.ports.protect(kind, level, keys);
        if let Sealing::Handshake(handshake) = &agreed {
            self.take_part(kind, handshake);
        }
        if let Some(slot) = self.sealings.get_mut(usize::from(kind.index())) {
            *slot = agreed;
        }
    }

    /// What the two descriptions of a stream agree on; none when they do not although they must.
    fn agree(&self, stream: &Stream, level: Security, we_offered: bool) -> Option<Sealing> {
        if level == Security::Dtls || stream.secure == Security::Dtls {
            let is_both = level == stream.secure;
            return self.handshake_with(stream).filter(|_| is_both).map(Sealing::Handshake);
        }
        let keys = self.ports.keys(stream.kind);
        let (agreed, must) = if we_offered {
            (Crypto::answered(keys, stream), level.is_must() || stream.secure != Security::Plain)
        } else {
            (Crypto::answering(stream, keys), level.is_must())
        };
        match agreed {
            Some(agreed) => Some(Sealing::Keys(agreed)),
            None => (!must).then_some(Sealing::Clear),
        }
    }

    /// By what a kind is encrypted.
    pub(super) fn sealing(&self, kind: Kind) -> &Sealing {
        self.sealings.get(usize::from(kind.index())).unwrap_or(&Sealing::Clear)
    }

    /// The order by which the relay does the same.
    pub(crate) fn protection(&self, kind: Kind, stream: StreamId) -> Command {
        match self.sealing(kind).clone() {
            Sealing::Clear => Command::Protect { stream, receive: None, send: None },
            Sealing::Keys(Agreed { receive, send }) => {
                Command::Protect { stream, receive: master_key(&receive), send: master_key(&send) }
            }
            Sealing::Handshake(Handshake { role, fingerprint, ice }) => {
                Command::Handshake { stream, role, fingerprint, ice }
            }
        }
    }
}

impl Sealing {
    /// The suite by whose key we send.
    fn suite(&self) -> Option<Suite> {
        match self {
            Self::Keys(agreed) => Some(agreed.send.suite),
            Self::Clear | Self::Handshake(_) => None,
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
