//! Sound, pictures and facsimile side by side.

use super::{DESK, all, check, origin, session, sound, text_of};
use crate::{Direction, Kind, SdpError, Session};

const VIDEO: &str = "v=0|c=IN IP4 10.1.1.1|b=AS:999|m=audio 4000 RTP/AVP 8|b=AS:80|\
    m=video 4002 RTP/AVPF 97 98 99|b=AS:512|b=TIAS:500000|b=CT:1000|b=AS:x|\
    a=rtpmap:97 H264/90000|a=fmtp:97 profile-level-id=42e01f;packetization-mode=1|\
    a=rtpmap:98 VP8/90000|a=rtpmap:99 rtx/90000|a=fmtp:99 apt=97|a=rtcp-fb:* ccm fir|a=rtcp-fb:97 nack pli|\
    a=rtcp-fb:99 nack|a=imageattr:97 recv [x=640,y=480]|a=framerate:15|a=extmap:1 urn:x|a=ssrc:1 cname:x|a=ptime:20|";
const FAX: &str = "v=0|c=IN IP4 10.1.1.1|m=audio 0 RTP/AVP 8|m=image 4004 UDPTL T38|a=T38FaxVersion:0|\
    a=T38MaxBitRate:14400|a=t38faxratemanagement:transferredTCF|a=T38FaxFillBitRemoval|a=T38FaxUdpEC:t38UDPRedundancy|\
    a=rtpmap:8 PCMA/8000|a=X-fax:secret|";

#[test]
fn pictures_cross_with_what_is_theirs() {
    check(
        &session(VIDEO).offer_towards(None, &all(), &origin()),
        "v=0|o=- 42 1 IN IP4 203.0.113.5|s=-|c=IN IP4 203.0.113.5|t=0 0|\
         m=audio 10000 RTP/AVP 8|a=rtpmap:8 PCMA/8000|a=sendrecv|\
         m=video 10002 RTP/AVPF 97 98|b=AS:512|b=TIAS:500000|a=rtpmap:97 H264/90000|a=rtpmap:98 VP8/90000|\
         a=fmtp:97 profile-level-id=42e01f;packetization-mode=1|a=rtcp-fb:* ccm fir|a=rtcp-fb:97 nack pli|\
         a=imageattr:97 recv [x=640,y=480]|a=framerate:15|a=sendrecv|",
    );
}

#[test]
fn facsimile_crosses_with_what_is_its_own() {
    let offer = session(FAX);
    let image = offer.stream(Kind::Image).unwrap();
    assert_eq!((image.codec().as_str(), image.clocks().len(), image.rtp.port()), ("T.38", 0, 4004));
    check(
        &offer.offer_towards(None, &all(), &origin()),
        "v=0|o=- 42 1 IN IP4 203.0.113.5|s=-|c=IN IP4 203.0.113.5|t=0 0|m=image 10004 udptl t38|a=T38FaxVersion:0|\
         a=T38MaxBitRate:14400|a=t38faxratemanagement:transferredTCF|a=T38FaxFillBitRemoval|\
         a=T38FaxUdpEC:t38UDPRedundancy|",
    );
}

#[test]
fn what_could_break_a_line_or_has_no_end_stays_behind() {
    let long = "x".repeat(600);
    let many: String = (0..100).map(|number| format!("a=T38X{number}:1|")).collect();
    let text = format!("{FAX}a=T38Bell:\u{7}|a=T38Long:{long}|a=T38 Fax:1|a=T38Umlaut\u{fc}:1|{many}");
    let written = text_of(&session(&text).offer_towards(None, &all(), &origin()));
    assert!(["Bell", "Long", "T38 Fax", "Umlaut"].iter().all(|name| !written.contains(name)), "{written}");
    assert_eq!(written.matches("a=T38").count() + written.matches("a=t38").count(), 32);
}

#[test]
fn sound_may_be_declined_while_facsimile_is_taken_and_the_reverse() {
    let both = "v=0|c=IN IP4 10.1.1.1|m=audio 4000 RTP/AVP 8|m=image 4004 udptl t38|a=T38FaxVersion:0|";
    let answers = [
        (
            "m=audio 0 RTP/AVP 8|m=image 7004 udptl t38|a=T38FaxVersion:3|",
            "m=audio 0 RTP/AVP 8|m=image 10004 udptl t38|a=T38FaxVersion:3|",
        ),
        (
            "m=audio 7000 RTP/AVP 8|m=image 0 udptl t38|",
            "m=audio 10000 RTP/AVP 8|a=rtpmap:8 PCMA/8000|a=sendrecv|m=image 0 udptl t38|",
        ),
        ("m=audio 0 RTP/AVP 8|m=image 0 udptl t38|", "m=audio 0 RTP/AVP 8|m=image 0 udptl t38|"),
    ];
    for (answer, expected) in answers {
        let answer = session(&format!("v=0|c=IN IP4 10.2.2.2|{answer}"));
        let written = Session::answer_towards(&session(both), &answer, &all(), &origin()).unwrap();
        assert!(text_of(&written).ends_with(&format!("|t=0 0|{expected}")), "{}", text_of(&written));
    }
}

#[test]
fn an_answer_keeps_the_offers_spelling_of_what_it_is_about() {
    let answer =
        session("v=0|c=IN IP4 10.2.2.2|m=audio 0 RTP/AVP 8|m=image 7004 udptl t38|a=T38FaxVersion:3|");
    let written = text_of(&Session::answer_towards(&session(FAX), &answer, &all(), &origin()).unwrap());
    assert!(
        written.ends_with("|m=audio 0 RTP/AVP 8|m=image 10004 UDPTL t38|a=T38FaxVersion:3|"),
        "{written}"
    );
}

#[test]
fn facsimile_over_anything_but_udptl_is_not_relayed() {
    for line in
        ["m=image 4 tcp t38", "m=image 4 RTP/AVP 98", "m=image 4 udptl g3", "m=image 4 TCP/TLS/UDPTL t38"]
    {
        let error = Session::parse(super::wire(&format!("v=0|c=IN IP4 10.1.1.1|{line}|")).as_bytes());
        assert!(matches!(error, Err(SdpError::Unsupported { .. })), "{line}: {error:?}");
        let beside = session(&format!("v=0|c=IN IP4 10.1.1.1|{line}|m=audio 6 RTP/AVP 8|"));
        assert_eq!(beside.streams().map(|stream| stream.kind).collect::<Vec<_>>(), [Kind::Audio], "{line}");
    }
}

#[test]
fn pictures_that_nobody_could_show_are_declined_and_the_call_goes_on() {
    let answer = session("v=0|c=IN IP4 10.2.2.2|m=audio 7000 RTP/AVP 8|m=video 7002 RTP/AVP 34|");
    let written = Session::answer_towards(&session(VIDEO), &answer, &all(), &origin()).unwrap();
    let text = text_of(&written);
    assert!(
        text.contains("|m=audio 10000 RTP/AVP 8|") && text.ends_with("|m=video 0 RTP/AVPF 97 98 99|"),
        "{text}"
    );
}

#[test]
fn a_kind_without_a_port_is_left_out_or_declined() {
    let offer = session(VIDEO);
    let first = text_of(&offer.offer_towards(None, &sound("203.0.113.5:10000"), &origin()));
    assert!(!first.contains("m=video"), "{first}");
    let later = text_of(&offer.offer_towards(Some(&offer), &sound("203.0.113.5:10000"), &origin()));
    assert!(later.ends_with("|m=video 0 RTP/AVPF 97 98 99|"), "{later}");
    let answer = Session::answer_towards(&offer, &offer, &sound("203.0.113.5:10000"), &origin()).unwrap();
    assert!(text_of(&answer).ends_with("|m=video 0 RTP/AVPF 97 98 99|"));
}

#[test]
fn only_the_first_line_of_a_kind_is_relayed() {
    let offer = session(
        "v=0|c=IN IP4 10.1.1.1|m=audio 4 RTP/AVP 8|m=video 6 RTP/AVP 34|m=video 8 RTP/AVP 34|m=audio 10 RTP/AVP 0|",
    );
    let ports: Vec<_> = offer.streams().map(|stream| (stream.kind, stream.rtp.port())).collect();
    assert_eq!(ports, [(Kind::Audio, 4), (Kind::Video, 6)]);
    let answer = text_of(&Session::answer_towards(&offer, &offer, &all(), &origin()).unwrap());
    assert!(answer.ends_with("a=sendrecv|m=video 0 RTP/AVP 34|m=audio 0 RTP/AVP 0|"), "{answer}");
}

#[test]
fn a_line_that_cannot_be_relayed_does_not_end_what_can() {
    for bad in
        ["m=video 6 RTP/AVP 99|", "m=video 6 RTP/AVP 34|c=IN IP4 host.example|", "m=text 6 RTP/AVP 98|"]
    {
        let offer = session(&format!("v=0|c=IN IP4 10.1.1.1|{bad}m=audio 4 RTP/AVP 8|"));
        assert_eq!(offer.streams().count(), 1, "{bad}");
    }
    // Alone it does, for the reason that was found first.
    let alone = Session::parse(super::wire("v=0|c=IN IP4 10.1.1.1|m=video 6 RTP/AVP 99|").as_bytes());
    assert_eq!(alone, Err(SdpError::NoCodec { formats: "99".to_owned() }));
}

#[test]
fn a_held_picture_or_facsimile_says_so() {
    let held = session(&format!("{FAX}a=inactive|"));
    assert_eq!(held.stream(Kind::Image).unwrap().direction, Direction::Inactive);
    assert!(text_of(&held.offer_towards(None, &all(), &origin())).ends_with("|a=inactive|"));
    let video = session(&VIDEO.replace("a=framerate:15|", "a=sendonly|"));
    assert!(text_of(&video.offer_towards(None, &all(), &origin())).ends_with("|a=sendonly|"));
}

#[test]
fn streams_at_different_addresses_each_say_theirs() {
    let mut ports = all();
    ports.set(Kind::Video, "[2001:db8::5]:10002".parse().unwrap());
    let text = text_of(&session(VIDEO).offer_towards(None, &ports, &origin()));
    assert!(text.contains("|m=video 10002 RTP/AVPF 97 98|c=IN IP6 2001:db8::5|b=AS:512|"), "{text}");
    assert_eq!(text.matches("c=IN IP4 203.0.113.5|").count(), 1);
}

#[test]
fn the_other_leg_hears_of_everything_but_addresses() {
    let session_of = |text: &str| session(text);
    let desk = session_of(DESK);
    for (what, text, same) in [
        ("itself", DESK.to_owned(), true),
        ("another origin", DESK.replace("root 1 1", "root 1 2"), true),
        ("another address", DESK.replace("c=IN IP4 192.168.1.20", "c=IN IP4 192.168.1.21"), true),
        ("another port", DESK.replace("62986", "62988"), true),
        ("reports elsewhere", format!("{DESK}a=rtcp:5000|a=rtcp-mux|"), true),
        ("a line that is not relayed", format!("{DESK}m=text 0 RTP/AVP 98|"), true),
        ("hold", DESK.replace("sendrecv", "sendonly"), false),
        ("the old hold", DESK.replace("c=IN IP4 192.168.1.20", "c=IN IP4 0.0.0.0"), false),
        ("fewer codecs", DESK.replace(" 9 18 101", " 9 101"), false),
        ("other parameters", DESK.replace("0-15", "0-16"), false),
        ("another time", DESK.replace("ptime:20", "ptime:30"), false),
        ("declined", DESK.replace("62986", "0"), false),
        ("pictures", format!("{DESK}m=video 6 RTP/AVP 34|"), false),
    ] {
        assert_eq!(desk.asks_the_same(&session_of(&text)), same, "{what}");
        assert_eq!(session_of(&text).asks_the_same(&desk), same, "{what}");
    }
    // Both ways to hold ask the same of the other leg.
    let old = session_of(&DESK.replace("c=IN IP4 192.168.1.20", "c=IN IP6 ::"));
    assert!(old.asks_the_same(&session_of(&DESK.replace("sendrecv", "sendonly"))));
}
