//! SRTP against the vectors of its standards, and as two telephones see it.

use super::*;
use crate::Packet;

mod streams;
mod vectors;

/// Octets written in hexadecimal, with any white space.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn key(profile: Profile, seed: u8) -> MasterKey {
    let material: Vec<u8> = (seed..).take(profile.key_length() + profile.salt_length()).collect();
    MasterKey::new(profile, &material).unwrap()
}

/// A packet of some sound.
fn packet(ssrc: u32, sequence: u16) -> Vec<u8> {
    let mut packet = vec![0x80, 8];
    packet.extend_from_slice(&sequence.to_be_bytes());
    packet.extend_from_slice(&(160 * u32::from(sequence)).to_be_bytes());
    packet.extend_from_slice(&ssrc.to_be_bytes());
    packet.extend((0..160u16).map(|place| (place ^ sequence) as u8));
    packet
}

/// A receiver report with something behind it.
fn report(ssrc: u32) -> Vec<u8> {
    let mut report = vec![0x81, 201, 0, 7];
    report.extend_from_slice(&ssrc.to_be_bytes());
    report.extend(1..=24);
    report
}

/// Does something to a packet that has room behind it.
fn change<T>(bytes: &mut Vec<u8>, act: impl FnOnce(&mut Packet<'_>) -> T) -> T {
    let length = bytes.len();
    bytes.resize(length + MAX_OVERHEAD, 0xee);
    let mut packet = Packet::new(bytes, length);
    let result = act(&mut packet);
    let length = packet.len();
    bytes.truncate(length);
    result
}
