//! Any bytes as packets of sound, from the telephone and from a stranger: what goes on is RTP, and a stranger's never.

#![no_main]

#[path = "../relay.rs"]
mod relay;

use media::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| relay::run(bytes, Kind::Rtp));
