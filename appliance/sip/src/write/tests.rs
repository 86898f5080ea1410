//! Requests and responses as they go out.

use super::*;

const INVITE: &str = "INVITE sip:b@y SIP/2.0\r\n\
    Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa\r\nv: SIP/2.0/TCP 10.0.0.9\r\nRecord-Route: <sip:p1;lr>\r\n\
    Record-Route: <sip:p2;lr>\r\nFrom: \"\\\0 x\" <sip:a@x>;tag=f\r\nTo: <sip:b@y>\r\nCall-ID: c1\r\n\
    CSeq: 7  INVITE\r\nTimestamp: 54\r\n\r\n";

#[test]
fn a_request_is_what_was_put_in() {
    let mut writer = Writer::request("OPTIONS", "sip:b@[2001:db8::1]:5070;lr");
    writer
        .header(HeaderName::Via, "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa")
        .header(HeaderName::From, "<sip:a@x>;tag=f");
    writer
        .header(HeaderName::To, b"<sip:b@y>")
        .raw_header("X-Odd", "\u{fc}")
        .header(HeaderName::CallId, String::from("c1"));
    writer.header(HeaderName::CSeq, "7 OPTIONS");
    let expected = "OPTIONS sip:b@[2001:db8::1]:5070;lr SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa\r\n\
        From: <sip:a@x>;tag=f\r\nTo: <sip:b@y>\r\nX-Odd: \u{fc}\r\nCall-ID: c1\r\nCSeq: 7 OPTIONS\r\n";
    assert_eq!(text(writer.clone().finish()), format!("{expected}Content-Length: 0\r\n\r\n"));
    let with = text(writer.finish_with("text/plain", b"hello"));
    assert_eq!(with, format!("{expected}Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"));
    assert!(Message::parse(with.as_bytes()).is_ok());
}

#[test]
fn nothing_starts_a_line_of_its_own() {
    let mut writer = Writer::request("INFO\r\nX: y", "sip:a b\r\nX: y");
    writer.header(HeaderName::Subject, "a\r\nX: y\0\rz").raw_header("X: y\r\nX", "1").raw_header("", "1");
    writer.header(HeaderName::Other, "1");
    assert_eq!(
        text(writer.finish()),
        "INFOXy sip:a%20b%0D%0AX:%20y SIP/2.0\r\nSubject: a  X: y  z\r\nContent-Length: 0\r\n\r\n"
    );
}

#[test]
fn a_response_repeats_what_it_must() {
    let expected = |line: &str, more: &str| {
        format!(
            "SIP/2.0 {line}\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa;received=192.0.2.5\r\n\
             Via: SIP/2.0/TCP 10.0.0.9\r\nFrom: \"\\\0 x\" <sip:a@x>;tag=f\r\nTo: <sip:b@y>{more}"
        )
    };
    let ids = "Call-ID: c1\r\nCSeq: 7  INVITE\r\n";
    let routes = "Record-Route: <sip:p1;lr>\r\nRecord-Route: <sip:p2;lr>\r\n";
    let end = "Content-Length: 0\r\n\r\n";
    assert_eq!(respond(100, "", None), expected("100 Trying", &format!("\r\n{ids}Timestamp: 54\r\n{end}")));
    assert_eq!(
        respond(180, "Hört", Some("t1")),
        expected("180 Hört", &format!(";tag=t1\r\n{ids}{routes}{end}"))
    );
    assert_eq!(
        respond(200, "", Some("t\r\n1")),
        expected("200 OK", &format!(";tag=t1\r\n{ids}{routes}{end}"))
    );
    assert_eq!(respond(486, "a\r\nb", Some("t1")), expected("486 a  b", &format!(";tag=t1\r\n{ids}{end}")));
}

#[test]
fn a_tag_that_is_there_stays() {
    let request =
        Message::parse(INVITE.replace("<sip:b@y>\r\n", "<sip:b@y>;tag=old\r\n").as_bytes()).unwrap();
    let response = Writer::response(&request, source("10.0.0.1:1"), 200, "", Some("new")).finish();
    assert_eq!(Message::parse(&response).unwrap().to_tag(), Some("old"));
}

#[test]
fn the_top_via_is_stamped_with_what_the_server_saw() {
    for (via, from, stamped) in [
        ("UDP 10.0.0.1;branch=b", "10.0.0.1:5060", "UDP 10.0.0.1;branch=b"),
        ("UDP 10.0.0.1;branch=b", "10.0.0.2:9", "UDP 10.0.0.1;branch=b;received=10.0.0.2"),
        ("UDP host.example", "10.0.0.2:9", "UDP host.example;received=10.0.0.2"),
        ("UDP 10.0.0.1;rport;branch=b", "10.0.0.1:9", "UDP 10.0.0.1;rport=9;branch=b;received=10.0.0.1"),
        (
            "UDP 10.0.0.1 ; branch = b ; rport=1;received=6.6.6.6",
            "10.0.0.1:9",
            "UDP 10.0.0.1;branch = b;rport=9;received=10.0.0.1",
        ),
        ("UDP [2001:db8::1];rport", "[2001:db8::1]:9", "UDP [2001:db8::1];rport=9;received=2001:db8::1"),
        ("UDP 10.0.0.1", "[::ffff:10.0.0.1]:9", "UDP 10.0.0.1"),
        (
            "UDP a;x=\"1;2\" , SIP/2.0/TCP b;rport",
            "10.0.0.2:9",
            "UDP a;x=\"1;2\";received=10.0.0.2, SIP/2.0/TCP b;rport",
        ),
    ] {
        let request = INVITE.replace("UDP 10.0.0.1;branch=z9hG4bKa", via);
        let request = Message::parse(request.as_bytes()).unwrap();
        let response = Writer::response(&request, source(from), 200, "", None).finish();
        let response = Message::parse(&response).unwrap();
        assert_eq!(response.text(HeaderName::Via), Some(&*format!("SIP/2.0/{stamped}")), "{via}");
    }
}

#[test]
fn wanted_headers_are_kept_as_they_came() {
    let invite = INVITE.replace("Timestamp: 54", "X-Odd :\r\n\t y\r\nm :<sip:a@x>\r\ns:\r\nDate: d");
    let message = Message::parse(invite.as_bytes()).unwrap();
    let mut writer = Writer::request("INVITE", "sip:c@z");
    writer
        .keep(&message, |name| matches!(name, HeaderName::Contact | HeaderName::Other | HeaderName::Subject));
    let expected =
        "INVITE sip:c@z SIP/2.0\r\nX-Odd :  \t y\r\nm :<sip:a@x>\r\ns:\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(text(writer.finish()), expected);
}

#[test]
fn headers_cross_as_they_are() {
    let message = Message::parse(
        INVITE.replace("Timestamp: 54", "X: y\r\nm: <sip:a@x>\r\nContact:  \"M\\\"\" <sip:b@x>").as_bytes(),
    )
    .unwrap();
    let mut writer = Writer::request("INVITE", "sip:c@z");
    writer.copy(&message, HeaderName::Contact).copy(&message, HeaderName::Other);
    let expected = "INVITE sip:c@z SIP/2.0\r\nContact: <sip:a@x>\r\nContact: \"M\\\"\" <sip:b@x>\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(text(writer.finish()), expected);
}

fn respond(status: u16, reason: &str, to_tag: Option<&str>) -> String {
    let request = Message::parse(INVITE.as_bytes()).unwrap();
    text(Writer::response(&request, source("192.0.2.5:9"), status, reason, to_tag).finish())
}

fn source(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}
