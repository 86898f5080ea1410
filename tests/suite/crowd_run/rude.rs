//! Slow senders and endless ones, in every place where one can be slow or endless, all at once and with a call up: each is cut
//! off, and none fills the memory.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::browser::Browser;
use crate::support::scene::Scene;
use crate::support::site::Site;
use crate::support::stream::{Secure, client, connect, secure};

/// Of each kind.
const COPIES: usize = 4;
/// Between two octets of one who drips: it is never silent for long.
const DRIP: Duration = Duration::from_millis(100);
/// Twice the longest time that anything here is given. Whoever is still there then was not cut.
const CUT_BY: Duration = Duration::from_secs(60);
/// What an endless sender gets rid of until it is cut: what the buffers of the system hold on both sides, and what is read to
/// throw it away.
const TAKEN: usize = 32 << 20;

type Rude = (&'static str, fn(&Site) -> Result<usize, String>);

/// What is heard of telephones begins so.
const HEAD: &str = "OPTIONS sip:box SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.66;branch=z9hG4bKrude\r\nFrom: <sip:a@h>;tag=1\r\n\
                    To: <sip:box>\r\nCall-ID: rude\r\nCSeq: 1 OPTIONS\r\n";

#[test]
fn slow_senders_are_cut_off() {
    cut_off(
        "slow",
        &[
            ("an octet now and then of a message", |site| drip(tcp(site), message("").into_bytes())),
            ("one of a body", |site| {
                let mut stream = tcp(site);
                stream.write_all(message("Content-Length: 60000\r\n\r\n").as_bytes()).map_err(text)?;
                drip(stream, vec![b'x'; 60_000])
            }),
            ("nothing at all", |site| drip(tcp(site), Vec::new())),
            ("nothing at all where TLS is", |site| {
                drip(connect(from(), site.tls()).map_err(text)?, Vec::new())
            }),
            ("one of a TLS handshake", |site| drip(connect(from(), site.tls()).map_err(text)?, hello(site))),
            ("one of a TLS handshake with the page", |site| {
                drip(connect(from(), site.web()).map_err(text)?, hello(site))
            }),
            ("one of a WebSocket's upgrade", |site| drip(page(site), upgrade().into_bytes())),
            ("one of a WebSocket's first frame", |site| {
                drip(web_socket(site), [&[0x82, 0xfe, 0xf0, 0, 0, 0, 0, 0][..], &[b'x'; 61_440]].concat())
            }),
        ],
    );
}

#[test]
fn endless_senders_are_cut_off() {
    cut_off(
        "endless",
        &[
            ("a header", |site| pour(tcp(site), &message("Subject: "), "x")),
            ("headers", |site| pour(tcp(site), &message(""), "Subject: x\r\n")),
            ("a body of 4 GiB", |site| pour(tcp(site), &message("Content-Length: 4294967296\r\n\r\n"), "x")),
            ("a body by TLS", |site| {
                let stream = secure(site, from(), site.tls()).map_err(text)?;
                pour(stream, &message("Content-Length: 4294967296\r\n\r\n"), "x")
            }),
            ("more than the body", |site| pour(tcp(site), &message("Content-Length: 1\r\n\r\n"), "x")),
            ("messages", |site| pour(tcp(site), "", &message("Content-Length: 0\r\n\r\n"))),
            ("a TLS record", |site| {
                pour(connect(from(), site.tls()).map_err(text)?, "", "\x16\x03\x01\x40\x00xxxxxxxxxxx")
            }),
            ("a header of an upgrade", |site| {
                pour(page(site), "GET /ws HTTP/1.1\r\nHost: localhost\r\nX: ", "x")
            }),
            ("a frame of a WebSocket", |site| {
                let mut stream = web_socket(site);
                stream.write_all(&[0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).map_err(text)?;
                pour(stream, "", "x")
            }),
            ("fragments of a WebSocket's message", |site| {
                let mut stream = web_socket(site);
                stream.write_all(&[0x02, 0x81, 0, 0, 0, 0, b'x']).map_err(text)?;
                pour(stream, "", "\0\u{1}\0\0\0\0x")
            }),
        ],
    );
}

fn cut_off(name: &str, kinds: &[Rude]) {
    let scene = Scene::new(name, "");
    let site = &scene.site;
    thread::scope(|scope| {
        let all = kinds.iter().flat_map(|kind| [kind; COPIES]);
        let all: Vec<_> = all.map(|(what, rude)| (what, scope.spawn(|| rude(site)))).collect();
        for (what, rude) in all {
            match rude.join().unwrap() {
                Ok(octets) => println!("  {what}: cut after {octets} octets"),
                Err(error) => panic!("{what}: {error}"),
            }
        }
    });
    scene.end();
}

/// Sends an octet now and then, and nothing more when there are none, until it is cut; how many it has sent.
fn drip(mut stream: impl Read + Write + Timed, octets: Vec<u8>) -> Result<usize, String> {
    let began = Instant::now();
    stream.reads_for(DRIP);
    let mut sent = 0;
    while began.elapsed() < CUT_BY {
        if is_cut(&mut stream) {
            return Ok(sent);
        }
        if let Some(octet) = octets.get(sent) {
            if stream.write_all(&[*octet]).and_then(|()| stream.flush()).is_err() {
                return Ok(sent);
            }
            sent += 1;
        }
    }
    Err(format!("still there after {sent} octets"))
}

/// Sends the beginning, then the rest again and again, as fast as it is taken, until it is cut; how much was taken.
fn pour(mut stream: impl Read + Write, begin: &str, rest: &str) -> Result<usize, String> {
    let rest = rest.repeat(16_384 / rest.len());
    let mut sent = begin.len();
    let mut result = stream.write_all(begin.as_bytes());
    while result.is_ok() && sent < TAKEN {
        result = stream.write_all(rest.as_bytes());
        sent += rest.len();
    }
    match result {
        Ok(()) => Err(format!("{sent} octets were taken")),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Err(format!("not cut after {sent} octets")),
        Err(_) => Ok(sent),
    }
}

/// Waits a little for the other end to close; what it says before is passed over.
fn is_cut(stream: &mut impl Read) -> bool {
    loop {
        match stream.read(&mut [0; 4_096]) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != ErrorKind::WouldBlock,
        }
    }
}

trait Timed {
    fn reads_for(&self, time: Duration);
}

impl Timed for TcpStream {
    fn reads_for(&self, time: Duration) {
        self.set_read_timeout(Some(time)).unwrap();
    }
}

impl Timed for Secure {
    fn reads_for(&self, time: Duration) {
        self.sock.reads_for(time);
    }
}

fn from() -> IpAddr {
    Ipv4Addr::new(127, 97, 4, 1).into()
}

fn tcp(site: &Site) -> TcpStream {
    connect(from(), site.sip()).unwrap()
}

fn page(site: &Site) -> Secure {
    let mut stream = secure(site, from(), site.web()).unwrap();
    stream.conn.complete_io(&mut stream.sock).unwrap();
    stream
}

fn web_socket(site: &Site) -> Secure {
    Browser::connect(site).into_stream()
}

/// A head without its end.
fn message(more: &str) -> String {
    format!("{HEAD}{more}")
}

fn upgrade() -> String {
    let headers = "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    format!("GET /ws HTTP/1.1\r\nX: {}\r\n{headers}", "x".repeat(1_000))
}

/// What a client says first.
fn hello(site: &Site) -> Vec<u8> {
    let mut octets = Vec::new();
    client(site).write_tls(&mut octets).unwrap();
    octets
}

fn text(error: std::io::Error) -> String {
    error.to_string()
}
