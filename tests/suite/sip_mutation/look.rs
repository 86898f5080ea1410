//! Looking at a datagram from every side.

use std::hint::black_box;
use std::net::SocketAddr;

use sip::{
    Contacts, Credentials, HeaderName, Message, NameAddr, Params, ParseError, ParseErrorKind, Uri, Via,
    Writer, reply_address,
};

const SOURCE: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 99)), 4000);

/// Whether it is a message.
pub(crate) fn at(datagram: &[u8]) -> bool {
    match Message::parse(datagram) {
        Ok(message) => {
            parts(&message);
            headers(&message);
            again(&message);
            if message.is_request() {
                answered(&message);
            }
            true
        }
        Err(error) => {
            refused(datagram, &error);
            false
        }
    }
}

/// What parsing promises is there.
fn parts(message: &Message) {
    assert_eq!(message.is_request(), message.status() == 0);
    assert_eq!(message.is_request(), Uri::parse(message.request_uri()).is_ok());
    assert!(!message.method_token().is_empty() && !message.call_id().is_empty());
    assert!(message.cseq() < 1 << 31);
    assert!(message.as_bytes().ends_with(message.body()));
    let via = message.top_via();
    assert!(!via.transport.is_empty() && !via.host.is_empty());
    assert_eq!(reply_address(&via, SOURCE).ip(), SOURCE.ip());
    black_box((via.branch(), via.received(), via.ip(), message.reason(), format!("{message:?}")));
    assert_eq!(Some(via), message.header(HeaderName::Via).and_then(Via::parse));
    for (address, name) in [(message.from(), HeaderName::From), (message.to(), HeaderName::To)] {
        assert_eq!(Some(address), message.header(name).and_then(NameAddr::parse));
        seen(&address);
    }
    assert_eq!((message.from_tag(), message.to_tag()), (message.from().tag(), message.to().tag()));
}

/// Everything that is read when it is asked for.
fn headers(message: &Message) {
    let numbers = (message.expires(), message.max_forwards(), message.content_type());
    black_box((numbers, message.accepts("application/sdp"), message.supports("path")));
    black_box((message.requires().count(), message.proxy_requires().count()));
    for (name, id, value) in message.fields() {
        assert_eq!(HeaderName::of(name), id);
        assert!(!value.contains(&b'\n') && !value.contains(&b'\r'));
        assert!(message.all(id).any(|one| one == value));
    }
    if let Ok(Contacts::List(contacts)) = message.contacts() {
        contacts.iter().for_each(seen);
    }
    for name in [HeaderName::Route, HeaderName::RecordRoute, HeaderName::ReferTo, HeaderName::Via] {
        for value in message.values(name) {
            black_box((NameAddr::parse(value), Via::parse(value)));
        }
    }
    for value in message.all(HeaderName::Authorization) {
        black_box(Credentials::parse(value).is_some());
    }
}

fn seen(address: &NameAddr<'_>) {
    let uri = Uri::parse(address.uri).expect("an address has a URI");
    black_box((uri.user_text(), uri.ip(), address.display_text(), address.tag()));
    named(address.params);
    named(uri.params);
}

fn named(params: Params<'_>) {
    assert_eq!(Params::parse(params.as_bytes()), Some(params));
    for (name, value) in params.iter() {
        assert!(!name.is_empty());
        assert!(params.get(name).is_some());
        black_box((params.unquoted(name), value));
    }
}

/// What is serialised is the same message.
fn again(message: &Message) {
    let same = Message::parse(message.as_bytes()).expect("a message is one");
    assert_eq!(same.as_bytes(), message.as_bytes());
    assert!(same.fields().eq(message.fields()));
}

/// Every answer to a request parses, and belongs to it.
fn answered(request: &Message) {
    let bytes = Writer::response(request, SOURCE, 180, "", Some("t")).finish_with("text/plain", b"body");
    let answer = Message::parse(&bytes).unwrap_or_else(|error| panic!("{error}:\n{}", bytes.escape_ascii()));
    assert_eq!((answer.status(), answer.call_id(), answer.cseq()), (180, request.call_id(), request.cseq()));
    assert_eq!((answer.method_token(), answer.from()), (request.method_token(), request.from()));
    assert_eq!(answer.top_via().branch(), request.top_via().branch());
    assert_eq!(answer.all(HeaderName::Via).count(), request.all(HeaderName::Via).count());
    assert_eq!(answer.body(), b"body");
    assert!(answer.to_tag().is_some() || !request.to().params.is_empty());
}

/// The answer to what is no message parses too, unless it repeats the very thing that is wrong.
fn refused(datagram: &[u8], error: &ParseError) {
    black_box(error.to_string());
    let Some((to, bytes)) = error.reply(datagram, SOURCE) else { return };
    assert_eq!(to.ip(), SOURCE.ip());
    assert!(bytes.len() < datagram.len() + 300, "an answer is no amplifier");
    match Message::parse(&bytes) {
        Ok(answer) => assert_eq!(answer.status(), error.status()),
        Err(again) => assert!(
            matches!(again.kind, ParseErrorKind::Header(_) | ParseErrorKind::LineTooLong { .. }),
            "{error}, answered with {again}:\n{}",
            bytes.escape_ascii()
        ),
    }
    assert_eq!(error.reply(&bytes, SOURCE), None, "an answer is never answered");
}
