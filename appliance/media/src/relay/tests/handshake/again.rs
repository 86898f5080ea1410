//! Descriptions that are said again, the same and others.

use super::*;

#[test]
fn the_same_again_changes_nothing() {
    for ice in [false, true] {
        let mut scene = Scene::new(ice);
        scene.shake();
        scene.speaks(Kind::Rtp, 1);
        scene.handshake(DtlsRole::Passive, ice.then_some("R"));
        scene.relay.handle_command(peer(A, PHONE_A, "198.51.100.7"), scene.now);
        scene.speaks(Kind::Rtp, 2);
        scene.hears(Kind::Rtp, 2);
        // What was there is known to be repeated.
        let mut packet = scene.phone.seal(Kind::Rtp, &bytes(Kind::Rtp, 3));
        let mut copy = packet.clone();
        assert!(scene.give(A, Kind::Rtp, &mut packet, REAL).is_some());
        scene.handshake(DtlsRole::Passive, ice.then_some("R"));
        assert_eq!(scene.give(A, Kind::Rtp, &mut copy, REAL), None);
    }
}

#[test]
fn with_other_credentials_the_keys_stay() {
    let mut scene = Scene::new(true);
    scene.shake();
    scene.handshake(DtlsRole::Passive, Some("N"));
    scene.speaks(Kind::Rtp, 1);
    // Until there is another way, the one before serves.
    scene.hears(Kind::Rtp, 1);
    let elsewhere = "203.0.113.20:7000";
    scene.check(elsewhere, "R", false);
    scene.check(elsewhere, "N", true);
    let forward = scene.give(B, Kind::Rtp, &mut bytes(Kind::Rtp, 2), PHONE_B);
    assert_eq!(forward.map(|forward| forward.to), Some(at(elsewhere)));
}

#[test]
fn another_certificate_or_role_asks_for_another_handshake() {
    for role in [DtlsRole::Active, DtlsRole::Passive] {
        let mut scene = Scene::new(true);
        scene.shake();
        scene.speaks(Kind::Rtp, 1);
        let mut before = scene.phone.seal(Kind::Rtp, &bytes(Kind::Rtp, 2));
        let (identity, ours) = (identity(), scene.ours.fingerprint());
        let (identity, phone_role) = match role {
            DtlsRole::Active => (scene.phone.identity.clone(), DtlsRole::Passive),
            DtlsRole::Passive => (identity, DtlsRole::Active),
        };
        scene.phone = Phone::new(identity, ours, phone_role, scene.now);
        scene.handshake(role, Some("N"));
        assert_eq!(scene.give(A, Kind::Rtp, &mut before, REAL), None);
        assert_eq!(scene.give(B, Kind::Rtp, &mut bytes(Kind::Rtp, 2), PHONE_B), None);
        scene.check(REAL, "N", true);
        scene.shake();
        scene.speaks(Kind::Rtp, 3);
        scene.hears(Kind::Rtp, 3);
    }
}

#[test]
fn one_that_has_failed_begins_anew() {
    let mut scene = Scene::new(false);
    let (identity_of_phone, ours) = (scene.phone.identity.clone(), scene.ours.fingerprint());
    scene.phone = Phone::new(identity(), ours, DtlsRole::Active, scene.now);
    scene.shake();
    scene.phone = Phone::new(identity_of_phone, ours, DtlsRole::Active, scene.now);
    scene.handshake(DtlsRole::Passive, None);
    scene.shake();
    scene.speaks(Kind::Rtp, 1);
    scene.hears(Kind::Rtp, 1);
}

#[test]
fn keys_of_a_description_end_it() {
    let key = MasterKey::new(Profile::AesCm128HmacSha1_80, &[7; 30]).unwrap();
    for (protected, is_through) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut scene = Scene::new(true);
        if is_through {
            scene.shake();
        }
        let key = protected.then(|| key.clone());
        let command = Command::Protect { stream: A, receive: key.clone(), send: key.clone() };
        scene.relay.handle_command(command, scene.now);
        scene.check(REAL, "R", false);
        assert_eq!(scene.relay.poll_timeout(), None);
        for kind in [Kind::Rtp, Kind::Rtcp] {
            let mut packet = bytes(kind, 1);
            let source = if kind == Kind::Rtp { PHONE_A } else { "192.0.2.10:4001" };
            scene.phone.outbound = key.as_ref().map(Outbound::new);
            if protected {
                packet = scene.phone.seal(kind, &packet);
            }
            let forward = scene.give(A, kind, &mut packet, source);
            assert_eq!(forward.map(|forward| forward.kind), Some(kind), "{protected} {is_through}");
        }
    }
}
