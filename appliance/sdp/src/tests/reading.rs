//! What is read, however it is written, and what is refused.

use super::{DESK, at, audio, wire};
use crate::{Direction, MAX_BODY_BYTES, SdpError, Session};

#[test]
fn reads_what_a_relay_must_know() {
    let audio = audio(DESK);
    assert_eq!(audio.rtp, at("192.168.1.20:62986"));
    assert_eq!(audio.rtcp, at("192.168.1.20:62987"));
    assert_eq!(audio.codec(), "PCMA/8000");
    assert_eq!(audio.clocks(), [(8, 8000), (0, 8000), (9, 8000), (18, 8000), (101, 8000)]);
    assert_eq!((audio.direction, audio.ptime_ms), (Direction::SendRecv, Some(20)));
    assert_eq!(audio.formats[4].fmtp, "0-15");
}

#[test]
fn hold_is_read_in_all_its_forms() {
    for (what, change, direction) in [
        ("sendonly", ("a=sendrecv", "a=sendonly"), Direction::SendOnly),
        ("inactive, in capitals", ("a=sendrecv", "a=INACTIVE"), Direction::Inactive),
        ("address 0.0.0.0", ("c=IN IP4 192.168.1.20", "c=IN IP4 0.0.0.0"), Direction::SendOnly),
        ("address ::", ("c=IN IP4 192.168.1.20", "c=IN IP6 ::"), Direction::SendOnly),
        ("at the session level", ("t=0 0|", "t=0 0|a=inactive|"), Direction::SendRecv),
        ("at the session level only", ("a=sendrecv|", "|"), Direction::SendRecv),
    ] {
        assert_eq!(audio(&DESK.replace(change.0, change.1)).direction, direction, "{what}");
    }
    let session_level = DESK.replace("a=sendrecv|", "").replace("t=0 0|", "t=0 0|a=recvonly|");
    assert_eq!(audio(&session_level).direction, Direction::RecvOnly);
}

#[test]
fn a_good_description_is_read_however_it_is_written() {
    for (what, text, rtp, codec) in [
        ("no o= s= t=", "v=0|c=IN IP4 1.2.3.4|m=audio 4000 RTP/AVP 0|", "1.2.3.4:4000", "PCMU/8000"),
        ("address at the media", "v=0|m=audio 4000 RTP/AVP 3|c=IN IP4 1.2.3.4|", "1.2.3.4:4000", "GSM/8000"),
        (
            "media wins",
            "v=0|c=IN IP4 9.9.9.9|m=audio 4 RTP/AVP 0|c=IN IP4 1.2.3.4|",
            "1.2.3.4:4",
            "PCMU/8000",
        ),
        ("IPv6", "v=0|c=IN IP6 2001:db8::1|m=audio 4 RTP/AVP 0|", "[2001:db8::1]:4", "PCMU/8000"),
        ("mapped IPv4", "v=0|c=IN IP6 ::ffff:1.2.3.4|m=audio 4 RTP/AVP 0|", "1.2.3.4:4", "PCMU/8000"),
        ("feedback profile", "v=0|c=IN IP4 1.2.3.4|m=audio 4 RTP/AVPF 8|", "1.2.3.4:4", "PCMA/8000"),
        ("lower case", "v=0|c=IN ip4 1.2.3.4|m=Audio 4 rtp/avp 8|", "1.2.3.4:4", "PCMA/8000"),
        (
            "second audio line",
            "v=0|c=IN IP4 1.2.3.4|m=audio 0 RTP/AVP 0|m=audio 6 RTP/AVP 8|",
            "1.2.3.4:6",
            "PCMA/8000",
        ),
        ("unknown numbers", "v=0|c=IN IP4 1.2.3.4|m=audio 4 RTP/AVP 99 200 x 8|", "1.2.3.4:4", "PCMA/8000"),
        ("a number twice", "v=0|c=IN IP4 1.2.3.4|m=audio 4 RTP/AVP 8 8|", "1.2.3.4:4", "PCMA/8000"),
        ("events first", "v=0|c=IN IP4 1.2.3.4|m=audio 4 RTP/AVP 13 9|", "1.2.3.4:4", "G722/8000"),
        ("two ports", "v=0|c=IN IP4 1.2.3.4|m=audio 4/2 RTP/AVP 8|", "1.2.3.4:4", "PCMA/8000"),
        ("odd times", "v=0|t=now then|z=x|c=IN IP4 1.2.3.4|m=audio 4 RTP/AVP 8|", "1.2.3.4:4", "PCMA/8000"),
        (
            "huge version",
            "v=0|o=- 1 99999999999999999999999 IN IP4 x|c=IN IP4 1.2.3.4|m=audio 4 RTP/AVP 8|",
            "1.2.3.4:4",
            "PCMA/8000",
        ),
    ] {
        let audio = audio(text);
        assert_eq!((audio.rtp, audio.codec()), (at(rtp), codec.to_owned()), "{what}");
    }
    let latin = b"v=0\ns=B\xfcro\nc=IN IP4 1.2.3.4\nm=audio 4 RTP/AVP 8\na=title:B\xfcro\n";
    assert!(Session::parse(latin).unwrap().stream(crate::Kind::Audio).is_some());
}

#[test]
fn a_bad_description_is_refused_in_words() {
    let audio = "m=audio 4 RTP/AVP 8|";
    let with = |connection: &str| format!("v=0|c={connection}|{audio}");
    let address = |text: &str| format!("no address to send to in {text:?}");
    for (text, expected) in [
        (String::new(), "malformed session description: No version line".to_owned()),
        ("hello".to_owned(), "malformed session description: Invalid formatted line 1".to_owned()),
        ("v=1|".to_owned(), "malformed session description: Invalid version".to_owned()),
        (
            "v=0|s=-|m=audio x RTP/AVP 8|".to_owned(),
            "malformed session description: Invalid field formatting in line 3".to_owned(),
        ),
        ("v=0|s=-|c=IN IP4 1.2.3.4|".to_owned(), "no media line".to_owned()),
        (
            format!("v=0|{audio}"),
            "malformed session description: the audio line has no address (no c= line)".to_owned(),
        ),
        (
            "v=0|c=IN IP4 1.2.3.4|m=audio 4 RTP/SAVP 8|m=audio 6 DCCP/TLS/RTP/SAVPF 8|".to_owned(),
            "no key that is understood in the audio line".to_owned(),
        ),
        (
            "v=0|c=IN IP4 1.2.3.4|m=audio 4 RTP/SAVPX 8|m=audio 6 DCCP/TLS/RTP/SAVPF 8|".to_owned(),
            "nothing that is relayed, only audio RTP/SAVPX, audio DCCP/TLS/RTP/SAVPF".to_owned(),
        ),
        (
            "v=0|c=IN IP4 1.2.3.4|m=audio 4 RTP/AVP 99 100|a=rtpmap:99 x|".to_owned(),
            "no known codec in \"99 100\"".to_owned(),
        ),
        (with("IN IP4 phone.example"), address("IN IP4 phone.example")),
        (with("IN IP4 224.2.1.1/127"), address("IN IP4 224.2.1.1/127")),
        (with("IN IP4 255.255.255.255"), address("IN IP4 255.255.255.255")),
        (with("IN IP6 ff02::1"), address("IN IP6 ff02::1")),
        (with("IN IP6 1.2.3.4"), address("IN IP6 1.2.3.4")),
        (with("IN IP4 2001:db8::1"), address("IN IP4 2001:db8::1")),
        (with("IN IP9 1.2.3.4"), address("IN IP9 1.2.3.4")),
        (with("TN RFC2543 1234"), address("TN RFC2543 1234")),
    ] {
        let error = Session::parse(wire(&text).as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(&expected), "{text}: {error}");
    }
}

#[test]
fn limits_are_kept() {
    let long = vec![b'a'; MAX_BODY_BYTES + 1];
    assert_eq!(Session::parse(&long), Err(SdpError::TooLarge { bytes: MAX_BODY_BYTES + 1 }));
    let lines = |count| format!("v=0|c=IN IP4 1.2.3.4|{}", "m=audio 4 RTP/AVP 8|".repeat(count));
    assert!(Session::parse(wire(&lines(16)).as_bytes()).is_ok());
    assert_eq!(Session::parse(wire(&lines(17)).as_bytes()), Err(SdpError::TooManyMediaLines { count: 17 }));
    let formats = |count| format!("v=0|c=IN IP4 1.2.3.4|m=audio 4 RTP/AVP{}|", " 8".repeat(count));
    assert!(Session::parse(wire(&formats(64)).as_bytes()).is_ok());
    assert_eq!(Session::parse(wire(&formats(65)).as_bytes()), Err(SdpError::TooManyFormats { count: 65 }));
}
