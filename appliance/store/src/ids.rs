//! Makes keys: UUIDv7 (RFC 9562 §5.7) that grow within a millisecond too (§6.2, method 1), so that the order of
//! keys is the order of making.

use crate::options::Options;

/// Room for counting: the 62 random bits start in their lower half.
const START: u64 = (1 << 61) - 1;

/// Gives keys out.
#[derive(Debug, Default)]
pub(crate) struct IdMaker {
    /// Milliseconds of the last key.
    ms: u64,
    /// Its twelve random bits.
    high: [u8; 2],
    /// Its other 62, counted up within a millisecond.
    low: u64,
}

impl IdMaker {
    pub(crate) fn next(&mut self, options: &Options) -> [u8; 16] {
        let ms = options.now_ms();
        // A clock that is set back goes on counting in the last millisecond.
        if ms > self.ms {
            let random: [u8; 10] = options.random();
            let [high @ .., a, b, c, d, e, f, g, h] = random;
            self.ms = ms;
            self.high = high;
            self.low = u64::from_be_bytes([a, b, c, d, e, f, g, h]) & START;
        } else {
            self.low = self.low.wrapping_add(1);
        }
        let [a, b, c, d, e, f, g, h] = self.low.to_be_bytes();
        let [x, y] = self.high;
        *uuid::Builder::from_unix_timestamp_millis(self.ms, &[x, y, a, b, c, d, e, f, g, h])
            .into_uuid()
            .as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::*;

    #[test]
    fn keys_grow_even_when_the_clock_stands_or_goes_back() {
        let mut maker = IdMaker::default();
        let mut last = [0; 16];
        for ms in [5, 5, 5, 6, 4, 6] {
            let options = Options {
                clock: Arc::new(move || Timestamp::from_millisecond(ms).unwrap()),
                random: Arc::new(|bytes| bytes.fill(255)),
                ..Options::default()
            };
            let id = maker.next(&options);
            assert!(id > last, "{id:?} after {last:?}");
            assert_eq!(uuid::Uuid::from_bytes(id).get_version_num(), 7);
            last = id;
        }
    }
}
