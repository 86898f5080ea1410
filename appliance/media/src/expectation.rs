//! Streams from which packets must come, and which have fallen silent.
//!
//! A packet only notes its moment; the list is touched when a moment is due, so that nothing is allocated or sorted
//! for a packet.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::StreamId;

/// What is expected of one stream.
#[derive(Debug)]
pub(crate) struct Expectation {
    within: Duration,
    /// The last packet, or when the expectation began.
    heard: Instant,
    /// Its entry in [`DueList`].
    due: Instant,
}

impl Expectation {
    /// Notes a packet.
    pub(crate) fn heard(&mut self, now: Instant) {
        self.heard = now;
    }
}

/// When to look at which stream: an entry for each that has an [`Expectation`], hence as many as streams at most.
#[derive(Debug, Default)]
pub(crate) struct DueList(BTreeSet<(Instant, StreamId)>);

impl DueList {
    /// Changes what is expected of a stream.
    pub(crate) fn set(
        &mut self,
        stream: StreamId,
        expectation: &mut Option<Expectation>,
        within: Option<Duration>,
        now: Instant,
    ) {
        if let Some(old) = expectation.take() {
            self.0.remove(&(old.due, stream));
        }
        // A time beyond the clock's end never comes.
        let due = within.and_then(|within| Some((within, now.checked_add(within)?)));
        if let Some((within, due)) = due {
            *expectation = Some(Expectation { within, heard: now, due });
            self.0.insert((due, stream));
        }
    }

    /// When to look next.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.first().map(|(due, _)| *due)
    }

    /// Takes the next stream that is due; it is to be given to [`Self::is_silent`].
    pub(crate) fn pop(&mut self, now: Instant) -> Option<StreamId> {
        if self.next()? > now {
            return None;
        }
        self.0.pop_first().map(|(_, stream)| stream)
    }

    /// Whether a stream that was due has been silent for its time, which ends the expectation; otherwise it is looked
    /// at again when it could be.
    pub(crate) fn is_silent(
        &mut self,
        stream: StreamId,
        expectation: &mut Option<Expectation>,
        now: Instant,
    ) -> bool {
        let Some(expected) = expectation else { return false };
        match expected.heard.checked_add(expected.within) {
            Some(due) if due > now => {
                expected.due = due;
                self.0.insert((due, stream));
                false
            }
            Some(_) | None => {
                *expectation = None;
                true
            }
        }
    }
}
