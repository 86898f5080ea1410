//! What is taken, what is refused, and what is answered to it.

use std::net::SocketAddr;

use super::*;
use crate::header::HeaderError::{Malformed, Missing, Repeated};
use crate::{Contacts, MAX_HEADERS, MAX_LINE, MAX_MESSAGE, ParseErrorKind as Kind, UriError};

const VIA: &str = "Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKa\r\n";
const REST: &str = "From: <sip:a@x>;tag=f\r\nTo: <sip:b@y>\r\nCall-ID: c1\r\nCSeq: 7 OPTIONS\r\n";
const SOURCE: &str = "198.51.100.7:4000";

#[test]
fn everything_is_kept_as_it_came() {
    let text = b"OPTIONS tel:+49 SIP/2.0\r\nX-\xdcml: \xfc\r\n";
    assert_eq!(parse(text).err(), Some(Kind::HeaderLine { number: 2 }));
    let text = join(&[
        b"OPTIONS tel:+49 SIP/2.0\r\nsubject:  M\xfcller, \"\\\"\" \r\n",
        VIA.as_bytes(),
        REST.as_bytes(),
        b"X-Odd:\r\nx-odd: 2\r\n\r\nbo\r\n\r\ndy",
    ]);
    let message = parse(&text).expect("a message");
    assert_eq!(message.as_bytes(), text);
    assert_eq!(message.clone().into_bytes(), text);
    assert_eq!(message.header(HeaderName::Subject), Some(&b"M\xfcller, \"\\\"\""[..]));
    assert_eq!(message.text(HeaderName::Subject), None);
    assert_eq!(message.request_uri(), "tel:+49");
    assert_eq!(message.body(), b"bo\r\n\r\ndy");
    let odd: Vec<_> = message.fields().filter(|(_, id, _)| *id == HeaderName::Other).collect();
    assert_eq!(odd, [("X-Odd", HeaderName::Other, &b""[..]), ("x-odd", HeaderName::Other, b"2")]);
    assert_eq!(format!("{message:?}"), "OPTIONS tel:+49 (c1, CSeq 7)");
}

#[test]
fn folds_become_blanks_in_values_only() {
    let message = options("Subject: a\r\n b\n\tc\r\n  \r\n", "x\r\n y");
    assert_eq!(message.text(HeaderName::Subject), Some("a   b \tc"));
    assert_eq!(message.body(), b"x\r\n y");
}

#[test]
fn the_body_ends_where_content_length_says() {
    assert_eq!(options("l: 2\r\n", "body").body(), b"bo");
    assert_eq!(options("Content-Length:0\r\n", "body").body(), b"");
    assert_eq!(options("", "body").body(), b"body");
    assert!(options("l: 2\r\n", "body").as_bytes().ends_with(b"\r\n\r\nbo"));
}

#[test]
fn responses_are_messages_too() {
    let text = format!("SIP/2.0 486 Besetzt\u{e9}\r\n{VIA}{REST}\r\n");
    let message = parse(text.as_bytes()).expect("a message");
    assert!(!message.is_request());
    assert_eq!((message.status(), message.reason()), (486, "Besetzt\u{e9}".as_bytes()));
    assert_eq!(
        (message.method(), message.method_token(), message.request_uri()),
        (Method::Options, "OPTIONS", "")
    );
    assert_eq!(format!("{message:?}"), "486 to OPTIONS (c1, CSeq 7)");
    for line in ["SIP/2.0 200", "SIP/2.0 200 ", "sip/2.0 200 OK"] {
        let text = format!("{line}\r\n{VIA}{REST}\r\n");
        assert_eq!(parse(text.as_bytes()).expect(line).status(), 200);
    }
}

#[test]
fn line_feeds_alone_end_lines_too() {
    let text = format!("\n\r\nOPTIONS sip:x SIP/2.0\r\n{VIA}{REST}\r\nb").replace("\r\n", "\n");
    assert_eq!(parse(text.as_bytes()).expect("a message").body(), b"b");
}

#[test]
fn lists_are_taken_apart_over_all_lines() {
    let message = options("Require: a, b\r\nrequire: c\r\nk: path,  GRUU\r\nSupported: timer\r\n", "");
    assert_eq!(message.requires().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(message.proxy_requires().count(), 0);
    assert!(message.supports("gruu") && message.supports("timer") && !message.supports("a"));
    assert_eq!(message.all(HeaderName::Require).count(), 2);
}

#[test]
fn contacts_are_a_list_or_a_star() {
    for (lines, count) in [
        ("", Some(0)),
        ("m: *\r\n", Some(usize::MAX)),
        ("Contact: <sip:a@b>, \"x, y\" <sip:c@d>;q=0.1\r\nContact: sip:e@f\r\n", Some(3)),
        ("Contact: *, <sip:a@b>\r\n", None),
        ("Contact: <sip:a@b>\r\nContact: *\r\n", None),
        ("Contact: a@b\r\n", None),
    ] {
        let message = options(lines, "");
        let found = message.contacts().ok().map(|contacts| match contacts {
            Contacts::Star => usize::MAX,
            Contacts::List(list) => list.len(),
        });
        assert_eq!(found, count, "{lines}");
    }
}

#[test]
fn numbers_out_of_range_are_clamped_or_refused() {
    for (line, expires) in [
        ("Expires: 3600\r\n", Some(3600)),
        ("Expires: 4294967296\r\n", Some(u32::MAX)),
        ("Expires: 99999999999999999999999999\r\n", Some(u32::MAX)),
        ("Expires: soon\r\n", None),
        ("Expires:\r\n", None),
        ("", None),
    ] {
        assert_eq!(options(line, "").expires(), expires, "{line}");
    }
    assert_eq!(options("Max-Forwards: 0255\r\n", "").max_forwards(), Some(255));
}

#[test]
fn accept_covers_ranges() {
    for (line, accepts) in [
        ("", true),
        ("Accept:\r\n", false),
        ("Accept: */*\r\n", true),
        ("Accept: text/plain, Application/SDP;q=0.5\r\n", true),
        ("Accept: application/*\r\n", true),
        ("Accept: app*\r\n", false),
        ("Accept: text/*\r\n", false),
    ] {
        assert_eq!(options(line, "").accepts("application/sdp"), accepts, "{line}");
    }
}

#[test]
fn what_is_malformed_is_said() {
    let header = |error| Kind::Header(error);
    for (replace, by, kind) in [
        ("OPTIONS sip", "OPTIONS  sip", Kind::RequestUri(UriError::Character)),
        ("SIP/2.0\r\nVia", "SIP/2.0 \r\nVia", Kind::StartLine),
        (" SIP/2.0\r\nVia", "\r\nVia", Kind::StartLine),
        ("SIP/2.0\r\nVia", "SIP/3.0\r\nVia", Kind::Version),
        ("SIP/2.0\r\nVia", "HTTP/1.1\r\nVia", Kind::StartLine),
        ("SIP/2.0\r\nVia", "SIP/\r\nVia", Kind::StartLine),
        ("OPTIONS sip:x", "SIP/2.0 099", Kind::StartLine),
        ("OPTIONS sip:x", "SIP/2.0 700", Kind::StartLine),
        ("OPTIONS sip:x", "SIP/2.0 1234", Kind::StartLine),
        ("OPTIONS sip:x", "OPT,IONS sip:x", Kind::StartLine),
        ("sip:x", "sip:x?a=b", Kind::RequestUri(UriError::Headers)),
        ("sip:x", "<sip:x>", Kind::RequestUri(UriError::Character)),
        ("sip:x SIP", "x SIP", Kind::RequestUri(UriError::NoScheme)),
        ("SIP/2.0\r\nVia", "SIP/2.0\r\n Via", Kind::StartLine),
        ("Via:", "Vla:", header(Missing(HeaderName::Via))),
        ("From:", "Fr:", header(Missing(HeaderName::From))),
        ("To:", "Too:", header(Missing(HeaderName::To))),
        ("Call-ID:", "Call:", header(Missing(HeaderName::CallId))),
        ("CSeq:", "Seq:", header(Missing(HeaderName::CSeq))),
        ("UDP 192", "UDP192", header(Malformed(HeaderName::Via))),
        ("<sip:a@x>", "<sip:a@x", header(Malformed(HeaderName::From))),
        ("<sip:b@y>", "\"b <sip:b@y>", header(Malformed(HeaderName::To))),
        ("c1", "c 1", header(Malformed(HeaderName::CallId))),
        ("c1", "", header(Malformed(HeaderName::CallId))),
        ("7 OPTIONS", "7", header(Malformed(HeaderName::CSeq))),
        ("7 OPTIONS", "-7 OPTIONS", header(Malformed(HeaderName::CSeq))),
        ("7 OPTIONS", "2147483648 OPTIONS", header(Malformed(HeaderName::CSeq))),
        ("7 OPTIONS", "7 options", Kind::CSeqMethod),
        ("To:", "t: <sip:q@r>\r\nTo:", header(Repeated(HeaderName::To))),
        ("To:", "l: 0\r\nl: 0\r\nTo:", header(Repeated(HeaderName::ContentLength))),
        ("To:", "c: a/b\r\nc: a/b\r\nTo:", header(Repeated(HeaderName::ContentType))),
        ("To:", "l: -1\r\nTo:", header(Malformed(HeaderName::ContentLength))),
        ("To:", "l: 1\r\nTo:", Kind::ContentLength { stated: 1, present: 0 }),
        ("To:", "Max-Forwards: 256\r\nTo:", header(Malformed(HeaderName::MaxForwards))),
        ("To:", "no header\r\nTo:", Kind::HeaderLine { number: 4 }),
        ("To:", "Subject: a\rb\r\nTo:", Kind::HeaderLine { number: 4 }),
        ("\r\n\r\n", "\r\n", Kind::Unfinished),
    ] {
        let text = format!("OPTIONS sip:x SIP/2.0\r\n{VIA}{REST}\r\n");
        assert!(parse(text.as_bytes()).is_ok() && text.contains(replace), "{replace}");
        let text = text.replacen(replace, by, 1);
        assert_eq!(parse(text.as_bytes()).err(), Some(kind), "{by}");
    }
    assert_eq!(parse(b"").err(), Some(Kind::Empty));
    assert_eq!(parse(b"\r\n\r\n").err(), Some(Kind::Empty));
}

#[test]
fn limits_are_checked_before_anything_is_kept() {
    let head = format!("OPTIONS sip:x SIP/2.0\r\n{VIA}{REST}");
    let with = |more: &str| format!("{head}{more}\r\n");
    let full = "X: y\r\n".repeat(MAX_HEADERS - 5);
    assert!(parse(with(&full).as_bytes()).is_ok());
    assert_eq!(parse(with(&format!("{full}X: y\r\n")).as_bytes()).err(), Some(Kind::TooManyHeaders));

    let long = format!("X: {}\r\n", "y".repeat(MAX_LINE - 3));
    assert!(parse(with(&long).as_bytes()).is_ok());
    assert_eq!(
        parse(with(&long.replace("X:", "X: ")).as_bytes()).err(),
        Some(Kind::LineTooLong { number: 7 })
    );
    let long = format!("OPTIONS sip:{} SIP/2.0\r\n", "x".repeat(MAX_LINE));
    assert_eq!(parse(long.as_bytes()).err(), Some(Kind::LineTooLong { number: 1 }));

    let body = "b".repeat(MAX_MESSAGE - with("").len());
    assert_eq!(parse((with("") + &body).as_bytes()).expect("a message").body(), body.as_bytes());
    let error = Message::parse((with("b") + &body).as_bytes()).expect_err("too large");
    assert_eq!((error.kind, error.status()), (Kind::TooLarge, 513));
}

#[test]
fn malformed_requests_are_answered_with_what_is_there() {
    let text = "OPTIONS sip:x SIP/2.0\r\nv: SIP/2.0/UDP 10.0.0.1:5070;rport;branch=b;received=6.6.6.6 , SIP/2.0/TCP y\r\n\
                Via: SIP/2.0/TCP z\r\nFrom: <sip:a@x>\r\n ;tag=f\r\nt: \"b <sip:b@y>\r\nCall-ID: c1\r\nCSeq: 7 OPTIONS\r\n\r\n";
    let (to, bytes) = refusal(text).expect("an answer");
    assert_eq!(to, SOURCE.parse().expect("an address"));
    let answer = String::from_utf8(bytes).expect("UTF-8");
    let tag = answer.split(";tag=").nth(2).and_then(|rest| rest.get(..16)).expect("a tag");
    let expected = format!(
        "SIP/2.0 400 Bad Request (malformed To)\r\n\
         Via: SIP/2.0/UDP 10.0.0.1:5070;rport=4000;branch=b;received=198.51.100.7, SIP/2.0/TCP y\r\n\
         Via: SIP/2.0/TCP z\r\nFrom: <sip:a@x>   ;tag=f\r\nTo: \"b <sip:b@y>;tag={tag}\r\nCall-ID: c1\r\n\
         CSeq: 7 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    );
    assert_eq!(answer, expected);
    let again = refusal(text).map(|(_, bytes)| bytes);
    assert_eq!(again.as_deref(), Some(answer.as_bytes()));
}

#[test]
fn what_nobody_may_answer_is_dropped() {
    let bad = format!("{VIA}{REST}").replace("c1", "");
    assert!(refusal(&format!("OPTIONS sip:x SIP/2.0\r\n{bad}\r\n")).is_some());
    for text in [
        format!("ACK sip:x SIP/2.0\r\n{bad}\r\n"),
        format!("SIP/2.0 200 OK\r\n{bad}\r\n"),
        format!("OPTIONS sip:x SIP/2.0\r\n{}\r\n", bad.replace("Via", "X")),
        format!("OPTIONS sip:x SIP/2.0\r\n{}\r\n", bad.replace("UDP 192.0.2.1", "UDP ")),
        format!("\u{fc}\r\n{bad}\r\n"),
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
        "\r\n\r\n".to_owned(),
        String::new(),
    ] {
        assert_eq!(refusal(&text), None, "{text}");
    }
    let text = format!("OPTIONS sip:x SIP/2.0\r\n{bad}\r\n");
    let error = Message::parse(text.as_bytes()).expect_err("malformed");
    for source in [
        "255.255.255.255:5060",
        "224.0.1.75:5060",
        "[ff02::1]:5060",
        "[::ffff:224.0.1.75]:5060",
        "0.0.0.0:5060",
        "1.2.3.4:0",
    ] {
        assert_eq!(error.reply(text.as_bytes(), source.parse().expect("an address")), None, "{source}");
    }
}

#[test]
fn lines_past_the_limits_are_not_repeated() {
    let long = "y".repeat(MAX_LINE);
    let text = format!("OPTIONS sip:x SIP/2.0\r\n{VIA}Via: SIP/2.0/UDP {long}\r\n{REST}\r\n");
    let (_, bytes) = refusal(&text).expect("an answer");
    assert_eq!(Message::parse(&bytes).expect("a response").status(), 513);
    let text = format!("OPTIONS sip:{long} SIP/2.0\r\n{VIA}{REST}\r\n{}", "b".repeat(MAX_MESSAGE));
    let (_, bytes) = refusal(&text).expect("an answer");
    assert!(bytes.len() < 400 && bytes.starts_with(b"SIP/2.0 513 Message Too Large (too large)\r\n"));
}

#[test]
fn another_version_is_answered_505_to_its_own_via() {
    let text = format!("OPTIONS sip:x SIP/7.0\r\n{}{REST}\r\n", VIA.replace("2.0", "7.0"));
    let (to, bytes) = refusal(&text).expect("an answer");
    assert_eq!(to, "198.51.100.7:5070".parse().expect("an address"));
    assert!(bytes.starts_with(b"SIP/2.0 505 Version Not Supported"));
    assert_eq!(Message::parse(&bytes).expect("a response").status(), 505);
}

fn parse(bytes: &[u8]) -> Result<Message, Kind> {
    Message::parse(bytes).map_err(|error| error.kind)
}

fn options(lines: &str, body: &str) -> Message {
    let text = format!("OPTIONS sip:x SIP/2.0\r\n{VIA}{REST}{lines}\r\n{body}");
    Message::parse(text.as_bytes()).expect(lines)
}

fn refusal(text: &str) -> Option<(SocketAddr, Vec<u8>)> {
    let error = Message::parse(text.as_bytes()).expect_err("malformed");
    error.reply(text.as_bytes(), SOURCE.parse().expect("an address"))
}

fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}
