//! RFC 4475. The shared table says what was accepted of other exchanges too; here the RFC is followed where it says more.

use sip::HeaderName;
use world::World;

use super::tables::by_the_rfc;
use super::{answer, is_alive, is_allowed, read};

/// Answers that come before the question who asks (RFC 3261 §8.2), with a header that must tell more.
const BEFORE_THE_CHALLENGE: &[(&str, u16, HeaderName, &str)] = &[
    ("sdp01", 406, HeaderName::Accept, "application/sdp"),
    ("invut", 415, HeaderName::Accept, "application/sdp"),
    // A UAS names what Require asks for; Proxy-Require is for proxies (§3.3.5, RFC 3261 §8.2.2.3).
    ("bext01", 420, HeaderName::Unsupported, "nothingSupportsThis, nothingSupportsThisEither"),
];

#[test]
fn each_message_is_answered_as_the_rfc_allows() {
    let Some(dir) = world::shared("data/sip/rfc4475") else { return };
    let mut wrong = Vec::new();
    let rows = by_the_rfc(&dir);
    for (name, allowed) in &rows {
        let mut world = World::new(1, &["201"]);
        let status = super::status(&mut world, &read(&dir.join(format!("{name}.dat"))));
        if !is_allowed(allowed, status) {
            wrong.push(format!("{name}: {status:?} is not among {allowed}"));
        }
        assert!(is_alive(&mut world), "{name}: no answer to OPTIONS after it");
    }
    assert!(rows.len() >= 49, "{} rows", rows.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_nobody_can_be_served_is_said_before_the_challenge() {
    let Some(dir) = world::shared("data/sip/rfc4475") else { return };
    for (name, status, header, value) in BEFORE_THE_CHALLENGE {
        let mut world = World::new(1, &["201"]);
        let answer = answer(&mut world, &read(&dir.join(format!("{name}.dat")))).expect(name);
        assert_eq!(answer.status(), *status, "{name}");
        let values: Vec<_> = answer.values(*header).map(|value| String::from_utf8_lossy(value)).collect();
        assert_eq!(values.join(", "), *value, "{name}");
    }
    let mut world = World::new(1, &["201"]);
    let answer = answer(&mut world, &read(&dir.join("unkscm.dat"))).expect("an answer");
    assert_eq!(answer.status(), 416);
}

#[test]
fn a_method_that_nobody_knows_is_told_which_ones_are() {
    let Some(dir) = world::shared("data/sip/rfc4475") else { return };
    for name in ["intmeth", "esc02"] {
        let mut world = World::new(1, &["201"]);
        let answer = answer(&mut world, &read(&dir.join(format!("{name}.dat")))).expect(name);
        assert!(answer.text(HeaderName::Allow).is_some_and(|allow| allow.contains("INVITE")), "{name}");
    }
}
