//! Provisional responses, both ways: early sound (RFC 3960), and reliably with PRACK (RFC 3262).

use std::time::Instant;

use sip::{
    Dialog, Flow, HeaderName, Message, Method, Provisional, RAck, Reliable, ReliableDue, ServerId, Writer,
    rseq_of,
};

use super::conversation::Stage;
use super::{Asked, Phone};

impl Phone {
    /// Takes a provisional response to its own INVITE.
    pub(super) fn provisional(&mut self, message: &Message, flow: Flow, now: Instant) {
        let Some(call) = self.call.as_mut() else { return };
        let Some(calling) = call.calling.as_mut() else { return };
        let is_late = calling.request.body().is_empty();
        let rseq = rseq_of(message);
        if rseq.is_some() && !self.manners.is_reliable {
            self.complaints.push("a reliable response that was not asked for".to_owned());
        }
        if call.dialog.is_none() {
            call.dialog = Dialog::uac(&calling.request, message, flow).ok();
        }
        let Some(rseq) = rseq else {
            // Unreliable, it is a foretaste: an offer cannot come in it.
            if !message.body().is_empty() && is_late {
                self.complaints.push("an offer in an unreliable response".to_owned());
            } else if !message.body().is_empty() {
                self.description_came(message.body(), false);
            }
            return;
        };
        if calling.rseq != 0 && rseq != calling.rseq + 1 {
            // It came before, or another one is missing (RFC 3262 §4).
            return;
        }
        calling.rseq = rseq;
        let rack = RAck { rseq, cseq: message.cseq(), method: Method::Invite };
        let answer = match message.body() {
            [] => None,
            body => self.description_came(body, is_late),
        };
        let branch = self.branch();
        let Some(dialog) = self.call.as_mut().and_then(|call| call.dialog.as_mut()) else { return };
        let mut prack = dialog.request(Method::Prack, &branch, None);
        prack.header(HeaderName::RAck, rack.to_string());
        let prack = match answer {
            Some(answer) => prack.finish_with("application/sdp", &answer),
            None => prack.finish(),
        };
        self.ask(prack, Asked::Other, now);
    }

    /// Tells the exchange that it rings; with sound before the answer where it is a telephone that does so.
    pub(super) fn ring(&mut self, id: ServerId, message: &Message, now: Instant) {
        let (contact, is_early) = (self.contact(), self.manners.is_early);
        let reliable = self.manners.is_reliable && message.supports("100rel")
            || message.requires().any(|option| option.eq_ignore_ascii_case("100rel"));
        let random = self.tokens as u32;
        let Some(call) = self.call.as_mut() else { return };
        // An offer of its own must be reliable (RFC 3262 §5).
        let describes = is_early && (reliable || !message.body().is_empty());
        let (status, reason) = if describes { (183, "Session Progress") } else { (180, "Ringing") };
        let mut response = Writer::response(message, self.exchange, status, reason, Some(&call.tag));
        response.header(HeaderName::Contact, contact);
        let body = match (describes, message.body().is_empty()) {
            (false, _) => Vec::new(),
            (true, true) => call.session.offer(),
            (true, false) => call.session.answer().unwrap_or_default(),
        };
        let mut rseq = 0;
        if reliable {
            let state = call.reliable.get_or_insert_with(|| Reliable::new(message.cseq(), random << 2));
            rseq = state.next_rseq();
            response.header(HeaderName::Require, "100rel").header(HeaderName::RSeq, rseq.to_string());
        }
        let bytes = match body.as_slice() {
            [] => response.finish(),
            body => response.finish_with("application/sdp", body),
        };
        let send = match call.reliable.as_mut() {
            Some(state) => {
                let describes = !body.is_empty();
                state.send(Provisional { rseq, status, bytes, describes }, now)
            }
            None => Some((status, bytes)),
        };
        if let Some((status, bytes)) = send {
            self.transactions.respond(id, status, bytes, now);
        }
        if describes {
            self.next_frame = Some(now);
        }
    }

    /// Takes a PRACK; the answer to its own offer may be in it.
    pub(super) fn pracked(&mut self, id: ServerId, message: &Message, flow: Flow, now: Instant) {
        let known = self.call.as_mut().and_then(|call| call.reliable.as_mut());
        let fits = RAck::of(message).is_some_and(|rack| known.is_some_and(|state| state.prack(&rack)));
        self.reply(id, message, flow, if fits { 200 } else { 481 }, now);
        let Some(call) = self.call.as_mut() else { return };
        if fits && !message.body().is_empty() {
            let wrong = call.session.takes(message.body(), true, self.is_strict);
            self.complaints.extend(wrong);
        }
        let next = self.call.as_mut().and_then(|call| call.reliable.as_mut()?.next_to_send(now));
        self.send_provisional(next, now);
        self.answer_when_due(now);
    }

    /// Sends reliable responses again for which no PRACK came; without one for long, the call is refused.
    pub(super) fn resend_when_due(&mut self, now: Instant) {
        let Some(call) = self.call.as_mut() else { return };
        match call.reliable.as_mut().and_then(|state| state.handle_timeout(now)) {
            Some(ReliableDue::SendAgain(status, bytes)) => self.send_provisional(Some((status, bytes)), now),
            Some(ReliableDue::GaveUp) => {
                self.seen.push("no PRACK".to_owned());
                if let Some((id, invite)) = self.call.as_mut().and_then(|call| call.invite.take()) {
                    self.reply(id, &invite, self.flow(), 500, now);
                }
                self.end_call(now);
            }
            None => {}
        }
    }

    fn send_provisional(&mut self, response: Option<(u16, Vec<u8>)>, now: Instant) {
        let Some(Stage::Rung { invite, .. }) = self.call.as_ref().map(|call| call.stage) else { return };
        if let Some((status, bytes)) = response {
            self.transactions.respond(invite, status, bytes, now);
        }
    }
}
