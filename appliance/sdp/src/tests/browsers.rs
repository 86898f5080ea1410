//! Descriptions as browsers write them, JsSIP having waited for the candidates, and what the two sides are told.

use super::{all, check, origin, session, text_of};
use crate::{Direction, Dtls, Ice, Kind, Ports, Security, Session, Setup};

/// Chrome 130: only mDNS candidates, so no address at all.
const CHROME_OFFER: &str = "v=0|o=- 4611731400430051336 2 IN IP4 127.0.0.1|s=-|t=0 0|a=group:BUNDLE 0|\
    a=extmap-allow-mixed|a=msid-semantic: WMS 7c0e4c1b-30c1-4d80-8a3f-2f5c4f1a0b77|\
    m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126|c=IN IP4 0.0.0.0|a=rtcp:9 IN IP4 0.0.0.0|\
    a=candidate:1467250027 1 udp 2122260223 4ba9c7f2-55d1-4c35-9d1e-0f8f3cbb36e3.local 46243 typ host generation 0 network-id 1|\
    a=candidate:435653019 1 tcp 1518280447 4ba9c7f2-55d1-4c35-9d1e-0f8f3cbb36e3.local 9 typ host tcptype active|\
    a=ice-ufrag:F7gI|a=ice-pwd:x9cml/YzichV2+XlhiMu8gTq|a=ice-options:trickle|\
    a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F|\
    a=setup:actpass|a=mid:0|a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level|\
    a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid|a=sendrecv|a=msid:7c0e4c1b 1a3a|a=rtcp-mux|a=rtcp-rsize|\
    a=rtpmap:111 opus/48000/2|a=rtcp-fb:111 transport-cc|a=fmtp:111 minptime=10;useinbandfec=1|\
    a=rtpmap:63 red/48000/2|a=fmtp:63 111/111|a=rtpmap:9 G722/8000|a=rtpmap:0 PCMU/8000|a=rtpmap:8 PCMA/8000|\
    a=rtpmap:13 CN/8000|a=rtpmap:110 telephone-event/48000|a=rtpmap:126 telephone-event/8000|\
    a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6|a=ssrc:3570614608 msid:7c0e4c1b 1a3a|";

/// Chrome 130 answers our offer; its page was allowed to use the microphone, so its address is there.
const CHROME_ANSWER: &str = "v=0|o=- 8567802084787497324 2 IN IP4 127.0.0.1|s=-|t=0 0|a=extmap-allow-mixed|\
    a=msid-semantic: WMS|m=audio 51372 UDP/TLS/RTP/SAVPF 8 101|c=IN IP4 192.168.1.7|a=rtcp:9 IN IP4 0.0.0.0|\
    a=candidate:842163049 1 udp 2122260223 192.168.1.7 51372 typ host generation 0 network-id 1 network-cost 10|\
    a=ice-ufrag:sXJ3|a=ice-pwd:yEclOTrLg1gEubBFefOqtmyV|\
    a=fingerprint:sha-256 49:66:12:17:0D:1C:91:AE:57:4C:C6:36:DD:D5:97:D2:7D:62:C9:9A:7F:B9:A3:F4:70:03:E7:43:91:73:23:5E|\
    a=setup:active|a=mid:0|a=sendrecv|a=msid:- 5dd8|a=rtcp-mux|a=rtpmap:8 PCMA/8000|\
    a=rtpmap:101 telephone-event/8000|a=ssrc:1399694169 cname:8kAEhO9Vc1YQmjAa|";

/// Firefox 132: the fingerprint stands at the session level.
const FIREFOX_OFFER: &str = "v=0|o=mozilla...THIS_IS_SDPARTA-99.0 8323468203543012361 0 IN IP4 0.0.0.0|s=-|t=0 0|\
    a=sendrecv|\
    a=fingerprint:sha-256 34:66:12:17:0D:1C:91:AE:57:4C:C6:36:DD:D5:97:D2:7D:62:C9:9A:7F:B9:A3:F4:70:03:E7:43:91:73:23:5E|\
    a=group:BUNDLE 0 1|a=ice-options:trickle|a=msid-semantic:WMS *|m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101|\
    c=IN IP4 0.0.0.0|a=candidate:0 1 UDP 2122252543 5f2b0cbc-6d2b-4f0c-a2c4-67bdb2d4b8c1.local 53012 typ host|\
    a=candidate:1 1 TCP 2105524479 5f2b0cbc-6d2b-4f0c-a2c4-67bdb2d4b8c1.local 9 typ host tcptype active|\
    a=sendrecv|a=end-of-candidates|a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level|\
    a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1|a=fmtp:101 0-15|\
    a=ice-pwd:7fa3c6d0b1f24c5e9d8877665544332a|a=ice-ufrag:1fe0c55e|a=mid:0|a=msid:{2e5d} {7b1f}|a=rtcp-mux|\
    a=rtpmap:109 opus/48000/2|a=rtpmap:9 G722/8000/1|a=rtpmap:0 PCMU/8000|a=rtpmap:8 PCMA/8000|\
    a=rtpmap:101 telephone-event/8000|a=setup:actpass|a=ssrc:2212342231 cname:{a1b2}|\
    m=video 9 UDP/TLS/RTP/SAVPF 120 124|c=IN IP4 0.0.0.0|a=sendrecv|a=end-of-candidates|\
    a=fmtp:120 max-fs=12288;max-fr=60|a=fmtp:124 apt=120|a=ice-pwd:7fa3c6d0b1f24c5e9d8877665544332a|\
    a=ice-ufrag:1fe0c55e|a=mid:1|a=rtcp-fb:120 nack|a=rtcp-fb:120 nack pli|a=rtcp-mux|a=rtcp-rsize|\
    a=rtpmap:120 VP8/90000|a=rtpmap:124 rtx/90000|a=setup:actpass|";

/// A desk telephone, and what it answers.
const DESK: &str = "v=0|c=IN IP4 192.168.1.20|m=audio 4000 RTP/AVP 8 101|a=rtpmap:101 telephone-event/8000|";

/// How the lines of our side end, for the port.
fn our_side(mid: u32, setup: &str, port: u16) -> String {
    let fingerprint = ["0B"; 32].join(":");
    format!(
        "a=mid:{mid}|a=rtcp-mux|a=setup:{setup}|a=fingerprint:sha-256 {fingerprint}|a=ice-ufrag:bell|\
         a=ice-pwd:bellboxbellboxbellbox22|a=candidate:1 1 udp 2130706431 203.0.113.5 {port} typ host|\
         a=end-of-candidates|"
    )
}

const HEAD: &str = "v=0|o=- 42 1 IN IP4 203.0.113.5|s=-|c=IN IP4 203.0.113.5|t=0 0|a=ice-lite|";

#[test]
fn a_browser_is_read_and_does_not_hold() {
    for (text, setup, ufrag, first) in [
        (CHROME_OFFER, Setup::Actpass, "F7gI", 0xd2),
        (CHROME_ANSWER, Setup::Active, "sXJ3", 0x49),
        (FIREFOX_OFFER, Setup::Actpass, "1fe0c55e", 0x34),
    ] {
        let session = session(text);
        let stream = session.stream(Kind::Audio).unwrap();
        let dtls = stream.dtls.as_ref().unwrap();
        assert_eq!((stream.secure, stream.direction), (Security::Dtls, Direction::SendRecv), "{ufrag}");
        assert_eq!((dtls.setup, dtls.fingerprint[0]), (setup, first), "{ufrag}");
        assert_eq!(dtls.ice.as_ref().unwrap().ufrag, ufrag);
        assert_eq!((stream.rtcp, stream.rtcp_mux), (stream.rtp, true), "{ufrag}");
    }
}

#[test]
fn chrome_calls_a_desk_telephone() {
    let offer = session(CHROME_OFFER);
    // The desk telephone sees a telephone like others.
    check(
        &offer.offer_towards(None, &all(), &origin()),
        "v=0|o=- 42 1 IN IP4 203.0.113.5|s=-|c=IN IP4 203.0.113.5|t=0 0|\
         m=audio 10000 RTP/AVP 111 9 0 8 13 110 126|a=rtpmap:111 opus/48000/2|a=rtpmap:9 G722/8000|\
         a=rtpmap:0 PCMU/8000|a=rtpmap:8 PCMA/8000|a=rtpmap:13 CN/8000|a=rtpmap:110 telephone-event/48000|\
         a=rtpmap:126 telephone-event/8000|a=fmtp:111 minptime=10;useinbandfec=1|a=sendrecv|",
    );
    check(
        &Session::answer_towards(&offer, &session(DESK), &ours(), &origin()).unwrap(),
        &format!(
            "{HEAD}m=audio 10000 UDP/TLS/RTP/SAVPF 8 126|a=rtpmap:8 PCMA/8000|\
             a=rtpmap:126 telephone-event/8000|a=sendrecv|{}",
            our_side(0, "passive", 10_000)
        ),
    );
}

#[test]
fn a_desk_telephone_calls_chrome() {
    let desk = session(DESK);
    let offer = desk.offer_towards(None, &ours(), &origin());
    check(
        &offer,
        &format!(
            "{HEAD}m=audio 10000 UDP/TLS/RTP/SAVPF 8 101|a=rtpmap:8 PCMA/8000|\
             a=rtpmap:101 telephone-event/8000|a=sendrecv|{}",
            our_side(0, "actpass", 10_000)
        ),
    );
    check(
        &Session::answer_towards(&desk, &session(CHROME_ANSWER), &all(), &origin()).unwrap(),
        "v=0|o=- 42 1 IN IP4 203.0.113.5|s=-|c=IN IP4 203.0.113.5|t=0 0|m=audio 10000 RTP/AVP 8 101|\
         a=rtpmap:8 PCMA/8000|a=rtpmap:101 telephone-event/8000|a=sendrecv|",
    );
}

#[test]
fn firefox_calls_chrome_with_pictures() {
    let offer = session(FIREFOX_OFFER);
    let told = text_of(&offer.offer_towards(None, &ours(), &origin()));
    // A line each, on its own port; what names other formats by number stays behind.
    assert!(told.contains("|m=audio 10000 UDP/TLS/RTP/SAVPF 109 9 0 8 101|"), "{told}");
    assert!(told.contains("|m=video 10002 UDP/TLS/RTP/SAVPF 120|"), "{told}");
    assert!(told.ends_with(&our_side(1, "actpass", 10_002)), "{told}");
    assert_eq!(told.matches("|a=ice-lite|").count(), 1);
    // Chrome's page shows no pictures: an answer in our profile, with the line declined by its name.
    let answer =
        format!("{CHROME_ANSWER}m=video 0 UDP/TLS/RTP/SAVPF 120|c=IN IP4 0.0.0.0|a=inactive|a=mid:1|")
            .replace(" 8 101", " 9 101")
            .replace("a=rtpmap:8 PCMA", "a=rtpmap:9 G722");
    let back = text_of(&Session::answer_towards(&offer, &session(&answer), &ours(), &origin()).unwrap());
    assert!(back.contains("|m=audio 10000 UDP/TLS/RTP/SAVPF 9 101|"), "{back}");
    assert!(back.ends_with("|m=video 0 UDP/TLS/RTP/SAVPF 120 124|a=mid:1|"), "{back}");
    // Without our side of a handshake pictures are declined, too; sound is no call.
    let mut half = ours();
    half.handshake(Kind::Video, None);
    let back = text_of(&Session::answer_towards(&offer, &offer, &half, &origin()).unwrap());
    assert!(back.ends_with("|m=video 0 UDP/TLS/RTP/SAVPF 120 124|a=mid:1|"), "{back}");
}

#[test]
fn a_browser_that_holds_says_so_in_words() {
    for (word, direction) in [
        ("a=sendonly|", Direction::SendOnly),
        ("a=inactive|", Direction::Inactive),
        ("", Direction::SendRecv),
    ] {
        let held = session(&CHROME_OFFER.replace("a=sendrecv|", word));
        assert_eq!(held.stream(Kind::Audio).unwrap().direction, direction);
    }
}

#[test]
fn a_data_channel_beside_sound_is_declined_by_its_name() {
    let data =
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel|c=IN IP4 0.0.0.0|a=mid:data|a=sctp-port:5000|";
    let offer = session(&format!("{CHROME_OFFER}{data}"));
    let text = text_of(&Session::answer_towards(&offer, &session(DESK), &ours(), &origin()).unwrap());
    assert!(text.ends_with("|m=application 0 UDP/DTLS/SCTP webrtc-datachannel|a=mid:data|"), "{text}");
}

#[test]
fn a_browser_is_offered_and_answered_again_by_the_same_names() {
    // It names its lines by letters; a new line is named by its number.
    let remote = session(&CHROME_OFFER.replace("a=mid:0", "a=mid:sound"));
    let text = "v=0|c=IN IP4 192.168.1.20|m=video 4002 RTP/AVP 34|m=audio 4000 RTP/AVP 101 8|a=rtpmap:101 opus/48000/2|";
    let written = session(text).offer_towards(Some(&remote), &ours(), &origin());
    let again = text_of(&written);
    let lines: Vec<_> =
        again.split('|').filter(|line| line.starts_with("m=") || line.starts_with("a=mid")).collect();
    assert_eq!(
        lines,
        [
            "m=audio 10000 UDP/TLS/RTP/SAVPF 111 8",
            "a=mid:sound",
            "m=video 10002 UDP/TLS/RTP/SAVPF 34",
            "a=mid:1"
        ]
    );
    assert_eq!(session(text).offer_towards(Some(&remote), &ours(), &origin()), written);
    // And where that is another line's name, by the next of its own.
    let remote = session(&CHROME_OFFER.replace("a=mid:0", "a=mid:1"));
    let again = text_of(&session(text).offer_towards(Some(&remote), &ours(), &origin()));
    assert!(again.contains("|a=mid:1|") && again.contains("|a=mid:17|"), "{again}");
}

#[test]
fn every_line_has_a_name_or_none() {
    let fax = session(&format!("{DESK}m=image 4004 udptl t38|m=text 0 RTP/AVP 98|"));
    let text = text_of(&fax.offer_towards(None, &ours(), &origin()));
    assert!(text.ends_with("|m=image 10004 udptl t38|a=mid:1|"), "{text}");
    let plain = session(&text).offer_towards(Some(&session(&text)), &all(), &origin());
    assert!(!text_of(&plain).contains("a=mid"), "{}", text_of(&plain));
    let named = session(&text.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"));
    let plain = text_of(&Session::answer_towards(&named, &named, &all(), &origin()).unwrap());
    assert!(!plain.contains("a=mid"), "{plain}");
}

/// A port and a handshake for every kind.
fn ours() -> Ports {
    let mut ports = all();
    for kind in Kind::ALL {
        let ice = Ice { ufrag: "bell".to_owned(), pwd: "bellboxbellboxbellbox22".to_owned() };
        let dtls = Dtls { fingerprint: [0x0b; 32], setup: Setup::Actpass, ice: Some(ice) };
        ports.protect(kind, Security::Dtls, Vec::new());
        ports.handshake(kind, Some(dtls));
    }
    ports
}
