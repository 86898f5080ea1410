//! Who takes part in no handshake: strangers, our own ports, telephones with another certificate.

use super::*;

const STRANGER: &str = "203.0.113.66:4000";

#[test]
fn strangers_receive_nothing_and_nothing_of_theirs_passes() {
    for ice in [false, true] {
        for is_through in [false, true] {
            let mut scene = Scene::new(ice);
            if is_through {
                scene.shake();
            }
            let attacks = attacks(&scene);
            for (what, packet) in &attacks {
                for source in [STRANGER, "192.0.2.66:4000"] {
                    assert_eq!(scene.give(A, Kind::Rtp, &mut packet.clone(), source), None, "{what} {ice}");
                    assert_eq!(scene.give(A, Kind::Rtcp, &mut packet.clone(), source), None, "{what} {ice}");
                    assert_eq!(scene.relay.poll_packet(), None, "{what} {ice}");
                }
            }
            let report = report_of(&scene.relay, A);
            assert_eq!(report.refused + report.unauthentic, 4 * attacks.len() as u64);
            // The telephone is not disturbed.
            scene.shake();
            scene.speaks(Kind::Rtp, 1);
            scene.hears(Kind::Rtp, 1);
        }
    }
}

#[test]
fn checks_without_ice_are_not_answered() {
    let mut scene = Scene::new(false);
    scene.check(REAL, "R", false);
    assert_eq!(report_of(&scene.relay, A).refused, 1);
}

#[test]
fn with_ice_the_described_address_alone_is_no_reason_to_answer() {
    let mut scene = Scene::new(true);
    let mut hello = scene.phone.dtls.poll_packet().unwrap();
    for source in [PHONE_A, "198.51.100.7:61001"] {
        scene.give(A, Kind::Rtp, &mut hello, source);
        assert_eq!(scene.relay.poll_packet(), None);
    }
    scene.give(A, Kind::Rtp, &mut hello, REAL);
    assert!(scene.relay.poll_packet().is_some());
}

#[test]
fn our_own_ports_are_no_telephones() {
    for ice in [false, true] {
        let mut scene = Scene::new(ice);
        let own = "192.0.2.1:10002";
        scene.relay.handle_command(peer(A, own, "192.0.2.1"), scene.now);
        scene.check(own, "R", false);
        let mut hello = scene.phone.dtls.poll_packet().unwrap();
        scene.give(A, Kind::Rtp, &mut hello, own);
        assert_eq!(scene.relay.poll_packet(), None);
        scene.relay.handle_command(peer(A, PHONE_A, "198.51.100.7"), scene.now);
        scene.give(A, Kind::Rtp, &mut hello, REAL);
        scene.shake();
        let mut packet = scene.phone.seal(Kind::Rtp, &bytes(Kind::Rtp, 1));
        assert_eq!(scene.give(A, Kind::Rtp, &mut packet, own), None);
        scene.speaks(Kind::Rtp, 2);
        scene.hears(Kind::Rtp, 2);
    }
}

#[test]
fn who_has_the_keys_may_speak_from_elsewhere_and_is_answered_where_ice_says() {
    for (ice, answered_at) in [(true, REAL), (false, STRANGER)] {
        let mut scene = Scene::new(ice);
        scene.shake();
        let mut packet = scene.phone.seal(Kind::Rtp, &bytes(Kind::Rtp, 1));
        assert!(scene.give(A, Kind::Rtp, &mut packet, STRANGER).is_some());
        let forward = scene.give(B, Kind::Rtp, &mut bytes(Kind::Rtp, 1), PHONE_B);
        assert_eq!(forward.map(|forward| forward.to), Some(at(answered_at)));
    }
}

#[test]
fn who_has_another_certificate_gets_no_sound() {
    for ice in [false, true] {
        let mut scene = Scene::new(ice);
        let (expects, now) = (scene.ours.fingerprint(), scene.now);
        scene.phone = Phone::new(identity(), expects, DtlsRole::Active, now);
        scene.shake();
        for kind in [Kind::Rtp, Kind::Rtcp] {
            assert_eq!(scene.give(B, kind, &mut bytes(kind, 1), PHONE_B), None);
        }
        assert_eq!(scene.relay.poll_timeout(), None);
        let report = report_of(&scene.relay, A);
        assert_eq!((report.packets_sent, report.packets_received), (0, 0));
        let totals = scene.relay.totals();
        assert_eq!((totals.handshakes, totals.handshakes_failed), (0, 1));
        let trouble = Trouble { stream: A, local: at("192.0.2.1:10000"), what: What::OtherCertificate };
        assert_eq!((scene.relay.poll_trouble(), scene.relay.poll_trouble()), (Some(trouble), None));
    }
}

#[test]
fn noise_is_survived_and_the_handshake_goes_on() {
    let mut scene = Scene::new(true);
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    for round in 0..20_000u32 {
        let mut packet = vec![0; 60];
        for byte in &mut packet {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
        packet[0] = [0, 1, 20, 21, 22, 23, 63, 128][round as usize % 8];
        if round % 3 == 0 {
            packet[..14].copy_from_slice(&[22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 40, 1]);
        }
        packet.truncate(1 + usize::from(packet[59]) % 59);
        scene.give(A, Kind::Rtp, &mut packet, REAL);
        while scene.relay.poll_packet().is_some() {}
    }
    scene.shake();
    scene.speaks(Kind::Rtp, 1);
}

/// What a stranger may send who knows all but the password.
fn attacks(scene: &Scene) -> Vec<(&'static str, Vec<u8>)> {
    let ours = scene.ours.fingerprint();
    let mut other = Phone::new(identity(), ours, DtlsRole::Active, scene.now);
    let mut same = Phone::new(scene.phone.identity.clone(), ours, DtlsRole::Active, scene.now);
    let check = |name: &[u8], key: Option<&[u8]>| stun::tests::request(0, &[(0x06, name), (0x25, &[])], key);
    vec![
        ("a plain request", check(b"", None)),
        ("a request that is not signed", check(b"L:R", None)),
        ("a request with a guess", check(b"L:R", Some(b"guess"))),
        ("a request of another", check(b"L:X", Some(b"secret"))),
        ("a hello", other.dtls.poll_packet().unwrap()),
        ("the telephone's hello", same.dtls.poll_packet().unwrap()),
        ("an alert", vec![21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40]),
        ("sound", [bytes(Kind::Rtp, 1), vec![0; 14]].concat()),
        ("reports", [bytes(Kind::Rtcp, 1), vec![0; 14]].concat()),
        ("ZRTP", vec![0x10; 40]),
        ("a channel of TURN", vec![0x40; 40]),
        ("nothing", Vec::new()),
    ]
}
