//! Stories of calls in the virtual world: telephones, network and clock without sockets or sleeps.

use std::sync::Arc;
use std::time::Duration;

use calls::{Order, Reply};
use exchange::Settings;
use model::{DigestAlgorithm, Disposition, HungUpBy};
use world::{Policy, Weather, World, office_with, office_with_secret_of};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn two_talk_and_hear_each_other() {
    let mut world = office(1);
    world.call("201", "202");
    world.run(2 * SECOND);
    assert!(world.phone("201").talks() && world.phone("202").talks());
    world.run(10 * SECOND);
    world.hang_up("201");
    world.run(SECOND);
    for (listener, speaker) in [("201", "202"), ("202", "201")] {
        let voice = world.phone(speaker).voice();
        let heard = world.phone(listener).heard;
        assert!((500..=560).contains(&heard), "{listener} heard {heard} packets");
        assert_eq!(world.phone(listener).heard_from, Some(voice));
    }
    let record = the_record(&world);
    assert_eq!(
        (record.disposition, record.hung_up_by),
        (Some(Disposition::Answered), Some(HungUpBy::Caller))
    );
    assert_eq!((record.ring_s, record.talk_s), (1, 10));
    for leg in &record.legs {
        let sound = leg.sound.as_ref().expect("both legs have sound");
        assert!(sound.packets_received > 500 && sound.packets_sent > 500, "{sound:?}");
        assert_eq!((sound.packets_lost, sound.codec.as_str()), (0, "PCMA/8000"));
        assert!(sound.mos.expect("there was sound") > 4.0, "{sound:?}");
    }
    assert_clean(&mut world);
}

#[test]
fn the_callee_hangs_up() {
    let mut world = office(2);
    world.call("201", "202");
    world.run(5 * SECOND);
    world.hang_up("202");
    world.run(SECOND);
    assert_eq!(world.phone("201").seen, ["REGISTER 200", "INVITE 180", "INVITE 200", "BYE"]);
    assert_eq!(world.phone("202").seen, ["REGISTER 200", "rings", "answers", "BYE 200"]);
    assert_eq!(the_record(&world).hung_up_by, Some(HungUpBy::Callee));
    assert_clean(&mut world);
}

#[test]
fn a_username_can_be_dialled_and_the_callee_sees_who_calls() {
    let mut world = office(3);
    world.call("201", "u203");
    world.run(2 * SECOND);
    assert!(world.phone("203").talks());
    let invite = world.phone("203").last_invite.clone().expect("it was called");
    assert_eq!(invite.from().uri, "sip:201@10.0.0.1");
    assert_eq!(invite.from().display_text(), "Person 201");
}

#[test]
fn each_leg_is_a_dialog_of_its_own() {
    let mut world = office(4);
    world.call("201", "202");
    world.run(SECOND / 2);
    let invite = world.phone("202").last_invite.clone().expect("it was called");
    let text = String::from_utf8_lossy(invite.as_bytes()).into_owned();
    assert!(!text.contains("201x"), "no Call-ID, tag or branch of the caller's leg crosses: {text}");
    assert!(!text.contains("10.0.0.10"), "no address of the caller crosses: {text}");
    assert_eq!(invite.cseq(), 1);
}

#[test]
fn a_bye_is_answered_when_the_record_is_on_disk() {
    let mut world = office(5);
    world.call("201", "202");
    world.run(3 * SECOND);
    world.hang_up("201");
    assert!(world.run_until(|world| {
        world.phones().iter().any(|phone| phone.seen.contains(&"BYE 200".to_owned()))
    }));
    assert!(the_record(&world).ended.is_some());
}

#[test]
fn a_stalled_disk_delays_the_answer_to_a_bye_by_200_ms_and_no_more() {
    let mut world = office(6);
    world.disk_stalls = true;
    world.call("201", "202");
    world.run(3 * SECOND);
    world.hang_up("201");
    world.run(Duration::from_millis(195));
    assert!(!world.phone("201").seen.contains(&"BYE 200".to_owned()));
    world.run(Duration::from_millis(20));
    assert!(world.phone("201").seen.contains(&"BYE 200".to_owned()));
    world.run(SECOND);
    assert_clean(&mut world);
}

#[test]
fn a_registration_is_answered_when_it_is_on_disk_or_after_200_ms() {
    let mut world = World::new(12, &["201"]);
    world.disk_stalls = true;
    world.register_for("201", 300);
    world.run(Duration::from_millis(190));
    assert!(world.phone("201").seen.is_empty());
    world.run(Duration::from_millis(20));
    assert_eq!(world.phone("201").seen, ["REGISTER 200"]);
    // A refresh changes nothing that must be on disk at once.
    world.register_for("201", 300);
    world.run(Duration::from_millis(10));
    assert_eq!(world.phone("201").seen.len(), 2);
}

#[test]
fn an_account_set_to_sha_256_is_challenged_with_it_alone() {
    let numbers = ["201", "202"];
    let directory = Arc::new(office_with(&numbers, DigestAlgorithm::Sha256));
    let mut world = World::with(13, directory, &numbers, Settings::default());
    world.inject(world.phones()[0].address(), REGISTER.as_bytes());
    assert!(world.last_sent().contains("algorithm=SHA-256"), "{}", world.last_sent());
    assert!(!world.last_sent().contains("algorithm=MD5"));
    for number in numbers {
        world.register(number);
        assert_eq!(world.phone(number).seen, ["REGISTER 200"]);
    }
    world.call("201", "202");
    world.run(2 * SECOND);
    assert!(world.phone("201").talks());
}

const REGISTER: &str = "REGISTER sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.10:5060;branch=z9hG4bKr;rport\r\n\
    From: <sip:u201@10.0.0.1>;tag=1\r\nTo: <sip:u201@10.0.0.1>\r\nCall-ID: r\r\nCSeq: 1 REGISTER\r\n\
    Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

#[test]
fn a_wrong_secret_and_an_unknown_account_are_answered_alike_and_told_once_a_second() {
    let mut world = World::new(14, &["201", "202"]);
    // 201's telephone tries its own secret on 202's account, and on one that does not exist.
    world.phone("201").mistake_account("202");
    world.register_for("201", 300);
    world.run(Duration::from_millis(300));
    world.phone("202").mistake_account("299");
    world.register_for("202", 300);
    world.run(Duration::from_millis(300));
    assert_eq!(
        (world.phone("201").seen.clone(), world.phone("202").seen.clone()),
        (vec!["REGISTER 401".to_owned()], vec!["REGISTER 401".to_owned()])
    );
    assert_eq!(world.bad_credentials.len(), 1, "the second comes too soon after the first to be told");
    assert_eq!(world.bad_credentials[0].1, "u202");
    let sent: Vec<_> = world.diary.iter().map(|line| line.split(": ").nth(1).unwrap_or_default()).collect();
    assert_eq!(sent, ["SIP/2.0 401 Unauthorized"; 4]);
}

#[test]
fn a_changed_secret_ends_the_registration_made_with_the_old_one() {
    let mut world = World::new(15, &["201", "202"]);
    world.register("201");
    world.register("202");
    world.directory(office_with_secret_of(&["201", "202"], "202", "another"));
    world.call("201", "202");
    world.run(SECOND);
    assert_eq!(world.phone("201").seen.last().map(String::as_str), Some("INVITE 480"));
}

#[test]
fn several_contacts_ring_and_the_first_to_answer_has_the_call() {
    let mut world = World::new(7, &["201", "202", "203"]);
    // 203's telephone registers on 202's account: one account, two telephones.
    world.phone("203").lend_account("202");
    for number in ["201", "202", "203"] {
        world.register(number);
    }
    world.policy("202", Policy::Rings);
    world.policy("203", Policy::Answers(2 * SECOND));
    world.call("201", "202");
    world.run(4 * SECOND);
    assert!(world.phone("203").talks());
    assert_eq!(world.phone("202").seen, ["REGISTER 200", "rings", "stops ringing"]);
    world.hang_up("203");
    world.run(SECOND);
    assert_eq!(the_record(&world).legs.len(), 3);
    assert_clean(&mut world);
}

#[test]
fn info_crosses_and_what_is_not_on_the_list_does_not() {
    let mut world = office(8);
    world.call("201", "202");
    world.run(2 * SECOND);
    world.info("201", "application/dtmf-relay");
    world.info("202", "application/dtmf");
    world.info("201", "application/x-evil");
    world.run(SECOND);
    assert!(world.phone("202").seen.contains(&"INFO application/dtmf-relay".to_owned()));
    assert!(world.phone("201").seen.contains(&"INFO application/dtmf".to_owned()));
    assert!(world.phone("201").seen.contains(&"INFO 415".to_owned()));
    assert!(!world.phone("202").seen.iter().any(|seen| seen.contains("x-evil")));
}

#[test]
fn a_contact_that_leaves_options_unanswered_is_not_forked_to() {
    let mut world = office(9);
    world.policy("202", Policy::Dead);
    world.run(180 * SECOND);
    world.call("201", "202");
    world.run(SECOND);
    assert_eq!(world.phone("201").seen.last().map(String::as_str), Some("INVITE 480"));
    world.policy("202", Policy::Answers(SECOND));
    world.run(180 * SECOND);
    world.call("201", "202");
    world.run(3 * SECOND);
    assert!(world.phone("202").talks(), "it answers OPTIONS again");
}

#[test]
fn an_administrator_hangs_up_and_a_shutdown_ends_all() {
    let mut world = office(10);
    world.call("201", "202");
    world.run(3 * SECOND);
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    assert_eq!((snapshot.registered, snapshot.calls.len(), snapshot.calls[0].stage), (4, 1, "talking"));
    assert_eq!(world.order(Order::HangUp(snapshot.calls[0].id)), Reply::Done);
    world.run(SECOND);
    assert!(!world.phone("201").is_busy() && !world.phone("202").is_busy());
    assert_eq!(world.order(Order::HangUp(snapshot.calls[0].id)), Reply::NotFound);
    world.call("203", "204");
    world.run(3 * SECOND);
    world.order(Order::ShutDown);
    world.run(SECOND);
    assert!(!world.phone("203").is_busy() && !world.phone("204").is_busy());
    world.call("201", "202");
    world.run(SECOND);
    assert_eq!(world.phone("201").seen.last().map(String::as_str), Some("INVITE 503"));
}

#[test]
fn a_port_that_another_program_holds_is_not_tried_again() {
    let mut world = office(11);
    world.taken_ports = vec![10_000];
    world.call("201", "202");
    world.run(SECOND);
    assert_eq!(world.phone("201").seen.last().map(String::as_str), Some("INVITE 503"));
    world.call("201", "202");
    world.run(3 * SECOND);
    assert!(world.phone("201").talks());
}

#[test]
fn calls_are_set_up_through_a_foul_network() {
    let mut set_up = 0;
    for seed in 0..200 {
        let mut world = office(seed);
        world.weather = Weather::FOUL;
        world.call("201", "202");
        world.run(30 * SECOND);
        set_up += u32::from(world.phone("201").talks() && world.phone("202").talks());
        world.hang_up("201");
        world.run(60 * SECOND);
        let record = the_record(&world);
        assert!(record.ended.is_some(), "seed {seed}: the record is closed");
        assert_eq!(world.exchange.live_calls(), 0, "seed {seed}: nothing is left over");
    }
    assert_eq!(set_up, 200);
}

/// Four registered telephones, 201 to 204, each of which answers after a second.
fn office(seed: u64) -> World {
    let numbers = ["201", "202", "203", "204"];
    let mut world = World::new(seed, &numbers);
    for number in numbers {
        world.register(number);
        assert_eq!(world.phone(number).seen, ["REGISTER 200"]);
    }
    world
}

fn the_record(world: &World) -> &model::CallRecord {
    assert_eq!(world.records.len(), 1, "one record for one attempt");
    world.records.values().next().expect("there is one")
}

/// Nothing leaks: no call, port or transaction is left when all timers have run.
fn assert_clean(world: &mut World) {
    world.run(40 * SECOND);
    assert_eq!(world.exchange.live_calls(), 0);
    let Reply::Snapshot(snapshot) = world.order(Order::Snapshot) else { panic!("a snapshot") };
    for (name, value) in snapshot.gauges {
        if !matches!(name, "sip_bindings" | "flood_sources") {
            assert_eq!(value, 0, "{name}");
        }
    }
}
