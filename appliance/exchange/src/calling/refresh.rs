//! Requests of ours in a leg's dialog: re-INVITE and UPDATE, for the other leg or for the session timer (RFC 4028).

use std::time::Duration;

use calls::LegId;
use model::{Cause, Now};
use rand::RngExt;
use sip::{
    ClientId, Flow, HeaderName, MIN_SE, Message, Method, Refresher, SessionDue, SessionExpires, SessionTimer,
    Writer,
};

use super::leg::{Asked, Purpose};
use crate::Exchange;
use crate::identity::{ALLOW, SUPPORTED, contact};
use crate::state::Client;

impl Exchange {
    /// Sends a re-INVITE or an UPDATE; false when it could not be.
    pub(crate) fn ask(
        &mut self,
        id: LegId,
        method: Method,
        purpose: Purpose,
        description: Option<&[u8]>,
        now: Now,
    ) -> bool {
        let branch = self.branch();
        let Some(leg) = self.leg_mut(id) else { return false };
        let timer = leg.timer;
        let Some(dialog) = leg.dialog.as_mut() else { return false };
        let flow = dialog.flow;
        let mut request = dialog.request(method, &branch, Some(&contact(&flow)));
        request.header(HeaderName::Allow, ALLOW).header(HeaderName::Supported, SUPPORTED);
        if let Some(timer) = timer {
            let refresher = if timer.we_refresh() { Refresher::Uac } else { Refresher::Uas };
            let expires = SessionExpires { interval: timer.interval(), refresher: Some(refresher) };
            request
                .header(HeaderName::SessionExpires, expires.to_string())
                .header(HeaderName::MinSe, MIN_SE.to_string());
        }
        let request = match description {
            Some(text) => request.finish_with("application/sdp", text),
            None => request.finish(),
        };
        let Ok(client) = self.transactions.request(request, flow, now.tick) else { return false };
        self.clients.insert(client, Client::InDialog(id));
        let Some(leg) = self.leg_mut(id) else { return false };
        let has_offer = description.is_some();
        let before = leg.asked.replace(Asked { client, purpose, open: true, has_offer });
        if let Some(before) = before {
            self.clients.remove(&before.client);
        }
        true
    }

    /// Takes a response to such a request.
    pub(crate) fn in_dialog_response(
        &mut self,
        id: LegId,
        client: ClientId,
        message: &Message,
        flow: Flow,
        now: Now,
    ) {
        let status = message.status();
        let Some(leg) = self.leg_mut(id) else { return };
        let Some(asked) = leg.asked.as_mut().filter(|asked| asked.client == client) else { return };
        let (method, purpose) = (message.method(), asked.purpose);
        if !asked.open {
            if method == Method::Invite && (200..300).contains(&status) && leg.owes_ack.is_none() {
                self.acknowledge_again(id, message.cseq());
            }
            return;
        }
        if status < 200 {
            return;
        }
        asked.open = false;
        if method != Method::Invite {
            self.clients.remove(&client);
        }
        match status {
            200..=299 => {
                if let Some(leg) = self.leg_mut(id) {
                    leg.learn_methods(message);
                    if let Some(dialog) = &mut leg.dialog {
                        dialog.refresh_target(message);
                        dialog.flow = flow;
                    }
                    leg.timer = Some(timer_of(message, now));
                }
                match purpose {
                    Purpose::Negotiation => self.negotiated(id, message, now),
                    Purpose::Refresh if method == Method::Invite => {
                        self.acknowledge_answer(id, message.cseq(), None);
                    }
                    Purpose::Refresh => {}
                }
            }
            // The telephone knows nothing of this dialog any more (RFC 3261 §12.2.1.2).
            408 | 481 => self.gone(id, now),
            _ => match purpose {
                Purpose::Negotiation => self.not_negotiated(id, status, now),
                Purpose::Refresh => self.refresh_again(id, message, now),
            },
        }
        self.settle(id.serial());
    }

    /// Hears that such a request got no answer at all.
    pub(crate) fn no_in_dialog_response(&mut self, id: LegId, client: ClientId, now: Now) {
        let Some(leg) = self.leg_mut(id) else { return };
        let Some(asked) = leg.asked.as_mut().filter(|asked| asked.client == client && asked.open) else {
            return;
        };
        asked.open = false;
        self.gone(id, now);
    }

    fn gone(&mut self, id: LegId, now: Now) {
        self.not_negotiated(id, 488, now);
        self.leg_failed(id, Cause::NoResponse, now);
    }

    /// A refresh that was refused is tried again: with a longer interval (422), after another request is through (491), or
    /// later. Never at once: a telephone that always refuses must not keep us busy.
    fn refresh_again(&mut self, id: LegId, refusal: &Message, now: Now) {
        let pause = Duration::from_millis(self.rng.random_range(2_100..4_000));
        let Some(timer) = self.leg_mut(id).and_then(|leg| leg.timer.as_mut()) else { return };
        match (refusal.status(), SessionExpires::min_of(refusal)) {
            (422, Some(least)) if least > timer.interval() => {
                timer.lengthen(least);
                timer.try_again(pause, now.tick);
            }
            (491, _) => timer.try_again(pause, now.tick),
            _ => timer.refused(now.tick),
        }
    }

    /// Does what is due in the dialogs of a call.
    pub(crate) fn legs_due(&mut self, serial: u64, now: Now) {
        let Some(entry) = self.calls.get(&serial) else { return };
        let due: Vec<LegId> = entry
            .legs
            .iter()
            .filter(|leg| leg.poll_timeout().is_some_and(|at| at <= now.tick))
            .map(|leg| leg.id)
            .collect();
        for id in due {
            self.resend_provisional(id, now);
            let Some(leg) = self.leg_mut(id) else { continue };
            let due =
                leg.timer.as_mut().filter(|_| !leg.ended).and_then(|timer| timer.handle_timeout(now.tick));
            match due {
                Some(SessionDue::Refresh) => self.refresh_session(id, now),
                Some(SessionDue::Expired) => {
                    leg.timer = None;
                    self.leg_failed(id, Cause::NoResponse, now);
                }
                None => {}
            }
        }
    }

    fn refresh_session(&mut self, id: LegId, now: Now) {
        let negotiating = self.calls.get(&id.serial()).is_some_and(|entry| entry.negotiation.is_some());
        let Some(leg) = self.leg_mut(id) else { return };
        let busy = negotiating || leg.is_asked() || !leg.unacked.is_empty() || leg.owes_ack.is_some();
        let asked = if busy {
            false
        } else if leg.allows_update {
            self.ask(id, Method::Update, Purpose::Refresh, None, now)
        } else {
            let text = leg.session.describe_again();
            self.ask(id, Method::Invite, Purpose::Refresh, Some(&text), now)
        };
        if !asked && let Some(timer) = self.leg_mut(id).and_then(|leg| leg.timer.as_mut()) {
            timer.try_again(Duration::from_secs(2), now.tick);
        }
    }

    /// Agrees to the session timer that a request asks for, in our 2xx (RFC 4028 §9).
    pub(crate) fn agree_timer(&mut self, id: LegId, request: &Message, response: &mut Writer, now: Now) {
        let agreed = SessionExpires::agree(request);
        let Some(leg) = self.leg_mut(id) else { return };
        response.header(HeaderName::SessionExpires, agreed.to_string());
        let we_refresh = agreed.refresher == Some(Refresher::Uas);
        if !we_refresh {
            response.header(HeaderName::Require, "timer");
        }
        leg.timer = Some(if request.supports("timer") {
            SessionTimer::start(agreed.interval, we_refresh, now.tick)
        } else {
            SessionTimer::alone(agreed.interval, now.tick)
        });
    }
}

/// The session timer that a telephone agrees to in its 2xx; one of our own when it knows none (RFC 4028 §7.2).
pub(crate) fn timer_of(response: &Message, now: Now) -> SessionTimer {
    SessionExpires::of(response).map_or_else(
        || SessionTimer::unasked(now.tick),
        |agreed| {
            let we_refresh = agreed.refresher != Some(Refresher::Uas);
            SessionTimer::start(agreed.interval, we_refresh, now.tick)
        },
    )
}
