//! Handshakes between two of ours, over a network that loses and damages.

use super::*;

#[test]
fn both_sides_have_the_same_keys_the_other_way_round() {
    let mut pair = Pair::new(None);
    pair.shake();
    let (one, other) = (pair.client.poll_keys().unwrap(), pair.server.poll_keys().unwrap());
    assert!(one.send == other.receive && one.receive == other.send && one.send != one.receive);
    assert_eq!((pair.client.poll_keys(), pair.server.poll_keys()), (None, None), "they are told once");
}

#[test]
fn each_lost_datagram_is_sent_again() {
    for lost in 0..12 {
        let mut pair = Pair::new(None);
        pair.lose = Some(lost);
        for _ in 0..8 {
            pair.shake();
            let due = [&pair.client, &pair.server].into_iter().filter_map(Dtls::poll_timeout).min();
            pair.now = due.unwrap_or(pair.now).max(pair.now);
            pair.client.handle_timeout(pair.now);
            pair.server.handle_timeout(pair.now);
        }
        assert!(pair.client.poll_keys().is_some() && pair.server.poll_keys().is_some(), "{lost}");
    }
}

#[test]
fn who_has_another_certificate_gets_no_keys() {
    let mut pair = Pair::new(Some([7; 32]));
    pair.shake();
    assert!(pair.server.has_failed());
    assert_eq!(pair.server.poll_keys(), None);
    assert_eq!(pair.server.poll_timeout(), None);
}

#[test]
fn nobody_is_waited_for_without_end() {
    let mut pair = Pair::new(None);
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
fn noise_is_survived() {
    let mut pair = Pair::new(None);
    let hello = pair.client.poll_packet().unwrap();
    for at in 0..hello.len() {
        let mut damaged = hello.clone();
        damaged[at] ^= 0xff;
        pair.server.handle_packet(&damaged[..], pair.now);
        pair.server.handle_packet(&hello[..at], pair.now);
        while pair.server.poll_packet().is_some() {}
    }
    assert_eq!(pair.server.poll_keys(), None);
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
    fn new(expected: Option<[u8; 32]>) -> Self {
        let (one, other) = (identity(), identity());
        let now = Instant::now();
        let client = Dtls::new(&one, DtlsRole::Active, other.fingerprint(), now);
        let server = Dtls::new(&other, DtlsRole::Passive, expected.unwrap_or(one.fingerprint()), now);
        Self { client, server, now, lose: None }
    }

    /// Carries datagrams until there are no more.
    fn shake(&mut self) {
        loop {
            let (packet, to) = match (self.client.poll_packet(), self.server.poll_packet()) {
                (None, None) => return,
                (Some(packet), answer) => {
                    answer.map(|answer| self.server.waiting.push_front(answer));
                    (packet, &mut self.server)
                }
                (None, Some(packet)) => (packet, &mut self.client),
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

/// A certificate of its own.
pub(crate) fn identity() -> DtlsIdentity {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
    DtlsIdentity::new(certificate.der().to_vec(), key.serialize_der())
}
