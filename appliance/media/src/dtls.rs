//! DTLS-SRTP (RFC 5763, RFC 5764): the handshake on a stream's port, whose only product are the keys for SRTP. Who the
//! other side is, its description has said by the fingerprint of its certificate.
//!
//! The protocol is dimpl's (DTLS 1.2 and 1.3), a machine without sockets or clock as ours are. It takes randomness from
//! the system by itself, because private keys come of it: a second deviation beside aws-lc's from the rule that this
//! comes in as an argument.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_lc_rs::digest::{SHA256, digest};
use dimpl::{Output, SrtpProfile};
use zeroize::Zeroizing;

use crate::What;
use crate::srtp::{MasterKey, Profile};

/// Our certificate and its key; one for all streams.
#[derive(Clone)]
pub struct DtlsIdentity {
    certificate: Arc<dimpl::DtlsCertificate>,
    config: Arc<dimpl::Config>,
    fingerprint: [u8; 32],
}

impl DtlsIdentity {
    /// Takes an X.509 certificate on an ECDSA key (P-256 or P-384), and that key in PKCS #8, both DER.
    pub fn new(certificate: Vec<u8>, private_key: Vec<u8>) -> Self {
        let fingerprint = fingerprint(&certificate);
        let config = dimpl::Config::builder().handshake_timeout(PATIENCE).build();
        Self {
            certificate: Arc::new(dimpl::DtlsCertificate { certificate, private_key }),
            config: Arc::new(config.expect("the settings are constants")),
            fingerprint,
        }
    }

    /// The SHA-256 of the certificate, for the description (RFC 8122 §5).
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }
}

impl fmt::Debug for DtlsIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DtlsIdentity")
    }
}

/// Who begins the handshake (RFC 8842 §5.3: `a=setup`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DtlsRole {
    /// We do.
    Active,
    /// The other side does.
    Passive,
}

/// What the handshake has brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DtlsKeys {
    pub(crate) receive: MasterKey,
    pub(crate) send: MasterKey,
}

/// Datagrams of a handshake that wait to be sent: a flight has six at most. Further ones are lost, and sent again as
/// others that are.
const MAX_WAITING: usize = 16;
/// Longer than a datagram of a handshake or a certificate is.
const DATAGRAM: usize = 2_048;
/// A handshake that has come to nothing by then is over: its call ends by its own silence.
const PATIENCE: Duration = Duration::from_secs(40);
/// So long it is left alone at least.
const SHORTEST_WAIT: Duration = Duration::from_millis(10);

/// One handshake. It stays when it is through, for the other side may not have heard the end of it.
pub(crate) struct Dtls {
    inner: dimpl::Dtls,
    role: DtlsRole,
    remote_fingerprint: [u8; 32],
    is_identified: bool,
    state: State,
    timeout: Option<Instant>,
    waiting: VecDeque<Vec<u8>>,
}

enum State {
    /// No keys yet.
    Shaking,
    /// The keys are there, and were not asked for yet.
    Done(Box<DtlsKeys>),
    /// They were.
    Over,
    /// It has come to nothing; why, until that was asked for.
    Failed(Option<What>),
}

/// What has come of a handshake.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Keys(Box<DtlsKeys>),
    Failed(What),
}

impl Dtls {
    pub(crate) fn new(
        identity: &DtlsIdentity,
        role: DtlsRole,
        remote_fingerprint: [u8; 32],
        now: Instant,
    ) -> Self {
        let (config, certificate) = (Arc::clone(&identity.config), (*identity.certificate).clone());
        let inner = match role {
            // dimpl 0.9.0 has no hello that offers both versions which outlives all answers: one whose extension is
            // cut off makes it panic, and anything but a hello ends it. Everybody has DTLS 1.2 (RFC 8827 §6.5).
            DtlsRole::Active => dimpl::Dtls::new_12(config, certificate, now),
            DtlsRole::Passive => dimpl::Dtls::new_auto(config, certificate, now),
        };
        Self::with(inner, role, remote_fingerprint, now)
    }

    fn with(mut inner: dimpl::Dtls, role: DtlsRole, remote_fingerprint: [u8; 32], now: Instant) -> Self {
        inner.set_active(role == DtlsRole::Active);
        let mut dtls = Self {
            inner,
            role,
            remote_fingerprint,
            is_identified: false,
            state: State::Shaking,
            timeout: None,
            waiting: VecDeque::new(),
        };
        // A client speaks first.
        dtls.handle_timeout(now);
        dtls
    }

    /// Whether a datagram has a place in the handshake as it stands: it begins with the telephone's hello.
    pub(crate) fn expects(&self, packet: &[u8]) -> bool {
        !self.has_failed() && (self.has_begun() || is_hello(packet))
    }

    /// Whether the telephone's hello has come, or was none to wait for.
    pub(crate) fn has_begun(&self) -> bool {
        self.inner.protocol_version().is_some()
    }

    /// Takes a datagram.
    pub(crate) fn handle_packet(&mut self, packet: &[u8], now: Instant) {
        self.attempt(|inner| inner.handle_timeout(now).and_then(|()| inner.handle_packet(packet)), now);
    }

    /// Sends again what may have been lost.
    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        self.attempt(|inner| inner.handle_timeout(now), now);
    }

    /// When [`Self::handle_timeout`] must next be called.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.timeout
    }

    /// The next datagram to send.
    pub(crate) fn poll_packet(&mut self) -> Option<Vec<u8>> {
        self.waiting.pop_front()
    }

    /// What has come of it, once: the keys, when it is through and the other side is who it said.
    pub(crate) fn poll_outcome(&mut self) -> Option<Outcome> {
        let (state, outcome) = match std::mem::replace(&mut self.state, State::Over) {
            State::Done(keys) => (State::Over, Some(Outcome::Keys(keys))),
            State::Failed(why) => (State::Failed(None), why.map(Outcome::Failed)),
            other @ (State::Shaking | State::Over) => (other, None),
        };
        self.state = state;
        outcome
    }

    /// Whether it has come to nothing.
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self.state, State::Failed(_))
    }

    /// Does something with the machine, unless that has failed before; should it panic, it counts as failed.
    fn attempt(&mut self, act: impl FnOnce(&mut dimpl::Dtls) -> Result<(), dimpl::Error>, now: Instant) {
        if self.has_failed() {
            return;
        }
        self.timeout = None;
        let panicked = State::Failed(Some(What::Handshake("it panicked".to_owned())));
        let before = std::mem::replace(&mut self.state, panicked);
        let acted = act(&mut self.inner);
        self.state = match (self.drain(before, now), acted) {
            (Ok(state), Ok(())) => state,
            // What comes of an error after the keys concerns only what would follow, such as another key exchange.
            (Ok(state @ (State::Done(_) | State::Over)), Err(_)) => state,
            (Ok(State::Shaking | State::Failed(_)), Err(error)) => {
                State::Failed(Some(What::Handshake(error.to_string())))
            }
            (Err(what), _) => State::Failed(Some(what)),
        };
        if self.has_failed() {
            self.timeout = None;
        }
    }

    /// Takes what the machine puts out; what has become of the handshake, or why it has failed.
    fn drain(&mut self, mut state: State, now: Instant) -> Result<State, What> {
        let mut room = [0; DATAGRAM];
        loop {
            match self.inner.poll_output(&mut room) {
                Output::Packet(packet) if self.waiting.len() < MAX_WAITING => {
                    self.waiting.push_back(packet.to_vec());
                }
                Output::PeerCert(certificate) => {
                    self.is_identified = fingerprint(certificate) == self.remote_fingerprint;
                    if !self.is_identified {
                        return Err(What::OtherCertificate);
                    }
                }
                Output::KeyingMaterial(material, profile) => {
                    let keys = split(&material, profile, self.role).filter(|_| self.is_identified);
                    let keys = keys.ok_or_else(|| What::Handshake("keys of no use".to_owned()))?;
                    state = State::Done(Box::new(keys));
                }
                Output::Timeout(at) => {
                    // One that lies in years stands for none; one that is over would be asked for without end.
                    let at = at.max(now + SHORTEST_WAIT);
                    self.timeout = Some(at).filter(|at| at.saturating_duration_since(now) <= PATIENCE);
                    return Ok(state);
                }
                // What is longer than a certificate may be, and comes after the keys, concerns nobody.
                Output::BufferTooSmall { .. } if matches!(state, State::Done(_) | State::Over) => {
                    return Ok(state);
                }
                Output::BufferTooSmall { .. } => {
                    return Err(What::Handshake("the certificate is too long".to_owned()));
                }
                // A packet too many; and nothing but keys is ever sent on it, or listened to.
                _ => {}
            }
        }
    }
}

impl fmt::Debug for Dtls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dtls").field("role", &self.role).finish_non_exhaustive()
    }
}

/// Whether a datagram is a ClientHello, or part of one (RFC 9147 §4, §5.2).
pub(crate) fn is_hello(packet: &[u8]) -> bool {
    matches!(packet, [22, 254, _, 0, 0, _, _, _, _, _, _, _, _, 1, ..])
}

fn fingerprint(certificate: &[u8]) -> [u8; 32] {
    let mut fingerprint = [0; 32];
    fingerprint.iter_mut().zip(digest(&SHA256, certificate).as_ref()).for_each(|(to, from)| *to = *from);
    fingerprint
}

/// The exported material is the client's key, the server's, the client's salt, the server's (RFC 5764 §4.2).
fn split(material: &[u8], profile: SrtpProfile, role: DtlsRole) -> Option<DtlsKeys> {
    let profile = match profile {
        SrtpProfile::AES128_CM_SHA1_80 => Profile::AesCm128HmacSha1_80,
        SrtpProfile::AEAD_AES_128_GCM => Profile::AeadAes128Gcm,
        SrtpProfile::AEAD_AES_256_GCM => Profile::AeadAes256Gcm,
        _ => return None,
    };
    let (keys, salts) = material.split_at_checked(2 * profile.key_length())?;
    let (client_key, server_key) = keys.split_at_checked(profile.key_length())?;
    let (client_salt, server_salt) = salts.split_at_checked(profile.salt_length())?;
    let client = Zeroizing::new([client_key, client_salt].concat());
    let server = Zeroizing::new([server_key, server_salt].concat());
    let (client, server) = (MasterKey::new(profile, &client)?, MasterKey::new(profile, &server)?);
    Some(match role {
        DtlsRole::Active => DtlsKeys { receive: server, send: client },
        DtlsRole::Passive => DtlsKeys { receive: client, send: server },
    })
}

#[cfg(test)]
pub(crate) mod tests;
