//! What a virtual telephone does when it is called.

use std::time::Instant;

use sip::{
    Dialog, Flow, HeaderName, Message, Method, Refresher, ServerId, SessionExpires, SessionTimer, Writer,
};

use super::conversation::{Conversation, Stage};
use super::session::Session;
use super::{Phone, Policy};

impl Phone {
    pub(super) fn request(&mut self, id: ServerId, message: &Message, flow: Flow, now: Instant) {
        match message.method() {
            Method::Invite if message.to_tag().is_none() => self.invited(id, message, flow, now),
            Method::Options => self.reply(id, message, flow, 200, now),
            Method::Message => self.texted(id, message, flow, now),
            _ if !self.is_in_dialog(message) => self.reply(id, message, flow, 481, now),
            Method::Bye => {
                self.seen.push("BYE".to_owned());
                self.reply(id, message, flow, 200, now);
                self.end_call(now);
            }
            Method::Info => {
                self.seen.push(format!("INFO {}", message.content_type().unwrap_or("empty")));
                self.reply(id, message, flow, 200, now);
            }
            Method::Prack => self.pracked(id, message, flow, now),
            // It has hung up already.
            Method::Invite | Method::Update if !self.talks_or_rings() => {
                self.reply(id, message, flow, 481, now);
            }
            Method::Invite | Method::Update => self.asked_to_change(id, message, flow, now),
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
            Policy::Redirects(number) => return self.redirect(id, message, number, now),
            Policy::Refuses(status) => return self.reply(id, message, flow, status, now),
            Policy::Dead => return,
        };
        // It knows no encryption: who offers nothing else is refused, and may ask again in clear.
        if String::from_utf8_lossy(message.body()).contains(" RTP/SAVP ") {
            return self.reply(id, message, flow, 488, now);
        }
        let asked = SessionExpires::of(message).map(|asked| asked.interval);
        if asked.is_some_and(|asked| asked < self.manners.min_se) && message.supports("timer") {
            let mut response = Writer::response(message, flow.remote, 422, "", Some(&self.token()));
            response.header(HeaderName::MinSe, self.manners.min_se.to_string());
            self.transactions.respond(id, 422, response.finish(), now);
            return;
        }
        let mut session = Session::new(self.sound_address, self.manners);
        if !message.body().is_empty() {
            self.complaints.extend(session.takes(message.body(), false, self.is_strict));
            if session.answer().is_none() {
                return self.reply(id, message, flow, 488, now);
            }
        }
        self.seen.push("rings".to_owned());
        let tag = self.token();
        let ticket = message.text(HeaderName::Subject).unwrap_or_default().to_owned();
        let stage = Stage::Rung { invite: id, answer_at };
        let mut call = Conversation::new(stage, message.call_id(), &tag, &ticket, session, now);
        call.dialog = Dialog::uas(message, &tag, flow).ok();
        call.invite = Some((id, message.clone()));
        self.call = Some(call);
        self.ring(id, message, now);
    }

    pub(super) fn answer_when_due(&mut self, now: Instant) {
        self.resend_when_due(now);
        let contact = if self.bad_contact { "*".to_owned() } else { self.contact() };
        let knows_timers = self.manners.session_expires.is_some();
        let Some(call) = self.call.as_mut() else { return };
        let Stage::Rung { invite, answer_at: Some(at) } = call.stage else { return };
        let waits = call.reliable.as_ref().is_some_and(sip::Reliable::holds_answer);
        if at > now || waits {
            // When it waits for a PRACK, that wakes it.
            if waits && at <= now {
                call.stage =
                    Stage::Rung { invite, answer_at: Some(now + std::time::Duration::from_millis(500)) };
            }
            return;
        }
        let Some((_, message)) = call.invite.take() else { return };
        let is_late = message.body().is_empty();
        // What a reliable response described stands (RFC 3262 §5).
        let described = call.reliable.is_some() && call.session.own.is_some() && self.manners.is_early;
        let body = match (described, is_late) {
            (true, _) => Some(Vec::new()),
            (false, true) => Some(call.session.offer()),
            (false, false) => call.session.answer(),
        };
        let mut ok = Writer::response(&message, self.exchange, 200, "OK", Some(&call.tag));
        ok.header(HeaderName::Contact, contact);
        if knows_timers && message.supports("timer") {
            let agreed = SessionExpires::agree(&message);
            ok.header(HeaderName::SessionExpires, agreed.to_string()).header(HeaderName::Require, "timer");
            let ours = agreed.refresher == Some(Refresher::Uas);
            call.timer = Some(SessionTimer::start(agreed.interval, ours, now));
        }
        let ok = match body {
            Some(body) if body.is_empty() => ok.finish(),
            Some(body) => ok.finish_with("application/sdp", &body),
            None => return self.reply(invite, &message, self.flow(), 488, now),
        };
        call.stage = Stage::Talking;
        call.answered = Some(now);
        call.unacked.push((message.cseq(), invite, is_late && !described));
        if let Some(state) = call.reliable.as_mut() {
            state.stop();
        }
        self.transactions.respond(invite, 200, ok, now);
        self.seen.push("answers".to_owned());
        self.next_frame = Some(now);
    }

    pub(super) fn cancelled(&mut self, id: ServerId, now: Instant) {
        let rung = matches!(self.call.as_ref().map(|call| call.stage), Some(Stage::Rung { invite, .. }) if invite == id);
        if !rung {
            return;
        }
        let Some(call) = self.call.as_mut() else { return };
        let Some((_, message)) = call.invite.take() else { return };
        let response = Writer::response(&message, self.exchange, 487, "", Some(&call.tag)).finish();
        self.transactions.respond(id, 487, response, now);
        self.seen.push("stops ringing".to_owned());
        self.end_call(now);
    }

    fn redirect(&mut self, id: ServerId, message: &Message, number: &str, now: Instant) {
        let tag = self.token();
        let mut response = Writer::response(message, self.exchange, 302, "", Some(&tag));
        response.header(HeaderName::Contact, format!("<sip:{number}@{}>", self.exchange.ip()));
        self.transactions.respond(id, 302, response.finish(), now);
    }

    pub(super) fn reply(&mut self, id: ServerId, message: &Message, flow: Flow, status: u16, now: Instant) {
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
