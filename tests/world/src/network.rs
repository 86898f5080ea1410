//! The virtual network: what is on its way, and the dice that lose, delay and repeat it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::RngExt;
use rand::rngs::StdRng;

/// How bad the network is.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    /// Part of the SIP datagrams that are lost, 0.0 to 1.0.
    pub loss: f64,
    /// Part of the SIP datagrams that come twice.
    pub duplication: f64,
    /// The shortest time on the way.
    pub delay_min: Duration,
    /// The longest time on the way; what is sent later may come earlier.
    pub delay_max: Duration,
}

impl Weather {
    /// A quiet office network.
    pub const FAIR: Self = Self {
        loss: 0.0,
        duplication: 0.0,
        delay_min: Duration::from_micros(200),
        delay_max: Duration::from_micros(200),
    };

    /// A bad radio link.
    pub const FOUL: Self = Self {
        loss: 0.05,
        duplication: 0.02,
        delay_min: Duration::from_millis(1),
        delay_max: Duration::from_millis(120),
    };
}

/// Something that arrives somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// From whom.
    pub from: SocketAddr,
    /// To whom.
    pub to: SocketAddr,
    /// The datagram.
    pub bytes: Vec<u8>,
}

/// What is on its way, by the time of its arrival.
#[derive(Default)]
pub(crate) struct Network {
    under_way: BinaryHeap<Reverse<(Instant, u64)>>,
    packets: std::collections::HashMap<u64, Packet>,
    sent: u64,
}

impl Network {
    /// Sends a SIP datagram through the weather.
    pub(crate) fn send(&mut self, packet: Packet, weather: Weather, now: Instant, dice: &mut StdRng) {
        if dice.random_bool(weather.loss) {
            return;
        }
        if dice.random_bool(weather.duplication) {
            self.arrive(packet.clone(), now + delay(weather, dice));
        }
        self.arrive(packet, now + delay(weather, dice));
    }

    /// Sends sound, which takes the shortest way and is not lost: what a relay loses is then its own doing.
    pub(crate) fn send_sound(&mut self, packet: Packet, weather: Weather, now: Instant) {
        self.arrive(packet, now + weather.delay_min);
    }

    /// When the next packet arrives.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.under_way.peek().map(|Reverse((at, _))| *at)
    }

    /// Takes the next packet that has arrived by now.
    pub(crate) fn take(&mut self, now: Instant) -> Option<Packet> {
        let Reverse((at, _)) = self.under_way.peek()?;
        if *at > now {
            return None;
        }
        let Reverse((_, number)) = self.under_way.pop()?;
        self.packets.remove(&number)
    }

    fn arrive(&mut self, packet: Packet, at: Instant) {
        self.sent += 1;
        self.packets.insert(self.sent, packet);
        self.under_way.push(Reverse((at, self.sent)));
    }
}

fn delay(weather: Weather, dice: &mut StdRng) -> Duration {
    let (min, max) = (weather.delay_min.as_micros() as u64, weather.delay_max.as_micros() as u64);
    Duration::from_micros(dice.random_range(min..=max))
}
