//! The torture messages of RFC 4475 and RFC 5118 over real sockets, by UDP and by TCP: each is answered as the RFC says, and the
//! program answers OPTIONS after it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpStream, UdpSocket};
use std::path::Path;

use crate::support::PATIENCE;
use crate::support::office::Account;
use crate::support::site::Site;
use crate::tables::{RFC_5118, by_the_rfc, is_allowed};

/// What is different in a stream (RFC 4475 §3.1.1.8, §3.1.2.2, RFC 3261 §18.3): all answers, in order.
const BY_TCP: &[(&str, &[u16])] = &[
    // Two requests are two requests.
    ("dblreq", &[401, 401]),
    // Where the next message begins cannot be known: 400, and the connection ends.
    ("inv2543", &[400]),
];

/// The ports that the messages' Vias want their answers at.
const PORTS: [u16; 4] = [5_060, 5_050, 6_050, 19_823];

#[test]
fn each_message_is_answered_by_udp() {
    let Some(messages) = messages() else { return };
    let site = Site::new("torture");
    site.load(&[Account::new(201)]);
    let exchange = site.start();
    let sockets = PORTS.map(|port| UdpSocket::bind((site.address(), port)).unwrap());
    sockets.iter().for_each(|socket| socket.set_read_timeout(Some(PATIENCE)).unwrap());
    let mut wrong = Vec::new();
    for (number, (name, allowed, bytes)) in messages.iter().enumerate() {
        sockets[0].send_to(bytes, site.sip()).unwrap();
        // The exchange takes one datagram after the other: what it has to say of the first is said before the 200.
        let call_id = format!("alive{number}");
        sockets[0]
            .send_to(
                options("UDP", &sockets[0].local_addr().unwrap().to_string(), &call_id).as_bytes(),
                site.sip(),
            )
            .unwrap();
        let mut answers = Vec::new();
        let mut datagram = [0; 65_536];
        loop {
            let length = sockets[0].recv(&mut datagram).expect("OPTIONS is answered");
            let text = String::from_utf8_lossy(&datagram[..length]).into_owned();
            if text.contains(&call_id) {
                break;
            }
            answers.extend(status(&text));
        }
        for socket in &sockets[1..] {
            socket.set_nonblocking(true).unwrap();
            while let Ok(length) = socket.recv(&mut datagram) {
                answers.extend(status(&String::from_utf8_lossy(&datagram[..length])));
            }
        }
        // Refusals of INVITEs come again, since nobody acknowledges them.
        let first = answers.into_iter().find(|status| *status >= 200);
        if !is_allowed(allowed, first) {
            wrong.push(format!("{name}: {first:?} is not among {allowed}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (status, lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", { lines }.all());
}

#[test]
fn each_message_is_answered_by_tcp() {
    let Some(messages) = messages() else { return };
    let site = Site::new("torture-tcp");
    site.load(&[Account::new(201)]);
    let exchange = site.start();
    let mut wrong = Vec::new();
    for (name, allowed, bytes) in &messages {
        let mut stream = TcpStream::connect(site.sip()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(bytes).unwrap();
        if name == "clerr" {
            // It says that more will come: the exchange waits, until it is there.
            let body = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            stream.write_all(&vec![b' '; 9_999 - (bytes.len() - body)]).unwrap();
        }
        _ = stream.write_all(options("TCP", &stream.local_addr().unwrap().to_string(), "alive").as_bytes());
        let answers = answers(&mut stream);
        let is_right = match (BY_TCP.iter().find(|(own, _)| own == name), name.as_str()) {
            (Some((_, expected)), _) => answers == *expected,
            (None, "clerr") => answers.len() == 1,
            (None, _) => is_allowed(allowed, answers.first().copied()),
        };
        if !is_right {
            wrong.push(format!("{name}: {answers:?} is not among {allowed}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (status, lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", { lines }.all());
}

/// The statuses that come until OPTIONS is answered or the connection ends.
fn answers(stream: &mut TcpStream) -> Vec<u16> {
    let mut text = Vec::new();
    let mut buffer = [0; 4_096];
    while !String::from_utf8_lossy(&text).contains("Call-ID: alive\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => text.extend_from_slice(&buffer[..length]),
            // The other end did not want what was written last.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error}"),
        }
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut answers: Vec<&str> = text.split("SIP/2.0 ").skip(1).collect();
    // "SIP/2.0 " stands in no other place but a start line: a Via says "SIP/2.0/".
    answers.retain(|answer| !answer.contains("Call-ID: alive\r\n"));
    answers
        .into_iter()
        .filter_map(|answer| answer.get(..3)?.parse().ok())
        .filter(|status| *status >= 200)
        .collect()
}

fn status(text: &str) -> Option<u16> {
    text.strip_prefix("SIP/2.0 ")?.get(..3)?.parse().ok()
}

fn options(transport: &str, own: &str, call_id: &str) -> String {
    format!(
        "OPTIONS sip:pbx SIP/2.0\r\nVia: SIP/2.0/{transport} {own};branch=z9hG4bK{call_id}\r\nFrom: <sip:x@y>;tag=1\r\n\
         To: <sip:pbx>\r\nCall-ID: {call_id}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    )
}

/// Name, answers and bytes of all messages of both RFCs.
fn messages() -> Option<Vec<(String, String, Vec<u8>)>> {
    let read =
        |path: &Path| std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let old = world::shared("data/sip/rfc4475")?;
    let new = world::shared("data/sip/rfc5118")?;
    let rows = by_the_rfc(&old).into_iter().map(|(name, allowed)| {
        let bytes = read(&old.join(format!("{name}.dat")));
        (name, allowed, bytes)
    });
    let more = RFC_5118.iter().map(|(name, _, allowed, _)| {
        ((*name).to_owned(), (*allowed).to_owned(), read(&new.join(format!("{name}.sip"))))
    });
    Some(rows.chain(more).collect())
}
