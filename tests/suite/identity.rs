//! Who may do what: every method, without credentials, with wrong ones, with another's, and with one's own under another's
//! name, over every transport, out of a dialog and in one. The table says the answer; whoever is not allowed changes nothing.

use std::net::SocketAddr;
use std::time::Duration;

use sip::{Flow, HeaderName, Message, Transport};
use world::{EXCHANGE, Policy, World};

/// What a sender says of itself. It is never one of the office's telephones, but knows u201's secret and u202's.
const CLAIMS: [Claim; 7] =
    [Claim::None, Claim::Wrong, Claim::Anothers, Claim::From, Claim::Asserted, Claim::Contact, Claim::Own];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    /// u201, without credentials.
    None,
    /// u201, with a wrong secret.
    Wrong,
    /// u201, with the credentials of u202.
    Anothers,
    /// Credentials of u201, and a From of u202.
    From,
    /// Credentials of u201, and a P-Asserted-Identity of u202.
    Asserted,
    /// Credentials of u201, and a Contact of u202.
    Contact,
    /// u201 as it is.
    Own,
}

/// The answers by method, in the order of [`CLAIMS`]; 0 is none.
const OUT_OF_DIALOG: [(&str, [u16; 7]); 16] = [
    ("ACK", [0; 7]),
    ("BYE", [481; 7]),
    ("CANCEL", [481; 7]),
    ("INFO", [481; 7]),
    // 203 is busy for whoever gets through.
    ("INVITE", [401, 401, 403, 403, 403, 403, 486]),
    ("MESSAGE", [401, 401, 403, 403, 403, 403, 200]),
    ("NOTIFY", [405; 7]),
    // It tells nothing about anybody.
    ("OPTIONS", [200; 7]),
    ("PRACK", [481; 7]),
    ("PUBLISH", [405; 7]),
    ("REFER", [405; 7]),
    ("REGISTER", [401, 401, 403, 403, 403, 403, 200]),
    ("SUBSCRIBE", [405; 7]),
    ("UPDATE", [481; 7]),
    ("FROBNICATE", [405; 7]),
    // Methods are case-sensitive: no INVITE.
    ("invite", [405; 7]),
];

const TRANSPORTS: [Transport; 5] =
    [Transport::Udp, Transport::Tcp, Transport::Tls, Transport::Ws, Transport::Wss];

#[test]
fn nobody_does_what_it_may_not_out_of_a_dialog() {
    for transport in TRANSPORTS {
        for (method, expected) in OUT_OF_DIALOG {
            for (claim, expected) in CLAIMS.into_iter().zip(expected) {
                let mut world = office();
                let flow = stranger(&mut world, transport);
                let bound = world.bindings.len();
                let sender = Sender { flow, to_tag: "", from_tag: "f", call_id: "matrix" };
                let status = send(&mut world, &sender, method, claim);
                let cell = format!("{method} {claim:?} over {transport}");
                assert_eq!(status, expected, "{cell}");
                let is_allowed = claim == Claim::Own && ["INVITE", "MESSAGE", "REGISTER"].contains(&method);
                if !is_allowed {
                    assert!(
                        world.records.is_empty() && world.bindings.len() == bound,
                        "{cell} changed something"
                    );
                    let touched = world
                        .phones()
                        .iter()
                        .find(|phone| phone.last_invite.is_some() || phone.seen.len() > 1);
                    assert!(touched.is_none(), "{cell} reached a telephone");
                }
            }
        }
    }
}

/// Whoever has heard the tags of a call is not in it: from another address nothing is done, whatever it says of itself.
#[test]
fn nobody_else_does_anything_in_a_dialog() {
    for transport in TRANSPORTS {
        for (method, _) in OUT_OF_DIALOG.into_iter().filter(|(method, _)| *method != "REGISTER") {
            for claim in CLAIMS {
                let mut world = office();
                world.policy("203", Policy::Answers(Duration::ZERO));
                world.call("202", "203");
                world.run(Duration::from_secs(1));
                let invite = world.phone("203").last_invite.clone().expect("it was called");
                let own_tag = world.phone("203").dialog_tag();
                let flow = stranger(&mut world, transport);
                let sender = Sender {
                    flow,
                    to_tag: invite.from_tag().expect("a tag"),
                    from_tag: &own_tag,
                    call_id: invite.call_id(),
                };
                let seen: Vec<_> = world.phones().iter().map(|phone| phone.seen.len()).collect();
                let status = send(&mut world, &sender, method, claim);
                let expected = if method == "ACK" { 0 } else { 481 };
                assert_eq!(status, expected, "{method} {claim:?} over {transport}");
                assert!(world.phone("202").talks() && world.phone("203").talks(), "{method} {claim:?}");
                let now: Vec<_> = world.phones().iter().map(|phone| phone.seen.len()).collect();
                assert_eq!(now, seen, "{method} {claim:?} over {transport} reached a telephone");
            }
        }
    }
}

/// The sender of one request.
struct Sender<'a> {
    flow: Flow,
    to_tag: &'a str,
    from_tag: &'a str,
    call_id: &'a str,
}

/// Sends a request with that claim, and gives back the final status; 0 when there is none.
fn send(world: &mut World, sender: &Sender<'_>, method: &str, claim: Claim) -> u16 {
    let (username, secret) = match claim {
        Claim::None => ("", String::new()),
        Claim::Wrong => ("u201", "guessed".to_owned()),
        Claim::Anothers => ("u202", world::secret("202")),
        Claim::From | Claim::Asserted | Claim::Contact | Claim::Own => ("u201", world::secret("201")),
    };
    let uri = match method {
        "REGISTER" => "sip:10.0.0.1",
        _ => "sip:203@10.0.0.1",
    };
    let credentials = (!username.is_empty()).then(|| {
        world.receive(sender.flow, request(sender, "REGISTER", uri, Claim::None, "ask", None).as_bytes());
        let challenge = Message::parse(world.last_sent().as_bytes()).expect("a challenge");
        let value = challenge.header(HeaderName::WwwAuthenticate).expect("a challenge");
        sip::digest::answer(value, username, &secret, method, uri, "c", 1).expect("an answer")
    });
    let before = world.sent.len();
    let bytes = request(sender, method, uri, claim, "try", credentials.as_deref());
    world.receive(sender.flow, bytes.as_bytes());
    world.run(Duration::from_millis(100));
    let own = world.sent[before..].iter().filter(|packet| packet.to == sender.flow.remote);
    let answers = own.filter_map(|packet| Message::parse(&packet.bytes).ok());
    let mut finals = answers.map(|answer| answer.status()).filter(|status| *status >= 200);
    finals.next().unwrap_or(0)
}

fn request(
    sender: &Sender<'_>,
    method: &str,
    uri: &str,
    claim: Claim,
    n: &str,
    credentials: Option<&str>,
) -> String {
    let Sender { flow, to_tag, from_tag, call_id } = sender;
    let from = if claim == Claim::From { "u202" } else { "u201" };
    let contact = if claim == Claim::Contact { "u202" } else { "u201" };
    let asserted = match claim {
        Claim::Asserted => "P-Asserted-Identity: <sip:u202@10.0.0.1>\r\n",
        _ => "",
    };
    let authorization = credentials.map(|value| format!("Authorization: {value}\r\n")).unwrap_or_default();
    let (to, to_tag) = match method {
        "REGISTER" if n == "try" => (format!("sip:{from}@10.0.0.1"), String::new()),
        "REGISTER" => ("sip:u201@10.0.0.1".to_owned(), String::new()),
        _ if to_tag.is_empty() => (uri.to_owned(), String::new()),
        _ => (uri.to_owned(), format!(";tag={to_tag}")),
    };
    let (kind, body) = match method {
        "INVITE" | "UPDATE" => ("Content-Type: application/sdp\r\n", SESSION),
        "MESSAGE" => ("Content-Type: text/plain\r\n", "hello"),
        _ => ("", ""),
    };
    format!(
        "{method} {uri} SIP/2.0\r\nVia: SIP/2.0/{transport} {own};branch=z9hG4bK{n}{method}{credentials};rport\r\n\
         From: <sip:{from}@10.0.0.1>;tag={from_tag}\r\nTo: <{to}>{to_tag}\r\nCall-ID: {call_id}\r\nCSeq: 7 {method}\r\n\
         Contact: <sip:{contact}@{own};transport={lower}>\r\n{asserted}Max-Forwards: 70\r\n{authorization}{kind}\
         Content-Length: {length}\r\n\r\n{body}",
        transport = flow.transport,
        lower = flow.transport.as_lower_str(),
        own = flow.remote,
        credentials = u8::from(credentials.is_some()),
        length = body.len(),
    )
}

const SESSION: &str =
    "v=0\r\no=- 1 1 IN IP4 10.0.0.66\r\ns=-\r\nc=IN IP4 10.0.0.66\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n";

fn office() -> World {
    let mut world = World::new(1, &["201", "202", "203"]);
    world.register("202");
    world.register("203");
    world.policy("203", Policy::Refuses(486));
    world
}

/// A flow from an address that is nobody's.
fn stranger(world: &mut World, transport: Transport) -> Flow {
    let flow = Flow { transport, local: EXCHANGE, remote: SocketAddr::from(([10, 0, 0, 66], 5_060)) };
    world.connect(flow);
    flow
}
