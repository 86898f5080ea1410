//! 4,500 malformed INVITEs, each before and behind the challenge: the exchange answers OPTIONS after each, what it sends on
//! is well-formed, and when time has passed nothing of them is left.

#[path = "malformed/mod.rs"]
mod malformed;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use calls::{Order, Reply};
use malformed::{COUNT, Malformed};
use sip::{HeaderName, Message};
use world::{EXCHANGE, Policy, World};

/// None of the telephones: answers that repeat what is malformed are for nobody to read.
const SENDER: ([u8; 4], u16) = ([10, 0, 0, 66], 5060);

#[test]
fn a_stranger_sends_4_500() {
    let mut world = office();
    let malformed = Malformed::new(EXCHANGE, SENDER.into());
    let mut answers = BTreeMap::new();
    for number in 0..COUNT {
        send(&mut world, &malformed.message(number, None), number, &mut answers);
    }
    println!("answers by status: {answers:?}");
    assert!(world.records.is_empty(), "a stranger calls nobody");
    assert!(answers[&400] > 500 && answers[&401] > 1_000, "{answers:?}");
    assert_nothing_is_left(&mut world);
}

#[test]
fn one_with_an_account_sends_4_500() {
    let mut world = office();
    let malformed = Malformed::new(EXCHANGE, SENDER.into());
    let mut answers = BTreeMap::new();
    for number in 0..COUNT {
        let callee = [Policy::Rings, Policy::Refuses(486), Policy::Answers(Duration::from_millis(20))];
        world.policy("202", callee[number % 3]);
        let credentials = credentials(&mut world, number);
        send(&mut world, &malformed.message(number, Some(&credentials)), number, &mut answers);
    }
    println!("answers by status: {answers:?}");
    assert!(world.records.len() > 1_000, "{} get through and are calls", world.records.len());
    assert_nothing_is_left(&mut world);
    assert!(world.records.values().all(|record| record.ended.is_some()), "an open record");
}

/// Sends one, and looks whether the exchange lives.
fn send(world: &mut World, message: &[u8], number: usize, answers: &mut BTreeMap<u16, u32>) {
    world.forget();
    world.inject(SENDER.into(), message);
    world.run(Duration::from_millis(100));
    for packet in world.sent.iter().filter(|packet| packet.to.ip() == SocketAddr::from(SENDER).ip()) {
        let status = packet.bytes.strip_prefix(b"SIP/2.0 ").and_then(|rest| rest.get(..3));
        let status = status.and_then(|text| std::str::from_utf8(text).ok()?.parse().ok());
        *answers.entry(status.unwrap_or(0)).or_default() += 1;
    }
    let options = format!(
        "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.98:5060;branch=z9hG4bKalive{number}\r\n\
         From: <sip:x@y>;tag=1\r\nTo: <sip:10.0.0.1>\r\nCall-ID: alive{number}\r\nCSeq: 1 OPTIONS\r\n\
         Max-Forwards: 70\r\nUser-Agent: a monitor that asks with as many octets as monitors do\r\n\
         Accept: application/sdp, application/dtmf-relay, text/plain\r\nContent-Length: 0\r\n\r\n"
    );
    world.inject(([10, 0, 0, 98], 5060).into(), options.as_bytes());
    assert!(
        world.last_sent().starts_with("SIP/2.0 200 "),
        "no answer to OPTIONS after {number}: {}",
        message.escape_ascii()
    );
}

/// Credentials of 201 for an INVITE, with a nonce of their own.
fn credentials(world: &mut World, number: usize) -> String {
    let uri = "sip:202@10.0.0.1:5060";
    let invite = format!(
        "INVITE {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.66:5060;branch=z9hG4bKask{number}\r\n\
         From: <sip:u201@10.0.0.1>;tag=1\r\nTo: <{uri}>\r\nCall-ID: ask{number}\r\nCSeq: 1 INVITE\r\n\
         Contact: <sip:u201@10.0.0.66>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    );
    world.inject(SENDER.into(), invite.as_bytes());
    let challenge = Message::parse(world.last_sent().as_bytes()).expect("a challenge");
    let value = challenge.header(HeaderName::WwwAuthenticate).expect("a challenge");
    sip::digest::answer(value, "u201", &world::secret("201"), "INVITE", uri, "c", 1).expect("an answer")
}

fn office() -> World {
    let mut world = World::new(1, &["201", "202"]);
    world.register("201");
    world.register("202");
    world
}

fn assert_nothing_is_left(world: &mut World) {
    world.run(Duration::from_secs(120));
    world.order(Order::ShutDown);
    world.run(Duration::from_secs(4_000));
    assert_eq!(world.exchange.live_calls(), 0);
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    for (name, value) in snapshot.gauges {
        assert!(value == 0 || name.starts_with("flood_"), "{value} {name}");
    }
}
