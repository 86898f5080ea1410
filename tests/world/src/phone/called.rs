//! What a virtual telephone does when it is called.

use std::time::Instant;

use sip::{Dialog, Flow, HeaderName, Message, Method, ServerId, Writer};

use super::messages::sound_of;
use super::{Conversation, Phone, Policy, Stage};

impl Phone {
    pub(super) fn request(&mut self, id: ServerId, message: &Message, flow: Flow, now: Instant) {
        match message.method() {
            Method::Invite if message.to_tag().is_none() => self.invited(id, message, flow, now),
            Method::Bye => {
                let known = self.call.take().is_some();
                self.seen.push("BYE".to_owned());
                self.reply(id, message, flow, if known { 200 } else { 481 }, now);
            }
            Method::Info => {
                self.seen.push(format!("INFO {}", message.content_type().unwrap_or("empty")));
                self.reply(id, message, flow, 200, now);
            }
            Method::Options => self.reply(id, message, flow, 200, now),
            _ => self.reply(id, message, flow, 405, now),
        }
    }

    fn invited(&mut self, id: ServerId, message: &Message, flow: Flow, now: Instant) {
        self.last_invite = Some(message.clone());
        if self.call.is_some() {
            return self.reply(id, message, flow, 486, now);
        }
        let answer_at = match self.policy {
            Policy::Answers(after) => Some(now + after),
            Policy::Rings => None,
            Policy::Refuses(status) => return self.reply(id, message, flow, status, now),
            Policy::Dead => return,
        };
        self.seen.push("rings".to_owned());
        let tag = self.token();
        let dialog = Dialog::uas(message, &tag, flow).expect("an INVITE that makes a dialog");
        self.call = Some(Conversation {
            dialog: Some(dialog),
            stage: Stage::Rung { invite: id, answer_at },
            cseq: message.cseq(),
            call_id: message.call_id().to_owned(),
            tag: tag.clone(),
            target: String::new(),
            sound: sound_of(message),
            unacked: None,
        });
        let ringing = Writer::response(message, flow.remote, 180, "Ringing", Some(&tag)).finish();
        self.transactions.respond(id, 180, ringing, now);
    }

    pub(super) fn answer_when_due(&mut self, now: Instant) {
        let Some(call) = self.call.as_mut() else { return };
        let Stage::Rung { invite, answer_at: Some(at) } = call.stage else {
            return;
        };
        if at > now {
            return;
        }
        call.stage = Stage::Talking;
        call.unacked = Some(invite);
        let tag = call.tag.clone();
        let message = self.last_invite.clone().expect("it rings, so there was an INVITE");
        let mut ok = Writer::response(&message, self.exchange, 200, "OK", Some(&tag));
        let contact = if self.bad_contact {
            "*".to_owned()
        } else {
            format!("<sip:u{}@{}>", self.number, self.address)
        };
        ok.header(HeaderName::Contact, contact);
        let ok = ok.finish_with("application/sdp", &self.description());
        self.transactions.respond(invite, 200, ok, now);
        self.seen.push("answers".to_owned());
        self.next_frame = None;
    }

    pub(super) fn cancelled(&mut self, id: ServerId, now: Instant) {
        let rung = matches!(self.call.as_ref().map(|call| call.stage), Some(Stage::Rung { invite, .. }) if invite == id);
        if !rung {
            return;
        }
        let tag = self.call.take().map(|call| call.tag).unwrap_or_default();
        let message = self.last_invite.clone().expect("it rang, so there was an INVITE");
        let response =
            Writer::response(&message, self.exchange, 487, "Request Terminated", Some(&tag)).finish();
        self.transactions.respond(id, 487, response, now);
        self.seen.push("stops ringing".to_owned());
    }

    pub(super) fn acked(&mut self, message: &Message) {
        // The ACK of an earlier call's answer may come late: its dialog is not ours any more.
        let Some(call) = self.call.as_mut().filter(|call| call.call_id == message.call_id()) else {
            return;
        };
        if let Some(answered) = call.unacked.take() {
            self.transactions.acked(answered);
        }
    }

    fn reply(&mut self, id: ServerId, message: &Message, flow: Flow, status: u16, now: Instant) {
        let tag = self.token();
        let reason = sip::reason_phrase(status);
        let mut response = Writer::response(message, flow.remote, status, reason, Some(&tag));
        match status {
            401 => response.header(HeaderName::WwwAuthenticate, CHALLENGE),
            407 => response.header(HeaderName::ProxyAuthenticate, CHALLENGE),
            _ => &mut response,
        };
        self.transactions.respond(id, status, response.finish(), now);
    }
}

/// What a telephone asks for that wants to know who calls.
const CHALLENGE: &str =
    "Digest realm=\"virtual.example\", nonce=\"00112233445566778899\", algorithm=MD5, qop=\"auth\"";
