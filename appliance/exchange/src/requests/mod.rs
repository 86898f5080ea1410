//! Requests from telephones, a file a method.

mod bye;
mod in_dialog;
mod info;
mod invite;
mod options;
mod register;

use model::Now;
use sip::{Flow, HeaderName, Message, Method, ServerId, Uri};

use crate::Exchange;
use crate::identity::ALLOW;

/// Why a request is refused before anybody asks who sent it.
pub(crate) struct Unfit {
    status: u16,
    reason: &'static str,
    header: Option<(HeaderName, String)>,
}

impl Exchange {
    /// Takes a request that is no retransmission.
    pub(crate) fn request(&mut self, id: ServerId, message: Message, flow: Flow, now: Now) {
        self.counters.sip_requests += 1;
        if let Some(Unfit { status, reason, header }) = self.refusal(&message) {
            let mut response = self.response(&message, &flow, status, reason, None);
            if let Some((name, value)) = header {
                response.header(name, value);
            }
            return self.transactions.respond(id, status, response.finish(), now.tick);
        }
        if message.to_tag().is_some() {
            return self.in_dialog(id, message, flow, now);
        }
        match message.method() {
            Method::Invite => self.invite(id, message, flow, now),
            Method::Options => self.options(id, &message, &flow, now),
            Method::Register => self.register(id, &message, &flow, now),
            Method::Bye => self.refuse(id, &message, &flow, 481, now),
            _ => self.refuse(id, &message, &flow, 405, now),
        }
    }

    /// Answers a request with an error and nothing more; a 405 says what is allowed.
    pub(crate) fn refuse(&mut self, id: ServerId, message: &Message, flow: &Flow, status: u16, now: Now) {
        let tag = crate::auth::stateless_tag(message);
        let mut response = self.response(message, flow, status, sip::reason_phrase(status), Some(&tag));
        if status == 405 {
            response.header(HeaderName::Allow, ALLOW);
        }
        self.transactions.respond(id, status, response.finish(), now.tick);
    }

    /// Whether a request cannot be served whoever sends it (RFC 3261 §8.2.2): these come before the challenge.
    pub(crate) fn refusal(&self, message: &Message) -> Option<Unfit> {
        let unfit = |status, reason| Some(Unfit { status, reason, header: None });
        match Uri::parse(message.request_uri()) {
            Ok(uri) if uri.is_sip() => {}
            Ok(_) => return unfit(416, "Unsupported URI Scheme"),
            Err(_) => return unfit(400, "Bad Request-URI"),
        }
        let unsupported: Vec<&str> = message.requires().chain(message.proxy_requires()).collect();
        if !unsupported.is_empty() && message.method() != Method::Cancel {
            let header = Some((HeaderName::Unsupported, unsupported.join(", ")));
            return Some(Unfit { status: 420, reason: "Bad Extension", header });
        }
        None
    }
}
