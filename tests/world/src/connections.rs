//! Connections of the virtual network: TCP, TLS and WebSocket. Nothing gets lost or out of order in one, but bytes come in
//! any pieces, and it breaks (RFC 3261 §18, RFC 5626, RFC 7118).

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Instant;

use rand::RngExt;
use sip::framing::{Frame, Frames};
use sip::{Flow, Transport};

use crate::World;
use crate::world::EXCHANGE;

/// All of them.
#[derive(Default)]
pub(crate) struct Connections {
    /// By the telephone's end, which no two ever share.
    open: BTreeMap<SocketAddr, Connection>,
    /// Bytes by when they arrive.
    under_way: BTreeMap<(Instant, u64), Piece>,
    sent: u64,
}

struct Connection {
    transport: Transport,
    to_exchange: Frames,
    to_phone: Frames,
    /// When what was sent last arrives, up and down: what is sent later does not overtake it.
    last: [Instant; 2],
}

struct Piece {
    phone: SocketAddr,
    is_up: bool,
    bytes: Vec<u8>,
}

impl Connections {
    /// When the next bytes arrive.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.under_way.first_key_value().map(|((at, _), _)| *at)
    }
}

impl World {
    /// Lets a telephone use connections; before it registers.
    pub fn transport(&mut self, number: &str, transport: Transport) {
        self.phone(number).transport = transport;
    }

    /// Opens a connection from an end that is no telephone's; over UDP there is nothing to open.
    pub fn connect(&mut self, flow: Flow) {
        if flow.transport.is_reliable() {
            self.open_connection(flow.remote, flow.transport);
        }
    }

    /// Gives the exchange a datagram or a whole message of a connection, at once.
    pub fn receive(&mut self, flow: Flow, bytes: &[u8]) {
        match flow.transport {
            Transport::Udp => self.exchange.handle_datagram(bytes, flow, self.now),
            _ => self.exchange.handle_frame(bytes, flow, self.now),
        }
        self.drain();
    }

    fn open_connection(&mut self, phone: SocketAddr, transport: Transport) {
        let now = self.now.tick;
        let fresh =
            || Connection { transport, to_exchange: Frames::new(), to_phone: Frames::new(), last: [now; 2] };
        self.connections.open.entry(phone).or_insert_with(fresh);
    }

    /// A telephone's connection breaks. It opens another one; the exchange is told, or finds out when it sends.
    pub fn disconnect(&mut self, number: &str, is_told: bool) {
        let phone = self.phone(number).address;
        if let Some(connection) = self.connections.open.remove(&phone) {
            if is_told {
                self.exchange.handle_closed(flow(connection.transport, phone), self.now);
            }
            self.reconnect(phone);
            self.drain();
        }
    }

    /// Sends bytes over the connection of a telephone's end; false when there is none.
    pub(crate) fn send_stream(
        &mut self,
        phone: SocketAddr,
        is_up: bool,
        bytes: Vec<u8>,
        transport: Transport,
    ) -> bool {
        let now = self.now.tick;
        if is_up {
            // A telephone connects when it has something to say.
            self.open_connection(phone, transport);
        }
        let Some(connection) = self.connections.open.get_mut(&phone) else { return false };
        let (min, max) =
            (self.weather.delay_min.as_micros() as u64, self.weather.delay_max.as_micros() as u64);
        let last = &mut connection.last[usize::from(is_up)];
        // A WebSocket frame is whole; a stream is cut anywhere.
        let pieces = if matches!(transport, Transport::Ws | Transport::Wss) {
            1
        } else {
            self.dice.random_range(1..4)
        };
        let mut rest = bytes;
        for left in (0..pieces).rev() {
            let cut = if left == 0 { rest.len() } else { self.dice.random_range(0..=rest.len()) };
            let tail = rest.split_off(cut);
            let piece = Piece { phone, is_up, bytes: std::mem::replace(&mut rest, tail) };
            let delay = std::time::Duration::from_micros(self.dice.random_range(min..=max));
            *last = (*last).max(now + delay);
            self.connections.sent += 1;
            self.connections.under_way.insert((*last, self.connections.sent), piece);
        }
        true
    }

    /// Takes all bytes that have arrived by now.
    pub(crate) fn arrive_streams(&mut self) {
        while let Some(entry) =
            self.connections.under_way.first_entry().filter(|entry| entry.key().0 <= self.now.tick)
        {
            let piece = entry.remove();
            self.piece(&piece);
        }
    }

    /// The exchange closes a connection.
    pub(crate) fn closed_by_exchange(&mut self, phone: SocketAddr) {
        if self.connections.open.remove(&phone).is_some() {
            self.reconnect(phone);
        }
    }

    fn piece(&mut self, piece: &Piece) {
        // What is still under way when the connection breaks is lost.
        let Some(connection) = self.connections.open.get_mut(&piece.phone) else { return };
        let transport = connection.transport;
        let is_framed = matches!(transport, Transport::Ws | Transport::Wss);
        let frames = if piece.is_up { &mut connection.to_exchange } else { &mut connection.to_phone };
        let mut whole = Vec::new();
        if is_framed {
            whole.push(piece.bytes.clone());
        } else {
            frames.push(&piece.bytes);
            while let Some(frame) = frames.poll() {
                match frame {
                    Frame::Message(message) => whole.push(message),
                    Frame::Ping => {}
                    Frame::Broken { message } => {
                        panic!("well-formed streams only: {}", message.escape_ascii())
                    }
                }
            }
        }
        for message in whole {
            if piece.is_up {
                self.exchange.handle_frame(&message, flow(transport, piece.phone), self.now);
            } else if let Some(phone) = self.phones.iter_mut().find(|phone| phone.address == piece.phone) {
                let flow = Flow { transport, local: piece.phone, remote: EXCHANGE };
                phone.handle_message(&message, flow, self.now.tick);
            }
            self.drain();
        }
    }

    fn reconnect(&mut self, phone: SocketAddr) {
        let now = self.now.tick;
        if let Some(phone) = self.phones.iter_mut().find(|one| one.address == phone) {
            phone.address.set_port(phone.address.port() + 1);
            phone.handle_closed(now);
        }
    }
}

/// A connection as the exchange sees it.
fn flow(transport: Transport, phone: SocketAddr) -> Flow {
    Flow { transport, local: EXCHANGE, remote: phone }
}
