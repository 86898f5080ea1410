//! INVITE out of any dialog: somebody wants to call (RFC 3261 §13.3).

use std::sync::Arc;

use calls::route::{self, Attempt, Plan};
use calls::{Call, Callee, Caller, LegId, MAX_CALLEES};
use model::{Account, CallId, Cause, Now};
use rand::Rng;
use sdp::{SdpError, Session};
use sip::{Flow, HeaderName, Message, Method, ServerId, Uri};

use crate::calling::{CallEntry, Leg};
use crate::outcome::{Event as OutcomeEvent, outcome};
use crate::{Exchange, crossing};

impl Exchange {
    /// Takes an INVITE with credentials.
    pub(crate) fn invite(&mut self, id: ServerId, message: Message, flow: Flow, now: Now) {
        if !crossing::body_may_cross(&message, Method::Invite) {
            let mut response = self.response(&message, &flow, 415, "Unsupported Media Type", None);
            response.header(HeaderName::Accept, crossing::accepted(Method::Invite));
            return self.transactions.respond(id, 415, response.finish(), now.tick);
        }
        if !message.accepts("application/sdp") {
            return self.refuse(id, &message, &flow, 406, now);
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
        let trying = self.response(&message, &flow, 100, "Trying", None).finish();
        self.transactions.respond(id, 100, trying, now.tick);
        self.begin_call(id, message, flow, account, offer, now);
    }

    fn begin_call(
        &mut self,
        id: ServerId,
        message: Message,
        flow: Flow,
        account: Arc<Account>,
        offer: Session,
        now: Now,
    ) {
        let serial = self.next_serial;
        let caller_leg = LegId::caller(serial);
        let Some(local) = self.open_stream(caller_leg, flow.local.ip(), now) else {
            return self.refuse_capacity(id, &message, &flow, now);
        };
        self.next_serial += 1;
        self.counters.calls += 1;
        self.aim_stream(caller_leg, &offer, flow.remote.ip());

        let dialled = self.dialled(&message, &flow);
        let user_agent = message.text(HeaderName::UserAgent).unwrap_or_default().to_owned();
        let attempt = Attempt { caller: account, dialled };
        let decision = route::decide(&self.directory, &attempt, now);
        let (tag, session_id) = (self.token(), self.rng.next_u32());
        let caller = Leg::caller(caller_leg, id, message, flow, &tag, offer, local, session_id);
        let mut legs = vec![caller];
        let mut callees = Vec::new();
        if let Plan::Ring { targets, .. } = &decision.plan {
            for target in targets {
                let contacts: Vec<_> = self
                    .registrar
                    .reachable(target.username.as_str(), now.tick)
                    // A telephone that dials its own line does not ring itself.
                    .filter(|binding| {
                        binding.flow.remote != flow.remote || target.username != attempt.caller.username
                    })
                    .cloned()
                    .collect();
                for binding in contacts {
                    let index = u8::try_from(legs.len()).unwrap_or(u8::MAX);
                    if usize::from(index) > MAX_CALLEES {
                        break;
                    }
                    let leg = LegId::new(serial, index);
                    let (tag, session_id) = (self.token(), self.rng.next_u32());
                    self.dialogs.insert(tag.clone(), leg);
                    callees.push(Callee {
                        leg,
                        target: target.clone(),
                        user_agent: binding.user_agent.clone(),
                    });
                    legs.push(Leg::callee(leg, binding, &tag, session_id));
                }
            }
        }
        self.dialogs.insert(tag, caller_leg);
        self.invites.insert(id, caller_leg);
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        let call_id = CallId::new(now.unix_ms(), random);
        let caller = Caller { leg: caller_leg, attempt, user_agent };
        let call = Call::start(call_id, caller, decision, callees, self.settings.ring_timeout, now);
        self.serials.insert(call_id, serial);
        self.calls.insert(serial, CallEntry::new(call, legs));
        self.act(serial, now);
    }

    /// What was dialled: the user of the Request-URI when its host is ours. Another host is dialled as a whole,
    /// which nothing here is called.
    fn dialled(&self, message: &Message, flow: &Flow) -> String {
        match Uri::parse(message.request_uri()) {
            Ok(uri) if self.is_ours(&uri, flow) => uri.user_text().into_owned(),
            _ => message.request_uri().to_owned(),
        }
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
