//! How long packets were on their way: a count for each microsecond.

/// The longest delay that is told apart, in microseconds; a longer one counts as this.
const LONGEST: usize = 500_000;

/// Delays, counted.
pub(crate) struct Delays {
    counts: Box<[u32]>,
    total: u64,
}

impl Default for Delays {
    fn default() -> Self {
        Self { counts: vec![0; LONGEST + 1].into_boxed_slice(), total: 0 }
    }
}

impl Delays {
    /// Counts one more, given in nanoseconds.
    pub(crate) fn add(&mut self, ns: u64) {
        let us = usize::try_from(ns / 1_000).unwrap_or(LONGEST);
        self.counts[us.min(LONGEST)] += 1;
        self.total += 1;
    }

    /// How many were counted.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The delay in milliseconds that this part of them, from 0 to 1, does not exceed.
    pub(crate) fn percentile(&self, part: f64) -> f64 {
        let wanted = (self.total as f64 * part).ceil() as u64;
        let mut seen = 0;
        let reaches = |(_, count): &(usize, &u32)| {
            seen += u64::from(**count);
            seen >= wanted.max(1)
        };
        let found = self.counts.iter().enumerate().find(reaches);
        found.map_or(f64::NAN, |(us, _)| us as f64 / 1_000.0)
    }
}
