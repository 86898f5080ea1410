//! Sessions that change in the middle of a call: hold, resume, late offers, both at once, refusals (RFC 3261 §14, RFC 3264,
//! RFC 3311).

use sip::{Dialog, Method};

use crate::hand::{Hand, MOMENT, audio, body, office, sdp, version};
use crate::scenes::talk;
use world::World;

#[test]
fn hold_and_resume_cross_by_re_invite_and_versions_grow_by_one() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "Allow: INVITE, ACK, BYE");
    let mut versions = (1, 1);
    for (hold, seen, answered) in [
        ("a=sendonly\r\n", "a=sendonly", "a=recvonly"),
        ("a=inactive\r\n", "a=inactive", "a=inactive"),
        ("c=IN IP4 0.0.0.0\r\n", "a=sendonly", "a=recvonly"),
        ("", "a=sendrecv", "a=sendrecv"),
    ] {
        let request = anna.reinvite(&mut world, "", &sdp(10, 2, &audio(4000, hold)));
        anna.expect(&world, "100");
        let asked = ben.expect(&world, "INVITE");
        assert!(body(&asked).contains(seen), "{hold}: {}", body(&asked));
        assert!(!body(&asked).contains("0.0.0.0"), "{}", body(&asked));
        versions.1 += 1;
        assert_eq!(version(&asked), versions.1, "{hold}");
        ben.answer(&mut world, &asked, 200, "", &sdp(11, 2, &audio(5000, &format!("{answered}\r\n"))));
        ben.expect(&world, "ACK");
        let ok = anna.expect(&world, "200");
        assert!(body(&ok).contains(answered), "{hold}: {}", body(&ok));
        versions.0 += 1;
        assert_eq!(version(&ok), versions.0, "{hold}");
        anna.ack(&mut world, request.cseq(), "");
    }
    ends_clean(world, anna, ben);
}

#[test]
fn an_update_goes_to_who_takes_it_and_becomes_a_re_invite_for_who_does_not() {
    for (allow, method) in
        [("Allow: INVITE, ACK, BYE, UPDATE", "UPDATE"), ("Allow: INVITE, ACK, BYE", "INVITE")]
    {
        let (mut world, mut anna, mut ben, _) = office();
        talk(&mut world, &mut anna, &mut ben, allow);
        let hold = sdp(10, 2, &audio(4000, "a=sendonly\r\n"));
        anna.request(&mut world, Method::Update, "", ("application/sdp", &hold));
        let asked = ben.expect(&world, method);
        ben.answer(&mut world, &asked, 200, "", &sdp(11, 2, &audio(5000, "a=recvonly\r\n")));
        if method == "INVITE" {
            ben.expect(&world, "ACK");
        }
        assert!(body(&anna.expect(&world, "200")).contains("a=recvonly"));
        ends_clean(world, anna, ben);
    }
}

#[test]
fn what_changes_nothing_for_the_other_side_is_answered_at_once() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    // The same again, and the same at another port.
    for port in [4000, 4100] {
        let request = anna.reinvite(&mut world, "", &sdp(10, 2, &audio(port, "")));
        let ok = anna.expect(&world, "200");
        assert_eq!(version(&ok), 1, "it says what was said before");
        anna.ack(&mut world, request.cseq(), "");
        ben.quiet(&world);
    }
    anna.request(&mut world, Method::Update, "", ("", ""));
    assert_eq!(body(&anna.expect(&world, "200")), "");
    ends_clean(world, anna, ben);
}

#[test]
fn a_refusal_leaves_the_session_as_it_was() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    let fax = sdp(10, 2, "m=image 4800 udptl t38\r\na=T38FaxVersion:0\r\n");
    anna.reinvite(&mut world, "", &fax);
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    assert!(body(&asked).contains("m=image 1000"), "{}", body(&asked));
    assert!(body(&asked).contains("udptl t38\r\n"), "{}", body(&asked));
    ben.answer(&mut world, &asked, 488, "", "");
    ben.expect(&world, "ACK");
    anna.expect(&world, "488");
    // Ben refreshes: what stands is sound, and its version is above that of the offer which he refused.
    let request = ben.reinvite(&mut world, "", &sdp(11, 1, &audio(5000, "")));
    let ok = ben.expect(&world, "200");
    assert!(body(&ok).contains("m=audio 1000"), "{}", body(&ok));
    assert_eq!(version(&ok), version(&asked) + 1);
    ben.ack(&mut world, request.cseq(), "");
    ends_clean(world, anna, ben);
}

#[test]
fn fax_takes_the_place_of_sound_and_gives_it_back() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    for (offer, answer) in [
        (
            "m=image 4800 udptl t38\r\na=T38FaxVersion:0\r\n",
            "m=image 5800 udptl t38\r\na=T38FaxVersion:0\r\n",
        ),
        (audio(4000, "").as_str(), audio(5000, "").as_str()),
    ] {
        let request = anna.reinvite(&mut world, "", &sdp(10, 2, offer));
        anna.expect(&world, "100");
        let asked = ben.expect(&world, "INVITE");
        let kind = &offer[..8];
        assert_eq!(body(&asked).matches("m=").count(), 1, "{}", body(&asked));
        assert!(body(&asked).contains(kind), "{}", body(&asked));
        ben.answer(&mut world, &asked, 200, "", &sdp(11, 2, answer));
        ben.expect(&world, "ACK");
        assert!(body(&anna.expect(&world, "200")).contains(kind));
        anna.ack(&mut world, request.cseq(), "");
    }
    ends_clean(world, anna, ben);
}

#[test]
fn both_at_once_meet_a_491() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    let request = anna.reinvite(&mut world, "", &sdp(10, 2, &audio(4000, "a=sendonly\r\n")));
    let other = ben.reinvite(&mut world, "", &sdp(11, 2, &audio(5000, "a=sendonly\r\n")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    ben.expect(&world, "491");
    ben.ack(&mut world, other.cseq(), "");
    // A third from Anna, while hers is under way.
    anna.reinvite(&mut world, "", &sdp(10, 3, &audio(4000, "")));
    let busy = anna.expect(&world, "500");
    assert!(busy.header(sip::HeaderName::RetryAfter).is_some());
    // Ben has one under way too, and says so: Anna hears it.
    ben.answer(&mut world, &asked, 491, "", "");
    ben.expect(&world, "ACK");
    anna.expect(&world, "491");
    // Who tries again gets through.
    let again = ben.reinvite(&mut world, "", &sdp(11, 2, &audio(5000, "a=sendonly\r\n")));
    ben.expect(&world, "100");
    let asked = anna.expect(&world, "INVITE");
    anna.answer(&mut world, &asked, 200, "", &sdp(10, 2, &audio(4000, "a=recvonly\r\n")));
    anna.expect(&world, "ACK");
    ben.expect(&world, "200");
    ben.ack(&mut world, again.cseq(), "");
    let _ = request;
    ends_clean(world, anna, ben);
}

#[test]
fn a_late_offer_crosses_backwards() {
    let (mut world, mut anna, mut ben, _) = office();
    let invite = anna.invite(&mut world, "202", "", "");
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    assert_eq!(body(&asked), "", "the offer is to come from Ben");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
    let ok = anna.expect(&world, "200");
    assert!(body(&ok).contains("m=audio 1000"), "{}", body(&ok));
    ben.quiet(&world);
    anna.dialog = Dialog::uac(&invite, &ok, flow(&anna)).ok();
    anna.ack(&mut world, invite.cseq(), &sdp(10, 1, &audio(4000, "")));
    let ack = ben.expect(&world, "ACK");
    assert!(body(&ack).contains("m=audio 1000"), "{}", body(&ack));
    // And the same in the middle of the call.
    let request = anna.reinvite(&mut world, "", "");
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    assert_eq!(body(&asked), "");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 2, &audio(5100, "")));
    let ok = anna.expect(&world, "200");
    anna.ack(&mut world, request.cseq(), &sdp(10, 2, &audio(4100, "")));
    assert!(body(&ben.expect(&world, "ACK")).contains("m=audio"), "the answer is in the ACK");
    assert!(body(&ok).contains("m=audio"));
    ends_clean(world, anna, ben);
}

#[test]
fn a_late_offer_that_is_never_answered_ends_the_call_for_both() {
    let (mut world, mut anna, mut ben, _) = office();
    let invite = anna.invite(&mut world, "202", "", "");
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
    let ok = anna.expect(&world, "200");
    anna.accept(&invite, &ok);
    anna.ack(&mut world, invite.cseq(), "");
    let ack = ben.expect(&world, "ACK");
    assert!(body(&ack).contains("m=audio 0 "), "nothing was agreed to: {}", body(&ack));
    let bye = ben.expect(&world, "BYE");
    ben.answer(&mut world, &bye, 200, "", "");
    let bye = anna.expect(&world, "BYE");
    anna.answer(&mut world, &bye, 200, "", "");
    world.run(MOMENT * 500);
    assert_eq!(world.exchange.live_calls(), 0);
}

#[test]
fn who_hangs_up_meanwhile_is_told_what_became_of_its_offer() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    anna.reinvite(&mut world, "", &sdp(10, 2, &audio(4000, "a=sendonly\r\n")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    anna.request(&mut world, Method::Bye, "", ("", ""));
    anna.expect(&world, "487");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 2, &audio(5000, "a=recvonly\r\n")));
    let messages: Vec<_> = std::iter::from_fn(|| ben.next(&world)).collect();
    let methods: Vec<_> = messages.iter().map(|message| message.method_token().to_owned()).collect();
    assert_eq!(methods, ["BYE", "ACK"]);
    ben.answer(&mut world, &messages[0], 200, "", "");
    world.run(MOMENT * 500);
    anna.expect(&world, "200");
    assert_eq!(world.exchange.live_calls(), 0);
}

#[test]
fn a_telephone_that_has_forgotten_the_call_ends_it() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    anna.reinvite(&mut world, "", &sdp(10, 2, &audio(4000, "a=sendonly\r\n")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    ben.answer(&mut world, &asked, 481, "", "");
    anna.expect(&world, "488");
    anna.expect(&world, "BYE");
}

#[test]
fn descriptions_that_are_broken_or_share_nothing_change_nothing() {
    let (mut world, mut anna, mut ben, _) = office();
    talk(&mut world, &mut anna, &mut ben, "");
    for (description, status) in [
        ("v=0\r\nm=audio what", "400"),
        (&sdp(10, 2, "m=application 9 TCP/BFCP *\r\n"), "488"),
        (&sdp(10, 2, "m=audio 4000 RTP/SAVP 8\r\n"), "488"),
    ] {
        anna.reinvite(&mut world, "", description);
        anna.expect(&world, status);
    }
    ben.quiet(&world);
    ends_clean(world, anna, ben);
}

fn flow(hand: &Hand) -> sip::Flow {
    sip::Flow { transport: sip::Transport::Udp, local: hand.address, remote: world::EXCHANGE }
}

/// The caller hangs up, and nothing is left.
#[track_caller]
fn ends_clean(mut world: World, mut caller: Hand, mut called: Hand) {
    while caller.next(&world).is_some() || called.next(&world).is_some() {}
    caller.request(&mut world, Method::Bye, "", ("", ""));
    let bye = called.expect(&world, "BYE");
    called.answer(&mut world, &bye, 200, "", "");
    world.run(MOMENT * 500);
    caller.expect(&world, "200");
    assert_eq!(world.exchange.live_calls(), 0);
    let record = world.records.values().next().expect("a record");
    assert_eq!(record.disposition, Some(model::Disposition::Answered));
}
