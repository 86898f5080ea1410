//! MD5 (RFC 1321) for digests of SIP, whose secrets are those of a bench.

use std::sync::LazyLock;

const BLOCK: usize = 64;
const START: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
/// How far each of the four rounds turns its words.
const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
/// The whole part of 2^32 times the sine of 1, 2, 3 ... (§3.4).
static SINES: LazyLock<[u32; BLOCK]> = LazyLock::new(|| {
    std::array::from_fn(|place| (((place + 1) as f64).sin().abs() * 4_294_967_296.0) as u32)
});

/// The digest of these parts one after the other, as 32 hexadecimal digits.
pub(crate) fn hex(parts: &[&[u8]]) -> [u8; 32] {
    let sines = &*SINES;
    let (mut state, mut block, mut filled, mut length) = (START, [0; BLOCK], 0, 0_u64);
    for part in parts {
        length += part.len() as u64 * 8;
        let mut rest = *part;
        while !rest.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(BLOCK - filled));
            block[filled..filled + head.len()].copy_from_slice(head);
            filled += head.len();
            rest = tail;
            if filled == BLOCK {
                mix(&mut state, &block, sines);
                filled = 0;
            }
        }
    }
    block[filled] = 0x80;
    block[filled + 1..].fill(0);
    if filled + 1 > BLOCK - 8 {
        mix(&mut state, &block, sines);
        block.fill(0);
    }
    block[BLOCK - 8..].copy_from_slice(&length.to_le_bytes());
    mix(&mut state, &block, sines);
    let mut digits = [0; 32];
    let octets = state.iter().flat_map(|word| word.to_le_bytes());
    for (pair, octet) in digits.chunks_exact_mut(2).zip(octets) {
        pair.copy_from_slice(&[digit(octet >> 4), digit(octet & 15)]);
    }
    digits
}

fn digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}

fn mix(state: &mut [u32; 4], block: &[u8; BLOCK], sines: &[u32; BLOCK]) {
    let words: [u32; 16] = std::array::from_fn(|place| {
        let octets = &block[place * 4..place * 4 + 4];
        u32::from_le_bytes([octets[0], octets[1], octets[2], octets[3]])
    });
    let [mut a, mut b, mut c, mut d] = *state;
    for (place, sine) in sines.iter().enumerate() {
        let round = place / 16;
        let (mixed, word) = match round {
            0 => ((b & c) | (!b & d), place),
            1 => ((d & b) | (!d & c), 5 * place + 1),
            2 => (b ^ c ^ d, 3 * place + 5),
            _ => (c ^ (b | !d), 7 * place),
        };
        let sum = a.wrapping_add(mixed).wrapping_add(*sine).wrapping_add(words[word % 16]);
        (a, d, c) = (d, c, b);
        b = b.wrapping_add(sum.rotate_left(TURNS[round][place % 4]));
    }
    for (word, new) in state.iter_mut().zip([a, b, c, d]) {
        *word = word.wrapping_add(new);
    }
}
