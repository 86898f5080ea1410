//! Payload numbers that differ between the legs, and streams that are no RTP.

use super::*;

const FAX_A: StreamId = StreamId(0x102);
const FAX_B: StreamId = StreamId(0x106);

#[test]
fn each_leg_gets_the_numbers_that_it_knows() {
    let (mut relay, now) = pair();
    relay.handle_command(Command::Payloads { stream: A, to: vec![(8, 111), (101, 96)] }, now);
    for (from, sent, came) in [(A, 8, 111), (A, 0x80 | 101, 0x80 | 96), (A, 0, 0), (B, 8, 8), (B, 111, 111)] {
        let mut packet = rtp(sent);
        let source = if from == A { PHONE_A } else { PHONE_B };
        let forward = give(&mut relay, from, Kind::Rtp, &mut packet, at(source), now);
        assert!(forward.is_some());
        assert_eq!(packet, rtp(came), "{from:?} {sent}");
    }
    // What was said last holds.
    relay.handle_command(Command::Payloads { stream: A, to: Vec::new() }, now);
    let mut packet = rtp(8);
    give(&mut relay, A, Kind::Rtp, &mut packet, at(PHONE_A), now);
    assert_eq!(packet, rtp(8));
}

#[test]
fn reports_keep_their_types() {
    let (mut relay, now) = pair();
    relay.handle_command(Command::Payloads { stream: A, to: vec![(73, 8)] }, now);
    let mut report = [0x81, 201, 0, 1, 0, 0, 0, 9];
    assert!(give(&mut relay, A, Kind::Rtcp, &mut report, at("192.0.2.10:4001"), now).is_some());
    assert_eq!(report[1], 201);
}

#[test]
fn facsimile_is_passed_unread_and_counted_apart() {
    let (mut relay, now) = fax();
    relay.handle_command(Command::Payloads { stream: FAX_A, to: vec![(0, 1)] }, now);
    // Like a damaged RTP packet, like RTCP, and like nothing.
    for bytes in [&[0x8f, 0, 1, 2][..], &[0x81, 201, 0, 1, 0, 0, 0, 9], &[0], &[]] {
        let mut packet = bytes.to_vec();
        let forward = give(&mut relay, FAX_A, Kind::Rtp, &mut packet, at(PHONE_A), now);
        assert_eq!(forward, to(FAX_B, PHONE_B));
        assert_eq!(packet, bytes);
    }
    let report = report_of(&relay, FAX_A);
    assert_eq!((report.packets_received, report.packets_lost, report.refused), (4, 0, 0));
    assert_eq!((report.jitter, report.mos, report.last_packet), (Duration::ZERO, None, Some(now)));
    assert_eq!(report_of(&relay, FAX_B).packets_sent, 4);
}

#[test]
fn facsimile_takes_nothing_from_strangers_and_no_reports() {
    let (mut relay, now) = fax();
    assert_eq!(give(&mut relay, FAX_A, Kind::Rtp, &mut [1], at("203.0.113.9:4000"), now), None);
    assert_eq!(give(&mut relay, FAX_A, Kind::Rtcp, &mut [1], at("192.0.2.10:4001"), now), None);
    assert_eq!(report_of(&relay, FAX_A).refused, 2);
}

#[test]
fn a_pause_of_facsimile_is_no_silence() {
    let (mut relay, start) = fax();
    let later = start + Duration::from_secs(20);
    give(&mut relay, FAX_A, Kind::Rtp, &mut [1], at(PHONE_A), later);
    let Some(Event::Closed { report, .. }) = relay.handle_command(Command::Close { stream: FAX_A }, later)
    else {
        panic!("a stream that is closed says so");
    };
    assert_eq!(report.longest_silence, Duration::ZERO);
}

#[test]
fn facsimile_is_never_joined_to_sound() {
    let (mut relay, now) = fax();
    relay.handle_command(Command::Join { a: FAX_A, b: A }, now);
    // What was joined stays so.
    assert_eq!(give(&mut relay, FAX_A, Kind::Rtp, &mut [1], at(PHONE_A), now), to(FAX_B, PHONE_B));
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), to(B, PHONE_B));
}

#[test]
fn the_port_above_facsimile_is_not_ours() {
    let mut relay = Relay::new(4);
    let now = Instant::now();
    let local = at("192.0.2.1:10010");
    relay.handle_command(Command::Open { stream: FAX_A, local, form: Form::Opaque }, now);
    relay.handle_command(peer(FAX_A, "192.0.2.1:10011", "192.0.2.1"), now);
    assert_eq!(report_of(&relay, FAX_A).refused, 0);
    give(&mut relay, FAX_A, Kind::Rtp, &mut [1], at("192.0.2.1:10011"), now);
    assert_eq!(report_of(&relay, FAX_A).packets_received, 1);
}

/// Two telephones with sound and facsimile, both joined.
fn fax() -> (Relay, Instant) {
    let (mut relay, now) = pair();
    for (stream, port) in [(FAX_A, 10_004), (FAX_B, 10_006)] {
        let local = SocketAddr::new("192.0.2.1".parse().unwrap(), port);
        relay.handle_command(Command::Open { stream, local, form: Form::Opaque }, now);
    }
    relay.handle_command(peer(FAX_A, PHONE_A, "192.0.2.10"), now);
    relay.handle_command(peer(FAX_B, PHONE_B, "198.51.100.20"), now);
    relay.handle_command(Command::Join { a: FAX_A, b: FAX_B }, now);
    (relay, now)
}

/// A packet whose second byte is this.
fn rtp(second: u8) -> [u8; 14] {
    [0x80, second, 0, 1, 0, 0, 0, 160, 1, 2, 3, 4, 0xd5, 0xd5]
}
