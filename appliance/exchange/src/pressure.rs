//! Whether new calls are what the exchange is behind with. It is then that refusing some helps the others; under a flood of
//! anything else refusing calls would do the flooder's work.

use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

/// The calls begun in this second, and whether messages wait.
#[derive(Debug)]
pub(crate) struct Pressure {
    /// So many calls a second are begun whatever waits.
    always: u32,
    pub(crate) is_behind: bool,
    since: Instant,
    begun: u32,
}

impl Pressure {
    pub(crate) fn new(always: u32, now: Instant) -> Self {
        Self { always, is_behind: false, since: now, begun: 0 }
    }

    /// Whether another call may begin; it is counted.
    pub(crate) fn admits(&mut self, now: Instant) -> bool {
        if now.saturating_duration_since(self.since) >= SECOND {
            (self.since, self.begun) = (now, 0);
        }
        let is_admitted = !self.is_behind || self.begun < self.always;
        self.begun = self.begun.saturating_add(u32::from(is_admitted));
        is_admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_many_calls_are_refused_and_only_while_messages_wait() {
        let now = Instant::now();
        let mut pressure = Pressure::new(10, now);
        let admitted = |pressure: &mut Pressure, at| (0..100).filter(|_| pressure.admits(at)).count();
        assert_eq!(admitted(&mut pressure, now), 100);
        pressure.is_behind = true;
        assert_eq!(admitted(&mut pressure, now), 0);
        // However long the others make it wait, ten a second begin.
        for second in 1..4 {
            assert_eq!(admitted(&mut pressure, now + second * SECOND), 10);
        }
        pressure.is_behind = false;
        assert_eq!(admitted(&mut pressure, now + 3 * SECOND), 100);
    }
}
