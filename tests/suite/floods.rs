//! Floods and guesses in virtual time: who sends too much, and who guesses, harms nobody else.

use std::net::SocketAddr;
use std::time::Duration;

use calls::{Order, Reply};
use exchange::Output;
use sip::{Flow, Transport};
use world::{EXCHANGE, World};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_flood_of_invites_is_answered_with_less_than_half_as_much_again() {
    let mut world = World::new(1, &["201"]);
    world.register("201");
    let mut octets_in = 0;
    let before = world.sent.len();
    for n in 0..5_000 {
        let invite = request("INVITE", n, "");
        octets_in += invite.len();
        world.inject(stranger(), invite.as_bytes());
        world.run(Duration::from_micros(200));
    }
    let octets_out: usize = world.sent[before..]
        .iter()
        .filter(|packet| packet.to.ip() == stranger().ip())
        .map(|packet| packet.bytes.len())
        .sum();
    assert!(octets_out * 2 <= octets_in * 3, "{octets_out} out for {octets_in} in");
    assert!(octets_out > 0, "the first are answered");
    assert!(counter(&mut world, "sip_flood_dropped_total") > 2_000);
}

#[test]
fn a_stun_request_with_anothers_address_is_not_worth_while() {
    let mut world = World::new(1, &["201"]);
    let request = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat();
    let before = world.sent.len();
    for _ in 0..1_000 {
        world.inject(stranger(), &request);
    }
    let out: usize = world.sent[before..].iter().map(|packet| packet.bytes.len()).sum();
    assert!(out <= 30_000, "{out} out for 20,000 in");
}

#[test]
fn a_telephone_is_heard_while_its_own_address_floods() {
    let mut world = World::new(1, &["201", "202"]);
    world.register("201");
    world.register("202");
    let there = world.phone("201").address();
    let flooder = SocketAddr::new(there.ip(), 6_666);
    for n in 0..10_000 {
        world.inject(flooder, request("INVITE", n, "").as_bytes());
    }
    world.call("201", "202");
    for n in 0..3_000 {
        world.inject(flooder, request("INVITE", 20_000 + n, "").as_bytes());
        world.run(Duration::from_millis(1));
    }
    assert!(world.phone("201").talks() && world.phone("202").talks());
}

#[test]
fn who_guesses_waits_and_a_registered_telephone_behind_the_same_address_does_not() {
    let mut world = World::new(1, &["201", "202"]);
    world.register("201");
    let there = world.phone("201").address();
    let guesser = SocketAddr::new(there.ip(), 6_666);
    // An hour of guesses, one a second, for an account that exists and one that does not.
    for n in 0..3_600 {
        for name in ["u201", "u999"] {
            world.inject(guesser, guess(n, name).as_bytes());
        }
        // The telephone refreshes as telephones do.
        if n % 900 == 600 {
            world.register_for("201", 1_800);
        }
        world.run(SECOND);
    }
    let (looked_at, slowed) =
        (counter(&mut world, "sip_bad_credentials_total"), counter(&mut world, "sip_guesses_slowed_total"));
    assert!(looked_at <= 150, "{looked_at} guesses were looked at");
    assert_eq!(looked_at + slowed, 7_200);
    // Its own telephone registers anew in the middle of it, and so does another account from there.
    world.inject(guesser, guess(9_999, "u201").as_bytes());
    world.register_for("201", 300);
    world.run(SECOND);
    assert_eq!(world.phone("201").seen.last().map(String::as_str), Some("REGISTER 200"));
    world.phone("202").lend_account("202");
    world.register("202");
    assert_eq!(world.phone("202").seen.last().map(String::as_str), Some("REGISTER 200"));
}

#[test]
fn a_registered_telephone_that_guesses_at_other_accounts_waits_too() {
    let mut world = World::new(1, &["201", "202"]);
    world.register_for("201", 1_800);
    let there = world.phone("201").address();
    for n in 0..600 {
        for name in ["u202", "u999"] {
            world.inject(there, guess(n, name).as_bytes());
        }
        world.run(SECOND);
    }
    let looked_at = counter(&mut world, "sip_bad_credentials_total");
    assert!(looked_at <= 40, "{looked_at} guesses were looked at");
    // Its own account is its own all the while.
    world.register("201");
    assert_eq!(world.phone("201").seen.last().map(String::as_str), Some("REGISTER 200"));
}

#[test]
fn a_flood_on_a_connection_ends_it() {
    let mut world = World::new(1, &["201"]);
    let flow = Flow { transport: Transport::Tcp, local: EXCHANGE, remote: stranger() };
    let mut answered = 0;
    for n in 0..3_000 {
        let now = world.now();
        world.exchange.handle_frame(request("INVITE", n, "").as_bytes(), flow, now);
        while let Some(output) = world.exchange.poll_output() {
            match output {
                Output::Disconnect { flow: cut } => {
                    assert_eq!((cut, answered), (flow, 2_000), "twice the rate in a burst, and no more");
                    return;
                }
                Output::Transmit { .. } => answered += 1,
                other => panic!("{other:?}"),
            }
        }
    }
    panic!("it was never cut");
}

/// A REGISTER with credentials that cannot fit.
fn guess(n: u32, name: &str) -> String {
    let credentials = format!(
        "Authorization: Digest username=\"{name}\", realm=\"virtual.example\", nonce=\"{n:032x}\", uri=\"sip:10.0.0.1\", \
         response=\"{n:032x}\", algorithm=MD5\r\n"
    );
    request("REGISTER", n, &credentials).replace("sip:201@", &format!("sip:{name}@"))
}

fn request(method: &str, n: u32, headers: &str) -> String {
    format!(
        "{method} sip:201@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.66:5060;branch=z9hG4bK{method}{n};rport\r\n\
         From: <sip:x@10.0.0.66>;tag=1\r\nTo: <sip:201@10.0.0.1>\r\nCall-ID: {method}{n}\r\nCSeq: 1 {method}\r\n\
         Contact: <sip:x@10.0.0.66>\r\nMax-Forwards: 70\r\n{headers}Content-Length: 0\r\n\r\n"
    )
}

fn stranger() -> SocketAddr {
    SocketAddr::from(([10, 0, 0, 66], 5060))
}

fn counter(world: &mut World, name: &str) -> u64 {
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    snapshot.counters.iter().find(|(counter, _)| *counter == name).expect("there is such a counter").1
}
