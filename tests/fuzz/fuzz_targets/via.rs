//! Any bytes as a line of Via, and as the Via of a request that is answered.

#![no_main]

use std::net::SocketAddr;

use sip::{HeaderName, MAX_HEADERS, Message, Values, Via, Writer, reply_address};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let source = SocketAddr::from(([192, 0, 2, 99], 4_000));
    for hop in Values::new(bytes) {
        let Some(via) = Via::parse(hop) else { continue };
        assert!(!via.host.is_empty() && !via.transport.is_empty());
        assert_eq!(reply_address(&via, source).ip(), source.ip(), "an answer goes to where the request came from");
        let _ = (via.branch(), via.received(), via.ip(), via.has_rport());
        for (name, _) in via.params.iter() {
            assert!(via.params.get(name).is_some());
        }
    }
    let mut request = b"OPTIONS sip:a@b SIP/2.0\r\nVia: ".to_vec();
    request.extend_from_slice(bytes);
    request.extend_from_slice(b"\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n");
    let Ok(message) = Message::parse(&request) else { return };
    let answer = Writer::response(&message, source, 200, "", Some("t")).finish();
    // It repeats every Via line and adds some of its own: of the most that are read it makes a few too many.
    if message.all(HeaderName::Via).count() > MAX_HEADERS - 8 {
        return;
    }
    let answer = Message::parse(&answer).expect("an answer is a message");
    assert_eq!(answer.top_via().branch(), message.top_via().branch());
    assert_eq!(answer.values(HeaderName::Via).count(), message.values(HeaderName::Via).count());
    if message.top_via().has_rport() {
        assert_eq!(answer.top_via().received(), Some(source.ip()), "what the sender wrote there is thrown away");
    }
});
