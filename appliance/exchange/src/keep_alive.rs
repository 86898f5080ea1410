//! Keeping paths open, both ways: CR LF and STUN from telephones (RFC 5626 §4.4), OPTIONS to them.

use model::Now;
use sip::dialog::{via, without_headers};
use sip::{Flow, HeaderName, Method, Writer};

use crate::Exchange;
use crate::identity::{contact, uri_host};
use crate::state::Client;

impl Exchange {
    /// Answers a keep-alive; false when the datagram is something else.
    pub(crate) fn keep_alive(&mut self, datagram: &[u8], flow: &Flow, now: Now) -> bool {
        if let Some(bytes) = media::stun::answer(datagram, flow.remote) {
            self.counters.sip_keep_alives += 1;
            self.answer_in_passing(*flow, bytes, now);
            return true;
        }
        // Some telephones send a NUL octet or four instead of the double CR LF.
        if datagram.len() > 8 || !datagram.iter().all(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
            return false;
        }
        self.counters.sip_keep_alives += 1;
        if datagram == b"\r\n\r\n" {
            self.answer_in_passing(*flow, b"\r\n".to_vec(), now);
        }
        true
    }

    /// Asks each contact that is due whether it is there.
    pub(crate) fn send_pings(&mut self, now: Now) {
        while let Some(ping) = self.registrar.poll_ping() {
            let (branch, tag, call_id) = (self.branch(), self.token(), self.token());
            let mut request = Writer::request(Method::Options.as_str(), without_headers(&ping.contact));
            let host = uri_host(ping.flow.local.ip());
            request
                .header(HeaderName::Via, via(ping.flow, &branch))
                .header(HeaderName::MaxForwards, "70")
                .header(HeaderName::From, format!("<sip:bellbox@{host}>;tag={tag}"))
                .header(HeaderName::To, format!("<{}>", ping.contact))
                .header(HeaderName::CallId, call_id)
                .header(HeaderName::CSeq, "1 OPTIONS")
                .header(HeaderName::Contact, contact(&ping.flow))
                .header(HeaderName::UserAgent, &self.settings.server_name);
            match self.transactions.request(request.finish(), ping.flow, now.tick) {
                Ok(id) => {
                    self.clients.insert(id, Client::Ping { aor: ping.aor, contact: ping.contact });
                }
                // No room for the question: the contact is taken to be there.
                Err(_) => self.registrar.pong(&ping.aor, &ping.contact, now.tick),
            }
        }
    }
}
