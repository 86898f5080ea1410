//! Whether the SIP thread keeps up: one that does not takes no new calls, so that those it has are served in time.

use std::time::{Duration, Instant};

/// So long messages may wait without a pause before new calls are refused. A burst is over by then: it is some hundreds of
/// messages.
const BEHIND: Duration = Duration::from_millis(20);

/// How long messages have been waiting.
#[derive(Debug, Default)]
pub(crate) struct Load {
    since: Option<Instant>,
    is_behind: bool,
}

impl Load {
    /// After each turn, whether messages wait that it did not get to; says it when the thread falls behind, and when
    /// it has caught up.
    pub(crate) fn note(&mut self, has_more: bool, now: Instant) -> Option<bool> {
        self.since = has_more.then(|| self.since.unwrap_or(now));
        let is_behind = self.since.is_some_and(|since| now.saturating_duration_since(since) >= BEHIND);
        (std::mem::replace(&mut self.is_behind, is_behind) != is_behind).then_some(is_behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_no_load_and_an_end_of_it_is_told_once() {
        let (mut load, start) = (Load::default(), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(load.note(true, at(0)), None);
        assert_eq!(load.note(true, at(19)), None);
        assert_eq!(load.note(false, at(20)), None, "a burst");
        assert_eq!(load.note(true, at(30)), None);
        assert_eq!(load.note(true, at(50)), Some(true));
        assert_eq!(load.note(true, at(90)), None);
        assert_eq!(load.note(false, at(91)), Some(false));
        assert_eq!(load.note(false, at(92)), None);
    }
}
