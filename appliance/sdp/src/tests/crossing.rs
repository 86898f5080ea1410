//! Offers and answers as they cross from one leg to the other.

use super::{DESK, at, audio, check, origin, session, sound, text_of};
use crate::{Kind, Session};

#[test]
fn an_offer_crosses_without_a_trace_of_the_leg_it_came_from() {
    let offer = "v=0|o=jane 7 7 IN IP4 10.1.1.1|s=Jane's phone|i=secret|u=http://10.1.1.1/|e=jane@example.com|\
        c=IN IP4 10.1.1.1|b=AS:80|t=0 0|a=tool:phone 1.0|a=ice-ufrag:abcd|\
        m=audio 4000 RTP/AVP 96 8|b=TIAS:64000|k=clear:1234|a=rtpmap:96 opus/48000/2|a=fmtp:96 useinbandfec=1|\
        a=rtcp:4001 IN IP4 10.1.1.1|a=rtcp-mux|a=candidate:1 1 UDP 1 10.1.1.1 4000 typ host|\
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abcd|a=fingerprint:sha-1 00:11|a=rtcp-fb:96 nack|\
        a=ssrc:1 cname:x|a=maxptime:60|a=sendonly|a=x-secret:1|";
    let written = session(offer).offer_towards(None, &sound("203.0.113.5:10000"), &origin());
    check(
        &written,
        "v=0|o=- 42 1 IN IP4 203.0.113.5|s=-|c=IN IP4 203.0.113.5|t=0 0|m=audio 10000 RTP/AVP 96 8|\
         a=rtpmap:96 opus/48000/2|a=rtpmap:8 PCMA/8000|a=fmtp:96 useinbandfec=1|a=maxptime:60|a=sendonly|",
    );
}

#[test]
fn an_offer_over_ipv6_says_so() {
    let written = session(DESK).offer_towards(None, &sound("[2001:db8::5]:10000"), &origin());
    assert!(text_of(&written).contains("c=IN IP6 2001:db8::5|t=0 0|m=audio 10000 RTP/AVP 8 0 9 18 101|"));
}

#[test]
fn an_answer_has_a_line_for_each_that_was_offered() {
    let offer = "v=0|c=IN IP4 10.1.1.1|m=video 5000 RTP/AVP 31|m=audio 4002 RTP/SAVP 8|a=crypto:1 x inline:y|\
        m=audio 4000 RTP/AVP 0 8 101|a=rtpmap:101 telephone-event/8000|m=image 6000 udptl t38|";
    let answer =
        "v=0|c=IN IP4 10.2.2.2|m=audio 7000 RTP/AVP 8 101|a=rtpmap:101 telephone-event/8000|a=ptime:20|";
    let written =
        Session::answer_towards(&session(offer), &session(answer), &sound("203.0.113.5:10002"), &origin());
    check(
        &written.unwrap(),
        "v=0|o=- 42 1 IN IP4 203.0.113.5|s=-|c=IN IP4 203.0.113.5|t=0 0|m=video 0 RTP/AVP 31|\
         m=audio 0 RTP/SAVP 8|m=audio 10002 RTP/AVP 8 101|a=rtpmap:8 PCMA/8000|a=rtpmap:101 telephone-event/8000|\
         a=ptime:20|a=sendrecv|m=image 0 udptl t38|",
    );
}

#[test]
fn a_later_offer_keeps_the_sound_in_its_place() {
    let before = "v=0|c=IN IP4 10.1.1.1|m=video 5000 RTP/AVP 31|m=audio 4000 RTP/AVP 8|";
    let written = session(DESK).offer_towards(Some(&session(before)), &sound("203.0.113.5:10000"), &origin());
    let text = text_of(&written);
    assert!(text.contains("|m=video 0 RTP/AVP 31|m=audio 10000 RTP/AVP 8 0 9 18 101|"), "{text}");
}

#[test]
fn an_answer_with_other_numbers_for_the_same_codecs_gets_those_that_were_offered() {
    let offer =
        "v=0|c=IN IP4 10.1.1.1|m=audio 4000 RTP/AVP 96 97|a=rtpmap:96 opus/48000/2|a=rtpmap:97 iLBC/8000|";
    let answer = "v=0|c=IN IP4 10.2.2.2|m=audio 7000 RTP/AVP 107 0|a=rtpmap:107 OPUS/48000/2|";
    let written =
        Session::answer_towards(&session(offer), &session(answer), &sound("203.0.113.5:10002"), &origin());
    let text = text_of(&written.unwrap());
    assert!(text.contains("m=audio 10002 RTP/AVP 96|a=rtpmap:96 OPUS/48000/2|"), "{text}");
}

#[test]
fn an_answer_to_a_hold_only_receives_whatever_it_says() {
    let offer = DESK.replace("a=sendrecv", "a=sendonly");
    for (said, expected) in [("sendrecv", "recvonly"), ("recvonly", "recvonly"), ("inactive", "inactive")] {
        let answer = DESK.replace("a=sendrecv", &format!("a={said}"));
        let written =
            Session::answer_towards(&session(&offer), &session(&answer), &sound("1.2.3.4:6"), &origin());
        let text = text_of(&written.unwrap());
        assert!(text.ends_with(&format!("|a={expected}|")), "{said}: {text}");
    }
}

#[test]
fn an_answer_that_declines_the_sound_declines_it_for_the_other_too() {
    let answer = session(&DESK.replace("m=audio 62986", "m=audio 0"));
    assert_eq!(answer.stream(Kind::Audio), None);
    let written = Session::answer_towards(&session(DESK), &answer, &sound("1.2.3.4:6"), &origin()).unwrap();
    assert!(text_of(&written).ends_with("|m=audio 0 RTP/AVP 8 0 9 18 101|"));
    let offered = answer.offer_towards(None, &sound("1.2.3.4:6"), &origin());
    assert!(text_of(&offered).ends_with("|m=audio 0 RTP/AVP 8 0 9 18 101|"));
}

#[test]
fn an_answer_with_nothing_that_was_offered_is_told_apart() {
    let offer = "v=0|c=IN IP4 10.1.1.1|m=audio 4000 RTP/AVP 8 101|a=rtpmap:101 telephone-event/8000|";
    let answer = "v=0|c=IN IP4 10.2.2.2|m=audio 7000 RTP/AVP 0 101|a=rtpmap:101 telephone-event/8000|";
    let error = Session::answer_towards(&session(offer), &session(answer), &sound("1.2.3.4:6"), &origin());
    assert_eq!(
        error.unwrap_err().to_string(),
        "no common codec: PCMA/8000 telephone-event/8000 offered, PCMU/8000 telephone-event/8000 answered"
    );
}

#[test]
fn what_is_written_is_read_again() {
    let offered = session(DESK).offer_towards(None, &sound("203.0.113.5:10000"), &origin());
    let read = Session::parse(&offered).unwrap();
    let (read, was) = (read.stream(Kind::Audio).unwrap(), audio(DESK));
    assert_eq!((&read.formats, read.ptime_ms, read.direction), (&was.formats, was.ptime_ms, was.direction));
    assert_eq!(read.rtp, at("203.0.113.5:10000"));
}
