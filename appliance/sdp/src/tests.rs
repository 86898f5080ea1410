//! Descriptions as telephones write them; a bar stands for the end of a line, to be readable in a table.

use std::net::SocketAddr;

use crate::{Kind, Origin, Ports, Session, Stream};

mod browsers;
mod crossing;
mod crypto;
mod dtls;
mod examples;
mod hostile;
mod kinds;
mod later;
mod numbers;
mod properties;
mod reading;

const DESK: &str = "v=0|o=root 1 1 IN IP4 192.168.1.20|s=call|c=IN IP4 192.168.1.20|t=0 0|\
    m=audio 62986 RTP/AVP 8 0 9 18 101|a=rtpmap:8 PCMA/8000|a=rtpmap:0 PCMU/8000|a=rtpmap:9 G722/8000|\
    a=rtpmap:18 G729/8000|a=fmtp:18 annexb=no|a=rtpmap:101 telephone-event/8000|a=fmtp:101 0-15|\
    a=ptime:20|a=sendrecv|";

fn check(written: &[u8], expected: &str) {
    assert_eq!(text_of(written), expected);
}

fn origin() -> Origin {
    Origin { session_id: 42, version: 1, address: "203.0.113.5".parse().unwrap() }
}

fn wire(text: &str) -> String {
    text.replace('|', "\r\n")
}

fn text_of(written: &[u8]) -> String {
    String::from_utf8(written.to_vec()).unwrap().replace("\r\n", "|")
}

fn session(text: &str) -> Session {
    Session::parse(wire(text).as_bytes()).unwrap()
}

fn audio(text: &str) -> Stream {
    session(text).stream(Kind::Audio).unwrap().clone()
}

/// A port for every kind: 10000, 10002, 10004.
fn all() -> Ports {
    let mut ports = Ports::default();
    for (kind, port) in Kind::ALL.into_iter().zip([10_000, 10_002, 10_004]) {
        ports.set(kind, ([203, 0, 113, 5], port).into());
    }
    ports
}

/// Only sound, at that address.
fn sound(at: &str) -> Ports {
    let mut ports = Ports::default();
    ports.set(Kind::Audio, at.parse().unwrap());
    ports
}

fn at(text: &str) -> SocketAddr {
    text.parse().unwrap()
}
