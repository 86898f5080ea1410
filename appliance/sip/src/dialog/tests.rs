//! Dialogs as their messages make them.

use super::*;
use crate::Transport;

const INVITE: &str = "INVITE sip:202@pbx.example SIP/2.0|Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1|\
    From: \"Anna\" <sip:201@pbx.example>;tag=anna|To: <sip:202@pbx.example>|Call-ID: c1|CSeq: 41 INVITE|\
    Contact: <sip:201@192.0.2.1:5062;transport=udp>";

const OK: &str = "SIP/2.0 200 OK|Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1|From: \"Anna\" <sip:201@pbx.example>;tag=anna|\
    To: <sip:202@pbx.example>;tag=bert|Call-ID: c1|CSeq: 41 INVITE|Contact: <sip:202@192.0.2.2>";

#[test]
fn who_is_called_talks_back() {
    let mut dialog = Dialog::uas(&message(INVITE), "bert", flow()).unwrap();
    assert_eq!(dialog.id, id("c1", "bert", "anna"));
    assert_eq!(
        sent(dialog.request(Method::Bye, "z9hG4bKx", None)),
        "BYE sip:201@192.0.2.1:5062;transport=udp SIP/2.0|Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKx;rport|\
         Max-Forwards: 70|From: <sip:202@pbx.example>;tag=bert|To: \"Anna\" <sip:201@pbx.example>;tag=anna|Call-ID: c1|\
         CSeq: 1 BYE|Content-Length: 0"
    );
}

#[test]
fn who_called_acknowledges_and_goes_on() {
    let mut dialog = Dialog::uac(&message(INVITE), &message(OK), flow()).unwrap();
    assert_eq!(dialog.id, id("c1", "anna", "bert"));
    assert_eq!(
        sent(dialog.ack(41, "z9hG4bKx")),
        "ACK sip:202@192.0.2.2 SIP/2.0|Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKx;rport|Max-Forwards: 70|\
         From: \"Anna\" <sip:201@pbx.example>;tag=anna|To: <sip:202@pbx.example>;tag=bert|Call-ID: c1|CSeq: 41 ACK|\
         Content-Length: 0"
    );
    let again = sent(dialog.request(Method::Invite, "z9hG4bKy", Some("<sip:201@192.0.2.9>")));
    assert!(again.contains("|CSeq: 42 INVITE|Contact: <sip:201@192.0.2.9>|"), "{again}");
}

#[test]
fn both_sides_know_the_dialog_by_the_same_id() {
    let uas = Dialog::uas(&message(INVITE), "bert", flow()).unwrap();
    let uac = Dialog::uac(&message(INVITE), &message(OK), flow()).unwrap();
    let within = INVITE.replace("To: <sip:202@pbx.example>", "To: <sip:202@pbx.example>;tag=bert");
    assert_eq!(DialogId::of_request(&message(&within)), Some(uas.id));
    assert_eq!(DialogId::of_response(&message(OK)), Some(uac.id));
    assert_eq!(DialogId::of_request(&message(INVITE)), None);
}

#[test]
fn routes_are_taken_in_the_order_of_their_side() {
    let routes = "|Record-Route: <sip:p2;lr>, <sip:p1;lr>;x=y|Record-Route: \"a,b\" <sip:p0;lr>";
    for (dialog, order) in [
        (
            Dialog::uas(&message(&format!("{INVITE}{routes}")), "b", flow()),
            "Route: <sip:p2;lr>|Route: <sip:p1;lr>;x=y|Route: \"a,b\" <sip:p0;lr>|",
        ),
        (
            Dialog::uac(&message(INVITE), &message(&format!("{OK}{routes}")), flow()),
            "Route: \"a,b\" <sip:p0;lr>|Route: <sip:p1;lr>;x=y|Route: <sip:p2;lr>|",
        ),
    ] {
        let bye = sent(dialog.unwrap().request(Method::Bye, "z9hG4bKx", None));
        assert!(bye.contains(&format!("|Max-Forwards: 70|{order}From")), "{bye}");
    }
}

#[test]
fn a_strict_router_is_the_request_uri_and_the_target_the_last_route() {
    let invite = format!("{INVITE}|Record-Route: <sip:strict;maddr=192.0.2.7?Subject=x>, <sip:p1;lr>");
    let mut dialog = Dialog::uas(&message(&invite), "b", flow()).unwrap();
    let bye = sent(dialog.request(Method::Bye, "z9hG4bKx", None));
    assert!(bye.starts_with("BYE sip:strict;maddr=192.0.2.7 SIP/2.0|"), "{bye}");
    assert!(bye.contains("|Route: <sip:p1;lr>|Route: <sip:201@192.0.2.1:5062;transport=udp>|From"), "{bye}");
}

#[test]
fn requests_come_in_order() {
    let mut dialog = Dialog::uas(&message(INVITE), "bert", flow()).unwrap();
    for (number, method, accepted) in [
        (40, "INFO", false),
        (42, "INFO", true),
        (41, "BYE", false),
        (41, "ACK", true),
        (50, "BYE", true),
        (49, "INFO", false),
    ] {
        let request = INVITE.replace("INVITE sip", &format!("{method} sip"));
        let request = message(&request.replace("41 INVITE", &format!("{number} {method}")));
        assert_eq!(dialog.accepts(&request), accepted, "{number} {method}");
    }
}

#[test]
fn who_called_takes_any_first_number() {
    let mut dialog = Dialog::uac(&message(INVITE), &message(OK), flow()).unwrap();
    let bye = message(&INVITE.replace("INVITE sip", "BYE sip").replace("41 INVITE", "0 BYE"));
    assert!(dialog.accepts(&bye));
    assert_eq!(dialog.remote_seq, Some(0));
}

#[test]
fn the_target_follows_the_contact() {
    let mut dialog = Dialog::uas(&message(INVITE), "bert", flow()).unwrap();
    dialog.refresh_target(&message(&INVITE.replace("192.0.2.1:5062", "192.0.2.1:6000")));
    assert_eq!(dialog.remote_target, "sip:201@192.0.2.1:6000;transport=udp");
    dialog.refresh_target(&message(&INVITE.replace("Contact: <sip", "Contact: <:")));
    dialog.refresh_target(&message(&INVITE.replace("Contact", "X-Contact")));
    assert_eq!(dialog.remote_target, "sip:201@192.0.2.1:6000;transport=udp");
}

#[test]
fn an_early_dialog_is_confirmed_with_the_routes_of_the_answer() {
    let early = OK.replace("200 OK", "180 Ringing") + "|Record-Route: <sip:p1;lr>";
    let mut dialog = Dialog::uac(&message(INVITE), &message(&early), flow()).unwrap();
    assert_eq!(dialog.route_set, ["<sip:p1;lr>"]);
    dialog.confirm(&message(&OK.replace("192.0.2.2", "192.0.2.3"))).unwrap();
    assert_eq!((dialog.route_set.len(), &*dialog.remote_target), (0, "sip:202@192.0.2.3"));
}

#[test]
fn an_answer_without_contact_is_where_the_request_went() {
    let ok = OK.replace("|Contact: <sip:202@192.0.2.2>", "");
    let dialog = Dialog::uac(&message(INVITE), &message(&ok), flow()).unwrap();
    assert_eq!(dialog.remote_target, "sip:202@pbx.example");
}

#[test]
fn what_makes_no_dialog() {
    for (name, from, to, error) in [
        ("no Contact", "Contact", "X-Contact", HeaderError::Missing(HeaderName::Contact)),
        (
            "a star",
            "<sip:201@192.0.2.1:5062;transport=udp>",
            "*",
            HeaderError::Malformed(HeaderName::Contact),
        ),
        (
            "a broken route",
            "|Contact",
            "|Record-Route: <p1|Contact",
            HeaderError::Malformed(HeaderName::RecordRoute),
        ),
    ] {
        let dialog = Dialog::uas(&message(&INVITE.replace(from, to)), "b", flow());
        assert_eq!(dialog.unwrap_err(), error, "{name}");
    }
}

#[test]
fn headers_of_a_contact_are_not_sent_back() {
    let invite = INVITE.replace("transport=udp", "transport=udp?Replaces=x");
    let mut dialog = Dialog::uas(&message(&invite), "bert", flow()).unwrap();
    let bye = sent(dialog.request(Method::Bye, "z9hG4bKx", None));
    assert!(bye.starts_with("BYE sip:201@192.0.2.1:5062;transport=udp SIP/2.0|"), "{bye}");
}

#[test]
fn a_peer_of_rfc_2543_has_no_tag() {
    let mut dialog = Dialog::uas(&message(&INVITE.replace(";tag=anna", "")), "bert", flow()).unwrap();
    assert_eq!(dialog.id, id("c1", "bert", ""));
    let bye = sent(dialog.request(Method::Bye, "z9hG4bKx", None));
    assert!(bye.contains("|To: \"Anna\" <sip:201@pbx.example>|"), "{bye}");
}

#[test]
fn ipv6_stands_in_brackets_and_without_scope() {
    let invite = INVITE.replace("192.0.2.1", "[2001:db8::1]");
    let flow = Flow { local: "[fe80::9%3]:5060".parse().unwrap(), ..flow() };
    let mut dialog = Dialog::uas(&message(&invite), "bert", flow).unwrap();
    let bye = sent(dialog.request(Method::Bye, "z9hG4bKx", None));
    assert!(bye.starts_with("BYE sip:201@[2001:db8::1]:5062;transport=udp SIP/2.0|"), "{bye}");
    assert!(bye.contains("|Via: SIP/2.0/UDP [fe80::9]:5060;branch=z9hG4bKx;rport|"), "{bye}");
}

fn message(text: &str) -> Message {
    Message::parse(format!("{}\r\n\r\n", text.replace('|', "\r\n")).as_bytes()).expect(text)
}

/// The request as it is sent, lines joined by `|`; it must be one that the parser takes.
fn sent(writer: Writer) -> String {
    let bytes = writer.finish();
    Message::parse(&bytes).expect("own requests are well-formed");
    String::from_utf8(bytes).unwrap().trim_end().replace("\r\n", "|")
}

fn id(call_id: &str, local: &str, remote: &str) -> DialogId {
    DialogId { call_id: call_id.into(), local_tag: local.into(), remote_tag: remote.into() }
}

fn flow() -> Flow {
    Flow {
        transport: Transport::Udp,
        local: "192.0.2.9:5060".parse().unwrap(),
        remote: "192.0.2.1:5062".parse().unwrap(),
    }
}
