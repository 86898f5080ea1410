//! What strangers and broken telephones do: nothing is left over, nobody is shut out, no call hangs.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use calls::{Order, Reply};
use exchange::Settings;
use model::Disposition;
use world::{Policy, World};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn who_is_behind_begins_no_call_and_goes_on_with_those_there_are() {
    let numbers = ["201", "202", "203", "204"];
    let settings = Settings { calls_when_behind: 0, ..Settings::default() };
    let mut world = World::with(13, Arc::new(world::office(&numbers)), &numbers, settings);
    numbers.iter().for_each(|number| world.register(number));
    world.call("201", "202");
    world.run(3 * SECOND);
    world.exchange.handle_load(true);
    world.call("203", "204");
    world.run(SECOND);
    assert_eq!(world.phone("203").seen.last().map(String::as_str), Some("INVITE 503"));
    assert!(world.phone("201").talks());
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    assert_eq!(world.order(Order::HangUp(snapshot.calls[0].id)), Reply::Done);
    world.run(SECOND);
    assert!(!world.phone("201").is_busy() && !world.phone("202").is_busy());
    world.exchange.handle_load(false);
    world.call("203", "204");
    world.run(3 * SECOND);
    assert!(world.phone("203").talks());
}

#[test]
fn strangers_leave_nothing_behind_and_are_answered_once() {
    let mut world = World::new(1, &["201"]);
    for (n, extra, to, status) in [
        (0, "", "", 401),
        (1, "", ";tag=nothing", 481),
        (2, "Require: foo\r\n", "", 420),
        (3, "Content-Type: text/plain\r\n", "", 415),
        (4, "Accept: text/plain\r\n", "", 406),
    ] {
        let body = if status == 415 { "hello" } else { "" };
        let before = world.diary.len();
        let invite = request("INVITE", n, "sip:201@10.0.0.1", to, extra, body);
        world.inject(stranger(), invite.as_bytes());
        world.run(40 * SECOND);
        let sent = &world.diary[before..];
        assert_eq!(sent.len(), 1, "{status}: {sent:?}");
        assert!(sent[0].contains(&format!("SIP/2.0 {status} ")), "{sent:?}");
    }
    for n in 0..2_000 {
        let invite = request("INVITE", n, "sip:201@10.0.0.1", ";tag=nothing", "", "");
        world.inject(stranger(), invite.as_bytes());
        world.inject(stranger(), request("OPTIONS", n, "sip:10.0.0.1", "", "", "").as_bytes());
        world.run(Duration::from_millis(5));
    }
    assert_eq!(gauge(&mut world, "sip_transactions"), 0);
}

#[test]
fn calls_to_nobody_use_no_ports() {
    let mut world = office();
    for _ in 0..20 {
        world.call("201", "999");
        world.run(Duration::from_millis(100));
    }
    assert_eq!(world.records.len(), 20);
    world.call("201", "202");
    world.run(2 * SECOND);
    let invite = world.phone("202").last_invite.clone().expect("it was called");
    assert!(String::from_utf8_lossy(invite.body()).contains("m=audio 10002 "), "the second port ever taken");
}

#[test]
fn a_called_telephone_does_not_ring_on_when_its_port_is_taken() {
    let mut world = office();
    world.policy("202", Policy::Rings);
    world.taken_ports = vec![10_002];
    world.call("201", "202");
    world.run(5 * SECOND);
    assert_eq!(world.phone("201").seen.last().map(String::as_str), Some("INVITE 503"));
    assert!(!world.phone("202").is_busy(), "{:?}", world.phone("202").seen);
    assert_eq!(world.exchange.live_calls(), 0);
}

#[test]
fn an_answer_with_an_unreadable_contact_is_an_answer() {
    let mut world = office();
    world.phone("202").bad_contact = true;
    world.call("201", "202");
    world.run(3 * SECOND);
    assert!(world.phone("201").talks() && world.phone("202").talks());
    world.hang_up("201");
    world.run(SECOND);
    assert!(!world.phone("202").is_busy(), "its BYE came");
    assert_eq!(world.exchange.live_calls(), 0);
}

#[test]
fn a_refresh_that_is_never_acknowledged_ends_the_call_for_both() {
    let mut world = office();
    world.call("201", "202");
    world.run(3 * SECOND);
    world.refresh("201");
    world.run(SECOND);
    world.hang_up("202");
    world.run(40 * SECOND);
    assert_eq!(world.exchange.live_calls(), 0);
    assert!(!world.phone("201").is_busy(), "{:?}", world.phone("201").seen);
    for name in ["sip_invites", "sip_dialogs", "sip_own_requests", "rtp_streams"] {
        assert_eq!(gauge(&mut world, name), 0, "{name}");
    }
}

#[test]
fn a_telephone_that_hangs_up_while_our_bye_waits_for_its_ack_ends_the_call() {
    let mut world = office();
    world.call("201", "202");
    world.run(3 * SECOND);
    world.refresh("201");
    world.run(SECOND);
    world.hang_up("202");
    world.run(Duration::from_millis(100));
    world.hang_up("201");
    world.run(SECOND);
    assert_eq!(world.exchange.live_calls(), 0);
    assert!(!world.phone("201").is_busy(), "{:?}", world.phone("201").seen);
}

#[test]
fn a_bye_from_another_address_ends_nothing() {
    let mut world = office();
    world.call("201", "202");
    world.run(3 * SECOND);
    let invite = world.phone("202").last_invite.clone().expect("it was called");
    let to = invite.from_tag().expect("our tag").to_owned();
    let bye = format!(
        "BYE sip:x@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.66:5060;branch=z9hG4bKbye;rport\r\n\
         From: <sip:u202@10.0.0.1>;tag={from}\r\nTo: <sip:201@10.0.0.1>;tag={to}\r\nCall-ID: {call}\r\n\
         CSeq: 9 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
        from = world.phone("202").dialog_tag(),
        call = invite.call_id(),
    );
    world.inject(stranger(), bye.as_bytes());
    assert!(world.last_sent().starts_with("SIP/2.0 481 "), "{}", world.last_sent());
    world.run(SECOND);
    assert!(world.phone("201").talks() && world.phone("202").talks());
    // The same from the telephone itself does end it.
    let own = world.phone("202").address();
    world.inject(own, bye.as_bytes());
    world.run(SECOND);
    assert!(!world.phone("201").is_busy());
}

#[test]
fn two_calls_cannot_send_packets_round() {
    let mut world = World::new(1, &["201", "202", "203", "204"]);
    for number in ["201", "202", "203", "204"] {
        world.register(number);
    }
    // The first call has ports 10000 and 10002, the second 10004 and 10006.
    for (number, port) in [("201", 10_004), ("202", 10_006), ("203", 10_000), ("204", 10_002)] {
        world.phone(number).pretend_sound_at(SocketAddr::from(([10, 0, 0, 1], port)));
    }
    world.call("201", "202");
    world.run(2 * SECOND);
    world.call("203", "204");
    world.run(2 * SECOND);
    let before = world.sound_packets;
    world.inject_sound(SocketAddr::from(([10, 0, 0, 1], 10_004)), SocketAddr::from(([10, 0, 0, 1], 10_000)));
    world.run(SECOND);
    let went = world.sound_packets - before;
    assert!(went < 250, "{went} packets went in a second");
}

#[test]
fn what_was_dialled_is_cut() {
    let mut world = office();
    world.call("201", &"9".repeat(4_000));
    world.run(SECOND);
    let record = world.records.values().next().expect("an attempt has a record");
    assert_eq!((record.dialled.len(), record.disposition), (128, Some(Disposition::UnknownNumber)));
}

fn office() -> World {
    let mut world = World::new(1, &["201", "202"]);
    world.register("201");
    world.register("202");
    world
}

fn stranger() -> SocketAddr {
    SocketAddr::from(([10, 0, 0, 66], 5060))
}

fn request(method: &str, n: u32, uri: &str, to: &str, extra: &str, body: &str) -> String {
    format!(
        "{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.66:5060;branch=z9hG4bK{method}{n}{to};rport\r\n\
         From: <sip:x@10.0.0.66>;tag=1\r\nTo: <{uri}>{to}\r\nCall-ID: {method}{n}\r\nCSeq: 1 {method}\r\n\
         Contact: <sip:x@10.0.0.66>\r\nMax-Forwards: 70\r\n{extra}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn gauge(world: &mut World, name: &str) -> u64 {
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    snapshot.gauges.iter().find(|(gauge, _)| *gauge == name).expect("there is such a gauge").1
}
