//! INFO (RFC 6086 legacy use) and MESSAGE (RFC 3428) within a call: passed on to the other leg when their body may
//! cross.

use calls::LegId;
use model::Now;
use sip::{Flow, HeaderName, Message, ServerId, Writer};

use crate::state::Client;
use crate::{Exchange, crossing};

/// INFOs and MESSAGEs of one leg that wait for the other's answer; a further one is refused. Each is kept whole
/// until then, and nobody presses a key faster than telephones answer.
const MAX_RELAYING: usize = 16;

impl Exchange {
    /// Takes an INFO or a MESSAGE in a leg's dialog.
    pub(crate) fn relay(&mut self, id: ServerId, message: Message, flow: &Flow, leg: LegId, now: Now) {
        if !crossing::body_may_cross(&message, message.method()) {
            return self.refuse(id, &message, flow, 415, now);
        }
        if self.leg(leg).is_some_and(|leg| leg.relaying >= MAX_RELAYING) {
            return self.refuse_for_now(id, &message, flow, 500, now);
        }
        let other = self.other_leg(leg);
        let branch = self.branch();
        let Some(dialog) = other.and_then(|other| self.leg_mut(other)).and_then(|leg| leg.dialog.as_mut())
        else {
            // Before the answer there is nobody to tell (RFC 3261 §21.4.18).
            return self.refuse(id, &message, flow, 480, now);
        };
        let request = finish_with_what_crosses(dialog.request(message.method(), &branch, None), &message);
        let towards = dialog.flow;
        match self.transactions.request(request, towards, now.tick) {
            Ok(client) => {
                let request = Box::new(message);
                self.clients.insert(client, Client::Relayed { from: leg, server: id, request, flow: *flow });
                if let Some(leg) = self.leg_mut(leg) {
                    leg.relaying += 1;
                }
            }
            Err(_) => self.refuse(id, &message, flow, 503, now),
        }
    }

    /// The leg that this one talks to.
    pub(crate) fn other_leg(&self, leg: LegId) -> Option<LegId> {
        let (a, b) = self.calls.get(&leg.serial())?.call.talking()?;
        if leg == a {
            Some(b)
        } else if leg == b {
            Some(a)
        } else {
            None
        }
    }

    /// Notes that what this leg sent on has its answer, or will get none.
    pub(crate) fn relayed(&mut self, from: LegId) {
        if let Some(leg) = self.leg_mut(from) {
            leg.relaying = leg.relaying.saturating_sub(1);
        }
    }

    /// Passes a telephone's answer on to who asked. A challenge is between the telephone and us; its other half does
    /// not cross.
    pub(crate) fn relay_response(
        &mut self,
        server: ServerId,
        request: &Message,
        flow: &Flow,
        answer: &Message,
        now: Now,
    ) {
        let reason = String::from_utf8_lossy(answer.reason()).into_owned();
        let (status, reason) = match answer.status() {
            401 | 407 => (403, "Forbidden".to_owned()),
            status => (status, reason),
        };
        let response = self.response(request, flow, status, &reason, None).finish();
        self.transactions.respond(server, status, response, now.tick);
    }
}

/// Adds of a request what may cross to one of ours: headers by the table, and the body.
pub(crate) fn finish_with_what_crosses(mut request: Writer, from: &Message) -> Vec<u8> {
    crossing::copy_headers(from, &mut request);
    match from.body() {
        [] => request.finish(),
        body => request.finish_with(from.text(HeaderName::ContentType).unwrap_or_default(), body),
    }
}
