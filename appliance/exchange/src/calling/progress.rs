//! What the caller is told before an answer: that it rings, or what the called telephone already sends; reliably
//! when the caller wants that (RFC 3262 §3).

use calls::LegId;
use model::{Cause, Now};
use rand::Rng;
use sip::{HeaderName, Provisional, RAck, Reliable, ReliableDue};

use crate::Exchange;
use crate::identity::{ALLOW, contact};
use crate::outcome::{Event as OutcomeEvent, outcome};

impl Exchange {
    /// Tells the caller that it rings.
    pub(crate) fn ring(&mut self, caller: LegId, now: Now) {
        self.provisional(caller, OutcomeEvent::Rings, None, now);
    }

    /// Lets the caller hear a telephone that has not answered yet.
    pub(crate) fn progress(&mut self, callee: LegId, now: Now) {
        let caller = LegId::caller(callee.serial());
        let Some(entry) = self.calls.get_mut(&callee.serial()) else { return };
        // A reliable description settles the session (RFC 3262 §5): not while another telephone may still answer.
        let alone = entry.legs.iter().skip(1).filter(|leg| leg.client().is_some()).count() <= 1;
        let [calling, called @ ..] = entry.legs.as_mut_slice() else { return };
        let reliable = calling.callers_request().is_some_and(|invite| invite.requires_option("100rel"));
        let answer =
            callee.index().checked_sub(1).and_then(|index| called.get(index)?.session.remote.as_ref());
        let (Some(offer), Some(answer), true) = (calling.session.remote.clone(), answer, alone || !reliable)
        else {
            return self.ring(caller, now);
        };
        match calling.session.answer(&offer, answer) {
            Ok(text) => {
                calling.session.stand();
                self.connect(caller, callee, false);
                self.provisional(caller, OutcomeEvent::Progresses, Some(&text), now);
            }
            // They share nothing: the answer will say so.
            Err(_) => self.ring(caller, now),
        }
    }

    fn provisional(&mut self, caller: LegId, event: OutcomeEvent, description: Option<&[u8]>, now: Now) {
        let row = outcome(event);
        let random = self.rng.next_u32();
        let Some(leg) = self.leg(caller) else { return };
        let Some((id, request)) = leg.open_invite() else { return };
        let reliable = request.requires_option("100rel");
        let cseq = request.cseq();
        let mut response = self.response(request, &leg.flow, row.status, row.reason, Some(&leg.tag));
        response.header(HeaderName::Contact, contact(&leg.flow)).header(HeaderName::Allow, ALLOW);
        let Some(leg) = self.leg_mut(caller) else { return };
        let mut rseq = 0;
        if reliable {
            let row_of_them = leg.reliable.get_or_insert_with(|| Reliable::new(cseq, random));
            // One that is left out must not have a number: the next would seem out of order.
            if !row_of_them.has_room() {
                return;
            }
            rseq = row_of_them.next_rseq();
            response.header(HeaderName::Require, "100rel").header(HeaderName::RSeq, rseq.to_string());
        }
        let bytes = match description {
            Some(text) => response.finish_with("application/sdp", text),
            None => response.finish(),
        };
        let sent = match &mut leg.reliable {
            Some(reliable) => {
                let describes = description.is_some();
                reliable.send(Provisional { rseq, status: row.status, bytes, describes }, now.tick)
            }
            None => Some((row.status, bytes)),
        };
        if let Some((status, bytes)) = sent {
            self.transactions.respond(id, status, bytes, now.tick);
        }
        self.settle(caller.serial());
    }

    /// Takes the caller's acknowledgement of a provisional response; false when there is none to acknowledge.
    pub(crate) fn pracked(&mut self, caller: LegId, rack: &RAck) -> bool {
        self.leg_mut(caller)
            .and_then(|leg| leg.reliable.as_mut())
            .is_some_and(|reliable| reliable.prack(rack))
    }

    /// Sends what waited for that acknowledgement.
    pub(crate) fn go_on_after_prack(&mut self, caller: LegId, now: Now) {
        let Some(leg) = self.leg_mut(caller) else { return };
        let (Some(id), Some(reliable)) = (leg.invite(), leg.reliable.as_mut()) else { return };
        let next = reliable.next_to_send(now.tick);
        let answer = if reliable.holds_answer() { None } else { leg.held_answer.take() };
        if let Some((status, bytes)) = next {
            self.transactions.respond(id, status, bytes, now.tick);
        }
        if let Some(answer) = answer {
            self.send_answer(caller, answer, now);
        }
        self.settle(caller.serial());
    }

    /// Sends again what the caller has not acknowledged, or gives it up.
    pub(crate) fn resend_provisional(&mut self, caller: LegId, now: Now) {
        let Some(leg) = self.leg_mut(caller) else { return };
        let Some(id) = leg.invite() else { return };
        match leg.reliable.as_mut().and_then(|reliable| reliable.handle_timeout(now.tick)) {
            Some(ReliableDue::SendAgain(status, bytes)) => {
                self.transactions.respond(id, status, bytes, now.tick);
            }
            Some(ReliableDue::GaveUp) => self.leg_failed(caller, Cause::NoResponse, now),
            None => {}
        }
    }
}
