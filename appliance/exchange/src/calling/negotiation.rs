//! An offer of one leg that the other is asked about (RFC 3264, RFC 3261 §14, RFC 3311): hold, resume, other codecs,
//! video, fax, in the middle of a call. One at a time in a call: who comes with another meets a 491.

use calls::LegId;
use model::{Cause, Now};
use sdp::{Kind, Session};
use sip::{Flow, HeaderName, Message, Method, ServerId};

use super::leg::Purpose;
use crate::Exchange;
use crate::identity::{ALLOW, SUPPORTED, contact};

/// One leg asks, the other is asked.
pub(crate) struct Negotiation {
    pub(crate) asker: LegId,
    pub(crate) asked: LegId,
    step: Step,
}

enum Step {
    /// Our own request is under way to the one that is asked.
    Asking(Request),
    /// The one that was asked made the offer, which the asker has got in our 2xx: its ACK brings the answer.
    AwaitingAck,
}

/// The asker's request, which waits for its answer.
pub(crate) struct Request {
    pub(crate) id: ServerId,
    pub(crate) message: Box<Message>,
    pub(crate) flow: Flow,
    /// None when the offer is to come from the other side.
    pub(crate) offer: Option<Session>,
}

impl Negotiation {
    /// The caller's INVITE had no offer, and a telephone has answered it with one.
    pub(crate) fn awaiting_ack(caller: LegId, callee: LegId) -> Self {
        Self { asker: caller, asked: callee, step: Step::AwaitingAck }
    }
}

impl Exchange {
    /// Asks one leg about the other's offer; a request for which that cannot be now is refused.
    pub(crate) fn negotiate(&mut self, asker: LegId, asked: LegId, request: Request, now: Now) {
        let ready = self.leg(asked).is_some_and(|leg| {
            leg.is_talking() && !leg.is_asked() && leg.owes_ack.is_none() && leg.unacked.is_empty()
        });
        if !ready {
            return self.refuse_for_now(request.id, &request.message, &request.flow, 491, now);
        }
        self.open_new_streams(asker, asked, request.offer.as_ref(), now);
        let Some(leg) = self.leg_mut(asked) else { return };
        let has_port = |stream: &sdp::Stream| leg.session.ports.get(stream.kind).is_some();
        if request.offer.as_ref().is_some_and(|offer| !offer.streams().any(has_port)) {
            return self.refuse_for_now(request.id, &request.message, &request.flow, 503, now);
        }
        let text = request.offer.as_ref().map(|offer| leg.session.offer(offer));
        // An UPDATE must have an offer; where the telephone does not know it a re-INVITE does the same.
        let is_update = request.message.method() == Method::Update && leg.allows_update && text.is_some();
        let method = if is_update { Method::Update } else { Method::Invite };
        if !self.ask(asked, method, Purpose::Negotiation, text.as_deref(), now) {
            return self.refuse_for_now(request.id, &request.message, &request.flow, 503, now);
        }
        if request.message.method() == Method::Invite {
            let trying = self.response(&request.message, &request.flow, 100, "Trying", None).finish();
            self.transactions.respond(request.id, 100, trying, now.tick);
        }
        if let Some(entry) = self.calls.get_mut(&asked.serial()) {
            entry.negotiation = Some(Negotiation { asker, asked, step: Step::Asking(request) });
        }
    }

    /// Takes the 2xx of the one that was asked.
    pub(crate) fn negotiated(&mut self, asked: LegId, message: &Message, now: Now) {
        let is_invite = message.method() == Method::Invite;
        let Some((asker, request)) = self.take_asking(asked) else {
            // The asker is gone, and a BYE is on its way here; an offer wants its answer all the same.
            if is_invite {
                self.acknowledge_without_asker(asked, message);
            }
            return;
        };
        let described = Session::parse(message.body());
        match (&request.offer, described) {
            (Some(offer), answer) => {
                if is_invite {
                    self.acknowledge_answer(asked, message.cseq(), None);
                }
                let text = answer.ok().and_then(|answer| self.pass_answer(asker, asked, offer, answer));
                self.finish_negotiation(asker, asked, request, text, now);
            }
            (None, Ok(offer)) => self.pass_offer(asker, asked, request, offer, message.cseq(), now),
            (None, Err(_)) => {
                self.acknowledge_answer(asked, message.cseq(), None);
                self.refuse(request.id, &request.message, &request.flow, 488, now);
            }
        }
    }

    /// Takes a refusal of the one that was asked: its session is what it was, and so is the asker's.
    pub(crate) fn not_negotiated(&mut self, asked: LegId, status: u16, now: Now) {
        if let Some((_, request)) = self.take_asking(asked) {
            let status = if matches!(status, 488 | 491 | 603) { status } else { 488 };
            self.refuse(request.id, &request.message, &request.flow, status, now);
        }
    }

    /// Ends a negotiation whose call ends: the request that waits is answered, an offer is acknowledged.
    pub(crate) fn abandon_negotiation(&mut self, serial: u64, now: Now) {
        let Some(negotiation) = self.calls.get_mut(&serial).and_then(|entry| entry.negotiation.take()) else {
            return;
        };
        match negotiation.step {
            // RFC 3261 §15.1.2: who hangs up is still told what became of its request.
            Step::Asking(request) => {
                self.refuse(request.id, &request.message, &request.flow, 487, now);
                let asked = self.leg(negotiation.asked).and_then(|leg| leg.asked.as_ref());
                if let Some(client) = asked.filter(|asked| asked.open).map(|asked| asked.client) {
                    self.transactions.cancel(client, now.tick);
                }
            }
            Step::AwaitingAck => self.acknowledge_without_sound(negotiation.asked),
        }
    }

    /// Takes the answer to a late offer, which comes with the ACK (RFC 3261 §13.2.1).
    pub(crate) fn late_answer(&mut self, asker: LegId, ack: &Message, now: Now) {
        let Some(entry) = self.calls.get_mut(&asker.serial()) else { return };
        let is_awaited = |one: &mut Negotiation| one.asker == asker && matches!(one.step, Step::AwaitingAck);
        let Some(Negotiation { asked, .. }) = entry.negotiation.take_if(is_awaited) else { return };
        let Some((cseq, offer)) = self.leg(asked).and_then(|leg| leg.owes_ack.clone()) else { return };
        let answered = Session::parse(ack.body()).ok().and_then(|answer| {
            let leg = self.leg_mut(asked)?;
            let text = leg.session.answer(&offer, &answer).ok()?;
            let agreed = leg.session.accept(*offer.clone()) && self.leg_mut(asker)?.session.accept(answer);
            agreed.then_some(text)
        });
        match answered {
            Some(text) => {
                self.acknowledge_answer(asked, cseq, Some(&text));
                self.connect(asker, asked, true);
            }
            None => {
                self.acknowledge_without_sound(asked);
                self.leg_failed(asker, Cause::NotAcceptable, now);
            }
        }
    }

    /// The legs' two views of what was agreed to; the description for the asker.
    fn pass_answer(
        &mut self,
        asker: LegId,
        asked: LegId,
        offer: &Session,
        answer: Session,
    ) -> Option<Vec<u8>> {
        if !self.leg_mut(asked)?.session.accept(answer.clone()) {
            return None;
        }
        let leg = self.leg_mut(asker)?;
        let text = leg.session.answer(offer, &answer).ok()?;
        leg.session.accept(offer.clone()).then_some(text)
    }

    fn finish_negotiation(
        &mut self,
        asker: LegId,
        asked: LegId,
        request: Request,
        text: Option<Vec<u8>>,
        now: Now,
    ) {
        match text {
            Some(text) => {
                self.accept_request(asker, request, &text, now);
                self.connect(asker, asked, true);
            }
            None => self.refuse(request.id, &request.message, &request.flow, 488, now),
        }
    }

    /// Hands the offer of the one that was asked on to the asker, in the answer to its request without one.
    fn pass_offer(
        &mut self,
        asker: LegId,
        asked: LegId,
        request: Request,
        offer: Session,
        cseq: u32,
        now: Now,
    ) {
        self.give_keys_for(asked, &offer);
        self.open_new_streams(asked, asker, Some(&offer), now);
        let Some(leg) = self.leg_mut(asker) else { return };
        let text = leg.session.offer(&offer);
        if let Some(leg) = self.leg_mut(asked) {
            leg.owes_ack = Some((cseq, Box::new(offer)));
        }
        // Where nobody gets the offer nobody will answer it.
        if !self.accept_request(asker, request, &text, now) {
            return self.acknowledge_without_sound(asked);
        }
        if let Some(entry) = self.calls.get_mut(&asker.serial()) {
            entry.negotiation = Some(Negotiation { asker, asked, step: Step::AwaitingAck });
        }
    }

    /// Answers a re-INVITE or UPDATE with our description; false when the answer could not be sent.
    pub(crate) fn accept_request(&mut self, leg: LegId, request: Request, text: &[u8], now: Now) -> bool {
        let Request { id, message, flow, .. } = request;
        let mut response = self.response(&message, &flow, 200, "OK", None);
        response
            .header(HeaderName::Contact, contact(&flow))
            .header(HeaderName::Allow, ALLOW)
            .header(HeaderName::Supported, SUPPORTED);
        self.agree_timer(leg, &message, &mut response, now);
        let response = match text {
            [] => response.finish(),
            text => response.finish_with("application/sdp", text),
        };
        // Nobody is there to acknowledge what could not be sent.
        let sent = self.transactions.respond(id, 200, response, now.tick);
        if let Some(party) = self.leg_mut(leg) {
            party.learn_methods(&message);
            if let Some(dialog) = &mut party.dialog {
                dialog.refresh_target(&message);
            }
            if sent && message.method() == Method::Invite {
                party.unacked.push((message.cseq(), id));
                self.invites.insert(id, leg);
            }
        }
        self.settle(leg.serial());
        sent
    }

    fn take_asking(&mut self, asked: LegId) -> Option<(LegId, Request)> {
        let entry = self.calls.get_mut(&asked.serial())?;
        let is_it = |one: &mut Negotiation| one.asked == asked && matches!(one.step, Step::Asking(_));
        match entry.negotiation.take_if(is_it)? {
            Negotiation { asker, step: Step::Asking(request), .. } => Some((asker, request)),
            Negotiation { step: Step::AwaitingAck, .. } => None,
        }
    }

    /// Opens what the offer has and the legs have not; a kind that gets no port is declined.
    fn open_new_streams(&mut self, from: LegId, to: LegId, offer: Option<&Session>, now: Now) {
        for kind in Kind::ALL {
            if offer.is_some_and(|offer| offer.stream(kind).is_some()) {
                for leg in [from, to] {
                    if let Some(local) = self.leg(leg).map(|leg| leg.flow.local.ip()) {
                        self.open_stream(leg, kind, local, now);
                    }
                }
            }
        }
    }
}
