//! Flows of one instance, and connections that close (RFC 5626).

use super::*;

const A: &str = "+sip.instance=\"<urn:uuid:A>\"";

#[test]
fn a_flow_is_known_by_its_instance_and_number() {
    for (name, second, outcome) in [
        (
            "the same flow with another contact",
            "<sip:a@h:2>;reg-id=1;+sip.instance=\"<urn:uuid:a>\"",
            "ok a@h:2=300, 0 removed a@h:1, 0 changed a@h:2",
        ),
        (
            "another flow",
            "<sip:a@h:2>;reg-id=2;+sip.instance=\"<urn:uuid:A>\"",
            "ok a@h:1=300 a@h:2=300, 0 changed a@h:2",
        ),
        (
            "another flow with the same contact",
            "<sip:a@h:1>;reg-id=2;+sip.instance=\"<urn:uuid:A>\"",
            "ok a@h:1=300 a@h:1=300, 0 changed a@h:1",
        ),
        (
            "the same number of another instance",
            "<sip:a@h:2>;reg-id=1;+sip.instance=\"<urn:uuid:B>\"",
            "ok a@h:1=300 a@h:2=300, 0 changed a@h:2",
        ),
        (
            "the instance without flows",
            "<sip:a@h:2>;+sip.instance=\"<urn:uuid:A>\"",
            "ok a@h:2=300, 0 removed a@h:1, 0 changed a@h:2",
        ),
        (
            "the contact without flows",
            "<sip:a@h:1>;+sip.instance=\"<urn:uuid:A>\"",
            "ok a@h:1=300, 0 changed a@h:1",
        ),
        (
            "the flow leaves",
            "<sip:a@h:2>;reg-id=1;+sip.instance=\"<urn:uuid:A>\";expires=0",
            "ok, 0 removed a@h:1",
        ),
        ("a number without instance", "<sip:a@h:2>;reg-id=1", "ok a@h:1=300 a@h:2=300, 0 changed a@h:2"),
        (
            "a number that is none",
            "<sip:a@h:2>;reg-id=0;+sip.instance=\"<urn:uuid:A>\"",
            "ok a@h:2=300, 0 removed a@h:1, 0 changed a@h:2",
        ),
    ] {
        check_named(
            name,
            &format!("0 phone c1 1 <sip:a@h:1>;reg-id=1;{A} | 0 phone c2 1 {second}"),
            &format!("0 ok a@h:1=300, 0 changed a@h:1, 0 {outcome}"),
        );
    }
}

#[test]
fn a_request_that_names_two_flows_is_refused() {
    let two = format!("<sip:a@h:1>;reg-id=1;{A}, <sip:a@h:2>;reg-id=2;{A}");
    check(&format!("0 phone c1 1 {two}"), "0 400");
    check(
        &format!("0 phone c1 1 {two};expires=0, <sip:b@h>"),
        "0 ok a@h:1=300 b@h=300, 0 changed a@h:1, 0 changed b@h",
    );
}

#[test]
fn of_two_flows_with_one_contact_the_other_stays_on_disk() {
    check(
        &format!(
            "0 phone c1 1 <sip:a@h>;reg-id=1;{A} | 0 phone c2 1 <sip:a@h>;reg-id=2;{A} | \
             0 phone c2 2 <sip:a@h>;reg-id=2;{A};expires=0 | 0 phone c1 2 <sip:b@h>;reg-id=1;{A}"
        ),
        "0 ok a@h=300, 0 changed a@h, 0 ok a@h=300 a@h=300, 0 changed a@h, 0 ok a@h=300, 0 changed a@h, \
         0 ok b@h=300, 0 removed a@h, 0 changed b@h",
    );
}

#[test]
fn one_telephone_with_several_flows_rings_on_the_one_refreshed_last() {
    let mut registrar = Registrar::new(settings());
    let base = Instant::now();
    let mut from = |port: u16, cseq: u32, id: u32, ms: u64| {
        let contact = format!("phone:{port} c{id} {cseq} <sip:a@h:{id}>;reg-id={id};{A}");
        register(&mut registrar, &contact, at(base, ms)).unwrap();
        registrar
            .reachable("201", at(base, ms))
            .map(|binding| binding.contact[6..].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(from(1, 1, 1, 0), ["h:1"]);
    assert_eq!(from(2, 1, 2, 0), ["h:2"], "of the same age the later one");
    assert_eq!(from(1, 2, 1, 5), ["h:1"]);
    assert_eq!(from(3, 1, 3, 6), ["h:3"]);
    registrar.ping_lost("201", "sip:a@h:3", at(base, 7));
    register(&mut registrar, "other c9 1 <sip:b@h>", at(base, 8)).unwrap();
    let contacts: Vec<_> =
        registrar.reachable("201", at(base, 9)).map(|binding| &binding.contact[4..]).collect();
    assert_eq!(contacts, ["a@h:1", "b@h"]);
}

#[test]
fn what_came_by_a_connection_ends_with_it() {
    let mut registrar = Registrar::new(settings());
    let now = Instant::now();
    let (one, two) = (connection(40_001), connection(40_002));
    for (aor, flow, contact) in [
        ("201", one, "<sip:a@h>"),
        ("202", one, "<sip:b@h>"),
        ("201", two, "<sip:c@h>"),
        ("201", flow("phone"), "<sip:d@h>"),
    ] {
        registrar.register(aor, &request(&format!("{contact} 1 {contact}")), flow, now).unwrap();
    }
    while registrar.poll_change().is_some() {}
    registrar.flow_closed(&flow("phone"));
    assert_eq!(registrar.poll_change(), None, "there is no connection of datagrams");
    registrar.flow_closed(&one);
    registrar.flow_closed(&one);
    assert_eq!(removed(&mut registrar), ["201 sip:a@h", "202 sip:b@h"]);
    // It has moved to a new connection before the old one was found to be dead.
    let moved = connection(40_003);
    registrar.register("201", &request("<sip:c@h> 2 <sip:c@h>"), moved, now).unwrap();
    registrar.flow_closed(&two);
    assert_eq!(removed(&mut registrar), [""; 0]);
    registrar.flow_closed(&moved);
    assert_eq!(removed(&mut registrar), ["201 sip:c@h"]);
    registrar.remove_aor("201");
    assert_eq!(registrar.table.leftovers(), 0);
}

#[test]
fn a_connection_does_not_survive_the_program() {
    let now = Instant::now();
    let mut before = Registrar::new(settings());
    before.register("201", &request("c 1 <sip:a@h>"), connection(40_001), now).unwrap();
    let mut registrar = Registrar::new(settings());
    registrar.restore(before.bindings("201").next().unwrap().clone());
    assert_eq!((registrar.len(), removed(&mut registrar)), (0, vec!["201 sip:a@h".to_owned()]));
}

#[test]
fn the_answer_says_that_flows_are_understood() {
    let asks = |supported: &str, contact: &str| {
        let text = request(&format!("c 1 {contact}"));
        let text = String::from_utf8_lossy(text.as_bytes())
            .replace("\r\n\r\n", &format!("\r\nSupported: {supported}\r\n\r\n"));
        is_outbound(&Message::parse(text.as_bytes()).unwrap())
    };
    let flow = format!("<sip:a@h>;reg-id=1;{A}");
    assert!(asks("path, Outbound", &flow));
    assert!(!asks("path", &flow));
    assert!(!asks("outbound", &format!("<sip:a@h>;{A}")));
    assert!(!asks("outbound", "<sip:a@h>;reg-id=1"));
    assert!(!asks("outbound", ""));
    assert_eq!((flow_timer(Transport::Udp), flow_timer(Transport::Wss)), (None, Some(FLOW_TIMER)));

    let mut registrar = Registrar::new(settings());
    let strange = r#"phone c 1 <sip:a@h>;reg-id=7;+sip.instance="<x\"\\>""#;
    let granted = register(&mut registrar, strange, Instant::now()).unwrap();
    assert_eq!(granted[0].to_string(), r#"<sip:a@h>;reg-id=7;+sip.instance="<x\"\\>";expires=300"#);
}

fn connection(port: u16) -> Flow {
    Flow { transport: Transport::Tcp, ..flow(&format!("phone:{port}")) }
}

fn removed(registrar: &mut Registrar) -> Vec<String> {
    std::iter::from_fn(|| registrar.poll_change())
        .filter_map(|change| match change {
            Change::Removed { aor, contact } => Some(format!("{aor} {contact}")),
            Change::Changed(_) | Change::Reachable { .. } | Change::Refreshed(_) => None,
        })
        .collect()
}
