//! Writing the answer to a Binding request (RFC 8489 §5, §14).

use std::net::{IpAddr, SocketAddr};

use super::COOKIE;
use super::attributes::{FINGERPRINT, MESSAGE_INTEGRITY, mac};

const BINDING_SUCCESS: [u8; 2] = [0x01, 0x01];
const BINDING_ERROR: [u8; 2] = [0x01, 0x11];
const XOR_MAPPED_ADDRESS: u16 = 0x0020;
const ERROR_CODE: u16 = 0x0009;

/// An answer under construction.
pub(super) struct Answer {
    out: Vec<u8>,
}

impl Answer {
    pub(super) fn new(success: bool, transaction: &[u8; 12]) -> Self {
        let mut out = Vec::with_capacity(96);
        out.extend_from_slice(if success { &BINDING_SUCCESS } else { &BINDING_ERROR });
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(&COOKIE);
        out.extend_from_slice(transaction);
        Self { out }
    }

    /// XOR-MAPPED-ADDRESS: family, port and address, hidden from routers that rewrite addresses wherever they see them
    /// (RFC 8489 §14.2).
    pub(super) fn address(&mut self, remote: SocketAddr) {
        let ip = remote.ip().to_canonical();
        let (family, address) = match ip {
            IpAddr::V4(v4) => (1, v4.octets().to_vec()),
            IpAddr::V6(v6) => (2, v6.octets().to_vec()),
        };
        let mask: Vec<u8> = self.out.iter().skip(4).take(16).copied().collect();
        let mut value = vec![0, family];
        value.extend(remote.port().to_be_bytes().iter().zip(&mask).map(|(byte, mask)| byte ^ mask));
        value.extend(address.iter().zip(&mask).map(|(byte, mask)| byte ^ mask));
        self.attribute(XOR_MAPPED_ADDRESS, &value);
    }

    /// ERROR-CODE (RFC 8489 §14.8).
    pub(super) fn error(&mut self, code: u16, reason: &str) {
        let digit = |number: u16| u8::try_from(number).unwrap_or_default();
        let mut value = vec![0, 0, digit(code / 100), digit(code % 100)];
        value.extend_from_slice(reason.as_bytes());
        self.attribute(ERROR_CODE, &value);
    }

    /// The whole message, signed with this key and with a check sum where they are wanted.
    pub(super) fn finish(mut self, key: Option<&[u8]>, with_fingerprint: bool) -> Vec<u8> {
        if let Some(key) = key {
            let code = mac(&self.out, key);
            self.attribute(MESSAGE_INTEGRITY, code.as_ref());
        }
        if with_fingerprint {
            self.set_length(8);
            let value = fingerprint(&self.out);
            self.attribute(FINGERPRINT, &value.to_be_bytes());
        }
        self.out
    }

    fn attribute(&mut self, name: u16, value: &[u8]) {
        let length = u16::try_from(value.len()).unwrap_or(u16::MAX);
        self.out.extend_from_slice(&name.to_be_bytes());
        self.out.extend_from_slice(&length.to_be_bytes());
        self.out.extend_from_slice(value);
        self.out.resize(self.out.len().next_multiple_of(4), 0);
        self.set_length(0);
    }

    /// The length behind the head, with so much still to come.
    fn set_length(&mut self, more: usize) {
        let length =
            u16::try_from(self.out.len().saturating_sub(20).saturating_add(more)).unwrap_or(u16::MAX);
        if let Some(place) = self.out.get_mut(2..4) {
            place.copy_from_slice(&length.to_be_bytes());
        }
    }
}

/// Of all in front of the attribute, whose length counts already (RFC 8489 §14.7): a CRC-32 as in Ethernet.
pub(super) fn fingerprint(before: &[u8]) -> u32 {
    let crc = before.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    });
    !crc ^ 0x5354_554e
}
