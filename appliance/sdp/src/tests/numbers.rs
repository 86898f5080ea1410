//! Payload numbers of packets on their way, and of answers.

use super::{audio, origin, session, sound, text_of};
use crate::{Session, payload_map};

#[test]
fn packets_get_the_numbers_that_the_other_telephone_knows() {
    for (what, told, own, to, expected) in [
        (
            "all alike",
            "96 opus/48000/2,0 PCMU/8000",
            "96 opus/48000/2",
            "96 opus/48000/2,0 PCMU/8000",
            &[][..],
        ),
        ("what it was told", "96 opus/48000/2", "96 opus/48000/2", "111 opus/48000/2", &[(96, 111)]),
        ("what it says itself", "96 opus/48000/2", "107 opus/48000/2", "96 opus/48000/2", &[(107, 96)]),
        ("either", "96 opus/48000/2", "107 opus/48000/2", "111 opus/48000/2", &[(96, 111), (107, 111)]),
        (
            "events by their clock",
            "101 telephone-event/8000,110 telephone-event/48000",
            "101 telephone-event/8000,110 telephone-event/48000",
            "110 telephone-event/8000,101 telephone-event/48000",
            &[(101, 110), (110, 101)],
        ),
        (
            "what it was told comes first",
            "96 opus/48000/2,97 iLBC/8000",
            "97 opus/48000/2,96 iLBC/8000",
            "111 opus/48000/2,112 iLBC/8000",
            &[(96, 111), (97, 112)],
        ),
        (
            "but not for what it does not have",
            "96 opus/48000/2,97 speex/8000",
            "97 opus/48000/2",
            "96 opus/48000/2,97 speex/8000",
            &[(97, 96)],
        ),
        ("unknown but harmless", "96 opus/48000/2", "96 opus/48000/2,13 CN/8000", "96 opus/48000/2", &[]),
        (
            "unknown and another's",
            "96 opus/48000/2",
            "96 opus/48000/2,101 iLBC/8000,102 GSM/8000",
            "101 opus/48000/2,102 speex/8000",
            &[(96, 101), (101, 97), (102, 98)],
        ),
    ] {
        let [told, own, to] = [told, own, to].map(stream);
        assert_eq!(payload_map(&told, &own, &to), expected, "{what}");
    }
}

#[test]
fn two_forms_of_one_codec_find_each_their_own() {
    let with = |one: u8, other: u8| {
        audio(&format!(
            "v=0|c=IN IP4 10.1.1.1|m=audio 4000 RTP/AVP {one} {other}|a=rtpmap:{one} VP8/90000|\
             a=fmtp:{one} max-fs=1200|a=rtpmap:{other} VP8/90000|a=fmtp:{other} max-fs=3600|"
        ))
    };
    assert_eq!(payload_map(&with(96, 97), &with(96, 97), &with(102, 103)), [(96, 102), (97, 103)]);
    let mut turned = with(102, 103);
    turned.formats.reverse();
    assert_eq!(payload_map(&with(96, 97), &with(96, 97), &turned), [(96, 102), (97, 103)]);
}

#[test]
fn an_answer_speaks_the_offers_numbers_in_its_own_order() {
    for (what, offer, answer, expected) in [
        ("its order", "0 PCMU/8000,8 PCMA/8000", "8 PCMA/8000,0 PCMU/8000", "8 PCMA/8000,0 PCMU/8000"),
        (
            "the offer's numbers",
            "96 opus/48000/2,0 PCMU/8000",
            "0 PCMU/8000,120 opus/48000/2",
            "0 PCMU/8000,96 opus/48000/2",
        ),
        (
            "two that change places",
            "96 opus/48000/2,97 iLBC/8000",
            "97 opus/48000/2,96 iLBC/8000",
            "96 opus/48000/2,97 iLBC/8000",
        ),
        (
            "only events of the clock that was offered",
            "8 PCMA/8000,101 telephone-event/8000",
            "8 PCMA/8000,100 telephone-event/48000,96 telephone-event/8000",
            "8 PCMA/8000,101 telephone-event/8000",
        ),
        ("never a number twice", "96 opus/48000/2", "96 opus/48000/2,97 opus/48000/2", "96 opus/48000/2"),
    ] {
        let [offer, answer] = [offer, answer].map(|formats| session(&description(formats)));
        let written =
            Session::answer_towards(&offer, &answer, &sound("203.0.113.5:10000"), &origin()).unwrap();
        let text = text_of(&written);
        let maps: Vec<_> = text.split('|').filter_map(|line| line.strip_prefix("a=rtpmap:")).collect();
        assert_eq!(maps.join(","), expected, "{what}");
    }
}

fn stream(formats: &str) -> crate::Stream {
    audio(&description(formats))
}

fn description(formats: &str) -> String {
    let numbers: Vec<_> = formats.split(',').filter_map(|format| format.split(' ').next()).collect();
    let maps: String = formats.split(',').map(|format| format!("a=rtpmap:{format}|")).collect();
    format!("v=0|c=IN IP4 10.1.1.1|m=audio 4000 RTP/AVP {}|{maps}", numbers.join(" "))
}
