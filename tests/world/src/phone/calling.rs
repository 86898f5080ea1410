//! What a virtual telephone does when it calls: INVITE, its answers, giving up.

use std::time::Instant;

use sip::{ClientId, Dialog, Flow, HeaderName, Message, Method, Refresher, SessionExpires, SessionTimer};

use super::conversation::{Calling, Conversation, Stage};
use super::messages::Draft;
use super::session::Session;
use super::{Asked, Phone};

/// An INVITE before it is sent.
struct Invitation<'a> {
    target: &'a str,
    call_id: &'a str,
    tag: &'a str,
    ticket: &'a str,
    cseq: u32,
    session_expires: Option<u32>,
    body: &'a [u8],
}

impl Phone {
    /// Dials.
    pub(crate) fn call(&mut self, number: &str, now: Instant) {
        let (call_id, tag) = (self.token(), self.token());
        let ticket = format!("ticket {} of {}", self.tokens, self.number);
        let target = format!("sip:{number}@{}", self.exchange.ip());
        let mut session = Session::new(self.sound_address, self.manners);
        let body = if self.manners.offers_late { Vec::new() } else { session.offer() };
        let session_expires = self.manners.session_expires;
        let invitation = Invitation {
            target: &target,
            call_id: &call_id,
            tag: &tag,
            ticket: &ticket,
            cseq: 1,
            session_expires,
            body: &body,
        };
        self.end_call(now);
        let (client, request) = self.send_invite(&invitation, None, now);
        let mut call = Conversation::new(Stage::Calling(client), &call_id, &tag, &ticket, session, now);
        call.calling = Some(Calling {
            request,
            target,
            cseq: 1,
            challenged: false,
            session_expires,
            to_tag: None,
            rseq: 0,
        });
        self.call = Some(call);
    }

    fn send_invite(
        &mut self,
        invitation: &Invitation<'_>,
        challenge: Option<&Message>,
        now: Instant,
    ) -> (ClientId, Message) {
        let Invitation { target, call_id, tag, ticket, cseq, session_expires, body } = *invitation;
        let draft = Draft { method: "INVITE", uri: target, to: target, call_id, tag, cseq };
        let mut request = self.new_request(&draft, challenge);
        request.header(HeaderName::Contact, self.contact()).header(HeaderName::UserAgent, ticket);
        request.header(HeaderName::Subject, ticket);
        if self.manners.is_reliable {
            request.header(HeaderName::Supported, "100rel");
        }
        if let Some(seconds) = session_expires {
            request.header(HeaderName::Supported, "timer");
            request.header(HeaderName::SessionExpires, seconds.to_string());
        }
        let bytes = match body {
            [] => request.finish(),
            body => request.finish_with("application/sdp", body),
        };
        let message = Message::parse(&bytes).expect("an INVITE");
        (self.ask(bytes, Asked::Invite, now), message)
    }

    /// Sends the INVITE of the call again, with credentials or a longer interval.
    fn call_again(&mut self, challenge: Option<&Message>, now: Instant) {
        let Some(mut call) = self.call.take() else { return };
        let Some(mut calling) = call.calling.take() else { return };
        calling.cseq += 1;
        calling.to_tag = None;
        let body = calling.request.body().to_vec();
        let invitation = Invitation {
            target: &calling.target,
            call_id: &call.call_id,
            tag: &call.tag,
            ticket: &call.ticket,
            cseq: calling.cseq,
            session_expires: calling.session_expires,
            body: &body,
        };
        let (client, request) = self.send_invite(&invitation, challenge, now);
        call.stage = Stage::Calling(client);
        calling.request = request;
        call.calling = Some(calling);
        self.call = Some(call);
    }

    pub(super) fn invite_answered(&mut self, id: ClientId, message: &Message, flow: Flow, now: Instant) {
        let status = message.status();
        let is_current = |call: &Conversation| call.stage == Stage::Calling(id);
        let Some(call) = self.call.as_mut() else { return };
        if (200..=299).contains(&status) {
            return self.accepted(id, message, flow, now);
        }
        if !is_current(call) {
            return;
        }
        let Some(calling) = call.calling.as_mut() else { return };
        match status {
            100 => {}
            101..=199 => {
                self.seen.push(format!("INVITE {status}"));
                self.check_to_tag(message);
                self.provisional(message, flow, now);
            }
            401 if !calling.challenged => {
                calling.challenged = true;
                self.call_again(Some(message), now);
            }
            422 => {
                // The next try has longer (RFC 4028 §7.3); it is challenged anew.
                calling.session_expires = SessionExpires::min_of(message);
                calling.challenged = false;
                self.seen.push("INVITE 422".to_owned());
                if calling.cseq < 6 {
                    self.call_again(None, now);
                } else {
                    self.end_call(now);
                }
            }
            _ => {
                self.seen.push(format!("INVITE {status}"));
                self.check_to_tag(message);
                self.end_call(now);
            }
        }
    }

    /// All answers to one INVITE come from one dialog: the exchange's.
    fn check_to_tag(&mut self, message: &Message) {
        let Some(calling) = self.call.as_mut().and_then(|call| call.calling.as_mut()) else { return };
        let Some(tag) = message.to_tag().map(str::to_owned) else {
            return self.complaints.push(format!("{} without a To tag", message.status()));
        };
        let known = calling.to_tag.get_or_insert_with(|| tag.clone());
        if *known != tag {
            self.complaints.push(format!("a second To tag with {}", message.status()));
        }
    }

    fn accepted(&mut self, id: ClientId, message: &Message, flow: Flow, now: Instant) {
        let Some(call) = self.call.as_mut() else { return };
        // It may be the answer to an earlier call of this telephone, which still comes again.
        let Some(calling) =
            call.calling.as_ref().filter(|calling| calling.request.call_id() == message.call_id())
        else {
            return;
        };
        let (cseq, is_late) = (calling.cseq, calling.request.body().is_empty());
        if call.stage != Stage::Calling(id) {
            return self.acknowledge_again(message.cseq());
        }
        match call.dialog.as_mut() {
            Some(dialog) => _ = dialog.confirm(message),
            None => call.dialog = Dialog::uac(&calling.request, message, flow).ok(),
        }
        call.stage = Stage::Talking;
        call.answered = Some(now);
        if let Some(agreed) = SessionExpires::of(message) {
            let ours = agreed.refresher == Some(Refresher::Uac);
            call.timer = Some(SessionTimer::start(agreed.interval, ours, now));
        }
        self.seen.push("INVITE 200".to_owned());
        self.check_to_tag(message);
        let answer = self.description_came(message.body(), is_late);
        self.acknowledge(cseq, answer.as_deref(), now);
    }

    /// Takes a description in a response to its own INVITE: the answer, or where it sent none the offer, whose answer
    /// is given back.
    pub(super) fn description_came(&mut self, body: &[u8], is_late: bool) -> Option<Vec<u8>> {
        let call = self.call.as_mut()?;
        if body.is_empty() {
            // It has come in an earlier, reliable response.
            if call.session.told.is_none() {
                self.complaints.push("an answer without a description".to_owned());
            }
            return None;
        }
        let is_offer = is_late && (call.session.own.is_none() || call.change.is_some());
        let wrong = call.session.takes(body, !is_offer, self.is_strict);
        let answer = if is_offer { call.session.answer() } else { None };
        self.complaints.extend(wrong);
        answer
    }

    /// Sends the ACK of a 2xx, and keeps it for the next time.
    pub(super) fn acknowledge(&mut self, cseq: u32, answer: Option<&[u8]>, now: Instant) {
        let branch = self.branch();
        let Some(call) = self.call.as_mut() else { return };
        let Some(dialog) = &call.dialog else { return };
        let ack = dialog.ack(cseq, &branch);
        let ack = match answer {
            Some(answer) => ack.finish_with("application/sdp", answer),
            None => ack.finish(),
        };
        call.acks.push((cseq, dialog.flow, ack.clone()));
        self.transactions.send(dialog.flow, ack);
        self.next_frame = Some(now);
    }

    pub(super) fn acknowledge_again(&mut self, cseq: u32) {
        let Some(call) = self.call.as_ref() else { return };
        if let Some((_, flow, ack)) = call.acks.iter().find(|(number, ..)| *number == cseq) {
            self.transactions.send(*flow, ack.clone());
        }
    }

    /// Gives up an unanswered call.
    pub(crate) fn cancel(&mut self, now: Instant) {
        if let Some(Stage::Calling(client)) = self.call.as_ref().map(|call| call.stage) {
            self.transactions.cancel(client, now);
        }
    }

    /// Hangs up an answered call.
    pub(crate) fn hang_up(&mut self, now: Instant) {
        if self.talks() {
            let client = self.in_dialog(Method::Bye, "", b"", Asked::Bye, now);
            if let (Some(call), Some(client)) = (self.call.as_mut(), client) {
                call.stage = Stage::Leaving(client);
            }
        }
    }
}
