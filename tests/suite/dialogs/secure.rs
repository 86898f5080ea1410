//! Encrypted sound by keys in descriptions (RFC 4568): each leg has keys of its own, and none crosses.

use sip::Transport;
use world::World;

use crate::hand::{audio, body, office, sdp, with};

const KEY: &str = "a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd\r\n";

#[test]
fn who_offers_to_encrypt_is_answered_so_and_the_other_side_hears_nothing_of_it() {
    for (profile, answered) in [("RTP/SAVP", "RTP/SAVP"), ("RTP/AVP", "RTP/AVP")] {
        let (mut world, mut anna, mut ben, _) = office();
        let line = format!("m=audio 4000 {profile} 8\r\na=rtpmap:8 PCMA/8000\r\n{KEY}");
        let invite = anna.invite(&mut world, "202", "", &sdp(10, 1, &line));
        anna.expect(&world, "100");
        let asked = ben.expect(&world, "INVITE");
        assert!(
            body(&asked).contains(" RTP/AVP 8\r\n") && !body(&asked).contains("crypto"),
            "{}",
            body(&asked)
        );
        ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
        ben.expect(&world, "ACK");
        let ok = anna.expect(&world, "200");
        let text = body(&ok);
        assert!(text.contains(&format!(" {answered} 8\r\n")), "{text}");
        assert_eq!(text.matches("a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:").count(), 1, "{text}");
        assert!(!text.contains("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd"), "the key is our own");
        // Another key for what she sends is her own affair; ours stays.
        anna.accept(&invite, &ok);
        anna.ack(&mut world, invite.cseq(), "");
        let again = line.replace("AAEC", "BBEC");
        let request = anna.reinvite(&mut world, "", &sdp(10, 2, &again));
        assert_eq!(body(&anna.expect(&world, "200")), text);
        anna.ack(&mut world, request.cseq(), "");
        ben.quiet(&world);
    }
}

#[test]
fn who_wants_the_offer_from_us_on_tls_may_take_a_key_or_not() {
    for (line, is_sealed) in [(audio(4000, ""), false), (audio(4000, "") + KEY, true)] {
        let mut world = World::new(1, &["201", "202"]);
        world.transport("201", Transport::Tls);
        let (mut world, mut anna, mut ben, _) = with(world, &["201", "202"]);
        anna.transport = Transport::Tls;
        let invite = anna.invite(&mut world, "202", "", "");
        let asked = ben.expect(&world, "INVITE");
        ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
        anna.expect(&world, "100");
        let ok = anna.expect(&world, "200");
        let text = body(&ok);
        assert!(text.contains(" RTP/AVP 8 101\r\n") && text.contains("a=crypto:1 "), "{text}");
        anna.accept(&invite, &ok);
        anna.ack(&mut world, invite.cseq(), &sdp(10, 1, &line.replace(":7 ", ":1 ")));
        let ack = body(&ben.expect(&world, "ACK"));
        assert!(ack.contains("m=audio 1000") && !ack.contains("crypto"), "{ack}");
        let again = anna.reinvite(&mut world, "", &sdp(10, 2, &line));
        assert_eq!(body(&anna.expect(&world, "200")).contains("a=crypto"), is_sealed);
        anna.ack(&mut world, again.cseq(), "");
    }
}

#[test]
fn a_key_that_was_given_up_does_not_come_back_and_asking_for_it_changes_nothing() {
    let (mut world, mut anna, mut ben, _) = office();
    let sealed = format!("m=audio 4000 RTP/SAVP 8\r\na=rtpmap:8 PCMA/8000\r\n{KEY}");
    let stronger = sealed.replace("AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM").replace("Gxwd", "Gw==");
    let invite = anna.invite(&mut world, "202", "", &sdp(10, 1, &sealed));
    anna.expect(&world, "100");
    let asked = ben.expect(&world, "INVITE");
    ben.answer(&mut world, &asked, 200, "", &sdp(11, 1, &audio(5000, "")));
    ben.expect(&world, "ACK");
    let ok = anna.expect(&world, "200");
    anna.accept(&invite, &ok);
    anna.ack(&mut world, invite.cseq(), "");
    for (version, line, status) in [
        (2, &stronger, "200"),
        (3, &sealed, "488"),
        (4, &stronger, "200"),
        (5, &sealed, "488"),
        (6, &stronger, "200"),
    ] {
        let again = anna.reinvite(&mut world, "", &sdp(10, version, line));
        anna.expect(&world, status);
        anna.ack(&mut world, again.cseq(), "");
    }
}

#[test]
fn what_must_be_encrypted_and_cannot_be_is_refused() {
    for line in [
        "m=audio 4000 RTP/SAVP 8\r\n",
        "m=audio 4000 RTP/SAVP 8\r\na=crypto:1 NULL_SUITE inline:AAAA\r\n",
        "m=audio 4000 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA\r\n",
    ] {
        let (mut world, mut anna, mut ben, _) = office();
        anna.invite(&mut world, "202", "", &sdp(10, 1, line));
        while let Some(message) = ben.next(&world) {
            ben.answer(&mut world, &message, 200, "", &sdp(11, 1, &audio(5000, "")));
        }
        let last = std::iter::from_fn(|| anna.next(&world)).last().expect("an answer");
        assert_eq!(last.status(), 488, "{line}");
    }
}
