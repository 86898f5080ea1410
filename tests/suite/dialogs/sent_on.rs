//! Calls that a telephone sends on with a 3xx (RFC 3261 §8.1.3.4).

use sip::Method;

use crate::hand::{audio, office, sdp};

#[test]
fn a_call_is_sent_on_within_the_office() {
    let (mut world, mut anna, mut ben, mut cleo) = office();
    let invite = anna.invite(&mut world, "202", "", &sdp(10, 1, &audio(4000, "")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    ben.answer(&mut world, &asked, 302, "Contact: <sip:203@10.0.0.1>", "");
    ben.expect(&world, "ACK");
    let asked = cleo.expect(&world, "INVITE");
    cleo.answer(&mut world, &asked, 200, "", &sdp(12, 1, &audio(6000, "")));
    cleo.expect(&world, "ACK");
    let ok = anna.expect(&world, "200");
    anna.accept(&invite, &ok);
    anna.ack(&mut world, invite.cseq(), "");
    anna.request(&mut world, Method::Bye, "", ("", ""));
    cleo.expect(&world, "BYE");
    let record = world.records.values().next().expect("a record");
    assert_eq!(record.legs.len(), 3);
    assert_eq!(record.legs[1].cause, Some(model::Cause::Redirected));
    let trace: Vec<_> = record.trace.iter().map(|step| step.decision.as_str()).collect();
    assert!(trace.contains(&"u202 sends the call on to 203"), "{trace:?}");
}

#[test]
fn a_call_that_goes_round_or_out_ends() {
    for (contact, status) in [
        ("<sip:202@10.0.0.1>", "480"),
        ("<sip:999@10.0.0.1>", "404"),
        ("<sip:203@192.0.2.9>", "500"),
        ("<tel:+4989123>", "500"),
        ("*", "500"),
    ] {
        let (mut world, mut anna, mut ben, mut cleo) = office();
        anna.invite(&mut world, "202", "", &sdp(10, 1, &audio(4000, "")));
        anna.expect(&world, "100");
        let mut refused = 0;
        while let Some(asked) = ben.next(&world) {
            if asked.method() == Method::Invite {
                ben.answer(&mut world, &asked, 302, &format!("Contact: {contact}"), "");
                refused += 1;
            }
        }
        assert!((1..=2).contains(&refused), "{contact}: {refused}");
        anna.expect(&world, status);
        cleo.quiet(&world);
        world.run(crate::hand::MOMENT * 200);
        assert_eq!(world.exchange.live_calls(), 0, "{contact}");
    }
}
