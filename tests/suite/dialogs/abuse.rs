//! What a telephone with a valid account can do to the exchange and to others: nothing stays, nothing grows.

use std::time::Duration;

use calls::{Order, Reply};
use sip::Method;
use world::World;

use crate::hand::{Hand, MOMENT, audio, office, sdp, talk};

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

/// 201 has put 202 on hold; neither sends sound.
fn held() -> (World, Hand, Hand) {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    let hold = anna.reinvite(&mut world, "", &sdp(10, 2, &audio(4000, "a=sendonly\r\n")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 2, &audio(5000, "a=recvonly\r\n")));
    anna.expect(&world, "200");
    anna.ack(&mut world, hold.cseq(), "");
    (world, anna, ben)
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
        if name != "flood_sources" {
            assert_eq!(value, 0, "{name}");
        }
    }
}
