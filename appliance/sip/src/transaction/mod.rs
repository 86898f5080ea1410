//! The transaction layer (RFC 3261 §17, RFC 6026): each request and its answers once, although datagrams get lost.
//!
//! Four machines, a file each, know the states and timers; two tables find the machine of a message. The layer
//! answers what belongs to no user: requests that come again, CANCEL, refusals' ACKs, and 503 when it is full.

mod client;
mod derive;
mod invite_client;
mod invite_server;
mod key;
mod non_invite_client;
mod non_invite_server;
mod outbox;
#[cfg(test)]
mod script;
mod server;
#[cfg(test)]
mod tests;
pub mod timers;

use std::fmt;
use std::time::Instant;

use client::Clients;
pub use key::branch;
pub use outbox::Counters;
use outbox::Outbox;
use server::Servers;

use crate::{Flow, Message, Method};

/// Names a request that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerId(u64);

/// Names an own request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(u64);

/// How much the layer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransactionLimits {
    /// Transactions in both tables together. Beyond it the request answered longest ago is forgotten before its time;
    /// where there is none, requests get 503 and own requests are refused.
    pub max: usize,
}

impl Default for TransactionLimits {
    fn default() -> Self {
        Self { max: 50_000 }
    }
}

/// An own request was not taken: the tables are full, or it is no request that the parser reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no room for another transaction")
    }
}

impl std::error::Error for Full {}

/// What the user of the layer has to deal with.
#[derive(Clone, Debug)]
pub enum Incoming {
    /// A new request, neither ACK nor CANCEL.
    Request {
        /// To answer it.
        id: ServerId,
        /// The request.
        message: Message,
        /// How it came.
        flow: Flow,
    },
    /// The caller gave up; the CANCEL is answered, the INVITE is still to be answered 487.
    Cancelled {
        /// The INVITE.
        id: ServerId,
        /// The CANCEL.
        message: Message,
    },
    /// An ACK of a 2xx, or one that belongs to nothing.
    Ack {
        /// The ACK.
        message: Message,
        /// How it came.
        flow: Flow,
    },
    /// A response to an own request: every provisional one, the final one once, but a 2xx to INVITE each time it
    /// comes, since each wants an ACK from the user. A refusal's ACK is already sent.
    Response {
        /// The own request.
        id: ClientId,
        /// The response.
        message: Message,
        /// How it came.
        flow: Flow,
    },
    /// No final response came: as good as a 408 (RFC 3261 §8.1.3.1).
    Timeout {
        /// The own request.
        id: ClientId,
    },
    /// The final answer to an INVITE was never acknowledged, or none was ever given.
    NoAck {
        /// The INVITE.
        id: ServerId,
    },
}

/// The layer: give it what came and the time, take from it what to send and what to deal with.
pub struct Transactions {
    limits: TransactionLimits,
    servers: Servers,
    clients: Clients,
    out: Outbox,
}

impl Transactions {
    /// An empty layer.
    pub fn new(limits: TransactionLimits) -> Transactions {
        Transactions { limits, servers: Servers::new(), clients: Clients::new(), out: Outbox::default() }
    }

    /// Takes a message that came; gives back what the user has to deal with.
    pub fn handle_message(&mut self, message: Message, flow: Flow, now: Instant) -> Option<Incoming> {
        if !message.is_request() {
            let room = self.len() < self.limits.max;
            return self.clients.response(message, flow, room, now, &mut self.out);
        }
        if message.method() == Method::Ack {
            return self.servers.ack(message, flow, now, &mut self.out);
        }
        let message = self.servers.absorb(message, now, &mut self.out)?;
        let room = self.has_room();
        if message.method() == Method::Cancel {
            return self.servers.cancel(message, flow, room, now, &mut self.out);
        }
        if !room {
            self.out.counters.refused += 1;
            self.servers.refuse(&message, flow, 503, &mut self.out);
            return None;
        }
        Some(self.servers.open(message, flow, now))
    }

    /// Answers a request. A 2xx to an INVITE is sent again until [`Self::acked`]. False when it has its final answer
    /// already, or is gone with its connection: then nothing is sent, and no ACK will come.
    pub fn respond(&mut self, id: ServerId, status: u16, bytes: Vec<u8>, now: Instant) -> bool {
        self.servers.respond(id, status, bytes, now, &mut self.out)
    }

    /// Answers a request and keeps nothing of it: should it come again, it is a new one. For challenges, so
    /// that who cannot authenticate costs no memory (RFC 3261 §26.3.2.4).
    pub fn respond_and_forget(&mut self, id: ServerId, bytes: Vec<u8>) {
        self.servers.respond_and_forget(id, bytes, &mut self.out);
    }

    /// Answers a request of somebody who is known, with a final status other than to INVITE, and keeps nothing of it: should
    /// it come again, it is a new one, and whoever answers knows what the answer was.
    pub fn respond_finally(&mut self, id: ServerId, status: u16, bytes: Vec<u8>, now: Instant) -> bool {
        self.servers.respond(id, status, bytes, now, &mut self.out) && {
            self.servers.forget(id);
            true
        }
    }

    /// Forgets a request other than INVITE without an answer: it will come again.
    pub fn ignore(&mut self, id: ServerId) {
        self.servers.forget(id);
    }

    /// Stops resending the 2xx to this INVITE: its ACK came.
    pub fn acked(&mut self, id: ServerId) {
        self.servers.acked(id);
    }

    /// Sends an own request, whose top Via has a branch of its own made by [`branch`].
    pub fn request(&mut self, bytes: Vec<u8>, flow: Flow, now: Instant) -> Result<ClientId, Full> {
        let taken =
            if self.has_room() { self.clients.request(bytes, flow, now, &mut self.out) } else { Err(Full) };
        if taken.is_err() {
            self.out.counters.refused += 1;
        }
        taken
    }

    /// Takes an own INVITE back. Its end is still told: a final response, or [`Incoming::Timeout`] after 64*T1.
    pub fn cancel(&mut self, invite: ClientId, now: Instant) {
        let room = self.len() < self.limits.max;
        self.clients.cancel(invite, room, now, &mut self.out);
    }

    /// Ends what was under way on a connection that is gone: own requests time out, and INVITEs that wait for an answer or
    /// its ACK are told as [`Incoming::NoAck`]. Looks at every transaction.
    pub fn flow_closed(&mut self, flow: &Flow) {
        self.clients.flow_closed(flow, &mut self.out);
        self.servers.flow_closed(flow, &mut self.out);
    }

    /// Sends what belongs to no transaction: the ACK of a 2xx.
    pub fn send(&mut self, flow: Flow, bytes: Vec<u8>) {
        self.out.send(flow, bytes);
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.servers.handle_timeout(now, &mut self.out);
        self.clients.handle_timeout(now, &mut self.out);
    }

    /// Returns when [`Self::handle_timeout`] must next be called.
    pub fn poll_timeout(&self) -> Option<Instant> {
        [self.servers.poll_timeout(), self.clients.poll_timeout()].into_iter().flatten().min()
    }

    /// Takes the next message to be sent.
    pub fn poll_transmit(&mut self) -> Option<(Flow, Vec<u8>)> {
        self.out.transmits.pop_front()
    }

    /// Takes the next answer of which nothing is kept: its user may leave it out, for who has not said who it is may
    /// not be the one who asked.
    pub fn poll_passing(&mut self) -> Option<(Flow, Vec<u8>)> {
        self.out.passing.pop_front()
    }

    /// Takes the next thing that time has caused.
    pub fn poll_incoming(&mut self) -> Option<Incoming> {
        self.out.incoming.pop_front()
    }

    /// Transactions in both tables.
    pub fn len(&self) -> usize {
        self.servers.len() + self.clients.len()
    }

    /// Says whether there is no transaction.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was counted so far.
    pub fn counters(&self) -> Counters {
        self.out.counters
    }

    /// Messages that came again.
    pub fn retransmissions(&self) -> u64 {
        self.out.counters.received_again
    }

    /// Messages that were sent again.
    pub fn sent_again(&self) -> u64 {
        self.out.counters.sent_again
    }

    /// Says whether there is room for one more transaction, by making some if need be.
    fn has_room(&mut self) -> bool {
        if self.len() < self.limits.max {
            return true;
        }
        let made = self.servers.make_room();
        if made {
            self.out.counters.forgotten += 1;
        }
        made
    }

    /// Everything held, for the tests that look for leaks.
    #[cfg(test)]
    fn leftovers(&self) -> usize {
        self.servers.leftovers() + self.clients.leftovers()
    }
}
