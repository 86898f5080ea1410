//! Call flows as values: each stage takes an event and says what comes next.

mod ringing;
mod talking;

use std::time::Instant;

use model::{Cause, HungUpBy};

use crate::{Action, Event, LegId};

pub(crate) use ringing::Ringing;
pub(crate) use talking::Talking;

/// Where a call stands.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// Telephones ring.
    Ringing(Ringing),
    /// Two talk.
    Talking(Talking),
    /// It is over; late news of its legs is still answered.
    Over,
}

/// What a stage makes of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing changes.
    Stay,
    /// The caller and this leg talk.
    Talk(LegId),
    /// The call is over.
    End(Cause, HungUpBy),
}

impl Stage {
    pub(crate) fn handle(&mut self, event: &Event, now: Instant, actions: &mut Vec<Action>) -> Next {
        match self {
            Self::Ringing(ringing) => ringing.handle(event, now, actions),
            Self::Talking(talking) => talking.handle(event, actions),
            Self::Over => {
                // A telephone may answer in the very moment in which its CANCEL is on the way.
                if let Event::Answered(leg) = event {
                    actions.push(Action::HangUp(*leg, Cause::Cancelled));
                }
                Next::Stay
            }
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant, actions: &mut Vec<Action>) -> Next {
        match self {
            Self::Ringing(ringing) => ringing.handle_timeout(now, actions),
            Self::Talking(_) | Self::Over => Next::Stay,
        }
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        match self {
            Self::Ringing(ringing) => Some(ringing.deadline()),
            Self::Talking(_) | Self::Over => None,
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Ringing(_) => "ringing",
            Self::Talking(_) => "talking",
            Self::Over => "ending",
        }
    }
}
