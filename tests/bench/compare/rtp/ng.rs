//! rtpengine is told of calls by its control protocol (`ng`: a cookie and a bencoded dictionary in a datagram).

use std::net::{SocketAddrV4, UdpSocket};
use std::time::Duration;

use super::generator::Leg;
use super::telephones::{SOUND, address_in, description};
use crate::load::{CALLEES, CALLERS};

const RTPENGINE: (&str, u16) = ("127.0.0.1", 2223);

/// Sets up so many calls; where their sound goes.
pub(crate) fn call(calls: u16) -> Vec<Leg> {
    let socket = UdpSocket::bind(("127.0.0.9", 0)).unwrap();
    socket.connect(RTPENGINE).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    (0..calls).flat_map(|place| call_one(&socket, place)).collect()
}

fn call_one(socket: &UdpSocket, place: u16) -> [Leg; 2] {
    let calling = SocketAddrV4::new(*CALLERS.ip(), SOUND + 2 * place);
    let called = SocketAddrV4::new(*CALLEES.ip(), SOUND + 2 * place + 1);
    let id = format!("ng{place}");
    let command = |name: &str, to_tag: &str, own: SocketAddrV4| {
        let sdp = description(*own.ip(), own.port());
        // Keys in order, as bencoding wants them.
        let mut text = format!("{id}-{name} d");
        for (key, value) in [("ICE", "remove"), ("call-id", &id), ("command", name), ("from-tag", "a")] {
            text += &(string(key) + &string(value));
        }
        text += &format!("{}l{}e{}{}", string("replace"), string("origin"), string("sdp"), string(&sdp));
        if !to_tag.is_empty() {
            text += &(string("to-tag") + &string(to_tag));
        }
        text.push('e');
        socket.send(text.as_bytes()).unwrap();
        let mut room = [0; 8_192];
        let length = socket.recv(&mut room).expect("rtpengine answers");
        let told = String::from_utf8_lossy(&room[..length]).into_owned();
        let description = told.split_once("3:sdp").map_or("", |(_, sdp)| sdp);
        address_in(description).unwrap_or_else(|| panic!("rtpengine says {told}"))
    };
    // What is offered to one telephone says where that one is to send.
    let to_called = command("offer", "", calling);
    let to_calling = command("answer", "b", called);
    [Leg { local: calling, remote: to_calling }, Leg { local: called, remote: to_called }]
}

fn string(text: &str) -> String {
    format!("{}:{text}", text.len())
}
