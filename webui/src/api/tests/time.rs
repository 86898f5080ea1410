//! The clocks of a box in a test: they stand still until they are told to go on.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;

pub(super) struct Time {
    began: Instant,
    pub(super) passed_s: AtomicI64,
    pub(super) set_back_s: AtomicI64,
    /// How often the interface has asked what time it is.
    pub(super) asked: AtomicI64,
}

impl Time {
    pub(super) fn new() -> Self {
        Self {
            began: Instant::now(),
            passed_s: AtomicI64::new(0),
            set_back_s: AtomicI64::new(0),
            asked: AtomicI64::new(0),
        }
    }

    pub(super) fn now(&self) -> (Timestamp, Instant) {
        let passed_s = self.passed_s.load(Ordering::SeqCst);
        let began: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let civil_s = passed_s - self.set_back_s.load(Ordering::SeqCst);
        let wall = began.saturating_add(jiff::SignedDuration::from_secs(civil_s)).unwrap();
        (wall, self.began + Duration::from_secs(passed_s as u64))
    }
}
