//! Requests inside a dialog (RFC 3261 §12.2.2).

use calls::LegId;
use model::Now;
use sip::{Flow, Message, Method, ServerId};

use crate::Exchange;

impl Exchange {
    /// Takes a request with a To tag.
    pub(crate) fn in_dialog(&mut self, id: ServerId, message: Message, flow: Flow, now: Now) {
        let Some(leg) = self.leg_of(&message) else {
            return self.refuse_stranger(id, &message, &flow, 481);
        };
        if !self.may_move(leg, &flow) {
            return self.refuse_stranger(id, &message, &flow, 481);
        }
        self.trust(&flow);
        let Some(dialog) = self.leg_mut(leg).and_then(|leg| leg.dialog.as_mut()) else {
            return self.refuse_stranger(id, &message, &flow, 481);
        };
        if !dialog.accepts(&message) {
            return self.refuse(id, &message, &flow, 500, now);
        }
        // A telephone whose router has rebound, or whose connection is another one, is reached where it now is.
        dialog.flow = flow;
        match message.method() {
            Method::Bye => self.bye(id, message, flow, leg, now),
            Method::Info | Method::Message => self.relay(id, message, &flow, leg, now),
            Method::Invite | Method::Update => self.modify(id, message, flow, leg, now),
            Method::Options => self.options(id, &message, &flow),
            Method::Prack => self.prack(id, &message, &flow, leg, now),
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
}
