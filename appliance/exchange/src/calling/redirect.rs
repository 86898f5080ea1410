//! A called telephone that sends the call on with a 3xx (RFC 3261 §8.1.3.4): followed inside the office, and no further.

use std::sync::Arc;

use calls::route::{self, Attempt};
use calls::{Event, LegId};
use model::{Cause, Now};
use sip::{Contacts, Flow, Message, Uri};

use crate::Exchange;
use crate::outcome::cause_of;

/// At most so often a call is sent on; then it goes no further.
const MAX_REDIRECTIONS: usize = 5;

impl Exchange {
    /// Takes a response of 300 to 399.
    pub(crate) fn redirected(&mut self, leg: LegId, message: &Message, flow: Flow, now: Now) {
        let target = self.target_of(message, &flow);
        let Some(target) = target else {
            self.note(
                leg,
                "forward",
                "the telephone sends the call out of the office, where none goes".to_owned(),
            );
            return self.leg_failed(leg, cause_of(message.status()), now);
        };
        self.end_leg(leg, now);
        let event = self.redirection(leg, target, &flow, now);
        self.tell(leg.serial(), event, now);
    }

    fn redirection(&mut self, leg: LegId, target: String, flow: &Flow, now: Now) -> Event {
        let failed = |cause| Event::Failed(leg, cause);
        let aor = self.leg(leg).map(|leg| leg.aor.clone()).unwrap_or_default();
        let Some(caller) = self.leg(LegId::caller(leg.serial())).map(|leg| leg.aor.clone()) else {
            return failed(Cause::Redirected);
        };
        let Some(account) = self.directory.account(&caller).map(Arc::clone) else {
            return failed(Cause::Redirected);
        };
        let Some(entry) = self.calls.get_mut(&leg.serial()) else { return failed(Cause::Redirected) };
        if entry.redirections.len() >= MAX_REDIRECTIONS || entry.redirections.contains(&target) {
            self.note(leg, "forward", format!("{aor} sends the call on to {target}, where it has been"));
            return failed(Cause::Redirected);
        }
        entry.redirections.push(target.clone());
        self.note(leg, "forward", format!("{aor} sends the call on to {target}"));
        let attempt = Attempt { caller: account, dialled: target };
        let decision = route::decide(&self.directory, &attempt, now);
        for step in decision.trace {
            self.note(leg, &step.rule, step.decision);
        }
        let cause = match &decision.plan {
            route::Plan::Reject(cause) => Some(*cause),
            route::Plan::Ring { .. } => None,
        };
        let first = self.calls.get(&leg.serial()).map_or(1, |entry| entry.legs.len());
        let mut callees = self.callees(leg.serial(), first, &decision.plan, &attempt, flow, now);
        callees.truncate(calls::MAX_CALLEES);
        if callees.is_empty() {
            return failed(cause.unwrap_or(Cause::Unreachable));
        }
        let (callees, legs): (Vec<_>, Vec<_>) = callees.into_iter().unzip();
        self.dialogs.extend(legs.iter().map(|leg| (leg.tag.clone(), leg.id)));
        if let Some(entry) = self.calls.get_mut(&leg.serial()) {
            entry.legs.extend(legs);
        }
        Event::Redirected(leg, callees)
    }

    /// Where to: the first Contact that is here.
    fn target_of(&self, message: &Message, flow: &Flow) -> Option<String> {
        let Ok(Contacts::List(contacts)) = message.contacts() else { return None };
        contacts.iter().find_map(|contact| {
            let uri = Uri::parse(contact.uri).ok().filter(|uri| uri.is_sip() && self.is_ours(uri, flow))?;
            Some(uri.user_text().into_owned()).filter(|user| !user.is_empty() && user.len() <= 128)
        })
    }

    fn note(&mut self, leg: LegId, rule: &str, decision: String) {
        if let Some(entry) = self.calls.get_mut(&leg.serial()) {
            entry.call.note(rule, decision);
        }
    }
}
