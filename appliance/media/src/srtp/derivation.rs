//! Session keys from a master key (RFC 3711 §4.3.1 and §4.3.3, RFC 6188 §3, RFC 7714 §11), with a key derivation rate
//! of zero: derived once.

use aws_lc_rs::cipher::{AES_128, AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use zeroize::Zeroizing;

use super::MasterKey;

/// What a session key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// The octets of a session key.
pub(crate) fn derive<const N: usize>(master: &MasterKey, label: Label) -> Zeroizing<[u8; N]> {
    let mut derived = Zeroizing::new([0; N]);
    fill(master, label, derived.as_mut_slice());
    derived
}

/// The same for a length that the profile decides.
pub(crate) fn fill(master: &MasterKey, label: Label, derived: &mut [u8]) {
    // A salt of 96 bits is filled up with zeros to 112 (RFC 7714 §11).
    let mut counter = [0; 16];
    counter.iter_mut().zip(master.salt()).for_each(|(octet, salt)| *octet = *salt);
    // The label stands above 48 bits of an index that stays zero.
    if let Some(octet) = counter.get_mut(7) {
        *octet ^= label as u8;
    }
    keystream(&counter_mode(master.key()), counter, derived);
}

/// AES in counter mode, with a key of 16 or 32 octets.
pub(crate) fn counter_mode(key: &[u8]) -> EncryptingKey {
    let algorithm = if key.len() == 16 { &AES_128 } else { &AES_256 };
    UnboundCipherKey::new(algorithm, key)
        .and_then(EncryptingKey::ctr)
        .expect("every profile has keys of 16 or 32 octets")
}

/// Encrypts, or decrypts, from a counter on.
pub(crate) fn keystream(key: &EncryptingKey, counter: [u8; 16], bytes: &mut [u8]) {
    if !bytes.is_empty() {
        let context = EncryptionContext::Iv128(FixedLength::from(counter));
        let _ = key.less_safe_encrypt(bytes, context).expect("counter mode takes any length and any counter");
    }
}
