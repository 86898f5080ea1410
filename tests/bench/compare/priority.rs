//! The bench and its servers go before other work of the machine, as far as that is allowed: otherwise what is measured is
//! how long they waited for their turn.

use std::fs;

/// Where Linux has the nice level of this session's processes among those of other sessions.
const SESSION: &str = "/proc/self/autogroup";
const AHEAD: &str = "-19";

/// While this lives, the processes of this session go first.
pub(crate) struct Ahead {
    before: Option<String>,
}

impl Ahead {
    /// Goes first; without the right to, all stays as it is.
    pub(crate) fn of_others() -> Self {
        let text = fs::read_to_string(SESSION).unwrap_or_default();
        let before = text.split_whitespace().next_back().map(str::to_owned);
        Self { before: before.filter(|_| fs::write(SESSION, AHEAD).is_ok()) }
    }

    /// Whether that was allowed.
    pub(crate) fn is_so(&self) -> bool {
        self.before.is_some()
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            _ = fs::write(SESSION, before);
        }
    }
}
