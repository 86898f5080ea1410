//! Responses to our own requests, translated into events of calls.

use calls::{Event, LegId};
use model::{Cause, Now};
use sdp::Session;
use sip::{Binding, ClientId, Dialog, Flow, Message};

use crate::Exchange;
use crate::calling::{Leg, timer_of};
use crate::outcome::cause_of;
use crate::state::Client;

impl Exchange {
    /// Takes a response to one of our requests.
    pub(crate) fn response_to(&mut self, id: ClientId, message: &Message, flow: Flow, now: Now) {
        let provisional = message.status() < 200;
        match self.clients.get(&id) {
            None => {}
            Some(Client::Invite(leg)) => {
                let leg = *leg;
                self.invite_response(leg, id, message, flow, now);
            }
            Some(Client::InDialog(leg)) => {
                let leg = *leg;
                self.in_dialog_response(leg, id, message, flow, now);
            }
            Some(_) if provisional => {}
            Some(_) => match self.clients.remove(&id) {
                // An error is an answer too: there is somebody.
                Some(Client::Ping { aor, contact }) => self.registrar.pong(&aor, &contact, now.tick),
                Some(Client::Page(page)) => self.paged(page, message.status(), now),
                Some(Client::Relayed { from, server, request, flow }) => {
                    self.relayed(from);
                    self.relay_response(server, &request, &flow, message, now);
                }
                Some(Client::Unheeded | Client::InDialog(_) | Client::Invite(_)) | None => {}
            },
        }
    }

    /// Hears that nobody answered one of our requests.
    pub(crate) fn no_response_to(&mut self, id: ClientId, now: Now) {
        match self.clients.remove(&id) {
            Some(Client::InDialog(leg)) => self.no_in_dialog_response(leg, id, now),
            Some(Client::Invite(leg)) => {
                if let Some(Binding { aor, contact, .. }) =
                    self.leg_mut(leg).and_then(Leg::invite_over).cloned()
                {
                    self.registrar.ping_lost(&aor, &contact, now.tick);
                }
                self.leg_failed(leg, Cause::NoResponse, now);
            }
            Some(Client::Page(page)) => self.paged(page, 408, now),
            Some(Client::Ping { aor, contact }) => self.registrar.ping_lost(&aor, &contact, now.tick),
            Some(Client::Relayed { from, server, request, flow }) => {
                self.relayed(from);
                self.refuse(server, &request, &flow, 408, now);
            }
            Some(Client::Unheeded) | None => {}
        }
    }

    fn invite_response(&mut self, leg: LegId, id: ClientId, message: &Message, flow: Flow, now: Now) {
        let status = message.status();
        match status {
            100 => {}
            101..=199 => self.progressing(leg, message, flow, now),
            200..=299 => self.answered(leg, message, flow, now),
            422 if self.dial_with_longer_interval(leg, message, now) => {}
            415 | 488 | 606 if self.dial_in_clear(leg, message, now) => {}
            _ => {
                self.clients.remove(&id);
                let still_wanted = self.leg_mut(leg).is_some_and(|leg| !leg.silent);
                if let Some(leg) = self.leg_mut(leg) {
                    leg.invite_over();
                }
                if (300..400).contains(&status) && still_wanted {
                    self.redirected(leg, message, flow, now);
                } else {
                    self.leg_failed(leg, cause_of(status), now);
                }
            }
        }
    }

    /// Takes a 2xx of a called telephone, the first time or again: each is acknowledged (RFC 3261 §13.2.2.4).
    fn answered(&mut self, id: LegId, message: &Message, flow: Flow, now: Now) {
        let Some(leg) = self.leg_mut(id) else { return };
        let tag = message.to_tag().unwrap_or_default();
        let known = leg.dialog.as_ref().is_some_and(|dialog| dialog.id.remote_tag == tag);
        if known {
            return self.acknowledge_again(id, message.cseq());
        }
        let Some(request) = leg.called().and_then(|called| called.request.as_ref()) else { return };
        let early = leg.early.iter().position(|early| early.dialog.id.remote_tag == tag);
        let dialog = match early {
            // Its numbers go on from those of its PRACKs.
            Some(index) => {
                let mut dialog = leg.early.swap_remove(index).dialog;
                let _ = dialog.confirm(message);
                dialog.flow = flow;
                Ok(dialog)
            }
            None => Dialog::uac(request, message, flow),
        };
        let Ok(dialog) = dialog else {
            leg.invite_over();
            return self.leg_failed(id, Cause::NotAcceptable, now);
        };
        if leg.dialog.is_some() {
            // A second telephone behind the same contact answered too: one is enough.
            leg.superfluous += 1;
            if leg.superfluous <= MAX_SUPERFLUOUS {
                self.end_superfluous(dialog, message, id, now);
            }
            return;
        }
        leg.dialog = Some(dialog);
        leg.learn_methods(message);
        leg.timer = Some(timer_of(message, now));
        let late = leg.offers_late();
        let described = Session::parse(message.body());
        if let (true, Ok(offer)) = (late, &described) {
            self.give_keys_for(id, offer);
        }
        let Some(leg) = self.leg_mut(id) else { return };
        let has_settled = !late && message.body().is_empty() && leg.session.told.is_some();
        match described {
            Ok(offer) if late => leg.owes_ack = Some((message.cseq(), Box::new(offer))),
            // The answer came with a reliable provisional response (RFC 3262 §5).
            Err(_) if has_settled => {}
            described => {
                if !described.is_ok_and(|answer| leg.session.accept(answer)) {
                    self.acknowledge_answer(id, message.cseq(), None);
                    self.hang_up(id, Cause::NotAcceptable, now);
                    return self.leg_failed(id, Cause::NotAcceptable, now);
                }
            }
        }
        if !late {
            self.acknowledge_answer(id, message.cseq(), None);
            self.aim_streams(id);
        }
        self.tell(id.serial(), Event::Answered(id), now);
    }
}

/// Telephones behind one contact that answer after the first are hung up, so many at most: each costs us an ACK and a
/// BYE with its retransmissions.
const MAX_SUPERFLUOUS: u32 = 8;
