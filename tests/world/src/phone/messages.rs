//! The requests that a virtual telephone makes out of dialogs.

use sip::{Flow, HeaderName, Message, Writer};

use super::Phone;

/// A request out of any dialog, before it has credentials.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    pub(super) method: &'a str,
    pub(super) uri: &'a str,
    pub(super) to: &'a str,
    pub(super) call_id: &'a str,
    pub(super) tag: &'a str,
    pub(super) cseq: u32,
}

impl Phone {
    pub(super) fn flow(&self) -> Flow {
        Flow { transport: self.transport, local: self.address, remote: self.exchange }
    }

    pub(super) fn token(&mut self) -> String {
        self.tokens += 1;
        format!("{}x{}", self.number, self.tokens)
    }

    pub(super) fn branch(&mut self) -> String {
        format!("z9hG4bK{}", self.token())
    }

    /// Its Contact.
    pub(super) fn contact(&self) -> String {
        let transport = match self.transport {
            sip::Transport::Udp => String::new(),
            other => format!(";transport={}", other.as_lower_str()),
        };
        format!("<sip:u{}@{}{transport}>", self.account, self.address)
    }

    /// Whom it says that it is.
    pub(super) fn identity(&self) -> String {
        format!("sip:u{}@{}", self.account, self.exchange.ip())
    }

    /// The request, with credentials when it was challenged.
    pub(super) fn new_request(&mut self, draft: &Draft<'_>, challenge: Option<&Message>) -> Writer {
        let branch = self.branch();
        let mut writer = Writer::request(draft.method, draft.uri);
        writer
            .header(HeaderName::Via, sip::dialog::via(self.flow(), &branch))
            .header(HeaderName::MaxForwards, "70")
            .header(HeaderName::From, format!("<{}>;tag={}", self.identity(), draft.tag))
            .header(HeaderName::To, format!("<{}>", draft.to))
            .header(HeaderName::CallId, draft.call_id)
            .header(HeaderName::CSeq, format!("{} {}", draft.cseq, draft.method));
        if let Some(value) = challenge.and_then(|response| response.header(HeaderName::WwwAuthenticate)) {
            let username = format!("u{}", self.account);
            let secret = crate::office::secret(self.secret_of.as_ref().unwrap_or(&self.account));
            let answer = sip::digest::answer(value, &username, &secret, draft.method, draft.uri, "c0ffee", 1);
            writer.header(HeaderName::Authorization, answer.expect("a challenge that can be answered"));
        }
        writer
    }
}
