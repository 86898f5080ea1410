//! The keyed hash of a nonce (RFC 2104).

use std::net::IpAddr;

use sha2::{Digest, Sha256};

pub(super) const MAC_LENGTH: usize = 16;

/// HMAC-SHA-256 (RFC 2104) with both keyed states computed once, cut to 128 bits (RFC 2104 §5).
pub(super) struct Mac {
    inner: Sha256,
    outer: Sha256,
}

impl Mac {
    pub(super) fn new(key: &[u8; 32]) -> Mac {
        let pad = |with: u8| {
            let mut block = [with; 64];
            for (byte, key) in block.iter_mut().zip(key) {
                *byte ^= key;
            }
            Sha256::new_with_prefix(block)
        };
        Mac { inner: pad(0x36), outer: pad(0x5c) }
    }

    pub(super) fn of(&self, issue: [u8; 10], source: IpAddr) -> [u8; MAC_LENGTH] {
        let mut text = [0; 10 + 16];
        let (head, tail) = text.split_at_mut(10);
        head.copy_from_slice(&issue);
        // An IPv4 address and its IPv6-mapped form are the same phone on two of our sockets.
        let address = match source {
            IpAddr::V4(address) => address.to_ipv6_mapped(),
            IpAddr::V6(address) => address,
        };
        tail.copy_from_slice(&address.octets());
        let mut mac = [0; MAC_LENGTH];
        for (to, from) in mac.iter_mut().zip(self.sum(&text)) {
            *to = from;
        }
        mac
    }

    fn sum(&self, text: &[u8]) -> [u8; 32] {
        let inner = self.inner.clone().chain_update(text).finalize();
        self.outer.clone().chain_update(inner).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;

    #[test]
    fn the_keyed_hash_is_hmac_sha_256() {
        // RFC 4231 §4.4: the key is 25 octets, filled up with zeros as the algorithm itself does.
        let mut key = [0; 32];
        for (at, byte) in key.iter_mut().take(25).enumerate() {
            *byte = at as u8 + 1;
        }
        assert_eq!(
            hex::encode(&Mac::new(&key).sum(&[0xcd; 50])),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        );
    }
}
