//! When requests are due: one after the other at a rate, open-loop.

use std::time::{Duration, Instant};

/// So many requests at once when the load is late, before answers have their turn.
const BURST: usize = 32;

/// A schedule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    start: Instant,
    /// Between two requests.
    step: Duration,
    total: u32,
    next: u32,
}

impl Pace {
    /// So many in all, so many a second, from now on.
    pub(crate) fn new(rate: f64, total: u32) -> Self {
        Self { start: Instant::now(), step: Duration::from_secs_f64(1.0 / rate), total, next: 0 }
    }

    /// The numbers of the requests that are due, and when each was.
    pub(crate) fn due(&mut self, now: Instant) -> impl Iterator<Item = (u32, Instant)> + use<> {
        let (first, pace) = (self.next, *self);
        let count = (0..BURST).take_while(|ahead| {
            let index = pace.next + *ahead as u32;
            index < pace.total && pace.when(index) <= now
        });
        self.next += count.count() as u32;
        (first..self.next).map(move |index| (index, pace.when(index)))
    }

    /// When the next is due; none when all were.
    pub(crate) fn next(&self) -> Option<Instant> {
        (self.next < self.total).then(|| self.when(self.next))
    }

    /// How long the schedule lasts.
    pub(crate) fn length(&self) -> Duration {
        self.step * self.total
    }

    fn when(&self, index: u32) -> Instant {
        self.start + self.step * index
    }
}
