//! Packets of sound that say who made them and when (RFC 3550 §5.1, §6.4.2), so that no other is taken for them.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// What an attacker does not say.
const MARK: &[u8; 12] = b"by telephone";
/// PCMA (RFC 3551 §4.5.14) and its samples in 20 ms.
const PAYLOAD_TYPE: u8 = 8;
const SAMPLES: u32 = 160;
const HEADER: usize = 12;

/// A frame of G.711 with this number, from this source.
pub(crate) fn sound(ssrc: u32, number: u64) -> Vec<u8> {
    let mut packet = header(ssrc, number);
    packet.extend(MARK);
    packet.extend(number.to_be_bytes());
    packet.extend(micros().to_be_bytes());
    packet.resize(HEADER + SAMPLES as usize, 0xd5);
    packet
}

/// The number of a frame of this source and how long it took; none when another has made it.
pub(crate) fn read_sound(packet: &[u8], ssrc: u32) -> Option<(u64, Duration)> {
    let said = packet.get(HEADER..)?.strip_prefix(MARK)?;
    let number = u64::from_be_bytes(said.get(..8)?.try_into().ok()?);
    let sent = u64::from_be_bytes(said.get(8..16)?.try_into().ok()?);
    let is_whole = packet.len() == HEADER + SAMPLES as usize && packet[..HEADER] == header(ssrc, number)[..];
    is_whole.then(|| (number, Duration::from_micros(micros().saturating_sub(sent))))
}

/// What somebody else would send who knows that much.
pub(crate) fn forged(ssrc: u32, number: u64) -> Vec<u8> {
    let mut packet = header(ssrc, number);
    packet.resize(HEADER + SAMPLES as usize, 0x66);
    packet
}

/// A receiver report of this source without blocks, with the mark as the extension of its profile.
pub(crate) fn report(ssrc: u32) -> Vec<u8> {
    [&[0x80, 201, 0, 4][..], &ssrc.to_be_bytes(), MARK].concat()
}

/// The same as somebody else would send it.
pub(crate) fn forged_report(ssrc: u32) -> Vec<u8> {
    [&[0x80, 201, 0, 4][..], &ssrc.to_be_bytes(), &[0x66; 12]].concat()
}

fn header(ssrc: u32, number: u64) -> Vec<u8> {
    let mut header = vec![0x80, PAYLOAD_TYPE];
    header.extend(u16::to_be_bytes((number & 0xffff) as u16));
    header.extend(((number & 0xffff_ffff) as u32).wrapping_mul(SAMPLES).to_be_bytes());
    header.extend(ssrc.to_be_bytes());
    header
}

/// Time by a clock that all telephones of these tests share.
fn micros() -> u64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed().as_micros() as u64
}
