//! Budgets that fill up again with time (the generic cell rate algorithm): one moment a key.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};

/// So many guesses at once, then one a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Guesses at once, when none was made for long; at least 1.
    pub burst: u32,
    /// In which one more comes back.
    pub period: Duration,
}

/// One budget: the moment at which it is full again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget(Instant);

impl Budget {
    pub(super) fn full(now: Instant) -> Self {
        Self(now)
    }

    pub(super) fn is_full(self, now: Instant) -> bool {
        self.0 <= now
    }

    /// How long until one guess can be paid; zero when it can.
    pub(super) fn wait(self, rate: Rate, now: Instant) -> Duration {
        let missing = self.0.saturating_duration_since(now);
        missing.saturating_sub(rate.period * rate.burst.saturating_sub(1))
    }

    pub(super) fn take(&mut self, rate: Rate, now: Instant) {
        self.0 = self.0.max(now) + rate.period;
    }

    pub(super) fn pay_back(&mut self, rate: Rate) {
        self.0 = self.0.checked_sub(rate.period).unwrap_or(self.0);
    }
}

/// A bounded table of budgets; those not in it are full. When it is full of others, new keys share one budget, as if
/// they were all the same.
#[derive(Debug)]
pub(super) struct Budgets<K> {
    rate: Rate,
    max: usize,
    /// By whom they belong to; an entry goes when its budget is full again.
    table: HashMap<K, Budget>,
    /// For those that the table has no room for.
    shared: Option<Budget>,
}

impl<K: Copy + Eq + Hash> Budgets<K> {
    pub(super) fn new(rate: Rate, max: usize) -> Self {
        Self { rate, max, table: HashMap::new(), shared: None }
    }

    /// How long the key must wait for its next guess.
    pub(super) fn wait(&mut self, key: K, now: Instant) -> Duration {
        let budget = match self.table.get(&key).copied() {
            Some(budget) => Some(budget),
            None if self.has_room(now) => None,
            None => self.shared,
        };
        budget.map_or(Duration::ZERO, |budget| budget.wait(self.rate, now))
    }

    /// Takes the price of one guess.
    pub(super) fn take(&mut self, key: K, now: Instant) {
        let has_room = self.table.contains_key(&key) || self.has_room(now);
        let budget = if has_room {
            self.table.entry(key).or_insert(Budget::full(now))
        } else {
            self.shared.get_or_insert(Budget::full(now))
        };
        budget.take(self.rate, now);
    }

    /// Gives the price of one guess back. What the shared budget paid is not given back: it comes back with time.
    pub(super) fn pay_back(&mut self, key: &K) {
        if let Some(budget) = self.table.get_mut(key) {
            budget.pay_back(self.rate);
        }
    }

    pub(super) fn sweep(&mut self, now: Instant) {
        self.table.retain(|_, budget| !budget.is_full(now));
        self.shared = self.shared.filter(|budget| !budget.is_full(now));
    }

    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    fn has_room(&mut self, now: Instant) -> bool {
        if self.table.len() >= self.max {
            self.sweep(now);
        }
        self.table.len() < self.max
    }
}
