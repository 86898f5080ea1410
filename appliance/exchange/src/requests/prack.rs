//! PRACK (RFC 3262 §3): the caller has our provisional response.

use calls::LegId;
use model::Now;
use sip::{Flow, Message, RAck, ServerId};

use crate::Exchange;

impl Exchange {
    /// Takes a PRACK in the caller's dialog.
    pub(crate) fn prack(&mut self, id: ServerId, message: &Message, flow: &Flow, leg: LegId, now: Now) {
        let Some(rack) = RAck::of(message) else {
            return self.refuse(id, message, flow, 400, now);
        };
        // Another offer before the answer would change what telephones are being asked: the session stays as it is.
        let status = if !message.body().is_empty() { 488 } else { 200 };
        if !self.pracked(leg, &rack) {
            return self.refuse(id, message, flow, 481, now);
        }
        let response = self.response(message, flow, status, sip::reason_phrase(status), None).finish();
        self.transactions.respond(id, status, response, now.tick);
        self.go_on_after_prack(leg, now);
    }
}
