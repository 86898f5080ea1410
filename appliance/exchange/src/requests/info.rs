//! INFO (RFC 6086 legacy use): passed on to the other leg when its body may cross.

use calls::LegId;
use model::Now;
use sip::{Flow, HeaderName, Message, Method, ServerId};

use crate::state::Client;
use crate::{Exchange, crossing};

impl Exchange {
    /// Takes an INFO in a leg's dialog.
    pub(crate) fn info(&mut self, id: ServerId, message: Message, flow: &Flow, leg: LegId, now: Now) {
        if !crossing::body_may_cross(&message, Method::Info) {
            let mut response = self.response(&message, flow, 415, "Unsupported Media Type", None);
            response.header(HeaderName::Accept, crossing::accepted(Method::Info));
            return self.transactions.respond(id, 415, response.finish(), now.tick);
        }
        let other =
            self.calls.get(&leg.serial()).and_then(|entry| entry.call.talking()).and_then(|(a, b)| {
                if leg == a {
                    Some(b)
                } else if leg == b {
                    Some(a)
                } else {
                    None
                }
            });
        let branch = self.branch();
        let Some(dialog) = other.and_then(|other| self.leg_mut(other)).and_then(|leg| leg.dialog.as_mut())
        else {
            // Before the answer there is nobody to tell (RFC 3261 §21.4.18).
            return self.refuse(id, &message, flow, 480, now);
        };
        let mut request = dialog.request(Method::Info, &branch, None);
        let towards = dialog.flow;
        crossing::copy_headers(&message, &mut request);
        let content_type = message.text(HeaderName::ContentType).unwrap_or_default();
        let request = match message.body() {
            [] => request.finish(),
            body => request.finish_with(content_type, body),
        };
        match self.transactions.request(request, towards, now.tick) {
            Ok(client) => {
                self.clients
                    .insert(client, Client::Relayed { server: id, request: Box::new(message), flow: *flow });
            }
            Err(_) => self.refuse(id, &message, flow, 503, now),
        }
    }
}
