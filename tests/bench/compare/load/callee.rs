//! The telephones that are called: each INVITE is answered 180 and at once 200, everything else 200.

use std::net::UdpSocket;
use std::os::fd::{AsFd as _, BorrowedFd};

use super::super::udp::{self, Batch, ROOM};
use super::message::{Writer, find, headers, value};

/// All of them, behind one socket.
pub(crate) struct Callees {
    socket: UdpSocket,
    input: Batch,
    output: Batch,
    /// INVITEs that began a call.
    pub(crate) called: u32,
}

impl Callees {
    /// Where telephones that are called are, for this server.
    pub(crate) fn new(server: std::net::SocketAddr) -> Self {
        let socket = udp::bind(super::CALLEES).unwrap_or_else(|error| panic!("{}: {error}", super::CALLEES));
        socket.connect(server).unwrap();
        Self { socket, input: Batch::default(), output: Batch::default(), called: 0 }
    }

    pub(crate) fn socket(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// Answers what has come; how many datagrams that were.
    pub(crate) fn serve(&mut self) -> usize {
        let count = self.input.receive(&self.socket);
        for place in 0..count {
            let (request, _) = self.input.datagram(place);
            if request.starts_with(b"SIP/2.0") || request.starts_with(b"ACK ") {
                continue;
            }
            let is_new = request.starts_with(b"INVITE ") && !has_to_tag(request);
            if is_new {
                self.called += 1;
                self.output.push(&self.socket, None, |room| answer(room, request, "180 Ringing", None));
            }
            let port = request.starts_with(b"INVITE ").then_some(31_000 + self.called % 8_000 * 2);
            self.output.push(&self.socket, None, |room| answer(room, request, "200 OK", port));
        }
        self.output.send(&self.socket);
        count
    }
}

fn has_to_tag(request: &[u8]) -> bool {
    headers(request).filter_map(|line| value(line, b"To", b't')).any(|to| find(to, b";tag=").is_some())
}

/// An answer to a request, whoever sent it; with a description of sound at this port, if there is one.
pub(crate) fn answer(room: &mut [u8; ROOM], request: &[u8], status: &str, sound: Option<u32>) -> usize {
    let mut message = Writer::new(room);
    message.text("SIP/2.0 ").text(status).text("\r\n");
    // The same request has the same branch, so that the tag of its answers is the same.
    let branch = find(request, b";branch=").map_or(&b""[..], |at| &request[at + 8..]);
    let is_end = |byte: &u8| matches!(byte, b';' | b',' | b'\r' | b' ');
    let branch = &branch[..branch.iter().position(is_end).unwrap_or(0)];
    for line in headers(request) {
        if let Some(to) = value(line, b"To", b't') {
            message.text("To: ").put(to);
            if find(to, b";tag=").is_none() {
                message.text(";tag=b").put(branch.strip_prefix(b"z9hG4bK").unwrap_or(branch));
            }
            message.text("\r\n");
        } else if is_echoed(line) {
            message.put(line).text("\r\n");
        }
    }
    if request.starts_with(b"INVITE ") {
        message.text("Contact: <sip:b@");
        super::write_address(&mut message, super::CALLEES);
        message.text(">\r\n");
    }
    write_sound(&mut message, sound.map(|port| ("127.0.0.3", port)));
    message.length()
}

/// What every answer takes over from the request, as it is (RFC 3261 §8.2.6.2).
fn is_echoed(line: &[u8]) -> bool {
    let names: [(&[u8], u8); 5] =
        [(b"Via", b'v'), (b"From", b'f'), (b"Call-ID", b'i'), (b"CSeq", 0), (b"Record-Route", 0)];
    names.iter().any(|(name, short)| value(line, name, *short).is_some())
}

/// The end of a message: a description of sound at this address and port, or no body.
pub(crate) fn write_sound(message: &mut Writer<'_>, sound: Option<(&str, u32)>) {
    let Some((address, port)) = sound else {
        message.text("Content-Length: 0\r\n\r\n");
        return;
    };
    let mut room = [0; ROOM];
    let mut body = Writer::new(&mut room);
    body.text("v=0\r\no=- 1 1 IN IP4 ").text(address).text("\r\ns=-\r\nc=IN IP4 ").text(address);
    body.text("\r\nt=0 0\r\nm=audio ").number(port).text(" RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n");
    body.text("a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n");
    let length = body.length();
    message.text("Content-Type: application/sdp\r\nContent-Length: ").number(length as u32);
    message.text("\r\n\r\n").put(&room[..length]);
}
