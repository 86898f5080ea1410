//! The layer as a whole, with real messages under virtual time.

mod random;

use std::time::Duration;

use super::*;
use crate::{HeaderName, Transport, Writer};

#[test]
fn a_repeated_request_is_answered_again_without_its_user() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("OPTIONS", "z9hG4bKa", "").expect("new");
    assert!(world.request("OPTIONS", "z9hG4bKa", "").is_none());
    world.answer(id, "OPTIONS", "z9hG4bKa", 200);
    assert_eq!(world.sent(), ["200"]);
    assert!(world.request("OPTIONS", "z9hG4bKa", "").is_none());
    assert_eq!(world.sent(), ["200"]);
    assert!(world.request("OPTIONS", "z9hG4bKb", "").is_some());
    assert_eq!((world.layer.retransmissions(), world.layer.sent_again()), (2, 1));
}

#[test]
fn over_a_stream_an_answer_ends_it() {
    let mut world = World::new(Transport::Tls);
    let id = world.request("REGISTER", "z9hG4bKa", "").unwrap();
    world.answer(id, "REGISTER", "z9hG4bKa", 200);
    assert_eq!((world.sent(), world.layer.leftovers()), (vec!["200".to_owned()], 0));
}

#[test]
fn answers_go_where_the_request_asked() {
    for (transport, via, to) in [
        (Transport::Udp, "", "192.0.2.1:5060"),
        (Transport::Udp, ";rport", "192.0.2.1:40000"),
        (Transport::Tcp, "", "192.0.2.1:40000"),
    ] {
        let mut world = World::new(transport);
        let id = world.request("OPTIONS", &format!("z9hG4bKa{via}"), "").unwrap();
        world.answer(id, "OPTIONS", "z9hG4bKa", 200);
        let (flow, _) = world.layer.poll_transmit().unwrap();
        assert_eq!((flow.remote, flow.local), (to.parse().unwrap(), world.flow.local), "{via}");
    }
}

#[test]
fn a_challenge_leaves_nothing_behind() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("REGISTER", "z9hG4bKa", "").unwrap();
    let response = response("REGISTER", "z9hG4bKa", 401);
    world.layer.respond_and_forget(id, response.clone());
    world.layer.respond_and_forget(id, response);
    assert_eq!((world.sent(), world.layer.leftovers()), (vec!["401".to_owned()], 0));
    assert!(world.request("REGISTER", "z9hG4bKa", "").is_some(), "the same again is a new one");
}

#[test]
fn the_ack_of_a_refusal_ends_its_resending_and_the_ack_of_an_answer_is_the_users() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("INVITE", "z9hG4bKa", "").unwrap();
    world.answer(id, "INVITE", "z9hG4bKa", 486);
    world.pass(600);
    assert!(world.request("ACK", "z9hG4bKa", ";tag=t").is_none());
    world.pass(40_000);
    assert_eq!((world.sent(), world.told.len(), world.layer.leftovers()), (texts(&["486", "486"]), 0, 0));

    let id = world.request("INVITE", "z9hG4bKb", "").unwrap();
    world.answer(id, "INVITE", "z9hG4bKb", 200);
    world.pass(600);
    world.request("ACK", "z9hG4bKc", ";tag=t");
    assert_eq!(world.told, ["ack"]);
    world.layer.acked(id);
    world.pass(40_000);
    assert_eq!((world.sent(), world.told.len(), world.layer.leftovers()), (texts(&["200", "200"]), 1, 0));
}

#[test]
fn an_answer_without_ack_is_told() {
    for status in [200, 486] {
        let mut world = World::new(Transport::Udp);
        let id = world.request("INVITE", "z9hG4bKa", "").unwrap();
        world.answer(id, "INVITE", "z9hG4bKa", status);
        world.pass(32_000);
        assert_eq!((world.told.clone(), world.layer.leftovers()), (texts(&["no ack"]), 0), "{status}");
    }
}

#[test]
fn phones_of_rfc_2543_are_understood() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("INVITE", "1", "").unwrap();
    assert!(world.request("INVITE", "1", "").is_none());
    world.answer(id, "INVITE", "1", 486);
    assert!(world.request("ACK", "1", ";tag=t").is_none());
    world.pass(5_000);
    assert_eq!((world.sent(), world.told.len(), world.layer.leftovers()), (texts(&["486"]), 0, 0));
}

#[test]
fn a_cancel_is_answered_and_the_user_refuses_the_invite() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("INVITE", "z9hG4bKa", "").unwrap();
    world.layer.respond(id, 180, response("INVITE", "z9hG4bKa", 180), world.now);
    world.sent();
    world.request("CANCEL", "z9hG4bKa", "");
    assert_eq!(world.told, [format!("cancelled {id:?}")]);
    let (_, ok) = world.layer.poll_transmit().unwrap();
    let ok = Message::parse(&ok).unwrap();
    assert_eq!(
        (ok.status(), ok.method(), ok.to_tag()),
        (200, Method::Cancel, Some("t")),
        "the tag of the 180"
    );
    world.request("CANCEL", "z9hG4bKa", "");
    assert_eq!((world.sent(), world.told.len()), (texts(&["200"]), 1));
    world.answer(id, "INVITE", "z9hG4bKa", 487);
    assert_eq!(world.sent(), ["487"]);
}

#[test]
fn a_cancel_that_comes_too_late_changes_nothing() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("INVITE", "z9hG4bKa", "").unwrap();
    world.answer(id, "INVITE", "z9hG4bKa", 200);
    world.request("CANCEL", "z9hG4bKa", "");
    assert_eq!((world.sent(), world.told.len()), (texts(&["200", "200"]), 0));
}

#[test]
fn a_cancel_of_nothing_or_from_another_address_is_refused() {
    let mut world = World::new(Transport::Udp);
    world.request("OPTIONS", "z9hG4bKb", "").unwrap();
    world.request("INVITE", "z9hG4bKa", "").unwrap();
    world.request("CANCEL", "z9hG4bKb", "");
    world.request("CANCEL", "z9hG4bKc", "");
    world.flow.remote = "192.0.2.66:5060".parse().unwrap();
    world.request("CANCEL", "z9hG4bKa", "");
    assert_eq!((world.sent(), world.told.len()), (texts(&["481", "481", "481"]), 0));
}

#[test]
fn an_own_request_is_resent_until_the_answer() {
    let mut world = World::new(Transport::Udp);
    world.send("OPTIONS", "z9hG4bKown");
    world.pass(600);
    world.response("OPTIONS", "z9hG4bKown", 200);
    world.response("OPTIONS", "z9hG4bKown", 200);
    world.pass(5_000);
    assert_eq!(world.sent(), ["OPTIONS", "OPTIONS"]);
    assert_eq!((world.told.clone(), world.layer.leftovers()), (texts(&["response 200"]), 0));
    assert_eq!((world.layer.retransmissions(), world.layer.sent_again()), (1, 1));
}

#[test]
fn an_own_request_without_answer_times_out() {
    for method in ["INVITE", "BYE"] {
        let mut world = World::new(Transport::Udp);
        world.send(method, "z9hG4bKown");
        world.pass(32_000);
        assert_eq!((world.told.clone(), world.layer.leftovers()), (texts(&["timeout"]), 0), "{method}");
    }
}

#[test]
fn a_refusal_is_acknowledged_by_the_layer() {
    let mut world = World::new(Transport::Udp);
    world.send("INVITE", "z9hG4bKown");
    world.sent();
    world.response("INVITE", "z9hG4bKown", 486);
    let (flow, ack) = world.layer.poll_transmit().unwrap();
    assert_eq!(flow, world.flow);
    assert_eq!(
        String::from_utf8(ack).unwrap().replace("\r\n", "|"),
        "ACK sip:202@192.0.2.1 SIP/2.0|Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKown|From: <sip:201@pbx>;tag=f|\
         To: <sip:202@pbx>;tag=t|Call-ID: c|CSeq: 1 ACK|Max-Forwards: 70|Route: <sip:p1;lr>|Route: <sip:p2;lr>|\
         Content-Length: 0||"
    );
    world.response("INVITE", "z9hG4bKown", 486);
    assert_eq!((world.sent(), world.told.clone()), (texts(&["ACK"]), texts(&["response 486"])));
}

#[test]
fn each_answer_to_an_invite_is_told() {
    let mut world = World::new(Transport::Udp);
    world.send("INVITE", "z9hG4bKown");
    for status in [100, 180, 200, 200] {
        world.response("INVITE", "z9hG4bKown", status);
    }
    world.pass(32_000);
    assert_eq!(world.told, ["response 100", "response 180", "response 200", "response 200"]);
    assert_eq!((world.sent(), world.layer.leftovers()), (texts(&["INVITE"]), 0));
}

#[test]
fn an_own_invite_is_taken_back() {
    let mut world = World::new(Transport::Udp);
    let id = world.send("INVITE", "z9hG4bKown");
    world.layer.cancel(id, world.now);
    assert_eq!(world.sent(), ["INVITE"], "held back until something came");
    world.response("INVITE", "z9hG4bKown", 180);
    let (_, cancel) = world.layer.poll_transmit().unwrap();
    assert_eq!(
        String::from_utf8(cancel).unwrap().replace("\r\n", "|"),
        "CANCEL sip:202@192.0.2.1 SIP/2.0|Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKown|From: <sip:201@pbx>;tag=f|\
         To: <sip:202@pbx>|Call-ID: c|CSeq: 1 CANCEL|Max-Forwards: 70|Route: <sip:p1;lr>|Route: <sip:p2;lr>|\
         Content-Length: 0||"
    );
    world.pass(500);
    world.response("CANCEL", "z9hG4bKown", 200);
    world.response("INVITE", "z9hG4bKown", 487);
    world.pass(40_000);
    assert_eq!(world.sent(), ["CANCEL", "ACK"]);
    assert_eq!((world.told.clone(), world.layer.leftovers()), (texts(&["response 180", "response 487"]), 0));
}

#[test]
fn a_cancelled_invite_that_nobody_answers_ends() {
    let mut world = World::new(Transport::Udp);
    let id = world.send("INVITE", "z9hG4bKown");
    world.response("INVITE", "z9hG4bKown", 180);
    world.layer.cancel(id, world.now);
    world.layer.cancel(id, world.now);
    world.pass(32_000);
    assert_eq!(world.told, ["response 180", "timeout"], "the CANCEL's own end is not told");
    assert_eq!(world.layer.leftovers(), 0);
}

#[test]
fn answers_that_nobody_waits_for_are_counted() {
    let mut world = World::new(Transport::Udp);
    world.send("OPTIONS", "z9hG4bKown");
    world.response("OPTIONS", "z9hG4bKother", 200);
    world.response("INVITE", "z9hG4bKown", 200);
    assert_eq!((world.told.len(), world.layer.counters().stray_responses), (0, 2));
}

#[test]
fn what_is_no_request_is_not_sent() {
    let mut world = World::new(Transport::Udp);
    world.send("OPTIONS", "z9hG4bKown");
    world.sent();
    for bytes in [
        own("OPTIONS", "z9hG4bKown"),
        own("ACK", "z9hG4bKx"),
        response("OPTIONS", "z9hG4bKx", 200),
        b"OPTIONS".to_vec(),
    ] {
        assert_eq!(world.layer.request(bytes, world.flow, world.now), Err(Full));
    }
    assert_eq!((world.sent().len(), world.layer.len()), (0, 1));
}

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
        let sent = std::iter::from_fn(|| self.layer.poll_transmit()).map(|(_, bytes)| {
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
