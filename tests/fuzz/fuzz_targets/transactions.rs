//! Any bytes as a sequence of things that happen to the transaction layer.

#![no_main]

#[path = "../../suite/sip_transactions/play.rs"]
mod play;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    play::Play::all(bytes);
});
