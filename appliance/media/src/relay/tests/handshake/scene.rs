//! A stream that awaits a handshake, and its telephone behind a router.

use super::*;
use crate::dtls::tests::keys;

/// A stream that awaits a handshake, joined to a plain one.
pub(super) struct Scene {
    pub(super) relay: Relay,
    pub(super) now: Instant,
    pub(super) ours: DtlsIdentity,
    pub(super) phone: Phone,
    /// Which datagram is lost, counted from now.
    pub(super) lose: Option<usize>,
    /// So many checks were made.
    checks: u32,
}

pub(super) struct Phone {
    pub(super) identity: DtlsIdentity,
    /// The fingerprint that it expects.
    pub(super) expects: [u8; 32],
    pub(super) dtls: Dtls,
    pub(super) outbound: Option<Outbound>,
    pub(super) inbound: Option<Inbound>,
}

impl Scene {
    /// The telephone has described itself; with ICE it has also shown where it is.
    pub(super) fn new(ice: bool) -> Self {
        let mut scene = Self::without_peer();
        scene.open(ice);
        scene
    }

    pub(super) fn without_peer() -> Self {
        let (ours, now) = (identity(), Instant::now());
        let relay = Relay::new(8).with_identity(ours.clone());
        let phone = Phone::new(identity(), ours.fingerprint(), DtlsRole::Active, now);
        let mut scene = Self { relay, now, ours, phone, lose: None, checks: 0 };
        for command in [
            open(A, 10_000),
            open(B, 10_002),
            Command::Join { a: A, b: B },
            peer(B, PHONE_B, "198.51.100.20"),
        ] {
            assert_eq!(scene.relay.handle_command(command, scene.now), None);
        }
        scene
    }

    pub(super) fn open(&mut self, ice: bool) {
        for command in [open(A, 10_000), open(B, 10_002), Command::Join { a: A, b: B }] {
            self.relay.handle_command(command, self.now);
        }
        self.handshake(DtlsRole::Passive, ice.then_some("R"));
        self.relay.handle_command(peer(A, PHONE_A, "198.51.100.7"), self.now);
        self.relay.handle_command(peer(B, PHONE_B, "198.51.100.20"), self.now);
        if ice {
            self.check(REAL, "R", true);
        }
    }

    pub(super) fn handshake(&mut self, role: DtlsRole, ufrag: Option<&str>) {
        let fingerprint = self.phone.identity.fingerprint();
        let command = Command::Handshake { stream: A, role, fingerprint, ice: ufrag.map(credentials) };
        assert_eq!(self.relay.handle_command(command, self.now), None);
    }

    /// A check from there; it is answered when it is ours to answer.
    pub(super) fn check(&mut self, source: &str, ufrag: &str, is_answered: bool) {
        let username = format!("L:{ufrag}");
        let attributes: &[(u16, &[u8])] = &[(0x06, username.as_bytes()), (0x25, &[])];
        let mut packet = stun::tests::request(self.checks, attributes, Some(b"secret"));
        self.checks += 1;
        assert_eq!(self.give(A, Kind::Rtp, &mut packet, source), None);
        let answer = self.relay.poll_packet();
        let goes_to = answer.map(|(forward, _)| forward);
        assert_eq!(goes_to, is_answered.then_some(Forward { stream: A, kind: Kind::Rtp, to: at(source) }));
    }

    /// Carries the handshake on until nobody has anything to say.
    pub(super) fn shake(&mut self) {
        loop {
            if let Some((forward, bytes)) = self.relay.poll_packet() {
                assert_eq!((forward.stream, forward.kind), (A, Kind::Rtp));
                if !self.is_lost() {
                    self.phone.dtls.handle_packet(&bytes, self.now);
                }
            } else if let Some(mut bytes) = self.phone.dtls.poll_packet() {
                if !self.is_lost() {
                    assert_eq!(self.give(A, Kind::Rtp, &mut bytes, REAL), None);
                }
            } else {
                break;
            }
        }
        if let Some(keys) = keys(&mut self.phone.dtls) {
            self.phone.outbound = Some(Outbound::new(&keys.send));
            self.phone.inbound = Some(Inbound::new(&keys.receive));
        }
    }

    pub(super) fn is_lost(&mut self) -> bool {
        let left = self.lose;
        self.lose = left.and_then(|left| left.checked_sub(1));
        left == Some(0)
    }

    /// The telephone is heard by the plain one.
    pub(super) fn speaks(&mut self, kind: Kind, number: u16) {
        let mut packet = self.phone.seal(kind, &bytes(kind, number));
        let to = at(if kind == Kind::Rtp { PHONE_B } else { "198.51.100.20:5001" });
        let forward = self.give(A, Kind::Rtp, &mut packet, REAL);
        assert_eq!(forward, Some(Forward { stream: B, kind, to }));
        assert_eq!(packet, bytes(kind, number));
    }

    /// The telephone hears the plain one, through its one port.
    pub(super) fn hears(&mut self, kind: Kind, number: u16) {
        let mut packet = bytes(kind, number);
        let source = if kind == Kind::Rtp { PHONE_B } else { "198.51.100.20:5001" };
        let forward = self.give(B, kind, &mut packet, source);
        assert_eq!(forward, Some(Forward { stream: A, kind: Kind::Rtp, to: at(REAL) }));
        assert_ne!(packet, bytes(kind, number));
        assert_eq!(self.phone.open(kind, &packet), bytes(kind, number));
    }

    pub(super) fn give(
        &mut self,
        stream: StreamId,
        kind: Kind,
        bytes: &mut Vec<u8>,
        source: &str,
    ) -> Option<Forward> {
        change(bytes, |packet| self.relay.handle_packet(stream, kind, packet, at(source), self.now))
    }
}

impl Phone {
    pub(super) fn new(identity: DtlsIdentity, expects: [u8; 32], role: DtlsRole, now: Instant) -> Self {
        let dtls = Dtls::new(&identity, role, expects, now);
        Self { identity, expects, dtls, outbound: None, inbound: None }
    }

    pub(super) fn become_a(&mut self, role: DtlsRole) {
        *self = Self::new(self.identity.clone(), self.expects, role, Instant::now());
    }

    pub(super) fn seal(&mut self, kind: Kind, plain: &[u8]) -> Vec<u8> {
        let (key, mut bytes) = (self.outbound.as_mut().unwrap(), plain.to_vec());
        change(&mut bytes, |packet| match kind {
            Kind::Rtp => key.seal_rtp(packet),
            Kind::Rtcp => key.seal_rtcp(packet),
        })
        .unwrap();
        bytes
    }

    pub(super) fn open(&mut self, kind: Kind, sealed: &[u8]) -> Vec<u8> {
        let (key, mut bytes) = (self.inbound.as_mut().unwrap(), sealed.to_vec());
        change(&mut bytes, |packet| match kind {
            Kind::Rtp => key.open_rtp(packet),
            Kind::Rtcp => key.open_rtcp(packet),
        })
        .unwrap();
        bytes
    }
}

fn credentials(remote_ufrag: &str) -> IceCredentials {
    IceCredentials {
        local_ufrag: "L".to_owned(),
        local_pwd: "secret".to_owned(),
        remote_ufrag: remote_ufrag.to_owned(),
    }
}

/// Does something to a packet that has room behind it.
fn change<T>(bytes: &mut Vec<u8>, act: impl FnOnce(&mut Packet<'_>) -> T) -> T {
    let length = bytes.len();
    bytes.resize(length + MAX_OVERHEAD, 0);
    let mut packet = Packet::new(bytes, length);
    let result = act(&mut packet);
    let length = packet.len();
    bytes.truncate(length);
    result
}

pub(super) fn bytes(kind: Kind, number: u16) -> Vec<u8> {
    let [high, low] = number.to_be_bytes();
    match kind {
        Kind::Rtp => [&[0x80, 8, high, low, 0, 0, high, low, 0, 0, 0, 7][..], &[0xd5; 160]].concat(),
        Kind::Rtcp => [&[0x81, 201, 0, 7, 0, 0, 0, 7][..], &[low; 24]].concat(),
    }
}
