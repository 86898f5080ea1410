//! Two talk until one hangs up.

use model::{Cause, HungUpBy};

use super::Next;
use crate::{Action, Event, LegId};

/// The caller's leg and the one that answered.
#[derive(Clone, Debug)]
pub(crate) struct Talking {
    pub(crate) caller: LegId,
    pub(crate) callee: LegId,
}

impl Talking {
    pub(crate) fn handle(&mut self, event: &Event, actions: &mut Vec<Action>) -> Next {
        match *event {
            // One of the others answered while its CANCEL was on the way.
            Event::Answered(leg) => {
                if leg != self.callee {
                    actions.push(Action::HangUp(leg, Cause::AnsweredElsewhere));
                }
                Next::Stay
            }
            Event::Failed(leg, cause) if self.has(leg) => self.end(cause, actions),
            // It came too late; the caller will hang up after the answer (RFC 3261 §9.2).
            Event::GaveUp => Next::Stay,
            Event::HungUp(leg) if leg == self.caller => {
                actions.push(Action::HangUp(self.callee, Cause::Normal));
                Next::End(Cause::Normal, HungUpBy::Caller)
            }
            Event::HungUp(leg) if leg == self.callee => {
                actions.push(Action::HangUp(self.caller, Cause::Normal));
                Next::End(Cause::Normal, HungUpBy::Callee)
            }
            Event::Ordered(cause) => self.end(cause, actions),
            Event::Silent(leg) if self.has(leg) => self.end(Cause::NoSound, actions),
            Event::Failed(..)
            | Event::HungUp(_)
            | Event::Progressing(_)
            | Event::Redirected(..)
            | Event::Ringing(_)
            | Event::Silent(_)
            | Event::SoundOver(..) => Next::Stay,
        }
    }

    fn has(&self, leg: LegId) -> bool {
        leg == self.caller || leg == self.callee
    }

    fn end(&self, cause: Cause, actions: &mut Vec<Action>) -> Next {
        actions.push(Action::HangUp(self.caller, cause));
        actions.push(Action::HangUp(self.callee, cause));
        Next::End(cause, HungUpBy::Box)
    }
}
