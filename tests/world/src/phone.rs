//! A telephone of the virtual world: registers, calls, rings, answers, holds, sends and hears sound. It complains when the
//! exchange does what no telephone must see.

mod called;
mod calling;
mod changing;
mod conversation;
mod description;
mod in_dialog;
mod manners;
mod messages;
mod provisional;
mod registering;
mod session;
mod sound;
mod texting;

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use sip::{ClientId, Flow, Incoming, Message, TransactionLimits, Transactions, Transport};

use crate::network::Packet;
pub use manners::{By, Change, Manners, Policy, Told};

use conversation::{Conversation, Stage};
use registering::Register;
use texting::Text;

/// One telephone. It has one call at a time; a second is busy.
pub struct Phone {
    /// Its number, also the one in its username.
    pub number: String,
    /// What it does when called.
    pub policy: Policy,
    /// What it can do.
    pub manners: Manners,
    /// What happened to it, in order: "INVITE 486", "rings", "BYE".
    pub seen: Vec<String>,
    /// What the exchange did that it must not.
    pub complaints: Vec<String>,
    /// The calls that are over.
    pub past: Vec<Told>,
    /// RTP packets that it heard.
    pub heard: u64,
    /// Packets of video that it saw.
    pub seen_frames: u64,
    /// Packets of a fax that came.
    pub faxed: u64,
    /// Who spoke in them: the first octet of their payload.
    pub heard_from: Option<u8>,
    /// It answers calls with a Contact that nobody can read.
    pub bad_contact: bool,
    /// The User-Agent and further header lines of its last incoming INVITE.
    pub last_invite: Option<Message>,
    /// Nothing gets lost or comes twice: it may complain of what loss would excuse.
    pub is_strict: bool,
    pub(crate) address: SocketAddr,
    pub(crate) sound_address: SocketAddr,
    pub(crate) transport: Transport,
    /// When it registers again after its connection broke or it restarted.
    pub(crate) back_at: Option<Instant>,
    exchange: SocketAddr,
    /// The number whose account it registers with; its own unless lent.
    account: String,
    /// The number whose secret it has; that of its account unless it is mistaken.
    secret_of: Option<String>,
    transactions: Transactions,
    /// What its own requests were for.
    asked: HashMap<ClientId, Asked>,
    call: Option<Conversation>,
    register: Option<Register>,
    /// MESSAGEs that have no answer yet.
    texts: HashMap<ClientId, Text>,
    sounds: VecDeque<Packet>,
    spoken: u16,
    next_frame: Option<Instant>,
    tokens: u64,
    dawn: Instant,
}

/// What an own request was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Bye,
    /// An INVITE or UPDATE in the dialog, which the call knows of.
    Change,
    Invite,
    Other,
    Register,
    Text,
}

impl Phone {
    pub(crate) fn new(number: &str, address: SocketAddr, exchange: SocketAddr, dawn: Instant) -> Self {
        Self {
            number: number.to_owned(),
            policy: Policy::Answers(Duration::from_secs(1)),
            manners: Manners::default(),
            seen: Vec::new(),
            complaints: Vec::new(),
            past: Vec::new(),
            heard: 0,
            seen_frames: 0,
            faxed: 0,
            heard_from: None,
            bad_contact: false,
            last_invite: None,
            is_strict: true,
            address,
            sound_address: SocketAddr::new(address.ip(), 40_000),
            transport: Transport::Udp,
            back_at: None,
            exchange,
            account: number.to_owned(),
            secret_of: None,
            transactions: Transactions::new(TransactionLimits { max: 1_000 }),
            asked: HashMap::new(),
            call: None,
            register: None,
            texts: HashMap::new(),
            sounds: VecDeque::new(),
            spoken: 0,
            next_frame: None,
            tokens: 0,
            dawn,
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

    /// Since when it rings, if it does.
    pub fn rings_since(&self) -> Option<Duration> {
        let call = self.call.as_ref().filter(|call| matches!(call.stage, Stage::Rung { .. }))?;
        Some(call.began.duration_since(self.dawn))
    }

    pub(crate) fn handle_message(&mut self, bytes: &[u8], flow: Flow, now: Instant) {
        if self.policy == Policy::Dead {
            return;
        }
        let message = Message::parse(bytes).expect("the exchange sends well-formed messages");
        if let Some(incoming) = self.transactions.handle_message(message, flow, now) {
            self.incoming(incoming, now);
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        self.transactions.handle_timeout(now);
        while let Some(incoming) = self.transactions.poll_incoming() {
            self.incoming(incoming, now);
        }
        if self.back_at.is_some_and(|at| at <= now) {
            self.back_at = None;
            self.register(300, now);
        }
        self.answer_when_due(now);
        self.refresh_when_due(now);
        self.speak(now);
    }

    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let call = self.call.as_ref().and_then(Conversation::poll_timeout);
        [self.transactions.poll_timeout(), call, self.next_frame, self.back_at].into_iter().flatten().min()
    }

    /// The next message that it sends, and where to.
    pub(crate) fn poll_transmit(&mut self) -> Option<(Flow, Vec<u8>)> {
        loop {
            let (flow, bytes) = self.transactions.poll_transmit()?;
            if self.policy != Policy::Dead {
                return Some((flow, bytes));
            }
        }
    }

    /// It loses power: calls, transactions and registration are forgotten. It comes back after this time, or never.
    pub(crate) fn crash(&mut self, back_after: Option<Duration>, now: Instant) {
        self.transactions = Transactions::new(TransactionLimits { max: 1_000 });
        self.asked.clear();
        self.texts.clear();
        self.sounds.clear();
        self.register = None;
        self.end_call(now);
        self.seen.push("crash".to_owned());
        match back_after {
            Some(time) => self.back_at = Some(now + time),
            None => self.policy = Policy::Dead,
        }
    }

    /// Its connection is gone: it opens another one after a while and registers on it. Its call is lost to it.
    pub(crate) fn handle_closed(&mut self, now: Instant) {
        self.crash(Some(Duration::from_millis(500)), now);
    }

    fn incoming(&mut self, incoming: Incoming, now: Instant) {
        match incoming {
            Incoming::Request { id, message, flow } => self.request(id, &message, flow, now),
            Incoming::Response { id, message, flow } => self.response(id, &message, flow, now),
            Incoming::Cancelled { id, message: _ } => self.cancelled(id, now),
            Incoming::Ack { message, .. } => self.acked(&message, now),
            Incoming::Timeout { id } => self.timed_out(id, now),
            Incoming::NoAck { id } => self.not_acked(id, now),
        }
    }

    /// Sends an own request.
    fn ask(&mut self, bytes: Vec<u8>, what: Asked, now: Instant) -> ClientId {
        let client = self.transactions.request(bytes, self.flow(), now).expect("room for a request");
        self.asked.insert(client, what);
        client
    }

    fn response(&mut self, id: ClientId, message: &Message, flow: Flow, now: Instant) {
        let Some(what) = self.asked.get(&id).copied() else { return };
        let is_final = message.status() >= 200;
        match what {
            Asked::Register => self.registered(message, now),
            Asked::Invite => self.invite_answered(id, message, flow, now),
            Asked::Change => self.change_answered(id, message, flow, now),
            Asked::Text => self.text_answered(id, message, now),
            Asked::Bye if is_final => {
                self.seen.push(format!("BYE {}", message.status()));
                self.end_call(now);
            }
            Asked::Other if is_final => {
                self.seen.push(format!("{} {}", message.method().as_str(), message.status()));
            }
            Asked::Bye | Asked::Other => {}
        }
        // A 2xx to an INVITE may come again.
        if is_final && !matches!(what, Asked::Invite | Asked::Change) {
            self.asked.remove(&id);
        }
    }

    fn timed_out(&mut self, id: ClientId, now: Instant) {
        let what = match self.asked.remove(&id) {
            Some(Asked::Register) => "REGISTER",
            Some(Asked::Text) => "MESSAGE",
            Some(Asked::Other) | None => "request",
            Some(Asked::Bye | Asked::Change | Asked::Invite) => {
                self.end_call(now);
                "call"
            }
        };
        self.seen.push(format!("{what} timed out"));
    }
}
