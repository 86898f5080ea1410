//! Any bytes as STUN: an answer is longer by an address at most, and is itself none that is answered.

#![no_main]

use media::stun;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for remote in ["192.0.2.1:4000", "[2001:db8::1]:4000"] {
        let Some(answer) = stun::answer(bytes, remote.parse().expect("an address")) else { continue };
        assert!(answer.len() <= bytes.len() + 24);
        assert_eq!(stun::answer(&answer, remote.parse().expect("an address")), None);
    }
});
