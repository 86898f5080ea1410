//! Exchanges in the manner of RFC 3264 §10 and RFC 4317, with a relay between the two.

use super::{all, origin, session, text_of};
use crate::Session;

/// What the offerer says, what the called one is told, what it answers, what the offerer is told: media level only.
struct Exchange {
    offer: &'static str,
    told: &'static str,
    answer: &'static str,
    back: &'static str,
}

#[test]
fn sound_and_two_pictures_of_which_one_is_taken() {
    // RFC 3264 §10.1: the second picture is beyond what is relayed, the first is declined by the answerer.
    Exchange {
        offer: "m=audio 49170 RTP/AVP 0|m=video 51372 RTP/AVP 31|a=rtpmap:31 H261/90000|\
                m=video 53000 RTP/AVP 32|a=rtpmap:32 MPV/90000|",
        told: "m=audio 10000 RTP/AVP 0|a=rtpmap:0 PCMU/8000|a=sendrecv|\
               m=video 10002 RTP/AVP 31|a=rtpmap:31 H261/90000|a=sendrecv|",
        answer: "m=audio 49920 RTP/AVP 0|m=video 0 RTP/AVP 31|",
        back: "m=audio 10000 RTP/AVP 0|a=rtpmap:0 PCMU/8000|a=sendrecv|m=video 0 RTP/AVP 31|m=video 0 RTP/AVP 32|",
    }
    .check();
}

#[test]
fn one_of_several_codecs() {
    // RFC 3264 §10.2 and RFC 4317 §2.1: the answerer takes fewer.
    Exchange {
        offer: "m=audio 62986 RTP/AVP 0 4 18|a=rtpmap:0 PCMU/8000|a=rtpmap:4 G723/8000|a=rtpmap:18 G729/8000|a=inactive|",
        told: "m=audio 10000 RTP/AVP 0 4 18|a=rtpmap:0 PCMU/8000|a=rtpmap:4 G723/8000|a=rtpmap:18 G729/8000|a=inactive|",
        answer: "m=audio 54344 RTP/AVP 0 4|a=rtpmap:0 PCMU/8000|a=rtpmap:4 G723/8000|a=inactive|",
        back: "m=audio 10000 RTP/AVP 0 4|a=rtpmap:0 PCMU/8000|a=rtpmap:4 G723/8000|a=inactive|",
    }
    .check();
}

#[test]
fn sound_with_comfort_noise_is_taken_and_pictures_are_not() {
    // RFC 4317 §2.2 and §2.3.
    Exchange {
        offer: "m=audio 49170 RTP/AVP 0 8 97|a=rtpmap:0 PCMU/8000|a=rtpmap:8 PCMA/8000|a=rtpmap:97 iLBC/8000|\
                m=video 51372 RTP/AVP 31 34|a=rtpmap:31 H261/90000|a=rtpmap:34 H263/90000|",
        told: "m=audio 10000 RTP/AVP 0 8 97|a=rtpmap:0 PCMU/8000|a=rtpmap:8 PCMA/8000|a=rtpmap:97 iLBC/8000|a=sendrecv|\
               m=video 10002 RTP/AVP 31 34|a=rtpmap:31 H261/90000|a=rtpmap:34 H263/90000|a=sendrecv|",
        answer: "m=audio 49172 RTP/AVP 99|a=rtpmap:99 iLBC/8000|m=video 51374 RTP/AVP 31|a=rtpmap:31 H261/90000|",
        // RFC 4317 §2.2 notes that the answerer's number differs; the relay gives each its own.
        back: "m=audio 10000 RTP/AVP 97|a=rtpmap:97 iLBC/8000|a=sendrecv|\
               m=video 10002 RTP/AVP 31|a=rtpmap:31 H261/90000|a=sendrecv|",
    }
    .check();
}

#[test]
fn sound_and_events_on_a_line_of_their_own() {
    // RFC 4317 §2.4: a second sound line is declined; events within the first are relayed.
    Exchange {
        offer: "m=audio 49170 RTP/AVP 0 97|a=rtpmap:0 PCMU/8000|a=rtpmap:97 telephone-event/8000|\
                m=audio 49172 RTP/AVP 98|a=rtpmap:98 telephone-event/8000|a=sendonly|",
        told: "m=audio 10000 RTP/AVP 0 97|a=rtpmap:0 PCMU/8000|a=rtpmap:97 telephone-event/8000|a=sendrecv|",
        answer: "m=audio 49172 RTP/AVP 0 101|a=rtpmap:0 PCMU/8000|a=rtpmap:101 telephone-event/8000|a=fmtp:101 0-15|",
        back: "m=audio 10000 RTP/AVP 0 97|a=rtpmap:0 PCMU/8000|a=rtpmap:97 telephone-event/8000|a=fmtp:97 0-15|a=sendrecv|\
               m=audio 0 RTP/AVP 98|",
    }
    .check();
}

#[test]
fn a_call_is_put_on_hold_and_taken_back() {
    // RFC 4317 §3.1, RFC 3264 §8.4: the holder speaks of itself, the held one answers with what is left.
    for (said, answered, back) in [
        ("a=sendonly|", "a=recvonly|", "a=recvonly|"),
        ("a=sendonly|", "", "a=recvonly|"),
        ("a=inactive|", "a=inactive|", "a=inactive|"),
        ("a=sendonly|", "a=sendonly|", "a=inactive|"),
        ("a=sendrecv|", "a=sendonly|", "a=sendonly|"),
        ("", "", "a=sendrecv|"),
    ] {
        let offer = format!("m=audio 49170 RTP/AVP 0|{said}");
        let answer = format!("m=audio 49172 RTP/AVP 0|{answered}");
        let told = if said.is_empty() { "a=sendrecv|" } else { said };
        check(
            &offer,
            &format!("m=audio 10000 RTP/AVP 0|a=rtpmap:0 PCMU/8000|{told}"),
            &answer,
            &format!("m=audio 10000 RTP/AVP 0|a=rtpmap:0 PCMU/8000|{back}"),
        );
    }
    // The old way, with the address of nowhere (RFC 3264 §8.4).
    for nowhere in ["c=IN IP4 0.0.0.0|", "c=IN IP6 ::|"] {
        check(
            &format!("m=audio 49170 RTP/AVP 0|{nowhere}"),
            "m=audio 10000 RTP/AVP 0|a=rtpmap:0 PCMU/8000|a=sendonly|",
            "m=audio 49172 RTP/AVP 0|",
            "m=audio 10000 RTP/AVP 0|a=rtpmap:0 PCMU/8000|a=recvonly|",
        );
    }
}

#[test]
fn only_some_times_in_a_packet_cross() {
    for (said, crosses) in [
        ("10", true),
        ("20", true),
        ("30", true),
        ("60", true),
        (" 40 ", true),
        ("0", false),
        ("5", false),
        ("25", false),
        ("70", false),
        ("1000", false),
        ("20.0", false),
        ("-20", false),
        ("", false),
    ] {
        let offer = session(&format!("v=0|c=IN IP4 192.0.2.9|m=audio 49170 RTP/AVP 0|a=ptime:{said}|"));
        let text = text_of(&offer.offer_towards(None, &all(), &origin()));
        let expected = if crosses { format!("|a=ptime:{}|", said.trim()) } else { String::new() };
        assert_eq!(text.contains("ptime"), crosses, "{said}");
        assert!(text.contains(&expected), "{said}: {text}");
    }
}

impl Exchange {
    fn check(&self) {
        check(self.offer, self.told, self.answer, self.back);
    }
}

fn check(offer: &str, told: &str, answer: &str, back: &str) {
    let [offer, answer] = [offer, answer].map(|media| session(&format!("v=0|c=IN IP4 192.0.2.9|{media}")));
    assert_eq!(media_of(&offer.offer_towards(None, &all(), &origin())), told);
    assert_eq!(media_of(&Session::answer_towards(&offer, &answer, &all(), &origin()).unwrap()), back);
}

fn media_of(written: &[u8]) -> String {
    let text = text_of(written);
    text.split_once("|t=0 0|").unwrap().1.to_owned()
}
