//! Our INVITE to a called telephone, and taking it back.

use calls::{Event, LegId};
use model::{Cause, Now};
use sdp::Kind;
use sip::dialog::{via, without_headers};
use sip::{HeaderName, MIN_SE, Message, Method, SessionExpires, Writer};

use crate::calling::Leg;
use crate::identity::{ALLOW, contact, from_header, uri_host};
use crate::state::Client;
use crate::{Exchange, crossing};

impl Exchange {
    /// Calls a telephone; the news is that it cannot be called.
    pub(crate) fn dial(&mut self, id: LegId, now: Now) -> Option<Event> {
        self.give_keys_to_call(id);
        match self.open_offered_streams(id, now).and_then(|()| self.send_invite(id, 1, now)) {
            Ok(()) => None,
            Err(cause) => {
                self.end_leg(id, now);
                Some(Event::Failed(id, cause))
            }
        }
    }

    /// Calls a telephone again that wants longer intervals between refreshes (RFC 4028 §7.4); false when it was asked that
    /// before, or says nothing sensible.
    pub(crate) fn dial_with_longer_interval(&mut self, id: LegId, refusal: &Message, now: Now) -> bool {
        let Some(called) = self.leg_mut(id).and_then(Leg::called_mut) else { return false };
        let (Some(least), None) = (SessionExpires::min_of(refusal), called.interval) else { return false };
        let Some(cseq) = called.request.as_ref().map(Message::cseq) else { return false };
        called.interval = Some(least.clamp(SessionExpires::proposed().interval, 86_400));
        self.send_invite(id, cseq.saturating_add(1), now).is_ok()
    }

    /// A port for each kind of stream that the caller offers. Without one for the sound there is no call; when
    /// the offer is to come from the called telephone, its sound needs one.
    fn open_offered_streams(&mut self, id: LegId, now: Now) -> Result<(), Cause> {
        let flow = self.leg(id).ok_or(Cause::Cancelled)?.flow;
        for kind in self.kinds_offered(LegId::caller(id.serial())) {
            let opened = self.open_stream(id, kind, flow.local.ip(), now);
            if !opened && kind == Kind::Audio {
                return Err(Cause::NoCapacity);
            }
        }
        Ok(())
    }

    pub(super) fn send_invite(&mut self, id: LegId, cseq: u32, now: Now) -> Result<(), Cause> {
        let branch = self.branch();
        let entry = self.calls.get_mut(&id.serial()).ok_or(Cause::Cancelled)?;
        let record = entry.call.record();
        let [caller, callees @ ..] = entry.legs.as_mut_slice() else {
            return Err(Cause::Cancelled);
        };
        let leg =
            id.index().checked_sub(1).and_then(|index| callees.get_mut(index)).ok_or(Cause::Cancelled)?;
        let flow = leg.flow;
        let request = caller.callers_request().ok_or(Cause::NotAcceptable)?;
        let host = uri_host(flow.local.ip());
        let from = from_header(request, &record.caller.name, &record.caller.number, &host);
        let called = leg.called().ok_or(Cause::Unreachable)?;
        let hops = request.max_forwards().unwrap_or(70).min(70).saturating_sub(1);
        let mut timer = SessionExpires::proposed();
        timer.interval = called.interval.unwrap_or(timer.interval);
        let mut invite = Writer::request(Method::Invite.as_str(), without_headers(&called.binding.contact));
        invite
            .header(HeaderName::Via, via(flow, &branch))
            .header(HeaderName::MaxForwards, hops.to_string())
            .header(HeaderName::From, format!("{from};tag={}", leg.tag))
            .header(HeaderName::To, format!("<sip:{}@{host}>", called.binding.aor))
            .header(HeaderName::CallId, &called.call_id)
            .header(HeaderName::CSeq, format!("{cseq} INVITE"))
            .header(HeaderName::Contact, contact(&flow))
            .header(HeaderName::Allow, ALLOW)
            .header(HeaderName::SessionExpires, timer.to_string())
            .header(HeaderName::MinSe, called.interval.unwrap_or(MIN_SE).to_string())
            .header(HeaderName::UserAgent, &self.settings.server_name);
        // Reliable responses (RFC 3262) are asked for where the caller knows them, and the answer has something to answer.
        let reliable = caller.session.remote.is_some()
            && (request.supports("100rel") || request.requires_option("100rel"));
        invite.header(HeaderName::Supported, if reliable { "100rel, timer" } else { "timer" });
        crossing::copy_headers(request, &mut invite);
        let bytes = match &caller.session.remote {
            Some(offer) => {
                let text = leg.session.offer(offer);
                invite.finish_with("application/sdp", &text)
            }
            None => invite.finish(),
        };
        // It is our own text; if it could not be read back, the telephone could not read it either.
        let message = Message::parse(&bytes).map_err(|_| Cause::Refused)?;
        let client = self.transactions.request(bytes, flow, now.tick).map_err(|_| Cause::NoCapacity)?;
        let called = leg.called_mut().ok_or(Cause::Unreachable)?;
        let before = called.asked.replace(client);
        called.client = Some(client);
        called.request = Some(message);
        leg.early.clear();
        self.clients.extend([(client, Client::Invite(id))]);
        if let Some(before) = before {
            self.clients.remove(&before);
        }
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
