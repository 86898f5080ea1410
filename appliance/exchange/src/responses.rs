//! Responses to our own requests, translated into events of calls.

use calls::{Event, LegId};
use model::{Cause, Now};
use sdp::Session;
use sip::{Binding, ClientId, Dialog, Flow, Message, Method};

use crate::Exchange;
use crate::calling::Leg;
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
            Some(_) if provisional => {}
            Some(_) => match self.clients.remove(&id) {
                // An error is an answer too: there is somebody.
                Some(Client::Ping { aor, contact }) => self.registrar.pong(&aor, &contact, now.tick),
                Some(Client::Relayed { server, request, flow }) => {
                    let reason = String::from_utf8_lossy(message.reason()).into_owned();
                    // A challenge is between the telephone and us; its other half does not cross.
                    let (status, reason) = match message.status() {
                        401 | 407 => (403, "Forbidden".to_owned()),
                        status => (status, reason),
                    };
                    let response = self.response(&request, &flow, status, &reason, None).finish();
                    self.transactions.respond(server, status, response, now.tick);
                }
                Some(Client::Bye | Client::Invite(_)) | None => {}
            },
        }
    }

    /// Hears that nobody answered one of our requests.
    pub(crate) fn no_response_to(&mut self, id: ClientId, now: Now) {
        match self.clients.remove(&id) {
            Some(Client::Invite(leg)) => {
                if let Some(Binding { aor, contact, .. }) =
                    self.leg_mut(leg).and_then(Leg::invite_over).cloned()
                {
                    self.registrar.ping_lost(&aor, &contact, now.tick);
                }
                self.leg_failed(leg, Cause::NoResponse, now);
            }
            Some(Client::Ping { aor, contact }) => self.registrar.ping_lost(&aor, &contact, now.tick),
            Some(Client::Relayed { server, request, flow }) => self.refuse(server, &request, &flow, 408, now),
            Some(Client::Bye) | None => {}
        }
    }

    fn invite_response(&mut self, leg: LegId, id: ClientId, message: &Message, flow: Flow, now: Now) {
        match message.status() {
            100 => {}
            101..=199 => self.tell(leg.serial(), Event::Ringing(leg), now),
            200..=299 => self.answered(leg, message, flow, now),
            status => {
                self.clients.remove(&id);
                if let Some(leg) = self.leg_mut(leg) {
                    leg.invite_over();
                }
                self.leg_failed(leg, cause_of(status), now);
            }
        }
    }

    /// Takes a 2xx of a called telephone, the first time or again: each is acknowledged (RFC 3261 §13.2.2.4).
    fn answered(&mut self, id: LegId, message: &Message, flow: Flow, now: Now) {
        let branch = self.branch();
        let Some(leg) = self.leg_mut(id) else { return };
        let known =
            leg.dialog.as_ref().is_some_and(|dialog| Some(dialog.id.remote_tag.as_str()) == message.to_tag());
        let Some(request) = leg.own_invite() else { return };
        let cseq = request.cseq();
        let Ok(mut dialog) = Dialog::uac(request, message, flow) else {
            leg.invite_over();
            return self.leg_failed(id, Cause::NotAcceptable, now);
        };
        let is_superfluous = leg.dialog.is_some() && !known;
        if is_superfluous {
            leg.superfluous += 1;
            if leg.superfluous > MAX_SUPERFLUOUS {
                return;
            }
        }
        self.transactions.send(flow, dialog.ack(cseq, &branch).finish());
        if known {
            return;
        }
        if is_superfluous {
            // A second telephone behind the same contact answered too: one is enough.
            let bye = dialog.request(Method::Bye, &format!("{branch}b"), None).finish();
            return self.send_bye(bye, flow, now);
        }
        let Some(leg) = self.leg_mut(id) else { return };
        leg.dialog = Some(dialog);
        match Session::parse(message.body()) {
            Ok(answer) => {
                leg.remote = Some(answer.clone());
                self.aim_stream(id, &answer, flow.remote.ip());
                self.tell(id.serial(), Event::Answered(id), now);
            }
            Err(_) => {
                self.hang_up(id, Cause::NotAcceptable, now);
                self.leg_failed(id, Cause::NotAcceptable, now);
            }
        }
    }
}

/// Telephones behind one contact that answer after the first are hung up, so many at most: each costs us an ACK and a
/// BYE with its retransmissions.
const MAX_SUPERFLUOUS: u32 = 8;
