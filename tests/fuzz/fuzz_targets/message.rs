//! Any bytes as a datagram, looked at from every side.

#![no_main]

#[path = "../../suite/sip_mutation/look.rs"]
mod look;

libfuzzer_sys::fuzz_target!(|datagram: &[u8]| {
    look::at(datagram);
});
