//! Bare loops for SIP: what the load and the system calls cost when nobody thinks.
//!
//! `answers` says 401 to a request without credentials, and 200 to one with. `proxy` does so with INVITEs too, sends
//! those with credentials, and everything after them, to the telephone that is called, and its answers back.

use std::net::{Ipv4Addr, SocketAddrV4};

use super::load::message::{Writer, find, headers};
use super::load::{CALLEES, CALLERS};
use super::udp::{self, Batch, ROOM};

/// Where it listens.
const ADDRESS: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::LOCALHOST, 5060);
/// What every message is challenged with.
const CHALLENGE: &str = "WWW-Authenticate: Digest realm=\"bench\", nonce=\"0123456789abcdef0123456789abcdef\", \
                         algorithm=MD5, qop=\"auth\"\r\n";

/// Answers until it is killed.
pub(crate) fn run(is_proxy: bool) -> ! {
    let socket = udp::bind(ADDRESS).unwrap_or_else(|error| panic!("{ADDRESS}: {error}"));
    socket.set_nonblocking(false).unwrap();
    println!("ready");
    let (mut input, mut output) = (Batch::default(), Batch::default());
    loop {
        let count = input.receive_waiting(&socket);
        for place in 0..count {
            let (message, from) = input.datagram(place);
            if is_proxy && message.starts_with(b"SIP/2.0") {
                output.push(&socket, Some(CALLERS), |room| back(room, message));
            } else if is_proxy && is_for_callee(message) {
                output.push(&socket, Some(CALLEES), |room| on(room, message));
            } else if !message.starts_with(b"ACK ") && !message.starts_with(b"SIP/2.0") {
                output.push(&socket, Some(from), |room| answer(room, message));
            }
        }
        output.send(&socket);
    }
}

fn is_proved(request: &[u8]) -> bool {
    find(request, b"Authorization: ").is_some()
}

/// An INVITE with credentials, or what comes after it: its ACK belongs to a dialog, that to a 401 does not.
fn is_for_callee(request: &[u8]) -> bool {
    let is_invite = request.starts_with(b"INVITE ") && is_proved(request);
    is_invite || request.starts_with(b"BYE ") || (request.starts_with(b"ACK sip:b@"))
}

fn answer(room: &mut [u8; ROOM], request: &[u8]) -> usize {
    let is_good = is_proved(request) || request.starts_with(b"OPTIONS ");
    let mut message = Writer::new(room);
    message.text(if is_good { "SIP/2.0 200 OK\r\n" } else { "SIP/2.0 401 Unauthorized\r\n" });
    for line in headers(request) {
        match line.first() {
            Some(b'T') => _ = message.put(line).text(";tag=s\r\n"),
            Some(b'V' | b'F') => _ = message.put(line).text("\r\n"),
            Some(b'C') if !line.starts_with(b"Content") => _ = message.put(line).text("\r\n"),
            _ => {}
        }
    }
    message.text(if is_good { "" } else { CHALLENGE }).text("Content-Length: 0\r\n\r\n");
    message.length()
}

/// A request, with a Via of ours before the others.
fn on(room: &mut [u8; ROOM], request: &[u8]) -> usize {
    let first = request.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let (line, rest) = request.split_at(first);
    let mut message = Writer::new(room);
    message.put(line).text("Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKyardstick\r\n").put(rest);
    message.length()
}

/// An answer without the first Via, which is ours.
fn back(room: &mut [u8; ROOM], answer: &[u8]) -> usize {
    let mut ends = answer.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(place, _)| place + 1);
    let (first, second) = (ends.next().unwrap_or(0), ends.next().unwrap_or(0));
    let mut message = Writer::new(room);
    message.put(&answer[..first]).put(&answer[second..]);
    message.length()
}
