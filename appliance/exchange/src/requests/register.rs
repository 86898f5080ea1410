//! REGISTER (RFC 3261 §10.3, RFC 5626 §6).

use model::{Account, Now};
use sip::{Flow, Granted, HeaderName, Message, RegisterError, ServerId, Uri};

use crate::Exchange;
use crate::registrations::Registered;

impl Exchange {
    /// Takes a REGISTER with credentials.
    pub(crate) fn register(&mut self, id: ServerId, message: &Message, flow: &Flow, now: Now) {
        let Some(account) = self.authenticate(id, message, flow, now) else {
            return;
        };
        // One registers oneself: the To names the account, or the number of its line.
        let to = message.to();
        let own = Uri::parse(to.uri).is_ok_and(|uri| {
            let user = uri.user_text();
            uri.is_sip() && (user == account.username.as_str() || user == account.number.as_str())
        });
        if !own || !self.claims_are_own(&account, message) {
            return self.refuse(id, message, flow, 403, now);
        }
        let tag = crate::auth::stateless_tag(message);
        match self.registrar.register(account.username.as_str(), message, *flow, now.tick) {
            Ok(contacts) => {
                self.counters.sip_registrations += 1;
                self.find_legs(account.username.as_str(), message, flow);
                let response = self.registered(message, flow, &contacts);
                let is_kept = !self.registrar.is_last(account.username.as_str(), message, flow, now.tick);
                self.answer_register(id, Registered { ok: response, is_kept }, now);
            }
            Err(RegisterError::TooBrief { min }) => {
                let mut response = self.response(message, flow, 423, "Interval Too Brief", Some(&tag));
                response.header(HeaderName::MinExpires, min.as_secs().to_string());
                self.transactions.respond(id, 423, response.finish(), now.tick);
            }
            Err(RegisterError::BadContact | RegisterError::Mixed) => self.refuse(id, message, flow, 400, now),
            Err(RegisterError::OutOfOrder) => self.refuse(id, message, flow, 500, now),
            Err(RegisterError::Full) => {
                let mut response = self.response(message, flow, 503, "Service Unavailable", Some(&tag));
                response.header(HeaderName::RetryAfter, "60");
                self.transactions.respond(id, 503, response.finish(), now.tick);
            }
        }
    }

    /// Answers the REGISTER that was answered last once more. Nothing is kept of a REGISTER that was answered, for ten
    /// thousand telephones come back together after a power cut; the bindings say what the answer was. Who only overheard it
    /// changes nothing with it, and the answer goes where the telephone is.
    pub(crate) fn register_again(
        &mut self,
        id: ServerId,
        message: &Message,
        flow: &Flow,
        account: &Account,
        now: Now,
    ) {
        if !self.registers.is_empty() {
            // Perhaps it is this very one whose change waits for the disk; until it is there nothing is said of it.
            return self.transactions.ignore(id);
        }
        let contacts = self.registrar.granted(account.username.as_str(), now.tick);
        let response = self.registered(message, flow, &contacts);
        self.transactions.respond_and_forget(id, response);
    }

    fn registered(&self, message: &Message, flow: &Flow, contacts: &[Granted]) -> Vec<u8> {
        let tag = crate::auth::stateless_tag(message);
        let mut response = self.response(message, flow, 200, "OK", Some(&tag));
        for contact in contacts {
            response.header(HeaderName::Contact, contact.to_string());
        }
        if sip::is_outbound(message) {
            response.header(HeaderName::Require, "outbound");
            if let Some(every) = sip::flow_timer(flow.transport) {
                response.header(HeaderName::FlowTimer, every.as_secs().to_string());
            }
        }
        response.finish()
    }
}
