//! Telephones in browsers: they want a handshake on the port of the sound (RFC 5763, RFC 8839), the others hear nothing of it.

use exchange::Settings;
use sip::Transport;
use world::{World, office};

use crate::hand::{Hand, audio, body, sdp, with};

/// What stands for our certificate.
const OURS: [u8; 32] = [0xAB; 32];

/// An office whose 201 is a browser.
fn office_with(fingerprint: Option<[u8; 32]>) -> (World, Hand, Hand) {
    let numbers = ["201", "202", "203"];
    let settings = Settings { fingerprint, ..Settings::default() };
    let mut world = World::with(1, office(&numbers).into(), &numbers, settings);
    world.transport("201", Transport::Wss);
    let (world, mut anna, ben, _) = with(world, &numbers);
    anna.transport = Transport::Wss;
    (world, anna, ben)
}

/// The line of a browser.
fn line(setup: &str, ufrag: &str) -> String {
    let fingerprint = ["CD"; 32].join(":");
    format!(
        "m=audio 9 UDP/TLS/RTP/SAVPF 8\r\nc=IN IP4 0.0.0.0\r\na=mid:sound\r\na=rtcp-mux\r\na=ice-ufrag:{ufrag}\r\n\
         a=ice-pwd:0123456789abcdef012345\r\na=fingerprint:sha-256 {fingerprint}\r\na=setup:{setup}\r\n"
    )
}

/// The value of an attribute.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix("a=")?.strip_prefix(name)?.strip_prefix(':'))
}

#[track_caller]
fn speaks_of_no_handshake(text: &str) {
    for word in ["ice", "fingerprint", "setup", "rtcp-mux", "TLS", "candidate", "mid:"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_browser_that_calls_gets_a_handshake_and_the_other_side_plain_sound() {
    let (mut world, mut anna, mut ben) = office_with(Some(OURS));
    let invite = anna.invite(&mut world, "202", "", &sdp(10, 1, &line("actpass", "anna")));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    assert!(body(&asked).contains(" RTP/AVP 8\r\n") && !body(&asked).contains("a=sendonly"));
    speaks_of_no_handshake(&body(&asked));
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
    ben.expect(&world, "ACK");
    let ok = anna.expect(&world, "200");
    let text = body(&ok);
    assert!(text.contains(" UDP/TLS/RTP/SAVPF 8\r\n"), "{text}");
    assert_eq!(value(&text, "fingerprint"), Some(format!("sha-256 {}", ["AB"; 32].join(":")).as_str()));
    assert_eq!((value(&text, "setup"), value(&text, "mid")), (Some("passive"), Some("sound")));
    for attribute in ["a=ice-lite\r\n", "a=rtcp-mux\r\n", " typ host\r\n"] {
        assert!(text.contains(attribute), "{attribute}: {text}");
    }
    let pwd = value(&text, "ice-pwd").expect("a password");
    assert!(pwd.len() >= 22 && value(&text, "ice-ufrag").is_some_and(|ufrag| ufrag.len() >= 4), "{text}");
    anna.accept(&invite, &ok);
    anna.ack(&mut world, invite.cseq(), "");
    // The same again is answered the same; an agent that begins anew meets new credentials (RFC 8839 §4.4.1.1.1).
    let again = anna.reinvite(&mut world, "", &sdp(10, 2, &line("actpass", "anna")));
    assert_eq!(body(&anna.expect(&world, "200")), text);
    anna.ack(&mut world, again.cseq(), "");
    let anew = anna.reinvite(&mut world, "", &sdp(10, 3, &line("actpass", "bell")));
    let renewed = body(&anna.expect(&world, "200"));
    assert_ne!(value(&renewed, "ice-pwd"), Some(pwd));
    assert_ne!(value(&renewed, "ice-ufrag"), value(&text, "ice-ufrag"));
    assert_eq!(value(&renewed, "fingerprint"), value(&text, "fingerprint"));
    anna.ack(&mut world, anew.cseq(), "");
    ben.quiet(&world);
}

#[test]
fn a_browser_that_is_called_is_offered_a_handshake() {
    let (mut world, mut anna, mut ben) = office_with(Some(OURS));
    ben.invite(&mut world, "201", "", &sdp(11, 1, &audio(5000, "")));
    ben.expect(&world, "100");
    let asked = anna.expect(&world, "INVITE");
    let text = body(&asked);
    assert!(text.contains(" UDP/TLS/RTP/SAVPF 8 101\r\n"), "{text}");
    assert_eq!((value(&text, "setup"), value(&text, "mid")), (Some("actpass"), Some("0")));
    anna.answer(&mut world, &asked, 200, "", &sdp(10, 1, &line("active", "anna")));
    anna.expect(&world, "ACK");
    let ok = ben.expect(&world, "200");
    assert!(body(&ok).contains(" RTP/AVP 8\r\n"), "{}", body(&ok));
    speaks_of_no_handshake(&body(&ok));
}

#[test]
fn who_waits_for_our_handshake_does_so_after_a_hold_and_a_new_beginning_too() {
    let (mut world, mut anna, mut ben) = office_with(Some(OURS));
    ben.invite(&mut world, "201", "", &sdp(11, 1, &audio(5000, "")));
    let asked = anna.expect(&world, "INVITE");
    anna.answer(&mut world, &asked, 200, "", &sdp(10, 1, &line("passive", "anna")));
    anna.expect(&world, "ACK");
    // Both would wait, and the keys that are there would be dropped (RFC 8842 §5.3).
    for (version, setup, ufrag, expected) in
        [(2, "actpass", "anna", "active"), (3, "actpass", "bell", "active"), (4, "active", "bell", "passive")]
    {
        let again = anna.reinvite(&mut world, "", &sdp(10, version, &line(setup, ufrag)));
        let text = body(&anna.expect(&world, "200"));
        assert_eq!(value(&text, "setup"), Some(expected), "{text}");
        anna.ack(&mut world, again.cseq(), "");
    }
}

#[test]
fn a_check_of_the_sound_is_good_for_nothing_at_the_pictures() {
    let (mut world, mut anna, mut ben) = office_with(Some(OURS));
    let video = "m=video 5002 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n";
    ben.invite(&mut world, "201", "", &sdp(11, 1, &(audio(5000, "") + video)));
    let text = body(&anna.expect(&world, "INVITE"));
    let (sound, pictures) = text.split_once("m=video").expect("both");
    for secret in ["ice-ufrag", "ice-pwd"] {
        assert!(value(sound, secret).is_some() && value(sound, secret) != value(pictures, secret), "{text}");
    }
}

#[test]
fn who_refuses_a_handshake_is_called_again_in_clear() {
    let (mut world, mut anna, mut ben) = office_with(Some(OURS));
    ben.invite(&mut world, "201", "", &sdp(11, 1, &audio(5000, "")));
    ben.expect(&world, "100");
    let asked = anna.expect(&world, "INVITE");
    anna.answer(&mut world, &asked, 488, "", "");
    anna.expect(&world, "ACK");
    let asked = anna.expect(&world, "INVITE");
    assert!(body(&asked).contains(" RTP/AVP 8 101\r\n"), "{}", body(&asked));
    speaks_of_no_handshake(&body(&asked));
}

#[test]
fn who_answers_a_handshake_with_anything_else_has_no_call() {
    for other in [
        audio(4000, ""),
        line("active", "anna").replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
        line("active", "anna").replace("a=fingerprint", "a=x"),
    ] {
        let (mut world, mut anna, mut ben) = office_with(Some(OURS));
        ben.invite(&mut world, "201", "", &sdp(11, 1, &audio(5000, "")));
        ben.expect(&world, "100");
        let asked = anna.expect(&world, "INVITE");
        anna.answer(&mut world, &asked, 200, "", &sdp(10, 1, &other));
        anna.expect(&world, "ACK");
        anna.expect(&world, "BYE");
        ben.expect(&world, "488");
    }
}

#[test]
fn without_a_certificate_there_is_no_handshake() {
    let (mut world, mut anna, mut ben) = office_with(None);
    anna.invite(&mut world, "202", "", &sdp(10, 1, &line("actpass", "anna")));
    while let Some(message) = ben.next(&world) {
        ben.answer(&mut world, &message, 200, "", &sdp(11, 1, &audio(5000, "")));
    }
    let last = std::iter::from_fn(|| anna.next(&world)).last().expect("an answer");
    assert_eq!(last.status(), 488);
    let (mut world, mut anna, mut ben) = office_with(None);
    ben.invite(&mut world, "201", "", &sdp(11, 1, &audio(5000, "")));
    let asked = anna.expect(&world, "INVITE");
    speaks_of_no_handshake(&body(&asked));
}
