//! The doors of the machine: what comes in, when it must be woken, what goes out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use calls::{Event, Order, Reply, Snapshot};
use model::{Account, CallId, Cause, Directory, Now};
use sip::{Flow, Incoming, Message};

use crate::limiter::{Source, place};
use crate::{Exchange, Output};

impl Exchange {
    /// Takes a datagram that came to one of our addresses.
    pub fn handle_datagram(&mut self, datagram: &[u8], flow: Flow, now: Now) {
        self.counters.sip_datagrams += 1;
        if !self.limiter.admits(self.source(&flow), datagram.len(), now.tick) {
            self.counters.sip_flood_dropped += 1;
            return;
        }
        if self.keep_alive(datagram, &flow, now) {
            return;
        }
        self.take(datagram, flow, now);
    }

    /// Takes one message of a stream, or a WebSocket's message (RFC 3261 §18.3, RFC 7118 §5): framing and its
    /// keep-alives are the shell's.
    pub fn handle_frame(&mut self, frame: &[u8], flow: Flow, now: Now) {
        self.counters.sip_frames += 1;
        if !self.limiter.admits(self.source(&flow), frame.len(), now.tick) {
            // Nobody sends again what is lost on a stream: the connection ends, and the other end knows.
            self.counters.sip_flood_connections_cut += 1;
            self.outputs.push_back(Output::Disconnect { flow });
            return self.handle_closed(flow, now);
        }
        self.take(frame, flow, now);
    }

    /// Hears that a connection is gone: requests on it get no answer, and nobody is reached by it any more.
    pub fn handle_closed(&mut self, flow: Flow, now: Now) {
        // A stranger that comes and goes costs no search.
        if !self.trusted.remove(&flow) {
            return;
        }
        self.registrar.flow_closed(&flow);
        self.lose_legs(&flow);
        self.transactions.flow_closed(&flow);
        while let Some(incoming) = self.transactions.poll_incoming() {
            self.incoming(incoming, now);
        }
        self.flush(now);
    }

    fn take(&mut self, bytes: &[u8], flow: Flow, now: Now) {
        match Message::parse(bytes) {
            Ok(message) => {
                if let Some(incoming) = self.transactions.handle_message(message, flow, now.tick) {
                    self.incoming(incoming, now);
                }
            }
            Err(error) => {
                self.counters.sip_malformed += 1;
                if let Some((to, bytes)) = error.reply(bytes, flow.remote) {
                    let reply = if flow.transport.is_reliable() { flow } else { flow.towards(to) };
                    self.answer_in_passing(reply, bytes, now);
                }
            }
        }
        self.flush(now);
    }

    /// Takes news from the media threads.
    pub fn handle_media(&mut self, event: media::Event, now: Now) {
        self.stream_event(event, now);
        self.flush(now);
    }

    /// Takes a new snapshot of the office. Registrations of accounts that are gone, or whose secret is another, end at
    /// once: whoever knew the old secret must not go on receiving calls.
    pub fn handle_directory(&mut self, directory: Arc<Directory>, now: Now) {
        let is_same = |account: &Account| {
            directory
                .account(account.username.as_str())
                .is_some_and(|new| new.id == account.id && new.ha1 == account.ha1)
        };
        let mut gone: Vec<_> = self
            .directory
            .accounts()
            .filter(|account| !is_same(account))
            .map(|account| account.username.clone())
            .collect();
        gone.sort();
        for username in gone {
            self.registrar.remove_aor(username.as_str());
        }
        self.accounts = crate::auth::Accounts::of(&directory);
        self.directory = directory;
        self.flush(now);
    }

    /// Hears that the closed record of a call is on disk: whoever hung up may be answered.
    pub fn handle_committed(&mut self, id: CallId, now: Now) {
        if let Some(serial) = self.serials.get(&id).copied() {
            self.answer_byes(serial, now);
            self.settle(serial);
        }
        self.flush(now);
    }

    /// Hears that messages come faster than they are handled, or no longer: meanwhile few new calls are begun (503), so that
    /// those there are go on in time.
    pub fn handle_load(&mut self, is_behind: bool) {
        self.pressure.is_behind = is_behind;
    }

    /// Does what an administrator or the program itself orders.
    pub fn handle_order(&mut self, order: Order, now: Now) -> Reply {
        let reply = match order {
            Order::HangUp(id) => match self.serials.get(&id).copied() {
                Some(serial) => {
                    self.tell(serial, Event::Ordered(Cause::Normal), now);
                    Reply::Done
                }
                None => Reply::NotFound,
            },
            Order::ShutDown => {
                self.closing = true;
                let serials: Vec<u64> = self.calls.keys().copied().collect();
                for serial in serials {
                    self.tell(serial, Event::Ordered(Cause::Interrupted), now);
                }
                Reply::Done
            }
            Order::Snapshot => Reply::Snapshot(self.snapshot()),
        };
        self.flush(now);
        reply
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Now) {
        self.transactions.handle_timeout(now.tick);
        while let Some(incoming) = self.transactions.poll_incoming() {
            self.incoming(incoming, now);
        }
        self.registrar.handle_timeout(now.tick);
        self.send_pings(now);
        self.answer_late_registers(now);
        while let Some(&(at, serial)) = self.timers.first() {
            if at > now.tick {
                break;
            }
            self.timers.remove(&(at, serial));
            self.wake_call(serial, now);
        }
        self.flush(now);
    }

    /// Returns when [`Self::handle_timeout`] must next be called.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let calls = self.timers.first().map(|(at, _)| *at);
        let registers = self.registers.first_key_value().map(|(_, (at, ..))| *at);
        let parts = [self.transactions.poll_timeout(), self.registrar.poll_timeout(), calls, registers];
        parts.into_iter().flatten().min()
    }

    /// Returns the next thing for the shell to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// How many calls live, those that are over and still wait for something counted too.
    pub fn live_calls(&self) -> usize {
        self.calls.len()
    }

    fn incoming(&mut self, incoming: Incoming, now: Now) {
        match incoming {
            Incoming::Ack { message, flow: _ } => self.ack(&message, now),
            Incoming::Cancelled { id, message: _ } => {
                if let Some(leg) = self.invites.get(&id).copied() {
                    self.tell(leg.serial(), Event::GaveUp, now);
                }
            }
            Incoming::NoAck { id } => {
                if let Some(leg) = self.invites.get(&id).copied() {
                    if self.leg(leg).is_some_and(|leg| leg.open_invite().is_some()) {
                        return self.tell(leg.serial(), Event::GaveUp, now);
                    }
                    let unacked = self.leg_mut(leg).map(|leg| std::mem::take(&mut leg.unacked));
                    for (_, answer) in unacked.into_iter().flatten() {
                        self.transactions.acked(answer);
                        self.invites.remove(&answer);
                    }
                    self.send_waiting_bye(leg, now);
                    self.leg_failed(leg, Cause::NoResponse, now);
                }
            }
            Incoming::Request { id, message, flow } => self.request(id, message, flow, now),
            Incoming::Response { id, message, flow } => self.response_to(id, &message, flow, now),
            Incoming::Timeout { id } => self.no_response_to(id, now),
        }
    }

    /// Moves what the parts have to say into the one queue of outputs.
    pub(crate) fn flush(&mut self, now: Now) {
        self.drain_registrations(None, now);
        while let Some((flow, bytes)) = self.transactions.poll_passing() {
            self.answer_in_passing(flow, bytes, now);
        }
        while let Some((flow, bytes)) = self.transactions.poll_transmit() {
            self.outputs.push_back(Output::Transmit { flow, bytes });
        }
    }

    /// Answers somebody who may be anybody: a datagram's source address can be another's, which must not be flooded
    /// by way of us.
    pub(crate) fn answer_in_passing(&mut self, flow: Flow, bytes: Vec<u8>, now: Now) {
        let may = flow.transport.is_reliable()
            || self.limiter.may_answer(self.source(&flow), bytes.len(), now.tick);
        if may {
            self.outputs.push_back(Output::Transmit { flow, bytes });
        } else {
            self.counters.sip_answers_withheld += 1;
        }
    }

    fn source(&self, flow: &Flow) -> Source {
        if self.registrar.is_known(flow) {
            Source::Telephone(flow.remote)
        } else {
            Source::Stranger(place(flow.remote.ip()))
        }
    }

    fn wake_call(&mut self, serial: u64, now: Now) {
        let Some(entry) = self.calls.get_mut(&serial) else {
            return;
        };
        entry.timer = None;
        entry.call.handle_timeout(now);
        self.legs_due(serial, now);
        let Some(entry) = self.calls.get(&serial) else {
            return;
        };
        if entry.byes_until.is_some_and(|until| until <= now.tick) {
            self.answer_byes(serial, now);
        }
        self.act(serial, now);
    }

    fn snapshot(&self) -> Snapshot {
        let mut counters = self.counters.list();
        counters.push(("sip_retransmissions_received_total", self.transactions.retransmissions()));
        counters.push(("sip_retransmissions_sent_total", self.transactions.sent_again()));
        counters.sort_unstable();
        Snapshot {
            registered: self.registrar.registered(),
            bindings: self.registrar.len(),
            calls: self.calls.values().map(|entry| entry.call.live()).collect(),
            counters,
            gauges: vec![
                ("flood_guessers", self.guesses.len() as u64),
                ("flood_sources", self.limiter.sources() as u64),
                ("sip_messages_under_way", self.pages.len() as u64),
                ("rtp_streams", self.streams.len() as u64),
                ("sip_dialogs", self.dialogs.len() as u64),
                ("sip_invites", self.invites.len() as u64),
                ("sip_own_requests", self.clients.len() as u64),
                ("rtp_ports_in_use", self.ports.in_use() as u64),
                ("sip_transactions", self.transactions.len() as u64),
            ],
        }
    }
}

/// How long the answers to BYE and REGISTER wait for what they changed to be on disk.
pub(crate) const COMMIT_PATIENCE: Duration = Duration::from_millis(200);
