//! Parses and serialises an INVITE of 1.3 kB: ours against rsip and rsipstack, interleaved so that a busy machine
//! slows them all. `cargo bench --bench message [-- --short]`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use sip::Message;
use world::{Counting, allocations, invite, rewrite};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What is measured: its name, and from datagram to datagram.
type Candidate = (&'static str, fn(&[u8]) -> Vec<u8>);

const CANDIDATES: &[Candidate] = &[
    ("ours, bytes copied", |datagram| parse(datagram).as_bytes().to_vec()),
    ("ours, written anew", |datagram| rewrite(&parse(datagram))),
    ("rsip", |datagram| Vec::from(rsip::SipMessage::try_from(datagram).expect("an INVITE"))),
    ("rsipstack", |datagram| rsipstack::sip::SipMessage::try_from(datagram).expect("an INVITE").to_bytes()),
];

fn main() {
    let short = std::env::args().any(|argument| argument == "--short");
    let (rounds, repeats) = if short { (5, 200) } else { (200, 2_000) };
    let datagram = invite();
    let mut best = vec![Duration::MAX; CANDIDATES.len()];
    for _ in 0..rounds {
        for ((_, run), best) in CANDIDATES.iter().zip(&mut best) {
            let start = Instant::now();
            for _ in 0..repeats {
                black_box(run(black_box(&datagram)));
            }
            *best = start.elapsed().div_f64(f64::from(repeats)).min(*best);
        }
    }
    let rsipstack = best.last().expect("candidates").as_secs_f64();
    println!("INVITE of {} bytes, best of {rounds} rounds of {repeats}", datagram.len());
    for ((name, run), best) in CANDIDATES.iter().zip(&best) {
        let (count, _) = allocations(|| run(&datagram));
        let ratio = best.as_secs_f64() / rsipstack;
        let ns = best.as_nanos();
        println!("{name:20} {ns:>7} ns   {count:>3} allocations   {ratio:.3} of rsipstack's time");
    }
}

fn parse(datagram: &[u8]) -> Message {
    Message::parse(datagram).expect("an INVITE")
}
