//! The layer as a whole, with real messages under virtual time.

mod asking;
mod random;
mod serving;

use std::time::Duration;

use super::*;
use crate::{HeaderName, Transport, Writer};

#[test]
fn when_full_answered_requests_make_room_and_then_there_is_none() {
    let mut world = World::with(Transport::Udp, 2);
    let first = world.request("OPTIONS", "z9hG4bKa", "").unwrap();
    world.answer(first, "OPTIONS", "z9hG4bKa", 200);
    let invite = world.request("INVITE", "z9hG4bKb", "").unwrap();
    let third = world.request("OPTIONS", "z9hG4bKc", "").expect("takes the place of the first");
    assert_eq!(world.sent(), ["200"]);
    assert!(world.request("OPTIONS", "z9hG4bKd", "").is_none());
    assert!(world.layer.request(own("OPTIONS", "z9hG4bKe"), world.flow, world.now).is_err());
    assert_eq!(world.sent(), ["503"]);
    world.request("CANCEL", "z9hG4bKb", "");
    assert_eq!((world.sent(), world.told.clone()), (texts(&["200"]), vec![format!("cancelled {invite:?}")]));
    world.answer(third, "OPTIONS", "z9hG4bKc", 200);
    world.send("OPTIONS", "z9hG4bKe");
    assert_eq!(
        (world.layer.len(), world.layer.counters().refused, world.layer.counters().forgotten),
        (2, 2, 2)
    );
    world.pass(700_000);
    assert_eq!(world.layer.leftovers(), 0);
}

#[test]
fn a_long_answer_is_sent_but_not_kept() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("OPTIONS", "z9hG4bKa", "").unwrap();
    let mut long = response("OPTIONS", "z9hG4bKa", 200);
    long.resize(5000, b' ');
    world.layer.respond(id, 200, long, world.now);
    assert_eq!((world.sent(), world.layer.leftovers()), (texts(&["200"]), 0));
}

#[test]
fn branches_are_those_of_rfc_3261() {
    assert_eq!(branch(0xabc), "z9hG4bK0000000000000abc");
}

/// The layer, its clock, and what it told.
struct World {
    layer: Transactions,
    flow: Flow,
    now: Instant,
    told: Vec<String>,
}

impl World {
    fn new(transport: Transport) -> World {
        World::with(transport, 1000)
    }

    fn with(transport: Transport, max: usize) -> World {
        let (local, remote) = ("192.0.2.9:5060".parse().unwrap(), "192.0.2.1:40000".parse().unwrap());
        World {
            layer: Transactions::new(TransactionLimits { max }),
            flow: Flow { transport, local, remote },
            now: Instant::now(),
            told: Vec::new(),
        }
    }

    /// A request from the telephone; its id if it is new.
    fn request(&mut self, method: &str, branch: &str, to: &str) -> Option<ServerId> {
        let text = format!(
            "{method} sip:202@pbx SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch={branch}\r\nFrom: <sip:201@pbx>;tag=f\r\n\
             To: <sip:202@pbx>{to}\r\nCall-ID: c\r\nCSeq: 1 {method}\r\n\r\n"
        );
        match self.handle(text.as_bytes()) {
            Some(Incoming::Request { id, .. }) => Some(id),
            other => {
                self.tell(other);
                None
            }
        }
    }

    fn answer(&mut self, id: ServerId, method: &str, branch: &str, status: u16) {
        self.layer.respond(id, status, response(method, branch, status), self.now);
    }

    fn send(&mut self, method: &str, branch: &str) -> ClientId {
        self.layer.request(own(method, branch), self.flow, self.now).expect("room")
    }

    /// A response from the telephone.
    fn response(&mut self, method: &str, branch: &str, status: u16) {
        let told = self.handle(&response(method, branch, status));
        self.tell(told);
    }

    fn handle(&mut self, bytes: &[u8]) -> Option<Incoming> {
        self.layer.handle_message(Message::parse(bytes).unwrap(), self.flow, self.now)
    }

    fn pass(&mut self, ms: u64) {
        let until = self.now + Duration::from_millis(ms);
        while let Some(due) = self.layer.poll_timeout()
            && due <= until
        {
            self.now = due;
            self.layer.handle_timeout(due);
            while let Some(incoming) = self.layer.poll_incoming() {
                self.tell(Some(incoming));
            }
        }
        self.now = until;
    }

    fn tell(&mut self, incoming: Option<Incoming>) {
        self.told.extend(incoming.map(|incoming| match incoming {
            Incoming::Request { id, .. } => format!("request {id:?}"),
            Incoming::Cancelled { id, .. } => format!("cancelled {id:?}"),
            Incoming::Ack { .. } => "ack".to_owned(),
            Incoming::Response { message, .. } => format!("response {}", message.status()),
            Incoming::Timeout { .. } => "timeout".to_owned(),
            Incoming::NoAck { .. } => "no ack".to_owned(),
        }));
    }

    /// What was sent since the last look: statuses and methods.
    fn sent(&mut self) -> Vec<String> {
        let sent = std::iter::from_fn(|| self.layer.poll_passing().or_else(|| self.layer.poll_transmit()))
            .map(|(_, bytes)| {
                let text = String::from_utf8(bytes).unwrap();
                let mut words = text.split(' ');
                match words.next() {
                    Some("SIP/2.0") => words.next().unwrap().to_owned(),
                    method => method.unwrap().to_owned(),
                }
            });
        sent.collect()
    }
}

/// A response with the tag `t`, whoever sends it.
fn response(method: &str, branch: &str, status: u16) -> Vec<u8> {
    format!(
        "SIP/2.0 {status} X\r\nVia: SIP/2.0/UDP 192.0.2.1;branch={branch}\r\nFrom: <sip:201@pbx>;tag=f\r\n\
         To: <sip:202@pbx>;tag=t\r\nCall-ID: c\r\nCSeq: 1 {method}\r\n\r\n"
    )
    .into_bytes()
}

/// An own request.
fn own(method: &str, branch: &str) -> Vec<u8> {
    let mut writer = Writer::request(method, "sip:202@192.0.2.1");
    for (name, value) in [
        (HeaderName::Via, format!("SIP/2.0/UDP 192.0.2.9;branch={branch}")),
        (HeaderName::Route, "<sip:p1;lr>".to_owned()),
        (HeaderName::From, "<sip:201@pbx>;tag=f".to_owned()),
        (HeaderName::To, "<sip:202@pbx>".to_owned()),
        (HeaderName::Route, "<sip:p2;lr>".to_owned()),
        (HeaderName::CallId, "c".to_owned()),
        (HeaderName::CSeq, format!("1 {method}")),
    ] {
        writer.header(name, value);
    }
    writer.finish()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
