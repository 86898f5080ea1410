//! RFC 5118: IPv6 in messages.

use sip::HeaderName;
use world::World;

use super::tables::RFC_5118;
use super::{answer, is_alive, is_allowed, read};

#[test]
fn each_message_is_answered_as_its_section_says() {
    let Some(dir) = world::shared("data/sip/rfc5118") else { return };
    let mut wrong = Vec::new();
    for (name, section, allowed, why) in RFC_5118 {
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
    assert_eq!((messages, RFC_5118.len()), (12, 12));
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
