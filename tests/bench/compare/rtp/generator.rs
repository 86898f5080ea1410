//! The other side of a relay: telephones in calls, each sending 50 packets a second of G.711 whether or not anything
//! comes back, and listening to what the other one of its call says.
//!
//! The telephones are spread over 20 slots of a millisecond, since those of an office do not speak in step. What is
//! received is read between slots and after every 64 packets, so that no buffer here runs over.

use std::io;
use std::net::{SocketAddrV4, UdpSocket};
use std::time::{Duration, Instant};

use super::delays::Delays;
use super::epoll::Epoll;
use crate::{affinity, udp};

/// A telephone's sound: from where, and to which port of the relay. The first and second, the third and fourth ... are in a
/// call with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leg {
    pub(crate) local: SocketAddrV4,
    pub(crate) remote: SocketAddrV4,
}

/// A packet of 20 ms: the RTP header and 160 samples.
pub(crate) const BYTES: usize = 172;
const SLOTS: usize = 20;
const SLOT: Duration = Duration::from_millis(1);
/// Packets in a row before what came is read.
const IN_A_ROW: usize = 64;
/// For this long what is still on its way is waited for.
const LAST: Duration = Duration::from_millis(700);
/// A slot that begins this late was not on time.
const LATE: Duration = Duration::from_millis(5);
const RECEIVE_BUFFER_BYTES: i32 = 1 << 19;

/// What came of it. Counts leave out the time of warming up.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) sent: u64,
    /// Telephones that spoke and were not heard at all.
    pub(crate) unheard: usize,
    pub(crate) delays: Delays,
    /// Packets that came to the wrong telephone, or were no packet of ours.
    pub(crate) strange: u64,
    /// Slots that began late: then the generator is at its end, not the relay.
    pub(crate) late: u64,
    /// The share of its processor that the generator took, in per cent.
    pub(crate) own_percent: f64,
}

impl Heard {
    /// The share of packets that did not arrive, in per cent.
    pub(crate) fn lost_percent(&self) -> f64 {
        100.0 * (1.0 - self.delays.total() as f64 / self.sent.max(1) as f64)
    }
}

/// Telephones with their sockets.
pub(crate) struct Generator {
    sockets: Vec<UdpSocket>,
    heard_by: Vec<u64>,
    ready: Epoll,
    began: Instant,
    heard: Heard,
}

impl Generator {
    /// Opens a socket for each telephone.
    pub(crate) fn new(legs: &[Leg]) -> io::Result<Self> {
        let ready = Epoll::new()?;
        let mut sockets = Vec::with_capacity(legs.len());
        for (number, leg) in legs.iter().enumerate() {
            let socket = UdpSocket::bind(leg.local)?;
            socket.connect(leg.remote)?;
            socket.set_nonblocking(true)?;
            udp::buffers(&socket, RECEIVE_BUFFER_BYTES);
            ready.add(&socket, number)?;
            sockets.push(socket);
        }
        let heard_by = vec![0; legs.len()];
        Ok(Self { sockets, heard_by, ready, began: Instant::now(), heard: Heard::default() })
    }

    /// Speaks for these two times together, and counts what is sent in the second.
    pub(crate) fn run(mut self, warm: Duration, measured: Duration) -> Heard {
        let slots = |time: Duration| u32::try_from(time.as_millis() / SLOT.as_millis()).unwrap_or(u32::MAX);
        let (first, end) = (slots(warm), slots(warm + measured));
        let (busy, began) = (own_time(), Instant::now());
        self.began = began + Duration::from_millis(20);
        for slot in 0..end {
            let due = self.began + SLOT * slot;
            self.listen_until(due);
            self.heard.late += u64::from(due.elapsed() > LATE);
            self.speak(slot as usize, slot >= first);
        }
        let spoken = (own_time() - busy) as f64 / began.elapsed().as_nanos() as f64;
        self.listen_until(Instant::now() + LAST);
        self.heard.own_percent = 100.0 * spoken;
        self.heard.unheard = self.heard_by.iter().filter(|heard| **heard == 0).count();
        self.heard
    }

    /// The telephones of a slot say one packet each. In it are a number that grows by one and a time that grows by 160, and
    /// in place of sound when it was sent, by whom, and whether it counts.
    fn speak(&mut self, slot: usize, counts: bool) {
        let round = (slot / SLOTS) as u32;
        let mut packet = [0xd5; BYTES];
        packet[..2].copy_from_slice(&[0x80, 0]);
        packet[2..4].copy_from_slice(&(round as u16).to_be_bytes());
        packet[4..8].copy_from_slice(&round.wrapping_mul(160).to_be_bytes());
        packet[24] = u8::from(counts);
        for (turn, number) in (slot % SLOTS..self.sockets.len()).step_by(SLOTS).enumerate() {
            let whose = (number as u32).to_be_bytes();
            packet[8..12].copy_from_slice(&whose);
            packet[20..24].copy_from_slice(&whose);
            packet[12..20].copy_from_slice(&self.now().to_be_bytes());
            // What the system does not take is lost, and is seen as lost.
            _ = self.sockets[number].send(&packet);
            self.heard.sent += u64::from(counts);
            if turn % IN_A_ROW == IN_A_ROW - 1 {
                while self.listen(Duration::ZERO) {}
            }
        }
    }

    fn listen_until(&mut self, due: Instant) {
        loop {
            let patience = due.saturating_duration_since(Instant::now());
            if !self.listen(patience) && patience.is_zero() {
                return;
            }
        }
    }

    /// Reads a packet of each telephone that has one; whether any had.
    fn listen(&mut self, patience: Duration) -> bool {
        let count = self.ready.wait(Some(patience));
        let mut room = [0; 2_048];
        for place in 0..count {
            let number = self.ready.ready(place);
            if let Ok(length) = self.sockets[number].recv(&mut room) {
                self.hear(number, &room[..length]);
            }
        }
        count > 0
    }

    fn hear(&mut self, number: usize, packet: &[u8]) {
        let now = self.now();
        let (Some(sent), Some(whose)) = (packet.get(12..20), packet.get(20..24)) else {
            self.heard.strange += 1;
            return;
        };
        let other = (number as u32 ^ 1).to_be_bytes();
        if packet.len() != BYTES || packet[1] & 0x7f != 0 || whose != other {
            self.heard.strange += 1;
        } else if packet[24] == 1 {
            let sent = u64::from_be_bytes(sent.try_into().expect("eight bytes"));
            self.heard_by[number] += 1;
            self.heard.delays.add(now.saturating_sub(sent));
        }
    }

    /// Nanoseconds since it began.
    fn now(&self) -> u64 {
        self.began.elapsed().as_nanos() as u64
    }
}

/// Processor time of this program.
fn own_time() -> u64 {
    affinity::time_of(std::process::id()).expect("Linux tells it")
}
