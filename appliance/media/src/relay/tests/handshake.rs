//! Streams whose keys come of a handshake, with ICE and without.

use super::*;
use crate::dtls::tests::{VERSIONS, client, identity};
use crate::dtls::{Dtls, DtlsIdentity, DtlsRole};
use crate::ice::IceCredentials;
use crate::srtp::{Inbound, MAX_OVERHEAD, MasterKey, Outbound, Profile};
use crate::stun;

mod again;
mod scene;
mod strangers;

use scene::{Phone, Scene, bytes};

/// Where the telephone really is; its description says [`PHONE_A`], behind a router.
const REAL: &str = "198.51.100.7:61000";

#[test]
fn sound_and_reports_go_both_ways_between_a_handshake_and_a_plain_leg() {
    for (version, ice) in VERSIONS.into_iter().flat_map(|version| [(version, false), (version, true)]) {
        let mut scene = Scene::new(ice);
        let Phone { identity, expects, .. } = &scene.phone;
        scene.phone.dtls = client(version, identity, *expects, scene.now);
        scene.shake();
        for number in 1..=3 {
            for kind in [Kind::Rtp, Kind::Rtcp] {
                scene.speaks(kind, number);
                scene.hears(kind, number);
            }
        }
        let report = report_of(&scene.relay, A);
        assert_eq!((report.packets_received, report.packets_sent, report.unsent), (3, 3, 0), "{ice}");
        assert_eq!((report.unauthentic, report.refused), (0, 0), "{ice}");
        assert_eq!(scene.relay.totals(), Totals { handshakes: 1, ..Totals::default() });
    }
}

#[test]
fn two_of_ours_shake_hands_whoever_begins() {
    for role in [DtlsRole::Active, DtlsRole::Passive] {
        let mut scene = Scene::new(false);
        scene.phone.become_a(role);
        scene.handshake(if role == DtlsRole::Active { DtlsRole::Passive } else { DtlsRole::Active }, None);
        scene.shake();
        scene.speaks(Kind::Rtp, 1);
        scene.hears(Kind::Rtp, 1);
    }
}

#[test]
fn who_begins_waits_until_it_knows_where() {
    let mut scene = Scene::without_peer();
    scene.phone.become_a(DtlsRole::Passive);
    scene.handshake(DtlsRole::Active, Some("R"));
    scene.relay.handle_command(peer(A, PHONE_A, "192.0.2.10"), scene.now);
    assert_eq!((scene.relay.poll_packet(), scene.relay.poll_timeout()), (None, None));
    scene.check(REAL, "R", true);
    scene.shake();
    scene.speaks(Kind::Rtp, 1);
    scene.hears(Kind::Rtp, 1);
}

#[test]
fn nothing_passes_before_the_keys() {
    for ice in [false, true] {
        let mut scene = Scene::new(ice);
        for kind in [Kind::Rtp, Kind::Rtcp] {
            for source in [REAL, PHONE_A, "192.0.2.10:4001"] {
                assert_eq!(scene.give(A, kind, &mut bytes(kind, 1), source), None);
                assert_eq!(scene.give(A, Kind::Rtp, &mut bytes(kind, 1), source), None);
            }
            assert_eq!(scene.give(B, kind, &mut bytes(kind, 1), PHONE_B), None);
            assert_eq!(scene.give(B, kind, &mut bytes(kind, 1), "198.51.100.20:5001"), None);
        }
        let report = report_of(&scene.relay, A);
        let passed = (report.packets_received, report.packets_sent, report.unsent);
        assert_eq!((passed, report.refused), ((0, 0, 0), 12), "{ice}");
    }
}

#[test]
fn nor_what_is_clear_after_them() {
    let mut scene = Scene::new(true);
    scene.shake();
    for kind in [Kind::Rtp, Kind::Rtcp] {
        let mut packet = [bytes(kind, 1), vec![0; 14]].concat();
        assert_eq!(scene.give(A, Kind::Rtp, &mut packet, REAL), None);
    }
    assert_eq!(report_of(&scene.relay, A).unauthentic, 2);
    // The port for reports alone is no longer one.
    let mut packet = scene.phone.seal(Kind::Rtcp, &bytes(Kind::Rtcp, 1));
    assert_eq!(scene.give(A, Kind::Rtcp, &mut packet, REAL), None);
    assert_eq!(report_of(&scene.relay, A).refused, 1);
}

#[test]
fn without_a_certificate_of_ours_a_stream_stays_closed() {
    for ice in [false, true] {
        let mut scene = Scene::new(ice);
        scene.relay = Relay::new(8);
        scene.open(ice);
        scene.shake();
        assert!(scene.phone.outbound.is_none());
        assert_eq!(scene.give(A, Kind::Rtp, &mut bytes(Kind::Rtp, 1), REAL), None);
        assert_eq!(scene.give(B, Kind::Rtp, &mut bytes(Kind::Rtp, 1), PHONE_B), None);
    }
}

#[test]
fn lost_datagrams_are_sent_again() {
    for lost in 0..10 {
        let mut scene = Scene::new(true);
        scene.lose = Some(lost);
        for _ in 0..8 {
            scene.shake();
            let due = [scene.relay.poll_timeout(), scene.phone.dtls.poll_timeout()];
            scene.now = due.into_iter().flatten().min().unwrap_or(scene.now).max(scene.now);
            scene.relay.handle_timeout(scene.now);
            scene.phone.dtls.handle_timeout(scene.now);
        }
        scene.speaks(Kind::Rtp, 1);
        scene.hears(Kind::Rtp, 1);
    }
}

#[test]
fn timers_end_with_the_handshake_or_its_stream() {
    let mut scene = Scene::new(false);
    scene.phone.become_a(DtlsRole::Passive);
    scene.handshake(DtlsRole::Active, None);
    assert!(scene.relay.poll_timeout().is_some());
    scene.relay.handle_command(Command::Close { stream: A }, scene.now);
    assert_eq!(scene.relay.poll_timeout(), None);

    let mut scene = Scene::new(false);
    scene.phone.become_a(DtlsRole::Passive);
    scene.handshake(DtlsRole::Active, None);
    while let Some(due) = scene.relay.poll_timeout() {
        assert!(due > scene.now);
        scene.now = due;
        scene.relay.handle_timeout(due);
        while scene.relay.poll_packet().is_some() {}
    }
}
