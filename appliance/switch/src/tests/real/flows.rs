//! Connections and keep-alives of the real exchange.

use std::io::{Read as _, Write as _};

use super::*;

#[test]
fn a_telephone_behind_a_closed_connection_is_not_called_any_more() {
    let office = Site::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    office.handle.serve_tcp(runtime.handle()).unwrap();
    let mut wire = std::net::TcpStream::connect(office.handle.tcp_addresses()[0]).unwrap();
    wire.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut register = |credentials: &str| {
        let text = format!(
            "REGISTER sip:office.example SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK{0}\r\nMax-Forwards: 70\r\n\
             From: <sip:u201@office.example>;tag=1\r\nTo: <sip:u201@office.example>\r\nCall-ID: c\r\n\
             CSeq: {0} REGISTER\r\nSupported: outbound\r\n\
             Contact: <sip:u201@h>;reg-id=1;+sip.instance=\"<urn:uuid:A>\"\r\n{1}Content-Length: 0\r\n\r\n",
            if credentials.is_empty() { 1 } else { 2 },
            credentials
        );
        wire.write_all(text.as_bytes()).unwrap();
        let mut heard = Vec::new();
        while !heard.ends_with(b"\r\n\r\n") {
            let mut octet = [0];
            wire.read_exact(&mut octet).unwrap();
            heard.push(octet[0]);
        }
        Message::parse(&heard).unwrap()
    };
    let challenge = register("");
    let value = challenge.header(HeaderName::WwwAuthenticate).unwrap();
    let uri = "sip:office.example";
    let credentials = sip::digest::answer(value, "u201", SECRET, "REGISTER", uri, "cnonce", 1).unwrap();
    let answer = register(&format!("Authorization: {credentials}\r\n"));
    assert_eq!(answer.status(), 200);
    assert_eq!(
        (answer.text(HeaderName::Require), answer.text(HeaderName::FlowTimer)),
        (Some("outbound"), Some("120"))
    );
    assert_eq!(office.seen(), "binding of u201");
    drop(wire);
    assert_eq!(office.seen(), "u201 is gone");
    office.handle.stop();
}

#[test]
fn a_binding_request_on_the_sip_port_is_answered() {
    let office = Site::start();
    let phone = phone("127.30.0.13:0");
    let request = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], b"transaction!"].concat();
    phone.send_to(&request, office.handle.addresses()[0]).unwrap();
    let mut room = [0; 100];
    let (length, _) = phone.recv_from(&mut room).unwrap();
    assert_eq!(room[..length], media::stun::answer(&request, phone.local_addr().unwrap()).unwrap());
    office.handle.stop();
}
