//! A bad network between telephones and the exchange: it forwards datagrams both ways and loses some.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::random::Random;

/// One that forwards until it is dropped.
pub(crate) struct Forwarder {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    is_over: AtomicBool,
    lost: AtomicU64,
    dice: Mutex<Random>,
    /// Of a hundred datagrams.
    percent: u64,
}

impl Forwarder {
    /// Listens at a port of this address and forwards to the exchange; each telephone has a way of its own.
    pub(crate) fn start(address: Ipv4Addr, exchange: SocketAddr, percent: u64) -> Self {
        let front = UdpSocket::bind((address, 0)).unwrap();
        let shared = Arc::new(Shared {
            is_over: AtomicBool::new(false),
            lost: AtomicU64::new(0),
            dice: Mutex::new(Random::from_seed(22)),
            percent,
        });
        let (here, theirs) = (front.local_addr().unwrap(), Arc::clone(&shared));
        let thread = thread::spawn(move || forward(&front, exchange, &theirs));
        Self { address: here, shared, thread: Some(thread) }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many datagrams were lost until now.
    pub(crate) fn lost(&self) -> u64 {
        self.shared.lost.load(Ordering::Relaxed)
    }
}

impl Drop for Forwarder {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

fn forward(front: &UdpSocket, exchange: SocketAddr, shared: &Arc<Shared>) {
    let front = Arc::new(front.try_clone().unwrap());
    let mut ways: HashMap<SocketAddr, (UdpSocket, JoinHandle<()>)> = HashMap::new();
    let mut datagram = [0; 65_536];
    front.set_read_timeout(Some(TICK)).unwrap();
    while !shared.is_over.load(Ordering::Relaxed) {
        let Some((length, from)) = received(front.recv_from(&mut datagram)) else { continue };
        let (way, _) = ways.entry(from).or_insert_with(|| {
            let way = UdpSocket::bind((front.local_addr().unwrap().ip(), 0)).unwrap();
            way.connect(exchange).unwrap();
            way.set_read_timeout(Some(TICK)).unwrap();
            let (back, front, shared) = (way.try_clone().unwrap(), Arc::clone(&front), Arc::clone(shared));
            (way, thread::spawn(move || backward(&back, &front, from, &shared)))
        });
        if shared.passes() {
            _ = way.send(&datagram[..length]);
        }
    }
    for (_, thread) in ways.into_values() {
        _ = thread.join();
    }
}

fn backward(way: &UdpSocket, front: &UdpSocket, to: SocketAddr, shared: &Shared) {
    let mut datagram = [0; 65_536];
    while !shared.is_over.load(Ordering::Relaxed) {
        if let Some(length) = received(way.recv(&mut datagram))
            && shared.passes()
        {
            _ = front.send_to(&datagram[..length], to);
        }
    }
}

/// How often it looks whether it is over.
const TICK: Duration = Duration::from_millis(100);

fn received<T>(result: std::io::Result<T>) -> Option<T> {
    match result {
        Ok(received) => Some(received),
        // Nothing came, or whoever was sent to is gone.
        Err(error) => {
            let kinds = [ErrorKind::WouldBlock, ErrorKind::TimedOut, ErrorKind::ConnectionRefused];
            assert!(kinds.contains(&error.kind()), "{error}");
            None
        }
    }
}

impl Shared {
    fn passes(&self) -> bool {
        let passes = self.dice.lock().unwrap().below(100) >= self.percent;
        self.lost.fetch_add(u64::from(!passes), Ordering::Relaxed);
        passes
    }
}
