//! The call detail record while the call lives.

use std::time::Instant;

use model::{
    CallId, CallRecord, Cause, Disposition, HungUpBy, LegDirection, LegRecord, Now, Party, Segment,
    SegmentKind, Sound, TraceStep,
};

use crate::LegId;
use crate::party::{Callee, Caller};
use crate::route::{Decision, Plan};

/// A record under construction. Times of day come from the wall clock, durations from the monotonic one.
#[derive(Clone, Debug)]
pub(crate) struct Cdr {
    record: CallRecord,
    began: Instant,
    answered: Option<Instant>,
    /// When each leg answered, by its place in the call.
    legs_answered: Vec<Option<Instant>>,
}

impl Cdr {
    pub(crate) fn open(
        id: CallId,
        caller: &Caller,
        decision: Decision,
        callees: &[Callee],
        now: Now,
    ) -> Self {
        let account = &caller.attempt.caller;
        let number = account.number.to_string();
        let dialled = caller.attempt.dialled.clone();
        let (callee, target) = match decision.plan {
            Plan::Ring { line, number, name, .. } => {
                let party = Party { line: Some(line), name, number: number.clone(), ..Party::default() };
                (party, number)
            }
            Plan::Reject(_) => (Party { number: dialled.clone(), ..Party::default() }, dialled.clone()),
        };
        let from = LegRecord {
            direction: LegDirection::Caller,
            contact_method: Some(account.id),
            account: account.username.to_string(),
            presented: number.clone(),
            dialled: dialled.clone(),
            e164: None,
            user_agent: caller.user_agent.chars().take(MAX_USER_AGENT).collect(),
            started: now.wall,
            answered: None,
            ended: None,
            ring_s: 0,
            talk_s: 0,
            hung_up_by: None,
            cause: None,
            sound: None,
        };
        let record = CallRecord {
            id,
            started: now.wall,
            answered: None,
            ended: None,
            caller: Party {
                line: Some(account.line),
                contact_method: Some(account.id),
                name: account.display_name.clone(),
                number: number.clone(),
                e164: None,
            },
            callee,
            dialled: dialled.clone(),
            disposition: None,
            hung_up_by: None,
            ring_s: 0,
            talk_s: 0,
            trace: decision.trace,
            segments: vec![Segment { kind: SegmentKind::Ringing, started: now.wall, ended: None, target }],
            legs: vec![from],
        };
        let mut cdr = Self { record, began: now.tick, answered: None, legs_answered: vec![None] };
        cdr.also(callees, now);
        cdr
    }

    /// Adds telephones that are called.
    pub(crate) fn also(&mut self, callees: &[Callee], now: Now) {
        self.record.legs.reserve_exact(callees.len());
        self.legs_answered.reserve_exact(callees.len());
        for callee in callees {
            let from = self.record.legs.first().expect("the caller's leg is made with the record");
            let leg = LegRecord {
                direction: LegDirection::Callee,
                contact_method: Some(callee.target.contact_method),
                account: callee.target.username.to_string(),
                user_agent: callee.user_agent.chars().take(MAX_USER_AGENT).collect(),
                started: now.wall,
                ended: None,
                hung_up_by: None,
                cause: None,
                ..from.clone()
            };
            self.record.legs.push(leg);
            self.legs_answered.push(None);
        }
    }

    pub(crate) fn record(&self) -> &CallRecord {
        &self.record
    }

    pub(crate) fn note(&mut self, rule: &str, decision: String) {
        self.record.trace.push(TraceStep { rule: rule.to_owned(), decision });
    }

    pub(crate) fn answered(&mut self, by: LegId, now: Now) {
        self.answered = Some(now.tick);
        self.record.answered = Some(now.wall);
        self.record.ring_s = seconds(self.began, now.tick);
        for leg in [0, by.index()] {
            let (Some(record), Some(answered)) =
                (self.record.legs.get_mut(leg), self.legs_answered.get_mut(leg))
            else {
                continue;
            };
            *answered = Some(now.tick);
            record.answered = Some(now.wall);
            record.ring_s = seconds(self.began, now.tick);
            if leg > 0 {
                self.record.callee.contact_method = record.contact_method;
            }
        }
        self.end_segment(now);
        let target = self.record.callee.number.clone();
        let talking = Segment { kind: SegmentKind::Talking, started: now.wall, ended: None, target };
        self.record.segments.push(talking);
    }

    pub(crate) fn leg_over(&mut self, leg: LegId, cause: Cause, by: HungUpBy, now: Now) {
        let Some(record) = self.record.legs.get_mut(leg.index()) else {
            return;
        };
        if record.ended.is_some() {
            return;
        }
        record.ended = Some(now.wall);
        record.cause = Some(cause);
        record.hung_up_by = Some(by);
        match self.legs_answered.get(leg.index()).copied().flatten() {
            Some(answered) => record.talk_s = seconds(answered, now.tick),
            None => record.ring_s = seconds(self.began, now.tick),
        }
    }

    pub(crate) fn over(&mut self, cause: Cause, by: HungUpBy, now: Now) {
        for index in 0..self.record.legs.len() {
            let index = u8::try_from(index).unwrap_or(u8::MAX);
            self.leg_over(LegId::new(0, index), cause, by, now);
        }
        match self.answered {
            Some(answered) => self.record.talk_s = seconds(answered, now.tick),
            None => self.record.ring_s = seconds(self.began, now.tick),
        }
        self.end_segment(now);
        self.record.ended = Some(now.wall);
        self.record.hung_up_by = Some(by);
        let answered = self.answered.is_some();
        self.record.disposition = Some(if answered { Disposition::Answered } else { disposition(cause) });
    }

    pub(crate) fn sound(&mut self, leg: LegId, sound: Sound) {
        if let Some(record) = self.record.legs.get_mut(leg.index()) {
            record.sound = Some(sound);
        }
    }

    fn end_segment(&mut self, now: Now) {
        if let Some(segment) = self.record.segments.last_mut() {
            segment.ended = Some(now.wall);
        }
    }
}

/// What a telephone says it is is kept so far; characters.
const MAX_USER_AGENT: usize = 128;

fn seconds(from: Instant, to: Instant) -> u32 {
    u32::try_from(to.saturating_duration_since(from).as_secs()).unwrap_or(u32::MAX)
}

/// How a call that nobody answered ended, by the cause of its end.
fn disposition(cause: Cause) -> Disposition {
    match cause {
        Cause::Busy => Disposition::Busy,
        Cause::Cancelled => Disposition::Cancelled,
        Cause::Declined => Disposition::Declined,
        Cause::Interrupted => Disposition::Interrupted,
        Cause::NoAnswer => Disposition::NoAnswer,
        Cause::NotFound => Disposition::UnknownNumber,
        Cause::Unreachable | Cause::NoResponse => Disposition::Unreachable,
        Cause::AnsweredElsewhere
        | Cause::Forbidden
        | Cause::NoCapacity
        | Cause::NotAcceptable
        | Cause::NoSound
        | Cause::Normal
        | Cause::Redirected
        | Cause::Refused
        | Cause::Overloaded => Disposition::Failed,
    }
}
