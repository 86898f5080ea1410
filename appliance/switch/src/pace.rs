//! How often a thread wakes: a wake-up costs as much as a packet, so when much comes, what comes within a moment is left
//! to be found together.

use std::time::{Duration, Instant};

/// So long is counted how often the thread woke.
const WINDOW: Duration = Duration::from_millis(10);

/// Spaces the wake-ups of one thread while they are many.
#[derive(Debug)]
pub(crate) struct Pace {
    /// Between two wake-ups, while they are many.
    gap: Duration,
    /// As many in a window are few.
    few: u32,
    window: Option<Instant>,
    wakes: u32,
    /// They were many in the last window.
    is_busy: bool,
}

impl Pace {
    pub(crate) fn new(gap: Duration, few: u32) -> Self {
        Self { gap, few, window: None, wakes: 0, is_busy: false }
    }

    /// The thread has woken, has done all that there was, and will wait for more: how long it should not listen before,
    /// counted from the moment at which it woke. None while there is little to do.
    pub(crate) fn rest(&mut self, woke: Instant, now: Instant) -> Option<Duration> {
        let begun = *self.window.get_or_insert(woke);
        self.wakes += 1;
        let passed = now.saturating_duration_since(begun);
        if passed >= WINDOW {
            self.is_busy = self.wakes > self.few && passed < 2 * WINDOW;
            (self.window, self.wakes) = (Some(now), 0);
        }
        let left = self.gap.saturating_sub(now.saturating_duration_since(woke));
        (self.is_busy && !left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration::from_millis(1);

    /// Wakes so often, every so many microseconds at most; how often it woke in fact, and the longest rest.
    fn run(pace: &mut Pace, start: Instant, every: Duration, total: Duration) -> (u32, Option<Duration>) {
        let (mut at, mut wakes, mut longest) = (start, 0, None);
        while at < start + total {
            wakes += 1;
            let done = at + Duration::from_micros(10);
            let rest = pace.rest(at, done);
            longest = longest.max(rest);
            at = (at + every).max(done + rest.unwrap_or_default());
        }
        (wakes, longest)
    }

    #[test]
    fn where_little_comes_nothing_waits() {
        let mut pace = Pace::new(GAP, 5);
        let (wakes, rest) = run(&mut pace, Instant::now(), Duration::from_millis(5), Duration::from_secs(1));
        assert_eq!((wakes, rest), (200, None));
    }

    #[test]
    fn where_much_comes_a_thread_wakes_once_a_gap() {
        let (mut pace, start) = (Pace::new(GAP, 5), Instant::now());
        let second = Duration::from_secs(1);
        let (wakes, rest) = run(&mut pace, start, Duration::from_micros(100), second);
        assert!((1_000..1_120).contains(&wakes), "{wakes}");
        assert_eq!(rest, Some(GAP - Duration::from_micros(10)));
        // Less comes again: soon nothing waits any more.
        run(&mut pace, start + second, Duration::from_millis(5), 4 * WINDOW);
        let (_, rest) = run(&mut pace, start + 2 * second, Duration::from_millis(5), second);
        assert_eq!(rest, None);
    }

    #[test]
    fn a_turn_that_took_longer_than_the_gap_is_followed_by_the_next() {
        let (mut pace, start) = (Pace::new(GAP, 5), Instant::now());
        run(&mut pace, start, Duration::from_micros(100), Duration::from_millis(100));
        let woke = start + Duration::from_millis(101);
        assert_eq!(pace.rest(woke, woke + GAP), None);
    }
}
