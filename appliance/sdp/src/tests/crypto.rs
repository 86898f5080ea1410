//! Keys in descriptions: what is read, what is offered and answered, and that none crosses or shows.

use super::{all, audio, origin, session, text_of, wire};
use crate::{Agreed, Crypto, Kind, Ports, SdpError, Security, Session, Suite};

/// Thirty octets, as RFC 4568 §6.1 has them in its example.
const KEY_30: &str = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
const HEAD: &str = "v=0|c=IN IP4 192.0.2.1|";

#[test]
fn crypto_attributes_are_read_or_left() {
    let key_28 = "d2h5IGRvIHlvdSByZWFkIHRoaXMgbm93Pw";
    let key_46 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA==";
    let cm = "AES_CM_128_HMAC_SHA1_80";
    for (line, expected) in [
        (format!("1 {cm} inline:{KEY_30}"), Some((1, Suite::AesCm128HmacSha1_80, &[][..]))),
        (
            format!("999999999 {cm} inline:{KEY_30}|2^20"),
            Some((999_999_999, Suite::AesCm128HmacSha1_80, &[])),
        ),
        (format!("1 {cm} inline:{KEY_30}|1048576"), Some((1, Suite::AesCm128HmacSha1_80, &[]))),
        (format!("1 {cm} inline:{KEY_30}|2^20|1:4"), Some((1, Suite::AesCm128HmacSha1_80, &[0, 0, 0, 1]))),
        (format!("1 {cm} inline:{KEY_30}|258:2"), Some((1, Suite::AesCm128HmacSha1_80, &[1, 2]))),
        (format!("1 {cm} inline:{KEY_30}|5:18"), Some((1, Suite::AesCm128HmacSha1_80, &[0; 18]))),
        (format!("01 aes_cm_128_hmac_sha1_32 INLINE:{KEY_30}"), Some((1, Suite::AesCm128HmacSha1_32, &[]))),
        (format!("  2   {cm}   inline:{KEY_30}  WSH=128 "), Some((2, Suite::AesCm128HmacSha1_80, &[]))),
        (format!("2 {cm} inline:{KEY_30} wsh=64 -odd"), Some((2, Suite::AesCm128HmacSha1_80, &[]))),
        (format!("3 AES_256_CM_HMAC_SHA1_80 inline:{key_46}"), Some((3, Suite::AesCm256HmacSha1_80, &[]))),
        (
            format!("3 AES_256_CM_HMAC_SHA1_32 inline:{}", &key_46[..62]),
            Some((3, Suite::AesCm256HmacSha1_32, &[])),
        ),
        (format!("3 AES_CM_256_HMAC_SHA1_80 inline:{key_46}"), Some((3, Suite::AesCm256HmacSha1_80, &[]))),
        (format!("4 AEAD_AES_256_GCM inline:{}A", &key_46[..58]), Some((4, Suite::AeadAes256Gcm, &[]))),
        (format!("4 AEAD_AES_128_GCM inline:{key_28}"), None),
        (format!("4 AEAD_AES_128_GCM inline:{}A==", "a".repeat(37)), Some((4, Suite::AeadAes128Gcm, &[]))),
        (format!("x {cm} inline:{KEY_30}"), None),
        (format!("1234567890 {cm} inline:{KEY_30}"), None),
        (format!("+1 {cm} inline:{KEY_30}"), None),
        (format!("1 F8_128_HMAC_SHA1_80 inline:{KEY_30}"), None),
        (format!("1 NULL_HMAC_SHA1_80 inline:{KEY_30}"), None),
        (format!("1 {cm} {KEY_30}"), None),
        (format!("1 {cm} uri:{KEY_30}"), None),
        (format!("1 {cm} inline:{}", &KEY_30[1..]), None),
        (format!("1 {cm} inline:{KEY_30}AAAA"), None),
        (format!("1 {cm} inline:{}", "A".repeat(400)), None),
        (format!("1 {cm} inline:{}_{}", &KEY_30[..9], &KEY_30[10..]), None),
        (format!("1 {cm} inline:{KEY_30};inline:{KEY_30}"), None),
        (format!("1 {cm} inline:{KEY_30}|2^20|1:4;inline:{KEY_30}|2^20|2:4"), None),
        (format!("1 {cm} inline:{KEY_30}|2^"), None),
        (format!("1 {cm} inline:{KEY_30}||1:4"), None),
        (format!("1 {cm} inline:{KEY_30}|1:0"), None),
        (format!("1 {cm} inline:{KEY_30}|1:129"), None),
        (format!("1 {cm} inline:{KEY_30}|256:1"), None),
        (format!("1 {cm} inline:{KEY_30}|1:4|1:4"), None),
        (format!("1 {cm} inline:{KEY_30} KDR=1"), None),
        (format!("1 {cm} inline:{KEY_30} UNENCRYPTED_SRTP"), None),
        (format!("1 {cm} inline:{KEY_30} UNENCRYPTED_SRTCP"), None),
        (format!("1 {cm} inline:{KEY_30} UNAUTHENTICATED_SRTP"), None),
        (format!("1 {cm} inline:{KEY_30} FEC_ORDER=FEC_SRTP"), None),
        (format!("1 {cm} inline:{KEY_30} WSH=64 NEW=1"), None),
        (format!("1 {cm}"), None),
        (String::new(), None),
    ] {
        // Here a bar is a bar.
        let description = format!("{}a=crypto:{line}\r\n", wire(&format!("{HEAD}m=audio 4000 RTP/AVP 8|")));
        let stream = Session::parse(description.as_bytes()).unwrap().stream(Kind::Audio).unwrap().clone();
        let read = stream.crypto.first().map(|key| (key.tag, key.suite, key.mki()));
        let expected = expected.map(|(tag, suite, mki)| {
            if mki.len() == 18 {
                (tag, suite, [&[0; 17][..], &[5]].concat())
            } else {
                (tag, suite, mki.to_vec())
            }
        });
        assert_eq!(read.map(|(tag, suite, mki)| (tag, suite, mki.to_vec())), expected, "{line}");
        let security = if expected.is_some() { Security::BestEffort } else { Security::Plain };
        assert_eq!(stream.secure, security, "{line}");
        let secure = Session::parse(description.replace("AVP", "SAVP").as_bytes());
        let required = secure.map(|session| session.stream(Kind::Audio).unwrap().secure);
        assert_eq!(
            required,
            expected.map_or(Err(SdpError::NoKey { kind: Kind::Audio }), |_| Ok(Security::Required))
        );
    }
}

#[test]
fn keys_are_read_in_order_each_tag_once_and_bounded() {
    let lines: String = (0..40).map(|number| crypto(number % 20, Suite::ALL[0])).collect();
    let stream =
        audio(&format!("{HEAD}a=crypto:77 AEAD_AES_128_GCM inline:x|m=audio 4000 RTP/SAVPF 8|{lines}"));
    assert_eq!(stream.crypto.iter().map(|key| key.tag).collect::<Vec<_>>(), Vec::from_iter(0..16));
    let twice = audio(&format!(
        "{HEAD}m=audio 4000 RTP/AVP 8|{}{}",
        crypto(1, Suite::ALL[4]),
        crypto(1, Suite::ALL[0])
    ));
    assert_eq!(twice.crypto.iter().map(|key| key.suite).collect::<Vec<_>>(), [Suite::AeadAes128Gcm]);
}

#[test]
fn a_key_is_shown_nowhere_but_where_it_is_sent() {
    let stream = audio(&format!("{HEAD}m=audio 4000 RTP/SAVP 8|{}", crypto(1, Suite::ALL[0])));
    assert_eq!(format!("{:?}", stream.crypto), "[Crypto { tag: 1, suite: AesCm128HmacSha1_80, .. }]");
    let key = Crypto::new(7, Suite::AesCm128HmacSha1_80, &[0x41; 30]).unwrap();
    let mut ports = all();
    ports.protect(Kind::Audio, Security::Required, vec![key.clone()]);
    let agreed = Crypto::answering(&stream, &[key]).unwrap();
    for shown in [format!("{ports:?}"), format!("{agreed:?}"), format!("{stream:?}")] {
        assert!(!shown.contains("QUFB") && !shown.contains("65, 65") && !shown.contains("inline"), "{shown}");
    }
    for wrong in [
        format!("{HEAD}m=audio 4000 RTP/SAVP 8|a=crypto:1 A inline:{KEY_30}|"),
        format!("{HEAD}m=audio 4000 RTP/SAVP 8|a=crypto:1 AEAD_AES_128_GCM inline:{KEY_30}|"),
    ] {
        let error = Session::parse(wire(&wrong).as_bytes()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(&KEY_30[..5]));
    }
}

#[test]
fn an_offer_is_encrypted_as_the_leg_wants_it_whatever_the_other_leg_has() {
    let theirs = crypto(1, Suite::ALL[0]);
    let plain = format!("{HEAD}m=audio 4000 RTP/AVP 8|m=video 4002 RTP/AVPF 34|");
    let optional = plain.replace("RTP/AVP 8|", &format!("RTP/AVP 8|{theirs}"));
    let required =
        optional.replace("RTP/AVP 8", "RTP/SAVP 8").replace("AVPF 34|", &format!("SAVPF 34|{theirs}"));
    for offer in [plain, optional, required] {
        for (security, audio, video, keys) in [
            (Security::Plain, "RTP/AVP", "RTP/AVPF", 0),
            (Security::BestEffort, "RTP/AVP", "RTP/AVPF", 2),
            (Security::Required, "RTP/SAVP", "RTP/SAVPF", 2),
        ] {
            let text = text_of(&session(&offer).offer_towards(None, &ports(security), &origin()));
            assert!(text.contains(&format!("m=audio 10000 {audio} 8|")), "{text}");
            assert!(text.contains(&format!("m=video 10002 {video} 34|")), "{text}");
            assert_eq!(text.matches("|a=crypto:").count(), 2 * keys, "{text}");
            assert!(keys == 0 || text.contains("|a=crypto:5 AEAD_AES_256_GCM inline:AgIC"), "{text}");
            assert!(!text.contains("AQEB"), "{text}");
            let read = session(&text);
            assert_eq!(read.stream(Kind::Audio).unwrap().secure, security);
            assert_eq!(read.stream(Kind::Audio).unwrap().crypto, ports(security).keys(Kind::Audio)[..keys]);
            assert!(read.asks_the_same(&session(&offer)));
        }
    }
}

#[test]
fn what_must_be_encrypted_is_not_offered_without_a_key() {
    let mut ports = all();
    ports.protect(Kind::Audio, Security::Required, Vec::new());
    let text =
        text_of(&session(&format!("{HEAD}m=audio 4000 RTP/AVP 8|")).offer_towards(None, &ports, &origin()));
    assert!(text.ends_with("|m=audio 0 RTP/AVP 8|"), "{text}");
}

#[test]
fn an_answer_follows_its_offer() {
    let (gcm, cm) = (Suite::AeadAes256Gcm, Suite::AesCm128HmacSha1_80);
    let both = crypto(3, cm) + &crypto(9, gcm);
    for (what, profile, keys, security, expected) in [
        ("the offer's favourite, with its tag", "RTP/SAVP", &*both, Security::Plain, Ok(Some((3, cm)))),
        ("the only one of ours", "RTP/SAVP", &crypto(9, gcm), Security::Plain, Ok(Some((9, gcm)))),
        ("best effort", "RTP/AVP", &both, Security::BestEffort, Ok(Some((3, cm)))),
        ("none that we have", "RTP/SAVP", &crypto(1, Suite::AeadAes128Gcm), Security::BestEffort, Err(())),
        (
            "none that we have, best effort",
            "RTP/AVP",
            &crypto(1, Suite::AeadAes128Gcm),
            Security::BestEffort,
            Ok(None),
        ),
        (
            "none that we have, but must",
            "RTP/AVP",
            &crypto(1, Suite::AeadAes128Gcm),
            Security::Required,
            Err(()),
        ),
        ("in clear", "RTP/AVP", "", Security::BestEffort, Ok(None)),
        ("in clear, but must not be", "RTP/AVP", "", Security::Required, Err(())),
    ] {
        let offer = session(&format!("{HEAD}m=audio 4000 {profile} 8|{keys}"));
        let answer = session(&format!("{HEAD}m=audio 7000 RTP/AVP 8|{}", crypto(4, gcm)));
        let written = Session::answer_towards(&offer, &answer, &ports(security), &origin());
        let Ok(expected) = expected else {
            assert_eq!(written, Err(SdpError::NotEncrypted { kind: Kind::Audio }), "{what}");
            continue;
        };
        let text = text_of(&written.unwrap());
        assert!(text.contains(&format!("m=audio 10000 {profile} 8|")), "{what}: {text}");
        let read = session(&text).stream(Kind::Audio).unwrap().crypto.clone();
        assert_eq!(read.first().map(|key| (key.tag, key.suite)), expected, "{what}");
        assert!(read.len() < 2 && read.iter().all(|key| key.key().iter().all(|octet| *octet == 2)));
        let agreed = Crypto::answering(offer.stream(Kind::Audio).unwrap(), ports(security).keys(Kind::Audio));
        assert_eq!(agreed.map(|agreed| agreed.send), read.first().cloned(), "{what}");
    }
}

#[test]
fn an_old_name_of_a_suite_is_repeated() {
    let line = crypto(1, Suite::AesCm256HmacSha1_80).replace("AES_256_CM", "AES_CM_256");
    let offer = session(&format!("{HEAD}m=audio 4000 RTP/SAVP 8|{line}"));
    let mut ports = all();
    let key = Crypto::new(1, Suite::AesCm256HmacSha1_80, &[2; 46]).unwrap();
    ports.protect(Kind::Audio, Security::Plain, vec![key]);
    let text = text_of(&Session::answer_towards(&offer, &offer, &ports, &origin()).unwrap());
    assert!(text.contains("|a=crypto:1 AES_CM_256_HMAC_SHA1_80 inline:AgIC"), "{text}");
}

#[test]
fn pictures_that_would_be_in_clear_are_declined_and_facsimile_never_asks() {
    let offer = format!(
        "{HEAD}m=audio 4000 RTP/AVP 8|m=video 4002 RTP/SAVP 34|{}m=image 4 udptl t38|",
        crypto(1, Suite::ALL[1])
    );
    let mut ports = all();
    ports.protect(Kind::Image, Security::Required, Vec::new());
    let text =
        text_of(&Session::answer_towards(&session(&offer), &session(&offer), &ports, &origin()).unwrap());
    assert!(text.contains("|m=video 0 RTP/SAVP 34|m=image 10004 udptl t38|"), "{text}");
}

#[test]
fn an_answer_names_one_of_the_keys_that_were_offered() {
    let ours = ports(Security::Required).keys(Kind::Audio).to_vec();
    for (lines, expected) in [
        (crypto(5, Suite::AeadAes256Gcm), Some(5)),
        (crypto(6, Suite::AesCm128HmacSha1_80), Some(6)),
        (crypto(6, Suite::AeadAes256Gcm), None),
        (crypto(7, Suite::AesCm128HmacSha1_80), None),
        (crypto(5, Suite::AeadAes256Gcm) + &crypto(6, Suite::AesCm128HmacSha1_80), None),
        (String::new(), None),
    ] {
        let answer = audio(&format!("{HEAD}m=audio 4000 RTP/AVP 8|{lines}"));
        let agreed = Crypto::answered(&ours, &answer);
        assert_eq!(agreed.as_ref().map(|agreed| agreed.send.tag), expected, "{lines}");
        if let Some(Agreed { receive, send }) = agreed {
            assert_eq!((receive.suite, receive.tag, receive.key()[0]), (send.suite, send.tag, 1));
            assert!(ours.contains(&send));
        }
    }
}

#[test]
fn other_keys_are_nothing_that_the_other_leg_must_hear_of() {
    let [one, other] = [Suite::ALL[0], Suite::ALL[5]]
        .map(|suite| session(&format!("{HEAD}m=audio 4000 RTP/SAVP 8|{}", crypto(1, suite))));
    assert!(one.asks_the_same(&other) && one != other);
}

/// A line with a key of ones.
fn crypto(tag: u32, suite: Suite) -> String {
    let mut ports = all();
    ports.protect(
        Kind::Audio,
        Security::BestEffort,
        vec![Crypto::new(tag, suite, &vec![1; suite.key_length()]).unwrap()],
    );
    let text =
        text_of(&session("v=0|c=IN IP4 1.1.1.1|m=audio 4 RTP/AVP 8|").offer_towards(None, &ports, &origin()));
    format!("{}|", text.split('|').find(|line| line.starts_with("a=crypto:")).unwrap())
}

/// Our side with two keys of twos for sound and for pictures: GCM with tag 5, AES-CM with tag 6.
fn ports(security: Security) -> Ports {
    let mut ports = all();
    for kind in [Kind::Audio, Kind::Video] {
        let suites = [(5, Suite::AeadAes256Gcm), (6, Suite::AesCm128HmacSha1_80)];
        let keys = suites.map(|(tag, suite)| Crypto::new(tag, suite, &vec![2; suite.key_length()]).unwrap());
        ports.protect(kind, security, keys.to_vec());
    }
    ports
}
