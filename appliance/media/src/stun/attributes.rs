//! Attributes of a Binding request (RFC 8489 §14, RFC 8445 §16.1).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;

use super::write::fingerprint;

pub(super) const MESSAGE_INTEGRITY: u16 = 0x0008;
pub(super) const FINGERPRINT: u16 = 0x8028;

/// What a request says.
#[derive(Default)]
pub(crate) struct Attributes<'a> {
    pub(crate) username: Option<&'a [u8]>,
    /// MESSAGE-INTEGRITY, and all in front of it.
    integrity: Option<(&'a [u8], &'a [u8])>,
    /// The way is to be used (RFC 8445 §7.1.1).
    pub(crate) use_candidate: bool,
    /// The other side thinks that we decide.
    pub(crate) is_controlled: bool,
    /// FINGERPRINT, and all in front of it.
    check_sum: Option<(&'a [u8], &'a [u8])>,
    /// The first one that must be understood and is not.
    pub(crate) unknown: Option<u16>,
}

impl<'a> Attributes<'a> {
    /// Reads those of a whole datagram; none when they are malformed. Nothing is reckoned yet, for anybody may send it.
    pub(super) fn read(datagram: &'a [u8]) -> Option<Attributes<'a>> {
        let mut found = Attributes::default();
        let mut rest = datagram.get(20..)?;
        while let Some(([t0, t1, l0, l1], behind)) = rest.split_first_chunk::<4>() {
            let length = usize::from(u16::from_be_bytes([*l0, *l1]));
            let (value, next) = (behind.get(..length)?, behind.get(length.next_multiple_of(4)..)?);
            let before = datagram.get(..datagram.len().checked_sub(rest.len())?)?;
            match u16::from_be_bytes([*t0, *t1]) {
                FINGERPRINT => {
                    found.check_sum = Some((before, value));
                    return next.is_empty().then_some(found);
                }
                // Behind MESSAGE-INTEGRITY nothing else counts (RFC 8489 §14.5).
                _ if found.integrity.is_some() => {}
                0x0006 => found.username = Some(value),
                MESSAGE_INTEGRITY => found.integrity = Some((before, value)),
                0x0025 => found.use_candidate = true,
                0x8029 => found.is_controlled = true,
                // REALM, NONCE, the SHA-256 forms, PRIORITY: nothing is made of them.
                0x0014 | 0x0015 | 0x001c..=0x001e | 0x0024 => {}
                unknown @ 0x0000..=0x7fff => found.unknown = found.unknown.or(Some(unknown)),
                0x8000..=0xffff => {}
            }
            rest = next;
        }
        rest.is_empty().then_some(found)
    }

    /// Whether FINGERPRINT is there.
    pub(crate) fn has_check_sum(&self) -> bool {
        self.check_sum.is_some()
    }

    /// Whether FINGERPRINT is there and wrong.
    pub(crate) fn is_damaged(&self) -> bool {
        self.check_sum.is_some_and(|(before, value)| value != fingerprint(before).to_be_bytes())
    }

    /// Whether MESSAGE-INTEGRITY is there and was made with this key (compared in constant time).
    pub(crate) fn is_signed_by(&self, key: &[u8]) -> bool {
        let is_right = |(before, value)| verify_slices_are_equal(mac(before, key).as_ref(), value).is_ok();
        self.integrity.is_some_and(is_right)
    }
}

/// The code of MESSAGE-INTEGRITY over all in front of it, the length reckoned as if it ended the message
/// (RFC 8489 §14.5).
pub(super) fn mac(before: &[u8], key: &[u8]) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    let mut context = hmac::Context::with_key(&key);
    let length = u16::try_from(before.len().saturating_sub(20).saturating_add(24)).unwrap_or(u16::MAX);
    context.update(before.get(..2).unwrap_or_default());
    context.update(&length.to_be_bytes());
    context.update(before.get(4..).unwrap_or_default());
    context.sign()
}
