//! Any bytes as reports, from the telephone and from a stranger: what goes on looks like RTCP, and a stranger's never.

#![no_main]

#[path = "../relay.rs"]
mod relay;

use media::Kind;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| relay::run(bytes, Kind::Rtcp));
