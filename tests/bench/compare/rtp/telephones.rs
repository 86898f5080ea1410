//! Telephones that have calls with each other through a server, one set up after the other: what sound is then sent
//! through. All that call share one SIP socket, and so do all that are called; each has a port of its own for sound.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::os::fd::AsFd as _;
use std::time::{Duration, Instant};

use super::generator::Leg;
use super::message::{Message, answer, finish};
use crate::load::digest::Digests;
use crate::load::{CALLEES as CALLED, CALLERS as CALLING};
use crate::office::{FIRST, PHONES};
use crate::udp;

/// The first port for sound.
pub(crate) const SOUND: u16 = 31_000;
/// The first half of the office calls the second.
const HALF: u32 = PHONES / 2;
/// After this long a request is said again: a server under valgrind is slow.
const AGAIN: Duration = Duration::from_secs(2);
/// After this long it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Both ends of all calls.
pub(crate) struct Telephones {
    server: SocketAddr,
    calling: UdpSocket,
    called: UdpSocket,
    calls: Vec<Call>,
    /// Where the call that is being set up has its sound: of the caller, of who is called, and where the latter is to send.
    ports: (u16, u16),
    offered: Option<SocketAddrV4>,
    branches: u64,
    digests: Digests,
}

/// What the caller must know to hang up, and where the sound goes.
struct Call {
    id: String,
    from: String,
    to: String,
    target: String,
    routes: Vec<String>,
    legs: [Leg; 2],
}

impl Telephones {
    /// Ready to call through this server.
    pub(crate) fn new(server: SocketAddr) -> Self {
        let socket = |address| {
            let socket = udp::bind(address);
            socket.unwrap_or_else(|error| panic!("{address} cannot be had: {error}"))
        };
        let (calling, called) = (socket(CALLING), socket(CALLED));
        Self {
            server,
            calling,
            called,
            calls: Vec::new(),
            ports: (0, 0),
            offered: None,
            branches: 0,
            digests: Digests::default(),
        }
    }

    /// Registers those who will be called.
    pub(crate) fn register(&mut self, calls: u16) {
        for place in 0..u32::from(calls).min(HALF) {
            self.register_one(FIRST + HALF + place);
        }
    }

    fn register_one(&mut self, number: u32) {
        let (server, id) = (self.server.ip(), format!("r{number}-{}", std::process::id()));
        let (uri, own) = (format!("sip:{server}"), format!("<sip:u{number}@{server}>"));
        let contact = format!("Contact: <sip:u{number}@{CALLED}>\r\nExpires: 3600\r\n");
        let mut more = contact.clone();
        for cseq in 1..=2 {
            let from = format!("{own};tag=r");
            let request = self.request("REGISTER", &uri, &from, &own, &id, cseq, CALLED);
            let response = self.exchange(&finish(request + &more, ""), &id, cseq);
            if response.status() == 200 {
                return;
            }
            more = contact.clone() + &self.credentials(&response, number, "REGISTER", &uri);
        }
        panic!("u{number} cannot register");
    }

    /// Sets up so many calls; where their sound goes.
    pub(crate) fn call(&mut self, calls: u16) -> Vec<Leg> {
        for place in 0..calls {
            let call = self.call_one(u32::from(place) % HALF, place);
            self.calls.push(call);
        }
        self.calls.iter().flat_map(|call| call.legs).collect()
    }

    fn call_one(&mut self, pair: u32, place: u16) -> Call {
        self.ports = (SOUND + 2 * place, SOUND + 2 * place + 1);
        self.offered = None;
        let (server, id) = (self.server.ip(), format!("c{place}-{}", std::process::id()));
        let (caller, callee) = (FIRST + pair, FIRST + HALF + pair);
        let (uri, from) =
            (format!("sip:u{callee}@{server}"), format!("<sip:u{caller}@{server}>;tag=a{place}"));
        let (to, contact) = (format!("<{uri}>"), format!("Contact: <sip:u{caller}@{CALLING}>\r\n"));
        let body = description(*CALLING.ip(), self.ports.0);
        let mut more = contact.clone();
        for cseq in 1..=2 {
            let head = self.request("INVITE", &uri, &from, &to, &id, cseq, CALLING);
            let invite = finish(head + &more, &body);
            let response = self.exchange(&invite, &id, cseq);
            let to = response.header("To").to_owned();
            if response.status() != 200 {
                // The ACK of a refusal goes the way of its INVITE.
                let head = request_head("ACK", &uri, invite.header("Via"), &from, &to, &id, cseq);
                self.say(&finish(head, ""), CALLING);
                more = contact.clone() + &self.credentials(&response, caller, "INVITE", &uri);
                continue;
            }
            let routes = response.headers("Record-Route").map(str::to_owned).collect::<Vec<_>>();
            let sound = |address: Option<SocketAddrV4>| address.expect("where sound is to go");
            let calling = SocketAddrV4::new(*CALLING.ip(), self.ports.0);
            let called = SocketAddrV4::new(*CALLED.ip(), self.ports.1);
            let legs = [
                Leg { local: calling, remote: sound(sound_of(&response)) },
                Leg { local: called, remote: sound(self.offered) },
            ];
            let target = response.uri("Contact").to_owned();
            let call = Call { id, from, to, target, routes, legs };
            let ack = self.within(&call, "ACK", cseq);
            self.say(&ack, CALLING);
            return call;
        }
        panic!("u{caller} cannot call u{callee}");
    }

    /// The header that answers a challenge.
    fn credentials(&mut self, response: &Message, number: u32, method: &str, uri: &str) -> String {
        let line = self.digests.answer(response.as_bytes(), number, method, uri.as_bytes());
        assert!(!line.is_empty(), "u{number}, {method} {uri}:\n{response}");
        String::from_utf8(line).expect("a line of text")
    }

    /// Hangs up all calls; how many the server still knew.
    pub(crate) fn hang_up(&mut self) -> usize {
        let mut known = 0;
        for call in std::mem::take(&mut self.calls) {
            let bye = self.within(&call, "BYE", 3);
            known += usize::from(self.exchange(&bye, &call.id, 3).status() == 200);
        }
        known
    }

    /// A request within a call.
    fn within(&mut self, call: &Call, method: &str, cseq: u32) -> Message {
        let mut head = self.request(method, &call.target, &call.from, &call.to, &call.id, cseq, CALLING);
        for route in call.routes.iter().rev() {
            head += &format!("Route: {route}\r\n");
        }
        finish(head, "")
    }

    #[expect(clippy::too_many_arguments, reason = "a request's headers")]
    fn request(
        &mut self,
        method: &str,
        uri: &str,
        from: &str,
        to: &str,
        id: &str,
        cseq: u32,
        own: SocketAddrV4,
    ) -> String {
        self.branches += 1;
        let via = format!("SIP/2.0/UDP {own};branch=z9hG4bK{id}x{};rport", self.branches);
        request_head(method, uri, &via, from, to, id, cseq)
    }

    /// Says a request until its final answer comes; meanwhile who is called answers.
    fn exchange(&mut self, request: &Message, id: &str, cseq: u32) -> Message {
        let own = if request.method() == "REGISTER" { CALLED } else { CALLING };
        let expected = format!("{cseq} {}", request.method());
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            self.say(request, own);
            let said = Instant::now();
            while said.elapsed() < AGAIN {
                udp::wait(&[self.calling.as_fd(), self.called.as_fd()], AGAIN.saturating_sub(said.elapsed()));
                while let Some(message) = self.hear() {
                    let is_answer = message.header("Call-ID") == id && message.header("CSeq") == expected;
                    if is_answer && message.status() >= 200 {
                        return message;
                    }
                }
            }
        }
        panic!("no answer to:\n{request}");
    }

    fn say(&self, message: &Message, own: SocketAddrV4) {
        let socket = if own == CALLED { &self.called } else { &self.calling };
        _ = socket.send_to(message.as_bytes(), self.server);
    }

    /// What has come, requests being answered.
    fn hear(&mut self) -> Option<Message> {
        let mut room = [0; 8_192];
        let received = self.called.recv(&mut room).map(|length| (CALLED, length));
        let (own, length) = received.or_else(|_| self.calling.recv(&mut room).map(|n| (CALLING, n))).ok()?;
        let message = Message::new(String::from_utf8_lossy(&room[..length]).into_owned());
        if message.status() == 0 && message.method() != "ACK" {
            self.serve(&message, own);
        }
        Some(message)
    }

    fn serve(&mut self, request: &Message, own: SocketAddrV4) {
        let (tag, contact) = (format!("b{}", self.ports.0), format!("sip:b@{own}"));
        if !request.is_request("INVITE") {
            self.say(&answer(request, "200 OK", &tag, "", ""), own);
            return;
        }
        let port = if own == CALLED { self.ports.1 } else { self.ports.0 };
        self.offered = sound_of(request).or(self.offered);
        self.say(&answer(request, "180 Ringing", &tag, &contact, ""), own);
        self.say(&answer(request, "200 OK", &tag, &contact, &description(*own.ip(), port)), own);
    }
}

fn request_head(method: &str, uri: &str, via: &str, from: &str, to: &str, id: &str, cseq: u32) -> String {
    format!(
        "{method} {uri} SIP/2.0\r\nVia: {via}\r\nFrom: {from}\r\nTo: {to}\r\nCall-ID: {id}\r\n\
         CSeq: {cseq} {method}\r\nMax-Forwards: 70\r\n"
    )
}

/// An offer or answer of G.711 and keys.
pub(crate) fn description(ip: Ipv4Addr, port: u16) -> String {
    format!(
        "v=0\r\no=- {port} 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\nm=audio {port} RTP/AVP 0 101\r\n\
         a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
    )
}

/// Where a message says that sound is to go, if it does.
pub(crate) fn sound_of(message: &Message) -> Option<SocketAddrV4> {
    address_in(&message.to_string())
}

/// Where a description says that sound is to go.
pub(crate) fn address_in(description: &str) -> Option<SocketAddrV4> {
    let value = |name: &str| description.lines().rev().find_map(|line| line.strip_prefix(name));
    let ip = value("c=IN IP4 ")?.trim().parse().ok()?;
    let port = value("m=audio ")?.split(' ').next()?.parse().ok()?;
    Some(SocketAddrV4::new(ip, port))
}
