//! One UDP socket for SIP: bound to one address, or to all of a family (RFC 3261 §18).

use std::io;
use std::net::{IpAddr, SocketAddr, SocketAddrV6, UdpSocket};
use std::os::fd::AsFd;

use sip::{Flow, Transport};
use socket2::{Domain, Protocol, Socket, Type};

use crate::batch::{self, Datagram, Outgoing, OwnAddress};
use crate::counters::Counters;

/// Class Selector 3 for signalling (RFC 4594 §2.3), as the whole octet.
const CLASS_SELECTOR_3: u32 = 0x60;
/// Room for the messages that come while the loop is busy: thousands, where the system allows it.
const RECEIVE_BUFFER_BYTES: i32 = 4 << 20;
const SEND_BUFFER_BYTES: usize = 1 << 20;

/// A bound socket and what waits to leave through it.
#[derive(Debug)]
pub(crate) struct SipSocket {
    socket: UdpSocket,
    local: SocketAddr,
    /// Messages of this turn; flushed at its end, hence as many as a turn can cause.
    waiting: Vec<Outgoing>,
}

impl SipSocket {
    pub(crate) fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket =
            Socket::new(Domain::for_address(address), Type::DGRAM.nonblocking(), Some(Protocol::UDP))?;
        if address.is_ipv6() {
            // IPv4 has a socket of its own, so that no address is written in two ways.
            socket.set_only_v6(true)?;
        }
        socket.bind(&address.into())?;
        // A network that does not know the mark still carries the message; a smaller buffer still works.
        let _ = if address.is_ipv4() {
            socket.set_tos_v4(CLASS_SELECTOR_3)
        } else {
            socket.set_tclass_v6(CLASS_SELECTOR_3)
        };
        batch::ask_for_receive_buffer(socket.as_fd(), RECEIVE_BUFFER_BYTES);
        let _ = socket.set_send_buffer_size(SEND_BUFFER_BYTES);
        let socket = UdpSocket::from(socket);
        let local = socket.local_addr()?;
        if local.ip().is_unspecified() {
            batch::ask_for_own_address(socket.as_fd(), local)?;
        }
        Ok(Self { socket, local, waiting: Vec::new() })
    }

    /// The socket itself, to wait for and to receive from.
    pub(crate) fn socket(&self) -> &UdpSocket {
        &self.socket
    }

    /// The address it is bound to.
    pub(crate) fn local(&self) -> SocketAddr {
        self.local
    }

    /// By which path a datagram came.
    pub(crate) fn flow(&self, datagram: &Datagram<'_>) -> Flow {
        let local = match datagram.to {
            Some(own) => own.at(self.local.port()),
            None => self.local,
        };
        Flow { transport: Transport::Udp, local, remote: datagram.source }
    }

    /// How well it fits for sending from an own address: exactly (2), as one address of many (1), or only by
    /// family, for a path whose own address is gone (0).
    pub(crate) fn fit(&self, from: SocketAddr) -> Option<u8> {
        if from.is_ipv4() != self.local.is_ipv4() {
            return None;
        }
        let is_same_port = self.local.port() == from.port();
        Some(match self.local.ip() {
            ip if ip == from.ip() && is_same_port => 2,
            ip if ip.is_unspecified() && is_same_port => 1,
            _ => 0,
        })
    }

    /// Keeps a message until [`Self::flush`].
    pub(crate) fn queue(&mut self, flow: &Flow, bytes: Vec<u8>) {
        let is_one_of_many = self.local.ip().is_unspecified() && !flow.local.ip().is_unspecified();
        let from = is_one_of_many.then(|| OwnAddress::of(flow.local));
        self.waiting.push(Outgoing { bytes, to: flow.remote, from });
    }

    /// Sends what waits. What the system does not take is counted and forgotten: who misses it sends again.
    pub(crate) fn flush(&mut self, counters: &Counters) {
        let mut done = 0;
        while let Some(rest) = self.waiting.get(done..).filter(|rest| !rest.is_empty()) {
            match batch::send(self.socket.as_fd(), rest) {
                Ok(sent) => done += sent.max(1),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    counters.sip_send_errors.add(rest.len() as u64);
                    break;
                }
                Err(error) => {
                    // The own address of a restored registration may be gone: then the system chooses another.
                    let own_address = self.waiting.get_mut(done).and_then(|message| message.from.take());
                    if own_address.is_none() {
                        tracing::debug!(%error, "a SIP message could not be sent");
                        counters.sip_send_errors.add(1);
                        done += 1;
                    }
                }
            }
        }
        self.waiting.clear();
    }
}

impl OwnAddress {
    fn of(address: SocketAddr) -> Self {
        let interface = match address {
            SocketAddr::V4(_) => 0,
            SocketAddr::V6(address) => address.scope_id(),
        };
        Self { ip: address.ip(), interface }
    }

    fn at(self, port: u16) -> SocketAddr {
        match self.ip {
            IpAddr::V4(ip) => SocketAddr::new(ip.into(), port),
            IpAddr::V6(ip) => SocketAddrV6::new(ip, port, 0, self.interface).into(),
        }
    }
}
