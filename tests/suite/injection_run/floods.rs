//! Floods of the ports of a call: forged SRTP, forged RTP, DTLS hellos and STUN of strangers. Nothing gets through, nothing is
//! answered, and no frame of the call is lost.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use crate::support::conversation::SOURCES;
use crate::support::end::End;
use crate::support::frame;
use crate::support::scene::Scene;

/// Packets a second, R10 of the design's bars, where nothing else is said.
const RATE: f64 = 10_000.0;
const TURN: Duration = Duration::from_millis(1);
/// A tag of HMAC-SHA1-80.
const TAG: [u8; 10] = [0x66; 10];

/// A DTLS 1.2 ClientHello without a cookie (RFC 6347 §4.2.2): record, handshake header, version, random, no session, no cookie,
/// one suite, no compression, `use_srtp` (RFC 5764 §4.1.1).
const CLIENT_HELLO: &str = "16fefd0000000000000000003e010000320000000000000032fefd\
                            6666666666666666666666666666666666666666666666666666666666666666\
                            00000002c02b01000006000e000500";

#[test]
fn bad_tags_into_an_encrypted_call() {
    let scene = Scene::encrypted("bad-tags");
    floods(scene, 0, |number| [frame::forged(SOURCES[0], number), TAG.to_vec()].concat());
}

#[test]
fn forged_sound_into_a_plain_call() {
    floods(Scene::new("forged", ""), 0, |number| frame::forged(0x6666_6666, number));
}

#[test]
fn hellos_and_stun_of_a_stranger() {
    let hello: Vec<u8> = (0..CLIENT_HELLO.len() / 2)
        .map(|at| u8::from_str_radix(&CLIENT_HELLO[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    let stun = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat();
    floods(Scene::new("hellos", ""), 0, move |number| match number % 2 {
        0 => hello.clone(),
        _ => stun.clone(),
    });
}

/// From elsewhere and from beside the telephone, to both ports of one leg: as if it were the telephone of that place.
fn floods(mut scene: Scene, place: usize, packet: impl Fn(u64) -> Vec<u8> + Sync) {
    let target = scene.conversation.targets[place];
    let strangers: [IpAddr; 2] = [Ipv4Addr::new(127, 98, 0, 2).into(), scene.site.address().into()];
    let packet = &packet;
    let attacks = strangers.map(|own| move |end: &End| flood(own, target, packet, end));
    let flooded = scene.conversation.attacked(attacks.into());
    println!("  {flooded:?} sent and got");
    for (sent, got) in flooded {
        assert!(sent > 1_000 && got == 0, "{sent} sent, {got} came back");
    }
    let counted = ["rtp_refused_packets_total", "rtp_unauthentic_packets_total"];
    let counted = counted.map(|name| scene.site.counted(name));
    println!("  {counted:?} were refused and unauthentic");
    assert!(counted.iter().sum::<u64>() > 1_000, "they are counted while the call is up");
    scene.end();
}

/// How many it has sent and how many it got.
fn flood(own: IpAddr, rtp: SocketAddr, packet: impl Fn(u64) -> Vec<u8>, end: &End) -> (u64, usize) {
    let socket = UdpSocket::bind((own, 0)).unwrap();
    socket.set_nonblocking(true).unwrap();
    let ports = [rtp, SocketAddr::new(rtp.ip(), rtp.port() + 1)];
    let (mut sent, mut got) = (0, 0);
    end.turns(rate() / 2.0, TURN, || {
        // A report now and then.
        let to = ports[usize::from(sent % 50 == 49)];
        sent += u64::from(socket.send_to(&packet(sent), to).is_ok());
        got += usize::from(socket.recv(&mut [0; 2_048]).is_ok());
    });
    (sent, got)
}

/// `BELLBOX_PACKET_RATE`, or [`RATE`].
fn rate() -> f64 {
    std::env::var("BELLBOX_PACKET_RATE").ok().and_then(|text| text.parse().ok()).unwrap_or(RATE)
}
