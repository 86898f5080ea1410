//! Guessing at secrets: who gives wrong credentials for an account again and again is made to wait, and nobody else.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Pairs of address and account that are remembered; when full, those that have waited long enough are forgotten, and if
/// there are none the new pair is not slowed down (a flood from so many addresses meets the flood limits).
const MAX_PAIRS: usize = 8_192;
/// So many mistakes are free: a telephone that was set up wrongly is tried a few times.
const FREE: u32 = 5;
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(60);
/// Without another mistake for so long a pair is forgotten.
const MEMORY: Duration = Duration::from_secs(600);

/// Mistakes by address and account, which may not exist: both are slowed down alike.
#[derive(Debug, Default)]
pub(crate) struct Guesses {
    by_pair: HashMap<(IpAddr, Box<str>), Guess>,
}

#[derive(Debug)]
struct Guess {
    mistakes: u32,
    last: Instant,
    until: Instant,
}

impl Guesses {
    /// Whether credentials from here for this account are not even looked at now.
    pub(crate) fn must_wait(&self, from: IpAddr, username: &str, now: Instant) -> bool {
        self.by_pair.get(&pair(from, username)).is_some_and(|guess| now < guess.until)
    }

    /// Notes credentials that did not fit.
    pub(crate) fn mistaken(&mut self, from: IpAddr, username: &str, now: Instant) {
        let pair = pair(from, username);
        if self.by_pair.len() >= MAX_PAIRS && !self.by_pair.contains_key(&pair) {
            self.by_pair.retain(|_, guess| now < guess.last + MEMORY);
            if self.by_pair.len() >= MAX_PAIRS {
                return;
            }
        }
        let guess = self.by_pair.entry(pair).or_insert(Guess { mistakes: 0, last: now, until: now });
        if now >= guess.last + MEMORY {
            guess.mistakes = 0;
        }
        guess.mistakes = guess.mistakes.saturating_add(1);
        guess.last = now;
        if let Some(doublings) = guess.mistakes.checked_sub(FREE) {
            guess.until = now + Duration::from_secs(1 << doublings.min(6)).min(LONGEST);
        }
    }

    /// Notes credentials that fit.
    pub(crate) fn proved(&mut self, from: IpAddr, username: &str) {
        self.by_pair.remove(&pair(from, username));
    }

    /// How many pairs are remembered.
    pub(crate) fn len(&self) -> usize {
        self.by_pair.len()
    }
}

/// Names are as long as accounts' at most: beyond that they are nobody's, and alike.
fn pair(from: IpAddr, username: &str) -> (IpAddr, Box<str>) {
    (from, username.chars().take(64).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn waits_double_for_one_pair_and_for_no_other() {
        let mut guesses = Guesses::default();
        let mut now = Instant::now();
        let mut tried = 0;
        for _ in 0..3_600 {
            if !guesses.must_wait(HERE, "201", now) {
                guesses.mistaken(HERE, "201", now);
                tried += 1;
            }
            now += Duration::from_secs(1);
        }
        assert!((60..=75).contains(&tried), "{tried} guesses in an hour");
        assert!(guesses.must_wait(HERE, "201", now - Duration::from_secs(2)));
        assert!(!guesses.must_wait(HERE, "202", now));
        assert!(!guesses.must_wait("192.0.2.1".parse().unwrap(), "201", now));
        guesses.proved(HERE, "201");
        assert_eq!(guesses.len(), 0);
    }

    #[test]
    fn remembers_a_bounded_number() {
        let (mut guesses, now) = (Guesses::default(), Instant::now());
        for n in 0..20_000_u32 {
            guesses.mistaken(HERE, &n.to_string(), now);
        }
        assert_eq!(guesses.len(), MAX_PAIRS);
        guesses.mistaken(HERE, "later", now + MEMORY);
        assert_eq!(guesses.len(), 1);
    }
}
