//! A flood of REGISTER over real sockets, from elsewhere and from the very address of a telephone: registered telephones are
//! answered, the flood is answered with less than half as much again as it sends, and the memory is what it was.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::support::office::Account;
use crate::support::phone::Phone;
use crate::support::program::resident_kb;
use crate::support::site::Site;

/// What may stay, R7 of the design's bars.
const GROWTH_KB: u64 = 32 * 1024;
/// Requests of the telephone in the middle of the flood.
const REQUESTS: usize = 300;
/// Datagrams before the flood looks for answers: some 50,000 a second with the wait for them.
const BURST: u32 = 50;

#[test]
fn registered_telephones_are_answered_in_a_flood() {
    let site = Site::new("flood");
    let accounts = Account::range(201, 1);
    site.load(&accounts);
    let exchange = site.start();
    let mut phone = Phone::new(&site, &accounts[0]);
    assert_eq!(phone.register().unwrap().status(), 200);
    let before = resident_kb(exchange.id());
    let is_over = AtomicBool::new(false);
    let elsewhere = IpAddr::V4(Ipv4Addr::new(127, 99, 0, 1));
    let floods = thread::scope(|scope| {
        let floods = [elsewhere, phone.address()].map(|from| {
            scope.spawn({
                let (to, is_over) = (site.sip(), &is_over);
                move || flood(SocketAddr::new(from, 0), to, is_over)
            })
        });
        for number in 0..REQUESTS {
            assert_eq!(phone.ping().unwrap().status(), 200, "request {number}");
        }
        assert_eq!(phone.register().unwrap().status(), 200, "and registers anew");
        is_over.store(true, Ordering::Relaxed);
        floods.map(|flood| flood.join().unwrap())
    });
    for (octets_in, octets_out) in floods {
        println!("{octets_in} octets in, {octets_out} out");
        assert!(octets_out * 2 <= octets_in * 3, "{octets_out} out for {octets_in} in");
    }
    let after = resident_kb(exchange.id());
    println!("{before} kB before, {after} kB after");
    assert!(after < before + GROWTH_KB, "{before} kB became {after} kB");
    assert!(site.counted("sip_flood_dropped_total") > 1_000);
    let (status, lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", { lines }.all());
}

/// Sends until it is over; octets sent and octets of answers.
fn flood(from: SocketAddr, to: SocketAddr, is_over: &AtomicBool) -> (usize, usize) {
    let socket = UdpSocket::bind(from).unwrap();
    socket.connect(to).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    let own = socket.local_addr().unwrap();
    let (mut octets_in, mut octets_out, mut number) = (0, 0, 0_u32);
    let mut answer = [0; 65_536];
    while !is_over.load(Ordering::Relaxed) {
        for _ in 0..BURST {
            number += 1;
            let request = format!(
                "REGISTER sip:{to} SIP/2.0\r\nVia: SIP/2.0/UDP {own};branch=z9hG4bKflood{number};rport\r\n\
                 From: <sip:u201@{to}>;tag={number}\r\nTo: <sip:u201@{to}>\r\nCall-ID: flood{number}\r\n\
                 CSeq: 1 REGISTER\r\nContact: <sip:u201@{own}>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
            );
            octets_in += socket.send(request.as_bytes()).unwrap_or(0);
        }
        while let Ok(length) = socket.recv(&mut answer) {
            octets_out += length;
        }
    }
    (octets_in, octets_out)
}
