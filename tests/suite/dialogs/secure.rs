//! Encrypted sound by keys in descriptions (RFC 4568): each leg has keys of its own, and none crosses.

use crate::hand::{audio, body, office, sdp};

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
