//! INVITE out of any dialog: somebody wants to call (RFC 3261 §13.3).

use std::sync::Arc;

use calls::route::{self, Attempt, Plan};
use calls::{Call, Callee, Caller, LegId};
use model::{CallId, Cause, Now};
use rand::Rng;
use sdp::{SdpError, Session};
use sip::{Dialog, Flow, HeaderName, Message, Method, ServerId, Uri};

use crate::calling::{CallEntry, Invitation, Leg};
use crate::outcome::{Event as OutcomeEvent, outcome};
use crate::{Exchange, crossing};

impl Exchange {
    /// Takes an INVITE with credentials.
    pub(crate) fn invite(&mut self, id: ServerId, message: Message, flow: Flow, now: Now) {
        if !crossing::body_may_cross(&message, Method::Invite) {
            return self.refuse_stranger(id, &message, &flow, 415);
        }
        if !message.accepts("application/sdp") {
            return self.refuse_stranger(id, &message, &flow, 406);
        }
        let Some(account) = self.authenticate(id, &message, &flow, now) else {
            return;
        };
        let offer = match Session::parse(message.body()) {
            Ok(offer) => offer,
            Err(error) => return self.refuse_offer(id, &message, &flow, &error, now),
        };
        if self.closing || self.calls.len() >= self.settings.max_calls {
            return self.refuse_capacity(id, &message, &flow, now);
        }
        let tag = self.token();
        // Without a Contact there would be no way back (RFC 3261 §8.1.1.8).
        let Ok(dialog) = Dialog::uas(&message, &tag, flow) else {
            return self.refuse(id, &message, &flow, 400, now);
        };
        let trying = self.response(&message, &flow, 100, "Trying", None).finish();
        self.transactions.respond(id, 100, trying, now.tick);
        self.begin_call(Invitation { id, message, flow, account, offer, dialog }, now);
    }

    fn begin_call(&mut self, invitation: Invitation, now: Now) {
        let serial = self.next_serial;
        let (id, flow, leg) = (invitation.id, invitation.flow, LegId::caller(serial));
        let message = &invitation.message;
        let user_agent = message.text(HeaderName::UserAgent).unwrap_or_default().to_owned();
        let attempt =
            Attempt { caller: Arc::clone(&invitation.account), dialled: self.dialled(message, &flow) };
        let decision = route::decide(&self.directory, &attempt, now);
        let callees = self.callees(serial, &decision.plan, &attempt, &flow, now);
        // Without anybody to talk to there is no need for a port.
        let mut local = None;
        if !callees.is_empty() {
            local = self.open_stream(leg, flow.local.ip(), now);
            if local.is_none() {
                return self.refuse_capacity(id, &invitation.message, &flow, now);
            }
            self.aim_stream(leg, &invitation.offer, flow.remote.ip());
        }
        self.next_serial += 1;
        self.counters.calls += 1;
        let (callees, mut legs): (Vec<_>, Vec<_>) = callees.into_iter().unzip();
        legs.insert(0, Leg::caller(leg, invitation, local, self.rng.next_u32()));
        self.dialogs.extend(legs.iter().map(|leg| (leg.tag.clone(), leg.id)));
        self.invites.insert(id, leg);
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        let call_id = CallId::new(now.unix_ms(), random);
        let caller = Caller { leg, attempt, user_agent };
        let call = Call::start(call_id, caller, decision, callees, self.settings.ring_timeout, now);
        self.serials.insert(call_id, serial);
        self.calls.insert(serial, CallEntry::new(call, legs));
        self.act(serial, now);
    }

    /// A leg for each telephone that is registered on an account that is to ring. More than [`calls::MAX_CALLEES`] are
    /// left to the call, which tells in its record how many it left out.
    fn callees(
        &mut self,
        serial: u64,
        plan: &Plan,
        attempt: &Attempt,
        from: &Flow,
        now: Now,
    ) -> Vec<(Callee, Leg)> {
        let mut callees = Vec::new();
        let Plan::Ring { targets, .. } = plan else { return callees };
        for target in targets {
            let bindings: Vec<_> = self
                .registrar
                .reachable(target.username.as_str(), now.tick)
                // A telephone that dials its own line does not ring itself.
                .filter(|binding| {
                    binding.flow.remote != from.remote || binding.aor != attempt.caller.username.as_str()
                })
                .cloned()
                .collect();
            for binding in bindings {
                let Ok(index) = u8::try_from(callees.len() + 1) else { return callees };
                let leg = LegId::new(serial, index);
                let (tag, session_id) = (self.token(), self.rng.next_u32());
                let user_agent = binding.user_agent.clone();
                let callee = Callee { leg, target: target.clone(), user_agent };
                callees.push((callee, Leg::callee(leg, binding, &tag, session_id)));
            }
        }
        callees
    }

    /// What was dialled: the user of the Request-URI when its host is ours. Another host is dialled as a whole,
    /// which nothing here is called.
    fn dialled(&self, message: &Message, flow: &Flow) -> String {
        let dialled = match Uri::parse(message.request_uri()) {
            Ok(uri) if self.is_ours(&uri, flow) => uri.user_text(),
            _ => message.request_uri().into(),
        };
        dialled.chars().take(MAX_DIALLED).collect()
    }

    fn refuse_offer(&mut self, id: ServerId, message: &Message, flow: &Flow, error: &SdpError, now: Now) {
        let malformed = matches!(error, SdpError::Malformed { .. }) && !message.body().is_empty();
        let status = if malformed { 400 } else { 488 };
        let tag = self.token();
        let mut response = self.response(message, flow, status, sip::reason_phrase(status), Some(&tag));
        response
            .header(HeaderName::Warning, format!("399 bellbox \"{}\"", error.to_string().replace('"', "'")));
        self.transactions.respond(id, status, response.finish(), now.tick);
    }

    /// Answers that a limit of ours is reached.
    fn refuse_capacity(&mut self, id: ServerId, message: &Message, flow: &Flow, now: Now) {
        self.counters.calls_refused += 1;
        let row = outcome(OutcomeEvent::Ended(Cause::NoCapacity));
        let tag = self.token();
        let mut response = self.response(message, flow, row.status, row.reason, Some(&tag));
        response.header(HeaderName::RetryAfter, "5");
        self.transactions.respond(id, row.status, response.finish(), now.tick);
    }
}

/// What was dialled is kept in the record: at most so many characters, longer than any number or username.
const MAX_DIALLED: usize = 128;
