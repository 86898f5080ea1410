//! OPTIONS (RFC 3261 §11.2): what we understand. Needs no credentials: it tells nothing about anybody.

use sip::{Flow, HeaderName, Message, Method, ServerId};

use crate::identity::{ALLOW, contact};
use crate::{Exchange, crossing};

impl Exchange {
    /// Answers an OPTIONS, in a dialog or out of one.
    pub(crate) fn options(&mut self, id: ServerId, message: &Message, flow: &Flow) {
        let tag = crate::auth::stateless_tag(message);
        let mut response = self.response(message, flow, 200, "OK", Some(&tag));
        response
            .header(HeaderName::Contact, contact(flow))
            .header(HeaderName::Allow, ALLOW)
            .header(HeaderName::Accept, crossing::accepted(Method::Invite))
            .header(HeaderName::AcceptEncoding, "identity");
        self.transactions.respond_and_forget(id, response.finish());
    }
}
