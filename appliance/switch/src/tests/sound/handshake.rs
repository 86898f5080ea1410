//! Telephones that shake hands on the port of their sound, as those in browsers do.

use std::io;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use dimpl::{DtlsCertificate, Output as Said};
use media::{DtlsRole, IceCredentials};

use super::*;

const STREAM: StreamId = StreamId(0x400);

#[test]
fn a_telephone_that_shakes_hands_is_heard_and_hears() {
    for ice in [false, true] {
        let mut scene = Scene::start("127.28.0.1", ice);
        if ice {
            scene.check();
        }
        scene.phone.shake(&scene.call.a);
        scene.speaks_and_hears();
        let end = scene.end();
        assert!(end.contains("packets_received: 1") && end.contains("refused: 0"), "{end}");
        assert_eq!(scene.bench.counter("dtls_handshakes_total"), 1);
    }
}

#[test]
fn what_is_lost_is_sent_again_by_itself() {
    let mut scene = Scene::start("127.28.0.2", false);
    scene.phone.says(&scene.call.a);
    let cookie = receive(&scene.call.a).0;
    scene.phone.takes(&cookie);
    scene.phone.says(&scene.call.a);
    // The first hello of the switch is lost, and all behind it until there is a second.
    let mut hellos = 0;
    while hellos < 2 {
        let packet = receive(&scene.call.a).0;
        hellos += usize::from((packet[0], packet[13]) == (22, 2));
        if hellos == 2 {
            scene.phone.takes(&packet);
        }
    }
    scene.phone.shake(&scene.call.a);
    scene.speaks_and_hears();
}

#[test]
fn strangers_get_nothing_in_and_nothing_back() {
    let mut scene = Scene::start("127.28.0.3", true);
    let stranger = phone("127.0.0.66:0");
    let hello = Phone::new(&scene.bench, scene.ours[0]).packets().remove(0);
    for packet in [request(b"guess"), hello, packet(7)] {
        stranger.send_to(&packet, scene.ours[0]).unwrap();
    }
    scene.check();
    scene.phone.shake(&scene.call.a);
    scene.speaks_and_hears();
    stranger.set_nonblocking(true).unwrap();
    let heard = stranger.recv_from(&mut [0; 100]).map_err(|error| error.kind());
    assert_eq!(heard, Err(io::ErrorKind::WouldBlock));
    assert!(scene.end().contains("refused: 3"));
    assert_eq!(scene.bench.counter("rtp_refused_packets_total"), 3);
}

#[test]
fn a_handshake_with_another_certificate_is_counted_while_the_call_is_up() {
    let mut scene = Scene::start("127.28.0.4", false);
    scene.phone = Phone::new(&scene.bench, scene.ours[0]);
    scene.phone.shake(&scene.call.a);
    // The media thread tells that nothing came when it has looked at all that did.
    let expect = Command::Expect { stream: STREAM, within: Some(Duration::ZERO) };
    scene.bench.put_out([Output::Media(expect)]);
    assert!(scene.bench.seen().starts_with("Silent"));
    assert_eq!(scene.bench.counter("dtls_handshakes_failed_total"), 1);
    scene.call.b.send_to(&packet(1), scene.ours[1]).unwrap();
    let end = scene.end();
    assert!(end.contains("packets_received: 0") && end.contains("packets_sent: 0"), "{end}");
}

/// A call whose first telephone shakes hands.
struct Scene {
    bench: Bench,
    call: Call,
    ours: [SocketAddr; 2],
    phone: Phone,
}

impl Scene {
    fn start(ip: &str, ice: bool) -> Self {
        let bench = Bench::start(&["127.0.0.1:0"]);
        let ours = [10_000, 10_002].map(|port| format!("{ip}:{port}"));
        let call = Call::open(&bench, 1, [&ours[0], &ours[1]], "127.0.0.1:0");
        let ours = [at(&ours[0]), at(&ours[1])];
        let phone = Phone::new(&bench, ours[0]);
        let ice = ice.then(|| IceCredentials {
            local_ufrag: "L".to_owned(),
            local_pwd: "secret".to_owned(),
            remote_ufrag: "R".to_owned(),
        });
        let (role, fingerprint) = (DtlsRole::Passive, phone.fingerprint);
        bench.put_out([Output::Media(Command::Handshake { stream: STREAM, role, fingerprint, ice })]);
        Self { bench, call, ours, phone }
    }

    /// The telephone asks by ICE, and is told where it is.
    fn check(&self) {
        self.call.a.send_to(&request(b"secret"), self.ours[0]).unwrap();
        let (answer, from) = receive(&self.call.a);
        let port = self.call.a.local_addr().unwrap().port() ^ 0x2112;
        assert_eq!(
            (from, &answer[..2], &answer[26..28]),
            (self.ours[0], &[1, 1][..], &port.to_be_bytes()[..])
        );
    }

    /// A packet each way between this telephone and the plain one.
    fn speaks_and_hears(&mut self) {
        let (inbound, outbound) = self.phone.keys.as_mut().unwrap();
        let mut room = [packet(1), vec![0; MAX_OVERHEAD]].concat();
        let mut sealed = Packet::new(&mut room, packet(1).len());
        outbound.seal_rtp(&mut sealed).unwrap();
        self.call.a.send_to(sealed.bytes(), self.ours[0]).unwrap();
        assert_eq!(receive(&self.call.b), (packet(1), self.ours[1]));
        self.call.b.send_to(&packet(2), self.ours[1]).unwrap();
        let mut came = receive(&self.call.a).0;
        // The switch may still have something to say about the handshake.
        while came[0] < 128 {
            came = receive(&self.call.a).0;
        }
        let length = came.len();
        let mut opened = Packet::new(&mut came, length);
        assert_eq!(inbound.open_rtp(&mut opened), Ok(true));
        assert_eq!(opened.bytes(), packet(2));
    }

    fn end(&self) -> String {
        self.bench.put_out([Output::Media(Command::Close { stream: STREAM })]);
        self.bench.seen()
    }
}

/// The telephone of the first leg.
struct Phone {
    dtls: dimpl::Dtls,
    fingerprint: [u8; 32],
    /// Of the switch.
    expects: [u8; 32],
    talks_to: SocketAddr,
    /// What comes under the server's key, and what goes under the client's.
    keys: Option<(Inbound, Outbound)>,
}

impl Phone {
    fn new(bench: &Bench, talks_to: SocketAddr) -> Self {
        let (certificate, private_key) = certificate();
        let fingerprint = digest(&SHA256, &certificate).as_ref().try_into().unwrap();
        let (config, now) = (Arc::new(dimpl::Config::default()), Instant::now());
        let mut dtls = dimpl::Dtls::new_13(config, DtlsCertificate { certificate, private_key }, now);
        dtls.set_active(true);
        dtls.handle_timeout(now).unwrap();
        Self { dtls, fingerprint, expects: bench.fingerprint, talks_to, keys: None }
    }

    fn shake(&mut self, socket: &UdpSocket) {
        self.says(socket);
        while self.keys.is_none() {
            let (packet, from) = receive(socket);
            assert_eq!(from, self.talks_to);
            self.takes(&packet);
            self.says(socket);
        }
    }

    fn says(&mut self, socket: &UdpSocket) {
        for packet in self.packets() {
            socket.send_to(&packet, self.talks_to).unwrap();
        }
    }

    fn takes(&mut self, packet: &[u8]) {
        self.dtls.handle_timeout(Instant::now()).unwrap();
        self.dtls.handle_packet(packet).unwrap();
    }

    fn packets(&mut self) -> Vec<Vec<u8>> {
        let (mut packets, mut room) = (Vec::new(), [0; 2048]);
        loop {
            match self.dtls.poll_output(&mut room) {
                Said::Packet(packet) => packets.push(packet.to_vec()),
                Said::PeerCert(certificate) => {
                    assert_eq!(digest(&SHA256, certificate).as_ref(), self.expects);
                }
                Said::KeyingMaterial(material, profile) => {
                    assert_eq!(profile, dimpl::SrtpProfile::AEAD_AES_256_GCM);
                    let part = |from: usize, length: usize| &material[from..from + length];
                    let key = |material: Vec<u8>| MasterKey::new(Profile::AeadAes256Gcm, &material).unwrap();
                    let client = key([part(0, 32), part(64, 12)].concat());
                    let server = key([part(32, 32), part(76, 12)].concat());
                    self.keys = Some((Inbound::new(&server), Outbound::new(&client)));
                }
                Said::Timeout(_) => return packets,
                _ => {}
            }
        }
    }
}

/// A Binding request that nominates, signed with this password.
fn request(password: &[u8]) -> Vec<u8> {
    let mut request = b"\x00\x01\x00\x00\x21\x12\xa4\x42only-a-test!".to_vec();
    request.extend(b"\x00\x06\x00\x03L:R\x00\x00\x25\x00\x00");
    // The length counts the signature already.
    request[3] = 12 + 24;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password);
    let code = hmac::sign(&key, &request);
    request.extend(b"\x00\x08\x00\x14");
    request.extend(code.as_ref());
    request
}
