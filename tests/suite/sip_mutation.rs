//! A million damaged messages: nothing panics, what parses can be looked at from every side, and what does not is
//! answered with something that parses. `BELLBOX_SEED` plays one seed again, `BELLBOX_MESSAGES` says how many.

#[path = "sip_mutation/look.rs"]
mod look;
#[path = "sip_mutation/mutate.rs"]
mod mutate;
#[path = "sip_mutation/seeds.rs"]
mod seeds;

use std::panic::{AssertUnwindSafe, catch_unwind};

use world::Xorshift;

const MESSAGES: u64 = 1_000_000;

#[test]
fn no_damage_makes_a_panic() {
    let seeds = seeds::messages();
    let (first, count) = match number("BELLBOX_SEED") {
        Some(seed) => (seed, 1),
        None => (0, number("BELLBOX_MESSAGES").unwrap_or(MESSAGES)),
    };
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let parsed = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| (first + worker..first + count).step_by(threads as usize))
            .map(|numbers| scope.spawn(|| play(numbers, &seeds)))
            .collect();
        workers.into_iter().map(|worker| worker.join().expect("no panic")).sum::<u64>()
    });
    println!("{parsed} of {count} damaged messages are messages still");
    assert!(
        count < 1_000 || (count / 10..count - count / 10).contains(&parsed),
        "{parsed}: the damage is wrong"
    );
}

/// Plays these, and says how many are messages still.
fn play(numbers: impl Iterator<Item = u64>, seeds: &[Vec<u8>]) -> u64 {
    let mut datagram = Vec::new();
    let mut parsed = 0;
    for number in numbers {
        mutate::message(&mut Xorshift::new(number), seeds, &mut datagram);
        match catch_unwind(AssertUnwindSafe(|| look::at(&datagram))) {
            Ok(message) => parsed += u64::from(message),
            Err(_) => panic!("BELLBOX_SEED={number} plays it again:\n{}", datagram.escape_ascii()),
        }
    }
    parsed
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}
