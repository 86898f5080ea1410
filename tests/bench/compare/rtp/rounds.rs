//! Packets in rounds: so many telephones say one each, and the next do when all were heard. For counting, where a relay is
//! too slow for the clock.

use std::net::UdpSocket;
use std::time::Duration;

use super::generator::{BYTES, Leg};

/// Telephones in calls.
pub(crate) struct Rounds {
    sockets: Vec<UdpSocket>,
    number: u16,
}

impl Rounds {
    /// Opens a socket for each.
    pub(crate) fn new(legs: &[Leg]) -> Self {
        let open = |leg: &Leg| {
            let socket = UdpSocket::bind(leg.local).unwrap();
            socket.connect(leg.remote).unwrap();
            socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
            socket
        };
        Self { sockets: legs.iter().map(open).collect(), number: 0 }
    }

    /// Says so many packets in all, in rounds of so many telephones.
    pub(crate) fn say(&mut self, packets: u32, telephones: u16) {
        let mut room = [0; 2_048];
        for _ in 0..packets / u32::from(telephones) {
            let packet = self.packet();
            let speaking = &self.sockets[..usize::from(telephones)];
            speaking.iter().for_each(|socket| assert_eq!(socket.send(&packet).unwrap(), BYTES));
            for speaker in 0..usize::from(telephones) {
                let length = self.sockets[speaker ^ 1].recv(&mut room).expect("the packet comes out again");
                assert_eq!(room[12..length], packet[12..], "another packet comes out");
            }
        }
    }

    /// The next one of PCMU.
    fn packet(&mut self) -> [u8; BYTES] {
        self.number = self.number.wrapping_add(1);
        let mut packet = [0xd5; BYTES];
        packet[..2].copy_from_slice(&[0x80, 0]);
        packet[2..4].copy_from_slice(&self.number.to_be_bytes());
        packet[4..8].copy_from_slice(&(u32::from(self.number) * 160).to_be_bytes());
        packet
    }
}
