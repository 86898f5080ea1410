//! What the exchange holds. Each table says what its key is and where its bound comes from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use calls::LegId;
use media::{PortPool, RtpPort, StreamId};
use model::{CallId, Directory, Ha1, Now};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use sip::{ClientId, Flow, Message, Nonces, Registrar, ServerId, TransactionLimits, Transactions};

use crate::auth::Accounts;
use crate::calling::CallEntry;
use crate::counters::Counters;
use crate::guesses::Guesses;
use crate::limiter::Limiter;
use crate::pressure::Pressure;
use crate::registrations::Registered;
use crate::requests::Page;
use crate::{Output, Settings};

/// The exchange: registrations, calls and their legs. See the crate's page for its doors.
pub struct Exchange {
    pub(crate) settings: Settings,
    pub(crate) directory: Arc<Directory>,
    pub(crate) accounts: Accounts,
    pub(crate) transactions: Transactions,
    pub(crate) registrar: Registrar,
    pub(crate) nonces: Nonces,
    /// Checked against for accounts that do not exist, so that they cost the same work.
    pub(crate) nobody: Ha1,
    /// When the shell was last told of somebody's bad credentials.
    pub(crate) bad_credentials_told: Option<Instant>,
    pub(crate) rng: StdRng,
    /// Calls by serial number, in order so that one seed makes one run; at most twice `settings.max_calls`.
    pub(crate) calls: BTreeMap<u64, Box<CallEntry>>,
    /// How many of them are over and only wait for what telephones and disk still have to say.
    pub(crate) calls_over: usize,
    /// Calls by the key of their record, for orders and commits.
    pub(crate) serials: HashMap<CallId, u64>,
    /// When each call must next be woken.
    pub(crate) timers: BTreeSet<(Instant, u64)>,
    /// Legs by our tag in their dialog; as many as legs.
    pub(crate) dialogs: HashMap<String, LegId>,
    /// Callers' INVITEs by transaction; as many as calls.
    pub(crate) invites: HashMap<ServerId, LegId>,
    /// What our own requests were for; as many as client transactions.
    pub(crate) clients: HashMap<ClientId, Client>,
    /// REGISTERs whose change is not yet on disk, by ticket: until when, whose, the answer. At most as many as
    /// transactions.
    pub(crate) registers: BTreeMap<u64, (Instant, ServerId, Registered)>,
    pub(crate) next_ticket: u64,
    /// Connections on which somebody has proved who it is; none of the others has anything of ours when it ends.
    pub(crate) trusted: HashSet<Flow>,
    /// Legs whose connection is gone, at most; counted anew whenever somebody registers.
    pub(crate) lost_legs: usize,
    /// MESSAGEs under way by number; bounded where they begin, in all and for each sender.
    pub(crate) pages: BTreeMap<u64, Page>,
    pub(crate) next_page: u64,
    pub(crate) ports: PortPool,
    /// The port of each open stream, given back when the media thread says that it is closed.
    pub(crate) streams: HashMap<StreamId, (RtpPort, IpAddr)>,
    pub(crate) counters: Counters,
    pub(crate) limiter: Limiter,
    pub(crate) guesses: Guesses,
    pub(crate) outputs: VecDeque<Output>,
    pub(crate) next_serial: u64,
    /// Set by the order to shut down: no new call is taken.
    pub(crate) closing: bool,
    pub(crate) pressure: Pressure,
}

/// What one of our own requests was for.
#[derive(Debug)]
pub(crate) enum Client {
    /// A re-INVITE or UPDATE in a leg's dialog.
    InDialog(LegId),
    /// An INVITE to a called telephone.
    Invite(LegId),
    /// One of the telephones that a MESSAGE goes to.
    Page(u64),
    /// An OPTIONS to see whether a contact is there.
    Ping { aor: String, contact: String },
    /// An INFO or MESSAGE of a dialog passed on; the answer goes back to this request.
    Relayed { from: LegId, server: ServerId, request: Box<Message>, flow: Flow },
    /// A BYE or PRACK: its answer changes nothing.
    Unheeded,
}

impl Exchange {
    /// An exchange without registrations and calls. `seed` is where all its randomness comes from.
    pub fn new(settings: Settings, directory: Arc<Directory>, seed: [u8; 32], now: Now) -> Self {
        let mut rng = StdRng::from_seed(seed);
        let mut nobody = Ha1 { md5: [0; 16], sha256: [0; 32] };
        rng.fill_bytes(&mut nobody.md5);
        rng.fill_bytes(&mut nobody.sha256);
        let mut key = [0; 32];
        rng.fill_bytes(&mut key);
        Self {
            transactions: Transactions::new(TransactionLimits { max: settings.max_transactions }),
            registrar: Registrar::new(settings.registrar.clone()),
            nonces: Nonces::new(key, now.tick),
            nobody,
            bad_credentials_told: None,
            rng,
            calls: BTreeMap::new(),
            calls_over: 0,
            serials: HashMap::new(),
            timers: BTreeSet::new(),
            dialogs: HashMap::new(),
            invites: HashMap::new(),
            clients: HashMap::new(),
            registers: BTreeMap::new(),
            next_ticket: 1,
            trusted: HashSet::new(),
            lost_legs: 0,
            pages: BTreeMap::new(),
            next_page: 1,
            ports: PortPool::new(settings.rtp_ports.clone()),
            streams: HashMap::new(),
            counters: Counters::default(),
            limiter: Limiter::new(settings.limits, now.tick),
            guesses: Guesses::default(),
            outputs: VecDeque::new(),
            next_serial: 1,
            closing: false,
            pressure: Pressure::new(settings.calls_when_behind, now.tick),
            accounts: Accounts::of(&directory),
            directory,
            settings,
        }
    }

    /// Sixteen random hexadecimal digits: tags, branches, Call-IDs.
    pub(crate) fn token(&mut self) -> String {
        format!("{:016x}", self.rng.next_u64())
    }

    /// A random number below this one.
    pub(crate) fn random_below(&mut self, bound: u32) -> u32 {
        self.rng.random_range(0..bound.max(1))
    }

    /// A branch for a transaction of ours (RFC 3261 §8.1.1.7).
    pub(crate) fn branch(&mut self) -> String {
        format!("z9hG4bK{}", self.token())
    }
}
