//! A relay of whose two telephones one is to shake hands, and is played by the fuzzer.

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Instant;

use media::{Command, DtlsIdentity, DtlsRole, Form, IceCredentials, Kind, Packet, Relay, StreamId};

pub const A: StreamId = StreamId(1);
const B: StreamId = StreamId(2);

/// A certificate and its key.
pub type Certificate = (Vec<u8>, Vec<u8>);

pub struct Scene {
    pub relay: Relay,
    pub now: Instant,
    pub phone: SocketAddr,
    pub stranger: SocketAddr,
}

impl Scene {
    pub fn new(role: DtlsRole, ice: Option<IceCredentials>) -> Self {
        let [ours, theirs] = identities();
        let relay = Relay::new(2).with_identity(ours.clone());
        let (phone, stranger) = (([192, 0, 2, 10], 4000).into(), ([203, 0, 113, 9], 4000).into());
        let mut scene = Self { relay, now: Instant::now(), phone, stranger };
        for (stream, port) in [(A, 10_000), (B, 10_002)] {
            let local = ([192, 0, 2, 1], port).into();
            scene.order(Command::Open { stream, local, form: Form::Rtp });
            let (rtp, rtcp) = (phone, ([192, 0, 2, 10], 4001).into());
            let (clocks, codec) = (vec![(8, 8000)], "PCMA/8000".to_owned());
            scene.order(Command::Peer {
                stream,
                rtp,
                rtcp,
                registered: None,
                networks: Vec::new(),
                clocks,
                codec,
            });
        }
        scene.order(Command::Join { a: A, b: B });
        scene.order(Command::Handshake { stream: A, role, fingerprint: theirs.fingerprint(), ice });
        scene
    }

    fn order(&mut self, command: Command) {
        assert_eq!(self.relay.handle_command(command, self.now), None);
    }

    /// A datagram from there: it never goes on, since it is no sound under a key.
    pub fn give(&mut self, bytes: &[u8], source: SocketAddr) {
        let mut room = bytes.to_vec();
        let mut packet = Packet::new(&mut room, bytes.len());
        assert_eq!(self.relay.handle_packet(A, Kind::Rtp, &mut packet, source, self.now), None);
    }

    /// The next datagram that the relay sends, which is for the telephone.
    pub fn heard(&mut self) -> Option<Vec<u8>> {
        let (forward, bytes) = self.relay.poll_packet()?;
        assert_eq!((forward.stream, forward.kind, forward.to), (A, Kind::Rtp, self.phone));
        Some(bytes)
    }

    /// Whether the relay passes the other telephone's sound to this one; as it was, never.
    pub fn has_keys(&mut self) -> bool {
        let plain = [&[0x80, 8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7][..], &[0xd5; 160]].concat();
        let mut room = [&plain[..], &[0; 64]].concat();
        let mut packet = Packet::new(&mut room, plain.len());
        let forward = self.relay.handle_packet(B, Kind::Rtp, &mut packet, self.phone, self.now);
        assert!(forward.is_none() || packet.bytes() != plain);
        forward.is_some()
    }
}

/// Ours and the telephone's.
fn identities() -> &'static [DtlsIdentity; 2] {
    static IDENTITIES: OnceLock<[DtlsIdentity; 2]> = OnceLock::new();
    IDENTITIES
        .get_or_init(|| certificates().clone().map(|(certificate, key)| DtlsIdentity::new(certificate, key)))
}

/// Ours and the telephone's, made once.
pub fn certificates() -> &'static [Certificate; 2] {
    static CERTIFICATES: OnceLock<[Certificate; 2]> = OnceLock::new();
    CERTIFICATES.get_or_init(|| {
        [(); 2].map(|()| {
            let key = rcgen::KeyPair::generate().expect("the system has randomness");
            let named = rcgen::CertificateParams::new(Vec::new()).expect("no name is none that is wrong");
            let certificate = named.self_signed(&key).expect("a key signs");
            (certificate.der().to_vec(), key.serialize_der())
        })
    })
}
