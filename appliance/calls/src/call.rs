//! One call from the attempt to its closed record.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use model::{CallId, CallRecord, Cause, HungUpBy, Now};

use crate::cdr::Cdr;
use crate::flow::{Next, Ringing, Stage, Talking};
use crate::party::{Callee, Caller};
use crate::route::{Decision, Plan};
use crate::{Action, Event, LegId, LiveCall};

/// At most so many telephones ring for one call; further ones are left out and the trace says so.
pub const MAX_CALLEES: usize = 32;

/// How long the record waits for the figures of the sound after the end of a call.
const SOUND_PATIENCE: Duration = Duration::from_millis(100);

/// One call. It is told [`Event`]s and asks for [`Action`]s; it ends with a closed record.
#[derive(Clone, Debug)]
pub struct Call {
    stage: Stage,
    cdr: Cdr,
    /// Legs whose sound has not been reported over.
    sounding: Vec<LegId>,
    /// When the record is closed at the latest; set at the end of the call.
    closing: Option<Instant>,
    finished: bool,
    actions: VecDeque<Action>,
}

impl Call {
    /// Begins a call: opens its record and dials every callee, or rejects it when there is nobody to dial.
    pub fn start(
        id: CallId,
        caller: Caller,
        decision: Decision,
        mut callees: Vec<Callee>,
        ring_timeout: Duration,
        now: Now,
    ) -> Self {
        let left_out = callees.len().saturating_sub(MAX_CALLEES);
        callees.truncate(MAX_CALLEES);
        let reject = match &decision.plan {
            Plan::Reject(cause) => Some(*cause),
            Plan::Ring { .. } if callees.is_empty() => Some(Cause::Unreachable),
            Plan::Ring { .. } => None,
        };
        let mut cdr = Cdr::open(id, &caller, decision, &callees, now);
        if left_out > 0 {
            cdr.note(
                "contacts",
                format!("{left_out} more telephones are left out, {MAX_CALLEES} ring at most"),
            );
        } else if callees.is_empty() && reject == Some(Cause::Unreachable) {
            cdr.note("contacts", "none of its telephones is registered and answering".to_owned());
        }
        let legs = callees.iter().map(|callee| callee.leg);
        let mut call = Self {
            stage: Stage::Ringing(Ringing::new(legs.clone(), ring_timeout, now.tick)),
            sounding: std::iter::once(caller.leg).chain(legs.clone()).collect(),
            cdr,
            closing: None,
            finished: false,
            actions: VecDeque::new(),
        };
        match reject {
            Some(cause) => {
                call.actions.push_back(Action::Reject(cause));
                call.write_record();
                call.over(cause, HungUpBy::Box, now);
            }
            None => {
                call.write_record();
                call.actions.extend(legs.map(Action::Dial));
            }
        }
        call
    }

    /// Takes the news of a leg.
    pub fn handle(&mut self, event: &Event, now: Now) {
        let mut actions = Vec::new();
        match event {
            Event::SoundOver(leg, sound) => {
                if let Some(sound) = sound {
                    self.cdr.sound(*leg, sound.clone());
                }
                self.sounding.retain(|sounding| sounding != leg);
            }
            Event::Failed(leg, cause) => self.cdr.leg_over(*leg, *cause, HungUpBy::Callee, now),
            Event::HungUp(leg) => {
                let by = if leg.index() == 0 { HungUpBy::Caller } else { HungUpBy::Callee };
                self.cdr.leg_over(*leg, Cause::Normal, by, now);
            }
            Event::Redirected(leg, callees) if matches!(self.stage, Stage::Ringing(_)) => {
                self.cdr.leg_over(*leg, Cause::Redirected, HungUpBy::Callee, now);
                self.cdr.also(callees, now);
                self.sounding.extend(callees.iter().map(|callee| callee.leg));
            }
            Event::Answered(_)
            | Event::GaveUp
            | Event::Ordered(_)
            | Event::Progressing(_)
            | Event::Redirected(..)
            | Event::Ringing(_)
            | Event::Silent(_) => {}
        }
        let next = self.stage.handle(event, now.tick, &mut actions);
        self.advance(next, actions, now);
    }

    /// Notes a step of the decision where the call goes: the rule and what it decided, for people.
    pub fn note(&mut self, rule: &str, decision: String) {
        self.cdr.note(rule, decision);
    }

    /// Ends what has waited long enough.
    pub fn handle_timeout(&mut self, now: Now) {
        let mut actions = Vec::new();
        let next = self.stage.handle_timeout(now.tick, &mut actions);
        self.advance(next, actions, now);
        if self.closing.is_some_and(|closing| closing <= now.tick) {
            self.sounding.clear();
            self.close();
        }
    }

    /// Returns when [`Self::handle_timeout`] must next be called.
    pub fn poll_timeout(&self) -> Option<Instant> {
        [self.stage.poll_timeout(), self.closing.filter(|_| !self.finished)].into_iter().flatten().min()
    }

    /// Returns the next thing to do.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// Whether its record is closed: nothing more will come of it.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Whether the conversation or its ringing is over.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }

    /// Its key.
    pub fn id(&self) -> CallId {
        self.cdr.record().id
    }

    /// Its record as it now stands.
    pub fn record(&self) -> &CallRecord {
        self.cdr.record()
    }

    /// How the live view shows it.
    pub fn live(&self) -> LiveCall {
        let record = self.cdr.record();
        LiveCall {
            id: record.id,
            from: record.caller.number.clone(),
            to: record.dialled.clone(),
            stage: self.stage.name(),
            since: record.started,
        }
    }

    /// The two legs that talk, if they do.
    pub fn talking(&self) -> Option<(LegId, LegId)> {
        match &self.stage {
            Stage::Talking(talking) => Some((talking.caller, talking.callee)),
            Stage::Ringing(_) | Stage::Over => None,
        }
    }

    fn advance(&mut self, next: Next, actions: Vec<Action>, now: Now) {
        let by = match next {
            Next::End(_, by) => by,
            Next::Stay | Next::Talk(_) => HungUpBy::Box,
        };
        for action in &actions {
            if let Action::Cancel(leg, cause) | Action::HangUp(leg, cause) = action {
                self.cdr.leg_over(*leg, *cause, by, now);
            }
        }
        self.actions.extend(actions);
        match next {
            Next::Stay => {}
            Next::Talk(leg) => {
                self.cdr.answered(leg, now);
                self.stage = Stage::Talking(Talking { caller: LegId::caller(leg.serial()), callee: leg });
                self.write_record();
            }
            Next::End(cause, by) => self.over(cause, by, now),
        }
        if self.closing.is_some() && self.sounding.is_empty() {
            self.close();
        }
    }

    fn over(&mut self, cause: Cause, by: HungUpBy, now: Now) {
        self.stage = Stage::Over;
        self.closing = Some(now.tick + SOUND_PATIENCE);
        self.cdr.over(cause, by, now);
    }

    fn close(&mut self) {
        if !self.finished {
            self.finished = true;
            self.write_record();
        }
    }

    fn write_record(&mut self) {
        // Until the figures of the sound are in, the record stays open on disk too.
        let mut record = self.cdr.record().clone();
        if !self.finished {
            record.ended = None;
        }
        self.actions.push_back(Action::Record(Box::new(record)));
    }
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
