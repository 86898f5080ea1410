//! Requests from telephones, a file a method.

mod bye;
mod in_dialog;
mod invite;
mod message;
mod modify;
mod options;
mod prack;
mod register;
mod relay;

use model::Now;
use sip::{Flow, HeaderName, Message, Method, ServerId, Uri};

pub(crate) use message::Page;

use crate::identity::ALLOW;
use crate::{Exchange, crossing};

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
            let tag = crate::auth::stateless_tag(&message);
            let mut response = self.response(&message, &flow, status, reason, Some(&tag));
            if let Some((name, value)) = header {
                response.header(name, value);
            }
            return self.transactions.respond_and_forget(id, response.finish());
        }
        if message.to_tag().is_some() {
            return self.in_dialog(id, message, flow, now);
        }
        match message.method() {
            Method::Invite => self.invite(id, message, flow, now),
            Method::Message => self.message(id, message, flow, now),
            Method::Options => self.options(id, &message, &flow),
            Method::Register => self.register(id, &message, &flow, now),
            // These belong to a dialog (RFC 3261 §15.1.2, RFC 3262 §3, RFC 3311 §5.2, RFC 6086 §4.2.1).
            Method::Bye | Method::Info | Method::Prack | Method::Update => {
                self.refuse_stranger(id, &message, &flow, 481);
            }
            _ => self.refuse_stranger(id, &message, &flow, 405),
        }
    }

    /// Answers a request with an error and nothing more, and remembers it in case it comes again.
    pub(crate) fn refuse(&mut self, id: ServerId, message: &Message, flow: &Flow, status: u16, now: Now) {
        let response = self.refusal_of(message, flow, status);
        self.transactions.respond(id, status, response, now.tick);
    }

    /// Answers who has not said who it is with an error, and keeps nothing of it: a stranger must not fill our tables,
    /// nor have us send an answer again and again.
    pub(crate) fn refuse_stranger(&mut self, id: ServerId, message: &Message, flow: &Flow, status: u16) {
        let response = self.refusal_of(message, flow, status);
        self.transactions.respond_and_forget(id, response);
    }

    /// An error and nothing more; a 405 says which methods are allowed, a 415 and a 406 which bodies.
    fn refusal_of(&self, message: &Message, flow: &Flow, status: u16) -> Vec<u8> {
        let tag = crate::auth::stateless_tag(message);
        let mut response = self.response(message, flow, status, sip::reason_phrase(status), Some(&tag));
        if status == 405 {
            response.header(HeaderName::Allow, ALLOW);
        }
        if matches!(status, 406 | 415) {
            response.header(HeaderName::Accept, crossing::accepted(message.method()));
        }
        response.finish()
    }

    /// Whether a request cannot be served whoever sends it (RFC 3261 §8.2.2): these come before the challenge.
    pub(crate) fn refusal(&self, message: &Message) -> Option<Unfit> {
        let unfit = |status, reason| Some(Unfit { status, reason, header: None });
        match Uri::parse(message.request_uri()) {
            Ok(uri) if uri.is_sip() => {}
            Ok(_) => return unfit(416, "Unsupported URI Scheme"),
            Err(_) => return unfit(400, "Bad Request-URI"),
        }
        // Nobody goes on with a message that has come too far round (RFC 7332).
        if message.method() == Method::Invite && message.max_forwards() == Some(0) {
            return unfit(483, "Too Many Hops");
        }
        // What is registered is a SIP or SIPS URI (RFC 3261 §10.3, RFC 4475 §3.3.4).
        if message.method() == Method::Register && !Uri::parse(message.to().uri).is_ok_and(|to| to.is_sip()) {
            return unfit(400, "Bad Address To Register");
        }
        // Proxy-Require is for proxies, and we answer as a user agent (RFC 3261 §8.2.2.3, RFC 4475 §3.3.5).
        let unsupported: Vec<&str> = message.requires().filter(|option| !is_understood(option)).collect();
        if !unsupported.is_empty() && message.method() != Method::Cancel {
            let header = Some((HeaderName::Unsupported, unsupported.join(", ")));
            return Some(Unfit { status: 420, reason: "Bad Extension", header });
        }
        None
    }
}

/// Whether what a telephone requires is there: reliable provisional responses, session timers, its flows.
fn is_understood(option: &str) -> bool {
    ["100rel", "outbound", "timer"].iter().any(|known| known.eq_ignore_ascii_case(option))
}
