//! Numbers from a seed, so that a run can be told again.

/// Marsaglia's xorshift64*.
pub(crate) struct Random(u64);

impl Random {
    /// Takes `BELLBOX_SEED` where it is set, and prints what it takes: shown when the test fails.
    pub(crate) fn from_seed(seed: u64) -> Self {
        let given = std::env::var("BELLBOX_SEED").ok().and_then(|text| text.parse().ok());
        let seed = given.unwrap_or(seed);
        println!("BELLBOX_SEED={seed}");
        Self(seed.max(1))
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    }

    /// Takes one out of these.
    pub(crate) fn take<T>(&mut self, from: &mut Vec<T>) -> T {
        let at = self.below(from.len() as u64);
        from.swap_remove(usize::try_from(at).unwrap())
    }
}
