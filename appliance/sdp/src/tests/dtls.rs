//! DTLS-SRTP: what is read and what is refused, and that a line is sealed as it was offered or not at all.

use super::{all, origin, session, text_of, wire};
use crate::{Crypto, Dtls, Ice, Kind, Ports, SdpError, Security, Session, Setup, Stream, Suite};

const HEAD: &str = "v=0|c=IN IP4 192.0.2.1|";
const PWD: &str = "abcdefghijklmnopqrstuv";

/// A line in that profile without attributes.
fn line(profile: &str) -> String {
    format!("{HEAD}m=audio 4000 {profile} 8|")
}

fn fingerprint(octet: &str) -> String {
    format!("a=fingerprint:sha-256 {}|", [octet; 32].join(":"))
}

/// A good line without ICE.
fn good() -> String {
    format!("{}a=rtcp-mux|a=setup:actpass|{}", line("UDP/TLS/RTP/SAVP"), fingerprint("4A"))
}

fn read(text: &str) -> Result<Stream, SdpError> {
    Session::parse(wire(text).as_bytes()).map(|session| session.stream(Kind::Audio).unwrap().clone())
}

#[test]
fn a_handshake_is_read_whoever_says_it_where() {
    for (what, text) in [
        ("at the line", good()),
        ("with feedback", good().replace("SAVP", "SAVPF")),
        ("in the profile of SRTP", good().replace("UDP/TLS/", "")),
        (
            "in small letters, as baresip has them in capitals",
            good().to_lowercase().replace("=in ip4", "=IN IP4"),
        ),
        ("in capitals", good().replace("sha-256", "SHA-256").replace("actpass", "ACTPASS")),
        (
            "at the session level",
            format!(
                "v=0|c=IN IP4 192.0.2.1|a=setup:actpass|{}m=audio 4 udp/tls/rtp/savpf 8|a=rtcp-mux|",
                fingerprint("4a")
            ),
        ),
        (
            "the line before the session",
            good().replace("m=audio", &format!("a=setup:active|{}m=audio", fingerprint("FF"))),
        ),
        (
            "with other hashes",
            good() + "a=fingerprint:sha-1 AA:BB|a=fingerprint:md5 x|a=fingerprint:|a=fingerprint|",
        ),
        ("twice the same", good() + &fingerprint("4a") + "a=setup:actpass|"),
        ("keys beside it", good() + "a=crypto:1 AEAD_AES_128_GCM inline:x|"),
        (
            "with the other kind of ICE-lite",
            good().replace("m=", "a=ice-lite|m=") + "a=ice-ufrag:abcd|a=ice-pwd:x|",
        ),
    ] {
        let stream = read(&text).unwrap();
        assert_eq!((stream.secure, stream.crypto.len()), (Security::Dtls, 0), "{what}");
        let expected = Dtls { fingerprint: [0x4a; 32], setup: Setup::Actpass, ice: None };
        assert_eq!(stream.dtls, Some(expected), "{what}");
    }
    // Fingerprints elsewhere are a wish that the plain profile leaves open, and keys go before them.
    assert_eq!(read(&good().replace("UDP/TLS/RTP/SAVP", "RTP/AVP")).unwrap().dtls, None);
    let key = format!("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{}|", "A".repeat(40));
    let stream = read(&(good().replace("UDP/TLS/", "") + &key)).unwrap();
    assert_eq!((stream.secure, stream.dtls), (Security::Required, None));
}

#[test]
fn a_handshake_that_lacks_something_is_refused() {
    let (mux, print, setup, ice) =
        ("a=rtcp-mux", "one a=fingerprint:sha-256", "one a=setup", "one good a=ice-ufrag and a=ice-pwd");
    let long = "a".repeat(257);
    let whole = fingerprint("4A");
    for (what, lacks, text) in [
        ("no mux", mux, good().replace("a=rtcp-mux|", "")),
        ("mux of the session", mux, good().replace("a=rtcp-mux|", "").replace("m=", "a=rtcp-mux|m=")),
        ("nothing", mux, line("UDP/TLS/RTP/SAVPF")),
        ("no fingerprint", print, good().replace(&whole, "")),
        ("another hash", print, good().replace("sha-256", "sha-512")),
        ("31 octets", print, good().replace(":4A|", "|")),
        ("33 octets", print, good().replace(":4A|", ":4A:4A|")),
        ("a letter", print, good().replace(":4A|", ":4G|")),
        ("a sign", print, good().replace(":4A|", ":+4|")),
        ("three digits", print, good().replace(":4A|", ":04A|")),
        ("no colons", print, good().replace(":4A", "4A")),
        ("not ASCII", print, good().replace(":4A|", ":é|")),
        ("two certificates", print, good() + &fingerprint("4B")),
        ("one good, one bad", print, good() + "a=fingerprint:sha-256 4A|"),
        (
            "only the session's is good",
            print,
            good().replace(&whole, "a=fingerprint:sha-1 4A|").replace("m=", &format!("{whole}m=")),
        ),
        ("no setup", setup, good().replace("a=setup:actpass|", "")),
        ("holdconn", setup, good().replace("actpass", "holdconn")),
        ("two setups", setup, good() + "a=setup:active|"),
        ("an empty setup", setup, good().replace(":actpass", "")),
        ("no pwd", ice, good() + "a=ice-ufrag:abcd|"),
        ("no ufrag", ice, good() + &format!("a=ice-pwd:{PWD}|")),
        ("a short ufrag", ice, good() + &format!("a=ice-ufrag:abc|a=ice-pwd:{PWD}|")),
        ("a short pwd", ice, good() + &format!("a=ice-ufrag:abcd|a=ice-pwd:{}|", &PWD[1..])),
        ("an endless ufrag", ice, good() + &format!("a=ice-ufrag:{long}|a=ice-pwd:{PWD}|")),
        ("an endless pwd", ice, good() + &format!("a=ice-ufrag:abcd|a=ice-pwd:{long}|")),
        ("odd letters", ice, good() + &format!("a=ice-ufrag:ab:d|a=ice-pwd:{PWD}|")),
        ("odd letters in the pwd", ice, good() + &format!("a=ice-ufrag:abcd|a=ice-pwd:{PWD}é|")),
        ("two ufrags", ice, good() + &format!("a=ice-ufrag:abcd|a=ice-ufrag:abce|a=ice-pwd:{PWD}|")),
        ("two pwds", ice, good() + &format!("a=ice-ufrag:abcd|a=ice-pwd:{PWD}|a=ice-pwd:{PWD}x|")),
    ] {
        let refused = Err(SdpError::NoHandshake { kind: Kind::Audio, what: lacks });
        assert_eq!(read(&text), refused, "{what}");
    }
    // What is good elsewhere is taken.
    let both = format!("{}m=audio 4004 RTP/AVP 0|", line("UDP/TLS/RTP/SAVP"));
    assert_eq!(read(&both).unwrap().rtp.port(), 4004);
}

#[test]
fn an_answer_takes_the_other_part_and_speaks_of_ice_to_one_who_does() {
    let ice = format!("a=ice-ufrag:abcd|a=ice-pwd:{PWD}|");
    for (setup, expected) in [("actpass", "passive"), ("active", "passive"), ("passive", "active")] {
        for ice in ["", &ice] {
            let offer = session(&(good().replace("actpass", setup) + ice));
            let text = text_of(
                &Session::answer_towards(&offer, &offer, &ports(Security::Plain), &origin()).unwrap(),
            );
            assert!(text.contains("|m=audio 10000 UDP/TLS/RTP/SAVP 8|"), "{text}");
            assert!(text.contains(&format!("|a=setup:{expected}|")), "{text}");
            assert!(!text.contains("a=mid") && text.contains("|a=rtcp-mux|"), "{text}");
            for word in ["|a=ice-lite|m=", "|a=ice-ufrag:bell|", "|a=candidate:1 1 udp "] {
                assert_eq!(text.contains(word), !ice.is_empty(), "{text}");
            }
            assert!(!text.contains("abcd") && !text.contains("4A:4A"), "{text}");
        }
    }
}

#[test]
fn what_is_sealed_stays_so() {
    let plain = line("RTP/AVP");
    let keys = format!("{}a=crypto:1 AEAD_AES_128_GCM inline:{}|", line("RTP/SAVP"), "a".repeat(37) + "A==");
    let not_encrypted = Err(SdpError::NotEncrypted { kind: Kind::Audio });
    let answer = |offer: &str, ports: &Ports| {
        let offer = session(offer);
        Session::answer_towards(&offer, &offer, ports, &origin()).map(|text| text_of(&text))
    };
    // A handshake needs ours; keys are no way out.
    assert_eq!(answer(&good(), &all()), not_encrypted);
    let mut with_keys = all();
    let key = Crypto::new(1, Suite::AeadAes128Gcm, &[2; 28]).unwrap();
    with_keys.protect(Kind::Audio, Security::Required, vec![key.clone()]);
    assert_eq!(answer(&good(), &with_keys), not_encrypted);
    // Who was offered a handshake is not answered in clear when it asks for that later.
    assert_eq!(answer(&plain, &ports(Security::Dtls)), not_encrypted);
    assert!(answer(&plain, &ports(Security::Plain)).unwrap().contains("m=audio 10000 RTP/AVP 8|"));
    // Keys are as good.
    let mut both = ports(Security::Dtls);
    both.protect(Kind::Audio, Security::Dtls, vec![key]);
    let text = answer(&keys, &both).unwrap();
    assert!(text.contains("m=audio 10000 RTP/SAVP 8|") && text.contains("a=crypto:1"), "{text}");
    assert!(!text.contains("fingerprint"), "{text}");
}

#[test]
fn an_offer_is_sealed_as_the_leg_wants_it() {
    let plain = session(&line("RTP/AVP"));
    let sealed = session(&good());
    assert!(plain.asks_the_same(&sealed) && plain != sealed);
    for offer in [&plain, &sealed] {
        let text = text_of(&offer.offer_towards(None, &ports(Security::Dtls), &origin()));
        assert!(text.contains("|m=audio 10000 UDP/TLS/RTP/SAVPF 8|"), "{text}");
        // Read as by one who asks nobody: two of the lite kind do without ICE.
        let told = session(&text).stream(Kind::Audio).unwrap().dtls.clone();
        let ours = ports(Security::Dtls).dtls(Kind::Audio).cloned();
        assert_eq!(told, ours.clone().map(|ours| Dtls { ice: None, ..ours }));
        let told = session(&text.replace("a=ice-lite|", "")).stream(Kind::Audio).unwrap().dtls.clone();
        assert_eq!(told, ours);
        let text = text_of(&offer.offer_towards(None, &ports(Security::Plain), &origin()));
        assert!(text.contains("|m=audio 10000 RTP/AVP 8|") && !text.contains("fingerprint"), "{text}");
        let mut none = ports(Security::Dtls);
        none.handshake(Kind::Audio, None);
        let text = text_of(&offer.offer_towards(None, &none, &origin()));
        assert!(text.contains("|m=audio 0 "), "{text}");
    }
}

#[test]
fn facsimile_has_no_handshake() {
    let offer =
        session(&format!("{HEAD}m=image 4 udptl t38|a=rtcp-mux|a=setup:actpass|{}", fingerprint("4A")));
    assert_eq!(offer.stream(Kind::Image).unwrap().dtls, None);
    let text = text_of(&offer.offer_towards(None, &ports(Security::Dtls), &origin()));
    assert!(text.ends_with("m=image 10004 udptl t38|"), "{text}");
    let sealed = format!("{HEAD}m=image 4 UDP/TLS/UDPTL t38|a=setup:actpass|{}", fingerprint("4A"));
    let refused = SdpError::Unsupported { lines: vec!["image UDP/TLS/UDPTL".to_owned()] };
    assert_eq!(Session::parse(wire(&sealed).as_bytes()), Err(refused));
}

#[test]
fn the_password_of_ice_is_shown_nowhere_but_where_it_is_sent() {
    let stream = read(&format!("{}a=ice-ufrag:abcd|a=ice-pwd:{PWD}|", good())).unwrap();
    let shown = format!("{stream:?} {:?}", ports(Security::Dtls));
    assert!(shown.contains("abcd") && !shown.contains(PWD) && !shown.contains("bellbox"), "{shown}");
}

#[test]
fn a_part_that_was_taken_is_kept_where_it_is_left_to_us() {
    for (taken, said, expected) in [
        (Setup::Active, "actpass", "active"),
        (Setup::Active, "active", "passive"),
        (Setup::Passive, "actpass", "passive"),
        (Setup::Passive, "passive", "active"),
    ] {
        let mut ports = ports(Security::Dtls);
        let ours = ports.dtls(Kind::Audio).cloned().map(|ours| Dtls { setup: taken, ..ours });
        ports.handshake(Kind::Audio, ours);
        let offer = session(&good().replace("actpass", said));
        let text = text_of(&Session::answer_towards(&offer, &offer, &ports, &origin()).unwrap());
        assert!(text.contains(&format!("|a=setup:{expected}|")), "{taken:?} {said}: {text}");
        let text = text_of(&offer.offer_towards(None, &ports, &origin()));
        assert!(text.contains("|a=setup:actpass|"), "{taken:?}: {text}");
    }
}

/// A port and a handshake for every kind, offered so.
fn ports(security: Security) -> Ports {
    let mut ports = all();
    for kind in Kind::ALL {
        let ice = Ice { ufrag: "bell".to_owned(), pwd: "bellboxbellboxbellbox22".to_owned() };
        ports.protect(kind, security, Vec::new());
        ports.handshake(kind, Some(Dtls { fingerprint: [0x0b; 32], setup: Setup::Actpass, ice: Some(ice) }));
    }
    ports
}
