//! One who sends as fast as it can, by UDP, and counts what comes back.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use super::end::End;

/// Datagrams a second of one that floods, [`frames`](super::conversation::frames) long: `BELLBOX_FLOOD_RATE`, 25,000 where it is not
/// set. Two together are what R7 of the design's bars asks for.
fn rate() -> f64 {
    let rate = std::env::var("BELLBOX_FLOOD_RATE").ok().and_then(|text| text.parse().ok());
    rate.unwrap_or(25_000.0)
}

/// Between two bursts.
const TURN: Duration = Duration::from_millis(1);
/// Where a message has its number: so many digits, which must not stand in it otherwise.
const NUMBER: &[u8] = b"00000000";

/// A message that is sent again and again, each time with another number where [`NUMBER`] stands.
pub(crate) struct Template {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

/// What a flood was and what came of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flooded {
    pub(crate) datagrams: u64,
    pub(crate) octets_in: u64,
    pub(crate) answers: u64,
    pub(crate) octets_out: u64,
    seconds: f64,
}

impl Template {
    pub(crate) fn new(message: Vec<u8>) -> Self {
        let places = (0..message.len()).filter(|at| message[*at..].starts_with(NUMBER)).collect();
        Self { bytes: message, places }
    }

    fn numbered(&mut self, number: u32) -> &[u8] {
        let digits = format!("{number:08}");
        for place in &self.places {
            self.bytes[*place..*place + NUMBER.len()].copy_from_slice(digits.as_bytes());
        }
        &self.bytes
    }
}

/// A request as a stranger sends it.
pub(crate) fn request(method: &str, to: SocketAddr, more: &str, body: &str) -> Template {
    let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
    let user = if method == "INVITE" { "202@" } else { "" };
    Template::new(
        format!(
            "{method} sip:{user}{to} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.66:5060;branch=z9hG4bK00000000;rport\r\n\
             From: <sip:u201@{to}>;tag=a00000000\r\nTo: <sip:u201@{to}>\r\nCall-ID: flood00000000\r\nCSeq: 1 {method}\r\n\
             Contact: <sip:u201@192.0.2.66>\r\nMax-Forwards: 70\r\n{more}{kind}Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes(),
    )
}

/// A STUN binding request (RFC 5389 §6).
pub(crate) fn stun() -> Template {
    Template::new([&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], b"abcd00000000"].concat())
}

/// Sends from these addresses in turn until the end; a socket for each.
pub(crate) fn flood(message: Template, from: &[IpAddr], to: SocketAddr, end: &End) -> Flooded {
    let bound = |ip: &IpAddr| {
        let socket = UdpSocket::bind((*ip, 0)).unwrap();
        socket.connect(to).unwrap();
        socket
    };
    let sockets: Vec<UdpSocket> = from.iter().map(bound).collect();
    for socket in &sockets {
        socket.set_nonblocking(true).unwrap();
    }
    let flooded = from_sockets(message, &sockets, end);
    sockets.iter().fold(flooded, Flooded::answered)
}

/// The same from sockets that are connected to the exchange and do not wait.
pub(crate) fn from_sockets(mut message: Template, sockets: &[UdpSocket], end: &End) -> Flooded {
    let (mut flooded, began) = (Flooded::default(), Instant::now());
    let mut turn = sockets.iter().cycle();
    end.turns(rate(), TURN, || {
        let Some(socket) = turn.next() else { return };
        let sent = socket.send(message.numbered(flooded.datagrams as u32));
        flooded.datagrams += 1;
        flooded.octets_in += sent.unwrap_or(0) as u64;
        flooded = flooded.answered(socket);
    });
    flooded.seconds = began.elapsed().as_secs_f64();
    flooded
}

impl Flooded {
    /// Reads what has come to a socket.
    fn answered(mut self, socket: &UdpSocket) -> Self {
        let mut answer = [0; 4_096];
        while let Ok(length) = socket.recv(&mut answer) {
            self.answers += 1;
            self.octets_out += length as u64;
        }
        self
    }

    /// Datagrams a second, for people.
    pub(crate) fn rate(&self) -> u64 {
        (self.datagrams as f64 / self.seconds.max(0.001)) as u64
    }
}
