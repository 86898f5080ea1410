//! The handshake of one stream (RFC 5763): who may take part in it, with ICE-lite or without, and where it goes.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Instant;

use crate::dtls::{Dtls, Outcome, is_hello};
use crate::ice::Ice;
use crate::protection::Refusal;
use crate::{DtlsIdentity, DtlsRole, IceCredentials};

/// What a stream's description says of the handshake.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) role: DtlsRole,
    /// Of the telephone's certificate.
    pub(crate) fingerprint: [u8; 32],
    pub(crate) ice: Option<IceCredentials>,
}

/// The handshake of one stream.
#[derive(Debug)]
pub(crate) struct Handshake {
    /// Ours; without one nothing ever begins.
    identity: Option<DtlsIdentity>,
    role: DtlsRole,
    fingerprint: [u8; 32],
    ice: Option<Ice>,
    /// From when it begins: when we know where to, or when the telephone does.
    dtls: Option<Box<Dtls>>,
    /// Whence its last datagram came.
    remote: Option<SocketAddr>,
    /// Answers to the telephone's checks; the owner takes them after each packet, so that one waits at most.
    answers: VecDeque<(SocketAddr, Vec<u8>)>,
}

impl Handshake {
    pub(crate) fn new(terms: Terms, identity: Option<DtlsIdentity>) -> Self {
        let Terms { role, fingerprint, ice } = terms;
        Self {
            identity,
            role,
            fingerprint,
            ice: ice.map(Ice::new),
            dtls: None,
            remote: None,
            answers: VecDeque::new(),
        }
    }

    /// Takes terms that are said again; false when they are others, or when it has failed, so that another handshake is
    /// needed.
    pub(crate) fn renew(&mut self, terms: &Terms) -> bool {
        let has_failed = self.dtls.as_ref().is_some_and(|dtls| dtls.has_failed());
        if has_failed || (self.role, self.fingerprint) != (terms.role, terms.fingerprint) {
            return false;
        }
        match (&mut self.ice, &terms.ice) {
            (Some(ice), Some(credentials)) => ice.renew(credentials.clone()),
            (ice, credentials) => *ice = credentials.clone().map(Ice::new),
        }
        true
    }

    /// Whether the telephone shows by ICE where it is.
    pub(crate) fn has_ice(&self) -> bool {
        self.ice.is_some()
    }

    /// Where ICE has found the telephone.
    pub(crate) fn selected(&self) -> Option<SocketAddr> {
        self.ice.as_ref().and_then(Ice::selected)
    }

    /// Begins, when it is ours to begin and the telephone is known to be there.
    pub(crate) fn begin(&mut self, described: Option<SocketAddr>, now: Instant) {
        let remote = if self.has_ice() { self.selected() } else { described };
        if self.dtls.is_none() && self.role == DtlsRole::Active {
            self.remote = remote;
            if let (Some(_), Some(identity)) = (remote, &self.identity) {
                self.dtls = Some(Box::new(Dtls::new(identity, self.role, self.fingerprint, now)));
            }
        }
    }

    /// Takes a STUN packet.
    pub(crate) fn handle_stun(&mut self, packet: &[u8], source: SocketAddr) -> Result<(), Refusal> {
        let answer = self.ice.as_mut().and_then(|ice| ice.handle(packet, source));
        self.answers.push_back((source, answer.ok_or(Refusal::Refused)?));
        Ok(())
    }

    /// Takes a datagram of the handshake. With ICE it comes from where that has found the telephone, without from where
    /// it may be.
    pub(crate) fn handle_dtls(
        &mut self,
        packet: &[u8],
        source: SocketAddr,
        may_be_there: bool,
        now: Instant,
    ) -> Result<(), Refusal> {
        let is_there = if self.has_ice() { self.selected() == Some(source) } else { may_be_there };
        let identity = self.identity.as_ref().filter(|_| is_there).ok_or(Refusal::Refused)?;
        let begins = self.dtls.is_none() && self.role == DtlsRole::Passive && is_hello(packet);
        if begins {
            self.dtls = Some(Box::new(Dtls::new(identity, self.role, self.fingerprint, now)));
        }
        let dtls = self.dtls.as_mut().filter(|dtls| dtls.expects(packet)).ok_or(Refusal::Refused)?;
        self.remote = Some(source);
        dtls.handle_packet(packet, now);
        if dtls.has_failed() && !dtls.has_begun() {
            // It was noise; the next hello begins anew.
            self.dtls = None;
        }
        Ok(())
    }

    /// Sends again what may have been lost.
    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        if let Some(dtls) = &mut self.dtls {
            dtls.handle_timeout(now);
        }
    }

    /// When [`Self::handle_timeout`] must next be called.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.dtls.as_ref()?.poll_timeout()
    }

    /// The next datagram to send, and to whom.
    pub(crate) fn poll_packet(&mut self) -> Option<(SocketAddr, Vec<u8>)> {
        if let Some(answer) = self.answers.pop_front() {
            return Some(answer);
        }
        let to = self.selected().or(self.remote)?;
        Some((to, self.dtls.as_mut()?.poll_packet()?))
    }

    /// What has come of it, once.
    pub(crate) fn poll_outcome(&mut self) -> Option<Outcome> {
        self.dtls.as_mut()?.poll_outcome()
    }
}
