//! Handshakes between two of ours, over a network that loses and damages.

use dimpl::ProtocolVersion;

use super::*;

pub(crate) const VERSIONS: [ProtocolVersion; 2] = [ProtocolVersion::DTLS1_2, ProtocolVersion::DTLS1_3];

#[test]
fn both_sides_have_the_same_keys_the_other_way_round() {
    for version in VERSIONS {
        let mut pair = Pair::new(version, None);
        pair.shake();
        let (one, other) = (keys(&mut pair.client).unwrap(), keys(&mut pair.server).unwrap());
        assert!(one.send == other.receive && one.receive == other.send && one.send != one.receive);
        assert_eq!(
            (pair.client.poll_outcome(), pair.server.poll_outcome()),
            (None, None),
            "they are told once"
        );
        assert_eq!(pair.server.inner.protocol_version(), Some(version));
    }
}

#[test]
fn each_lost_datagram_is_sent_again() {
    for (version, lost) in VERSIONS.into_iter().flat_map(|version| (0..12).map(move |lost| (version, lost))) {
        let mut pair = Pair::new(version, None);
        pair.lose = Some(lost);
        for _ in 0..8 {
            pair.shake();
            let due = [&pair.client, &pair.server].into_iter().filter_map(Dtls::poll_timeout).min();
            pair.now = due.unwrap_or(pair.now).max(pair.now);
            pair.client.handle_timeout(pair.now);
            pair.server.handle_timeout(pair.now);
        }
        assert!(keys(&mut pair.client).is_some() && keys(&mut pair.server).is_some(), "{version:?} {lost}");
    }
}

#[test]
fn who_has_another_certificate_gets_no_keys() {
    for version in VERSIONS {
        let mut pair = Pair::new(version, Some([7; 32]));
        pair.shake();
        assert!(pair.server.has_failed());
        assert_eq!(pair.server.poll_outcome(), Some(Outcome::Failed(What::OtherCertificate)));
        assert_eq!((pair.server.poll_outcome(), pair.server.poll_timeout()), (None, None));
    }
}

#[test]
fn nobody_is_waited_for_without_end() {
    let mut pair = Pair::new(ProtocolVersion::DTLS1_2, None);
    let begin = pair.now;
    while let Some(due) = pair.client.poll_timeout() {
        while pair.client.poll_packet().is_some() {}
        pair.now = due;
        pair.client.handle_timeout(due);
    }
    assert!(pair.client.has_failed());
    assert!(pair.now - begin <= PATIENCE);
    // Who waits for the other to begin has nothing to do.
    assert_eq!(pair.server.poll_timeout(), None);
}

#[test]
fn what_else_comes_after_the_keys_is_passed_over() {
    for version in VERSIONS {
        let mut pair = Pair::new(version, None);
        pair.shake();
        assert!(keys(&mut pair.server).is_some());
        for length in [1, 1_000, 3_000, 10_000] {
            let _ = pair.client.inner.send_application_data(&vec![7; length]);
            pair.hear_from_client();
        }
        pair.client.inner.close().unwrap();
        pair.hear_from_client();
        assert_eq!((pair.server.poll_outcome(), pair.server.has_failed()), (None, false), "{version:?}");
    }
}

#[test]
fn noise_is_survived() {
    let mut pair = Pair::new(ProtocolVersion::DTLS1_2, None);
    let hello = pair.client.poll_packet().unwrap();
    for at in 0..hello.len() {
        let mut damaged = hello.clone();
        damaged[at] ^= 0xff;
        pair.server.handle_packet(&damaged[..], pair.now);
        pair.server.handle_packet(&hello[..at], pair.now);
        while pair.server.poll_packet().is_some() {}
    }
    assert_eq!(keys(&mut pair.server), None);
}

/// A client and a server, and what is between them.
struct Pair {
    client: Dtls,
    server: Dtls,
    now: Instant,
    /// Which datagram is lost, counted from now.
    lose: Option<usize>,
}

impl Pair {
    /// A server that expects this fingerprint, or the client's own.
    fn new(version: ProtocolVersion, expected: Option<[u8; 32]>) -> Self {
        let (mut one, other) = (identity(), identity());
        // Other than ours it may send datagrams of any length (with 1.3 it fills its hello up to that).
        let mtu = if version == ProtocolVersion::DTLS1_2 { 20_000 } else { 1_150 };
        one.config = Arc::new(dimpl::Config::builder().mtu(mtu).build().unwrap());
        let now = Instant::now();
        let client = client(version, &one, other.fingerprint(), now);
        let server = Dtls::new(&other, DtlsRole::Passive, expected.unwrap_or(one.fingerprint()), now);
        Self { client, server, now, lose: None }
    }

    /// Carries what the client sends, however long it is.
    fn hear_from_client(&mut self) {
        let mut room = vec![0; 20_000];
        while let Output::Packet(packet) = self.client.inner.poll_output(&mut room) {
            self.server.handle_packet(packet, self.now);
        }
    }

    /// Carries datagrams until there are no more.
    fn shake(&mut self) {
        loop {
            let (packet, to) = if let Some(packet) = self.client.poll_packet() {
                (packet, &mut self.server)
            } else if let Some(packet) = self.server.poll_packet() {
                (packet, &mut self.client)
            } else {
                return;
            };
            match self.lose {
                Some(0) => self.lose = None,
                Some(more) => {
                    self.lose = Some(more - 1);
                    to.handle_packet(&packet, self.now);
                }
                None => to.handle_packet(&packet, self.now),
            }
        }
    }
}

/// The keys, when the handshake has brought any.
pub(crate) fn keys(dtls: &mut Dtls) -> Option<Box<DtlsKeys>> {
    match dtls.poll_outcome()? {
        Outcome::Keys(keys) => Some(keys),
        Outcome::Failed(_) => None,
    }
}

/// A client of that version.
pub(crate) fn client(
    version: ProtocolVersion,
    identity: &DtlsIdentity,
    fingerprint: [u8; 32],
    now: Instant,
) -> Dtls {
    let (config, certificate) = (Arc::clone(&identity.config), (*identity.certificate).clone());
    let inner = if version == ProtocolVersion::DTLS1_3 {
        dimpl::Dtls::new_13(config, certificate, now)
    } else {
        dimpl::Dtls::new_12(config, certificate, now)
    };
    Dtls::with(inner, DtlsRole::Active, fingerprint, now)
}

/// A certificate of its own.
pub(crate) fn identity() -> DtlsIdentity {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
    DtlsIdentity::new(certificate.der().to_vec(), key.serialize_der())
}
