//! Telephones ring, all at once, until one answers, all have refused, or nobody wants to wait any longer.

use std::time::Instant;

use model::{Cause, HungUpBy};

use super::Next;
use crate::{Action, Event, LegId};

/// The telephones that were called and what is known of each.
#[derive(Clone, Debug)]
pub(crate) struct Ringing {
    callees: Vec<(LegId, Callee)>,
    told: bool,
    deadline: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Callee {
    Dialled,
    Rings,
    Over(Cause),
}

impl Ringing {
    pub(crate) fn new(legs: impl Iterator<Item = LegId>, deadline: Instant) -> Self {
        Self { callees: legs.map(|leg| (leg, Callee::Dialled)).collect(), told: false, deadline }
    }

    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    pub(crate) fn handle(&mut self, event: &Event, actions: &mut Vec<Action>) -> Next {
        match *event {
            Event::Answered(leg) => {
                if !self.set(leg, Callee::Over(Cause::Normal)) {
                    return Next::Stay;
                }
                self.cancel_all(Cause::AnsweredElsewhere, actions);
                actions.push(Action::Answer(leg));
                Next::Talk(leg)
            }
            Event::Failed(leg, cause) => self.failed(leg, cause, actions),
            Event::GaveUp => self.end(Cause::Cancelled, HungUpBy::Caller, actions),
            Event::HungUp(leg) if leg.index() == 0 => self.end(Cause::Cancelled, HungUpBy::Caller, actions),
            // A telephone that ends before it answered has declined in an odd way.
            Event::HungUp(leg) => self.failed(leg, Cause::Declined, actions),
            Event::Ordered(cause) => self.end(cause, HungUpBy::Box, actions),
            Event::Ringing(leg) => {
                if self.set(leg, Callee::Rings) && !self.told {
                    self.told = true;
                    actions.push(Action::Ring);
                }
                Next::Stay
            }
            Event::SoundOver(..) => Next::Stay,
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant, actions: &mut Vec<Action>) -> Next {
        if now < self.deadline {
            return Next::Stay;
        }
        self.end(Cause::NoAnswer, HungUpBy::Box, actions)
    }

    fn failed(&mut self, leg: LegId, cause: Cause, actions: &mut Vec<Action>) -> Next {
        if leg.index() == 0 {
            return self.end(cause, HungUpBy::Box, actions);
        }
        if !self.set(leg, Callee::Over(cause)) {
            return Next::Stay;
        }
        // Who declines speaks for the whole line (RFC 3261 §21.6); who is busy only for one telephone.
        if cause == Cause::Declined {
            return self.end(Cause::Declined, HungUpBy::Callee, actions);
        }
        let over: Option<Vec<Cause>> = self.callees.iter().map(|(_, callee)| callee.cause()).collect();
        match over {
            Some(causes) => {
                let cause = causes.into_iter().min_by_key(|cause| rank(*cause)).unwrap_or(Cause::Unreachable);
                self.end(cause, HungUpBy::Callee, actions)
            }
            None => Next::Stay,
        }
    }

    /// Notes the news of a telephone; false when it was already over or is not one of ours.
    fn set(&mut self, leg: LegId, news: Callee) -> bool {
        match self.callees.iter_mut().find(|(id, callee)| *id == leg && callee.cause().is_none()) {
            Some((_, callee)) => {
                *callee = news;
                true
            }
            None => false,
        }
    }

    fn cancel_all(&mut self, cause: Cause, actions: &mut Vec<Action>) {
        for (leg, callee) in &mut self.callees {
            if callee.cause().is_none() {
                *callee = Callee::Over(cause);
                actions.push(Action::Cancel(*leg, cause));
            }
        }
    }

    fn end(&mut self, cause: Cause, by: HungUpBy, actions: &mut Vec<Action>) -> Next {
        self.cancel_all(cause, actions);
        actions.push(Action::Reject(cause));
        Next::End(cause, by)
    }
}

impl Callee {
    fn cause(self) -> Option<Cause> {
        match self {
            Self::Over(cause) => Some(cause),
            Self::Dialled | Self::Rings => None,
        }
    }
}

/// Which of several refusals the caller hears: the one that says most about the people there.
fn rank(cause: Cause) -> u8 {
    match cause {
        Cause::Declined => 0,
        Cause::Busy => 1,
        Cause::NoAnswer => 2,
        Cause::NotAcceptable => 3,
        Cause::Refused | Cause::Forbidden => 4,
        Cause::NoCapacity | Cause::Overloaded => 5,
        Cause::NoResponse => 6,
        Cause::Unreachable | Cause::NotFound => 7,
        Cause::AnsweredElsewhere | Cause::Cancelled | Cause::Interrupted | Cause::Normal => 8,
    }
}
