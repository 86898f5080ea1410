//! CANCEL, the side that answers (RFC 3261 §9.2).

use std::time::Instant;

use super::super::outbox::Outbox;
use super::super::{Incoming, invite_server, key};
use super::{Servers, State};
use crate::{Flow, Message, Method, Writer};

impl Servers {
    /// Answers a new CANCEL, in a transaction if `room`, and says which INVITE is to be answered 487 (RFC 3261 §9.2).
    pub(in super::super) fn cancel(
        &mut self,
        message: Message,
        flow: Flow,
        room: bool,
        now: Instant,
        out: &mut Outbox,
    ) -> Option<Incoming> {
        key::of_request(&mut self.key, &message, Method::Invite.as_str());
        let invite = self.by_key.get(self.key.as_slice()).copied();
        // Only where the INVITE came from can it be taken back (RFC 3261 §22.1).
        let invite =
            invite.and_then(|id| self.by_id.get(&id).map(|server| (id, server))).filter(|(_, server)| {
                server.reply.remote.ip() == flow.remote.ip() && server.reply.transport == flow.transport
            });
        // Both answers have the same To tag (RFC 3261 §9.2), where the INVITE has one by now.
        let given = invite.and_then(|(_, server)| Message::parse(&server.response).ok());
        let derived = key::tag(&self.key);
        let tag = given.as_ref().and_then(Message::to_tag).unwrap_or(&derived);
        let status = if invite.is_some() { 200 } else { 481 };
        let response = Writer::response(&message, flow.remote, status, "", Some(tag)).finish();
        let cancelled = invite.and_then(|(id, server)| match server.state {
            State::Invite(invite_server::State::Proceeding { .. }) => Some(id),
            State::Invite(_) | State::Other(_) => None,
        });
        // One that matches nothing is not kept: a stranger's must not stand in for the caller's own.
        if room && invite.is_some() {
            key::of_request(&mut self.key, &message, message.method_token());
            let id = self.insert(&message, flow, now);
            self.respond(id, status, response, now, out);
        } else {
            out.answer_in_passing(flow.reply_to(&message), response);
        }
        cancelled.map(|id| Incoming::Cancelled { id, message })
    }
}
