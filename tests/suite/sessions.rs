//! Calls as stories, in the middle: hold and resume in every form, glare, late offers, early sound, session timers,
//! redirection, fax, video, texts, over datagrams and connections.

#[path = "sessions/steps.rs"]
mod steps;

use std::time::Duration;

use sip::Transport;
use steps::{call, end, hear_each_other, leaves_nothing, office, talking};
use world::{By, Change, Manners, Policy, World};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_held_telephone_is_silent_and_unheard_in_every_form() {
    for by in [By::Reinvite, By::Update] {
        for change in [Change::Inactive, Change::SendOnly, Change::ZeroAddress] {
            for (holder, other) in [("201", "202"), ("202", "201")] {
                let mut world = talking(&[]);
                world.change(holder, change, by);
                world.run(SECOND);
                let heard = world.phone(holder).heard;
                world.run(2 * SECOND);
                assert_eq!(world.phone(holder).heard, heard, "{change:?} {by:?}: it hears nothing");
                let heard = world.phone(other).heard;
                world.run(SECOND);
                let music = world.phone(other).heard - heard;
                match change {
                    Change::SendOnly => assert!(music > 40, "{by:?}: the other hears its music: {music}"),
                    // Who says 0.0.0.0 may still send.
                    Change::ZeroAddress => {}
                    _ => assert_eq!(music, 0, "{change:?} {by:?}"),
                }
                world.change(holder, Change::Resume, by);
                world.run(SECOND);
                hear_each_other(&mut world);
                end(world, holder);
            }
        }
    }
}

#[test]
fn both_ends_at_once_meet_491_and_try_again() {
    for (one, other) in [(By::Reinvite, By::Reinvite), (By::Update, By::Update), (By::Reinvite, By::Update)] {
        let mut world = talking(&[]);
        world.change("201", Change::SendOnly, one);
        world.change("202", Change::Refresh, other);
        world.run(10 * SECOND);
        let seen: Vec<_> = world.phones().iter().flat_map(|phone| phone.seen.clone()).collect();
        assert!(seen.iter().any(|seen| seen.contains("491")), "{seen:?}");
        assert!(seen.contains(&"SendOnly 200".to_owned()), "{seen:?}");
        assert!(seen.contains(&"Refresh 200".to_owned()), "{seen:?}");
        world.change("201", Change::Resume, By::Reinvite);
        world.run(SECOND);
        hear_each_other(&mut world);
        end(world, "202");
    }
}

#[test]
fn an_offer_may_come_late() {
    for is_reliable in [false, true] {
        for is_early in [false, true] {
            let mut world =
                office(&[("201", Manners { offers_late: true, is_reliable, ..Manners::default() })]);
            *world.manners("202") = Manners { is_early, is_reliable, ..Manners::default() };
            call(&mut world);
            hear_each_other(&mut world);
            // And in the middle of the call.
            for holder in ["202", "201"] {
                world.change(holder, Change::Refresh, By::LateInvite);
                world.run(SECOND);
                hear_each_other(&mut world);
            }
            end(world, "201");
        }
    }
}

#[test]
fn an_offer_that_comes_after_the_end_is_answered_all_the_same() {
    let mut world = talking(&[]);
    world.change("201", Change::Refresh, By::LateInvite);
    world.run(Duration::from_micros(300));
    // The BYE comes when the INVITE is at 202 and its offer is not yet here.
    world.hang_up("201");
    world.run(SECOND);
    let acks = world.sent.iter().map(|packet| String::from_utf8_lossy(&packet.bytes));
    let last = acks.rev().find(|text| text.starts_with("ACK sip:u202@")).expect("an ACK");
    assert!(last.contains("m=audio 0 "), "everything is declined: {last}");
    leaves_nothing(world);
}

#[test]
fn early_sound_is_heard_before_the_answer() {
    for (caller, callee) in [(false, false), (true, true), (true, false), (false, true)] {
        let reliable = |is_reliable| Manners { is_reliable, ..Manners::default() };
        let mut world = office(&[("201", reliable(caller))]);
        *world.manners("202") = Manners { is_early: true, ..reliable(callee) };
        world.policy("202", Policy::Answers(3 * SECOND));
        world.call("201", "202");
        world.run(2 * SECOND);
        assert!(
            world.phone("201").seen.iter().any(|seen| seen == "INVITE 183"),
            "{:?}",
            world.phone("201").seen
        );
        assert!(!world.phone("201").talks());
        let early = world.sound_packets;
        assert!(early > 50, "{early} packets of early sound");
        world.run(3 * SECOND);
        hear_each_other(&mut world);
        end(world, "202");
    }
}

#[test]
fn a_session_that_is_refreshed_goes_on_and_one_that_is_not_ends() {
    for (interval, min_se) in [(90, 90), (120, 240), (300, 90)] {
        let timer = Manners { session_expires: Some(interval), min_se, ..Manners::default() };
        let mut world = office(&[("201", timer), ("202", timer)]);
        call(&mut world);
        world.run(1_200 * SECOND);
        hear_each_other(&mut world);
        end(world, "201");
    }
    // A caller that asks for less than we grant is told how much.
    let mut world = office(&[("201", Manners { session_expires: Some(30), ..Manners::default() })]);
    call(&mut world);
    assert!(world.phone("201").seen.contains(&"INVITE 422".to_owned()), "{:?}", world.phone("201").seen);
    hear_each_other(&mut world);
    end(world, "201");
}

#[test]
fn a_telephone_that_is_gone_ends_the_call() {
    for crashed in ["201", "202"] {
        let mut world = talking(&[]);
        world.crash(crashed, None);
        world.run(600 * SECOND);
        assert_eq!(world.exchange.live_calls(), 0, "{crashed}");
        leaves_nothing(world);
    }
}

#[test]
fn who_is_sent_on_rings_there() {
    let mut world = office(&[]);
    world.policy("202", Policy::Redirects("203"));
    world.call("201", "202");
    world.run(3 * SECOND);
    assert!(world.phone("203").talks(), "{:?}", world.phone("201").seen);
    end(world, "203");
    // Round in a circle nobody is reached, and it ends.
    let mut world = office(&[]);
    world.policy("202", Policy::Redirects("203"));
    world.policy("203", Policy::Redirects("202"));
    world.call("201", "202");
    world.run(10 * SECOND);
    assert!(!world.phone("201").is_busy(), "{:?}", world.phone("201").seen);
    leaves_nothing(world);
}

#[test]
fn a_fax_takes_the_place_of_the_sound_or_the_call_stays_as_it_was() {
    for takes_fax in [true, false] {
        let mut world = talking(&[
            ("201", Manners { takes_fax: true, ..Manners::default() }),
            ("202", Manners { takes_fax, ..Manners::default() }),
        ]);
        world.change("201", Change::Fax, By::Reinvite);
        world.run(SECOND);
        let wanted = if takes_fax { "Fax 200" } else { "Fax 488" };
        assert!(world.phone("201").seen.iter().any(|seen| seen == wanted), "{:?}", world.phone("201").seen);
        if takes_fax {
            world.run(SECOND);
            assert!(world.phones().iter().take(2).all(|phone| phone.faxed > 5), "the fax goes both ways");
            world.change("201", Change::Resume, By::Reinvite);
            world.run(SECOND);
        }
        hear_each_other(&mut world);
        end(world, "202");
    }
}

#[test]
fn payload_numbers_are_each_telephones_own() {
    let own = |first_number, codecs| Manners {
        first_number,
        codecs,
        answers_own_numbers: true,
        has_video: true,
        ..Manners::default()
    };
    let mut world = office(&[
        ("201", own(96, &["OPUS/48000/2", "PCMU/8000"])),
        ("202", own(110, &["PCMU/8000", "OPUS/48000/2"])),
    ]);
    call(&mut world);
    hear_each_other(&mut world);
    world.change("202", Change::Inactive, By::Reinvite);
    world.run(SECOND);
    world.change("202", Change::Resume, By::Update);
    world.run(SECOND);
    hear_each_other(&mut world);
    assert!(world.phones().iter().take(2).all(|phone| phone.seen_frames > 5), "they see each other");
    end(world, "201");
}

#[test]
fn the_record_tells_the_codec_that_was_agreed_on() {
    let offers = |codecs| Manners { codecs, ..Manners::default() };
    for (caller, called) in [("201", "202"), ("202", "201")] {
        let mut world = office(&[
            ("201", offers(&["OPUS/48000/2", "G722/8000", "PCMA/8000"])),
            ("202", offers(&["PCMA/8000"])),
        ]);
        world.call(caller, called);
        world.run(3 * SECOND);
        hear_each_other(&mut world);
        world.hang_up(caller);
        world.run(SECOND);
        let record = world.records.values().next().unwrap();
        let sounds = record.legs.iter().map(|leg| leg.sound.as_ref().unwrap().codec.as_str());
        assert_eq!(sounds.collect::<Vec<_>>(), ["PCMA/8000"; 2]);
    }
}

#[test]
fn texts_arrive_in_a_call_and_out_of_one() {
    let mut world = talking(&[]);
    world.text_in_call("201", "I am late");
    world.text("202", "203", "lunch?");
    world.run(SECOND);
    assert!(world.phone("202").seen.contains(&"text I am late".to_owned()), "{:?}", world.phone("202").seen);
    assert!(world.phone("203").seen.contains(&"text lunch?".to_owned()), "{:?}", world.phone("202").seen);
    assert!(world.phone("202").seen.contains(&"MESSAGE 200".to_owned()), "{:?}", world.phone("202").seen);
    end(world, "201");
}

#[test]
fn connections_carry_calls_as_datagrams_do() {
    for caller in [Transport::Tcp, Transport::Tls, Transport::Ws, Transport::Wss] {
        for callee in [Transport::Udp, Transport::Tcp, Transport::Wss] {
            let mut world = World::new(1, &["201", "202", "203"]);
            world.transport("201", caller);
            world.transport("202", callee);
            for number in ["201", "202"] {
                world.register(number);
            }
            call(&mut world);
            hear_each_other(&mut world);
            end(world, "202");
        }
    }
}

#[test]
fn a_connection_that_breaks_ends_its_call_and_its_telephone_comes_back() {
    for is_told in [true, false] {
        let mut world = World::new(1, &["201", "202"]);
        world.transport("202", Transport::Tls);
        world.register("201");
        world.register("202");
        call(&mut world);
        world.disconnect("202", is_told);
        world.run(120 * SECOND);
        assert_eq!(world.exchange.live_calls(), 0, "told: {is_told}");
        assert!(!world.phone("201").is_busy(), "{:?}", world.phone("201").seen);
        call(&mut world);
        hear_each_other(&mut world);
        end(world, "201");
    }
}
