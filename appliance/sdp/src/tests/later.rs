//! Offers in a session that exists (RFC 3264 §8): each kind in its place, each number with its codec.

use super::{all, origin, session, text_of};
use crate::Session;

const SPEECH: &str = "m=audio 4000 RTP/AVP 8|";
const FAX: &str = "m=image 4004 udptl t38|a=T38FaxVersion:0|";

#[test]
fn each_kind_keeps_its_place_and_others_are_declined() {
    for (what, before, offer, expected) in [
        ("nothing changes", "audio", "audio", "audio 10000"),
        ("fax takes the place of speech", "audio", "image", "image 10004"),
        ("speech takes it back", "image", "audio", "audio 10000"),
        ("fax beside declined speech", "audio", "audio 0,image", "audio 0,image 10004"),
        ("speech beside declined fax", "image", "image 0,audio", "image 0,audio 10000"),
        ("speech comes back where it was", "audio 0,image", "audio,image 0", "audio 10000,image 0"),
        ("fax comes back where it was", "audio,image 0", "audio 0,image", "audio 0,image 10004"),
        ("pictures are added", "audio", "audio,video", "audio 10000,video 10002"),
        ("pictures are added in front", "audio", "video,audio", "audio 10000,video 10002"),
        ("pictures end", "audio,video", "audio", "audio 10000,video 0"),
        ("pictures end otherwise", "audio,video", "audio,video 0", "audio 10000,video 0"),
        ("pictures come back", "audio,video 0", "audio,video", "audio 10000,video 10002"),
        ("fax after pictures", "video,audio", "image", "video 0,image 10004"),
        ("all ends", "audio,video", "audio 0", "audio 0,video 0"),
        ("what is not relayed stays declined", "text 0,audio", "audio", "text 0,audio 10000"),
        ("fax never takes the place of pictures", "video", "image", "video 0,image 10004"),
        ("all three", "audio", "image,video,audio", "audio 10000,image 10004,video 10002"),
    ] {
        let written = described(offer).offer_towards(Some(&described(before)), &all(), &origin());
        assert_eq!(lines_of(&text_of(&written)), expected, "{what}");
    }
}

#[test]
fn a_session_never_has_more_lines_than_are_read() {
    let declined = "m=text 0 RTP/AVP 98|".repeat(15);
    let before = session(&format!("v=0|c=IN IP4 10.2.2.2|{declined}{SPEECH}"));
    let offer = session(&format!("v=0|c=IN IP4 10.1.1.1|{SPEECH}m=video 6 RTP/AVP 34|"));
    let written = offer.offer_towards(Some(&before), &all(), &origin());
    let read = Session::parse(&written).unwrap();
    assert_eq!((read.lines.len(), read.streams().count()), (16, 1));
}

#[test]
fn numbers_that_a_leg_knows_keep_their_codec() {
    for (what, before, offer, expected) in [
        ("its number for its codec", "111 opus/48000/2", "96 opus/48000/2", "111 opus/48000/2"),
        ("a taken number is not given away", "96 opus/48000/2", "96 iLBC/8000", "97 iLBC/8000"),
        (
            "two that change places",
            "96 opus/48000/2,97 iLBC/8000",
            "96 iLBC/8000,97 opus/48000/2",
            "97 iLBC/8000,96 opus/48000/2",
        ),
        (
            "events by their clock",
            "8 PCMA/8000,101 telephone-event/8000",
            "8 PCMA/8000,96 telephone-event/48000,97 telephone-event/8000",
            "8 PCMA/8000,96 telephone-event/48000,101 telephone-event/8000",
        ),
        ("a static number that it uses otherwise", "0 opus/48000/2", "0 PCMU/8000", "96 PCMU/8000"),
        ("a dynamic number for a static codec", "100 PCMA/8000", "8 PCMA/8000", "100 PCMA/8000"),
        (
            "a number twice in demand",
            "97 iLBC/8000",
            "96 iLBC/8000,97 opus/48000/2",
            "97 iLBC/8000,96 opus/48000/2",
        ),
        ("the same codec twice", "96 VP8/90000", "96 VP8/90000,97 VP8/90000", "96 VP8/90000,97 VP8/90000"),
    ] {
        let (before, offer) = (with(before), with(offer));
        assert_eq!(maps_of(&offer.offer_towards(Some(&before), &all(), &origin())), expected, "{what}");
    }
}

#[test]
fn a_number_keeps_its_codec_over_descriptions_that_do_not_name_it() {
    let mut before = with("97 iLBC/8000");
    let told = with("96 opus/48000/2,97 iLBC/8000");
    before.remember(&told);
    assert_eq!(before, with("97 iLBC/8000"));
    assert_eq!(
        maps_of(&with("96 speex/8000").offer_towards(Some(&before), &all(), &origin())),
        "98 speex/8000"
    );
    assert_eq!(
        maps_of(&with("107 opus/48000/2").offer_towards(Some(&before), &all(), &origin())),
        "96 opus/48000/2"
    );
    // Through a facsimile, and through many descriptions, at most a number each.
    let mut fax = session(&format!("v=0|c=IN IP4 10.2.2.2|{FAX}"));
    for _ in 0..3 {
        fax.remember(&before);
        fax.remember(&told);
    }
    assert_eq!(maps_of(&with("96 speex/8000").offer_towards(Some(&fax), &all(), &origin())), "98 speex/8000");
}

#[test]
fn a_leg_that_has_used_up_all_numbers_is_offered_what_it_knows() {
    let mut before = with("96 opus/48000/2");
    for start in [0, 30, 60, 90, 120] {
        let numbers: Vec<String> = (start..(start + 30).min(128)).map(|n| format!("{n} x{n}/8000")).collect();
        before.remember(&with(&numbers.join(",")));
    }
    let offer = with("8 PCMA/8000,107 opus/48000/2");
    // Only what looks like RTCP was never read, and is never given.
    assert_eq!(maps_of(&offer.offer_towards(Some(&before), &all(), &origin())), "96 opus/48000/2");
    let none = with("8 PCMA/8000").offer_towards(Some(&before), &all(), &origin());
    assert_eq!(lines_of(&text_of(&none)), "audio 0");
}

/// "audio,video 0": lines by kind, declined with 0.
fn described(lines: &str) -> Session {
    let line = |line: &str| match line.split_once(' ') {
        Some((kind, _)) => format!("m={kind} 0 RTP/AVP 98|"),
        None if line == "audio" => SPEECH.to_owned(),
        None if line == "image" => FAX.to_owned(),
        None => "m=video 4002 RTP/AVP 34|".to_owned(),
    };
    let lines: String = lines.split(',').map(line).collect();
    session(&format!(
        "v=0|c=IN IP4 10.2.2.2|{}",
        lines.replace("m=image 0 RTP/AVP 98", "m=image 0 udptl t38")
    ))
}

/// A session with sound in these formats: "96 opus/48000/2,8 PCMA/8000".
fn with(formats: &str) -> Session {
    let numbers: Vec<_> = formats.split(',').filter_map(|format| format.split(' ').next()).collect();
    let maps: String = formats.split(',').map(|format| format!("a=rtpmap:{format}|")).collect();
    session(&format!("v=0|c=IN IP4 10.2.2.2|m=audio 4000 RTP/AVP {}|{maps}", numbers.join(" ")))
}

fn lines_of(text: &str) -> String {
    let lines = text.split('|').filter_map(|line| line.strip_prefix("m="));
    let short = lines.map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "));
    short.collect::<Vec<_>>().join(",")
}

fn maps_of(written: &[u8]) -> String {
    let text = text_of(written);
    text.split('|').filter_map(|line| line.strip_prefix("a=rtpmap:")).collect::<Vec<_>>().join(",")
}
