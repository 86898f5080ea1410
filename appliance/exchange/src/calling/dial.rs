//! Our INVITE to a called telephone, and taking it back.

use calls::{Event, LegId};
use model::{Cause, Now};
use sip::dialog::without_headers;
use sip::{HeaderName, Message, Method, Writer};

use crate::calling::Leg;
use crate::identity::{ALLOW, contact, uri_host};
use crate::state::Client;
use crate::{Exchange, crossing};

impl Exchange {
    /// Calls a telephone; the news is that it cannot be called.
    pub(crate) fn dial(&mut self, id: LegId, now: Now) -> Option<Event> {
        match self.try_dial(id, now) {
            Ok(()) => None,
            Err(cause) => {
                self.end_leg(id, now);
                Some(Event::Failed(id, cause))
            }
        }
    }

    fn try_dial(&mut self, id: LegId, now: Now) -> Result<(), Cause> {
        let (branch, call_id) = (self.branch(), self.token());
        let flow = self.leg(id).ok_or(Cause::Cancelled)?.flow;
        let local = self.open_stream(id, flow.local.ip(), now).ok_or(Cause::NoCapacity)?;
        let entry = self.calls.get_mut(&id.serial()).ok_or(Cause::Cancelled)?;
        let record = entry.call.record();
        let from = from_header(&record.caller.name, &record.caller.number, &uri_host(flow.local.ip()));
        let [caller, callees @ ..] = entry.legs.as_mut_slice() else {
            return Err(Cause::Cancelled);
        };
        let leg =
            id.index().checked_sub(1).and_then(|index| callees.get_mut(index)).ok_or(Cause::Cancelled)?;
        let (Some(request), Some(offer)) = (caller.callers_request(), &caller.remote) else {
            return Err(Cause::NotAcceptable);
        };
        let binding = leg.binding().ok_or(Cause::Unreachable)?;
        let hops = request.max_forwards().unwrap_or(70).min(70).saturating_sub(1);
        let mut invite = Writer::request(Method::Invite.as_str(), without_headers(&binding.contact));
        invite
            .header(
                HeaderName::Via,
                format!("SIP/2.0/{} {};branch={branch};rport", flow.transport.as_str(), flow.local),
            )
            .header(HeaderName::MaxForwards, hops.to_string())
            .header(HeaderName::From, format!("{from};tag={}", leg.tag))
            .header(HeaderName::To, format!("<sip:{}@{}>", binding.aor, uri_host(flow.local.ip())))
            .header(HeaderName::CallId, call_id)
            .header(HeaderName::CSeq, "1 INVITE")
            .header(HeaderName::Contact, contact(&flow))
            .header(HeaderName::Allow, ALLOW)
            .header(HeaderName::UserAgent, &self.settings.server_name);
        crossing::copy_headers(request, &mut invite);
        leg.local = Some(local);
        leg.description = offer.offer_towards(None, &local, &leg.origin);
        let bytes = invite.finish_with("application/sdp", &leg.description);
        // It is our own text; if it could not be read back, the telephone could not read it either.
        let message = Message::parse(&bytes).map_err(|_| Cause::Refused)?;
        let client = self.transactions.request(bytes, flow, now.tick).map_err(|_| Cause::NoCapacity)?;
        leg.invited(client, message);
        self.clients.insert(client, Client::Invite(id));
        Ok(())
    }

    /// Stops a telephone from ringing. If it answers in the same moment, that answer is hung up.
    pub(crate) fn cancel(&mut self, id: LegId, now: Now) {
        if let Some(client) = self.leg(id).and_then(Leg::client) {
            self.transactions.cancel(client, now.tick);
        }
        self.end_leg(id, now);
    }
}

/// The caller as presented to the called telephone.
fn from_header(name: &str, number: &str, host: &str) -> String {
    let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
    // Numbers may hold a hash, which a URI must escape.
    let number = number.replace('#', "%23");
    if quoted.is_empty() {
        format!("<sip:{number}@{host}>")
    } else {
        format!("\"{quoted}\" <sip:{number}@{host}>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_quotes() {
        assert_eq!(from_header("Anna \"x\" <y>", "201", "h"), "\"Anna \\\"x\\\" <y>\" <sip:201@h>");
        assert_eq!(from_header("", "#1", "[::1]"), "<sip:%231@[::1]>");
    }
}
