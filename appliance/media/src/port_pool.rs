//! The RTP ports that are free: even ones of a range, each with the odd one above for RTCP (RFC 3550 §11).

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

/// How long a port rests after use, so that late packets of one call do not enter the next.
const REST: Duration = Duration::from_secs(10);
/// How long a port rests that another program holds.
const REST_POISONED: Duration = Duration::from_secs(600);

/// An even port for RTP; RTCP takes the one above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RtpPort(u16);

impl RtpPort {
    /// The port for RTP.
    pub fn get(self) -> u16 {
        self.0
    }

    /// The port for RTCP.
    pub fn rtcp(self) -> u16 {
        self.0 + 1
    }
}

/// The RTP ports of a range, handed out in turn. Its queues are bounded by the range: at most 32,768 ports.
#[derive(Debug)]
pub struct PortPool {
    /// The port that has rested longest first.
    free: VecDeque<RtpPort>,
    /// Ports that rest after use, and until when; in the order of their ends.
    resting: VecDeque<(Instant, RtpPort)>,
    /// Ports that other programs hold, and until when they are left alone; in the order of their ends.
    poisoned: VecDeque<(Instant, RtpPort)>,
    /// Whether each port of the range is handed out, by its place.
    taken: Vec<bool>,
    first: u16,
    in_use: usize,
}

impl PortPool {
    /// All even ports of the range whose odd neighbour is in it too.
    pub fn new(range: RangeInclusive<u16>) -> Self {
        let (start, end) = (*range.start(), *range.end());
        let first = start.max(2).saturating_add(start % 2);
        let free: VecDeque<RtpPort> =
            (first..=end).step_by(2).filter(|port| *port < end).map(RtpPort).collect();
        Self {
            taken: vec![false; free.len()],
            free,
            resting: VecDeque::new(),
            poisoned: VecDeque::new(),
            first,
            in_use: 0,
        }
    }

    /// Hands out the port that was free longest; none when all are taken or rest.
    pub fn take(&mut self, now: Instant) -> Option<RtpPort> {
        for rests in [&mut self.resting, &mut self.poisoned] {
            while let Some((_, port)) = rests.pop_front_if(|(until, _)| *until <= now) {
                self.free.push_back(port);
            }
        }
        let port = self.free.pop_front()?;
        self.mark(port, true);
        Some(port)
    }

    /// Takes a port back; it rests before it is handed out again. One that is not handed out is ignored.
    pub fn give_back(&mut self, port: RtpPort, now: Instant) {
        if self.mark(port, false) {
            self.resting.push_back((now + REST, port));
        }
    }

    /// Takes a port back that another program holds; it is left alone for long.
    pub fn poison(&mut self, port: RtpPort, now: Instant) {
        if self.mark(port, false) {
            self.poisoned.push_back((now + REST_POISONED, port));
        }
    }

    /// How many ports are handed out.
    pub fn in_use(&self) -> usize {
        self.in_use
    }

    /// Notes whether a port is handed out; false when that is nothing new, or no port of this pool.
    fn mark(&mut self, port: RtpPort, is_taken: bool) -> bool {
        let place = port.0.checked_sub(self.first).map(|offset| usize::from(offset / 2));
        let Some(taken) = place.and_then(|place| self.taken.get_mut(place)) else {
            return false;
        };
        if *taken == is_taken {
            return false;
        }
        *taken = is_taken;
        if is_taken {
            self.in_use += 1;
        } else {
            self.in_use -= 1;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hands_out_even_ports_with_their_neighbour() {
        for (range, expected) in [
            (10_000..=10_005, vec![10_000, 10_002, 10_004]),
            (10_001..=10_006, vec![10_002, 10_004]),
            (10_000..=10_000, vec![]),
            (10_000..=10_001, vec![10_000]),
            (0..=4, vec![2]),
            (65_533..=65_535, vec![65_534]),
            (65_535..=65_535, vec![]),
        ] {
            let mut pool = PortPool::new(range.clone());
            let now = Instant::now();
            let ports: Vec<u16> = std::iter::from_fn(|| pool.take(now)).map(RtpPort::get).collect();
            assert_eq!(ports, expected, "{range:?}");
            assert_eq!(pool.in_use(), expected.len());
        }
    }

    #[test]
    fn a_port_rests_before_it_is_used_again() {
        let mut pool = PortPool::new(10_000..=10_003);
        let now = Instant::now();
        let (one, two) = (pool.take(now).unwrap(), pool.take(now).unwrap());
        pool.give_back(two, now);
        pool.give_back(one, now + Duration::from_secs(1));
        assert_eq!(pool.take(now + Duration::from_millis(9_999)), None);
        assert_eq!(pool.take(now + Duration::from_secs(10)), Some(two));
        assert_eq!(pool.take(now + Duration::from_secs(10)), None);
        assert_eq!(pool.take(now + Duration::from_secs(11)), Some(one));
    }

    #[test]
    fn a_port_of_another_program_is_left_alone_for_long() {
        let mut pool = PortPool::new(10_000..=10_001);
        let now = Instant::now();
        let port = pool.take(now).unwrap();
        pool.poison(port, now);
        assert_eq!(pool.in_use(), 0);
        assert_eq!(pool.take(now + Duration::from_secs(599)), None);
        assert_eq!(pool.take(now + Duration::from_secs(600)), Some(port));
    }

    #[test]
    fn giving_back_twice_is_once() {
        let mut pool = PortPool::new(10_000..=10_001);
        let now = Instant::now();
        let port = pool.take(now).unwrap();
        pool.give_back(port, now);
        pool.give_back(port, now);
        pool.poison(RtpPort(20_000), now);
        let later = now + REST;
        assert_eq!((pool.take(later), pool.take(later), pool.in_use()), (Some(port), None, 1));
    }
}
