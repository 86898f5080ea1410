//! A hash map for keys that are our own running numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Nobody outside chooses these keys, so they need no hash that withstands an attack.
pub(crate) type NumberMap<Id, T> = HashMap<Id, T, BuildHasherDefault<NumberHasher>>;

#[derive(Default)]
pub(crate) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    /// Neighbours go far apart, in the upper bits too, which the map looks at.
    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
