//! The torture messages of RFC 4475 and RFC 5118, sent to the whole exchange: each is answered as the RFC says, and
//! the exchange still answers OPTIONS after it.

#[path = "torture_answers/rfc4475.rs"]
mod rfc4475;
#[path = "torture_answers/rfc5118.rs"]
mod rfc5118;
#[path = "torture_answers/tables.rs"]
mod tables;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use sip::Message;
use tables::is_allowed;
use world::World;

/// What was answered in the next 300 ms, each with its status; an earlier refusal may be among it again. The answer to
/// a broken message may repeat what is broken, and be no message to a strict parser.
fn answers(world: &mut World, datagram: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let before = world.sent.len();
    world.inject(SocketAddr::from(([10, 0, 0, 99], 5060)), datagram);
    world.run(Duration::from_millis(300));
    let status = |bytes: &[u8]| std::str::from_utf8(bytes.get(8..11)?).ok()?.parse().ok();
    let sent = world.sent[before..].iter().filter(|packet| packet.bytes.starts_with(b"SIP/2.0 "));
    sent.filter_map(|packet| Some((status(&packet.bytes)?, packet.bytes.clone()))).collect()
}

/// The status of the last answer to a datagram from somewhere in the network.
fn status(world: &mut World, datagram: &[u8]) -> Option<u16> {
    answers(world, datagram).pop().map(|(status, _)| status)
}

/// The last answer itself.
fn answer(world: &mut World, datagram: &[u8]) -> Option<Message> {
    answers(world, datagram).pop().map(|(_, bytes)| Message::parse(&bytes).expect("a well-formed answer"))
}

fn is_alive(world: &mut World) -> bool {
    let options = "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.98:5060;branch=z9hG4bKalive\r\n\
        From: <sip:x@y>;tag=1\r\nTo: <sip:10.0.0.1>\r\nCall-ID: alive\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n\
        Content-Length: 0\r\n\r\n";
    answers(world, options.as_bytes()).iter().any(|(status, _)| *status == 200)
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
