//! The loop of the SIP thread: waits, feeds the machine, does what it says.

use std::io;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use calls::{Order, Reply};
use exchange::Output;
use jiff::Timestamp;
use mio::{Events, Poll, Token};
use model::Now;
use sip::Flow;

use crate::batch::{MAX_SLOTS, ReceiveBatch};
use crate::connections::{Connections, Heard};
use crate::counters::Counters;
use crate::guard::guarded;
use crate::handle::{Saved, Shared};
use crate::load::Load;
use crate::log;
use crate::machine::Machine;
use crate::media_orders::MediaOrders;
use crate::sip_sockets::SipSockets;
use crate::start::Sink;

/// The longest datagram there is.
const DATAGRAM_BYTES: usize = 65_535;
/// System calls for one socket before the other inputs have their turn.
const CALLS_A_TURN: usize = 4;
/// Messages from other threads, of each kind, in one turn.
const LETTERS_A_TURN: usize = 256;
/// How long to wait before orders that found no room are sent again.
const RETRY: Duration = Duration::from_millis(5);
/// How long timers rest after one of them panicked, so that it cannot take the whole thread.
const REST_AFTER_PANIC: Duration = Duration::from_millis(100);
/// The token by which the thread is woken.
pub(crate) const WAKE: Token = Token(usize::MAX);

/// What the SIP thread owns.
pub(crate) struct SipLoop<M> {
    pub(crate) machine: M,
    pub(crate) sink: Box<dyn Sink>,
    pub(crate) poll: Poll,
    pub(crate) sockets: SipSockets,
    pub(crate) connections: Connections,
    pub(crate) media: MediaOrders,
    pub(crate) news: Receiver<media::Event>,
    pub(crate) committed: Receiver<Saved>,
    pub(crate) orders: Receiver<(Order, SyncSender<Reply>)>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) counters: Arc<Counters>,
    /// Timers rest until then, after a panic.
    pub(crate) timers_rest_until: Option<Instant>,
}

impl<M: Machine> SipLoop<M> {
    /// Runs until the handle says stop.
    pub(crate) fn run(mut self) {
        let mut batch = ReceiveBatch::new(MAX_SLOTS, DATAGRAM_BYTES);
        let mut events = Events::with_capacity(64);
        // Which sockets may hold more; all may have something from before they were registered.
        let mut ready = vec![true; self.sockets.len()];
        let mut has_more = true;
        let mut load = Load::default();
        self.act();
        self.flush();
        while !self.shared.is_over.load(Ordering::Relaxed) {
            match self.poll.poll(&mut events, self.patience(has_more)) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => tracing::error!(%error, "polling SIP sockets failed"),
            }
            // A swap, so that what was written before the call is seen after it.
            self.shared.is_called.swap(false, Ordering::SeqCst);
            for event in &events {
                if let Some(ready) = ready.get_mut(event.token().0) {
                    *ready = true;
                }
            }
            // News of sound and answers to the program first, so that no flood of messages can delay them.
            has_more = self.read_letters();
            has_more |= self.hear_connections();
            for (place, ready) in ready.iter_mut().enumerate() {
                *ready = *ready && self.drain(place, &mut batch);
                has_more |= *ready;
            }
            if let Some(is_behind) = load.note(has_more, Instant::now()) {
                self.guarded("a change of load", |machine| machine.handle_load(is_behind));
            }
            self.run_timers();
            if self.media.is_waiting() {
                self.media.flush();
            }
        }
    }

    fn patience(&self, has_more: bool) -> Option<Duration> {
        if has_more {
            return Some(Duration::ZERO);
        }
        let due =
            self.machine.poll_timeout().map(|due| self.timers_rest_until.map_or(due, |rest| due.max(rest)));
        let timers = due.map(|due| due.saturating_duration_since(Instant::now()));
        let retry = self.media.is_waiting().then_some(RETRY);
        [timers, retry].into_iter().flatten().min()
    }

    /// Feeds the machine what a socket holds; whether there may be more.
    fn drain(&mut self, place: usize, batch: &mut ReceiveBatch) -> bool {
        for _ in 0..CALLS_A_TURN {
            match self.sockets.receive(place, batch) {
                Ok(has_more) => {
                    let now = now();
                    for datagram in batch.datagrams() {
                        let Some(socket) = self.sockets.get(place) else { return false };
                        let flow = socket.flow(&datagram);
                        self.guarded("a datagram", |machine| {
                            machine.handle_datagram(datagram.bytes, flow, now);
                        });
                        self.act();
                    }
                    self.flush();
                    if !has_more {
                        return false;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                // Reading it has taken the error from the socket.
                Err(error) => tracing::debug!(%error, "receiving SIP messages failed"),
            }
        }
        true
    }

    /// Feeds the machine what the other threads wrote; whether there may be more.
    fn read_letters(&mut self) -> bool {
        let now = now();
        let directory = self.shared.directory.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(directory) = directory {
            self.guarded("a directory", |machine| machine.handle_directory(directory, now));
            self.act();
        }
        let mut more = [false; 3];
        more[0] = (0..LETTERS_A_TURN).all(|_| {
            self.news.try_recv().is_ok_and(|event| {
                self.guarded("news of a stream", |machine| machine.handle_media(event, now));
                self.act();
                true
            })
        });
        more[1] = (0..LETTERS_A_TURN).all(|_| {
            self.committed.try_recv().is_ok_and(|saved| {
                self.guarded("a commit", |machine| match saved {
                    Saved::Record(id) => machine.handle_committed(id, now),
                    Saved::Registration(ticket) => machine.handle_registered(ticket, now),
                });
                self.act();
                true
            })
        });
        more[2] = (0..LETTERS_A_TURN).all(|_| {
            self.orders.try_recv().is_ok_and(|(order, answer)| {
                self.obey(order, &answer, now);
                true
            })
        });
        self.flush();
        more.contains(&true)
    }

    /// Feeds the machine what came by connections; whether there may be more.
    fn hear_connections(&mut self) -> bool {
        let now = now();
        let more = (0..LETTERS_A_TURN).all(|_| {
            let Some(heard) = self.connections.next() else { return false };
            match heard {
                Some(Heard::Message { flow, bytes }) => {
                    self.guarded("a message of a connection", |machine| {
                        machine.handle_frame(&bytes, flow, now);
                    });
                }
                Some(Heard::Closed { flow }) => {
                    self.guarded("a closed connection", |machine| machine.handle_closed(flow, now));
                }
                None => return true,
            }
            self.act();
            true
        });
        self.flush();
        more
    }

    fn obey(&mut self, order: Order, answer: &SyncSender<Reply>, now: Now) {
        let mut reply = self.guarded("an order", |machine| machine.handle_order(order, now));
        self.act();
        if let Some(Reply::Snapshot(snapshot)) = &mut reply {
            snapshot.counters.extend(self.counters.list());
            snapshot.gauges.push(("sip_connections", self.connections.len() as u64));
        }
        // Without a reply the giver is told that we are busy; one who has gone needs none.
        if let Some(reply) = reply {
            let _ = answer.try_send(reply);
        }
    }

    fn run_timers(&mut self) {
        let now = now();
        if self.timers_rest_until.is_some_and(|until| until > now.tick) {
            return;
        }
        self.timers_rest_until = None;
        if self.machine.poll_timeout().is_some_and(|due| due <= now.tick) {
            let done = self.guarded("a timer", |machine| machine.handle_timeout(now));
            if done.is_none() {
                self.timers_rest_until = Some(now.tick + REST_AFTER_PANIC);
            }
            self.act();
            self.flush();
        }
    }

    /// Does what the machine says, in its order.
    fn act(&mut self) {
        // Connections found to be gone; the machine hears of each once, whatever it still writes to it.
        let mut gone: Vec<Flow> = Vec::new();
        while let Some(output) = self.machine.poll_output() {
            match output {
                Output::BadCredentials { source, username } => log::bad_credentials(source, &username),
                Output::Binding { change, ticket } => {
                    log::binding(&change);
                    let sink = &mut self.sink;
                    guarded(&self.counters, "a registration's change", || sink.binding(change, ticket));
                }
                Output::Disconnect { flow } => self.connections.close(&flow),
                Output::Media(command) => {
                    if let Some(event) = self.media.send(command, &self.counters) {
                        let now = now();
                        self.guarded("news of a stream", |machine| machine.handle_media(event, now));
                    }
                }
                Output::Reachable { username, contact, reachable } => {
                    let sink = &mut self.sink;
                    let tell = || sink.reachable(username, contact, reachable);
                    guarded(&self.counters, "a telephone that does not answer", tell);
                }
                Output::Record(record) => {
                    log::record(&record);
                    let sink = &mut self.sink;
                    guarded(&self.counters, "a record", || sink.record(record));
                }
                Output::Transmit { flow, bytes } if !flow.transport.is_reliable() => {
                    self.sockets.queue(&flow, bytes, &self.counters);
                }
                Output::Transmit { flow, bytes } => {
                    // Its task may write at once.
                    self.media.flush();
                    if !self.connections.send(&flow, bytes, &self.counters) && !gone.contains(&flow) {
                        gone.push(flow);
                        let now = now();
                        self.guarded("a closed connection", |machine| machine.handle_closed(flow, now));
                    }
                }
            }
        }
    }

    /// Hands out what was collected: sound first, so that it is ready when the telephones read of it.
    fn flush(&mut self) {
        self.media.flush();
        self.sockets.flush(&self.counters);
    }

    /// Calls a door of the machine.
    fn guarded<T>(&mut self, what: &str, call: impl FnOnce(&mut M) -> T) -> Option<T> {
        let machine = &mut self.machine;
        guarded(&self.counters, what, || call(machine))
    }
}

/// This moment by both clocks.
pub(crate) fn now() -> Now {
    Now { tick: Instant::now(), wall: Timestamp::now() }
}
