//! AES in counter mode with HMAC-SHA1 (RFC 3711 §4.1.1, §4.2.1; RFC 6188).

use aws_lc_rs::cipher::EncryptingKey;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use super::derivation::{Label, counter_mode, derive, fill, keystream};
use super::{MasterKey, SrtpError};
use crate::Packet;

/// Session keys for RTP, or for RTCP.
pub(crate) struct Cm {
    cipher: EncryptingKey,
    mac: hmac::Key,
    salt: Zeroizing<[u8; 14]>,
    tag_length: usize,
}

impl Cm {
    /// The keys of these three labels.
    pub(crate) fn new(master: &MasterKey, labels: [Label; 3], tag_length: usize) -> Self {
        let [encryption, authentication, salt] = labels;
        let mut key = Zeroizing::new([0; 32]);
        let key = key.get_mut(..master.profile().key_length()).unwrap_or_default();
        fill(master, encryption, key);
        let authentication = derive::<20>(master, authentication);
        Self {
            cipher: counter_mode(key),
            mac: hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, authentication.as_slice()),
            salt: derive(master, salt),
            tag_length,
        }
    }

    /// Encrypts what follows the clear part, and appends the trailer and the tag over all and `beyond`.
    pub(crate) fn seal(
        &self,
        packet: &mut Packet<'_>,
        clear: usize,
        (ssrc, index): (u32, u64),
        trailer: &[u8],
        beyond: &[u8],
    ) -> Result<(), SrtpError> {
        if !packet.has_room(trailer.len() + self.tag_length) {
            return Err(SrtpError::NoRoom);
        }
        self.apply(packet.bytes_mut(), clear, ssrc, index);
        let trailed = packet.append(trailer);
        let tag = self.tag(packet.bytes(), beyond);
        let tagged = tag.as_ref().get(..self.tag_length).is_some_and(|tag| packet.append(tag));
        if trailed && tagged { Ok(()) } else { Err(SrtpError::NoRoom) }
    }

    /// Takes the tag off and compares it, then decrypts what is between the clear part and the trailer, which is taken
    /// off too.
    pub(crate) fn open(
        &self,
        packet: &mut Packet<'_>,
        clear: usize,
        (ssrc, index): (u32, u64),
        trailer: usize,
        beyond: &[u8],
    ) -> Result<(), SrtpError> {
        let (authenticated, tag) = packet
            .len()
            .checked_sub(self.tag_length)
            .and_then(|end| packet.bytes().split_at_checked(end))
            .ok_or(SrtpError::Malformed)?;
        let end = authenticated.len().checked_sub(trailer).filter(|end| *end >= clear);
        let end = end.ok_or(SrtpError::Malformed)?;
        let expected = self.tag(authenticated, beyond);
        let expected = expected.as_ref().get(..self.tag_length).unwrap_or_default();
        verify_slices_are_equal(expected, tag).map_err(|_| SrtpError::Unauthentic)?;
        packet.truncate(end);
        self.apply(packet.bytes_mut(), clear, ssrc, index);
        Ok(())
    }

    /// Encrypts or decrypts.
    fn apply(&self, packet: &mut [u8], clear: usize, ssrc: u32, index: u64) {
        keystream(
            &self.cipher,
            counter(&self.salt, ssrc, index),
            packet.get_mut(clear..).unwrap_or_default(),
        );
    }

    fn tag(&self, packet: &[u8], beyond: &[u8]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.mac);
        context.update(packet);
        context.update(beyond);
        context.sign()
    }
}

/// The first counter of a packet: the salt, with the source and the index over it, above 16 bits that count blocks.
pub(crate) fn counter(salt: &[u8; 14], ssrc: u32, index: u64) -> [u8; 16] {
    let mask = u128::from(ssrc) << 64 | u128::from(index) << 16;
    let mut counter = mask.to_be_bytes();
    counter.iter_mut().zip(salt).for_each(|(octet, salt)| *octet ^= salt);
    counter
}
