//! Two telephones under one key: loss, reordering, repeats, wraps, restarts, forgery.

use super::*;

#[test]
fn what_is_encrypted_is_decrypted() {
    for profile in Profile::ALL {
        let (mut outbound, mut inbound) = pair(profile);
        for sequence in 1..50 {
            let plain = packet(7, sequence);
            let mut bytes = plain.clone();
            change(&mut bytes, |packet| outbound.seal_rtp(packet)).unwrap();
            assert_eq!((bytes.len(), &bytes[..12]), (172 + profile.rtp_tag_length(), &plain[..12]));
            assert!(bytes[12..172] != plain[12..]);
            assert_eq!(change(&mut bytes, |packet| inbound.open_rtp(packet)), Ok(true));
            assert_eq!(bytes, plain, "{profile:?}");
            let mut bytes = report(7);
            change(&mut bytes, |packet| outbound.seal_rtcp(packet)).unwrap();
            assert!(bytes.len() > report(7).len() && bytes[8..32] != report(7)[8..]);
            assert_eq!(change(&mut bytes, |packet| inbound.open_rtcp(packet)), Ok(true));
            assert_eq!(bytes, report(7), "{profile:?}");
        }
    }
}

#[test]
fn a_packet_that_was_touched_is_refused_and_changes_nothing() {
    for profile in Profile::ALL {
        let (mut outbound, mut inbound) = pair(profile);
        let mut sealed = [packet(7, 9), report(7)];
        change(&mut sealed[0], |packet| outbound.seal_rtp(packet)).unwrap();
        change(&mut sealed[1], |packet| outbound.seal_rtcp(packet)).unwrap();
        for (kind, sealed) in sealed.iter().enumerate() {
            let mut open = |mut bytes: Vec<u8>| {
                change(&mut bytes, |packet| match kind {
                    0 => inbound.open_rtp(packet),
                    _ => inbound.open_rtcp(packet),
                })
            };
            for place in 0..sealed.len() {
                for bit in 0..8 {
                    let mut touched = sealed.clone();
                    touched[place] ^= 1 << bit;
                    assert!(open(touched).is_err(), "{profile:?} {kind} {place} {bit}");
                }
            }
            for length in 0..sealed.len() {
                assert!(open(sealed[..length].to_vec()).is_err(), "{profile:?} {kind} {length}");
            }
            assert!(open([&sealed[..], &[0]].concat()).is_err());
            assert_eq!(open(sealed.clone()), Ok(true));
            assert_eq!(open(sealed.clone()), Err(SrtpError::Replayed));
        }
    }
}

#[test]
fn keys_of_another_are_refused() {
    for (profile, other) in [(0, 0), (0, 1), (1, 0), (4, 4), (5, 5)] {
        let [profile, other] = [profile, other].map(|place: usize| Profile::ALL[place]);
        let (mut outbound, mut inbound) = (Outbound::new(&key(profile, 1)), Inbound::new(&key(other, 99)));
        let mut bytes = packet(7, 1);
        change(&mut bytes, |packet| outbound.seal_rtp(packet)).unwrap();
        assert_eq!(change(&mut bytes, |packet| inbound.open_rtp(packet)), Err(SrtpError::Unauthentic));
    }
}

#[test]
fn the_numbers_wrap_in_both_directions() {
    for profile in Profile::ALL {
        let (mut outbound, mut inbound) = pair(profile);
        // Four rounds, every third packet lost, each pair of packets in the wrong order.
        let mut sealed = Vec::new();
        for number in (0x8000..0x4_0000u32).step_by(61) {
            let sequence = (number & 0xffff) as u16;
            let mut bytes = packet(7, sequence);
            change(&mut bytes, |packet| outbound.seal_rtp(packet)).unwrap();
            sealed.push((sequence, bytes));
        }
        for pair in sealed.chunks(3) {
            for (sequence, bytes) in pair.iter().take(2).rev() {
                let mut bytes = bytes.clone();
                assert!(change(&mut bytes, |packet| inbound.open_rtp(packet)).is_ok(), "{sequence}");
                assert_eq!(bytes, packet(7, *sequence));
            }
        }
    }
}

#[test]
fn repeats_and_very_late_ones_are_refused() {
    let (mut outbound, mut inbound) = pair(Profile::AesCm128HmacSha1_80);
    let sealed: Vec<_> = (1_000..1_200)
        .map(|number| {
            let mut bytes = packet(7, number);
            change(&mut bytes, |packet| outbound.seal_rtp(packet)).unwrap();
            bytes
        })
        .collect();
    for (place, expected) in [
        (0, Ok(true)),
        (150, Ok(true)),
        (0, Err(SrtpError::Replayed)),
        (22, Err(SrtpError::Replayed)),
        (23, Ok(false)),
        (23, Err(SrtpError::Replayed)),
        (149, Ok(false)),
        (151, Ok(true)),
        (150, Err(SrtpError::Replayed)),
    ] {
        let mut bytes = sealed[place].clone();
        assert_eq!(change(&mut bytes, |packet| inbound.open_rtp(packet)), expected, "{place}");
    }
}

#[test]
fn one_index_is_never_used_for_two_packets() {
    let mut outbound = Outbound::new(&key(Profile::AeadAes128Gcm, 1));
    let mut send = |sequence| change(&mut packet(7, sequence), |packet| outbound.seal_rtp(packet));
    for (sequence, expected) in [
        (500, Ok(())),
        (500, Err(SrtpError::Replayed)),
        (502, Ok(())),
        (501, Ok(())),
        (501, Err(SrtpError::Replayed)),
        (900, Ok(())),
        (500, Err(SrtpError::Replayed)),
        (700, Err(SrtpError::Replayed)),
        (901, Ok(())),
    ] {
        assert_eq!(send(sequence), expected, "{sequence}");
    }
}

#[test]
fn a_telephone_that_begins_anew_is_renumbered() {
    for (what, before, after) in [
        ("lower", 40_000, 10_000),
        ("lower by a little", 1_000, 700),
        ("higher than half a round", 1_000, 50_000),
        ("round the end", 100, 65_000),
    ] {
        let (mut outbound, mut inbound) = pair(Profile::AesCm128HmacSha1_32);
        let mut relay = |sequence: u16| {
            let mut bytes = packet(7, sequence);
            change(&mut bytes, |packet| outbound.seal_rtp(packet)).ok()?;
            assert_eq!(change(&mut bytes, |packet| inbound.open_rtp(packet)), Ok(true), "{what} {sequence}");
            assert_eq!(bytes[12..], packet(7, sequence)[12..]);
            Some(u16::from_be_bytes([bytes[2], bytes[3]]))
        };
        assert_eq!(relay(before), Some(before), "{what}");
        // One odd packet alone is dropped; the second of two shows that it goes on there.
        assert_eq!((relay(after), relay(after + 1)), (None, Some(before + 1)), "{what}");
        assert_eq!((relay(after + 2), relay(after + 5)), (Some(before + 2), Some(before + 5)), "{what}");
    }
}

#[test]
fn one_that_begins_at_the_end_of_the_numbers_is_understood_by_who_comes_late() {
    let (mut outbound, mut inbound) = pair(Profile::AeadAes256Gcm);
    let mut sealed: Vec<_> = [0xffff, 0, 1].map(|sequence| packet(7, sequence)).into();
    for bytes in &mut sealed {
        change(bytes, |packet| outbound.seal_rtp(packet)).unwrap();
    }
    // The first two are lost.
    assert_eq!(change(&mut sealed[2], |packet| inbound.open_rtp(packet)), Ok(true));
    assert_eq!(sealed[2][2..4], [0x80, 1]);
}

#[test]
fn a_new_source_begins_anew_and_too_many_are_refused() {
    let (mut outbound, mut inbound) = pair(Profile::AesCm256HmacSha1_80);
    let mut other = Outbound::new(&key(Profile::AesCm256HmacSha1_80, 1));
    for ssrc in 0..64 {
        let mut bytes = packet(ssrc, 60_000 - 900 * (ssrc as u16));
        change(&mut bytes, |packet| outbound.seal_rtp(packet)).unwrap();
        assert_eq!(change(&mut bytes, |packet| inbound.open_rtp(packet)), Ok(true));
    }
    let mut bytes = packet(64, 1);
    let sent = change(&mut bytes, |packet| outbound.seal_rtp(packet));
    assert_eq!((sent, &bytes), (Err(SrtpError::TooManySources), &packet(64, 1)));
    change(&mut bytes, |packet| other.seal_rtp(packet)).unwrap();
    let come = change(&mut bytes, |packet| inbound.open_rtp(packet));
    assert_eq!(come, Err(SrtpError::TooManySources));
    // Those that are known go on.
    let mut bytes = packet(5, 60_000 - 4_500 + 1);
    change(&mut bytes, |packet| outbound.seal_rtp(packet)).unwrap();
    assert_eq!(change(&mut bytes, |packet| inbound.open_rtp(packet)), Ok(true));
}

#[test]
fn an_mki_is_read_and_must_be_the_key_s() {
    for profile in Profile::ALL {
        let mut outbound = Outbound::new(&key(profile, 1));
        let mut inbound = Inbound::new(&key(profile, 1).with_mki(&[0xaa, 0xbb]).unwrap());
        for (mki, expected) in [([0xaa, 0xbc], Err(SrtpError::Unauthentic)), ([0xaa, 0xbb], Ok(true))] {
            let (mut sound, mut words) = (packet(7, u16::from(mki[1])), report(7));
            change(&mut sound, |packet| outbound.seal_rtp(packet)).unwrap();
            change(&mut words, |packet| outbound.seal_rtcp(packet)).unwrap();
            // It stands before the tag, or at the end with GCM.
            let (sound_tag, words_tag) =
                if profile.is_gcm() { (0, 0) } else { (profile.rtp_tag_length(), 10) };
            let (at, behind) = (sound.len() - sound_tag, words.len() - words_tag);
            sound.splice(at..at, mki);
            words.splice(behind..behind, mki);
            assert_eq!(change(&mut sound, |packet| inbound.open_rtp(packet)), expected, "{profile:?}");
            assert_eq!(change(&mut words, |packet| inbound.open_rtcp(packet)), expected, "{profile:?}");
            assert_eq!(sound == packet(7, 0xbb), expected.is_ok());
            assert_eq!(words == report(7), expected.is_ok());
        }
    }
}

#[test]
fn without_room_nothing_is_encrypted() {
    for profile in Profile::ALL {
        let mut outbound = Outbound::new(&key(profile, 1));
        let (mut sound, mut words) = (packet(7, 1), report(7));
        let length = sound.len();
        assert_eq!(outbound.seal_rtp(&mut Packet::new(&mut sound, length)), Err(SrtpError::NoRoom));
        assert_eq!(sound, packet(7, 1));
        let length = words.len();
        assert_eq!(outbound.seal_rtcp(&mut Packet::new(&mut words, length)), Err(SrtpError::NoRoom));
        assert_eq!(words, report(7));
    }
}

#[test]
fn a_report_that_is_only_authenticated_is_refused() {
    let (mut outbound, mut inbound) = pair(Profile::AesCm128HmacSha1_80);
    let mut bytes = report(7);
    change(&mut bytes, |packet| outbound.seal_rtcp(packet)).unwrap();
    let place = bytes.len() - 14;
    bytes[place] &= 0x7f;
    assert_eq!(change(&mut bytes, |packet| inbound.open_rtcp(packet)), Err(SrtpError::Unauthentic));
}

#[test]
fn no_bytes_panic() {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    for round in 0..60_000 {
        let profile = Profile::ALL[round % 6];
        let (mut outbound, mut inbound) =
            if round < 6 || round % 1000 < 6 { pair(profile) } else { continue };
        for _ in 0..200 {
            let mut bytes = vec![0; 48];
            for byte in &mut bytes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *byte = (state >> 56) as u8;
            }
            bytes[0] = bytes[0] & 0x3f | 0x80;
            bytes.truncate(usize::from(bytes[47]) % 48);
            for way in 0..4 {
                let _ = change(&mut bytes.clone(), |packet| match way {
                    0 => outbound.seal_rtp(packet).is_ok(),
                    1 => outbound.seal_rtcp(packet).is_ok(),
                    2 => inbound.open_rtp(packet).is_ok(),
                    _ => inbound.open_rtcp(packet).is_ok(),
                });
            }
        }
    }
}

fn pair(profile: Profile) -> (Outbound, Inbound) {
    (Outbound::new(&key(profile, 1)), Inbound::new(&key(profile, 1)))
}
