//! Sealed secrets: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
//!
//! Whoever has the public key may seal, only the private key opens. A sealed secret is version 1, the key's id
//! (8 bytes), the encapsulated key (32) and the ciphertext with its tag; it is bound to its row, so that a blob
//! moved to another row does not open.

use std::convert::Infallible;
use std::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};

use crate::key::TenantKey;
use crate::options::Random;

const VERSION: u8 = 1;
const INFO: &[u8] = b"bellbox secret 1";
type EncappedKey = <X25519HkdfSha256 as Kem>::EncappedKey;

/// A secret in the clear; it never prints itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for who has a right to it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// 22 letters and digits, 131 bits.
    pub(crate) fn generate(random: &Random) -> Self {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut text = String::with_capacity(22);
        while text.len() < 22 {
            let mut bytes = [0; 32];
            random(&mut bytes);
            // Six bits a byte; the two values beyond the alphabet are thrown away, so that all are equally likely.
            let letters = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 63)));
            text.extend(letters.map(|letter| char::from(*letter)).take(22 - text.len()));
        }
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Why a sealed secret does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SealError {
    #[error("it was changed, or belongs to another row")]
    Broken,
    #[error("it is sealed for another key")]
    ForeignKey,
    #[error("it is no sealed secret that this program knows")]
    Unknown,
}

/// Seals a secret for one row.
pub(crate) fn seal(key: &TenantKey, random: &Random, row: &str, secret: &Secret) -> Vec<u8> {
    let (encapped, ciphertext) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &key.public,
            INFO,
            secret.0.as_bytes(),
            row.as_bytes(),
            &mut Source(random),
        )
        .expect("sealing to a key that was derived from a private one cannot fail");
    let mut blob = vec![VERSION];
    blob.extend_from_slice(&key.id);
    blob.extend_from_slice(&encapped.to_bytes());
    blob.extend_from_slice(&ciphertext);
    blob
}

/// Opens a secret of one row.
pub(crate) fn open(key: &TenantKey, row: &str, blob: &[u8]) -> Result<Secret, SealError> {
    let (version, rest) = blob.split_first().ok_or(SealError::Unknown)?;
    let (id, rest) = rest.split_first_chunk::<8>().ok_or(SealError::Unknown)?;
    let (encapped, ciphertext) = rest.split_first_chunk::<32>().ok_or(SealError::Unknown)?;
    if *version != VERSION {
        return Err(SealError::Unknown);
    }
    if *id != key.id {
        return Err(SealError::ForeignKey);
    }
    let encapped = EncappedKey::from_bytes(encapped).map_err(|_| SealError::Broken)?;
    let text = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &key.private,
        &encapped,
        INFO,
        ciphertext,
        row.as_bytes(),
    )
    .map_err(|_| SealError::Broken)?;
    String::from_utf8(text).map(Secret).map_err(|_| SealError::Broken)
}

/// The injected randomness, as the library wants it.
struct Source<'a>(&'a Random);

impl TryRng for Source<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.0)(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Source<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    #[test]
    fn opens_what_was_sealed_for_the_row_and_nothing_else() {
        let options = Options::default();
        let (key, other) = (TenantKey::random(&options), TenantKey::random(&options));
        let blob = seal(&key, &options.random, "contact_method/1", &Secret::new("geheim"));
        assert_eq!(open(&key, "contact_method/1", &blob).unwrap().reveal(), "geheim");
        assert_eq!(open(&key, "contact_method/2", &blob), Err(SealError::Broken));
        assert_eq!(open(&other, "contact_method/1", &blob), Err(SealError::ForeignKey));
        assert_eq!(open(&key, "contact_method/1", &[]), Err(SealError::Unknown));
        assert_eq!(open(&key, "contact_method/1", &[2; 80]), Err(SealError::Unknown));
        for byte in 9..blob.len() {
            let mut changed = blob.clone();
            changed[byte] ^= 1;
            assert_eq!(open(&key, "contact_method/1", &changed), Err(SealError::Broken), "byte {byte}");
        }
    }

    #[test]
    fn the_same_secret_is_never_sealed_alike() {
        let options = Options::default();
        let key = TenantKey::random(&options);
        let sealed = || seal(&key, &options.random, "row", &Secret::new("x"));
        assert_ne!(sealed(), sealed());
    }

    #[test]
    fn generated_secrets_are_22_letters_and_digits() {
        let secret = Secret::generate(&Options::default().random);
        assert_eq!(secret.reveal().len(), 22);
        assert!(secret.reveal().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(secret, Secret::generate(&Options::default().random));
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }
}
