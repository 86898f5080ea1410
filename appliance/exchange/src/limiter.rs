//! Flood limits: a token bucket for each source and one for all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use crate::FloodLimits;

/// 4,096 sources; when full the bucket for all alone decides, until those that are full again are forgotten.
const MAX_SOURCES: usize = 4_096;

/// The buckets.
#[derive(Debug)]
pub(crate) struct Limiter {
    limits: FloodLimits,
    all: Bucket,
    /// By address, not port: telephones behind one router share it.
    sources: HashMap<IpAddr, Bucket>,
    /// When the full table was last searched for sources that have fallen quiet.
    swept: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    filled: Instant,
}

impl Limiter {
    pub(crate) fn new(limits: FloodLimits, now: Instant) -> Self {
        Self { limits, all: Bucket::full(limits.in_all, now), sources: HashMap::new(), swept: now }
    }

    /// Whether a datagram from here may be looked at.
    pub(crate) fn admits(&mut self, source: IpAddr, now: Instant) -> bool {
        let rate = self.limits.per_source;
        if !self.sources.contains_key(&source) {
            // Once a second at most: a flood from many addresses must not make each datagram cost a search.
            if self.sources.len() >= MAX_SOURCES && now >= self.swept + Duration::from_secs(1) {
                self.swept = now;
                self.sources.retain(|_, bucket| !bucket.is_full(rate, now));
            }
            if self.sources.len() < MAX_SOURCES {
                self.sources.insert(source, Bucket::full(rate, now));
            }
        }
        // The source is asked first, so that one who floods does not empty the bucket of all.
        self.sources.get_mut(&source).is_none_or(|bucket| bucket.take(rate, now))
            && self.all.take(self.limits.in_all, now)
    }

    /// How many sources are remembered.
    pub(crate) fn sources(&self) -> usize {
        self.sources.len()
    }
}

impl Bucket {
    fn full(rate: u32, now: Instant) -> Self {
        Self { tokens: 2.0 * f64::from(rate), filled: now }
    }

    fn is_full(&self, rate: u32, now: Instant) -> bool {
        self.level(rate, now) >= 2.0 * f64::from(rate)
    }

    fn take(&mut self, rate: u32, now: Instant) -> bool {
        self.tokens = self.level(rate, now);
        self.filled = now;
        let enough = self.tokens >= 1.0;
        if enough {
            self.tokens -= 1.0;
        }
        enough
    }

    fn level(&self, rate: u32, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.filled).as_secs_f64();
        (self.tokens + passed * f64::from(rate)).min(2.0 * f64::from(rate))
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn a_burst_of_twice_the_rate_passes_then_the_rate() {
        let mut now = Instant::now();
        let mut limiter = Limiter::new(FloodLimits { per_source: 10, in_all: 1_000 }, now);
        assert_eq!((0..50).filter(|_| limiter.admits(source(1), now)).count(), 20);
        now += Duration::from_secs(1);
        assert_eq!((0..50).filter(|_| limiter.admits(source(1), now)).count(), 10);
    }

    #[test]
    fn one_flood_does_not_shut_out_another_source() {
        let now = Instant::now();
        let mut limiter = Limiter::new(FloodLimits { per_source: 10, in_all: 20 }, now);
        for _ in 0..10_000 {
            limiter.admits(source(1), now);
        }
        assert!(limiter.admits(source(2), now));
    }

    #[test]
    fn remembers_a_bounded_number_of_sources_and_forgets_the_quiet() {
        let mut now = Instant::now();
        let mut limiter = Limiter::new(FloodLimits { per_source: 10, in_all: 1_000_000 }, now);
        for n in 0..10_000 {
            limiter.admits(source(n), now);
        }
        assert_eq!(limiter.sources(), MAX_SOURCES);
        now += Duration::from_secs(10);
        limiter.admits(source(20_000), now);
        assert_eq!(limiter.sources(), 1);
    }

    fn source(n: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from(n))
    }
}
