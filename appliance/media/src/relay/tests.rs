//! The relay as a pair of telephones sees it.

use std::time::Duration;

use super::*;

mod handshake;
mod injection;
mod kinds;
mod protection;
mod silence;
mod trouble;

const A: StreamId = StreamId(0x100);
const B: StreamId = StreamId(0x101);
const PHONE_A: &str = "192.0.2.10:4000";
const PHONE_B: &str = "198.51.100.20:5000";

#[test]
fn relays_both_ways_to_where_packets_come_from() {
    let (mut relay, now) = pair();
    assert_eq!(send(&mut relay, A, "192.0.2.10:4444", 1, now), to(B, PHONE_B));
    assert_eq!(send(&mut relay, B, PHONE_B, 1, now), to(A, "192.0.2.10:4444"));
    assert_eq!(send(&mut relay, A, "192.0.2.10:4444", 2, now), to(B, PHONE_B));
}

#[test]
fn reports_are_relayed_beside_the_sound() {
    let (mut relay, now) = pair();
    let mut report = [0x81, 201, 0, 1, 0, 0, 0, 9];
    let forward = give(&mut relay, A, Kind::Rtcp, &mut report, at("192.0.2.10:4001"), now);
    assert_eq!(forward, Some(Forward { stream: B, kind: Kind::Rtcp, to: at("198.51.100.20:5001") }));
    assert_eq!(
        give(&mut relay, A, Kind::Rtcp, &mut [0x80, 0, 0, 1, 0, 0, 0, 0], at("192.0.2.10:4001"), now),
        None
    );
    assert_eq!((report_of(&relay, A).packets_received, report_of(&relay, A).refused), (0, 1));
}

#[test]
fn a_stranger_is_refused_and_counted() {
    let (mut relay, now) = pair();
    assert_eq!(send(&mut relay, A, "203.0.113.66:4000", 1, now), None);
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), to(B, PHONE_B));
    assert_eq!(send(&mut relay, A, "203.0.113.66:4000", 2, now), None);
    assert_eq!(give(&mut relay, A, Kind::Rtp, &mut [0, 1, 0, 0], at(PHONE_A), now), None);
    let report = report_of(&relay, A);
    assert_eq!((report.packets_received, report.refused), (1, 3));
}

#[test]
fn one_on_hold_is_sent_nothing_and_may_send() {
    let (mut relay, now) = pair();
    relay.handle_command(Command::Mute { stream: A, mute: true }, now);
    assert_eq!(send(&mut relay, B, PHONE_B, 1, now), None);
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), to(B, PHONE_B));
    relay.handle_command(Command::Mute { stream: A, mute: false }, now);
    assert_eq!(send(&mut relay, B, PHONE_B, 2, now), to(A, PHONE_A));
    assert_eq!(report_of(&relay, A).packets_sent, 1);
}

#[test]
fn behind_nat_the_address_that_signals_may_send() {
    let (mut relay, now) = pair();
    relay.handle_command(peer(A, "10.0.0.5:4000", "198.51.100.7"), now);
    assert_eq!(send(&mut relay, B, PHONE_B, 1, now), to(A, "10.0.0.5:4000"));
    assert_eq!(send(&mut relay, A, "198.51.100.7:61000", 1, now), to(B, PHONE_B));
    assert_eq!(send(&mut relay, B, PHONE_B, 2, now), to(A, "198.51.100.7:61000"));
}

#[test]
fn nothing_comes_in_before_the_peer_is_known() {
    let mut relay = Relay::new(4);
    let now = Instant::now();
    relay.handle_command(open(A, 10_000), now);
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), None);
    assert_eq!(report_of(&relay, A).refused, 1);
    assert_eq!(send(&mut relay, StreamId(9), PHONE_A, 1, now), None);
}

#[test]
fn counts_what_comes_before_anybody_listens() {
    let (mut relay, now) = pair();
    relay.handle_command(Command::Part { stream: B }, now);
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), None);
    let report = report_of(&relay, A);
    assert_eq!((report.packets_received, report.refused), (1, 0));
}

#[test]
fn one_leg_can_be_joined_to_another_and_back() {
    let (mut relay, now) = pair();
    let c = StreamId(0x102);
    relay.handle_command(open(c, 10_004), now);
    relay.handle_command(peer(c, "192.0.2.30:6000", "192.0.2.30"), now);
    relay.handle_command(Command::Join { a: c, b: A }, now);
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), to(c, "192.0.2.30:6000"));
    assert_eq!(send(&mut relay, B, PHONE_B, 1, now), None);
    relay.handle_command(Command::Join { a: A, b: B }, now);
    assert_eq!(send(&mut relay, A, PHONE_A, 2, now), to(B, PHONE_B));
    assert_eq!(send(&mut relay, c, "192.0.2.30:6000", 1, now), None);
}

#[test]
fn closing_tells_how_it_was() {
    let (mut relay, start) = pair();
    for number in [0, 1, 2, 4] {
        send(&mut relay, A, PHONE_A, number, start + Duration::from_millis(20) * u32::from(number));
    }
    let end = start + Duration::from_millis(580);
    let Some(Event::Closed { stream, report }) = relay.handle_command(Command::Close { stream: A }, end)
    else {
        panic!("a stream that is closed says so");
    };
    assert_eq!(stream, A);
    assert_eq!((report.packets_received, report.packets_lost, report.packets_sent), (4, 1, 0));
    assert_eq!(report.longest_silence, Duration::from_millis(500));
    assert_eq!(report.last_packet, Some(start + Duration::from_millis(80)));
    assert_eq!((report.codec.as_str(), report.jitter), ("PCMA/8000", Duration::ZERO));
    assert!(report.mos.is_some_and(|mos| (1.0..4.0).contains(&mos)), "{:?}", report.mos);
    assert_eq!(report_of(&relay, B).packets_sent, 4);
    assert_eq!(relay.handle_command(Command::Close { stream: A }, end), None);
    assert_eq!((relay.len(), send(&mut relay, B, PHONE_B, 1, end)), (1, None));
}

#[test]
fn silence_counts_only_while_two_can_speak() {
    let mut relay = Relay::new(4);
    let start = Instant::now();
    let after = |seconds| start + Duration::from_secs(seconds);
    relay.handle_command(open(A, 10_000), start);
    relay.handle_command(open(B, 10_002), start);
    relay.handle_command(peer(A, PHONE_A, "192.0.2.10"), start);
    relay.handle_command(Command::Join { a: A, b: B }, start);
    // It rings for 30 seconds, then they speak for 4, then they are parted for a minute.
    relay.handle_command(peer(B, PHONE_B, "198.51.100.20"), after(30));
    send(&mut relay, A, PHONE_A, 1, after(31));
    relay.handle_command(Command::Part { stream: A }, after(34));
    relay.handle_command(Command::Join { a: A, b: B }, after(94));
    send(&mut relay, A, PHONE_A, 2, after(95));
    assert_eq!(report_of(&relay, A).longest_silence, Duration::from_secs(3));
    relay.handle_command(Command::Part { stream: A }, after(96));
    assert_eq!(report_of(&relay, B).longest_silence, Duration::from_secs(4));
}

#[test]
fn a_full_relay_and_a_double_open_fail_in_words() {
    let mut relay = Relay::new(1);
    let now = Instant::now();
    assert_eq!(relay.handle_command(open(A, 10_000), now), None);
    for (stream, words) in [(A, "the stream is open already"), (B, "1 streams are open, no more are allowed")]
    {
        let event = relay.handle_command(open(stream, 10_002), now);
        let local = at("192.0.2.1:10002");
        assert_eq!(event, Some(Event::Failed { stream, local, is_taken: false, error: words.to_owned() }));
    }
}

#[test]
fn legs_that_name_our_own_ports_make_no_circle() {
    let (mut relay, now) = pair();
    relay.handle_command(peer(A, "192.0.2.1:10002", "192.0.2.1"), now);
    relay.handle_command(peer(B, "192.0.2.1:10000", "192.0.2.1"), now);
    assert_eq!(send(&mut relay, A, "192.0.2.1:10002", 1, now), None);
    assert_eq!(send(&mut relay, B, "192.0.2.1:10000", 1, now), None);
}

#[test]
fn one_who_holds_at_address_zero_hears_nothing() {
    let (mut relay, now) = pair();
    send(&mut relay, B, PHONE_B, 1, now);
    relay.handle_command(peer(B, "0.0.0.0:5000", "198.51.100.20"), now);
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), None);
    relay.handle_command(peer(B, PHONE_B, "198.51.100.20"), now);
    assert_eq!(send(&mut relay, A, PHONE_A, 2, now), to(B, PHONE_B));
}

#[test]
fn no_bytes_panic() {
    let (mut relay, now) = pair();
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    for _ in 0..100_000 {
        let mut packet = [0; 40];
        for byte in &mut packet {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
        packet[0] = (packet[0] & 0x3f) | 0x80;
        let length = usize::from(packet[39]) % 41;
        for kind in [Kind::Rtp, Kind::Rtcp] {
            let _ = give(&mut relay, A, kind, &mut packet[..length.min(40)], at(PHONE_A), now);
        }
    }
    assert!(report_of(&relay, A).packets_received > 0);
}

/// Two open streams with their telephones, joined.
fn pair() -> (Relay, Instant) {
    let (mut relay, now) = (Relay::new(8), Instant::now());
    for command in [
        open(A, 10_000),
        open(B, 10_002),
        Command::Join { a: A, b: B },
        peer(A, PHONE_A, "192.0.2.10"),
        peer(B, PHONE_B, "198.51.100.20"),
    ] {
        assert_eq!(relay.handle_command(command, now), None);
    }
    (relay, now)
}

fn open(stream: StreamId, port: u16) -> Command {
    Command::Open { stream, local: SocketAddr::new("192.0.2.1".parse().unwrap(), port), form: Form::Rtp }
}

fn peer(stream: StreamId, rtp: &str, signalling: &str) -> Command {
    let rtp = at(rtp);
    Command::Peer {
        stream,
        rtp,
        rtcp: SocketAddr::new(rtp.ip(), rtp.port() + 1),
        registered: Some(signalling.parse().unwrap()),
        networks: Vec::new(),
        clocks: vec![(8, 8000)],
        codec: "PCMA/8000".to_owned(),
    }
}

/// A packet of 20 ms G.711 with that number.
fn send(relay: &mut Relay, stream: StreamId, source: &str, number: u16, now: Instant) -> Option<Forward> {
    let mut packet = [0xd5; 172];
    packet[..2].copy_from_slice(&[0x80, 8]);
    packet[2..4].copy_from_slice(&number.to_be_bytes());
    packet[4..8].copy_from_slice(&(160 * u32::from(number)).to_be_bytes());
    packet[8..12].copy_from_slice(&7u32.to_be_bytes());
    give(relay, stream, Kind::Rtp, &mut packet, at(source), now)
}

/// A packet without room behind it.
fn give(
    relay: &mut Relay,
    stream: StreamId,
    kind: Kind,
    bytes: &mut [u8],
    source: SocketAddr,
    now: Instant,
) -> Option<Forward> {
    let length = bytes.len();
    relay.handle_packet(stream, kind, &mut Packet::new(bytes, length), source, now)
}

fn to(stream: StreamId, address: &str) -> Option<Forward> {
    Some(Forward { stream, kind: Kind::Rtp, to: at(address) })
}

fn report_of(relay: &Relay, stream: StreamId) -> Report {
    relay.sound(stream).unwrap()
}

fn at(text: &str) -> SocketAddr {
    text.parse().unwrap()
}
