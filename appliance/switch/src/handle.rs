//! What the program holds of a running switch.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use calls::{Order, Reply};
use mio::Waker;
use model::{CallId, Directory};
use rustls::ServerConfig;
use sip::Transport;

use crate::stream::{self, Intake, Listeners};

/// How long an order may take before its giver is told that the switch is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running switch; every copy is the same one.
#[derive(Clone)]
pub struct Handle(pub(crate) Arc<Shared>);

/// What the handles and the SIP thread share.
pub(crate) struct Shared {
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) streams: Streams,
    pub(crate) waker: Arc<Waker>,
    /// The SIP thread has been woken and has not begun to look: whoever comes meanwhile need not wake it.
    pub(crate) is_called: AtomicBool,
    /// The newest directory that the SIP thread has not seen; an older one is of no use.
    pub(crate) directory: Mutex<Option<Arc<Directory>>>,
    pub(crate) committed: SyncSender<Saved>,
    pub(crate) orders: SyncSender<(Order, SyncSender<Reply>)>,
    pub(crate) is_over: AtomicBool,
    pub(crate) threads: Mutex<Vec<JoinHandle<()>>>,
}

/// What the handles need for connections.
pub(crate) struct Streams {
    pub(crate) intake: Intake,
    pub(crate) tcp_addresses: Vec<SocketAddr>,
    pub(crate) tls_addresses: Vec<SocketAddr>,
    /// Bound, until somebody serves them.
    pub(crate) tcp: Mutex<Option<Listeners>>,
    pub(crate) tls: Mutex<Option<Listeners>>,
}

/// The switch has more orders than it can take, or is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the switch is busy")
    }
}

impl std::error::Error for Busy {}

/// What is on disk now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saved {
    /// The closed record of a call.
    Record(CallId),
    /// The change of a registration with this ticket.
    Registration(u64),
}

impl Handle {
    /// The addresses for SIP over UDP as bound.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.0.addresses.clone()
    }

    /// The addresses for SIP over TCP as bound.
    pub fn tcp_addresses(&self) -> Vec<SocketAddr> {
        self.0.streams.tcp_addresses.clone()
    }

    /// The addresses for SIP over TLS as bound.
    pub fn tls_addresses(&self) -> Vec<SocketAddr> {
        self.0.streams.tls_addresses.clone()
    }

    /// Accepts TCP connections from now on, as tasks of this runtime. The second time nothing is left to do.
    pub fn serve_tcp(&self, runtime: &tokio::runtime::Handle) -> io::Result<()> {
        self.serve(&self.0.streams.tcp, runtime, None)
    }

    /// Accepts TLS connections from now on, likewise; the settings bring the certificate, which may be replaced
    /// while they hold.
    pub fn serve_tls(&self, runtime: &tokio::runtime::Handle, tls: Arc<ServerConfig>) -> io::Result<()> {
        self.serve(&self.0.streams.tls, runtime, Some(tls))
    }

    fn serve(
        &self,
        listeners: &Mutex<Option<Listeners>>,
        runtime: &tokio::runtime::Handle,
        tls: Option<Arc<ServerConfig>>,
    ) -> io::Result<()> {
        let listeners = listeners.lock().unwrap_or_else(PoisonError::into_inner).take();
        listeners.map_or(Ok(()), |listeners| listeners.serve(runtime, &self.0.streams.intake, tls))
    }

    /// The handler of SIP over WebSocket, at `/ws`, for a web server that speaks TLS. Each request needs its
    /// [`Ends`](crate::Ends) among its extensions.
    pub fn web_socket(&self) -> axum::Router {
        stream::router(self.0.streams.intake.clone(), Transport::Wss)
    }

    /// Publishes a new snapshot of the office; never waits.
    pub fn directory(&self, directory: Arc<Directory>) {
        *self.0.directory.lock().unwrap_or_else(PoisonError::into_inner) = Some(directory);
        self.wake();
    }

    /// Says that the closed record of a call is on disk; never waits. When the switch does not keep up the news
    /// is dropped, and the answer to BYE leaves when its time is over.
    pub fn committed(&self, id: CallId) {
        self.saved(Saved::Record(id));
    }

    /// Says that the change of a registration is on disk; never waits, and may be dropped likewise.
    pub fn registered(&self, ticket: u64) {
        self.saved(Saved::Registration(ticket));
    }

    fn saved(&self, saved: Saved) {
        if self.0.committed.try_send(saved).is_ok() {
            self.wake();
        }
    }

    /// Gives an order and waits for its answer.
    pub fn order(&self, order: Order) -> Result<Reply, Busy> {
        let (answer, reply) = sync_channel(1);
        self.0.orders.try_send((order, answer)).map_err(|_| Busy)?;
        self.wake();
        reply.recv_timeout(PATIENCE).map_err(|_| Busy)
    }

    /// Ends the loop and waits for the threads. Calls are not ended: that is [`Order::ShutDown`].
    pub fn stop(&self) {
        self.0.is_over.store(true, Ordering::Relaxed);
        self.wake();
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the switch had panicked");
            }
        }
    }

    fn wake(&self) {
        let is_called = self.0.is_called.swap(true, Ordering::SeqCst);
        if is_called {
            return;
        }
        if let Err(error) = self.0.waker.wake() {
            self.0.is_called.store(false, Ordering::SeqCst);
            tracing::warn!(%error, "the SIP thread could not be woken");
        }
    }
}
