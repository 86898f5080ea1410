//! INVITE out of any dialog: somebody wants to call (RFC 3261 §13.3).

use std::sync::Arc;

use calls::route::{self, Attempt, Plan};
use calls::{Call, Callee, Caller, LegId};
use model::{CallId, Cause, Now};
use rand::Rng;
use sdp::{Kind, Session};
use sip::{Dialog, Flow, HeaderName, MIN_SE, Message, Method, ServerId, SessionExpires, Uri};

use crate::auth::stateless_tag;
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
        if !self.claims_are_own(&account, &message) {
            return self.refuse(id, &message, &flow, 403, now);
        }
        if SessionExpires::of(&message).is_some_and(|asked| asked.interval < MIN_SE) {
            return self.refuse_interval(id, &message, &flow, now);
        }
        let offer = match message.body() {
            [] => None,
            body => match Session::parse(body) {
                Ok(offer) => Some(offer),
                Err(error) => return self.refuse_description(id, &message, &flow, &error, now),
            },
        };
        if self.closing || self.is_full() || !self.pressure.admits(now.tick) {
            let response = self.no_capacity(&message, &flow, &stateless_tag(&message));
            // Nothing of it is kept, nor sent again: there may be very many.
            return self.transactions.respond_and_forget(id, response);
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

    /// Whether there is no room for another call. One that is over takes none until such are as many again: its telephones
    /// may be silent for half a minute.
    fn is_full(&self) -> bool {
        let (known, most) = (self.calls.len(), self.settings.max_calls);
        known - self.calls_over >= most || known >= most.saturating_mul(2)
    }

    fn begin_call(&mut self, invitation: Invitation, now: Now) {
        let serial = self.next_serial;
        let (id, flow, leg) = (invitation.id, invitation.flow, LegId::caller(serial));
        let message = &invitation.message;
        let user_agent = message.text(HeaderName::UserAgent).unwrap_or_default().to_owned();
        let attempt =
            Attempt { caller: Arc::clone(&invitation.account), dialled: self.dialled(message, &flow) };
        let decision = route::decide(&self.directory, &attempt, now);
        let callees = self.callees(serial, 1, &decision.plan, &attempt, &flow, now);
        self.next_serial += 1;
        let (callees, called): (Vec<_>, Vec<_>) = callees.into_iter().unzip();
        let caller = Leg::caller(leg, invitation, self.rng.next_u32());
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        let call_id = CallId::new(now.unix_ms(), random);
        let party = Caller { leg, attempt, user_agent };
        let rings = !callees.is_empty();
        let call = Call::start(call_id, party, decision, callees, self.settings.ring_timeout, now);
        // Of its final size: a leg is a kilobyte.
        let mut legs = Vec::with_capacity(1 + called.len());
        legs.push(caller);
        legs.extend(called);
        self.dialogs.extend(legs.iter().map(|leg| (leg.tag.clone(), leg.id)));
        self.invites.insert(id, leg);
        self.serials.insert(call_id, serial);
        self.calls.insert(serial, Box::new(CallEntry::new(call, legs)));
        // Without anybody to talk to there is no need for a port.
        if rings && !self.open_callers_streams(leg, now) {
            return self.withdraw(serial, now);
        }
        self.counters.calls += 1;
        self.act(serial, now);
    }

    /// A port for each kind of stream that the caller offers; false without one for the sound.
    fn open_callers_streams(&mut self, leg: LegId, now: Now) -> bool {
        let Some(local) = self.leg(leg).map(|leg| leg.flow.local.ip()) else { return false };
        for kind in self.kinds_offered(leg) {
            if !self.open_stream(leg, kind, local, now) && kind == Kind::Audio {
                return false;
            }
        }
        let offer = self.leg(leg).and_then(|leg| leg.session.remote.clone());
        let Some(offer) = offer else { return true };
        self.give_keys_for(leg, &offer);
        // What cannot be agreed on is refused with the answer; until then nothing is taken in clear.
        if self.leg_mut(leg).is_some_and(|leg| leg.session.agree_keys(&offer, false)) {
            self.aim_streams(leg);
        }
        true
    }

    /// Forgets a call that there is no port for, as if it had never begun.
    fn withdraw(&mut self, serial: u64, now: Now) {
        let Some(entry) = self.calls.remove(&serial) else { return };
        self.serials.remove(&entry.call.id());
        for leg in &entry.legs {
            self.dialogs.remove(&leg.tag);
            self.close_streams(leg.id);
        }
        let Some((id, request)) = entry.legs.first().and_then(Leg::open_invite) else { return };
        let flow = entry.legs.first().map(|leg| leg.flow);
        self.invites.remove(&id);
        if let Some(flow) = flow {
            let tag = self.token();
            let response = self.no_capacity(request, &flow, &tag);
            self.transactions.respond(id, 503, response, now.tick);
        }
    }

    /// A leg for each telephone that is registered on an account that is to ring. More than [`calls::MAX_CALLEES`] are
    /// left to the call, which tells in its record how many it left out.
    pub(crate) fn callees(
        &mut self,
        serial: u64,
        first: usize,
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
                let Ok(index) = u8::try_from(first + callees.len()) else { return callees };
                let leg = LegId::new(serial, index);
                let (tag, call_id, session_id) = (self.token(), self.token(), self.rng.next_u32());
                let user_agent = binding.user_agent.clone();
                let callee = Callee { leg, target: target.clone(), user_agent };
                callees.push((callee, Leg::callee(leg, binding, &tag, call_id, session_id)));
            }
        }
        callees
    }

    /// What was dialled: the user of the Request-URI when its host is ours. Another host is dialled as a whole,
    /// which nothing here is called.
    pub(crate) fn dialled(&self, message: &Message, flow: &Flow) -> String {
        let dialled = match Uri::parse(message.request_uri()) {
            Ok(uri) if self.is_ours(&uri, flow) => uri.user_text(),
            _ => message.request_uri().into(),
        };
        dialled.chars().take(MAX_DIALLED).collect()
    }

    /// Answers that a limit of ours is reached.
    fn no_capacity(&mut self, message: &Message, flow: &Flow, tag: &str) -> Vec<u8> {
        self.counters.calls_refused += 1;
        let row = outcome(OutcomeEvent::Ended(Cause::NoCapacity));
        let mut response = self.response(message, flow, row.status, row.reason, Some(tag));
        response.header(HeaderName::RetryAfter, "5");
        response.finish()
    }
}

/// What was dialled is kept in the record: at most so many characters, longer than any number or username.
const MAX_DIALLED: usize = 128;
