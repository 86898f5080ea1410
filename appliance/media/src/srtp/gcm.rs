//! AES in Galois/counter mode (RFC 7714).

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::derivation::{Label, derive, fill};
use super::{MasterKey, SrtpError};
use crate::Packet;

/// Session keys for RTP, or for RTCP.
pub(crate) struct Gcm {
    key: LessSafeKey,
    salt: Zeroizing<[u8; 12]>,
}

/// Octets of the tag.
const TAG_LENGTH: usize = 16;

impl Gcm {
    /// The keys of these two labels.
    pub(crate) fn new(master: &MasterKey, [encryption, salt]: [Label; 2]) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        let key = key.get_mut(..master.profile().key_length()).unwrap_or_default();
        fill(master, encryption, key);
        Self::with_session_key(key, derive(master, salt))
    }

    /// Those very keys, of 16 or 32 octets.
    pub(crate) fn with_session_key(key: &[u8], salt: Zeroizing<[u8; 12]>) -> Self {
        let algorithm = if key.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
        let key = UnboundKey::new(algorithm, key).expect("every profile has keys of 16 or 32 octets");
        Self { key: LessSafeKey::new(key), salt }
    }

    /// Encrypts what follows the clear part, and appends the tag, which is over `trailer` too, and the trailer.
    pub(crate) fn seal(
        &self,
        packet: &mut Packet<'_>,
        clear: usize,
        (ssrc, index): (u32, u64),
        trailer: &[u8],
    ) -> Result<(), SrtpError> {
        if !packet.has_room(TAG_LENGTH + trailer.len()) {
            return Err(SrtpError::NoRoom);
        }
        let nonce = self.nonce(ssrc, index);
        let (head, body) = packet.bytes_mut().split_at_mut_checked(clear).ok_or(SrtpError::Malformed)?;
        let tag = if trailer.is_empty() {
            self.key.seal_in_place_separate_tag(nonce, Aad::from(&*head), body)
        } else {
            self.key.seal_in_place_separate_tag(nonce, Aad::from(with_trailer(head, trailer)), body)
        };
        let tag = tag.map_err(|_| SrtpError::Malformed)?;
        if packet.append(tag.as_ref()) && packet.append(trailer) { Ok(()) } else { Err(SrtpError::NoRoom) }
    }

    /// Takes the trailer and the tag off, and decrypts; what is not authentic is no longer whole afterwards.
    pub(crate) fn open(
        &self,
        packet: &mut Packet<'_>,
        clear: usize,
        (ssrc, index): (u32, u64),
        trailer: usize,
    ) -> Result<(), SrtpError> {
        let nonce = self.nonce(ssrc, index);
        let sealed = packet.len().checked_sub(trailer).ok_or(SrtpError::Malformed)?;
        let (sealed, trailer) =
            packet.bytes_mut().split_at_mut_checked(sealed).ok_or(SrtpError::Malformed)?;
        let (head, body) = sealed.split_at_mut_checked(clear).ok_or(SrtpError::Malformed)?;
        if body.len() < TAG_LENGTH {
            return Err(SrtpError::Malformed);
        }
        let opened = if trailer.is_empty() {
            self.key.open_in_place(nonce, Aad::from(&*head), body)
        } else {
            self.key.open_in_place(nonce, Aad::from(with_trailer(head, trailer)), body)
        };
        let plain = opened.map_err(|_| SrtpError::Unauthentic)?.len();
        packet.truncate(clear + plain);
        Ok(())
    }

    /// The nonce of a packet (RFC 7714 §8.1, §9.1).
    fn nonce(&self, ssrc: u32, index: u64) -> Nonce {
        let mask = u128::from(ssrc) << 48 | u128::from(index);
        let mut nonce = [0; 12];
        let [_, _, _, _, mask @ ..] = mask.to_be_bytes();
        nonce
            .iter_mut()
            .zip(mask)
            .zip(self.salt.iter())
            .for_each(|((octet, mask), salt)| *octet = mask ^ salt);
        Nonce::assume_unique_for_key(nonce)
    }
}

/// What is authenticated of an RTCP packet in clear: its first eight octets, then the word with the index.
fn with_trailer(head: &[u8], trailer: &[u8]) -> [u8; 12] {
    let mut clear = [0; 12];
    clear.iter_mut().zip(head.iter().chain(trailer)).for_each(|(octet, from)| *octet = *from);
    clear
}
