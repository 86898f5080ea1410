//! Connections of telephones: TCP, TLS and WebSocket (RFC 3261 §18, RFC 5626, RFC 7118). Each is a tokio task that
//! feeds the SIP thread over one bounded channel; the SIP thread writes to it over another.

mod connection;
mod gate;
mod listener;
mod task;
#[cfg(test)]
mod tests;
mod web_socket;

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use mio::Waker;
use sip::{FLOW_TIMER, Flow};
use tokio::sync::mpsc;

use crate::counters::Counters;

pub(crate) use connection::Connection;
use gate::{Gate, Pass};
pub(crate) use listener::Listeners;
pub use web_socket::Ends;
pub(crate) use web_socket::router;

/// Events of all connections that wait for the SIP thread. When full the tasks wait, and behind them, by TCP's own
/// means, the telephones.
const EVENTS: usize = 256;
/// Messages that wait to leave by one connection: a burst of one for each button of a large telephone. When full the
/// connection is cut: whoever reads so slowly must not fill the memory, and comes back with a new registration.
const OUTGOING: usize = 128;

/// The bounds of connections.
#[derive(Clone, Copy, Debug)]
pub struct StreamLimits {
    /// Connections at once; one more is closed unread.
    pub connections: usize,
    /// Connections at once from one address (IPv6: one /64 network); one more is closed unread. Generous, for
    /// a whole office may come from behind one router.
    pub connections_per_address: usize,
    /// For the TLS handshake; then the connection is closed.
    pub handshake: Duration,
    /// For the first whole message of a connection, and for every further one that has begun; then it is closed.
    pub message: Duration,
    /// Without a byte from the other end; then the connection is closed. Twice what telephones are told
    /// (`Flow-Timer`), and four times the interval in which they are asked whether they are there.
    pub idle: Duration,
    /// For one message to be taken by the other end's network; then the connection is closed.
    pub write: Duration,
}

impl Default for StreamLimits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            connections_per_address: 256,
            handshake: Duration::from_secs(10),
            message: Duration::from_secs(30),
            idle: FLOW_TIMER.saturating_mul(2),
            write: Duration::from_secs(10),
        }
    }
}

/// What becomes of connections. The same flow may come again with another number.
pub(crate) enum StreamEvent {
    /// One is there; messages to it go by `outgoing`.
    Opened { flow: Flow, number: u64, outgoing: mpsc::Sender<Vec<u8>> },
    /// A whole message came by it.
    Message { flow: Flow, number: u64, bytes: Vec<u8> },
    /// It is over.
    Closed { flow: Flow, number: u64 },
}

/// The way into the SIP thread; every copy is the same one.
#[derive(Clone)]
pub(crate) struct Intake {
    events: mpsc::Sender<StreamEvent>,
    waker: Arc<Waker>,
    counters: Arc<Counters>,
    gate: Gate,
    limits: StreamLimits,
    numbers: Arc<AtomicU64>,
}

/// The SIP thread has ended.
#[derive(Debug)]
pub(crate) struct Over;

impl Intake {
    /// The way in, and the end that the SIP thread reads.
    pub(crate) fn new(
        waker: Arc<Waker>,
        counters: Arc<Counters>,
        limits: StreamLimits,
    ) -> (Self, mpsc::Receiver<StreamEvent>) {
        let (events, receiver) = mpsc::channel(EVENTS);
        let gate = Gate::new(limits.connections, limits.connections_per_address);
        (Self { events, waker, counters, gate, limits, numbers: Arc::default() }, receiver)
    }

    /// Lets one in from this address; none when there are too many.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<Pass> {
        let pass = self.gate.enter(address);
        if pass.is_none() {
            self.counters.sip_connections_refused.add(1);
        }
        pass
    }

    /// Announces a connection that is ready for messages.
    pub(crate) async fn open(&self, flow: Flow) -> Result<Connection, Over> {
        let (sender, outgoing) = mpsc::channel(OUTGOING);
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let replies = sender.downgrade();
        self.tell(StreamEvent::Opened { flow, number, outgoing: sender }).await?;
        self.counters.sip_connections.add(1);
        Ok(Connection::new(self.clone(), flow, number, replies, outgoing))
    }

    /// Returns when the SIP thread has ended.
    pub(crate) async fn over(&self) {
        self.events.closed().await;
    }

    pub(crate) async fn tell(&self, event: StreamEvent) -> Result<(), Over> {
        self.events.send(event).await.map_err(|_| Over)?;
        self.wake();
        Ok(())
    }

    fn tell_now(&self, event: StreamEvent) {
        if self.events.try_send(event).is_ok() {
            self.wake();
        }
    }

    fn wake(&self) {
        if let Err(error) = self.waker.wake() {
            tracing::warn!(%error, "the SIP thread could not be woken");
        }
    }
}
