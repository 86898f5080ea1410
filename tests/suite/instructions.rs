//! How many instructions of the processor the program takes for a REGISTER and for a packet of sound. An emulator counts
//! them (`tests/bench/instructions/run`, by `BELLBOX_INSTRUCTIONS`), while the program goes on: start and end are not in it.

use std::collections::BTreeMap;
use std::fs;
use std::net::UdpSocket;
use std::path::PathBuf;
use std::time::Instant;

use crate::support::PATIENCE;
use crate::support::conversation::{Connected, SOURCES};
use crate::support::frame;
use crate::support::message::Message;
use crate::support::office::Account;
use crate::support::phone::{Phone, is_answer_to};
use crate::support::program::Running;
use crate::support::site::Site;
use crate::support::srtp::Srtp;

/// Telephones that register at the same moment, and calls with sound at the same time.
const PHONES: u32 = 100;
const CALLS: u32 = 20;
/// Each figure is the median of so many runs, printed with its range.
const RUNS: usize = 5;

#[test]
#[ignore = "a slow campaign: tests/bench/instructions/run"]
fn instructions_of_a_register() {
    let site = Site::new("instructions");
    let accounts = Account::range(1_000, PHONES);
    site.load(&accounts);
    let exchange = site.start();
    let counter = Counter::of(&exchange);
    let mut phones: Vec<Phone> = accounts.iter().map(|account| Phone::new(&site, account)).collect();
    for phone in &mut phones {
        assert_eq!(phone.register().unwrap().status(), 200);
    }
    counter.tell("a REGISTER, challenged and answered, one at a time", 200, || {
        for phone in phones.iter_mut().take(20) {
            for _ in 0..10 {
                assert_eq!(phone.register().unwrap().status(), 200);
            }
        }
    });
    let all_at_once = format!("the same, {PHONES} at the same moment");
    counter.tell(&all_at_once, 20 * u64::from(PHONES), || {
        for _ in 0..20 {
            all_register(&mut phones);
        }
    });
    assert_eq!(phones.iter().map(|phone| phone.sent_again).sum::<usize>(), 0);
    let (status, mut lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", lines.all());
}

#[test]
#[ignore = "a slow campaign: tests/bench/instructions/run"]
fn instructions_of_a_relayed_packet() {
    for (what, encrypts) in [("in clear", false), ("encrypted on one side", true)] {
        let site = Site::new("instructions");
        let accounts = Account::range(1_000, 2 * CALLS);
        site.load(&accounts);
        let exchange = site.start();
        let counter = Counter::of(&exchange);
        let mut calls: Vec<Call> = accounts.chunks(2).map(|two| Call::new(&site, two, encrypts)).collect();
        for (count, rounds) in [(1, 2_000), (calls.len(), 200)] {
            let packets = rounds * 2 * count as u64;
            counter.tell(&format!("a packet of G.711 {what}, calls at a time: {count}"), packets, || {
                for _ in 0..rounds {
                    calls[..count].iter_mut().for_each(Call::say);
                    calls[..count].iter_mut().for_each(Call::hear);
                }
            });
        }
        let (status, mut lines) = exchange.stop();
        assert!(status.success(), "{status}: {}", lines.all());
    }
}

/// All ask at once, get their challenges, and answer them.
fn all_register(phones: &mut [Phone]) {
    let asked: Vec<Message> = phones.iter_mut().map(|phone| said(phone, None)).collect();
    let challenges: Vec<Message> = phones.iter_mut().zip(&asked).map(answer).collect();
    let proved: Vec<Message> =
        phones.iter_mut().zip(&challenges).map(|(phone, challenge)| said(phone, Some(challenge))).collect();
    for answered in phones.iter_mut().zip(&proved).map(answer) {
        assert_eq!(answered.status(), 200, "{answered}");
    }
}

fn said(phone: &mut Phone, challenge: Option<&Message>) -> Message {
    let request = phone.register_request(challenge);
    phone.send(&request);
    request
}

fn answer((phone, request): (&mut Phone, &Message)) -> Message {
    phone.receive(|answer| is_answer_to(answer, request)).unwrap()
}

/// A call whose telephones speak in turn with the other calls, and wait for every packet.
struct Call {
    sockets: [UdpSocket; 2],
    /// Of the caller, where it encrypts.
    srtp: Option<Srtp>,
    number: u64,
}

impl Call {
    fn new(site: &Site, accounts: &[Account], encrypts: bool) -> Self {
        let (sockets, srtp) = Connected::new(site, accounts, encrypts).into_sockets();
        for socket in &sockets {
            socket.set_read_timeout(Some(PATIENCE)).unwrap();
        }
        Self { sockets, srtp, number: 0 }
    }

    /// One frame each way.
    fn say(&mut self) {
        self.number += 1;
        let [mut from_caller, from_callee] = SOURCES.map(|source| frame::sound(source, self.number));
        if let Some(srtp) = &mut self.srtp {
            srtp.seal(&mut from_caller, false);
        }
        for (socket, packet) in self.sockets.iter().zip([from_caller, from_callee]) {
            assert_eq!(socket.send(&packet).unwrap(), packet.len());
        }
    }

    /// Both have come.
    fn hear(&mut self) {
        let mut room = [0; 2_048];
        for (at, source) in [(0, SOURCES[1]), (1, SOURCES[0])] {
            let length = self.sockets[at].recv(&mut room).unwrap();
            let mut packet = room[..length].to_vec();
            if let (0, Some(srtp)) = (at, &mut self.srtp) {
                assert!(srtp.open(&mut packet, false));
            }
            assert_eq!(frame::read_sound(&packet, source).map(|(number, _)| number), Some(self.number));
        }
    }
}

/// What the emulator has counted: a file of pairs, a thread's id and its instructions (`counter.c`).
struct Counter {
    file: PathBuf,
    process: u32,
}

impl Counter {
    fn of(exchange: &Running) -> Self {
        let file =
            std::env::var_os("BELLBOX_INSTRUCTIONS").expect("tests/bench/instructions/run sets it").into();
        Self { file, process: exchange.id() }
    }

    /// So far, by the names of threads.
    fn read(&self) -> BTreeMap<String, u64> {
        let mut counted = BTreeMap::new();
        for pair in fs::read(&self.file).unwrap().chunks_exact(16) {
            let [thread, instructions] =
                [&pair[..8], &pair[8..]].map(|bytes| u64::from_ne_bytes(bytes.try_into().unwrap()));
            if thread != 0 {
                let path = format!("/proc/{}/task/{thread}/comm", self.process);
                let name = fs::read_to_string(path).unwrap_or_else(|_| "ended".to_owned());
                *counted.entry(name.trim().to_owned()).or_default() += instructions;
            }
        }
        counted
    }

    /// Does it once to begin with and then [`RUNS`] times, and prints what one of `count` took.
    fn tell(&self, what: &str, count: u64, mut act: impl FnMut()) {
        act();
        let began = Instant::now();
        let mut runs: Vec<(u64, BTreeMap<String, u64>)> = (0..RUNS)
            .map(|_| {
                let before = self.read();
                act();
                let mut taken = self.read();
                for (name, instructions) in &mut taken {
                    *instructions -= before.get(name).unwrap_or(&0);
                }
                taken.retain(|_, instructions| *instructions >= count);
                (taken.values().sum::<u64>() / count, taken)
            })
            .collect();
        runs.sort_unstable();
        let (median, threads) = &runs[RUNS / 2];
        let threads: Vec<String> =
            threads.iter().map(|(name, taken)| format!("{name} {}", taken / count)).collect();
        println!(
            "{what}: {median} instructions ({} to {}): {}; {:.0} a second here",
            runs[0].0,
            runs[RUNS - 1].0,
            threads.join(", "),
            (count * RUNS as u64) as f64 / began.elapsed().as_secs_f64()
        );
    }
}
