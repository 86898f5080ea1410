//! Changes of a session that talks: hold, resume, fax, refresh; asked for and answered (RFC 3261 §14, RFC 3311).

use std::time::{Duration, Instant};

use sip::{
    ClientId, Flow, HeaderName, Message, Method, Refresher, ServerId, SessionExpires, SessionTimer, Writer,
};

use super::conversation::{Pending, Stage};
use super::description::Direction;
use super::manners::{By, Change};
use super::{Asked, Phone};

impl Phone {
    /// Asks for a change; nothing happens while another one is under way.
    pub(crate) fn change(&mut self, change: Change, by: By, now: Instant) {
        self.try_change(change, by, 0, false, now);
    }

    /// Sends the session that stands again, and never acknowledges the answer.
    pub(crate) fn refresh(&mut self, now: Instant) {
        self.try_change(Change::Refresh, By::Reinvite, 0, true, now);
    }

    fn try_change(&mut self, change: Change, by: By, tries: u32, is_rude: bool, now: Instant) {
        let (branch, contact, timers) = (self.branch(), self.contact(), self.manners.session_expires);
        let Some(call) = self.call.as_mut().filter(|call| call.stage == Stage::Talking) else { return };
        if call.has_offered() || !call.unacked.is_empty() {
            return;
        }
        let session = &mut call.session;
        match change {
            Change::Fax => session.is_fax = true,
            Change::Inactive => session.direction = Direction { sends: false, receives: false },
            Change::Refresh => {}
            Change::Resume => {
                (session.direction, session.zero_address, session.is_fax) = (Direction::BOTH, false, false);
            }
            Change::SendOnly => session.direction = Direction { sends: true, receives: false },
            Change::ZeroAddress => session.zero_address = true,
        }
        if !session.wants_silence() {
            call.silent_since = None;
        }
        let body = if by == By::LateInvite { Vec::new() } else { session.offer() };
        let method = if by == By::Update { Method::Update } else { Method::Invite };
        let Some(dialog) = call.dialog.as_mut() else { return };
        let mut request = dialog.request(method, &branch, Some(&contact));
        let cseq = dialog.local_seq;
        if let (Some(_), Some(timer)) = (timers, &call.timer) {
            request.header(HeaderName::Supported, "timer");
            request.header(HeaderName::SessionExpires, format!("{};refresher=uac", timer.interval()));
        }
        let bytes = match body.as_slice() {
            [] => request.finish(),
            body => request.finish_with("application/sdp", body),
        };
        let client = self.ask(bytes, Asked::Change, now);
        if let Some(call) = self.call.as_mut() {
            call.change = Some(Pending { client, change, by, tries, cseq, is_rude });
            call.retry = None;
        }
    }

    pub(super) fn change_answered(&mut self, id: ClientId, message: &Message, _flow: Flow, now: Instant) {
        let status = message.status();
        let Some(call) = self.call.as_mut().filter(|call| call.call_id == message.call_id()) else { return };
        let Some(pending) = call.change.filter(|pending| pending.client == id) else {
            if status < 300 {
                self.acknowledge_again(message.cseq());
            }
            return;
        };
        if status < 200 {
            return;
        }
        let is_caller = call.calling.is_some();
        self.seen.push(format!("{:?} {status}", pending.change));
        if status >= 300 {
            call.change = None;
        }
        match status {
            200..=299 if pending.is_rude => {}
            200..=299 => {
                let is_late = pending.by == By::LateInvite;
                let answer = self.description_came(message.body(), is_late);
                if pending.by != By::Update {
                    self.acknowledge(pending.cseq, answer.as_deref(), now);
                }
                self.changed(message, now);
            }
            // Who made the Call-ID waits longer (RFC 3261 §14.1).
            491 if pending.tries < 5 => {
                let wait = Duration::from_millis(if is_caller { 2_100 } else { 10 } + self.tokens % 190 * 10);
                if let Some(call) = self.call.as_mut() {
                    call.retry = Some((now + wait, pending.change, pending.by, pending.tries + 1));
                }
            }
            408 | 481 => {
                self.hang_up(now);
            }
            _ => self.take_back(pending.change),
        }
    }

    /// The change is made.
    fn changed(&mut self, message: &Message, now: Instant) {
        let Some(call) = self.call.as_mut() else { return };
        // With a late offer the other side hears of the hold only by our ACK.
        let is_late = call.change.take().is_some_and(|pending| pending.by == By::LateInvite);
        let is_told = call.session.wants_silence() && !is_late;
        call.silent_since = is_told.then_some(now);
        if let Some(agreed) = SessionExpires::of(message) {
            let ours = agreed.refresher == Some(Refresher::Uac);
            call.timer = Some(SessionTimer::start(agreed.interval, ours, now));
        }
        self.next_frame = Some(now);
    }

    /// The change was refused: the session stands as it was (RFC 3261 §14.1).
    fn take_back(&mut self, change: Change) {
        let Some(call) = self.call.as_mut() else { return };
        match change {
            Change::Fax => call.session.is_fax = false,
            Change::Inactive | Change::SendOnly => call.session.direction = Direction::BOTH,
            Change::ZeroAddress => call.session.zero_address = false,
            Change::Refresh | Change::Resume => {}
        }
        // It says so in its next description: what comes then is no complaint (seed 452370).
        if !call.session.wants_silence() {
            call.silent_since = None;
        }
    }

    /// Takes an INVITE or UPDATE in the dialog.
    pub(super) fn asked_to_change(&mut self, id: ServerId, message: &Message, flow: Flow, now: Instant) {
        let (contact, refuses) = (self.contact(), self.manners.refuses_changes);
        let knows_timers = self.manners.session_expires.is_some();
        let is_invite = message.method() == Method::Invite;
        let Some(call) = self.call.as_mut() else { return };
        let has_offer = !message.body().is_empty();
        let refusal = match refuses {
            _ if call.has_offered() && (has_offer || is_invite) => Some(491),
            refuses => refuses.filter(|_| has_offer),
        };
        if has_offer {
            // What is refused is known all the same: the next description has the next version.
            self.complaints.extend(call.session.takes(message.body(), false, self.is_strict));
        }
        if let Some(status) = refusal {
            self.seen.push(format!("{status} to {}", message.method().as_str()));
            return self.reply(id, message, flow, status, now);
        }
        self.seen.push(format!("{} in the call", message.method().as_str()));
        let body = match (has_offer, is_invite) {
            (true, _) => call.session.answer(),
            (false, true) => Some(call.session.offer()),
            (false, false) => Some(Vec::new()),
        };
        let Some(body) = body else { return self.reply(id, message, flow, 488, now) };
        if let Some(dialog) = call.dialog.as_mut() {
            dialog.refresh_target(message);
        }
        let mut ok = Writer::response(message, flow.remote, 200, "", None);
        ok.header(HeaderName::Contact, contact);
        if knows_timers && message.supports("timer") {
            let agreed = SessionExpires::agree(message);
            ok.header(HeaderName::SessionExpires, agreed.to_string()).header(HeaderName::Require, "timer");
            let ours = agreed.refresher == Some(Refresher::Uas);
            call.timer = Some(SessionTimer::start(agreed.interval, ours, now));
        }
        let ok = match body.as_slice() {
            [] => ok.finish(),
            body => ok.finish_with("application/sdp", body),
        };
        if is_invite {
            call.unacked.push((message.cseq(), id, !has_offer));
        }
        self.transactions.respond(id, 200, ok, now);
        self.next_frame = Some(now);
    }

    /// Refreshes the session, tries a change again, hangs up what nobody refreshed.
    pub(super) fn refresh_when_due(&mut self, now: Instant) {
        let Some(call) = self.call.as_mut().filter(|call| call.stage == Stage::Talking) else { return };
        if let Some((_, change, by, tries)) = call.retry.take_if(|(at, ..)| *at <= now) {
            return self.try_change(change, by, tries, false, now);
        }
        match call.timer.as_mut().and_then(|timer| timer.handle_timeout(now)) {
            Some(sip::SessionDue::Refresh) => self.change(Change::Refresh, By::Update, now),
            Some(sip::SessionDue::Expired) => {
                self.seen.push("session expired".to_owned());
                self.hang_up(now);
            }
            None => {}
        }
    }
}
