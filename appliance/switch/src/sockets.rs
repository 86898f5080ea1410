//! The sockets of a media thread behind a small interface: a socket a stream now, a shared port some day.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

use media::{Form, Forward, Kind, StreamId, StreamMap};
use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use socket2::{Domain, Protocol, Socket, Type};

use crate::batch;

/// Expedited Forwarding (RFC 3246, RFC 4594 §4.1), as the whole octet.
const EXPEDITED_FORWARDING: u32 = 0xb8;
/// Room for what comes to a port while the thread is elsewhere: some 2,700 packets, where the system allows it. A telephone
/// needs next to nothing of it; beside one who floods its port it needs all.
const RECEIVE_BUFFER_BYTES: i32 = 1 << 20;

/// How a media thread reaches the network.
pub(crate) trait Sockets {
    /// Takes the sockets of a new stream.
    fn open(&mut self, registry: &Registry, stream: StreamId, pair: Pair) -> io::Result<()>;
    /// Ends the sockets of a stream; none is fine.
    fn close(&mut self, stream: StreamId);
    /// The socket that an event is about.
    fn socket(&self, token: Token) -> Option<BorrowedFd<'_>>;
    /// Whose packet it is that came to that socket from there.
    fn stream(&self, token: Token, source: SocketAddr) -> Option<(StreamId, Kind)>;
    /// Sends a packet.
    fn send(&self, forward: Forward, packet: &[u8]) -> io::Result<()>;
}

/// The bound sockets of a stream: RTP and RTCP at the port above, or one for what is opaque.
#[derive(Debug)]
pub(crate) struct Pair {
    rtp: UdpSocket,
    rtcp: Option<UdpSocket>,
}

impl Pair {
    /// Binds both, or neither; only the one where nothing else comes.
    pub(crate) fn bind(rtp: SocketAddr, form: Form) -> io::Result<Self> {
        let rtcp = match form {
            Form::Rtp => {
                let above = rtp.port().checked_add(1).ok_or(io::ErrorKind::InvalidInput)?;
                Some(SocketAddr::new(rtp.ip(), above))
            }
            Form::Opaque => None,
        };
        let pair = Self { rtp: bind(rtp)?, rtcp: rtcp.map(bind).transpose()? };
        // RTCP is a packet every few seconds: the system's size will do.
        batch::ask_for_receive_buffer(pair.rtp.as_fd(), RECEIVE_BUFFER_BYTES);
        Ok(pair)
    }

    fn get(&self, kind: Kind) -> Option<&UdpSocket> {
        match kind {
            Kind::Rtp => Some(&self.rtp),
            Kind::Rtcp => self.rtcp.as_ref(),
        }
    }

    fn all(&self) -> impl Iterator<Item = (Kind, &UdpSocket)> {
        [Kind::Rtp, Kind::Rtcp].into_iter().filter_map(|kind| Some((kind, self.get(kind)?)))
    }
}

fn bind(address: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM.nonblocking(), Some(Protocol::UDP))?;
    // A network that does not know the mark still carries the sound.
    let _ = if address.is_ipv4() {
        socket.set_tos_v4(EXPEDITED_FORWARDING)
    } else {
        socket.set_only_v6(true).and_then(|()| socket.set_tclass_v6(EXPEDITED_FORWARDING))
    };
    socket.bind(&address.into())?;
    Ok(socket.into())
}

/// A pair of sockets a stream. The token of an event is the pair's place twice, plus one for RTCP.
#[derive(Debug, Default)]
pub(crate) struct LegSockets {
    /// As many as streams were ever open at once.
    places: Vec<Option<(StreamId, Pair)>>,
    free: Vec<usize>,
    by_stream: StreamMap<usize>,
}

impl LegSockets {
    fn at(&self, token: Token) -> Option<(&(StreamId, Pair), Kind)> {
        let kind = if token.0.is_multiple_of(2) { Kind::Rtp } else { Kind::Rtcp };
        Some((self.places.get(token.0 / 2)?.as_ref()?, kind))
    }
}

impl Sockets for LegSockets {
    fn open(&mut self, registry: &Registry, stream: StreamId, pair: Pair) -> io::Result<()> {
        let place = self.free.last().copied().unwrap_or(self.places.len());
        for (kind, socket) in pair.all() {
            let token = 2 * place + usize::from(kind == Kind::Rtcp);
            registry.register(&mut SourceFd(&socket.as_raw_fd()), Token(token), Interest::READABLE)?;
        }
        self.free.pop();
        if place == self.places.len() {
            self.places.push(None);
        }
        if let Some(slot) = self.places.get_mut(place) {
            *slot = Some((stream, pair));
        }
        self.by_stream.insert(stream, place);
        Ok(())
    }

    fn close(&mut self, stream: StreamId) {
        let Some(place) = self.by_stream.remove(&stream) else { return };
        // Closing the sockets, of which there is no copy, ends their registrations.
        if let Some(slot) = self.places.get_mut(place) {
            *slot = None;
        }
        self.free.push(place);
    }

    fn socket(&self, token: Token) -> Option<BorrowedFd<'_>> {
        let ((_, pair), kind) = self.at(token)?;
        Some(pair.get(kind)?.as_fd())
    }

    fn stream(&self, token: Token, _source: SocketAddr) -> Option<(StreamId, Kind)> {
        let ((stream, _), kind) = self.at(token)?;
        Some((*stream, kind))
    }

    fn send(&self, forward: Forward, packet: &[u8]) -> io::Result<()> {
        let place = self.by_stream.get(&forward.stream).and_then(|place| self.places.get(*place));
        let (_, pair) = place.and_then(Option::as_ref).ok_or(io::ErrorKind::NotFound)?;
        let socket = pair.get(forward.kind).ok_or(io::ErrorKind::NotFound)?;
        socket.send_to(packet, forward.to).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_holds_what_comes_while_the_thread_is_elsewhere() {
        let address = (49_152..).find_map(|port| {
            let address = SocketAddr::from(([127, 27, 0, 9], port));
            Pair::bind(address, Form::Opaque).ok().map(|pair| (address, pair))
        });
        let (address, pair) = address.expect("one of the ports is free");
        let flooder = UdpSocket::bind("127.27.0.10:0").unwrap();
        for _ in 0..500 {
            flooder.send_to(&[0; 182], address).unwrap();
        }
        let mut room = [0; 200];
        let held = std::iter::from_fn(|| pair.rtp.recv(&mut room).ok()).count();
        assert_eq!(held, 500);
    }
}
