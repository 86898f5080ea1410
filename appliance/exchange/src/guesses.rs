//! Guessing at secrets: who gives wrong credentials for an account again and again is made to wait, and nobody else.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use crate::limiter::place;

/// Names of accounts that are remembered of one place; when full, its other names are one: who makes up names must not get
/// the right one forgotten.
const MAX_OF_A_PLACE: usize = 1_024;
/// Names that are remembered in all; when full, those that have waited long enough are forgotten, and if there are none a new
/// place is not slowed down (a flood from so many addresses meets the flood limits).
const MAX_IN_ALL: usize = 32_768;
/// So many mistakes are free: a telephone that was set up wrongly is tried a few times.
const FREE: u32 = 5;
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(60);
/// Without another mistake for so long a name is forgotten.
const MEMORY: Duration = Duration::from_secs(600);
/// Between two searches of a full table.
const REST: Duration = Duration::from_secs(1);

/// Mistakes by place and account, which may not exist: both are slowed down alike.
#[derive(Debug, Default)]
pub(crate) struct Guesses {
    /// By place, and there by name; no place without one.
    by_place: HashMap<IpAddr, HashMap<Box<str>, Guess>>,
    len: usize,
    searched: Option<Instant>,
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
        let Some(names) = self.by_place.get(&place(from)) else { return false };
        names.get(&self.slot(names, username)).is_some_and(|guess| now < guess.until)
    }

    /// Notes credentials that did not fit.
    pub(crate) fn mistaken(&mut self, from: IpAddr, username: &str, now: Instant) {
        let place = place(from);
        let here = self.by_place.get(&place).map_or(0, HashMap::len);
        let is_full = here >= MAX_OF_A_PLACE || self.len >= MAX_IN_ALL;
        if is_full && self.searched.is_none_or(|searched| now >= searched + REST) {
            self.searched = Some(now);
            self.forget_old(now);
        }
        let name = match self.by_place.get(&place) {
            Some(names) => self.slot(names, username),
            None if self.len >= MAX_IN_ALL => return,
            None => short(username),
        };
        let names = self.by_place.entry(place).or_default();
        let before = names.len();
        let guess = names.entry(name).or_insert(Guess { mistakes: 0, last: now, until: now });
        if now >= guess.last + MEMORY {
            guess.mistakes = 0;
        }
        guess.mistakes = guess.mistakes.saturating_add(1);
        guess.last = now;
        if let Some(doublings) = guess.mistakes.checked_sub(FREE) {
            guess.until = now + Duration::from_secs(1 << doublings.min(6)).min(LONGEST);
        }
        self.len += names.len() - before;
    }

    /// Notes credentials that fit.
    pub(crate) fn proved(&mut self, from: IpAddr, username: &str) {
        let place = place(from);
        let Some(names) = self.by_place.get_mut(&place) else { return };
        if names.remove(short(username).as_ref()).is_some() {
            self.len -= 1;
        }
        if names.is_empty() {
            self.by_place.remove(&place);
        }
    }

    /// How many names are remembered.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Under which name a guess is remembered in its place: its own, or that of all the others.
    fn slot(&self, names: &HashMap<Box<str>, Guess>, username: &str) -> Box<str> {
        let own = short(username);
        let is_full = names.len() >= MAX_OF_A_PLACE || self.len >= MAX_IN_ALL;
        if is_full && !names.contains_key(&own) { Box::default() } else { own }
    }

    fn forget_old(&mut self, now: Instant) {
        self.by_place.retain(|_, names| {
            names.retain(|_, guess| now < guess.last + MEMORY);
            !names.is_empty()
        });
        self.len = self.by_place.values().map(HashMap::len).sum();
    }
}

/// Names are as long as accounts' at most: beyond that they are nobody's, and alike.
fn short(username: &str) -> Box<str> {
    username.chars().take(64).collect()
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
    fn names_without_an_end_do_not_get_one_forgotten() {
        let mut guesses = Guesses::default();
        let mut now = Instant::now();
        for n in 0..20_000_u32 {
            guesses.mistaken(HERE, &n.to_string(), now);
        }
        let mut tried = 0;
        for n in 0..36_000_u32 {
            for name in ["201".to_owned(), n.to_string()] {
                if !guesses.must_wait(HERE, &name, now) {
                    guesses.mistaken(HERE, &name, now);
                    tried += u32::from(name == "201");
                }
            }
            now += Duration::from_millis(100);
        }
        assert!(tried <= 80, "{tried} guesses in an hour");
        assert!(!guesses.must_wait("192.0.2.1".parse().unwrap(), "201", now));
    }

    #[test]
    fn a_network_of_ipv6_is_one_place() {
        let (mut guesses, now) = (Guesses::default(), Instant::now());
        for n in 0..10_u16 {
            guesses.mistaken(IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, n]), "201", now);
        }
        assert!(guesses.must_wait("2001:db8:0:1::ffff".parse().unwrap(), "201", now));
        assert!(!guesses.must_wait("2001:db8:0:2::1".parse().unwrap(), "201", now));
    }

    #[test]
    fn remembers_a_bounded_number() {
        let (mut guesses, now) = (Guesses::default(), Instant::now());
        for n in 0..100_000_u32 {
            let from = IpAddr::from([10, 0, 0, (n % 250) as u8]);
            guesses.mistaken(from, &n.to_string(), now);
        }
        // Of places that were known before it was full, the others' one name too.
        assert!((MAX_IN_ALL..=MAX_IN_ALL + 250).contains(&guesses.len()), "{}", guesses.len());
        guesses.mistaken(HERE, "later", now + MEMORY);
        assert_eq!(guesses.len(), 1);
        guesses.proved(HERE, "later");
        assert_eq!((guesses.len(), guesses.by_place.len()), (0, 0));
    }
}
