//! RFC 5118: IPv6 in messages. The table is made from its sections; the messages are for a stranger's office, so that what
//! is right is challenged, or meets no dialog.

use sip::HeaderName;
use world::World;

use super::{answer, is_alive, is_allowed, read};

/// File, section, answers, why.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("ipv6-good", "4.1", "401", "a REGISTER with an IPv6 reference: valid, challenged"),
    ("ipv6-bad", "4.2", "400", "the address in the Request-URI has no brackets"),
    ("port-ambiguous", "4.3", "401", "5070 is a part of the address: valid, challenged"),
    ("port-unambiguous", "4.4", "401", "a port behind the reference: valid, challenged"),
    ("via-received-param-with-delim", "4.5", "481", "brackets in received are taken; a BYE without a dialog"),
    (
        "via-received-param-no-delim",
        "4.5",
        "200",
        "received without brackets is what the grammar says; OPTIONS",
    ),
    ("ipv6-in-sdp", "4.6", "401", "addresses in SDP have no brackets: valid, challenged"),
    ("mult-ip-in-header", "4.7", "481", "both families in Via: valid; a BYE without a dialog"),
    ("mult-ip-in-sdp", "4.8", "401", "both families in SDP: valid, challenged"),
    ("ipv4-mapped-ipv6", "4.9", "401", "an IPv4-mapped address is an IPv6 address: valid, challenged"),
    (
        "ipv6-correct-abnf-2-colons",
        "4.10",
        "200",
        "the right form of an address that ends like IPv4; OPTIONS",
    ),
    (
        "ipv6-bug-abnf-3-colons",
        "4.10",
        "200",
        "the form that the bug in RFC 3261's grammar makes is taken; OPTIONS",
    ),
];

#[test]
fn each_message_is_answered_as_its_section_says() {
    let Some(dir) = world::shared("data/sip/rfc5118") else { return };
    let mut wrong = Vec::new();
    for (name, section, allowed, why) in TABLE {
        let mut world = World::new(1, &["201"]);
        let status = super::status(&mut world, &read(&dir.join(format!("{name}.sip"))));
        if !is_allowed(allowed, status) {
            wrong.push(format!("{name} (§{section}, {why}): {status:?} is not {allowed}"));
        }
        assert!(is_alive(&mut world), "{name}: no answer to OPTIONS after it");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let files = std::fs::read_dir(dir).expect("a readable folder").filter_map(Result::ok);
    let messages = files.filter(|file| file.path().extension().is_some_and(|kind| kind == "sip")).count();
    assert_eq!((messages, TABLE.len()), (12, 12));
}

#[test]
fn hops_are_repeated_as_they_came() {
    let Some(dir) = world::shared("data/sip/rfc5118") else { return };
    let mut world = World::new(1, &["201"]);
    let answer = answer(&mut world, &read(&dir.join("mult-ip-in-header.sip"))).expect("an answer");
    let hops: Vec<_> = answer.values(HeaderName::Via).map(|hop| String::from_utf8_lossy(hop)).collect();
    assert_eq!(hops.len(), 3, "{hops:?}");
    // The top one says where it came from; the others are somebody else's.
    assert!(hops[0].contains("[2001:db8::9:1]:6050") && hops[0].contains("received=10.0.0.99"), "{hops:?}");
    assert_eq!(hops[1], "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144");
    assert_eq!(hops[2], "SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200");
}
