//! Whether the SIP thread keeps up: one that does not begins few new calls, so that those it has are served in time.

use std::time::{Duration, Instant};

/// So long messages may wait without a pause before new calls are refused. All telephones of an office that come back
/// together are served by then, and who lost a message has not yet said it again.
const BEHIND: Duration = Duration::from_millis(200);
/// So long nothing has waited when it has caught up.
const CAUGHT_UP: Duration = Duration::from_millis(50);
/// It is told as often at most.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// How long messages have been waiting.
#[derive(Debug, Default)]
pub(crate) struct Load {
    /// Since when there has been no pause, or none that counts.
    since: Option<Instant>,
    /// When messages last waited.
    waited: Option<Instant>,
    is_behind: bool,
    told: Option<Instant>,
}

impl Load {
    /// After each turn, whether messages wait that it did not get to; says it when the thread falls behind, and when
    /// it has caught up.
    pub(crate) fn note(&mut self, has_more: bool, now: Instant) -> Option<bool> {
        let passed = |since: Option<Instant>| since.map(|since| now.saturating_duration_since(since));
        if has_more {
            self.waited = Some(now);
            self.since.get_or_insert(now);
        } else if !self.is_behind || passed(self.waited).is_none_or(|pause| pause >= CAUGHT_UP) {
            self.since = None;
        }
        let is_behind = passed(self.since).is_some_and(|since| since >= BEHIND);
        if std::mem::replace(&mut self.is_behind, is_behind) == is_behind {
            return None;
        }
        if is_behind && passed(self.told).is_none_or(|since| since >= TOLD_EVERY) {
            self.told = Some(now);
            tracing::warn!("messages come faster than they are handled; of new calls only some are begun");
        }
        Some(is_behind)
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
        assert_eq!(load.note(true, at(199)), None);
        assert_eq!(load.note(false, at(200)), None, "a burst");
        assert_eq!(load.note(true, at(300)), None);
        assert_eq!(load.note(true, at(500)), Some(true));
        assert_eq!(load.note(false, at(520)), None, "a pause too short to have caught up");
        assert_eq!(load.note(true, at(540)), None);
        assert_eq!(load.note(false, at(589)), None);
        assert_eq!(load.note(false, at(590)), Some(false));
        assert_eq!(load.note(false, at(700)), None);
    }
}
