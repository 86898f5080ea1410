//! A telephone whose every message a test writes itself.

use std::net::SocketAddr;
use std::time::Duration;

use sip::dialog::via;
use sip::{Dialog, Flow, HeaderName, Message, Method, Transport, Writer, rseq_of};
use world::{EXCHANGE, Policy, World, secret};

/// A millisecond, in which the exchange does all that it does at once.
pub(crate) const MOMENT: Duration = Duration::from_millis(1);

/// One telephone.
pub(crate) struct Hand {
    pub(crate) number: &'static str,
    pub(crate) address: SocketAddr,
    /// By what it was registered.
    pub(crate) transport: Transport,
    /// The dialog of its call.
    pub(crate) dialog: Option<Dialog>,
    /// How many of the world's packets it has looked at.
    looked: usize,
    /// Messages that it has seen: sent again they are skipped.
    seen: Vec<Vec<u8>>,
    numbers: u32,
}

/// An office of 201, 202 and 203, who are registered and then say nothing but what the test says.
pub(crate) fn office() -> (World, Hand, Hand, Hand) {
    with(World::new(1, &["201", "202", "203"]), &["201", "202", "203"])
}

/// The same, with those of a world's telephones registered.
pub(crate) fn with(mut world: World, registered: &[&str]) -> (World, Hand, Hand, Hand) {
    for number in registered {
        world.register(number);
        world.policy(number, Policy::Dead);
    }
    let looked = world.sent.len();
    let hand = |number, host| Hand {
        number,
        address: SocketAddr::from(([10, 0, 0, host], 5060)),
        transport: Transport::Udp,
        dialog: None,
        looked,
        seen: Vec::new(),
        numbers: 0,
    };
    (world, hand("201", 10), hand("202", 11), hand("203", 12))
}

/// The description of a telephone: audio lines as given.
pub(crate) fn sdp(host: u8, version: u32, lines: &str) -> String {
    format!(
        "v=0\r\no=- 7 {version} IN IP4 10.0.0.{host}\r\ns=-\r\nc=IN IP4 10.0.0.{host}\r\nt=0 0\r\n{lines}"
    )
}

/// An audio line of G.711 at this port, with what follows it.
pub(crate) fn audio(port: u16, more: &str) -> String {
    format!("m=audio {port} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n{more}")
}

/// The version in the `o=` line of a message's body.
pub(crate) fn version(message: &Message) -> u64 {
    let body = String::from_utf8_lossy(message.body()).into_owned();
    let line = body.lines().find(|line| line.starts_with("o=")).expect("a description");
    line.split(' ').nth(2).and_then(|version| version.parse().ok()).expect("a version")
}

/// The body as text.
pub(crate) fn body(message: &Message) -> String {
    String::from_utf8_lossy(message.body()).into_owned()
}

impl Hand {
    /// The next message that came to it, retransmissions and the OPTIONS that ask whether it is there left out.
    pub(crate) fn next(&mut self, world: &World) -> Option<Message> {
        while let Some(packet) = world.sent.get(self.looked) {
            self.looked += 1;
            if packet.to == self.address && !self.seen.contains(&packet.bytes) {
                self.seen.push(packet.bytes.clone());
                let message = Message::parse(&packet.bytes).expect("a well-formed message");
                if message.method() != Method::Options {
                    return Some(message);
                }
            }
        }
        None
    }

    /// The next message, which is this request, or a response with this status.
    #[track_caller]
    pub(crate) fn expect(&mut self, world: &World, what: &str) -> Message {
        let message = self.next(world).unwrap_or_else(|| panic!("{}: nothing came, not {what}", self.number));
        let is = if message.is_request() {
            message.method_token().to_owned()
        } else {
            message.status().to_string()
        };
        assert_eq!(is, what, "{}: {}", self.number, String::from_utf8_lossy(message.as_bytes()));
        message
    }

    /// Nothing more came.
    #[track_caller]
    pub(crate) fn quiet(&mut self, world: &World) {
        if let Some(message) = self.next(world) {
            panic!("{}: {}", self.number, String::from_utf8_lossy(message.as_bytes()));
        }
    }

    /// How often this very message was sent to it.
    pub(crate) fn copies(&self, world: &World, message: &Message) -> usize {
        world
            .sent
            .iter()
            .filter(|packet| packet.to == self.address && packet.bytes == message.as_bytes())
            .count()
    }

    /// Dials with credentials; the exchange's answer to that comes next.
    pub(crate) fn invite(
        &mut self,
        world: &mut World,
        to: &str,
        headers: &str,
        description: &str,
    ) -> Message {
        let text = self.invite_text(to, 1, headers, description, None);
        self.send(world, &text);
        let challenge = self.expect(world, "401");
        let text = self.invite_text(to, 2, headers, description, Some(&challenge));
        self.send(world, &text);
        Message::parse(&text).expect("an INVITE")
    }

    fn invite_text(
        &mut self,
        to: &str,
        cseq: u32,
        headers: &str,
        description: &str,
        challenge: Option<&Message>,
    ) -> Vec<u8> {
        self.out_of_dialog(Method::Invite, to, cseq, headers, ("application/sdp", description), challenge)
    }

    /// A request out of any dialog, as bytes; with credentials when it was challenged.
    pub(crate) fn out_of_dialog(
        &mut self,
        method: Method,
        to: &str,
        cseq: u32,
        headers: &str,
        (content_type, content): (&str, &str),
        challenge: Option<&Message>,
    ) -> Vec<u8> {
        let (number, address) = (self.number, self.address);
        let uri = format!("sip:{to}@10.0.0.1");
        self.numbers += 1;
        let mut request = Writer::request(method.as_str(), &uri);
        request
            .header(HeaderName::Via, via(self.flow(), &format!("z9hG4bK{number}n{}", self.numbers)))
            .header(HeaderName::MaxForwards, "70")
            .header(HeaderName::To, format!("<{uri}>"))
            .header(HeaderName::CallId, format!("call-of-{number}"))
            .header(HeaderName::CSeq, format!("{cseq} {method}"));
        for (name, value) in [
            ("From", format!("<sip:u{number}@10.0.0.1>;tag=t{number}")),
            ("Contact", format!("<sip:u{number}@{address}>")),
        ] {
            if !headers.contains(&format!("{name}: ")) {
                request.raw_header(name, value);
            }
        }
        add(&mut request, headers);
        if let Some(value) = challenge.and_then(|challenge| challenge.header(HeaderName::WwwAuthenticate)) {
            let (user, secret) = (format!("u{number}"), secret(number));
            let answer = sip::digest::answer(value, &user, &secret, method.as_str(), &uri, "c", 1);
            request.header(HeaderName::Authorization, answer.expect("a challenge that can be answered"));
        }
        finish(request, content_type, content)
    }

    /// Answers a request.
    pub(crate) fn answer(
        &mut self,
        world: &mut World,
        request: &Message,
        status: u16,
        headers: &str,
        description: &str,
    ) {
        let tag = format!("t{}", self.number);
        let mut response = Writer::response(request, EXCHANGE, status, "", Some(&tag));
        if !headers.contains("Contact: ") {
            response.header(HeaderName::Contact, format!("<sip:u{}@{}>", self.number, self.address));
        }
        add(&mut response, headers);
        if request.method() == Method::Invite && request.to_tag().is_none() && status < 300 {
            self.dialog = Dialog::uas(request, &tag, self.flow()).ok();
        }
        let bytes = finish(response, "application/sdp", description);
        self.send(world, &bytes);
    }

    /// Its call was answered: the dialog begins. The ACK is not sent yet.
    pub(crate) fn accept(&mut self, invite: &Message, ok: &Message) {
        self.dialog = Dialog::uac(invite, ok, self.flow()).ok();
    }

    /// Sends the ACK of an INVITE of this number.
    pub(crate) fn ack(&mut self, world: &mut World, cseq: u32, description: &str) {
        self.numbers += 1;
        let branch = format!("z9hG4bK{}a{}", self.number, self.numbers);
        let dialog = self.dialog.as_ref().expect("a dialog");
        let bytes = finish(dialog.ack(cseq, &branch), "application/sdp", description);
        self.send(world, &bytes);
    }

    /// Sends a request in its dialog.
    pub(crate) fn request(
        &mut self,
        world: &mut World,
        method: Method,
        headers: &str,
        content: (&str, &str),
    ) -> Message {
        self.numbers += 1;
        let branch = format!("z9hG4bK{}r{}", self.number, self.numbers);
        let contact = format!("<sip:u{}@{}>", self.number, self.address);
        let mut request = self.dialog.as_mut().expect("a dialog").request(method, &branch, Some(&contact));
        add(&mut request, headers);
        let bytes = finish(request, content.0, content.1);
        self.send(world, &bytes);
        Message::parse(&bytes).expect("a request")
    }

    /// Asks for another session by re-INVITE.
    pub(crate) fn reinvite(&mut self, world: &mut World, headers: &str, description: &str) -> Message {
        self.request(world, Method::Invite, headers, ("application/sdp", description))
    }

    /// Acknowledges a reliable provisional response.
    pub(crate) fn prack(&mut self, world: &mut World, response: &Message) {
        let rack = format!("RAck: {} {} INVITE", rseq_of(response).expect("an RSeq"), response.cseq());
        self.request(world, Method::Prack, &rack, ("", ""));
    }

    fn send(&self, world: &mut World, bytes: &[u8]) {
        world.receive(Flow { transport: self.transport, local: EXCHANGE, remote: self.address }, bytes);
    }

    fn flow(&self) -> Flow {
        Flow { transport: self.transport, local: self.address, remote: EXCHANGE }
    }
}

fn add(message: &mut Writer, headers: &str) {
    for (name, value) in headers.lines().filter_map(|line| line.split_once(": ")) {
        message.raw_header(name, value);
    }
}

fn finish(message: Writer, content_type: &str, content: &str) -> Vec<u8> {
    if content.is_empty() { message.finish() } else { message.finish_with(content_type, content.as_bytes()) }
}
