//! RFC 4475. The shared table says what was accepted of other exchanges too; here the RFC is followed where it says more.

use sip::HeaderName;
use world::World;

use super::{answer, is_alive, is_allowed, read};

/// Rows that differ from the shared table, each with why: name, what is allowed.
const BY_THE_RFC: &[(&str, &str)] = &[
    // §3.1.1.2, §3.1.1.5: a UAS that does not know a method rejects it and says which ones it knows: 405 with Allow
    // (RFC 3261 §8.2.1).
    ("intmeth", "405"),
    ("esc02", "405"),
    // §3.1.1.7: "valid; long values". Refusing it as too long, as the table has it, is giving up.
    ("longreq", "1xx|200|401|403|404|407|480|486|488"),
    // §3.1.1.8: a REGISTER; what follows it in the datagram is no request, so there is one answer to the REGISTER.
    ("dblreq", "401"),
    // §3.3.4: the To of a REGISTER must be a SIP or SIPS URI: 400, whoever asks. The table allows even a 200.
    ("unksm2", "400"),
    // §3.3.7: a scheme that nobody knows is no credential: the request is challenged.
    ("regaut01", "401"),
    // §3.3.15: the answer would have to be in a form that is not understood: 406.
    ("sdp01", "406"),
];

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
    let table = std::fs::read_to_string(dir.join("expected.csv")).expect("a readable table");
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let name = cells[0];
        let own = BY_THE_RFC.iter().find(|(own, _)| *own == name);
        let allowed = own.map_or(cells[3], |(_, allowed)| allowed);
        let mut world = World::new(1, &["201"]);
        let status = super::status(&mut world, &read(&dir.join(format!("{name}.dat"))));
        if !is_allowed(allowed, status) {
            wrong.push(format!("{name}: {status:?} is not among {allowed}"));
        }
        assert!(is_alive(&mut world), "{name}: no answer to OPTIONS after it");
        rows += 1;
    }
    assert!(rows >= 49, "{rows} rows");
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
