//! The client's states (RFC 2131 §4.4): it looks for an address for ever, renews it, and keeps it while it may.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::time::Duration;

use super::message::{self, Answer, Asked, Kind, Lease};

/// Between two requests without an answer: 4 seconds, doubled up to 64, each a second more or less (RFC 2131 §4.1).
const RETRY_FIRST: u32 = 4;
const RETRY_LAST: u32 = 64;
/// So often a chosen server, or the one of before, is asked; then the search begins anew, or goes on with what it had.
const TRIES: u32 = 4;
/// Requests for a longer time are this far apart at least.
const RENEWAL_APART: Duration = Duration::from_secs(60);

/// What the client wants done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Output {
    /// Send this to port 67 of this address; the broadcast address is meant as such.
    Send(Ipv4Addr, Vec<u8>),
    /// The box has this address now, or has it longer.
    Bound(Lease),
    /// The address is not the box's any more.
    Lost(Lease),
}

#[derive(Debug)]
enum State {
    /// No cable. A lease runs on.
    Unplugged,
    Selecting,
    Requesting {
        lease: Lease,
    },
    /// The cable is back: may the address be kept?
    Rebooting,
    Bound,
    /// `true`: anybody may renew it.
    Renewing(bool),
}

/// A DHCP client of one network card. It begins without a cable.
#[derive(Debug)]
pub(crate) struct Client {
    card: [u8; 6],
    /// For transaction numbers and the second more or less; good enough to differ from other boxes.
    random: u64,
    transaction: u32,
    state: State,
    /// What it has, and since when.
    held: Option<(Lease, Duration)>,
    /// When the search or request began, how often it has been sent, when it is sent again.
    began: Duration,
    tries: u32,
    next: Option<Duration>,
    /// At most three at a time: every door empties it.
    outputs: VecDeque<Output>,
}

impl Client {
    /// For the card with this hardware address.
    pub(crate) fn new(card: [u8; 6], seed: u64) -> Self {
        Self {
            card,
            random: seed | 1,
            transaction: 0,
            state: State::Unplugged,
            held: None,
            began: Duration::ZERO,
            tries: 0,
            next: None,
            outputs: VecDeque::new(),
        }
    }

    /// What is to be done next.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When it wants to be called; without a cable never.
    pub(crate) fn poll_timeout(&self) -> Option<Duration> {
        self.next
    }

    /// Whether there is a cable; to be told as often as one likes.
    pub(crate) fn handle_carrier(&mut self, is_there: bool, now: Duration) {
        match (&self.state, is_there) {
            (State::Unplugged, true) => {
                if self.has_ended(now) {
                    self.lose();
                }
                let state = if self.held.is_some() { State::Rebooting } else { State::Selecting };
                self.begin(state, now);
            }
            (State::Unplugged, false) => {}
            (_, false) => {
                self.state = State::Unplugged;
                self.next = None;
            }
            (_, true) => {}
        }
    }

    /// A datagram has come to port 68.
    pub(crate) fn handle_datagram(&mut self, datagram: &[u8], now: Duration) {
        let Some(answer) = message::read(datagram, self.transaction, self.card) else { return };
        match (&self.state, answer) {
            (State::Selecting, Answer { kind: Kind::Offer, lease: Some(lease) }) => {
                // The first is as good as any. The request belongs to the same transaction.
                self.enter(State::Requesting { lease }, now);
                self.send(now);
            }
            (
                State::Requesting { .. } | State::Rebooting | State::Renewing(_),
                Answer { kind: Kind::Ack, lease: Some(lease) },
            ) => self.bind(lease, now),
            (
                State::Requesting { .. } | State::Rebooting | State::Renewing(_),
                Answer { kind: Kind::Nak, .. },
            ) => {
                self.lose();
                // Not at once: some server may refuse what it offers, again and again.
                self.transaction = self.fresh_transaction();
                self.enter(State::Selecting, now);
                self.next = Some(now + self.pause());
            }
            _ => {}
        }
    }

    /// The time has come that [`Self::poll_timeout`] told.
    pub(crate) fn handle_timeout(&mut self, now: Duration) {
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        if self.has_ended(now) {
            self.lose();
            return self.begin(State::Selecting, now);
        }
        match &self.state {
            State::Unplugged => self.next = None,
            State::Requesting { .. } if self.tries >= TRIES => self.begin(State::Selecting, now),
            // Nobody is there to ask; the lease still runs.
            State::Rebooting if self.tries >= TRIES => self.rest(now),
            State::Bound => self.begin(State::Renewing(self.may_ask_anybody(now)), now),
            State::Renewing(_) => {
                self.state = State::Renewing(self.may_ask_anybody(now));
                self.send(now);
            }
            State::Selecting | State::Requesting { .. } | State::Rebooting => self.send(now),
        }
    }

    /// Begins a new transaction with its first message.
    fn begin(&mut self, state: State, now: Duration) {
        self.transaction = self.fresh_transaction();
        self.enter(state, now);
        self.send(now);
    }

    fn enter(&mut self, state: State, now: Duration) {
        (self.state, self.began, self.tries) = (state, now, 0);
    }

    fn fresh_transaction(&mut self) -> u32 {
        u32::try_from(self.draw() >> 32).unwrap_or(0)
    }

    fn send(&mut self, now: Duration) {
        let held = self.held.as_ref().map(|(lease, _)| (lease.address, lease.server));
        let (to, asked) = match (&self.state, held) {
            (State::Requesting { lease }, _) => {
                let &Lease { address, server, .. } = lease;
                (Ipv4Addr::BROADCAST, Asked::Select { address, server })
            }
            (State::Rebooting, Some((address, _))) => (Ipv4Addr::BROADCAST, Asked::Again { address }),
            (State::Renewing(true), Some((address, _))) => (Ipv4Addr::BROADCAST, Asked::Renew { address }),
            (State::Renewing(false), Some((address, server))) => (server, Asked::Renew { address }),
            _ => (Ipv4Addr::BROADCAST, Asked::Discover),
        };
        let seconds = now.saturating_sub(self.began).as_secs();
        let seconds = u16::try_from(seconds).unwrap_or(u16::MAX);
        let message = message::write(asked, self.transaction, seconds, self.card);
        self.outputs.push_back(Output::Send(to, message));
        let pause = match self.state {
            State::Renewing(_) => self.until_next_deadline(now),
            _ => self.pause(),
        };
        self.tries = self.tries.saturating_add(1);
        self.next = Some(now + pause);
    }

    /// Half of what is left until anybody may be asked, or until the end, a minute at least (RFC 2131 §4.4.5); but the
    /// end itself is not missed.
    fn until_next_deadline(&self, now: Duration) -> Duration {
        let [_, rebinding, end] = self.deadlines();
        let deadline = if now < rebinding { rebinding } else { end };
        let left = deadline.saturating_sub(now);
        (left / 2).max(RENEWAL_APART).min(left)
    }

    fn pause(&mut self) -> Duration {
        let seconds = RETRY_FIRST.saturating_mul(1_u32.checked_shl(self.tries).unwrap_or(RETRY_LAST));
        let millis = u64::from(seconds.min(RETRY_LAST)) * 1000 - 1000 + self.draw() % 2001;
        Duration::from_millis(millis)
    }

    fn bind(&mut self, lease: Lease, now: Duration) {
        let is_another = self
            .held
            .as_ref()
            .is_some_and(|(held, _)| (held.address, held.prefix) != (lease.address, lease.prefix));
        if is_another {
            self.lose();
        }
        self.outputs.push_back(Output::Bound(lease.clone()));
        // The time counts from when it was asked for (RFC 2131 §4.4.1).
        self.held = Some((lease, self.began.min(now)));
        self.rest(now);
    }

    /// Holds the lease until it is time to renew it.
    fn rest(&mut self, now: Duration) {
        self.state = State::Bound;
        let [renewal, rebinding, end] = self.deadlines();
        let deadline = [renewal, rebinding, end].into_iter().find(|deadline| *deadline > now);
        self.next = Some(deadline.unwrap_or(now));
    }

    fn lose(&mut self) {
        if let Some((lease, _)) = self.held.take() {
            self.outputs.push_back(Output::Lost(lease));
        }
    }

    fn deadlines(&self) -> [Duration; 3] {
        self.held
            .as_ref()
            .map_or([Duration::MAX; 3], |(lease, since)| lease.times.map(|time| since.saturating_add(time)))
    }

    fn may_ask_anybody(&self, now: Duration) -> bool {
        self.deadlines()[1] <= now
    }

    fn has_ended(&self, now: Duration) -> bool {
        self.held.is_some() && self.deadlines()[2] <= now
    }

    /// The next number of a xorshift generator.
    fn draw(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }
}
