//! The end of an attack, which whoever attacks waits for between what it does.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

/// Comes once.
#[derive(Default)]
pub(crate) struct End {
    has_come: Mutex<bool>,
    told: Condvar,
}

impl End {
    pub(crate) fn come(&self) {
        *self.has_come.lock().unwrap() = true;
        self.told.notify_all();
    }

    pub(crate) fn has_come(&self) -> bool {
        *self.has_come.lock().unwrap()
    }

    /// Waits for it until then; whether it has come.
    pub(crate) fn comes_before(&self, moment: Instant) -> bool {
        let left = moment.saturating_duration_since(Instant::now());
        let guard = self.has_come.lock().unwrap();
        *self.told.wait_timeout_while(guard, left, |has_come| !*has_come).unwrap().0
    }

    /// Says when something is due that is done so often a second, in turns of this length, until the end comes.
    pub(crate) fn turns(&self, rate: f64, turn: Duration, mut act: impl FnMut()) {
        let began = Instant::now();
        let mut done = 0_u64;
        let mut next = began;
        while !self.comes_before(next) {
            next += turn;
            let due = (began.elapsed().as_secs_f64() * rate) as u64;
            // One who was kept from it for long does not make up for all of it.
            done = done.max(due.saturating_sub(rate as u64));
            while done < due && (!done.is_multiple_of(64) || !self.has_come()) {
                act();
                done += 1;
            }
        }
    }
}
