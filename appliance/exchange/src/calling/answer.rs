//! The caller's final response: somebody answered, or there will be no call.

use calls::{Event, LegId};
use model::{Cause, Now};
use sip::HeaderName;

use super::Negotiation;
use crate::Exchange;
use crate::identity::{ALLOW, SUPPORTED, contact};
use crate::outcome::{Event as OutcomeEvent, outcome};

impl Exchange {
    /// Tells the caller that a telephone answered, and joins their sound. The news is that it cannot be: the
    /// telephone answered with something that the caller did not offer.
    pub(crate) fn answer(&mut self, callee: LegId, now: Now) -> Option<Event> {
        let row = outcome(OutcomeEvent::Answered);
        let caller = LegId::caller(callee.serial());
        self.give_keys_to_caller(caller);
        let entry = self.calls.get_mut(&callee.serial())?;
        let [calling, called @ ..] = entry.legs.as_mut_slice() else { return None };
        let answering = callee.index().checked_sub(1).and_then(|index| called.get_mut(index))?;
        answering.invite_over();
        let late = answering.owes_ack.as_ref().map(|(_, offer)| offer);
        let offered = calling.session.remote.clone();
        let described = match (&offered, late, &answering.session.remote) {
            // The offer that came with the answer; the caller's ACK will bring the answer to it.
            (None, Some(offer), _) => Ok(calling.session.offer(offer)),
            (Some(offer), None, Some(answer)) => {
                calling.session.answer(offer, answer).map_err(|_| Cause::NotAcceptable)
            }
            _ => Err(Cause::NotAcceptable),
        };
        let text = match described {
            Ok(text) => text,
            Err(cause) => return Some(Event::Failed(callee, cause)),
        };
        let is_late = offered.is_none();
        if is_late {
            entry.negotiation = Some(Negotiation::awaiting_ack(caller, callee));
        } else {
            calling.session.stand();
        }
        let leg = self.leg_mut(caller)?;
        let (_, request) = leg.take_invite()?;
        let (flow, tag) = (leg.flow, leg.tag.clone());
        let mut response = self.response(&request, &flow, row.status, row.reason, Some(&tag));
        response
            .header(HeaderName::Contact, contact(&flow))
            .header(HeaderName::Allow, ALLOW)
            .header(HeaderName::Supported, SUPPORTED);
        self.agree_timer(caller, &request, &mut response, now);
        let response = response.finish_with("application/sdp", &text);
        self.counters.calls_answered += 1;
        if !is_late {
            self.connect(caller, callee, true);
        }
        let leg = self.leg_mut(caller)?;
        if leg.reliable.as_ref().is_some_and(sip::Reliable::holds_answer) {
            leg.held_answer = Some(response);
        } else {
            self.send_answer(caller, response, now);
        }
        None
    }

    /// Sends the 2xx to the caller; it is sent again until its ACK comes.
    pub(crate) fn send_answer(&mut self, caller: LegId, response: Vec<u8>, now: Now) {
        let Some(leg) = self.leg_mut(caller) else { return };
        if let Some(reliable) = &mut leg.reliable {
            reliable.stop();
        }
        let (Some(id), Some(cseq)) = (leg.invite(), leg.callers_request().map(sip::Message::cseq)) else {
            return;
        };
        // Nobody is there to acknowledge what could not be sent; the end of the connection ends the call.
        if self.transactions.respond(id, outcome(OutcomeEvent::Answered).status, response, now.tick)
            && let Some(leg) = self.leg_mut(caller)
        {
            leg.unacked.push((cseq, id));
        }
    }

    /// Tells the caller why there will be no call.
    pub(crate) fn reject(&mut self, caller: LegId, cause: Cause, now: Now) {
        let Some(leg) = self.leg_mut(caller) else { return };
        let held = leg.held_answer.take().is_some();
        let request = match leg.take_invite() {
            Some((_, request)) => request,
            // The answer still waited for the caller's PRACK.
            None if held => match leg.callers_request() {
                Some(request) => request.clone(),
                None => return,
            },
            None => return,
        };
        let Some(id) = leg.invite() else { return };
        if let Some(reliable) = &mut leg.reliable {
            reliable.stop();
        }
        leg.ended = true;
        let row = outcome(OutcomeEvent::Ended(cause));
        let (flow, tag) = (leg.flow, leg.tag.clone());
        let mut response = self.response(&request, &flow, row.status, row.reason, Some(&tag));
        if row.status == 503 {
            response.header(HeaderName::RetryAfter, "5");
        }
        let response = response.finish();
        self.transactions.respond(id, row.status, response, now.tick);
        self.end_leg(caller, now);
    }
}
