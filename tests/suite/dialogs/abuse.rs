//! What a telephone with a valid account can do to the exchange and to others: nothing stays, nothing grows.

use std::sync::Arc;
use std::time::Duration;

use calls::{Order, Reply};
use exchange::Settings;
use sip::{HeaderName, Method};
use world::World;

use crate::hand::{Hand, MOMENT, audio, body, office, sdp, with};
use crate::scenes::{hold, talk};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_held_call_whose_telephones_are_gone_ends() {
    let (mut world, _, _) = held();
    world.run(1_000 * SECOND);
    assert_eq!(world.exchange.live_calls(), 0);
    empty(&mut world);
}

#[test]
fn a_held_call_whose_telephones_know_no_timers_and_refuse_refreshes_goes_on() {
    let (mut world, mut anna, mut ben) = held();
    for _ in 0..8 {
        world.run(900 * SECOND);
        for hand in [&mut anna, &mut ben] {
            while let Some(message) = hand.next(&world) {
                if matches!(message.method(), Method::Invite | Method::Update) {
                    hand.answer(&mut world, &message, 405, "", "");
                }
            }
        }
    }
    assert_eq!(world.exchange.live_calls(), 1);
}

#[test]
fn a_bye_before_the_answer_ends_the_call() {
    let (mut world, mut anna, mut ben, _) = office();
    let invite = anna.invite(&mut world, "202", "", &sdp(10, 1, &audio(4000, "")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    ben.answer(&mut world, &asked, 180, "", "");
    let ringing = anna.expect(&world, "180");
    anna.accept(&invite, &ringing);
    anna.request(&mut world, Method::Bye, "", ("", ""));
    anna.expect(&world, "487");
    ben.expect(&world, "CANCEL");
    world.run(300 * MOMENT);
    anna.expect(&world, "200");
    world.run(100 * SECOND);
    empty(&mut world);
}

#[test]
fn ringing_without_end_is_acknowledged_to_an_end() {
    let (mut world, mut anna, mut ben, _) = office();
    anna.invite(&mut world, "202", "Supported: 100rel", &sdp(10, 1, &audio(4000, "")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    for n in 1..200_u32 {
        let headers = format!("Require: 100rel\nRSeq: {n}");
        ben.answer(&mut world, &asked, 183, &headers, &sdp(11, n, &audio(5000, "")));
    }
    assert!(gauge(&mut world, "sip_own_requests") < 40);
    anna.expect(&world, "183");
    anna.quiet(&world);
    empty(&mut world);
}

#[test]
fn what_one_side_of_a_call_sends_on_without_an_answer_is_bounded() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    for _ in 0..100 {
        anna.request(&mut world, Method::Message, "", ("text/plain", "x"));
        world.run(2 * MOMENT);
    }
    assert!(gauge(&mut world, "sip_own_requests") < 20);
    // As soon as the other side answers again, they pass.
    world.run(40 * SECOND);
    while anna.next(&world).is_some() || ben.next(&world).is_some() {}
    anna.request(&mut world, Method::Info, "", ("application/dtmf-relay", "Signal=5"));
    let info = ben.expect(&world, "INFO");
    ben.answer(&mut world, &info, 200, "", "");
    anna.expect(&world, "200");
    empty(&mut world);
}

#[test]
fn messages_to_telephones_that_do_not_answer_are_bounded() {
    let (mut world, mut anna, mut ben, _) = office();
    let mut refused = 0;
    for n in 0..40 {
        let text = ("text/plain", "x");
        let asks = anna.out_of_dialog(Method::Message, "202", 10 + 2 * n, "", text, None);
        world.inject(anna.address, &asks);
        let challenge = anna.expect(&world, "401");
        let says = anna.out_of_dialog(Method::Message, "202", 11 + 2 * n, "", text, Some(&challenge));
        world.inject(anna.address, &says);
        refused += u32::from(anna.next(&world).is_some_and(|answer| answer.status() == 503));
    }
    assert_eq!((gauge(&mut world, "sip_messages_under_way"), refused), (16, 24));
    ben.expect(&world, "MESSAGE");
    empty(&mut world);
}

#[test]
fn a_refresh_that_is_always_refused_is_not_tried_without_pause() {
    let (mut world, mut anna, mut ben, _) = office();
    let headers = "Allow: INVITE, ACK, BYE, UPDATE\nSupported: timer\nSession-Expires: 600;refresher=uas";
    let invite = anna.invite(&mut world, "202", headers, &sdp(10, 1, &audio(4000, "")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "a=sendonly\r\n")));
    let ok = anna.expect(&world, "200");
    anna.accept(&invite, &ok);
    anna.ack(&mut world, invite.cseq(), "");
    world.run(301 * SECOND);
    let mut count = 0;
    while let Some(update) = anna.next(&world) {
        if update.method() == Method::Update && count < 500 {
            count += 1;
            anna.answer(&mut world, &update, 422, &format!("Min-SE: {}", 100_000 + count), "");
        }
        world.run(MOMENT);
    }
    assert!(count < 5, "{count}");
}

#[test]
fn an_offer_for_one_whose_connection_is_gone_is_declined() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    // Anna asks for an offer by a connection, which is gone before Ben makes his.
    let remote = std::net::SocketAddr::new(anna.address.ip(), 40_000);
    let flow = sip::Flow { transport: sip::Transport::Tcp, local: world::EXCHANGE, remote };
    let dialog = anna.dialog.as_mut().expect("a dialog");
    let asks = dialog.request(Method::Invite, "z9hG4bKgone", Some("<sip:u201@10.0.0.10>")).finish();
    let now = world.now();
    world.exchange.handle_frame(&asks, flow, now);
    world.inject(anna.address, b"\r\n");
    let asked = ben.expect(&world, "INVITE");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 2, &audio(5000, "")));
    assert!(body(&ben.expect(&world, "ACK")).contains("m=audio 0 "));
    // Nothing waits for her ACK: the session can be changed again.
    ben.reinvite(&mut world, "", &sdp(11, 3, &audio(5000, "a=sendonly\r\n")));
    ben.expect(&world, "100");
}

/// 201 has put 202 on hold; neither sends sound.
fn held() -> (World, Hand, Hand) {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    hold(&mut world, &mut anna, &mut ben, true, 2);
    (world, anna, ben)
}

fn gauge(world: &mut World, name: &str) -> u64 {
    gauges(world).into_iter().find(|(gauge, _)| *gauge == name).expect("there is such a gauge").1
}

fn gauges(world: &mut World) -> Vec<(&'static str, u64)> {
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    snapshot.gauges
}

/// Nothing is left once registrations, and the questions whether telephones are there, are over.
#[track_caller]
fn empty(world: &mut World) {
    world.run(4_000 * SECOND);
    assert_eq!(world.exchange.live_calls(), 0);
    for (name, value) in gauges(world) {
        if !name.starts_with("flood_") {
            assert_eq!(value, 0, "{name}");
        }
    }
}

/// The office of [`office`], with room for one call.
fn office_for_one_call() -> (World, Hand, Hand, Hand) {
    let (numbers, settings) = (["201", "202", "203"], Settings { max_calls: 1, ..Settings::default() });
    with(World::with(1, Arc::new(world::office(&numbers)), &numbers, settings), &numbers)
}

#[test]
fn a_call_that_is_over_takes_no_room_but_of_such_there_are_not_very_many() {
    let (mut world, mut anna, mut ben, mut cora) = office_for_one_call();
    // Ben's telephone hears the CANCEL and never answers it: for half a minute something of the call is still there.
    for (caller, host) in [(&mut anna, 10), (&mut cora, 12)] {
        let invite = caller.invite(&mut world, "202", "", &sdp(host, 1, &audio(4000, "")));
        caller.expect(&world, "100");
        let asked = ben.expect(&world, "INVITE");
        ben.answer(&mut world, &asked, 180, "", "");
        let ringing = caller.expect(&world, "180");
        caller.accept(&invite, &ringing);
        caller.request(&mut world, Method::Bye, "", ("", ""));
        caller.expect(&world, "487");
        ben.expect(&world, "CANCEL");
    }
    assert_eq!(world.exchange.live_calls(), 2);
    anna.invite(&mut world, "202", "", &sdp(10, 1, &audio(4000, "")));
    anna.expect(&world, "503");
    world.run(100 * SECOND);
    empty(&mut world);
}

#[test]
fn beyond_capacity_nothing_is_kept_and_nothing_is_sent_again() {
    let (mut world, mut anna, mut ben, mut cora) = office_for_one_call();
    talk(&mut world, &mut anna, &mut ben, "");
    for _ in 0..20 {
        cora.invite(&mut world, "202", "", &sdp(12, 1, &audio(6000, "")));
        let refusal = cora.expect(&world, "503");
        assert_eq!(refusal.text(HeaderName::RetryAfter), Some("5"));
        // Without an ACK.
        world.run(2 * SECOND);
        assert_eq!(cora.copies(&world, &refusal), 1);
    }
    assert_eq!(gauge(&mut world, "sip_transactions"), 0);
    assert_eq!(world.exchange.live_calls(), 1);
}

#[test]
fn long_headers_do_not_cross_and_neither_do_very_many() {
    let (mut world, mut anna, mut ben, _) = office();
    let headers =
        format!("Subject: {}\nOrganization: Bell\n{}", "x".repeat(5_000), "Priority: urgent\n".repeat(60));
    anna.invite(&mut world, "202", &headers, &sdp(10, 1, &audio(4000, "")));
    let invite = ben.expect(&world, "INVITE");
    assert_eq!(invite.header(HeaderName::Subject), None);
    assert_eq!(invite.text(HeaderName::Organization), Some("Bell"));
    assert_eq!(invite.all(HeaderName::Priority).count(), 15);
}

#[test]
fn a_fax_goes_to_the_telephone_and_to_no_service_that_it_names() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    let fax = "m=image 53 udptl t38\r\nc=IN IP4 192.0.2.53\r\na=T38FaxVersion:0\r\n";
    let request = anna.reinvite(&mut world, "", &sdp(10, 2, fax));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    let text = body(&asked);
    let port = text.split("m=image ").nth(1).and_then(|rest| rest.split(' ').next()).expect("an image line");
    let ours = format!("10.0.0.1:{port}").parse().expect("a port");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 2, "m=image 5800 udptl t38\r\na=T38FaxVersion:0\r\n"));
    ben.expect(&world, "ACK");
    anna.expect(&world, "200");
    anna.ack(&mut world, request.cseq(), "");
    world.inject_sound("10.0.0.11:5800".parse().expect("an address"), ours);
    let went: Vec<_> = world.sound_went_to.iter().map(ToString::to_string).collect();
    assert_eq!(went, ["10.0.0.10:53"], "not to the name server");
}
