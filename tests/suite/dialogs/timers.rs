//! Sessions that are refreshed (RFC 4028), and calls that fall silent.

use std::time::Duration;

use model::{Cause, HungUpBy};
use sip::{HeaderName, Method};

use crate::hand::{Hand, audio, body, office, sdp, version};
use crate::scenes::{hold, talk};
use world::World;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn an_interval_that_is_too_short_is_refused() {
    let (mut world, mut anna, _, _) = office();
    let headers = "Supported: timer\nSession-Expires: 30";
    anna.invite(&mut world, "202", headers, &sdp(10, 1, &audio(4000, "")));
    let refused = anna.expect(&world, "422");
    assert_eq!(refused.text(HeaderName::MinSe), Some("90"));
}

#[test]
fn we_refresh_when_asked_to_by_update_or_re_invite() {
    for (allow, method) in [("INVITE, ACK, BYE, UPDATE", "UPDATE"), ("INVITE, ACK, BYE", "INVITE")] {
        let (mut world, mut anna, mut ben, _) = office();
        let headers = format!("Allow: {allow}\nSupported: timer\nSession-Expires: 600;refresher=uas");
        let ok = answered(&mut world, &mut anna, &mut ben, &headers, "");
        assert_eq!(ok.text(HeaderName::SessionExpires), Some("600;refresher=uas"));
        for _ in 0..2 {
            run_with_sound(&mut world, 300);
            let refresh = anna.expect(&world, method);
            assert_eq!(refresh.text(HeaderName::SessionExpires), Some("600;refresher=uac"));
            let answer = "Supported: timer\nSession-Expires: 600;refresher=uac";
            let description = if method == "INVITE" { sdp(10, 1, &audio(4000, "")) } else { String::new() };
            anna.answer(&mut world, &refresh, 200, answer, &description);
            if method == "INVITE" {
                assert_eq!(version(&refresh), version(&ok), "it says what was said before");
                anna.expect(&world, "ACK");
            } else {
                assert_eq!(body(&refresh), "");
            }
        }
        anna.quiet(&world);
        ben.quiet(&world);
        assert_eq!(world.exchange.live_calls(), 1);
    }
}

#[test]
fn without_the_refresh_the_call_ends_for_both() {
    let (mut world, mut anna, mut ben, _) = office();
    let headers = "Supported: timer\nSession-Expires: 120";
    let ok = answered(&mut world, &mut anna, &mut ben, headers, "");
    assert_eq!(ok.text(HeaderName::SessionExpires), Some("120;refresher=uac"));
    assert!(ok.requires().any(|option| option == "timer"));
    run_with_sound(&mut world, 80);
    anna.request(&mut world, Method::Update, headers, ("", ""));
    anna.expect(&world, "200");
    run_with_sound(&mut world, 79);
    anna.quiet(&world);
    run_with_sound(&mut world, 10);
    anna.expect(&world, "BYE");
    ben.expect(&world, "BYE");
}

#[test]
fn a_telephone_that_wants_longer_intervals_is_called_again() {
    let (mut world, mut anna, mut ben, _) = office();
    anna.invite(&mut world, "202", "", &sdp(10, 1, &audio(4000, "")));
    anna.expect(&world, "100");
    let first = ben.expect(&world, "INVITE");
    assert_eq!(first.text(HeaderName::SessionExpires), Some("1800"));
    ben.answer(&mut world, &first, 422, "Min-SE: 3600", "");
    ben.expect(&world, "ACK");
    let second = ben.expect(&world, "INVITE");
    assert_eq!(second.text(HeaderName::SessionExpires), Some("3600"));
    assert_eq!((second.call_id(), second.cseq()), (first.call_id(), 2));
    ben.answer(&mut world, &second, 422, "Min-SE: 7200", "");
    ben.expect(&world, "ACK");
    anna.expect(&world, "500");
    ben.quiet(&world);
}

#[test]
fn silence_ends_a_call_but_not_one_on_hold() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    // Hands send no sound: on hold that is as it should be.
    hold(&mut world, &mut anna, &mut ben, true, 2);
    world.run(600 * SECOND);
    anna.quiet(&world);
    hold(&mut world, &mut anna, &mut ben, false, 3);
    world.run(59 * SECOND);
    anna.quiet(&world);
    world.run(2 * SECOND);
    anna.expect(&world, "BYE");
    ben.expect(&world, "BYE");
    let record = world.records.values().next().expect("a record");
    assert_eq!((record.hung_up_by, record.legs[0].cause), (Some(HungUpBy::Box), Some(Cause::NoSound)));
}

/// 201 calls 202, who answers; the 200 to 201.
fn answered(world: &mut World, anna: &mut Hand, ben: &mut Hand, caller: &str, called: &str) -> sip::Message {
    let invite = anna.invite(world, "202", caller, &sdp(10, 1, &audio(4000, "")));
    anna.expect(world, "100");
    let asked = ben.expect(world, "INVITE");
    ben.answer(world, &asked, 200, called, &sdp(11, 1, &audio(5000, "")));
    ben.expect(world, "ACK");
    let ok = anna.expect(world, "200");
    anna.accept(&invite, &ok);
    anna.ack(world, invite.cseq(), "");
    ok
}

/// Lets seconds pass in which both sides of the first call send sound.
fn run_with_sound(world: &mut World, seconds: u32) {
    for _ in 0..seconds {
        for (host, telephone, ours) in [(10, 4000, 10_000), (11, 5000, 10_002)] {
            let from = std::net::SocketAddr::from(([10, 0, 0, host], telephone));
            world.inject_sound(from, std::net::SocketAddr::from(([10, 0, 0, 1], ours)));
        }
        world.run(SECOND);
    }
}
