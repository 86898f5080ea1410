//! The table of client transactions.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use super::outbox::Outbox;
use super::{ClientId, Full, Incoming, derive, invite_client, key, non_invite_client};
use crate::due::Due;
use crate::number_map::NumberMap;
use crate::{Flow, Message, Method};

pub(super) struct Clients {
    by_key: HashMap<Arc<[u8]>, ClientId>,
    by_id: NumberMap<ClientId, Client>,
    due: Due<ClientId>,
    next_id: u64,
    /// The key of the message at hand.
    key: Vec<u8>,
}

struct Client {
    state: State,
    key: Arc<[u8]>,
    flow: Flow,
    request: Message,
    /// False for a CANCEL, whose end interests nobody.
    told: bool,
    /// Its entry in `due`.
    entry: Option<Instant>,
}

impl Client {
    /// Whether its user still waits for a final response.
    fn is_open(&self) -> bool {
        let waits = match &self.state {
            State::Invite(state) => state.waits(),
            State::Other(state) => state.waits(),
        };
        self.told && waits
    }
}

enum State {
    Invite(invite_client::State),
    Other(non_invite_client::State),
}

/// What either machine may ask of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Action {
    send_again: bool,
    cancel: bool,
    ack: bool,
    pass: bool,
    again: bool,
    timeout: bool,
}

impl Clients {
    pub(super) fn new() -> Clients {
        Clients {
            by_key: HashMap::new(),
            by_id: NumberMap::default(),
            due: Due::default(),
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

    pub(super) fn request(
        &mut self,
        bytes: Vec<u8>,
        flow: Flow,
        now: Instant,
        out: &mut Outbox,
    ) -> Result<ClientId, Full> {
        let request = Message::parse(&bytes).ok().filter(Message::is_request).ok_or(Full)?;
        let id = self.insert(request, flow, true, now).ok_or(Full)?;
        out.send(flow, bytes);
        Ok(id)
    }

    pub(super) fn cancel(&mut self, id: ClientId, room: bool, now: Instant, out: &mut Outbox) {
        if let Some(client) = self.by_id.get_mut(&id)
            && let State::Invite(state) = &mut client.state
        {
            let action = state.handle(invite_client::Input::Cancel, client.flow.transport.is_reliable(), now);
            self.act(id, action.into(), None, room, now, out);
        }
    }

    pub(super) fn response(
        &mut self,
        message: Message,
        flow: Flow,
        room: bool,
        now: Instant,
        out: &mut Outbox,
    ) -> Option<Incoming> {
        key::of_own(&mut self.key, &message);
        let id = self.by_key.get(self.key.as_slice()).copied();
        let Some((id, client)) = id.and_then(|id| Some((id, self.by_id.get_mut(&id)?))) else {
            out.counters.stray_responses += 1;
            return None;
        };
        let told = client.told;
        let reliable = client.flow.transport.is_reliable();
        let action: Action = match &mut client.state {
            State::Invite(state) => {
                state.handle(invite_client::Input::Response(message.status()), reliable, now).into()
            }
            State::Other(state) => {
                state.handle(non_invite_client::Input::Response(message.status()), reliable, now).into()
            }
        };
        self.act(id, action, Some(&message), room, now, out);
        (action.pass && told).then_some(Incoming::Response { id, message, flow })
    }

    pub(super) fn handle_timeout(&mut self, now: Instant, out: &mut Outbox) {
        while let Some(id) = self.due.pop(now) {
            let Some(client) = self.by_id.get_mut(&id) else {
                continue;
            };
            client.entry = None;
            let reliable = client.flow.transport.is_reliable();
            let action: Action = match &mut client.state {
                State::Invite(state) => state.handle(invite_client::Input::Timer, reliable, now).into(),
                State::Other(state) => state.handle(non_invite_client::Input::Timer, reliable, now).into(),
            };
            if action.timeout && client.told {
                out.incoming.push_back(Incoming::Timeout { id });
            }
            // A message may come before the timer that is due at its moment; the timer itself leaves nothing due.
            debug_assert!(
                client.state.poll_timeout().is_none_or(|due| due > now),
                "a machine has done what was due"
            );
            self.act(id, action, None, false, now, out);
        }
    }

    /// Ends every transaction on a connection that is gone, the oldest first.
    pub(super) fn flow_closed(&mut self, flow: &Flow, out: &mut Outbox) {
        let on_it = self.by_id.iter().filter(|(_, client)| client.flow == *flow);
        let mut gone: Vec<(ClientId, bool)> = on_it.map(|(id, client)| (*id, client.is_open())).collect();
        gone.sort_unstable();
        for (id, open) in gone {
            self.remove(id);
            if open {
                out.incoming.push_back(Incoming::Timeout { id });
            }
        }
    }

    /// Does what a machine said, but for telling the user; `room` for the transaction of a CANCEL.
    fn act(
        &mut self,
        id: ClientId,
        action: Action,
        response: Option<&Message>,
        room: bool,
        now: Instant,
        out: &mut Outbox,
    ) {
        let Some(client) = self.by_id.get_mut(&id) else {
            return;
        };
        let flow = client.flow;
        if action.send_again {
            out.send_again(flow, client.request.as_bytes());
        }
        if action.again {
            out.counters.received_again += 1;
        }
        if action.ack
            && let Some(response) = response
        {
            out.send(flow, derive::ack(&client.request, response));
        }
        let cancel = action.cancel.then(|| derive::cancel(&client.request));
        if client.state.is_terminated() {
            self.remove(id);
        } else {
            self.due.schedule(id, &mut client.entry, client.state.poll_timeout());
        }
        if let Some(cancel) = cancel {
            // Where there is no room the CANCEL is sent once: the INVITE ends without its answer too.
            if room && let Ok(request) = Message::parse(&cancel) {
                self.insert(request, flow, false, now);
            }
            out.send(flow, cancel);
        }
    }

    /// Makes the transaction of an own request; none if its branch is in use.
    fn insert(&mut self, request: Message, flow: Flow, told: bool, now: Instant) -> Option<ClientId> {
        key::of_own(&mut self.key, &request);
        if self.by_key.contains_key(self.key.as_slice()) {
            return None;
        }
        let reliable = flow.transport.is_reliable();
        let state = match request.method() {
            Method::Invite => State::Invite(invite_client::State::new(reliable, now)),
            Method::Ack => return None,
            _ => State::Other(non_invite_client::State::new(reliable, now)),
        };
        let id = ClientId(self.next_id);
        self.next_id += 1;
        let key: Arc<[u8]> = self.key.as_slice().into();
        let mut client = Client { state, key: key.clone(), flow, request, told, entry: None };
        self.due.schedule(id, &mut client.entry, client.state.poll_timeout());
        self.by_key.insert(key, id);
        self.by_id.insert(id, client);
        Some(id)
    }

    fn remove(&mut self, id: ClientId) {
        if let Some(mut client) = self.by_id.remove(&id) {
            self.due.schedule(id, &mut client.entry, None);
            self.by_key.remove(&*client.key);
        }
    }

    #[cfg(test)]
    pub(super) fn leftovers(&self) -> usize {
        self.by_key.len() + self.by_id.len() + self.due.len()
    }
}

impl State {
    fn poll_timeout(&self) -> Option<Instant> {
        match self {
            State::Invite(state) => state.poll_timeout(),
            State::Other(state) => state.poll_timeout(),
        }
    }

    fn is_terminated(&self) -> bool {
        matches!(
            self,
            State::Invite(invite_client::State::Terminated)
                | State::Other(non_invite_client::State::Terminated)
        )
    }
}

impl From<invite_client::Action> for Action {
    fn from(action: invite_client::Action) -> Action {
        use invite_client::Action as Said;
        Action {
            send_again: action == Said::SendAgain,
            cancel: matches!(action, Said::Cancel | Said::PassAndCancel),
            ack: matches!(action, Said::PassAndAck | Said::AckAgain),
            pass: matches!(action, Said::Pass | Said::PassAgain | Said::PassAndCancel | Said::PassAndAck),
            again: matches!(action, Said::PassAgain | Said::AckAgain),
            timeout: action == Said::Timeout,
        }
    }
}

impl From<non_invite_client::Action> for Action {
    fn from(action: non_invite_client::Action) -> Action {
        use non_invite_client::Action as Said;
        Action {
            send_again: action == Said::SendAgain,
            cancel: false,
            ack: false,
            pass: action == Said::Pass,
            again: action == Said::Absorb,
            timeout: action == Said::Timeout,
        }
    }
}
