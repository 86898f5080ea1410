//! Telephones ring, all at once, until one answers, all have refused, or nobody wants to wait any longer.

use std::time::{Duration, Instant};

use model::{Cause, HungUpBy};

use super::Next;
use crate::{Action, Event, LegId};

/// The telephones that were called and what is known of each.
#[derive(Clone, Debug)]
pub(crate) struct Ringing {
    callees: Vec<(LegId, Callee)>,
    told: bool,
    /// The telephone that the caller hears before anybody has answered.
    heard: Option<LegId>,
    ring_timeout: Duration,
    deadline: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Callee {
    Dialled,
    Rings,
    Over(Cause),
}

impl Ringing {
    pub(crate) fn new(legs: impl Iterator<Item = LegId>, ring_timeout: Duration, now: Instant) -> Self {
        let callees = legs.map(|leg| (leg, Callee::Dialled)).collect();
        Self { callees, told: false, heard: None, ring_timeout, deadline: now + ring_timeout }
    }

    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    pub(crate) fn handle(&mut self, event: &Event, now: Instant, actions: &mut Vec<Action>) -> Next {
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
            Event::Progressing(leg) => {
                if self.set(leg, Callee::Rings) && self.heard.is_none() {
                    self.heard = Some(leg);
                    self.told = true;
                    actions.push(Action::Progress(leg));
                }
                Next::Stay
            }
            Event::Redirected(leg, ref callees) => {
                if self.set(leg, Callee::Over(Cause::Redirected)) {
                    self.forget_heard(leg);
                    self.callees.extend(callees.iter().map(|callee| (callee.leg, Callee::Dialled)));
                    actions.extend(callees.iter().map(|callee| Action::Dial(callee.leg)));
                    self.deadline = now + self.ring_timeout;
                }
                Next::Stay
            }
            Event::Silent(_) | Event::SoundOver(..) => Next::Stay,
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
        self.forget_heard(leg);
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

    /// The telephone that was heard is over: another one may be.
    fn forget_heard(&mut self, leg: LegId) {
        if self.heard == Some(leg) {
            self.heard = None;
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
        Cause::AnsweredElsewhere
        | Cause::Cancelled
        | Cause::Interrupted
        | Cause::NoSound
        | Cause::Normal
        | Cause::Redirected => 8,
    }
}
