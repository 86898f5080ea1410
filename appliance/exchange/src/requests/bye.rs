//! BYE (RFC 3261 §15.1.2). Its answer says that the call is over and recorded: it waits for the record to be on
//! disk, but not for long.

use calls::{Event, LegId};
use model::Now;
use sip::{Flow, Message, ServerId};

use crate::Exchange;
use crate::doors::COMMIT_PATIENCE;

impl Exchange {
    /// Takes a BYE in a leg's dialog.
    pub(crate) fn bye(&mut self, id: ServerId, message: Message, flow: Flow, leg: LegId, now: Now) {
        let Some(party) = self.leg_mut(leg) else { return };
        let ended = std::mem::replace(&mut party.ended, true);
        // Ours, if it waits for an ACK, is not needed any more.
        party.bye_waits = false;
        // What it asked for meanwhile comes to nothing.
        self.abandon_negotiation(leg.serial(), now);
        let Some(party) = self.leg_mut(leg) else { return };
        // Who hangs up has our answer, even if its ACK was lost.
        for (_, answer) in std::mem::take(&mut party.unacked) {
            self.transactions.acked(answer);
            self.invites.remove(&answer);
        }
        let ok = self.response(&message, &flow, 200, "OK", None).finish();
        let serial = leg.serial();
        let Some(entry) = self.calls.get_mut(&serial) else {
            return;
        };
        if ended || entry.call.is_over() {
            self.transactions.respond(id, 200, ok, now.tick);
            return self.settle(serial);
        }
        entry.byes.push((id, ok));
        entry.byes_until = Some(now.tick + COMMIT_PATIENCE);
        self.end_leg(leg, now);
        self.tell(serial, Event::HungUp(leg), now);
    }

    /// Answers those who hung up.
    pub(crate) fn answer_byes(&mut self, serial: u64, now: Now) {
        let Some(entry) = self.calls.get_mut(&serial) else {
            return;
        };
        entry.byes_until = None;
        for (id, ok) in std::mem::take(&mut entry.byes) {
            self.transactions.respond(id, 200, ok, now.tick);
        }
    }
}
