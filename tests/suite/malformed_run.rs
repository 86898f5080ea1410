//! 4,500 malformed INVITEs over real sockets, before and behind the challenge: the program answers OPTIONS after each, and its
//! memory is what it was, give or take 32 MB.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use crate::malformed::{COUNT, Malformed};
use crate::support::message;
use crate::support::office::Account;
use crate::support::phone::{Phone, fresh};
use crate::support::program::resident_kb;
use crate::support::site::Site;

/// What may stay, R2 of the design's bars.
const GROWTH_KB: u64 = 32 * 1024;

#[test]
fn the_program_outlives_4_500_over_udp() {
    let site = Site::new("malformed");
    // One address sends more than one telephone ever would.
    site.configure(&[site.sip()], "[sip.limits]\nper_source = 20000\nin_all = 20000\n");
    let accounts = Account::range(201, 2);
    site.load(&accounts);
    let exchange = site.start();
    let mut callee = Phone::new(&site, &accounts[1]);
    assert_eq!(callee.register().unwrap().status(), 200);
    let mut witness = Phone::new(&site, &accounts[0]);
    let sender = Sender::new(&site, &accounts[0]);
    let before = resident_kb(exchange.id());
    let mut slowest = Duration::ZERO;
    for number in 0..COUNT {
        sender.send(&sender.malformed.message(number, None));
        let credentials = Sender::credentials(&mut witness);
        sender.send(&sender.malformed.message(number, Some(&credentials)));
        let since = Instant::now();
        assert_eq!(witness.ping().unwrap().status(), 200, "after message {number}");
        slowest = slowest.max(since.elapsed());
        sender.drain();
        // Whoever gets through is busy; the ACK of that comes later, and OPTIONS on the way are answered.
        for invite in callee.unread().iter().filter(|message| message.is_request("INVITE")) {
            callee.send(&message::answer(invite, "486 Busy Here", &fresh(), "", ""));
        }
    }
    let after = resident_kb(exchange.id());
    println!("{before} kB before, {after} kB after; the slowest answer to OPTIONS took {slowest:?}");
    assert!(after < before + GROWTH_KB, "{before} kB became {after} kB");
    assert!(site.counted("sip_malformed_total") > 500 && site.counted("calls_total") > 500);
    let (status, lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", { lines }.all());
}

#[test]
fn the_program_outlives_4_500_over_tcp() {
    let site = Site::new("malformed-tcp");
    let limits = "[sip.limits]\nper_source = 20000\nin_all = 20000\n";
    site.configure(&[site.sip()], limits);
    let accounts = Account::range(201, 2);
    site.load(&accounts);
    let exchange = site.start();
    let mut witness = Phone::new(&site, &accounts[0]);
    let own = SocketAddr::from((site.address(), 26_060));
    let malformed = Malformed::new(site.sip(), own);
    let before = resident_kb(exchange.id());
    for number in 0..COUNT {
        // Each on a connection of its own: where it ends cannot always be known.
        let mut stream = TcpStream::connect(site.sip()).unwrap();
        _ = stream.write_all(&malformed.message(number, None));
        if number % 16 == 0 {
            assert_eq!(witness.ping().unwrap().status(), 200, "after message {number}");
        }
    }
    assert_eq!(witness.ping().unwrap().status(), 200, "after all");
    let after = resident_kb(exchange.id());
    println!("{before} kB before, {after} kB after");
    assert!(after < before + GROWTH_KB, "{before} kB became {after} kB");
    assert!(site.counted("sip_frames_total") > 2_000);
    let (status, lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", { lines }.all());
}

/// A socket that sends what is no message, and reads what is none.
struct Sender {
    socket: UdpSocket,
    malformed: Malformed,
}

impl Sender {
    fn new(site: &Site, account: &Account) -> Self {
        let socket = UdpSocket::bind((site.address(), 0)).unwrap();
        socket.connect(site.sip()).unwrap();
        let own: SocketAddr = socket.local_addr().unwrap();
        assert_eq!(account.username, "u201", "it is in the messages");
        Self { socket, malformed: Malformed::new(site.sip(), own) }
    }

    fn send(&self, message: &[u8]) {
        // What is longer than a datagram may be is not sent at all.
        _ = self.socket.send(message);
    }

    /// Credentials for an INVITE with a nonce of their own, asked for by another telephone at this address.
    fn credentials(phone: &mut Phone) -> String {
        let uri = format!("sip:202@{}", phone.domain);
        let from = format!("<{}>;tag={}", phone.aor("u201"), fresh());
        let head = phone.head("INVITE", &uri, &from, &format!("<{uri}>"), &fresh(), 1);
        let challenge = phone.transact(&message::finish(head, "")).unwrap();
        assert_eq!(challenge.status(), 401, "{challenge}");
        let header = phone.authorization(&challenge, "INVITE", &uri);
        header.trim_start_matches("Authorization: ").trim_end().to_owned()
    }

    /// Reads all answers, which nobody needs: they may repeat what is malformed.
    fn drain(&self) {
        let mut datagram = [0; 65_536];
        self.socket.set_nonblocking(true).unwrap();
        while self.socket.recv(&mut datagram).is_ok() {}
        self.socket.set_nonblocking(false).unwrap();
    }
}
