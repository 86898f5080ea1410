//! Starting the switch: bind, make the channels, start the threads.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use exchange::{Exchange, Settings};
use media::{DtlsIdentity, Relay, Totals};
use mio::{Poll, Waker};
use model::{BindingChange, CallRecord, Directory, StoredBinding, Username};
use rand::TryRng;
use rand::rngs::SysRng;
use sip::Transport;

use crate::connections::Connections;
use crate::counters::Counters;
use crate::handle::{Handle, Shared, Streams};
use crate::machine::Machine;
use crate::media_orders::{MediaOrder, MediaOrders};
use crate::media_thread::{self, MediaThread};
use crate::outbox::Outbox;
use crate::sip_loop::{self, SipLoop, now};
use crate::sip_sockets::SipSockets;
use crate::sockets::LegSockets;
use crate::stream::{Intake, Listeners, StreamLimits};

/// News of streams that wait in the channel; more wait in the media thread.
const NEWS: usize = 256;
/// Commits that wait; when full a commit is dropped and the answer to its BYE leaves when its time is over.
const COMMITS: usize = 2_048;
/// Orders of the program that wait; when full the giver is told that the switch is busy.
const ORDERS: usize = 64;
/// Orders to a media thread that wait in the channel; more wait in the SIP thread.
const MEDIA_ORDERS: usize = 256;
/// Orders to a media thread that wait in the SIP thread; when full a stream that is to open fails.
const MEDIA_ORDERS_WAITING: usize = 16_384;

/// What an installer decides about the switch.
#[derive(Clone, Debug)]
pub struct Config {
    /// Addresses for SIP over UDP.
    pub udp: Vec<SocketAddr>,
    /// Addresses for SIP over TCP.
    pub tcp: Vec<SocketAddr>,
    /// Addresses for SIP over TLS.
    pub tls: Vec<SocketAddr>,
    /// Bounds of connections.
    pub streams: StreamLimits,
    /// Threads that relay sound; at least one is started.
    pub media_threads: usize,
    /// The certificate with which streams shake hands, whose fingerprint the settings name; none: they do not.
    pub identity: Option<DtlsIdentity>,
    /// Settings of the exchange.
    pub settings: Settings,
}

/// Where records and registrations go. Neither may wait: the SIP thread calls them.
pub trait Sink: Send {
    /// A call's record as it now stands.
    fn record(&mut self, record: Box<CallRecord>);
    /// A change of a registration. With a ticket, [`Handle::registered`] is to be called when it is on disk: until
    /// then, but not for long, the telephone waits for its answer.
    fn binding(&mut self, change: BindingChange, ticket: Option<u64>);
    /// A registered telephone no longer answers, or does again.
    fn reachable(&mut self, _username: Username, _contact: String, _reachable: bool) {}
}

/// Why the switch could not start.
#[derive(Debug)]
pub enum StartError {
    /// An address could not be bound.
    Bind {
        /// For what.
        transport: Transport,
        /// Which.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The system refused something else: a thread, an event queue, random numbers.
    System(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bind { transport, address, error } => {
                write!(f, "SIP address {address}/{transport}: {error}")
            }
            Self::System(error) => write!(f, "starting the switch: {error}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind { error, .. } | Self::System(error) => Some(error),
        }
    }
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Binds the addresses and starts the threads.
pub fn start(
    config: Config,
    directory: Arc<Directory>,
    bindings: Vec<StoredBinding>,
    sink: Box<dyn Sink>,
) -> Result<Handle, StartError> {
    let Config { udp, tcp, tls, streams, media_threads, identity, settings } = config;
    let mut seed = [0; 32];
    SysRng.try_fill_bytes(&mut seed).map_err(io::Error::other)?;
    let media = Media { threads: media_threads, max_streams: streams_in(&settings.rtp_ports), identity };
    let mut exchange = Exchange::new(settings, directory, seed, now());
    exchange.restore(bindings, now());
    let addresses = Addresses { udp: &udp, tcp: &tcp, tls: &tls };
    start_machine(exchange, &addresses, streams, media, sink)
}

/// What is bound.
pub(crate) struct Addresses<'a> {
    pub(crate) udp: &'a [SocketAddr],
    pub(crate) tcp: &'a [SocketAddr],
    pub(crate) tls: &'a [SocketAddr],
}

/// The media threads to start.
pub(crate) struct Media {
    pub(crate) threads: usize,
    /// The most streams of one.
    pub(crate) max_streams: usize,
    pub(crate) identity: Option<DtlsIdentity>,
}

/// Starts any machine with the doors of the exchange.
pub(crate) fn start_machine<M: Machine + Send + 'static>(
    machine: M,
    addresses: &Addresses<'_>,
    limits: StreamLimits,
    media: Media,
    sink: Box<dyn Sink>,
) -> Result<Handle, StartError> {
    let sockets = SipSockets::bind(addresses.udp)?;
    let tcp = Listeners::bind(Transport::Tcp, addresses.tcp)?;
    let tls = Listeners::bind(Transport::Tls, addresses.tls)?;
    let poll = Poll::new()?;
    sockets.register(poll.registry())?;
    let waker = Arc::new(Waker::new(poll.registry(), sip_loop::WAKE)?);
    let counters = Arc::new(Counters::default());
    let (intake, events) = Intake::new(Arc::clone(&waker), Arc::clone(&counters), limits);
    let (news_sender, news) = sync_channel(NEWS);
    let mut orders_of_media = MediaOrders::default();
    let mut threads = Vec::new();
    for number in 0..media.threads.max(1) {
        let news = Outbox::new(news_sender.clone(), Arc::clone(&waker), 2 * media.max_streams);
        let (outbox, thread) = start_media(number, news, &media, &counters)?;
        orders_of_media.add(outbox);
        threads.push(thread);
    }
    let (committed_sender, committed) = sync_channel(COMMITS);
    let (orders_sender, orders) = sync_channel(ORDERS);
    let shared = Arc::new(Shared {
        addresses: sockets.addresses(),
        streams: Streams {
            intake,
            tcp_addresses: tcp.addresses(),
            tls_addresses: tls.addresses(),
            tcp: Mutex::new(Some(tcp)),
            tls: Mutex::new(Some(tls)),
        },
        waker,
        is_called: AtomicBool::new(false),
        directory: Mutex::new(None),
        committed: committed_sender,
        orders: orders_sender,
        is_over: AtomicBool::new(false),
        threads: Mutex::new(Vec::new()),
    });
    let sip = SipLoop {
        machine,
        sink,
        poll,
        sockets,
        connections: Connections::new(events),
        media: orders_of_media,
        news,
        committed,
        orders,
        shared: Arc::clone(&shared),
        counters,
        timers_rest_until: None,
    };
    // The SIP thread ends first: its end of the orders ends the media threads.
    threads.insert(0, spawn("sip".to_owned(), move || sip.run())?);
    *shared.threads.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = threads;
    Ok(Handle(shared))
}

fn start_media(
    number: usize,
    news: Outbox<media::Event>,
    media: &Media,
    counters: &Arc<Counters>,
) -> io::Result<(Outbox<MediaOrder>, JoinHandle<()>)> {
    let poll = Poll::new()?;
    let waker = Arc::new(Waker::new(poll.registry(), media_thread::WAKE)?);
    let (sender, orders): (SyncSender<MediaOrder>, Receiver<MediaOrder>) = sync_channel(MEDIA_ORDERS);
    let relay = Relay::new(media.max_streams);
    let thread = MediaThread {
        poll,
        sockets: LegSockets::default(),
        relay: match &media.identity {
            Some(identity) => relay.with_identity(identity.clone()),
            None => relay,
        },
        orders,
        news,
        counters: Arc::clone(counters),
        counted: Totals::default(),
    };
    // Held to the end: a waker that is dropped takes back a call that was not heard yet.
    let held = Arc::clone(&waker);
    let joined = spawn(format!("media-{number}"), move || {
        thread.run();
        drop(held);
    })?;
    Ok((Outbox::new(sender, waker, MEDIA_ORDERS_WAITING), joined))
}

fn spawn(name: String, run: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name).spawn(run)
}

/// As many streams as pairs of ports.
fn streams_in(ports: &RangeInclusive<u16>) -> usize {
    usize::from(ports.end().saturating_sub(*ports.start())) / 2 + 1
}
