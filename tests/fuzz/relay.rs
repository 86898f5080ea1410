//! A relay between two telephones, of which one is played by the fuzzer.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use media::{Command, Form, Kind, Packet, Relay, StreamId};

const A: StreamId = StreamId(1);
const B: StreamId = StreamId(2);

/// Cuts the bytes into packets, each behind two octets: its length, and who sends it after how long a pause.
pub fn run(mut bytes: &[u8], kind: Kind) {
    let (mut relay, mut now) = (Relay::new(2), Instant::now());
    let phone = SocketAddr::from(([192, 0, 2, 10], 4000 + u16::from(kind == Kind::Rtcp)));
    for (stream, port) in [(A, 10_000), (B, 10_002)] {
        let local = ([192, 0, 2, 1], port).into();
        relay.handle_command(Command::Open { stream, local, form: Form::Rtp }, now);
        let (rtp, rtcp) = (([192, 0, 2, 10], 4000).into(), ([192, 0, 2, 10], 4001).into());
        let (clocks, codec) = (vec![(0, 8000), (8, 16_000)], "PCMU/8000".to_owned());
        let peer = Command::Peer { stream, rtp, rtcp, registered: None, networks: Vec::new(), clocks, codec };
        relay.handle_command(peer, now);
    }
    relay.handle_command(Command::Join { a: A, b: B }, now);
    relay.handle_command(Command::Payloads { stream: A, to: vec![(0, 8), (96, 97)] }, now);
    while let [length, manner, rest @ ..] = bytes {
        let (packet, after) = rest.split_at(rest.len().min((*length).into()));
        bytes = after;
        now += Duration::from_millis(u64::from(manner >> 2) * 40);
        let source = match manner & 3 {
            0 | 1 => phone,
            2 => SocketAddr::new(phone.ip(), 9),
            _ => SocketAddr::from(([203, 0, 113, 9], phone.port())),
        };
        let mut room = packet.to_vec();
        let mut given = Packet::new(&mut room, packet.len());
        let forward = relay.handle_packet(A, kind, &mut given, source, now);
        assert!(forward.is_none() || (manner & 3 != 3 && given.bytes()[0] >> 6 == 2));
        assert_eq!(given.bytes().len(), packet.len());
        if let Some(forward) = forward {
            assert_eq!((forward.stream, forward.kind, forward.to), (B, kind, phone));
        }
    }
    let report = relay.sound(A).expect("it is open");
    assert!(report.mos.is_none_or(|mos| (1.0..=4.5).contains(&mos)), "{report:?}");
}
