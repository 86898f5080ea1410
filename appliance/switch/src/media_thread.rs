//! A media thread: its RTP sockets, a [`Relay`] that decides, and the orders of the SIP thread.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use media::{Command, Form, Packet, Relay, StreamId, Totals};
use mio::event::Event;
use mio::{Events, Poll, Token};

use crate::batch::ReceiveBatch;
use crate::counters::Counters;
use crate::guard;
use crate::log;
use crate::media_orders::MediaOrder;
use crate::outbox::Outbox;
use crate::sockets::{Pair, Sockets};

/// Longer than any RTP packet on an Ethernet with what encryption adds; a longer datagram is dropped.
const PACKET_BYTES: usize = 2048;
/// Datagrams in one system call. A leg has one every 20 ms, so more than two are a burst after a delay.
const PACKETS_A_CALL: usize = 8;
/// System calls for one socket before the others have their turn.
const CALLS_A_TURN: usize = 4;
/// Orders in one turn, before the sockets have theirs.
const ORDERS_A_TURN: usize = 64;
/// How long to wait before news that found no room is sent again.
const RETRY: Duration = Duration::from_millis(5);
/// The token by which the thread is woken for orders.
pub(crate) const WAKE: Token = Token(usize::MAX);

/// What a media thread owns.
pub(crate) struct MediaThread<S> {
    pub(crate) poll: Poll,
    pub(crate) sockets: S,
    pub(crate) relay: Relay,
    pub(crate) orders: Receiver<MediaOrder>,
    pub(crate) news: Outbox<media::Event>,
    pub(crate) counters: Arc<Counters>,
    /// What of the relay's totals is in the counters.
    pub(crate) counted: Totals,
}

impl<S: Sockets> MediaThread<S> {
    /// Runs until the SIP thread has dropped its end of the orders and woken it.
    pub(crate) fn run(mut self) {
        let mut batch = ReceiveBatch::new(PACKETS_A_CALL, PACKET_BYTES);
        // 1,024 sockets that are ready are told in one turn; the others in the next.
        let mut events = Events::with_capacity(1024);
        // Sockets that may hold more; each at most once, hence as many as sockets.
        let mut ready: Vec<Token> = Vec::new();
        let mut more_orders = false;
        loop {
            if let Err(error) = self.poll.poll(&mut events, self.patience(&ready, more_orders)) {
                if error.kind() != std::io::ErrorKind::Interrupted {
                    tracing::error!(%error, "polling RTP sockets failed");
                }
                continue;
            }
            // Orders first: what a telephone sends right after our answer must meet a stream that knows it.
            match self.obey() {
                Obeyed::All => more_orders = false,
                Obeyed::Some => more_orders = true,
                Obeyed::Over => return,
            }
            ready.extend(events.iter().map(Event::token).filter(|token| *token != WAKE));
            ready.sort_unstable();
            ready.dedup();
            ready.retain(|token| self.drain_guarded(*token, &mut batch));
            self.guarded("looking at timers", Self::look_at_timers);
            self.send_waiting();
            self.tell_totals();
            self.tell_silence();
            self.news.flush();
        }
    }

    fn patience(&self, ready: &[Token], more_orders: bool) -> Option<Duration> {
        if !ready.is_empty() || more_orders {
            return Some(Duration::ZERO);
        }
        let retry = self.news.is_waiting().then_some(RETRY);
        let timer = self.relay.poll_timeout().map(|due| due.saturating_duration_since(Instant::now()));
        [retry, timer].into_iter().flatten().min()
    }

    /// Relays what a socket holds; whether there may be more. A panic ends the batch that caused it only.
    fn drain_guarded(&mut self, token: Token, batch: &mut ReceiveBatch) -> bool {
        self.guarded("relaying a packet", |thread| thread.drain(token, batch)).unwrap_or(true)
    }

    fn guarded<T>(&mut self, what: &str, act: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let result = catch_unwind(AssertUnwindSafe(|| act(self)));
        guard::noted(result, &self.counters, what)
    }

    fn drain(&mut self, token: Token, batch: &mut ReceiveBatch) -> bool {
        for _ in 0..CALLS_A_TURN {
            let Some(socket) = self.sockets.socket(token) else { return false };
            match batch.receive(socket) {
                Ok((count, has_more)) => {
                    self.relay(token, batch, count);
                    // The system edge-triggers anew for what comes after this call.
                    if !has_more {
                        return false;
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return false,
                // Reading it has taken the error from the socket.
                Err(_) => {}
            }
        }
        true
    }

    fn relay(&mut self, token: Token, batch: &mut ReceiveBatch, count: usize) {
        let now = Instant::now();
        let (mut fit, mut relayed, mut failed) = (0, 0, 0);
        for (room, length, source) in batch.datagrams_mut() {
            fit += 1;
            let mut packet = Packet::new(room, length);
            let Some((stream, kind)) = self.sockets.stream(token, source) else { continue };
            if let Some(forward) = self.relay.handle_packet(stream, kind, &mut packet, source, now) {
                match self.sockets.send(forward, packet.bytes()) {
                    Ok(()) => relayed += 1,
                    Err(_) => failed += 1,
                }
            }
        }
        self.counters.rtp_packets_received.add(count as u64);
        self.counters.rtp_packets_relayed.add(relayed);
        self.counters.rtp_send_errors.add(failed);
        self.counters.rtp_truncated.add((count as u64).saturating_sub(fit));
        self.send_waiting();
    }

    /// Sends what handshakes and ICE have to say.
    fn send_waiting(&mut self) {
        while let Some((forward, packet)) = self.relay.poll_packet() {
            if self.sockets.send(forward, &packet).is_err() {
                self.counters.rtp_send_errors.add(1);
            }
        }
    }

    fn obey(&mut self) -> Obeyed {
        for _ in 0..ORDERS_A_TURN {
            match self.orders.try_recv() {
                Ok(MediaOrder::Open { stream, local, form, pair }) => self.open(stream, local, form, pair),
                Ok(MediaOrder::Command(command)) => {
                    self.guarded("an order", |thread| thread.command(command));
                }
                Err(TryRecvError::Empty) => return Obeyed::All,
                Err(TryRecvError::Disconnected) => return Obeyed::Over,
            }
        }
        Obeyed::Some
    }

    fn open(&mut self, stream: StreamId, local: SocketAddr, form: Form, pair: Pair) {
        let open = Command::Open { stream, local, form };
        if let Some(refused) = self.relay.handle_command(open, Instant::now()) {
            self.tell(refused);
        } else if let Err(error) = self.sockets.open(self.poll.registry(), stream, pair) {
            self.relay.handle_command(Command::Close { stream }, Instant::now());
            tracing::warn!(%local, %error, "no sound through this port");
            self.tell(media::Event::Failed { stream, local, is_taken: false, error: error.to_string() });
        }
    }

    fn command(&mut self, command: Command) {
        if let Command::Close { stream } = command {
            self.sockets.close(stream);
        }
        if let Some(event) = self.relay.handle_command(command, Instant::now()) {
            self.tell(event);
        }
    }

    /// Finds silent streams and slow handshakes. Packets come first: what waited in a socket is no silence.
    fn look_at_timers(&mut self) {
        let now = Instant::now();
        if self.relay.poll_timeout().is_some_and(|due| due <= now) {
            self.relay.handle_timeout(now);
        }
    }

    /// Tells which streams have fallen silent, and the log which have trouble.
    fn tell_silence(&mut self) {
        while let Some(event) = self.relay.poll_event() {
            self.tell(event);
        }
        while let Some(trouble) = self.relay.poll_trouble() {
            log::trouble(&trouble);
        }
    }

    fn tell_totals(&mut self) {
        let (now, before) = (self.relay.totals(), self.counted);
        if now == before {
            return;
        }
        self.counted = now;
        self.counters.rtp_refused_packets.add(now.refused - before.refused);
        self.counters.rtp_unauthentic_packets.add(now.unauthentic - before.unauthentic);
        self.counters.dtls_handshakes.add(now.handshakes - before.handshakes);
        self.counters.dtls_handshakes_failed.add(now.handshakes_failed - before.handshakes_failed);
    }

    fn tell(&mut self, event: media::Event) {
        // There is room for the end of every stream that can be open.
        if self.news.push(event).is_err() {
            tracing::error!("news of a stream are lost: the SIP thread does not keep up");
        }
    }
}

/// How far a turn got with the orders.
enum Obeyed {
    All,
    Some,
    Over,
}
