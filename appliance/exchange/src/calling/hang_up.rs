//! Ending an answered leg from our side (RFC 3261 §15.1.1).

use calls::LegId;
use model::{Cause, Now};
use sip::{Flow, Method};

use crate::Exchange;
use crate::state::Client;

impl Exchange {
    /// Ends a leg, however far it is: a BYE when it is answered, a refusal or a CANCEL before.
    pub(crate) fn hang_up(&mut self, id: LegId, cause: Cause, now: Now) {
        self.abandon_negotiation(id.serial(), now);
        self.acknowledge_without_sound(id);
        let Some(leg) = self.leg_mut(id) else { return };
        if leg.open_invite().is_some() || leg.held_answer.is_some() {
            return self.reject(id, cause, now);
        }
        leg.invite_over();
        if leg.dialog.is_none() {
            return self.cancel(id, now);
        }
        if !std::mem::replace(&mut leg.ended, true) {
            // Not before the ACK of our answer is here (RFC 3261 §15).
            if leg.unacked.is_empty() {
                self.bye_leg(id, now);
            } else {
                leg.bye_waits = true;
            }
        }
        self.end_leg(id, now);
    }

    /// Sends the BYE that waited for an ACK.
    pub(crate) fn send_waiting_bye(&mut self, id: LegId, now: Now) {
        let Some(leg) = self.leg_mut(id).filter(|leg| leg.unacked.is_empty()) else { return };
        if std::mem::replace(&mut leg.bye_waits, false) {
            self.bye_leg(id, now);
            self.settle(id.serial());
        }
    }

    /// Sends a finished request whose answer changes nothing: BYE, PRACK.
    pub(crate) fn send_unheeded(&mut self, request: Vec<u8>, flow: Flow, now: Now) {
        // No room for the transaction: the telephone will find out by the silence.
        if let Ok(id) = self.transactions.request(request, flow, now.tick) {
            self.clients.insert(id, Client::Unheeded);
        }
    }

    fn bye_leg(&mut self, id: LegId, now: Now) {
        let branch = self.branch();
        let Some(dialog) = self.leg_mut(id).and_then(|leg| leg.dialog.as_mut()) else {
            return;
        };
        let bye = dialog.request(Method::Bye, &branch, None).finish();
        let flow = dialog.flow;
        self.send_unheeded(bye, flow, now);
    }
}
