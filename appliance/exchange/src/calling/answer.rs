//! What the caller is told: it rings, somebody answered, there will be no call.

use calls::{Event, LegId};
use model::{Cause, Now};
use sdp::Session;
use sip::HeaderName;

use crate::Exchange;
use crate::identity::{ALLOW, contact};
use crate::outcome::{Event as OutcomeEvent, outcome};

impl Exchange {
    /// Tells the caller that it rings.
    pub(crate) fn ring(&mut self, caller: LegId, now: Now) {
        let row = outcome(OutcomeEvent::Rings);
        let Some(leg) = self.leg(caller) else { return };
        let Some((id, request)) = leg.open_invite() else {
            return;
        };
        let mut response = self.response(request, &leg.flow, row.status, row.reason, Some(&leg.tag));
        response.header(HeaderName::Contact, contact(&leg.flow)).header(HeaderName::Allow, ALLOW);
        let response = response.finish();
        self.transactions.respond(id, row.status, response, now.tick);
    }

    /// Tells the caller that a telephone answered, and joins their sound. The news is that it cannot be: the
    /// telephone answered with something that the caller did not offer.
    pub(crate) fn answer(&mut self, callee: LegId, now: Now) -> Option<Event> {
        let row = outcome(OutcomeEvent::Answered);
        let caller = LegId::caller(callee.serial());
        let entry = self.calls.get_mut(&callee.serial())?;
        if let Some(leg) = entry.legs.get_mut(callee.index()) {
            leg.invite_over();
        }
        let (offering, answering) = (entry.legs.first()?, entry.legs.get(callee.index())?);
        let (offer, local) = (offering.remote.as_ref()?, offering.local?);
        let description = answering
            .remote
            .as_ref()
            .and_then(|answer| Session::answer_towards(offer, answer, &local, &offering.origin).ok());
        let Some(description) = description else {
            return Some(Event::Failed(callee, Cause::NotAcceptable));
        };
        let leg = entry.legs.first_mut()?;
        let (id, request) = leg.take_invite()?;
        leg.description.clone_from(&description);
        leg.unacked.push((request.cseq(), id));
        let (flow, tag) = (leg.flow, leg.tag.clone());
        let mut response = self.response(&request, &flow, row.status, row.reason, Some(&tag));
        response.header(HeaderName::Contact, contact(&flow)).header(HeaderName::Allow, ALLOW);
        let response = response.finish_with("application/sdp", &description);
        self.counters.calls_answered += 1;
        self.join_streams(caller, callee);
        self.transactions.respond(id, row.status, response, now.tick);
        None
    }

    /// Tells the caller why there will be no call.
    pub(crate) fn reject(&mut self, caller: LegId, cause: Cause, now: Now) {
        let row = outcome(OutcomeEvent::Ended(cause));
        let Some(leg) = self.leg_mut(caller) else { return };
        let Some((id, request)) = leg.take_invite() else {
            return;
        };
        leg.ended = true;
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
