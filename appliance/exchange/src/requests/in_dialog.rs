//! Requests inside a dialog (RFC 3261 §12.2.2).

use calls::LegId;
use model::Now;
use sdp::Session;
use sip::{Flow, HeaderName, Message, Method, ServerId};

use crate::Exchange;
use crate::identity::contact;

impl Exchange {
    /// Takes a request with a To tag.
    pub(crate) fn in_dialog(&mut self, id: ServerId, message: Message, flow: Flow, now: Now) {
        let Some(leg) = self.leg_of(&message) else {
            return self.refuse_stranger(id, &message, &flow, 481);
        };
        if !self.may_move(leg, &flow) {
            return self.refuse_stranger(id, &message, &flow, 481);
        }
        let Some(dialog) = self.leg_mut(leg).and_then(|leg| leg.dialog.as_mut()) else {
            return self.refuse_stranger(id, &message, &flow, 481);
        };
        if !dialog.accepts(&message) {
            return self.refuse(id, &message, &flow, 500, now);
        }
        // A telephone whose router has rebound is reached where it now is.
        dialog.flow = flow;
        match message.method() {
            Method::Bye => self.bye(id, message, flow, leg, now),
            Method::Info => self.info(id, message, &flow, leg, now),
            Method::Invite => self.refresh(id, &message, &flow, leg, now),
            Method::Options => self.options(id, &message, &flow),
            _ => self.refuse(id, &message, &flow, 405, now),
        }
    }

    /// Whether a leg's telephone may be here: at the address where it was, behind whatever port its router now gives it,
    /// or where its account is registered. Knowing a dialog's tags is not enough to end it from elsewhere.
    fn may_move(&self, leg: LegId, flow: &Flow) -> bool {
        let Some(leg) = self.leg(leg) else { return false };
        let here = flow.remote.ip();
        leg.flow.remote.ip() == here
            || self.registrar.bindings(&leg.aor).any(|binding| binding.flow.remote.ip() == here)
    }

    /// The leg whose dialog a request belongs to.
    pub(crate) fn leg_of(&self, message: &Message) -> Option<LegId> {
        let leg = *self.dialogs.get(message.to_tag()?)?;
        let dialog = self.leg(leg)?.dialog.as_ref()?;
        let same = dialog.id.call_id == message.call_id()
            && dialog.id.remote_tag == message.from_tag().unwrap_or_default();
        same.then_some(leg)
    }

    /// Takes the ACK of a 2xx.
    pub(crate) fn ack(&mut self, message: &Message, now: Now) {
        let Some(id) = self.leg_of(message) else { return };
        let Some(leg) = self.leg_mut(id) else { return };
        let cseq = message.cseq();
        let acked: Vec<ServerId> =
            leg.unacked.extract_if(.., |(number, _)| *number == cseq).map(|(_, id)| id).collect();
        for answer in acked {
            self.transactions.acked(answer);
            self.invites.remove(&answer);
        }
        self.send_waiting_bye(id, now);
    }

    /// Answers a re-INVITE that changes nothing, such as the refresh of a session timer, with the description
    /// that stands. One that would change the session is refused and leaves it as it is (RFC 3261 §14.2).
    fn refresh(&mut self, id: ServerId, message: &Message, flow: &Flow, leg: LegId, now: Now) {
        let row = self.leg(leg).and_then(|leg| {
            let standing = leg.remote.as_ref()?;
            let same = Session::parse(message.body()).is_ok_and(|offer| offer == *standing);
            let room = leg.unacked.len() < MAX_UNACKED;
            (same && room && leg.is_talking()).then(|| leg.description.clone())
        });
        let Some(description) = row else {
            return self.refuse(id, message, flow, 488, now);
        };
        let mut response = self.response(message, flow, 200, "OK", None);
        response.header(HeaderName::Contact, contact(flow)).header(HeaderName::Allow, crate::identity::ALLOW);
        let response = response.finish_with("application/sdp", &description);
        self.invites.insert(id, leg);
        if let Some(leg) = self.leg_mut(leg) {
            leg.unacked.push((message.cseq(), id));
            if let Some(dialog) = &mut leg.dialog {
                dialog.refresh_target(message);
            }
        }
        self.transactions.respond(id, 200, response, now.tick);
    }
}

/// Answers to INVITEs of one dialog that wait for their ACK; a further re-INVITE is refused.
const MAX_UNACKED: usize = 4;
