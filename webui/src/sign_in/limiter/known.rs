//! The places where accounts have signed in lately: a bounded memory, with a budget for each.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::budget::{Budget, Rate};
use super::{Account, Limits, Place};

/// What is known of accounts.
#[derive(Debug)]
pub(super) struct Known {
    rate: Rate,
    accounts_max: usize,
    places_max: usize,
    known_for: Duration,
    /// By account, the one last signed in at first; never empty.
    accounts: HashMap<Account, Vec<KnownPlace>>,
}

#[derive(Clone, Copy, Debug)]
struct KnownPlace {
    place: Place,
    /// The last sign-in there.
    seen: Instant,
    budget: Budget,
}

impl Known {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            rate: limits.pair,
            accounts_max: limits.known_accounts,
            places_max: limits.known_places,
            known_for: limits.known_for,
            accounts: HashMap::new(),
        }
    }

    /// Takes the price of one guess, or says how long to wait for it; `None` where the place is not known.
    pub(super) fn take(&mut self, account: Account, place: Place, now: Instant) -> Option<Duration> {
        let (rate, known_for) = (self.rate, self.known_for);
        let known = self.find(account, place)?;
        if now.saturating_duration_since(known.seen) >= known_for {
            return None;
        }
        let wait = known.budget.wait(rate, now);
        if wait.is_zero() {
            known.budget.take(rate, now);
        }
        Some(wait)
    }

    pub(super) fn holds(&self, account: Account, place: Place, now: Instant) -> bool {
        let known = self.accounts.get(&account).into_iter().flatten().find(|known| known.place == place);
        known.is_some_and(|known| now.saturating_duration_since(known.seen) < self.known_for)
    }

    pub(super) fn pay_back(&mut self, account: Account, place: Place) {
        let rate = self.rate;
        if let Some(known) = self.find(account, place) {
            known.budget.pay_back(rate);
        }
    }

    /// Notes a sign-in. What wrong guesses there have cost is not forgiven.
    pub(super) fn remember(&mut self, account: Account, place: Place, seen: Instant, now: Instant) {
        if now.saturating_duration_since(seen) >= self.known_for || self.places_max == 0 {
            return;
        }
        if !self.accounts.contains_key(&account) {
            self.make_room();
        }
        let places = self.accounts.entry(account).or_default();
        let mut known = KnownPlace { place, seen, budget: Budget::full(now) };
        if let Some(at) = places.iter().position(|known| known.place == place) {
            let before = places.remove(at);
            known = KnownPlace { seen: seen.max(before.seen), ..before };
        }
        let at = places.partition_point(|other| other.seen > known.seen);
        places.insert(at, known);
        places.truncate(self.places_max);
    }

    pub(super) fn forget(&mut self, account: Account) {
        self.accounts.remove(&account);
    }

    pub(super) fn sweep(&mut self, now: Instant) {
        let known_for = self.known_for;
        self.accounts.retain(|_, places| {
            places.retain(|known| now.saturating_duration_since(known.seen) < known_for);
            !places.is_empty()
        });
    }

    pub(super) fn len(&self) -> usize {
        self.accounts.values().map(Vec::len).sum()
    }

    fn find(&mut self, account: Account, place: Place) -> Option<&mut KnownPlace> {
        self.accounts.get_mut(&account)?.iter_mut().find(|known| known.place == place)
    }

    /// Forgets the account whose last sign-in is longest ago, where there is no room for one more.
    fn make_room(&mut self) {
        if self.accounts.len() < self.accounts_max {
            return;
        }
        let last = |places: &[KnownPlace]| places.first().map(|known| known.seen);
        let oldest = self.accounts.iter().min_by_key(|(_, places)| last(places)).map(|(account, _)| *account);
        if let Some(oldest) = oldest {
            self.accounts.remove(&oldest);
        }
    }
}
