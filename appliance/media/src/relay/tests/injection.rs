//! A stranger who wants to speak or to listen, in every order, on the LAN and through NAT, by sound and by reports,
//! with the telephone's SSRC and next number or its own, in clear and with keys: nothing in, nothing out.

use super::*;
use crate::srtp::{MAX_OVERHEAD, MasterKey, Outbound, Profile};

/// When the stranger sends: before the telephone, with it, after it, in its silence, after a refresh, after it has
/// described another port.
#[derive(Clone, Copy, Debug)]
enum Order {
    First,
    Together,
    Later,
    InSilence,
    AfterRefresh,
    AfterChange,
}

const ORDERS: [Order; 6] =
    [Order::First, Order::Together, Order::Later, Order::InSilence, Order::AfterRefresh, Order::AfterChange];

type Place = (&'static str, &'static str, &'static str);
type Case = (Place, Order, Kind, bool, Option<Profile>);

/// Where the telephone says it is, where its packets come from, and who registered it.
const PLACES: [Place; 3] = [
    ("192.0.2.10:4000", "192.0.2.10:4000", "192.0.2.10"),
    ("192.0.2.10:4000", "192.0.2.10:4444", "192.0.2.10"),
    ("10.0.0.5:4000", "198.51.100.7:61000", "198.51.100.7"),
];

#[test]
fn a_stranger_neither_speaks_nor_hears() {
    let strangers = ["203.0.113.66:4000", "192.0.2.66:4000", "198.51.100.66:61000"];
    for (place, order, kind, knows, key) in cases() {
        for stranger in strangers {
            let mut scene = Scene::new(place, key);
            let what = format!("{place:?} {order:?} {kind:?} {knows} {key:?} {stranger}");
            scene.play(order, kind, |scene, number| {
                scene.attack(stranger, kind, knows.then_some(number));
            });
            let heard = scene.heard_by(stranger);
            assert_eq!((scene.let_in, heard, scene.refused()), (0, 0, scene.attacks), "{what}");
            // The telephone was never disturbed.
            assert_eq!(scene.lost, 0, "{what}");
        }
    }
}

#[test]
fn a_packet_that_was_heard_opens_nothing_when_it_is_sent_again() {
    for (place, order, kind, _, key) in cases().into_iter().filter(|case| case.4.is_some() && case.3) {
        let mut scene = Scene::new(place, key);
        let stranger = "203.0.113.66:4000";
        scene.play(order, kind, |scene, _| {
            for packet in scene.captured.clone() {
                scene.give(stranger, kind, packet);
            }
        });
        assert_eq!(
            (scene.let_in, scene.heard_by(stranger), scene.lost),
            (0, 0, 0),
            "{place:?} {order:?} {kind:?}"
        );
    }
}

/// Every place, order, kind of packet, whether the stranger knows SSRC and number, and the key if there is one.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let keys = [None, Some(Profile::AesCm128HmacSha1_32), Some(Profile::AeadAes256Gcm)];
    for place in PLACES {
        for order in ORDERS {
            for kind in [Kind::Rtp, Kind::Rtcp] {
                for knows in [false, true] {
                    cases.extend(keys.map(|key| (place, order, kind, knows, key)));
                }
            }
        }
    }
    cases
}

/// The first telephone's stream is attacked.
struct Scene {
    relay: Relay,
    now: Instant,
    place: Place,
    key: Option<Outbound>,
    /// What the telephone has sent, as it was on the wire.
    captured: Vec<Vec<u8>>,
    lost: u64,
    attacks: u64,
    let_in: u64,
    /// Where what the other telephone sends goes.
    destinations: Vec<SocketAddr>,
}

impl Scene {
    fn new(place: Place, profile: Option<Profile>) -> Self {
        let (mut relay, now) = (Relay::new(4), Instant::now());
        let key = profile.map(|profile| {
            let material = vec![5; profile.key_length() + profile.salt_length()];
            MasterKey::new(profile, &material).unwrap()
        });
        let receive = key.clone();
        for command in [
            open(A, 10_000),
            open(B, 10_002),
            Command::Join { a: A, b: B },
            Command::Protect { stream: A, receive, send: None },
            peer(A, place.0, place.2),
            peer(B, PHONE_B, "198.51.100.20"),
        ] {
            relay.handle_command(command, now);
        }
        let key = key.as_ref().map(Outbound::new);
        let (captured, destinations) = (Vec::new(), Vec::new());
        Self { relay, now, place, key, captured, lost: 0, attacks: 0, let_in: 0, destinations }
    }

    /// Both telephones send 20 packets, and the stranger in its order; it is told the telephone's next number.
    fn play(&mut self, order: Order, kind: Kind, mut attack: impl FnMut(&mut Self, u16)) {
        if matches!(order, Order::First) {
            attack(self, 1);
        }
        for number in 1..=20 {
            self.answer(kind, number);
            if matches!((order, number), (Order::Together, _)) {
                attack(self, number);
            }
            self.speak(kind, number);
            self.answer(kind, number);
            self.now += Duration::from_millis(20);
            match (order, number) {
                (Order::Later, 5..) => attack(self, number + 1),
                (Order::InSilence, 10) => {
                    self.now += Duration::from_secs(2);
                    attack(self, number + 1);
                }
                (Order::AfterRefresh, 10) => {
                    self.relay.handle_command(peer(A, self.place.0, self.place.2), self.now);
                    attack(self, number + 1);
                }
                (Order::AfterChange, 10) => {
                    let other = self.place.0.replace(":4000", ":4100");
                    self.relay.handle_command(peer(A, &other, self.place.2), self.now);
                    attack(self, number + 1);
                }
                _ => {}
            }
        }
    }

    fn speak(&mut self, kind: Kind, number: u16) {
        let mut packet = bytes(kind, number, 7);
        if let Some(key) = &mut self.key {
            let length = packet.len();
            packet.resize(length + MAX_OVERHEAD, 0);
            let mut sealed = Packet::new(&mut packet, length);
            match kind {
                Kind::Rtp => key.seal_rtp(&mut sealed).unwrap(),
                Kind::Rtcp => key.seal_rtcp(&mut sealed).unwrap(),
            }
            let length = sealed.len();
            packet.truncate(length);
        }
        self.captured.push(packet.clone());
        let source = self.port(self.place.1, kind);
        let forward = give(&mut self.relay, A, kind, &mut packet, source, self.now);
        self.lost += u64::from(forward.is_none());
    }

    /// The other telephone speaks.
    fn answer(&mut self, kind: Kind, number: u16) {
        let source = self.port(PHONE_B, kind);
        let forward = give(&mut self.relay, B, kind, &mut bytes(kind, number, 9), source, self.now);
        self.destinations.push(forward.unwrap().to);
    }

    fn attack(&mut self, stranger: &str, kind: Kind, known: Option<u16>) {
        let ssrc = if known.is_some() { 7 } else { 66 };
        let mut packet = bytes(kind, known.unwrap_or(1), ssrc);
        packet.extend([0; 14]);
        self.give(stranger, kind, packet);
    }

    fn give(&mut self, stranger: &str, kind: Kind, mut packet: Vec<u8>) {
        self.attacks += 1;
        let forward = give(&mut self.relay, A, kind, &mut packet, at(stranger), self.now);
        self.let_in += u64::from(forward.is_some());
    }

    fn port(&self, rtp: &str, kind: Kind) -> SocketAddr {
        let rtp = at(rtp);
        SocketAddr::new(rtp.ip(), rtp.port() + u16::from(kind == Kind::Rtcp))
    }

    fn heard_by(&self, stranger: &str) -> usize {
        self.destinations.iter().filter(|to| to.ip() == at(stranger).ip()).count()
    }

    fn refused(&self) -> u64 {
        let report = report_of(&self.relay, A);
        report.refused + report.unauthentic
    }
}

fn bytes(kind: Kind, number: u16, ssrc: u32) -> Vec<u8> {
    let [high, low] = number.to_be_bytes();
    let head = match kind {
        Kind::Rtp => vec![0x80, 8, high, low, 0, 0, high, low],
        Kind::Rtcp => vec![0x80, 201, 0, 2],
    };
    [head, ssrc.to_be_bytes().to_vec(), vec![0xd5; 40]].concat()
}
