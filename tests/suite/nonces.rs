//! Digest authentication as an attacker meets it: nothing that was heard once opens a second time, nobody learns who
//! exists, and the exchange itself gives no credentials to anybody.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use exchange::Settings;
use model::DigestAlgorithm;
use sip::{HeaderName, Message};
use world::{Policy, World};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_thousand_replays_open_nothing() {
    let mut world = World::new(1, &["201", "202"]);
    let mut opened = 0;
    for n in 0..1_000_u32 {
        let method = ["REGISTER", "INVITE"][n as usize % 2];
        let credentials = credentials(&mut world, method, "u201", &world::secret("201"), n);
        let first = status(&mut world, own(), &request(method, "u201", 2 * n, Some(&credentials)));
        assert!(![401, 403].contains(&first), "{n}: the first use is good: {first}");
        // Heard on the network, sent again as a request of its own: from there and from elsewhere, as the same method
        // and as the other, with the count as it was and with the next one.
        let counted = credentials.replace("nc=00000001", "nc=00000002");
        let again = [
            (own(), method, &credentials),
            (own(), ["INVITE", "REGISTER"][n as usize % 2], &credentials),
            (elsewhere(), method, &credentials),
            (own(), method, &counted),
        ];
        for (turn, (from, method, credentials)) in (1_u32..).zip(again) {
            let number = 1_000_000 * turn + n;
            let answer = status(&mut world, from, &request(method, "u201", number, Some(credentials)));
            opened += u32::from(answer != 401);
        }
        world.forget();
        world.run(Duration::from_millis(50));
    }
    assert_eq!(opened, 0);
}

#[test]
fn a_register_that_comes_again_is_answered_again_and_changes_nothing() {
    let mut world = World::new(1, &["201", "202"]);
    let credentials = credentials(&mut world, "REGISTER", "u201", &world::secret("201"), 1);
    let register = request("REGISTER", "u201", 7, Some(&credentials));
    assert_eq!(status(&mut world, own(), &register), 200);
    let first = world.last_sent();
    world.run(10 * SECOND);
    // Its answer was lost, so it comes again: it is answered as it was, and nothing lives longer for it.
    assert_eq!(status(&mut world, own(), &register), 200);
    let again = world.last_sent();
    let expires = |text: &str| {
        text.split_once(";expires=").map(|(_, rest)| rest.split("\r\n").next().map(str::to_owned))
    };
    let seconds =
        |text: &str| expires(text).flatten().and_then(|left| left.parse::<u32>().ok()).expect("an interval");
    let gone = seconds(&first) - seconds(&again);
    assert!((10..=11).contains(&gone), "{first}{again}");
    let same = |text: &str| text.replace(&format!(";expires={}", seconds(text)), "");
    assert_eq!(same(&again), same(&first));
    // From elsewhere it opens nothing, and as an older one neither.
    assert_eq!(status(&mut world, elsewhere(), &register), 401);
    let newer = self::credentials(&mut world, "REGISTER", "u201", &world::secret("201"), 2);
    let newer = request("REGISTER", "u201", 7, Some(&newer)).replace("CSeq: 8 ", "CSeq: 9 ");
    assert_eq!(status(&mut world, own(), &newer), 200);
    assert_eq!(status(&mut world, own(), &register), 401);
    let calls::Reply::Snapshot(snapshot) = world.order(calls::Order::Snapshot) else { panic!("no snapshot") };
    assert!(
        snapshot.gauges.contains(&("sip_transactions", 0)),
        "nothing is kept of a REGISTER that was answered"
    );
}

#[test]
fn who_exists_and_who_does_not_are_answered_alike() {
    for algorithm in ["MD5", "SHA-256"] {
        for method in ["REGISTER", "INVITE", "MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER", "NOTIFY", "INFO"] {
            for with_credentials in [false, true] {
                let [known, unknown] = ["u201", "u999"].map(|username| {
                    let mut world = World::new(1, &["201", "202"]);
                    let credentials = with_credentials.then(|| {
                        let credentials = credentials(&mut world, method, username, "wrong", 1);
                        credentials.replace("algorithm=MD5", &format!("algorithm={algorithm}"))
                    });
                    let before = world.sent.len();
                    world.inject(own(), request(method, username, 7, credentials.as_deref()).as_bytes());
                    world.run(40 * SECOND);
                    let sent = world.sent[before..].iter();
                    sent.map(|packet| plain(&packet.bytes, username)).collect::<Vec<_>>()
                });
                assert_eq!(known.len(), 1, "{method}: one answer, and it is not sent again");
                assert_eq!(known, unknown, "{method}, credentials: {with_credentials}");
            }
        }
    }
}

#[test]
fn an_algorithm_tells_nobody_who_exists() {
    // Where all accounts have SHA-256, so has who does not exist; where some have, some.
    let all = Arc::new(world::office_with(&["201"], DigestAlgorithm::Sha256));
    let mut world = World::with(1, all, &["201"], Settings::default());
    for username in ["u201", "u999", "nobody"] {
        world.inject(own(), request("REGISTER", username, 1, None).as_bytes());
        assert!(world.last_sent().contains("algorithm=SHA-256"), "{username}: {}", world.last_sent());
    }
}

#[test]
fn an_invite_to_whom_nobody_knows_and_to_whom_everybody_knows_is_challenged_alike() {
    let [known, unknown] = ["sip:202@10.0.0.1", "sip:999@10.0.0.1"].map(|uri| {
        let mut world = World::new(1, &["201", "202"]);
        world.register("202");
        let before = world.sent.len();
        let invite = request("INVITE", "u201", 1, None).replace("sip:10.0.0.1 ", &format!("{uri} "));
        world.inject(own(), invite.as_bytes());
        world.run(40 * SECOND);
        world.sent[before..].iter().map(|packet| plain(&packet.bytes, "u201")).collect::<Vec<_>>()
    });
    assert_eq!(known, unknown);
}

#[test]
fn a_telephone_that_challenges_the_exchange_gets_nothing() {
    for status in [401, 407] {
        let mut world = World::new(1, &["201", "202"]);
        world.register("201");
        world.register("202");
        let before = world.sent.len();
        world.policy("202", Policy::Refuses(status));
        world.call("201", "202");
        world.run(5 * SECOND);
        assert_eq!(world.phone("201").seen.last().map(String::as_str), Some("INVITE 500"));
        // OPTIONS that ask whether it is there are challenged too.
        world.run(120 * SECOND);
        for packet in &world.sent[before..] {
            let text = String::from_utf8_lossy(&packet.bytes);
            let towards = packet.to == world.phones()[1].address();
            assert!(!text.contains("uthorization:"), "{status}: {text}");
            assert!(!towards || text.matches("INVITE sip:").count() <= 1, "{status}: {text}");
        }
        let asked = world.diary.iter().filter(|line| line.contains("to 10.0.0.11:5060: INVITE ")).count();
        assert_eq!(asked, 1, "{status}: it is asked once and not again");
    }
}

/// What is left of an answer when what must differ is taken out: the name that was given, and the nonce.
fn plain(bytes: &[u8], username: &str) -> String {
    let text = String::from_utf8_lossy(bytes).replace(username, "NAME");
    match text.split_once("nonce=\"") {
        Some((before, rest)) => {
            let (nonce, behind) = rest.split_once('"').expect("a closed quote");
            format!("{before}nonce=\"{} digits\"{behind}", nonce.len())
        }
        None => text,
    }
}

/// Credentials for a request to the exchange, with a nonce of their own.
fn credentials(world: &mut World, method: &str, username: &str, secret: &str, n: u32) -> String {
    let ask = request("REGISTER", username, 500_000 + n, None);
    world.inject(own(), ask.as_bytes());
    let challenge = Message::parse(world.last_sent().as_bytes()).expect("a challenge");
    let value = challenge.header(HeaderName::WwwAuthenticate).expect("a challenge");
    sip::digest::answer(value, username, secret, method, "sip:10.0.0.1", "c", 1).expect("an answer")
}

/// The status of the answer to a request.
fn status(world: &mut World, from: SocketAddr, request: &str) -> u16 {
    let before = world.sent.len();
    world.inject(from, request.as_bytes());
    world.run(Duration::from_millis(20));
    let own = Message::parse(request.as_bytes()).expect("a request");
    let answers = world.sent[before..].iter().filter_map(|packet| Message::parse(&packet.bytes).ok());
    // Refusals of earlier INVITEs are sent again in between, since nobody acknowledges them.
    let mut own = answers.filter(|answer| answer.status() > 100 && answer.call_id() == own.call_id());
    own.next().expect("an answer").status()
}

fn request(method: &str, username: &str, n: u32, credentials: Option<&str>) -> String {
    let authorization = credentials.map(|value| format!("Authorization: {value}\r\n")).unwrap_or_default();
    let (kind, body) = match method {
        "INVITE" => ("Content-Type: application/sdp\r\n", SESSION),
        "MESSAGE" => ("Content-Type: text/plain\r\n", "Hello"),
        _ => ("", ""),
    };
    format!(
        "{method} sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.66:5060;branch=z9hG4bKn{n};rport\r\n\
         From: <sip:{username}@10.0.0.1>;tag=f\r\nTo: <sip:{username}@10.0.0.1>\r\nCall-ID: call{n}\r\n\
         CSeq: {cseq} {method}\r\nContact: <sip:{username}@10.0.0.66>\r\nMax-Forwards: 70\r\n{authorization}{kind}\
         Content-Length: {}\r\n\r\n{body}",
        body.len(),
        cseq = n + 1,
    )
}

const SESSION: &str =
    "v=0\r\no=- 1 1 IN IP4 10.0.0.66\r\ns=-\r\nc=IN IP4 10.0.0.66\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n";

fn own() -> SocketAddr {
    SocketAddr::from(([10, 0, 0, 66], 5060))
}

fn elsewhere() -> SocketAddr {
    SocketAddr::from(([10, 0, 0, 67], 5060))
}
