//! Numbers that differ between the legs, facsimile, and silence, through the media threads.

use super::*;

const OURS: [&str; 2] = ["127.28.0.1:10000", "127.28.0.1:10002"];

#[test]
fn each_telephone_hears_the_numbers_that_it_knows() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let call = Call::open(&bench, 1, OURS, "127.0.0.1:0");
    let [a, b] = streams(1);
    bench.put_out(
        [(a, vec![(8, 111), (101, 96)]), (b, vec![(111, 8), (96, 101)])]
            .map(|(stream, to)| Output::Media(Command::Payloads { stream, to })),
    );
    for (sent, came) in [(8, 111), (101, 96), (0x80 | 101, 0x80 | 96), (0, 0)] {
        call.a.send_to(&packet_of(sent), at(OURS[0])).unwrap();
        assert_eq!(receive(&call.b).0, packet_of(came), "{sent} to b");
        call.b.send_to(&packet_of(came), at(OURS[1])).unwrap();
        assert_eq!(receive(&call.a).0, packet_of(sent), "{came} to a");
    }
}

#[test]
fn facsimile_passes_unread_through_one_port_a_leg() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let (a, b) = (phone("127.0.0.1:0"), phone("127.0.0.1:0"));
    let [one, other] = streams(1).map(|stream| StreamId(stream.0 | 2));
    let ours = ["127.29.0.1:10000", "127.29.0.1:10002"];
    // The ports above are another program's.
    let _others = ["127.29.0.1:10001", "127.29.0.1:10003"].map(|above| UdpSocket::bind(above).unwrap());
    let open = |stream, local| Command::Open { stream, local: at(local), form: Form::Opaque };
    let peer = |stream, phone: &UdpSocket| {
        let (rtp, codec) = (phone.local_addr().unwrap(), "T.38".to_owned());
        Command::Peer {
            stream,
            rtp,
            rtcp: above(rtp),
            registered: None,
            networks: Vec::new(),
            clocks: Vec::new(),
            codec,
        }
    };
    bench.put_out(
        [
            open(one, ours[0]),
            open(other, ours[1]),
            peer(one, &a),
            peer(other, &b),
            Command::Join { a: one, b: other },
        ]
        .map(Output::Media),
    );
    for bytes in [&b"\x00\x01\x02\xc0\x01\x80\x00\x00\xff"[..], b"\x81\xc9 like a report", b"\x8f", b""] {
        a.send_to(bytes, at(ours[0])).unwrap();
        assert_eq!(receive(&b), (bytes.to_vec(), at(ours[1])));
        b.send_to(bytes, at(ours[1])).unwrap();
        assert_eq!(receive(&a), (bytes.to_vec(), at(ours[0])));
    }
    bench.put_out([Output::Media(Command::Close { stream: one })]);
    let end = bench.seen();
    for expected in
        ["codec: \"T.38\"", "packets_received: 4", "packets_sent: 4", "packets_lost: 0", "mos: None"]
    {
        assert!(end.contains(expected), "{expected} in {end}");
    }
    assert_eq!(bench.counter("rtp_send_errors_total"), 0);
}

#[test]
fn a_telephone_that_falls_silent_is_told() {
    let bench = Bench::start(&["127.0.0.1:0"]);
    let call = Call::open(&bench, 1, ["127.30.0.1:10000", "127.30.0.1:10002"], "127.0.0.1:0");
    call.a.send_to(&packet(1), at("127.30.0.1:10000")).unwrap();
    receive(&call.b);
    let [a, b] = streams(1);
    let expect = |stream, within| Output::Media(Command::Expect { stream, within });
    bench.put_out([expect(a, Some(Duration::from_millis(20))), expect(b, None)]);
    assert_eq!(bench.seen(), "Silent { stream: StreamId(1024) }");
    // It still has its stream.
    call.a.send_to(&packet(2), at("127.30.0.1:10000")).unwrap();
    assert_eq!(receive(&call.b).0, packet(2));
}

/// A packet whose second byte is this.
fn packet_of(second: u8) -> Vec<u8> {
    let mut packet = packet(1);
    packet[1] = second;
    packet
}
