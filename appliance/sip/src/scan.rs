//! Searching bytes sixteen at a time: header lines are too short for a library's dispatch to pay.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The index of the first such byte.
#[inline]
pub(crate) fn find(byte: u8, bytes: &[u8]) -> Option<usize> {
    let pattern = ONES * u64::from(byte);
    // The high bit of the first zero byte; bits above it may be wrong.
    let hits = |word: u64| (word ^ pattern).wrapping_sub(ONES) & !(word ^ pattern) & HIGHS;
    first(bytes, |b| b == byte, hits)
}

/// The index of the first control character below a blank: line ends, tabs and NUL among them.
#[inline]
pub(crate) fn find_control(bytes: &[u8]) -> Option<usize> {
    first(bytes, |b| b < 0x20, |word| word.wrapping_sub(ONES * 0x20) & !word & HIGHS)
}

/// Splits around the first occurrence of an ASCII byte.
#[inline]
pub(crate) fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = find(byte, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Looks through blocks of sixteen; the last one overlaps the one before.
#[inline(always)]
fn first(bytes: &[u8], hit: impl Fn(u8) -> bool, hits: impl Fn(u64) -> u64) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<16>();
    for (index, block) in blocks.iter().enumerate() {
        // Without an early exit, so that it is one vector comparison.
        if block.iter().fold(false, |any, b| any | hit(*b)) {
            return Some(index * 16 + within(block, &hits));
        }
    }
    match bytes.last_chunk::<16>() {
        Some(block) if block.iter().fold(false, |any, b| any | hit(*b)) => {
            Some(bytes.len() - 16 + within(block, &hits))
        }
        Some(_) => None,
        None => rest.iter().position(|b| hit(*b)),
    }
}

/// Where in a block that has a hit.
#[inline(always)]
fn within(block: &[u8; 16], hits: impl Fn(u64) -> u64) -> usize {
    let word = u128::from_le_bytes(*block);
    let low = hits(word as u64);
    let high = hits((word >> 64) as u64);
    let hits = u128::from(high) << 64 | u128::from(low);
    hits.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_occurrence_is_found_wherever_it_is() {
        for length in 0..40 {
            for at in 0..length {
                for filler in [b' ', b'!', 0x7f, 0x80, 0xff] {
                    let mut bytes = vec![filler; length];
                    assert_eq!((find(b':', &bytes), find_control(&bytes)), (None, None));
                    bytes[at] = b'\n';
                    bytes[length - 1] = b'\n';
                    assert_eq!(find(b'\n', &bytes), Some(at), "{at} of {length}");
                    assert_eq!(find_control(&bytes), Some(at), "{at} of {length}");
                }
            }
        }
    }

    #[test]
    fn every_byte_is_what_it_is() {
        for byte in 0..=255u8 {
            let bytes = [b'x', byte, b'y', b'z', 0xff, 0x80, b' ', 0x7f];
            assert_eq!(find_control(&bytes), (byte < 0x20).then_some(1), "{byte}");
            assert_eq!(
                find(byte, &[byte.wrapping_add(1), byte.wrapping_sub(1), byte, 0, 0, 0, 0, 0]),
                Some(2)
            );
        }
    }

    #[test]
    fn text_is_split_around_a_byte() {
        assert_eq!(split_once("ä:ö:", b':'), Some(("ä", "ö:")));
        assert_eq!(split_once("äö", b':'), None);
    }
}
