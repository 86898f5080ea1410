//! The torture messages of RFC 4475 and RFC 5118: what the parser takes, and what it answers to the rest.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use sip::{Contacts, HeaderError, HeaderName, Message, Method, ParseErrorKind, Uri, reply_address};

/// Messages whose answer is the exchange's to give: the parser must take them.
const APPLICATION: &[&str] = &["transaction", "application", "compat"];

#[test]
fn rfc_4475_is_answered_as_its_table_allows() {
    let Some(dir) = world::shared("data/sip/rfc4475") else {
        return;
    };
    let table = std::fs::read_to_string(dir.join("expected.csv")).expect("a readable table");
    let mut wrong = Vec::new();
    let rows = table.lines().skip(1);
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let (name, kind, allowed) = (cells[0], cells[2], cells[3]);
        let verdict = answer(&read(&dir, &format!("{name}.dat")));
        if !is_allowed(kind, allowed, verdict.as_deref()) {
            wrong.push(format!("{name} ({kind}, {allowed}): {verdict:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn valid_messages_of_rfc_4475_mean_what_they_say() {
    let Some(dir) = world::shared("data/sip/rfc4475") else {
        return;
    };
    let parse = |name: &str| Message::parse(&read(&dir, name)).expect(name);

    let wsinv = parse("wsinv.dat");
    assert_eq!((wsinv.cseq(), wsinv.method(), wsinv.max_forwards()), (9, Method::Invite, Some(68)));
    assert_eq!(wsinv.to_tag(), Some("1918181833n"));
    assert_eq!((wsinv.from_tag(), &*wsinv.from().display_text()), (Some("98asjd8"), "J Rosenberg \\\""));
    assert_eq!((wsinv.top_via().host, wsinv.top_via().branch()), ("192.0.2.2", Some("390skdjuw")));
    assert_eq!(wsinv.values(HeaderName::Via).count(), 3);
    assert_eq!(wsinv.header(HeaderName::Subject), Some(&b""[..]));
    let contacts = wsinv.contacts().expect("a contact");
    let contact = contacts.first().expect("a contact");
    assert_eq!(
        (contact.params.value("q"), contact.params.value("newparam")),
        (Some("0.33"), Some("newvalue"))
    );
    assert_eq!(wsinv.body().len(), 150);

    let odd = parse("intmeth.dat");
    assert_eq!(
        (odd.method(), odd.method_token()),
        (Method::Other, "!interesting-Method0123456789_*+`.%indeed'~")
    );
    assert_eq!(odd.from().tag(), Some("_token~1'+`*%!-."));
    assert_eq!(odd.to().display_text(), "BEL:\u{7} NUL:\0 DEL:\u{7f}");
    assert_eq!(odd.call_id(), "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
    assert_eq!(odd.fields().count(), 8);

    let escaped = parse("esc01.dat");
    assert_eq!(
        Uri::parse(escaped.request_uri()).map(|uri| uri.user_text().into_owned()).as_deref(),
        Ok("sips:user@example.com")
    );
    assert_eq!(parse("esc02.dat").method(), Method::Other);
    assert_eq!(parse("esc02.dat").all(HeaderName::Contact).count(), 2);
    assert_eq!(parse("escnull.dat").values(HeaderName::Contact).count(), 2);
    let null = parse("escnull.dat");
    let Ok(Contacts::List(list)) = null.contacts() else { panic!("two contacts") };
    assert_ne!(
        Uri::parse(list[0].uri).map(|u| u.user_text()),
        Uri::parse(list[1].uri).map(|u| u.user_text())
    );

    assert_eq!(parse("longreq.dat").values(HeaderName::Via).count(), 34);
    let double = parse("dblreq.dat");
    assert_eq!((double.body(), double.as_bytes().ends_with(b"Content-Length: 0\r\n\r\n")), (&b""[..], true));
    assert_eq!(Uri::parse(parse("semiuri.dat").request_uri()).map(|uri| uri.host), Ok("example.com"));
    assert_eq!(parse("transports.dat").values(HeaderName::Via).count(), 5);
    assert_eq!(parse("mpart01.dat").body().len(), 553);
    assert_eq!((parse("noreason.dat").status(), parse("noreason.dat").reason()), (100, &b""[..]));
    assert!(parse("unreason.dat").reason().starts_with("= 2**3 * 5**2 но сто".as_bytes()));
}

#[test]
fn what_the_exchange_must_judge_is_at_its_hand() {
    let Some(dir) = world::shared("data/sip/rfc4475") else {
        return;
    };
    let parse = |name: &str| Message::parse(&read(&dir, name)).expect(name);

    for (name, scheme) in [("unkscm.dat", "nobodyKnowsThisScheme"), ("novelsc.dat", "soap.beep")] {
        assert_eq!(Uri::parse(parse(name).request_uri()).map(|uri| uri.scheme), Ok(scheme), "{name}");
    }
    let requires: Vec<String> = parse("bext01.dat").requires().map(str::to_owned).collect();
    assert_eq!(requires, ["nothingSupportsThis", "nothingSupportsThisEither"]);
    assert_eq!(parse("bext01.dat").proxy_requires().count(), 2);
    assert_eq!(parse("invut.dat").content_type(), Some("application/unknownformat"));
    assert!(!parse("sdp01.dat").accepts("application/sdp"));
    assert!(parse("semiuri.dat").accepts("application/sdp"));
    assert_eq!(parse("zeromf.dat").max_forwards(), Some(0));
    assert_eq!(parse("unksm2.dat").to().uri, "isbn:2983792873");
    assert_eq!(parse("badbranch.dat").top_via().branch(), Some("z9hG4bK"));
    assert_eq!(parse("regbadct.dat").contacts(), Err(HeaderError::Malformed(HeaderName::Contact)));
    let escaped = parse("regescrt.dat");
    let contacts = escaped.contacts().expect("a contact");
    assert_eq!(contacts.first().map(|c| c.uri), Some("sip:user@example.com?Route=%3Csip:sip.example.com%3E"));
    let unknown = parse("cparam01.dat");
    let contacts = unknown.contacts().expect("a contact");
    assert_eq!(contacts.first().and_then(|c| c.params.get("unknownparam")), Some(None));
    assert_eq!(parse("inv2543.dat").from_tag(), None);
}

#[test]
fn a_broadcast_address_in_a_via_leads_nowhere() {
    let Some(dir) = world::shared("data/sip/rfc4475") else {
        return;
    };
    let response = Message::parse(&read(&dir, "bcast.dat")).expect("a response");
    assert!(!response.is_request());
    let via = response.values(HeaderName::Via).nth(1).and_then(sip::Via::parse).expect("a second via");
    assert_eq!(via.host, "255.255.255.255");
    assert_eq!(reply_address(&via, SOURCE.parse().expect("an address")).ip(), response_source().ip());
}

#[test]
fn rfc_5118_messages_mean_what_they_say() {
    let Some(dir) = world::shared("data/sip/rfc5118") else {
        return;
    };
    let parsed: BTreeMap<String, Result<Message, sip::ParseError>> = std::fs::read_dir(&dir)
        .expect("a readable directory")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("an ASCII name"))
        .filter_map(|name| Some((name.strip_suffix(".sip")?.to_owned(), Message::parse(&read(&dir, &name)))))
        .collect();
    assert_eq!(parsed.len(), 12);
    for (name, message) in &parsed {
        match name.as_str() {
            // The one that has no brackets around the address (§4.2).
            "ipv6-bad" => {
                assert!(matches!(message.as_ref().map_err(|e| e.kind), Err(ParseErrorKind::RequestUri(_))));
            }
            _ => assert!(message.is_ok(), "{name}: {message:?}"),
        }
    }
    let request_uri = |name: &str| {
        let uri = parsed[name].as_ref().expect(name).request_uri();
        let uri = Uri::parse(uri).expect(name);
        (uri.ip().expect(name).to_string(), uri.port)
    };
    assert_eq!(request_uri("ipv6-good"), ("2001:db8::10".into(), None));
    assert_eq!(request_uri("port-ambiguous"), ("2001:db8::10:5070".into(), None));
    assert_eq!(request_uri("port-unambiguous"), ("2001:db8::10".into(), Some(5070)));
    // Three colons are a bug in the grammar of RFC 3261 and mean two (§4.10).
    let good = request_uri("ipv6-correct-abnf-2-colons");
    assert_eq!(request_uri("ipv6-bug-abnf-3-colons"), good);
    for name in ["via-received-param-no-delim", "via-received-param-with-delim"] {
        let received = parsed[name].as_ref().expect(name).top_via().received();
        assert_eq!(received, "2001:db8::9:255".parse().ok(), "{name}");
    }
    let hops = parsed["mult-ip-in-header"].as_ref().expect("parsed").values(HeaderName::Via).count();
    assert_eq!(hops, 3);
}

const SOURCE: &str = "192.0.2.200:5071";

fn response_source() -> SocketAddr {
    SOURCE.parse().expect("an address")
}

/// What the parser makes of a datagram: "ok", the status of its answer, or none when it is dropped.
fn answer(datagram: &[u8]) -> Option<String> {
    match Message::parse(datagram) {
        Ok(message) => Some(if message.is_request() { "ok" } else { "response" }.to_owned()),
        Err(error) => {
            let (_, bytes) = error.reply(datagram, response_source())?;
            let line = String::from_utf8_lossy(&bytes).into_owned();
            Some(line.split(' ').nth(1)?.to_owned())
        }
    }
}

fn is_allowed(kind: &str, allowed: &str, verdict: Option<&str>) -> bool {
    match (kind, verdict) {
        // The exchange drops responses that answer nothing of its own.
        ("response", verdict) => matches!(verdict, None | Some("response")),
        ("valid", verdict) => verdict == Some("ok"),
        (_, None) => false,
        (_, Some("ok")) => allowed.contains("lenient") || APPLICATION.contains(&kind),
        (_, Some(status)) => allowed.split('|').any(|one| one == status),
    }
}

fn read(dir: &Path, name: &str) -> Vec<u8> {
    std::fs::read(dir.join(name)).expect(name)
}
