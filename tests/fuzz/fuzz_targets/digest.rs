//! Any bytes as credentials and as a challenge.

#![no_main]

use sip::digest::{answer, ha1, verify};
use sip::{Algorithm, Credentials};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(credentials) = Credentials::parse(bytes) {
        for algorithm in [Algorithm::Md5, Algorithm::Sha256] {
            let ha1 = ha1(algorithm, &credentials.username, &credentials.realm, "a secret that nobody guesses");
            assert!(!verify(&credentials, &ha1, "REGISTER"), "a guess is right");
            // A wrong length is no panic.
            let _ = verify(&credentials, &ha1[..8], "REGISTER");
        }
    }
    // What answers a challenge is right, and only with the secret.
    let Some(value) = answer(bytes, "u201", "secret", "INVITE", "sip:202@pbx", "c", 1) else { return };
    let Some(credentials) = Credentials::parse(value.as_bytes()) else { return };
    let right = ha1(credentials.algorithm, "u201", &credentials.realm, "secret");
    let wrong = ha1(credentials.algorithm, "u201", &credentials.realm, "other");
    assert!(verify(&credentials, &right, "INVITE"), "{value}");
    assert!(!verify(&credentials, &wrong, "INVITE") && !verify(&credentials, &right, "BYE"), "{value}");
});
