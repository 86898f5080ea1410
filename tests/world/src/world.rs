//! The virtual world: an exchange, telephones, a network and a clock, without sockets and without sleeping.
//! One seed makes one run.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use exchange::{Exchange, Settings};
use jiff::SignedDuration;
use media::srtp::MAX_OVERHEAD;
use media::{Kind, Relay, StreamId};
use model::{BindingChange, CallId, CallRecord, Directory, Now};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sip::{Flow, Transport};

use crate::connections::Connections;
use crate::network::{Network, Packet, Weather};
use crate::office::{dawn, office};
use crate::phone::Phone;

/// Where the exchange is.
pub const EXCHANGE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)), 5060);

/// Everything there is.
pub struct World {
    /// The machine under test.
    pub exchange: Exchange,
    /// The records as the disk has them, by key.
    pub records: BTreeMap<CallId, CallRecord>,
    /// What was said to the disk about registrations.
    pub bindings: Vec<BindingChange>,
    /// Who gave wrong credentials, as told to the log.
    pub bad_credentials: Vec<(IpAddr, String)>,
    /// Packets of sound that the exchange relayed.
    pub sound_packets: u64,
    /// To where they went.
    pub sound_went_to: BTreeSet<SocketAddr>,
    /// How bad the network is.
    pub weather: Weather,
    /// Records are kept but never said to be on disk.
    pub disk_stalls: bool,
    /// UDP ports of the exchange that another program holds.
    pub taken_ports: Vec<u16>,
    /// Everything that was sent, a line each, for comparing runs.
    pub diary: Vec<String>,
    /// Whole messages of both sides, kept when `BELLBOX_TELL` is set.
    pub(crate) journal: Vec<String>,
    pub(crate) keeps_journal: bool,
    /// Everything that the exchange sent.
    pub sent: Vec<Packet>,
    pub(crate) now: Now,
    pub(crate) began: Instant,
    pub(crate) dice: StdRng,
    pub(crate) network: Network,
    pub(crate) phones: Vec<Phone>,
    pub(crate) connections: Connections,
    pub(crate) relay: Relay,
    /// The exchange's virtual RTP and RTCP sockets.
    pub(crate) sockets: HashMap<SocketAddr, (StreamId, Kind)>,
    pub(crate) commits: BTreeMap<(Instant, CallId), ()>,
    /// Changes of registrations by the moment at which they are on disk.
    pub(crate) registrations: BTreeSet<(Instant, u64)>,
}

impl World {
    /// A world with a telephone for each number. Nobody is registered yet.
    pub fn new(seed: u64, numbers: &[&str]) -> Self {
        Self::with(seed, Arc::new(office(numbers)), numbers, Settings::default())
    }

    /// A world with these settings and this office.
    pub fn with(seed: u64, directory: Arc<Directory>, numbers: &[&str], settings: Settings) -> Self {
        let now = Now { tick: Instant::now(), wall: dawn() };
        let mut dice = StdRng::seed_from_u64(seed);
        let mut key = [0; 32];
        dice.fill(&mut key);
        let phones = (10_u8..).zip(numbers).map(|(host, number)| {
            Phone::new(number, SocketAddr::from(([10, 0, 0, host], 5060)), EXCHANGE, now.tick)
        });
        Self {
            exchange: Exchange::new(settings, directory, key, now),
            records: BTreeMap::new(),
            bindings: Vec::new(),
            bad_credentials: Vec::new(),
            sound_packets: 0,
            sound_went_to: BTreeSet::new(),
            weather: Weather::FAIR,
            disk_stalls: false,
            taken_ports: Vec::new(),
            diary: Vec::new(),
            sent: Vec::new(),
            journal: Vec::new(),
            keeps_journal: std::env::var_os("BELLBOX_TELL").is_some(),
            now,
            began: now.tick,
            dice,
            network: Network::default(),
            phones: phones.collect(),
            connections: Connections::default(),
            relay: Relay::new(10_000),
            sockets: HashMap::new(),
            commits: BTreeMap::new(),
            registrations: BTreeSet::new(),
        }
    }

    /// The moment.
    pub fn now(&self) -> Now {
        self.now
    }

    /// The telephone of a number.
    pub fn phone(&mut self, number: &str) -> &mut Phone {
        self.phones.iter_mut().find(|phone| phone.number == number).expect("a telephone of that number")
    }

    /// All telephones.
    pub fn phones(&self) -> &[Phone] {
        &self.phones
    }

    /// Sends a datagram to the exchange from anywhere, at once.
    pub fn inject(&mut self, from: SocketAddr, bytes: &[u8]) {
        self.reach_exchange(from, bytes);
    }

    /// The SIP message that the exchange sent last.
    pub fn last_sent(&self) -> String {
        self.sent.last().map(|packet| String::from_utf8_lossy(&packet.bytes).into_owned()).unwrap_or_default()
    }

    /// Prints everything that was sent, by either side, and what telephones saw.
    pub fn tell(&self) {
        for line in &self.journal {
            println!("{line}");
        }
        for phone in &self.phones {
            println!("{} saw {:?}", phone.number, phone.seen);
        }
    }

    /// Forgets what was sent until now: a long run keeps only what is looked at.
    pub fn forget(&mut self) {
        self.diary.clear();
        self.sent.clear();
    }

    /// Sends a packet of sound from anywhere to anywhere, at once.
    pub fn inject_sound(&mut self, from: SocketAddr, to: SocketAddr) {
        let mut bytes = vec![0x80, 8, 0, 1, 0, 0, 0, 160, 0, 0, 0, 9];
        bytes.extend([9; 160]);
        self.arrive(&Packet { from, to, bytes });
    }

    /// Gives an order to the exchange.
    pub fn order(&mut self, order: calls::Order) -> calls::Reply {
        let reply = self.exchange.handle_order(order, self.now);
        self.drain();
        reply
    }

    /// Gives the exchange a new directory.
    pub fn directory(&mut self, directory: Directory) {
        self.exchange.handle_directory(Arc::new(directory), self.now);
        self.drain();
    }

    /// Lets time pass.
    pub fn run(&mut self, time: Duration) {
        let end = self.now.tick + time;
        while let Some(next) = self.next().filter(|next| *next <= end) {
            self.set_clock(next);
            self.step();
        }
        self.set_clock(end);
    }

    /// Lets time pass until this holds; false when it never does within an hour.
    pub fn run_until(&mut self, holds: impl Fn(&Self) -> bool) -> bool {
        let end = self.now.tick + Duration::from_secs(3_600);
        while !holds(self) {
            let Some(next) = self.next().filter(|next| *next <= end) else {
                return false;
            };
            self.set_clock(next);
            self.step();
        }
        true
    }

    pub(crate) fn with_phone(&mut self, number: &str, act: impl FnOnce(&mut Phone, Instant)) {
        let now = self.now.tick;
        act(self.phone(number), now);
        self.drain();
    }

    fn next(&self) -> Option<Instant> {
        let phones = self.phones.iter().filter_map(Phone::poll_timeout).min();
        let commit = self.commits.keys().next().map(|(at, _)| *at);
        let registration = self.registrations.first().map(|(at, _)| *at);
        let (network, exchange, relay) =
            (self.network.next(), self.exchange.poll_timeout(), self.relay.poll_timeout());
        let parts = [network, self.connections.next(), exchange, relay, phones, commit, registration];
        parts.into_iter().flatten().min()
    }

    fn set_clock(&mut self, to: Instant) {
        let passed = to.saturating_duration_since(self.now.tick);
        self.now.tick += passed;
        self.now.wall += SignedDuration::try_from(passed).expect("a run is short");
    }

    /// Does everything that is due.
    fn step(&mut self) {
        while let Some(packet) = self.network.take(self.now.tick) {
            self.arrive(&packet);
        }
        self.relay.handle_timeout(self.now.tick);
        while let Some(event) = self.relay.poll_event() {
            self.exchange.handle_media(event, self.now);
        }
        self.arrive_streams();
        if self.exchange.poll_timeout().is_some_and(|at| at <= self.now.tick) {
            self.exchange.handle_timeout(self.now);
        }
        while let Some((&(at, id), ())) =
            self.commits.first_key_value().filter(|((at, _), ())| *at <= self.now.tick)
        {
            self.commits.remove(&(at, id));
            self.exchange.handle_committed(id, self.now);
        }
        while let Some(&(at, ticket)) = self.registrations.first().filter(|(at, _)| *at <= self.now.tick) {
            self.registrations.remove(&(at, ticket));
            self.exchange.handle_registered(ticket, self.now);
        }
        for phone in &mut self.phones {
            phone.handle_timeout(self.now.tick);
        }
        self.drain();
    }

    fn arrive(&mut self, packet: &Packet) {
        if packet.to == EXCHANGE {
            self.reach_exchange(packet.from, &packet.bytes);
        } else if let Some((stream, kind)) = self.sockets.get(&packet.to).copied() {
            let mut room = [packet.bytes.as_slice(), &[0; MAX_OVERHEAD]].concat();
            let mut sound = media::Packet::new(&mut room, packet.bytes.len());
            let forward = self.relay.handle_packet(stream, kind, &mut sound, packet.from, self.now.tick);
            if let Some(forward) = forward {
                self.sound_packets += 1;
                self.sound_went_to.insert(forward.to);
                let from = self.socket_of(forward.stream, forward.kind);
                let onward = Packet { from, to: forward.to, bytes: sound.bytes().to_vec() };
                self.network.send_sound(onward, self.weather, self.now.tick);
            }
        } else if let Some(phone) = self.phones.iter_mut().find(|phone| phone.address == packet.to) {
            let flow = Flow { transport: Transport::Udp, local: packet.to, remote: packet.from };
            phone.handle_message(&packet.bytes, flow, self.now.tick);
        } else if let Some(phone) = self.phones.iter_mut().find(|phone| phone.hears_at(packet.to)) {
            phone.handle_sound(packet, self.now.tick);
        }
    }

    fn reach_exchange(&mut self, from: SocketAddr, bytes: &[u8]) {
        let flow = Flow { transport: Transport::Udp, local: EXCHANGE, remote: from };
        self.exchange.handle_datagram(bytes, flow, self.now);
        self.drain();
    }
}
