//! MESSAGE (RFC 3428), and what a sender may say of itself (RFC 3261 §26.1.1, RFC 3323, RFC 3325).

use sip::{HeaderName, Message, Method};
use world::World;

use crate::hand::{Hand, audio, body, office, sdp, with};
use crate::scenes::talk;

const TEXT: (&str, &str) = ("text/plain", "Lunch?");

#[test]
fn a_message_reaches_whoever_is_meant_and_the_answer_comes_back() {
    let (mut world, mut anna, mut ben, _) = office();
    say(&mut world, &mut anna, "202", "", TEXT);
    let message = ben.expect(&world, "MESSAGE");
    assert_eq!(body(&message), "Lunch?");
    assert_eq!(message.from().uri, "sip:201@10.0.0.1");
    anna.quiet(&world);
    ben.answer(&mut world, &message, 200, "", "");
    anna.expect(&world, "200");
    assert_eq!(world.records.len(), 0, "it is no call");
}

#[test]
fn a_message_that_cannot_be_delivered_says_why() {
    for (to, content, answer, status) in [
        ("999", TEXT, None, "404"),
        ("202", TEXT, Some(486), "486"),
        ("202", TEXT, Some(401), "403"),
        ("202", ("text/html", "<b>x</b>"), None, "415"),
    ] {
        let (mut world, mut anna, mut ben, _) = office();
        if status == "415" {
            let text = anna.out_of_dialog(Method::Message, to, 1, "", content, None);
            world.inject(anna.address, &text);
        } else {
            say(&mut world, &mut anna, to, "", content);
        }
        if let Some(answer) = answer {
            let message = ben.expect(&world, "MESSAGE");
            ben.answer(&mut world, &message, answer, "", "");
        }
        anna.expect(&world, status);
    }
    let (mut world, mut anna, _, _) = with(World::new(1, &["201", "202", "203"]), &["201"]);
    say(&mut world, &mut anna, "202", "", TEXT);
    anna.expect(&world, "480");
}

#[test]
fn a_message_within_a_call_goes_to_the_other_side() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    ben.request(&mut world, Method::Message, "", TEXT);
    let message = anna.expect(&world, "MESSAGE");
    assert_eq!(body(&message), "Lunch?");
    anna.answer(&mut world, &message, 202, "", "");
    ben.expect(&world, "202");
    ben.request(&mut world, Method::Message, "", ("image/png", "x"));
    ben.expect(&world, "415");
}

#[test]
fn an_account_is_itself_and_nobody_else() {
    for (headers, own) in [
        ("From: <sip:201@10.0.0.1>;tag=x", true),
        ("From: \"Anyone\" <sip:u201@elsewhere.example>;tag=x", true),
        ("From: <sip:202@10.0.0.1>;tag=x", false),
        ("From: <sip:stranger@10.0.0.1>;tag=x", false),
        ("P-Asserted-Identity: <sip:201@10.0.0.1>, <tel:201>", true),
        ("P-Asserted-Identity: <sip:201@10.0.0.1>, <sip:202@10.0.0.1>", false),
        ("P-Preferred-Identity: <tel:202>", false),
        ("Remote-Party-ID: <sip:u202@10.0.0.1>", false),
        ("Contact: <sip:a1b2c3@10.0.0.10:5060>", true),
        ("Contact: <sip:202@10.0.0.10:5060>", false),
        ("Contact: <sip:u202@10.0.0.10:5060>", false),
    ] {
        let (mut world, mut anna, mut ben, _) = office();
        anna.invite(&mut world, "202", headers, &sdp(10, 1, &audio(4000, "")));
        if own {
            anna.expect(&world, "100");
            let invite = ben.expect(&world, "INVITE");
            assert_eq!(invite.from().uri, "sip:201@10.0.0.1", "{headers}");
            assert_eq!(invite.header(HeaderName::PAssertedIdentity), None);
        } else {
            anna.expect(&world, "403");
            ben.quiet(&world);
            say(&mut world, &mut anna, "202", headers, TEXT);
            anna.expect(&world, "403");
        }
    }
}

#[test]
fn who_withholds_its_number_is_nobody_to_the_other_side_and_known_in_the_record() {
    for headers in ["From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=x", "Privacy: id"] {
        let (mut world, mut anna, mut ben, _) = office();
        anna.invite(&mut world, "202", headers, &sdp(10, 1, &audio(4000, "")));
        let invite = ben.expect(&world, "INVITE");
        assert_eq!(invite.from().uri, "sip:anonymous@anonymous.invalid");
        let text = String::from_utf8_lossy(invite.as_bytes()).into_owned();
        assert!(!text.contains("201") && !text.contains("Person 201"), "{text}");
        assert_eq!(world.records.values().next().map(|record| record.caller.number.as_str()), Some("201"));
    }
}

/// Sends a MESSAGE with credentials.
fn say(world: &mut World, hand: &mut Hand, to: &str, headers: &str, content: (&str, &str)) -> Message {
    let text = hand.out_of_dialog(Method::Message, to, 11, headers, content, None);
    world.inject(hand.address, &text);
    let challenge = hand.expect(world, "401");
    let text = hand.out_of_dialog(Method::Message, to, 12, headers, content, Some(&challenge));
    world.inject(hand.address, &text);
    Message::parse(&text).expect("a MESSAGE")
}
