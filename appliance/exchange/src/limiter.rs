//! Flood limits: a token bucket for each source and one for all, with a share that only registered telephones have; and
//! what may be answered to strangers.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use crate::FloodLimits;

/// 4,096 sources; when full the bucket for all alone decides, until those that are full again are forgotten.
const MAX_SOURCES: usize = 4_096;
/// Octets a second that a stranger may be answered however little it has sent.
const FREE_OCTETS: u32 = 2_048;

/// Where an address belongs, as far as limits go: one machine has as many IPv6 addresses in its /64 as it likes.
pub(crate) fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Where a message comes from, as far as limits go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// A [`place`]: whoever is behind one router shares it.
    Stranger(IpAddr),
    /// An address and port at which a telephone is registered: a flood from behind the same router, or in its name from
    /// another port, is not its own.
    Telephone(SocketAddr),
}

/// The buckets.
#[derive(Debug)]
pub(crate) struct Limiter {
    limits: FloodLimits,
    all: Bucket,
    /// Half as much again, for registered telephones when all is used up.
    share: Bucket,
    sources: HashMap<Source, Entry>,
    /// When the full table was last searched for sources that have fallen quiet.
    swept: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    messages: Bucket,
    answers: Answers,
}

/// What came from a stranger and what was answered in the second that began then.
#[derive(Clone, Copy, Debug)]
struct Answers {
    since: Instant,
    octets_in: u32,
    octets_out: u32,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    filled: Instant,
}

impl Limiter {
    pub(crate) fn new(limits: FloodLimits, now: Instant) -> Self {
        let share = Bucket::full(limits.in_all / 2, now);
        Self { limits, all: Bucket::full(limits.in_all, now), share, sources: HashMap::new(), swept: now }
    }

    /// Whether a message of so many octets may be looked at.
    pub(crate) fn admits(&mut self, source: Source, octets: usize, now: Instant) -> bool {
        let rate = self.limits.per_source;
        if !self.sources.contains_key(&source) {
            // Once a second at most: a flood from many addresses must not make each datagram cost a search.
            if self.sources.len() >= MAX_SOURCES && now >= self.swept + Duration::from_secs(1) {
                self.swept = now;
                self.sources.retain(|_, entry| !entry.messages.is_full(rate, now));
            }
            if self.sources.len() < MAX_SOURCES {
                self.sources.insert(source, Entry::new(rate, now));
            }
        }
        // The source is asked first, so that one who floods does not empty the bucket of all.
        if let Some(entry) = self.sources.get_mut(&source) {
            entry.answers.came(octets, now);
            if !entry.messages.take(rate, now) {
                return false;
            }
        }
        let is_telephone = matches!(source, Source::Telephone(_));
        self.all.take(self.limits.in_all, now) || is_telephone && self.share.take(self.limits.in_all / 2, now)
    }

    /// Whether somebody who has not proved who it is may be answered so many octets: in a second at most half as much
    /// again as came from there, so that nobody is flooded by way of us. Sources beyond the table are not answered.
    pub(crate) fn may_answer(&mut self, source: Source, octets: usize, now: Instant) -> bool {
        self.sources.get_mut(&source).is_some_and(|entry| entry.answers.may_go(octets, now))
    }

    /// How many sources are remembered.
    pub(crate) fn sources(&self) -> usize {
        self.sources.len()
    }
}

impl Entry {
    fn new(rate: u32, now: Instant) -> Self {
        Self {
            messages: Bucket::full(rate, now),
            answers: Answers { since: now, octets_in: 0, octets_out: 0 },
        }
    }
}

impl Answers {
    fn came(&mut self, octets: usize, now: Instant) {
        if now.saturating_duration_since(self.since) >= Duration::from_secs(1) {
            *self = Self { since: now, octets_in: 0, octets_out: 0 };
        }
        self.octets_in = self.octets_in.saturating_add(u32::try_from(octets).unwrap_or(u32::MAX));
    }

    fn may_go(&mut self, octets: usize, now: Instant) -> bool {
        self.came(0, now);
        let allowed = (self.octets_in.saturating_add(self.octets_in / 2)).max(FREE_OCTETS);
        let after = self.octets_out.saturating_add(u32::try_from(octets).unwrap_or(u32::MAX));
        let may = after <= allowed;
        if may {
            self.octets_out = after;
        }
        may
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
        assert_eq!((0..50).filter(|_| limiter.admits(source(1), 500, now)).count(), 20);
        now += Duration::from_secs(1);
        assert_eq!((0..50).filter(|_| limiter.admits(source(1), 500, now)).count(), 10);
    }

    #[test]
    fn one_flood_does_not_shut_out_another_source() {
        let now = Instant::now();
        let mut limiter = Limiter::new(FloodLimits { per_source: 10, in_all: 20 }, now);
        for _ in 0..10_000 {
            limiter.admits(source(1), 500, now);
        }
        assert!(limiter.admits(source(2), 500, now));
    }

    #[test]
    fn many_floods_leave_registered_telephones_their_share() {
        let now = Instant::now();
        let mut limiter = Limiter::new(FloodLimits { per_source: 10, in_all: 100 }, now);
        for n in 0..1_000 {
            limiter.admits(source(n), 500, now);
        }
        assert!(!limiter.admits(source(5_000), 500, now));
        let telephone = |port| Source::Telephone(SocketAddr::from(([0, 0, 0, 1], port)));
        assert_eq!((0..200).filter(|port| limiter.admits(telephone(*port), 500, now)).count(), 100);
    }

    #[test]
    fn strangers_are_answered_half_as_much_again_as_they_send() {
        let mut now = Instant::now();
        let mut limiter = Limiter::new(FloodLimits { per_source: 1_000, in_all: 10_000 }, now);
        for _ in 0..2 {
            let sent: usize = (0..100)
                .map(|_| {
                    limiter.admits(source(1), 200, now);
                    usize::from(limiter.may_answer(source(1), 500, now)) * 500
                })
                .sum();
            assert!((29_500..=30_000).contains(&sent), "{sent}");
            now += Duration::from_secs(1);
        }
        limiter.admits(source(2), 20, now);
        assert!(limiter.may_answer(source(2), 500, now), "one small question has its answer");
        assert!(!limiter.may_answer(source(3), 1, now), "nothing came from there");
    }

    #[test]
    fn remembers_a_bounded_number_of_sources_and_forgets_the_quiet() {
        let mut now = Instant::now();
        let mut limiter = Limiter::new(FloodLimits { per_source: 10, in_all: 1_000_000 }, now);
        for n in 0..10_000 {
            limiter.admits(source(n), 500, now);
        }
        assert_eq!(limiter.sources(), MAX_SOURCES);
        now += Duration::from_secs(10);
        limiter.admits(source(20_000), 500, now);
        assert_eq!(limiter.sources(), 1);
    }

    #[test]
    fn a_network_of_ipv6_is_one_source() {
        let place = |text: &str| place(text.parse().unwrap());
        assert_eq!(place("2001:db8:0:1::1"), place("2001:db8:0:1:ffff::2"));
        assert_ne!(place("2001:db8:0:1::1"), place("2001:db8:0:2::1"));
        assert_eq!(place("::ffff:192.0.2.1"), place("192.0.2.1"));
    }

    fn source(n: u32) -> Source {
        Source::Stranger(IpAddr::V4(Ipv4Addr::from(n)))
    }
}
