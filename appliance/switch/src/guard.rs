//! Where panics end: what a handler was about is lost, and nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::Result;

use crate::counters::Counters;

/// Calls something; a panic in it is counted and ends what it was about only.
pub(crate) fn guarded<T>(counters: &Counters, what: &str, call: impl FnOnce() -> T) -> Option<T> {
    noted(catch_unwind(AssertUnwindSafe(call)), counters, what)
}

/// The same for a call that was made where the counters could not be lent.
pub(crate) fn noted<T>(result: Result<T>, counters: &Counters, what: &str) -> Option<T> {
    if result.is_err() {
        counters.handler_panics.add(1);
        tracing::error!(what, "a handler panicked; what it was about is lost");
    }
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_counted_and_ends_there() {
        let counters = Counters::default();
        assert_eq!(guarded(&counters, "a test", || 7), Some(7));
        assert_eq!(guarded(&counters, "a test", || panic!("for the test")), None::<u8>);
        assert_eq!(counters.handler_panics.get(), 1);
    }
}
