//! Modifying a session in the middle of a call: re-INVITE (RFC 3261 §14) and UPDATE (RFC 3311).

use calls::LegId;
use model::Now;
use sdp::{SdpError, Session};
use sip::{Flow, HeaderName, MIN_SE, Message, Method, ServerId, SessionExpires};

use crate::calling::Request;
use crate::{Exchange, crossing};

impl Exchange {
    /// Takes a re-INVITE or an UPDATE in a leg's dialog. What changes nothing for the other leg is answered at once;
    /// everything else the other leg is asked about, and a refusal leaves the session as it is.
    pub(crate) fn modify(&mut self, id: ServerId, message: Message, flow: Flow, leg: LegId, now: Now) {
        if SessionExpires::of(&message).is_some_and(|asked| asked.interval < MIN_SE) {
            return self.refuse_interval(id, &message, &flow, now);
        }
        if !crossing::body_may_cross(&message, message.method()) {
            return self.refuse(id, &message, &flow, 415, now);
        }
        let is_update = message.method() == Method::Update;
        let offer = match message.body() {
            [] => None,
            body => match Session::parse(body) {
                Ok(offer) => Some(offer),
                Err(error) => return self.refuse_description(id, &message, &flow, &error, now),
            },
        };
        if let Some(status) = self.cannot_modify(leg, offer.is_some() || !is_update) {
            return self.refuse_for_now(id, &message, &flow, status, now);
        }
        if let Some(offer) = &offer {
            self.give_keys_for(leg, offer);
        }
        let request = Request { id, message: Box::new(message), flow, offer };
        match &request.offer {
            // Only the session timer.
            None if is_update => {
                self.accept_request(leg, request, &[], now);
            }
            Some(offer) if self.is_unchanged(leg, offer) => self.answer_unchanged(leg, request, now),
            Some(_) | None => {
                let Some(other) = self.other_leg(leg) else {
                    return self.refuse(request.id, &request.message, &request.flow, 488, now);
                };
                self.negotiate(leg, other, request, now);
            }
        }
    }

    /// The status with which a request that would start another exchange of offer and answer is refused, when one is
    /// under way (RFC 3261 §14.2, RFC 3311 §5.2).
    fn cannot_modify(&self, id: LegId, describes: bool) -> Option<u16> {
        let entry = self.calls.get(&id.serial())?;
        let leg = entry.legs.get(id.index())?;
        if leg.ended {
            return Some(481);
        }
        if !describes {
            return None;
        }
        // Before the answer the INVITE's own offer is still open.
        if leg.open_invite().is_some() || leg.held_answer.is_some() || !leg.is_talking() {
            return Some(500);
        }
        if let Some(negotiation) = &entry.negotiation {
            return Some(if negotiation.asker == id { 500 } else { 491 });
        }
        if leg.is_asked() || leg.owes_ack.is_some() {
            return Some(491);
        }
        (leg.unacked.len() >= MAX_UNACKED).then_some(500)
    }

    /// Whether the other leg need not hear of an offer: a refresh, or another address or port.
    fn is_unchanged(&self, leg: LegId, offer: &Session) -> bool {
        let standing = self.leg(leg).and_then(|leg| leg.session.remote.as_ref());
        standing.is_some_and(|standing| standing.asks_the_same(offer))
    }

    /// Answers an offer by what the other leg has described.
    fn answer_unchanged(&mut self, id: LegId, request: Request, now: Now) {
        let other = self.other_leg(id);
        let answer = other.and_then(|other| self.leg(other)?.session.remote.clone());
        let offer = request.offer.clone();
        let text = answer.zip(offer).and_then(|(answer, offer)| {
            let leg = self.leg_mut(id)?;
            let text = leg.session.answer(&offer, &answer).ok()?;
            leg.session.accept(offer).then_some(text)
        });
        match (text, other) {
            (Some(text), Some(other)) => {
                self.accept_request(id, request, &text, now);
                self.connect(id, other, true);
            }
            _ => self.refuse(request.id, &request.message, &request.flow, 488, now),
        }
    }

    /// Refuses a session interval that is too short (RFC 4028 §9).
    pub(crate) fn refuse_interval(&mut self, id: ServerId, message: &Message, flow: &Flow, now: Now) {
        let tag = self.token();
        let mut response = self.response(message, flow, 422, sip::reason_phrase(422), Some(&tag));
        response.header(HeaderName::MinSe, MIN_SE.to_string());
        self.transactions.respond(id, 422, response.finish(), now.tick);
    }

    /// Refuses a description: 400 when it cannot be read, 488 when it can and nothing can be made of it.
    pub(crate) fn refuse_description(
        &mut self,
        id: ServerId,
        message: &Message,
        flow: &Flow,
        error: &SdpError,
        now: Now,
    ) {
        let status = if matches!(error, SdpError::Malformed { .. }) { 400 } else { 488 };
        let tag = self.token();
        let mut response = self.response(message, flow, status, sip::reason_phrase(status), Some(&tag));
        response
            .header(HeaderName::Warning, format!("399 bellbox \"{}\"", error.to_string().replace('"', "'")));
        self.transactions.respond(id, status, response.finish(), now.tick);
    }

    /// Refuses what may be tried again: a 500 says when.
    pub(crate) fn refuse_for_now(
        &mut self,
        id: ServerId,
        message: &Message,
        flow: &Flow,
        status: u16,
        now: Now,
    ) {
        if !matches!(status, 500 | 503) {
            return self.refuse(id, message, flow, status, now);
        }
        let seconds = self.random_below(10);
        let mut response = self.response(message, flow, status, sip::reason_phrase(status), None);
        response.header(HeaderName::RetryAfter, seconds.to_string());
        self.transactions.respond(id, status, response.finish(), now.tick);
    }
}

/// Answers to INVITEs of one dialog that wait for their ACK; a further re-INVITE is refused.
const MAX_UNACKED: usize = 4;
