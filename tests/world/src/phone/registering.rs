//! How a virtual telephone registers (RFC 3261 §10.2), over a connection as one flow of its instance (RFC 5626).

use std::time::Instant;

use sip::{HeaderName, Message, Transport};

use super::messages::Draft;
use super::{Asked, Phone};

/// The registration that is under way.
#[derive(Clone, Debug)]
pub(super) struct Register {
    cseq: u32,
    expires: u32,
    challenged: bool,
    /// A telephone that restarted registers with another Call-ID.
    call_id: String,
}

impl Phone {
    /// Registers for this many seconds; 0 unregisters.
    pub(crate) fn register(&mut self, expires: u32, now: Instant) {
        let (cseq, call_id) = match self.register.take() {
            Some(register) => (register.cseq + 1, register.call_id),
            None => (1, format!("register-{}", self.token())),
        };
        self.register = Some(Register { cseq, expires, challenged: false, call_id });
        self.send_register(None, now);
    }

    fn send_register(&mut self, challenge: Option<&Message>, now: Instant) {
        let Some(Register { cseq, expires, call_id, .. }) = self.register.clone() else { return };
        let uri = format!("sip:{}", self.exchange.ip());
        let to = self.identity();
        let draft = Draft { method: "REGISTER", uri: &uri, to: &to, call_id: &call_id, tag: "reg", cseq };
        let contact = match self.transport {
            Transport::Udp => self.contact(),
            _ => format!("{};reg-id=1;+sip.instance=\"<urn:uuid:virtual-{}>\"", self.contact(), self.number),
        };
        let mut request = self.new_request(&draft, challenge);
        request
            .header(HeaderName::Contact, contact)
            .header(HeaderName::Supported, "path, outbound")
            .header(HeaderName::UserAgent, "virtual")
            .header(HeaderName::Expires, expires.to_string());
        self.ask(request.finish(), Asked::Register, now);
    }

    pub(super) fn registered(&mut self, message: &Message, now: Instant) {
        let Some(register) = self.register.as_mut() else { return };
        match message.status() {
            100..=199 => {}
            401 if !register.challenged => {
                register.challenged = true;
                register.cseq += 1;
                self.send_register(Some(message), now);
            }
            status => self.seen.push(format!("REGISTER {status}")),
        }
    }
}
