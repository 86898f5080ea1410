//! What came of a load.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::super::affinity;

/// After so long a telephone sends again (T1, RFC 3261 §17.1.1.1): an answer that comes later is as good as lost.
const LATE: Duration = Duration::from_millis(500);

/// Counts while a load runs, and at its end.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    /// How many were to be.
    pub(crate) asked: u32,
    /// How many went from beginning to end.
    pub(crate) done: u32,
    /// Final answers that were not wanted, by status.
    pub(crate) refused: BTreeMap<u16, u32>,
    /// From when a request was due to its good answer, of those that had one.
    latencies: Vec<Duration>,
    /// The most that the load itself was late with a request.
    pub(crate) behind: Duration,
    /// From the first request to the last.
    pub(crate) lasted: Duration,
    /// Processor time of the generator.
    pub(crate) own_time: Duration,
    began: Instant,
}

impl Tally {
    pub(crate) fn new(asked: u32) -> Self {
        Self {
            asked,
            done: 0,
            refused: BTreeMap::new(),
            latencies: Vec::with_capacity(asked as usize),
            behind: Duration::ZERO,
            lasted: Duration::ZERO,
            own_time: own_time(),
            began: Instant::now(),
        }
    }

    /// A request left.
    pub(crate) fn sent(&mut self, due: Instant, now: Instant) {
        self.behind = self.behind.max(now - due);
        self.lasted = now - self.began;
    }

    /// A good answer came.
    pub(crate) fn answered(&mut self, due: Instant, now: Instant) {
        self.latencies.push(now - due);
    }

    /// A final answer came that was not wanted.
    pub(crate) fn refuse(&mut self, status: u16) {
        *self.refused.entry(status).or_default() += 1;
    }

    /// All have come to an end, good or bad.
    pub(crate) fn is_over(&self) -> bool {
        self.done + self.refused.values().sum::<u32>() >= self.asked
    }

    /// Closes the books.
    pub(crate) fn close(&mut self) {
        self.own_time = own_time() - self.own_time;
        self.latencies.sort_unstable();
    }

    /// Those that were not done in time, of all.
    pub(crate) fn loss(&self) -> f64 {
        let late = self.latencies.iter().filter(|latency| **latency > LATE).count() as u32;
        f64::from(self.asked - self.done.saturating_sub(late)) / f64::from(self.asked.max(1))
    }

    /// The latency that this part of all (0 to 1) did not exceed.
    pub(crate) fn percentile(&self, part: f64) -> Duration {
        let place = (part * self.latencies.len() as f64) as usize;
        let last = self.latencies.len().saturating_sub(1);
        self.latencies.get(place.min(last)).copied().unwrap_or_default()
    }

    /// Requests a second that left.
    pub(crate) fn rate(&self) -> f64 {
        f64::from(self.asked) / self.lasted.as_secs_f64().max(1e-9)
    }

    /// For people.
    pub(crate) fn told(&self) -> String {
        let Self { asked, done, refused, behind, .. } = self;
        let [p50, p99] = [0.5, 0.99].map(|part| self.percentile(part));
        let share = self.own_time.as_secs_f64() / self.lasted.as_secs_f64().max(1e-9) * 100.0;
        format!(
            "{done} of {asked} at {:.0}/s, refused {refused:?}, p50 {p50:?}, p99 {p99:?}; generator: {share:.0} % of a \
             processor, late by {behind:?} at most",
            self.rate()
        )
    }
}

fn own_time() -> Duration {
    Duration::from_nanos(affinity::time_of(std::process::id()).unwrap_or(0))
}
