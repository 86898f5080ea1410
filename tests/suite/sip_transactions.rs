//! Anything in any order to the transaction layer: each request has one final answer at most, each own request one end,
//! nothing is sent after it, and when time has passed nothing is left. The fuzz target `transactions` plays the same.

#[path = "sip_transactions/play.rs"]
mod play;

use world::Xorshift;

const SEQUENCES: u64 = 20_000;

#[test]
fn no_sequence_breaks_the_transaction_layer() {
    let (first, count) = match std::env::var("BELLBOX_SEED").ok().and_then(|text| text.parse().ok()) {
        Some(seed) => (seed, 1),
        None => (0, SEQUENCES),
    };
    for seed in first..first + count {
        let mut dice = Xorshift::new(seed);
        let bytes: Vec<u8> = (0..3 * (10 + dice.below(120))).map(|_| dice.number() as u8).collect();
        let played = std::panic::catch_unwind(|| play::Play::all(&bytes));
        assert!(played.is_ok(), "seed {seed} fails; BELLBOX_SEED={seed} plays it again");
    }
}

/// What fuzzing found, as bytes.
const FOUND: &[&[u8]] = &[];

#[test]
fn sequences_that_once_failed_hold() {
    FOUND.iter().for_each(|bytes| play::Play::all(bytes));
}
