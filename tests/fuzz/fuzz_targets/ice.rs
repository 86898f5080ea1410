//! Any bytes as checks of ICE, signed with our password and not: who has not signed hears nothing, and an answer is none
//! that is answered.

#![no_main]

#[path = "../handshake.rs"]
mod handshake;

use aws_lc_rs::hmac;
use handshake::Scene;
use media::{DtlsRole, IceCredentials};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let ice = IceCredentials {
        local_ufrag: "L".to_owned(),
        local_pwd: "secret".to_owned(),
        remote_ufrag: "R".to_owned(),
    };
    let mut scene = Scene::new(DtlsRole::Passive, Some(ice));
    let mut bytes = bytes;
    while let [length, manner, rest @ ..] = bytes {
        let (given, after) = rest.split_at(rest.len().min((*length).into()));
        bytes = after;
        let (datagram, is_signed) = match manner & 7 {
            0 => (given.to_vec(), false),
            1 => (message(given, manner & 8 != 0), false),
            2 => (signed(message(given, manner & 8 != 0), b"guess"), false),
            _ => (signed(message(given, manner & 8 != 0), b"secret"), true),
        };
        let source = if is_signed { scene.phone } else { scene.stranger };
        scene.give(&datagram, source);
        if let Some(answer) = scene.heard() {
            assert!(is_signed && answer.len() <= datagram.len() + 44);
            scene.give(&answer, source);
        }
        assert_eq!(scene.heard(), None);
    }
    assert!(!scene.has_keys());
});

/// A Binding request with these attributes, if it is for us behind a name.
fn message(attributes: &[u8], is_for_us: bool) -> Vec<u8> {
    let name: &[u8] = if is_for_us { b"\x00\x06\x00\x03L:R\x00" } else { b"" };
    let attributes = [name, attributes].concat();
    let length = u16::try_from(attributes.len()).expect("a few hundred octets").to_be_bytes();
    [b"\x00\x01", &length[..], b"\x21\x12\xa4\x42only-a-test!", &attributes].concat()
}

/// The same with MESSAGE-INTEGRITY behind it.
fn signed(mut message: Vec<u8>, password: &[u8]) -> Vec<u8> {
    let length = u16::try_from(message.len() - 20 + 24).expect("a few hundred octets");
    message[2..4].copy_from_slice(&length.to_be_bytes());
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password);
    let code = hmac::sign(&key, &message);
    [&message[..], b"\x00\x08\x00\x14", code.as_ref()].concat()
}
