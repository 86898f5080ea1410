//! The table of server transactions.

mod cancel;
mod machine;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use machine::{Action, State};

use super::outbox::Outbox;
use super::{Incoming, ServerId, invite_server, key, non_invite_server};
use crate::due::Due;
use crate::number_map::NumberMap;
use crate::{Flow, Message, Method, Writer};

/// A final answer that is longer is not kept: should its request come again, the user answers anew. With
/// the limit of the table this bounds its memory. (Answers to INVITE are kept whatever their length; there are
/// as many as calls.)
const MAX_KEPT: usize = 4096;

pub(super) struct Servers {
    by_key: HashMap<Arc<[u8]>, ServerId>,
    by_id: NumberMap<ServerId, Server>,
    due: Due<ServerId>,
    /// Completed non-INVITE transactions, the oldest first: they go when room is needed. May name some that
    /// are gone; those at the front are dropped whenever one ends, and they end in this order.
    answered: VecDeque<ServerId>,
    next_id: u64,
    /// The key of the message at hand.
    key: Vec<u8>,
}

struct Server {
    state: State,
    key: Arc<[u8]>,
    /// Where its responses go.
    reply: Flow,
    /// The last response; empty before the first.
    response: Vec<u8>,
    /// Its entry in `due`.
    entry: Option<Instant>,
}

impl Servers {
    pub(super) fn new() -> Servers {
        Servers {
            by_key: HashMap::new(),
            by_id: NumberMap::default(),
            due: Due::default(),
            answered: VecDeque::new(),
            next_id: 0,
            key: Vec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.due.next()
    }

    /// Forgets the request that was answered longest ago; false when there is none.
    pub(super) fn make_room(&mut self) -> bool {
        while let Some(id) = self.answered.pop_front() {
            if self.remove(id) {
                return true;
            }
        }
        false
    }

    /// Absorbs a request that came before, and answers it again; gives back a new one.
    pub(super) fn absorb(&mut self, message: Message, now: Instant, out: &mut Outbox) -> Option<Message> {
        key::of_request(&mut self.key, &message, message.method_token());
        let Some(id) = self.by_key.get(self.key.as_slice()).copied() else {
            return Some(message);
        };
        out.counters.received_again += 1;
        self.drive(id, out, |state, reliable| match state {
            State::Invite(state) => state.handle(invite_server::Input::Invite, reliable, now).into(),
            State::Other(state) => state.handle(non_invite_server::Input::Request, reliable, now).into(),
        });
        None
    }

    /// Opens the transaction of the request that [`Self::absorb`] just gave back.
    pub(super) fn open(&mut self, message: Message, flow: Flow, now: Instant) -> Incoming {
        let id = self.insert(&message, flow, now);
        Incoming::Request { id, message, flow }
    }

    /// Answers the request that [`Self::absorb`] just gave back without a transaction.
    pub(super) fn refuse(&self, message: &Message, flow: Flow, status: u16, out: &mut Outbox) {
        let tag = key::tag(&self.key);
        let response = Writer::response(message, flow.remote, status, "", Some(&tag)).finish();
        out.answer_in_passing(flow.reply_to(message), response);
    }

    pub(super) fn ack(
        &mut self,
        message: Message,
        flow: Flow,
        now: Instant,
        out: &mut Outbox,
    ) -> Option<Incoming> {
        key::of_request(&mut self.key, &message, Method::Invite.as_str());
        let Some(id) = self.by_key.get(self.key.as_slice()).copied() else {
            return Some(Incoming::Ack { message, flow });
        };
        let mut pass = false;
        self.drive(id, out, |state, reliable| match state {
            State::Invite(state) => {
                let action = state.handle(invite_server::Input::Ack, reliable, now);
                pass = action == invite_server::Action::PassAck;
                action.into()
            }
            State::Other(_) => Action::Nothing,
        });
        pass.then_some(Incoming::Ack { message, flow })
    }

    pub(super) fn respond(
        &mut self,
        id: ServerId,
        status: u16,
        bytes: Vec<u8>,
        now: Instant,
        out: &mut Outbox,
    ) -> bool {
        let Some(server) = self.by_id.get_mut(&id) else {
            return false;
        };
        let reliable = server.reply.transport.is_reliable();
        let (action, done): (Action, bool) = match &mut server.state {
            State::Invite(state) => {
                let action = state.handle(invite_server::Input::Respond(status), reliable, now);
                (action.into(), false)
            }
            State::Other(state) => {
                let action = state.handle(non_invite_server::Input::Respond(status), reliable, now);
                (action.into(), matches!(state, non_invite_server::State::Completed { .. }))
            }
        };
        if action != Action::Send {
            return false;
        }
        if server.state.is_terminated() || (done && bytes.len() > MAX_KEPT) {
            out.send(server.reply, bytes);
            self.remove(id);
            return true;
        }
        server.response.clear();
        server.response.extend_from_slice(&bytes);
        out.send(server.reply, bytes);
        self.due.schedule(id, &mut server.entry, server.state.poll_timeout());
        if done {
            self.answered.push_back(id);
        }
        true
    }

    pub(super) fn respond_and_forget(&mut self, id: ServerId, bytes: Vec<u8>, out: &mut Outbox) {
        if let Some(server) = self.by_id.get(&id) {
            out.answer_in_passing(server.reply, bytes);
            self.remove(id);
        }
    }

    /// Ends a transaction that was just answered.
    pub(super) fn forget(&mut self, id: ServerId) {
        if self.answered.back() == Some(&id) {
            self.answered.pop_back();
        }
        self.remove(id);
    }

    pub(super) fn acked(&mut self, id: ServerId) {
        if let Some(server) = self.by_id.get_mut(&id)
            && let State::Invite(state) = &mut server.state
        {
            state.acked();
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Instant, out: &mut Outbox) {
        while let Some(id) = self.due.pop(now) {
            if let Some(server) = self.by_id.get_mut(&id) {
                server.entry = None;
            }
            self.drive(id, out, |state, reliable| match state {
                State::Invite(state) => state.handle(invite_server::Input::Timer, reliable, now).into(),
                State::Other(state) => state.handle(non_invite_server::Input::Timer, reliable, now).into(),
            });
            // A message may come before the timer that is due at its moment; the timer itself leaves nothing due.
            debug_assert!(
                self.by_id
                    .get(&id)
                    .and_then(|server| server.state.poll_timeout())
                    .is_none_or(|due| due > now),
                "a machine has done what was due"
            );
        }
    }

    /// Ends every transaction whose answers would go by a connection that is gone, the oldest first.
    pub(super) fn flow_closed(&mut self, flow: &Flow, out: &mut Outbox) {
        let on_it = self.by_id.iter().filter(|(_, server)| server.reply == *flow);
        let mut gone: Vec<(ServerId, bool)> = on_it
            .map(|(id, server)| (*id, matches!(&server.state, State::Invite(state) if state.waits())))
            .collect();
        gone.sort_unstable();
        for (id, open) in gone {
            self.remove(id);
            if open {
                out.incoming.push_back(Incoming::NoAck { id });
            }
        }
    }

    /// Lets one transaction take an input, and does what it says.
    fn drive(&mut self, id: ServerId, out: &mut Outbox, input: impl FnOnce(&mut State, bool) -> Action) {
        let Some(server) = self.by_id.get_mut(&id) else {
            return;
        };
        match input(&mut server.state, server.reply.transport.is_reliable()) {
            Action::Nothing | Action::Send => {}
            Action::SendAgain => out.send_again(server.reply, &server.response),
            Action::NoAck => out.incoming.push_back(Incoming::NoAck { id }),
        }
        if server.state.is_terminated() {
            self.remove(id);
        } else {
            self.due.schedule(id, &mut server.entry, server.state.poll_timeout());
        }
    }

    /// Makes the transaction of a message whose key was just written.
    fn insert(&mut self, message: &Message, flow: Flow, now: Instant) -> ServerId {
        let id = ServerId(self.next_id);
        self.next_id += 1;
        let state = if message.method() == Method::Invite {
            State::Invite(invite_server::State::new(now))
        } else {
            State::Other(non_invite_server::State::new(now))
        };
        let key: Arc<[u8]> = self.key.as_slice().into();
        let mut server = Server {
            state,
            key: key.clone(),
            reply: flow.reply_to(message),
            response: Vec::new(),
            entry: None,
        };
        self.due.schedule(id, &mut server.entry, server.state.poll_timeout());
        self.by_key.insert(key, id);
        self.by_id.insert(id, server);
        id
    }

    fn remove(&mut self, id: ServerId) -> bool {
        let Some(mut server) = self.by_id.remove(&id) else {
            return false;
        };
        self.due.schedule(id, &mut server.entry, None);
        self.by_key.remove(&*server.key);
        while let Some(first) = self.answered.front()
            && !self.by_id.contains_key(first)
        {
            self.answered.pop_front();
        }
        true
    }

    #[cfg(test)]
    pub(super) fn leftovers(&self) -> usize {
        self.by_key.len() + self.by_id.len() + self.due.len() + self.answered.len()
    }
}
