//! A telephone of the virtual world: registers, calls, rings, answers, sends and hears sound.

mod called;
mod calling;
mod messages;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use sip::{
    ClientId, Dialog, Flow, Incoming, Message, Method, ServerId, TransactionLimits, Transactions, Transport,
};

use crate::network::Packet;

/// What a telephone does when it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// It rings, and somebody answers after this time.
    Answers(Duration),
    /// It does not answer anything: its cable is out.
    Dead,
    /// It answers the INVITE with this status.
    Refuses(u16),
    /// It rings, and nobody answers.
    Rings,
}

/// What a telephone saw, for tests: "INVITE 486", "rings", "talks", "BYE".
pub(crate) type Seen = String;

/// One telephone. It has one call at a time; a second is busy.
pub struct Phone {
    /// Its number, also the one in its username.
    pub number: String,
    /// What it does when called.
    pub policy: Policy,
    /// What happened to it, in order.
    pub seen: Vec<Seen>,
    /// RTP packets that it heard.
    pub heard: u64,
    /// Who spoke in them: the first octet of their payload.
    pub heard_from: Option<u8>,
    /// It answers calls with a Contact that nobody can read.
    pub bad_contact: bool,
    /// The User-Agent and further header lines of its last incoming INVITE.
    pub last_invite: Option<Message>,
    pub(crate) address: SocketAddr,
    pub(crate) sound_address: SocketAddr,
    exchange: SocketAddr,
    /// The number whose account it registers with; its own unless lent.
    account: String,
    /// The number whose secret it has; that of its account unless it is mistaken.
    secret_of: Option<String>,
    transactions: Transactions,
    call: Option<Conversation>,
    register: Option<Register>,
    spoken: u16,
    next_frame: Option<Instant>,
    tokens: u64,
}

struct Conversation {
    dialog: Option<Dialog>,
    stage: Stage,
    /// What is retried with credentials.
    cseq: u32,
    call_id: String,
    tag: String,
    target: String,
    sound: Option<SocketAddr>,
    /// Its own answer, until the ACK comes.
    unacked: Option<ServerId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Calling(ClientId),
    Rung {
        invite: ServerId,
        answer_at: Option<Instant>,
    },
    Talking,
    /// Our BYE is on its way.
    Leaving(ClientId),
}

struct Register {
    client: ClientId,
    cseq: u32,
    expires: u32,
}

impl Phone {
    pub(crate) fn new(number: &str, address: SocketAddr, exchange: SocketAddr) -> Self {
        Self {
            number: number.to_owned(),
            policy: Policy::Answers(Duration::from_secs(1)),
            seen: Vec::new(),
            heard: 0,
            heard_from: None,
            bad_contact: false,
            last_invite: None,
            address,
            sound_address: SocketAddr::new(address.ip(), 40_000),
            exchange,
            account: number.to_owned(),
            secret_of: None,
            transactions: Transactions::new(TransactionLimits { max: 1_000 }),
            call: None,
            register: None,
            spoken: 0,
            next_frame: None,
            tokens: 0,
        }
    }

    /// Lets it register with the account of another number.
    pub fn lend_account(&mut self, number: &str) {
        number.clone_into(&mut self.account);
    }

    /// Lets it try the account of another number with its own secret.
    pub fn mistake_account(&mut self, number: &str) {
        self.secret_of = Some(self.number.clone());
        number.clone_into(&mut self.account);
    }

    /// Says in its descriptions that its sound is elsewhere.
    pub fn pretend_sound_at(&mut self, address: SocketAddr) {
        self.sound_address = address;
    }

    /// Its own tag in the dialog of its call.
    pub fn dialog_tag(&self) -> String {
        self.call.as_ref().map(|call| call.tag.clone()).unwrap_or_default()
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether it is in a call, in any stage.
    pub fn is_busy(&self) -> bool {
        self.call.is_some()
    }

    /// Whether it talks.
    pub fn talks(&self) -> bool {
        self.call.as_ref().is_some_and(|call| call.stage == Stage::Talking)
    }

    pub(crate) fn handle_datagram(&mut self, bytes: &[u8], from: SocketAddr, now: Instant) {
        if self.policy == Policy::Dead {
            return;
        }
        let flow = Flow { transport: Transport::Udp, local: self.address, remote: from };
        let message = Message::parse(bytes).expect("the exchange sends well-formed messages");
        if let Some(incoming) = self.transactions.handle_message(message, flow, now) {
            self.incoming(incoming, now);
        }
    }

    pub(crate) fn handle_sound(&mut self, packet: &[u8]) {
        if self.talks() {
            self.heard += 1;
            self.heard_from = packet.get(12).copied();
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        self.transactions.handle_timeout(now);
        while let Some(incoming) = self.transactions.poll_incoming() {
            self.incoming(incoming, now);
        }
        self.answer_when_due(now);
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let answer = match self.call.as_ref().map(|call| call.stage) {
            Some(Stage::Rung { answer_at, .. }) => answer_at,
            _ => None,
        };
        [self.transactions.poll_timeout(), answer, self.next_frame].into_iter().flatten().min()
    }

    pub(crate) fn poll_packet(&mut self) -> Option<Packet> {
        let (flow, bytes) = self.transactions.poll_transmit()?;
        Some(Packet { from: self.address, to: flow.remote, bytes: bytes.to_vec() })
    }

    /// The next frame of sound, when one is due: 20 ms of G.711 whose every octet is the telephone's own.
    pub(crate) fn poll_sound(&mut self, now: Instant) -> Option<Packet> {
        let sound =
            self.call.as_ref().filter(|call| call.stage == Stage::Talking).and_then(|call| call.sound);
        let Some(to) = sound.filter(|_| self.policy != Policy::Dead) else {
            self.next_frame = None;
            return None;
        };
        let due = *self.next_frame.get_or_insert(now);
        if due > now {
            return None;
        }
        self.next_frame = Some(due + Duration::from_millis(20));
        self.spoken = self.spoken.wrapping_add(1);
        let mut bytes = vec![0x80, 8];
        bytes.extend(self.spoken.to_be_bytes());
        bytes.extend((u32::from(self.spoken) * 160).to_be_bytes());
        bytes.extend([0, 0, 0, self.voice()]);
        bytes.extend([self.voice(); 160]);
        Some(Packet { from: self.sound_address, to, bytes })
    }

    /// The octet that is its voice.
    pub fn voice(&self) -> u8 {
        match self.address.ip() {
            std::net::IpAddr::V4(ip) => ip.octets()[3],
            std::net::IpAddr::V6(ip) => ip.octets()[15],
        }
    }

    fn incoming(&mut self, incoming: Incoming, now: Instant) {
        match incoming {
            Incoming::Request { id, message, flow } => self.request(id, &message, flow, now),
            Incoming::Response { id, message, flow } => self.response(id, &message, flow, now),
            Incoming::Cancelled { id, message: _ } => self.cancelled(id, now),
            Incoming::Ack { message, .. } => self.acked(&message),
            Incoming::Timeout { id } => self.timed_out(id),
            Incoming::NoAck { .. } => self.seen.push("no ACK".to_owned()),
        }
    }

    fn response(&mut self, id: ClientId, message: &Message, flow: Flow, now: Instant) {
        if self.register.as_ref().is_some_and(|register| register.client == id) {
            return self.registered(message, now);
        }
        match message.method() {
            Method::Invite => self.invite_answered(id, message, flow, now),
            Method::Bye if message.status() >= 200 => {
                self.seen.push(format!("BYE {}", message.status()));
                self.call = None;
            }
            // Of a refresh: the ACK is what the story leaves out.
            method if message.status() >= 200 => {
                self.seen.push(format!("{} {}", method.as_str(), message.status()));
            }
            _ => {}
        }
    }

    fn timed_out(&mut self, id: ClientId) {
        let what = if self.register.as_ref().is_some_and(|register| register.client == id) {
            self.register = None;
            "REGISTER"
        } else {
            self.call = None;
            "call"
        };
        self.seen.push(format!("{what} timed out"));
    }
}
