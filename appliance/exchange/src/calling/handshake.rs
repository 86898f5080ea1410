//! Encrypted sound by a handshake on its own ports (DTLS-SRTP, RFC 5763), for telephones in browsers: who gets credentials
//! of ours, and what the handshake must show.
//!
//! A telephone on a WebSocket is offered that, and called again in clear when it refuses; every telephone that offers it
//! itself is answered so. We are ICE-lite (RFC 8445 §2.5), and wait for the other side's handshake wherever we may.

use calls::LegId;
use media::{DtlsRole, IceCredentials};
use sdp::{Dtls, Ice, Kind, Session, Setup, Stream};

use super::keys::Sealing;
use super::session::LegSession;
use crate::Exchange;

/// What the handshake of a stream must show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Handshake {
    /// What we are in it.
    pub(crate) role: DtlsRole,
    /// The SHA-256 of the telephone's certificate.
    pub(crate) fingerprint: [u8; 32],
    /// None: the telephone speaks no ICE.
    pub(crate) ice: Option<IceCredentials>,
}

impl Exchange {
    /// Gives a leg ICE credentials of its own, others for sound than for pictures: a check of the one must be good for
    /// nothing at the port of the other. False when this box has no certificate.
    pub(super) fn give_handshake(&mut self, id: LegId) -> bool {
        let Some(fingerprint) = self.settings.fingerprint else { return false };
        for kind in [Kind::Audio, Kind::Video] {
            let ice = Ice { ufrag: self.token(), pwd: format!("{}{}", self.token(), self.token()) };
            if let Some(leg) = self.leg_mut(id) {
                let setup = leg.session.ports.dtls(kind).map_or(Setup::Actpass, |before| before.setup);
                leg.session.ports.handshake(kind, Some(Dtls { fingerprint, setup, ice: Some(ice) }));
            }
        }
        true
    }

    /// Gives a leg credentials when its telephone offers a handshake; new ones when it restarts ICE (RFC 8839 §4.4.3.1.1).
    pub(super) fn give_handshake_for(&mut self, id: LegId, offer: &Session) {
        let Some(leg) = self.leg(id) else { return };
        let needs = offer.streams().any(|stream| {
            let restarts = match leg.session.sealing(stream.kind) {
                Sealing::Handshake(agreed) => agreed.is_restarted(stream),
                Sealing::Clear | Sealing::Keys(_) => false,
            };
            stream.dtls.is_some() && (restarts || leg.session.ports.dtls(stream.kind).is_none())
        });
        if needs {
            self.give_handshake(id);
        }
    }
}

impl LegSession {
    /// What the handshake must show by the two descriptions of a stream; none when they do not agree on one.
    pub(super) fn handshake_with(&self, stream: &Stream) -> Option<Handshake> {
        let (ours, theirs) = (self.ports.dtls(stream.kind)?, stream.dtls.as_ref()?);
        let role = match ours.answer_to(theirs.setup) {
            Setup::Active => DtlsRole::Active,
            Setup::Passive | Setup::Actpass => DtlsRole::Passive,
        };
        let ice = ours.ice.as_ref().zip(theirs.ice.as_ref()).map(|(ours, theirs)| IceCredentials {
            local_ufrag: ours.ufrag.clone(),
            local_pwd: ours.pwd.clone(),
            remote_ufrag: theirs.ufrag.clone(),
        });
        Some(Handshake { role, fingerprint: theirs.fingerprint, ice })
    }

    /// Keeps in mind which part we have in the handshake of a kind.
    pub(super) fn take_part(&mut self, kind: Kind, handshake: &Handshake) {
        let setup = match handshake.role {
            DtlsRole::Active => Setup::Active,
            DtlsRole::Passive => Setup::Passive,
        };
        let ours = self.ports.dtls(kind).map(|ours| Dtls { setup, ..ours.clone() });
        self.ports.handshake(kind, ours);
    }
}

impl Handshake {
    /// Whether the telephone's ICE agent has begun anew.
    fn is_restarted(&self, stream: &Stream) -> bool {
        let ufrag = stream.dtls.as_ref().and_then(|dtls| dtls.ice.as_ref()).map(|ice| &ice.ufrag);
        ufrag != self.ice.as_ref().map(|ice| &ice.remote_ufrag)
    }
}
