//! Sound through the media threads.

use media::srtp::{Inbound, MAX_OVERHEAD, MasterKey, Outbound, Profile};
use media::{Command, Form, Packet, StreamId};

use super::*;

mod handshake;
mod kinds;

#[test]
fn sound_and_reports_go_both_ways_and_the_end_tells_how_it_was() {
    let addresses =
        [("127.20.0.1:10000", "127.20.0.1:10002", "127.0.0.1:0"), ("[::1]:10000", "[::1]:10002", "[::1]:0")];
    for (ours_a, ours_b, phones_at) in addresses {
        let bench = Bench::start(&["127.0.0.1:0"]);
        let call = Call::open(&bench, 1, [ours_a, ours_b], phones_at);
        for number in 0..3 {
            call.a.send_to(&packet(number), at(ours_a)).unwrap();
            assert_eq!(receive(&call.b), (packet(number), at(ours_b)));
            call.b.send_to(&packet(number), at(ours_b)).unwrap();
            assert_eq!(receive(&call.a), (packet(number), at(ours_a)));
        }
        let report = [0x80, 201, 0, 1, 0, 0, 0, 9];
        call.a_rtcp.send_to(&report, above(at(ours_a))).unwrap();
        assert_eq!(receive(&call.b_rtcp), (report.to_vec(), above(at(ours_b))));

        bench.put_out([Output::Media(Command::Close { stream: StreamId(0x400) })]);
        let end = bench.seen();
        for expected in
            ["Closed { stream: StreamId(1024)", "packets_received: 3", "packets_sent: 3", "packets_lost: 0"]
        {
            assert!(end.contains(expected), "{expected} in {end}");
        }
        assert_eq!(
            (bench.counter("rtp_packets_relayed_total"), bench.counter("rtp_send_errors_total")),
            (7, 0)
        );
        // The port is free again before the end is told.
        UdpSocket::bind(at(ours_a)).unwrap();
    }
}

#[test]
fn calls_on_all_threads_are_heard() {
    let bench = Bench::start_with(&["127.0.0.1:0"], 2).unwrap();
    let ours: Vec<[String; 2]> =
        (1..=4).map(|n| [format!("127.21.0.{n}:10000"), format!("127.21.0.{n}:10002")]).collect();
    let open = |(n, [a, b]): (u64, &[String; 2])| Call::open(&bench, n, [a, b], "127.0.0.1:0");
    let calls: Vec<Call> = (1..).zip(&ours).map(open).collect();
    for (call, [ours_a, ours_b]) in calls.iter().zip(&ours) {
        call.a.send_to(&packet(1), at(ours_a)).unwrap();
        assert_eq!(receive(&call.b), (packet(1), at(ours_b)));
    }
}

#[test]
fn a_burst_goes_through_whole() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let call = Call::open(&bench, 1, ["127.22.0.1:10000", "127.22.0.1:10002"], "127.0.0.1:0");
    for number in 0..100 {
        call.a.send_to(&packet(number), at("127.22.0.1:10000")).unwrap();
    }
    for number in 0..100 {
        assert_eq!(receive(&call.b).0, packet(number));
    }
}

#[test]
fn strangers_and_what_is_no_sound_stay_out() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let call = Call::open(&bench, 1, ["127.23.0.1:10000", "127.23.0.1:10002"], "127.0.0.1:0");
    let stranger = phone("127.0.0.66:0");
    stranger.send_to(&packet(1), at("127.23.0.1:10000")).unwrap();
    call.a.send_to(b"\x00\x01\x00\x00 STUN is no sound", at("127.23.0.1:10000")).unwrap();
    call.a.send_to(&[0x80; 3000], at("127.23.0.1:10000")).unwrap();
    call.a.send_to(&packet(2), at("127.23.0.1:10000")).unwrap();
    assert_eq!(receive(&call.b).0, packet(2));
    bench.put_out([Output::Media(Command::Close { stream: StreamId(0x400) })]);
    let end = bench.seen();
    assert!(end.contains("packets_received: 1") && end.contains("refused: 2"), "{end}");
    assert_eq!(bench.counter("rtp_truncated_total"), 1);
}

#[test]
fn encrypted_sound_grows_and_shrinks_on_its_way() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let call = Call::open(&bench, 1, ["127.20.0.1:10000", "127.20.0.1:10002"], "127.0.0.1:0");
    let key = MasterKey::new(Profile::AesCm128HmacSha1_80, &[7; 30]).unwrap();
    let stream = StreamId(0x400);
    let both = Command::Protect { stream, receive: Some(key.clone()), send: Some(key.clone()) };
    bench.put_out([Output::Media(both)]);
    let (mut outbound, mut inbound) = (Outbound::new(&key), Inbound::new(&key));
    let mut room = [packet(1), vec![0; MAX_OVERHEAD]].concat();
    let mut sealed = Packet::new(&mut room, packet(1).len());
    outbound.seal_rtp(&mut sealed).unwrap();
    call.a.send_to(sealed.bytes(), at("127.20.0.1:10000")).unwrap();
    assert_eq!(receive(&call.b).0, packet(1));
    call.b.send_to(&packet(2), at("127.20.0.1:10002")).unwrap();
    let mut came = receive(&call.a).0;
    assert_eq!(came.len(), packet(2).len() + 10);
    let length = came.len();
    let mut opened = Packet::new(&mut came, length);
    assert_eq!(inbound.open_rtp(&mut opened), Ok(true));
    assert_eq!(opened.bytes(), packet(2));
}

#[test]
fn a_port_in_use_is_told_before_the_next_message_leaves() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    // The RTCP port is taken: neither is bound.
    let holder = UdpSocket::bind("127.24.0.1:10001").unwrap();
    let open = Command::Open { stream: StreamId(0x400), local: at("127.24.0.1:10000"), form: Form::Rtp };
    bench.put_out([Output::Media(open)]);
    let seen = bench.seen.try_recv().unwrap();
    assert!(seen.starts_with("Failed { stream: StreamId(1024), local: 127.24.0.1:10000"), "{seen}");
    assert!(seen.contains("Address already in use"), "{seen}");
    UdpSocket::bind("127.24.0.1:10000").unwrap();
    drop(holder);
}

#[test]
fn more_streams_than_there_are_ports_fail_in_words() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let open = |number: u64| Command::Open {
        stream: StreamId(number),
        local: SocketAddr::new(ip("127.25.0.1"), 10_000 + 2 * number as u16),
        form: Form::Rtp,
    };
    bench.put_out((0..9).map(|number| Output::Media(open(number))));
    let seen = bench.seen();
    assert!(seen.contains("StreamId(8)") && seen.contains("8 streams are open"), "{seen}");
    UdpSocket::bind("127.25.0.1:10016").unwrap();
}

#[test]
fn places_are_used_again() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    for number in 1..=20 {
        let call = Call::open(&bench, number, ["127.26.0.1:10000", "127.26.0.1:10002"], "127.0.0.1:0");
        call.a.send_to(&packet(1), at("127.26.0.1:10000")).unwrap();
        assert_eq!(receive(&call.b).0, packet(1));
        let close = |leg: u64| Output::Media(Command::Close { stream: StreamId(number << 10 | leg << 2) });
        bench.put_out([close(0), close(1)]);
        assert!(bench.seen().contains("packets_received: 1"));
        assert!(bench.seen().contains("packets_sent: 1"));
    }
}

/// Two telephones whose legs are joined.
struct Call {
    a: UdpSocket,
    a_rtcp: UdpSocket,
    b: UdpSocket,
    b_rtcp: UdpSocket,
}

impl Call {
    fn open(bench: &Bench, number: u64, ours: [&str; 2], phones_at: &str) -> Self {
        let [a, a_rtcp, b, b_rtcp] = [0; 4].map(|_| phone(phones_at));
        let streams = streams(number);
        let peer = |stream, rtp: &UdpSocket, rtcp: &UdpSocket| {
            let (rtp, rtcp) = (rtp.local_addr().unwrap(), rtcp.local_addr().unwrap());
            let codec = "PCMA/8000".to_owned();
            Command::Peer {
                stream,
                rtp,
                rtcp,
                registered: None,
                networks: Vec::new(),
                clocks: vec![(8, 8000)],
                codec,
            }
        };
        bench.put_out(
            [
                Command::Open { stream: streams[0], local: at(ours[0]), form: Form::Rtp },
                Command::Open { stream: streams[1], local: at(ours[1]), form: Form::Rtp },
                peer(streams[0], &a, &a_rtcp),
                peer(streams[1], &b, &b_rtcp),
                Command::Join { a: streams[0], b: streams[1] },
            ]
            .map(Output::Media),
        );
        Self { a, a_rtcp, b, b_rtcp }
    }
}

/// The sound of both legs of a call.
fn streams(number: u64) -> [StreamId; 2] {
    [StreamId(number << 10), StreamId(number << 10 | 4)]
}

/// 20 ms of G.711 with that number.
fn packet(number: u16) -> Vec<u8> {
    let mut packet = vec![0xd5; 172];
    packet[..2].copy_from_slice(&[0x80, 8]);
    packet[2..4].copy_from_slice(&number.to_be_bytes());
    packet[4..8].copy_from_slice(&(160 * u32::from(number)).to_be_bytes());
    packet[8..12].copy_from_slice(&7u32.to_be_bytes());
    packet
}

fn receive(phone: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut room = [0; 2048];
    let (length, source) = phone.recv_from(&mut room).unwrap();
    (room[..length].to_vec(), source)
}

fn above(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip(), address.port() + 1)
}
