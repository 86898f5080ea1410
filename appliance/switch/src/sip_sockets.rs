//! All UDP sockets for SIP: which of them is ready, and through which a message leaves.

use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, AsRawFd};

use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use sip::{Flow, Transport};

use crate::batch::ReceiveBatch;
use crate::counters::Counters;
use crate::sip_socket::SipSocket;
use crate::start::StartError;

/// The sockets, in the order of the configuration; the token of an event is a place in it.
#[derive(Debug)]
pub(crate) struct SipSockets(Vec<SipSocket>);

impl SipSockets {
    /// Binds all, or none.
    pub(crate) fn bind(addresses: &[SocketAddr]) -> Result<Self, StartError> {
        let bind = |address: &SocketAddr| {
            SipSocket::bind(*address).map_err(|error| StartError::Bind {
                transport: Transport::Udp,
                address: *address,
                error,
            })
        };
        addresses.iter().map(bind).collect::<Result<Vec<_>, _>>().map(Self)
    }

    pub(crate) fn register(&self, registry: &Registry) -> io::Result<()> {
        for (place, socket) in self.0.iter().enumerate() {
            let descriptor = socket.socket().as_raw_fd();
            registry.register(&mut SourceFd(&descriptor), Token(place), Interest::READABLE)?;
        }
        Ok(())
    }

    /// The addresses as bound.
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        self.0.iter().map(SipSocket::local).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, place: usize) -> Option<&SipSocket> {
        self.0.get(place)
    }

    /// Receives from the socket at that place; whether there may be more.
    pub(crate) fn receive(&self, place: usize, batch: &mut ReceiveBatch) -> io::Result<bool> {
        let socket = self.0.get(place).ok_or(io::ErrorKind::NotFound)?;
        batch.receive(socket.socket().as_fd()).map(|(_, has_more)| has_more)
    }

    /// Keeps a message until [`Self::flush`], at the socket that fits its path best.
    pub(crate) fn queue(&mut self, flow: &Flow, bytes: Vec<u8>, counters: &Counters) {
        let best = self.0.iter_mut().max_by_key(|socket| socket.fit(flow.local));
        match best.filter(|socket| socket.fit(flow.local).is_some()) {
            Some(socket) => socket.queue(flow, bytes),
            None => counters.sip_send_errors.add(1),
        }
    }

    /// Sends everything that waits.
    pub(crate) fn flush(&mut self, counters: &Counters) {
        for socket in &mut self.0 {
            socket.flush(counters);
        }
    }
}
