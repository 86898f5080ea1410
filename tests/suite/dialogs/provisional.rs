//! Before the answer: early sound, reliable provisional responses (RFC 3262), several telephones at once.

use std::time::Duration;

use sip::{HeaderName, Message, Method};
use world::World;

use crate::hand::{Hand, MOMENT, audio, body, office, sdp, version, with};

#[test]
fn early_sound_crosses_and_the_answer_says_the_same() {
    let (mut world, mut anna, mut ben, _) = office();
    let (invite, asked) = rings(&mut world, &mut anna, &mut ben, "");
    ben.answer(&mut world, &asked, 183, "", &sdp(11, 1, &audio(5000, "")));
    let early = anna.expect(&world, "183");
    assert!(body(&early).contains("m=audio 1000"), "{}", body(&early));
    // Ringing after that is no news.
    ben.answer(&mut world, &asked, 180, "", "");
    anna.quiet(&world);
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
    ben.expect(&world, "ACK");
    let ok = anna.expect(&world, "200");
    assert_eq!(body(&ok), body(&early));
    assert_eq!(ok.to_tag(), early.to_tag());
    anna.accept(&invite, &ok);
    anna.ack(&mut world, invite.cseq(), "");
}

#[test]
fn a_caller_that_wants_to_acknowledge_what_rings_may() {
    let (mut world, mut anna, mut ben, _) = office();
    let (invite, asked) = rings(&mut world, &mut anna, &mut ben, "Require: 100rel");
    ben.answer(&mut world, &asked, 180, "", "");
    let ringing = anna.expect(&world, "180");
    assert!(ringing.requires().any(|option| option == "100rel"));
    world.run(Duration::from_secs(4));
    assert_eq!(anna.copies(&world, &ringing), 4, "at 0, 0.5, 1.5 and 3.5 s");
    // The next waits for the PRACK, and the answer for that of the one with a description.
    ben.answer(&mut world, &asked, 183, "", &sdp(11, 1, &audio(5000, "")));
    anna.quiet(&world);
    anna.accept(&invite, &ringing);
    anna.prack(&mut world, &ringing);
    anna.expect(&world, "200");
    let early = anna.expect(&world, "183");
    assert!(body(&early).contains("m=audio"));
    anna.prack(&mut world, &ringing);
    anna.expect(&world, "481");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
    ben.expect(&world, "ACK");
    anna.quiet(&world);
    anna.prack(&mut world, &early);
    let (pracked, ok) = (anna.expect(&world, "200"), anna.expect(&world, "200"));
    assert_eq!((pracked.method(), ok.method()), (Method::Prack, Method::Invite));
    assert_eq!(version(&ok), version(&early));
    anna.ack(&mut world, invite.cseq(), "");
    anna.request(&mut world, Method::Bye, "", ("", ""));
    ben.expect(&world, "BYE");
}

#[test]
fn a_caller_that_does_not_acknowledge_is_given_up() {
    let (mut world, mut anna, mut ben, _) = office();
    let (_, asked) = rings(&mut world, &mut anna, &mut ben, "Require: 100rel");
    ben.answer(&mut world, &asked, 180, "", "");
    anna.expect(&world, "180");
    world.run(Duration::from_secs(33));
    anna.expect(&world, "480");
    ben.expect(&world, "CANCEL");
}

#[test]
fn a_reliable_response_of_a_telephone_is_acknowledged_once() {
    let (mut world, mut anna, mut ben, _) = office();
    let (invite, asked) = rings(&mut world, &mut anna, &mut ben, "Supported: 100rel");
    assert!(asked.supports("100rel"), "who can is asked to");
    let reliable = "Require: 100rel\nRSeq: 41";
    ben.answer(&mut world, &asked, 183, reliable, &sdp(11, 1, &audio(5000, "")));
    let prack = ben.expect(&world, "PRACK");
    assert_eq!(prack.text(HeaderName::RAck), Some("41 1 INVITE"));
    ben.answer(&mut world, &prack, 200, "", "");
    anna.expect(&world, "183");
    // The same again, and one out of order.
    ben.answer(&mut world, &asked, 183, reliable, &sdp(11, 1, &audio(5000, "")));
    ben.answer(&mut world, &asked, 180, "Require: 100rel\nRSeq: 43", "");
    ben.quiet(&world);
    // Its answer was in the 183: the 200 has none.
    ben.answer(&mut world, &asked, 200, "", "");
    ben.expect(&world, "ACK");
    let ok = anna.expect(&world, "200");
    anna.accept(&invite, &ok);
    anna.ack(&mut world, invite.cseq(), "");
    anna.request(&mut world, Method::Bye, "", ("", ""));
    let bye = ben.expect(&world, "BYE");
    assert!(bye.cseq() > prack.cseq(), "one dialog, one row of numbers");
}

#[test]
fn several_telephones_make_one_dialog_for_the_caller() {
    let mut world = World::new(1, &["201", "202", "203"]);
    world.phone("203").lend_account("202");
    let (mut world, mut anna, mut ben, mut cleo) = with(world, &["201", "202", "203"]);
    let (invite, asked) = rings(&mut world, &mut anna, &mut ben, "");
    let other = cleo.expect(&world, "INVITE");
    assert_ne!((asked.call_id(), asked.from_tag()), (other.call_id(), other.from_tag()));
    ben.answer(&mut world, &asked, 183, "", &sdp(11, 1, &audio(5000, "")));
    let early = anna.expect(&world, "183");
    cleo.answer(&mut world, &other, 180, "", "");
    cleo.answer(&mut world, &other, 183, "", &sdp(12, 1, &audio(6000, "")));
    anna.quiet(&world);
    // Cleo answers with less: Anna hears it in the same dialog, as a new version.
    cleo.answer(&mut world, &other, 200, "", &sdp(12, 1, "m=audio 6000 RTP/AVP 8\r\n"));
    cleo.expect(&world, "ACK");
    ben.expect(&world, "CANCEL");
    let ok = anna.expect(&world, "200");
    assert_eq!(ok.to_tag(), early.to_tag());
    assert_eq!(version(&ok), version(&early) + 1);
    anna.accept(&invite, &ok);
    anna.ack(&mut world, invite.cseq(), "");
    // Ben's answer was on its way when the CANCEL was.
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
    ben.expect(&world, "ACK");
    ben.expect(&world, "BYE");
    world.run(MOMENT);
    anna.quiet(&world);
}

#[test]
fn before_the_answer_the_session_is_not_changed() {
    let (mut world, mut anna, mut ben, _) = office();
    let (invite, asked) = rings(&mut world, &mut anna, &mut ben, "");
    ben.answer(&mut world, &asked, 180, "", "");
    let ringing = anna.expect(&world, "180");
    anna.accept(&invite, &ringing);
    let again = sdp(10, 2, &audio(4000, "a=sendonly\r\n"));
    anna.request(&mut world, Method::Update, "", ("application/sdp", &again));
    anna.expect(&world, "500");
    anna.reinvite(&mut world, "", &again);
    anna.expect(&world, "500");
    anna.request(&mut world, Method::Update, "", ("", ""));
    anna.expect(&world, "200");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
    ben.expect(&world, "ACK");
    anna.expect(&world, "200");
}

/// 201 calls 202, with these headers; its INVITE and the one at 202.
fn rings(world: &mut World, anna: &mut Hand, ben: &mut Hand, headers: &str) -> (Message, Message) {
    let offer = sdp(10, 1, &audio(4000, ""));
    let invite = anna.invite(world, "202", headers, &offer);
    anna.expect(world, "100");
    (invite, ben.expect(world, "INVITE"))
}
