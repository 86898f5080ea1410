//! What all handlers share: the store, the guesses so far, the turns.

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use store::{Event, Store, Who};
use tokio::sync::Semaphore;

use super::events::News;
use super::mailing::Mailing;
use super::refusal::{Fact, Refusal};
use super::route::Lane;
use super::session::{Codes, PendingKeys};
use super::setup::SetupCode;
use super::view::View;
use crate::live::Live;
use crate::mail::Courier;
use crate::sign_in::limiter::{Limiter, Limits};
use crate::sign_in::password::Hasher;
use crate::sign_in::session::Lifetime;
use crate::status::Office;

/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Requests answered at once that take a moment: what they wait for is the one writer.
const QUICK_TURNS: usize = 4;
/// Requests answered at once that hash a password.
const SLOW_TURNS: usize = 2;
/// Requests answered at once that make several changes.
const TOGETHER_TURNS: usize = 2;
/// Requests answered at once that take longest or much memory.
const LONG_TURNS: usize = 2;

/// What the handlers take from the machine.
#[derive(Clone)]
pub struct Machine {
    /// Civil time and a clock that only goes forward.
    pub now: Arc<dyn Fn() -> (Timestamp, Instant) + Send + Sync>,
    /// Fills bytes with randomness that nobody can guess.
    pub random: store::Random,
    /// Carries mails.
    pub courier: Courier,
    /// What goes on, as whoever runs the switch tells it.
    pub live: Live,
    /// What stands on the console, by which a new box becomes somebody's.
    pub setup_code: SetupCode,
    /// Sets civil time, where this program may.
    pub set_clock: Option<SetClock>,
}

/// Sets civil time, or says why not.
pub type SetClock = Arc<dyn Fn(Timestamp) -> Result<(), String> + Send + Sync>;

impl Default for Machine {
    fn default() -> Self {
        let random = store::Options::default().random;
        Self {
            now: Arc::new(|| (Timestamp::now(), Instant::now())),
            setup_code: SetupCode::new(&random),
            random,
            courier: Courier::default(),
            live: Live::default(),
            set_clock: None,
        }
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machine").finish_non_exhaustive()
    }
}

/// What all handlers share.
pub(crate) struct Api {
    /// The office on disk.
    pub(crate) store: Store,
    /// What runs.
    pub(crate) office: Arc<dyn Office>,
    /// Clock and randomness.
    pub(crate) machine: Machine,
    /// Guesses at passwords, by login.
    pub(crate) passwords: Mutex<Limiter>,
    /// Likewise by the name that was typed, whether anybody has it or not.
    pub(crate) names: Mutex<Limiter>,
    /// Guesses at codes.
    pub(crate) codes: Mutex<Limiter>,
    /// Guesses at the code of the console, by place.
    pub(crate) setup: Mutex<Limiter>,
    /// Links from mails that are asked for or shown.
    pub(crate) links: Mutex<Limiter>,
    /// Of each login the last wrong code.
    pub(crate) wrong_codes: Mutex<Codes>,
    /// Keys of apps that are being set up.
    pub(crate) pending_keys: Mutex<PendingKeys>,
    /// One at a time: each takes 19 MiB.
    pub(crate) hasher: Mutex<Hasher>,
    /// What listeners are told.
    pub(crate) news: News,
    /// Mails, and what is done after an answer.
    pub(crate) mailing: Mailing,
    /// How long sessions last.
    pub(crate) lifetime: Lifetime,
    /// The view that was asked for last.
    view: Mutex<Option<Arc<View>>>,
    /// [`QUICK_TURNS`]; who has no turn after [`PATIENCE`] gets 503.
    quick: Arc<Semaphore>,
    /// [`SLOW_TURNS`]; likewise.
    slow: Arc<Semaphore>,
    /// [`TOGETHER_TURNS`]; likewise.
    together: Arc<Semaphore>,
    /// [`LONG_TURNS`]; likewise.
    long: Arc<Semaphore>,
}

impl Api {
    /// Begins with nobody signed in lately.
    pub(crate) fn new(store: Store, office: Arc<dyn Office>, machine: Machine, mailing: Mailing) -> Self {
        Self {
            mailing,
            news: News::new(store.version()),
            store,
            office,
            machine,
            passwords: Mutex::new(Limiter::new(&Limits::PASSWORDS)),
            names: Mutex::new(Limiter::new(&Limits::PASSWORDS)),
            codes: Mutex::new(Limiter::new(&Limits::CODES)),
            setup: Mutex::new(Limiter::new(&Limits::PASSWORDS)),
            links: Mutex::new(Limiter::new(&super::password_reset::LIMITS)),
            wrong_codes: Mutex::default(),
            pending_keys: Mutex::default(),
            hasher: Mutex::default(),
            lifetime: Lifetime::default(),
            view: Mutex::default(),
            quick: Arc::new(Semaphore::new(QUICK_TURNS)),
            slow: Arc::new(Semaphore::new(SLOW_TURNS)),
            together: Arc::new(Semaphore::new(TOGETHER_TURNS)),
            long: Arc::new(Semaphore::new(LONG_TURNS)),
        }
    }

    /// The office as of its last change.
    pub(crate) fn view(&self) -> Result<Arc<View>, Refusal> {
        let snapshot = self.store.snapshot()?;
        let mut last = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        match last.as_ref() {
            Some(known) if Arc::ptr_eq(&known.office, &snapshot) => Ok(known.clone()),
            _ => {
                self.mailing.follow(&self.store, &snapshot);
                let view = Arc::new(View::new(snapshot));
                *last = Some(view.clone());
                Ok(view)
            }
        }
    }

    /// Notes that somebody has signed in.
    pub(crate) fn signed_in(&self, who: &Who) {
        self.note(who, &Event::SignedIn);
    }

    /// Notes that somebody has signed out.
    pub(crate) fn signed_out(&self, who: &Who) {
        self.note(who, &Event::SignedOut);
    }

    /// Notes that somebody was not let in; of many an hour the store notes the first and counts the others.
    pub(crate) fn refused_sign_in(&self, address: IpAddr, name: &str, why: &str) {
        let event = Event::SignInRefused { name: name.to_owned(), why: why.to_owned() };
        self.note(&Who::stranger(name, address), &event);
    }

    /// Notes what nobody is kept from where the disk is full: who comes in may be the one who makes room.
    fn note(&self, who: &Who, event: &Event) {
        if let Err(error) = self.store.note(who, event) {
            tracing::warn!(%who, event = event.as_str(), %error, "this is not in the audit log");
        }
    }

    /// Random bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.machine.random)(&mut bytes);
        bytes
    }

    /// Does what may block on a thread made for that, when it is its turn.
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        lane: Lane,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let turns = match lane {
            Lane::Quick => &self.quick,
            Lane::Slow => &self.slow,
            Lane::Together => &self.together,
            Lane::Long => &self.long,
        };
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(turns).acquire_owned()).await;
        let turn = turn.map_err(|_| Fact::Busy)?.map_err(|_| Fact::Busy)?;
        let api = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work and not by the request: who goes away does not let another in early.
            let _turn = turn;
            work(&api)
        });
        done.await
            .map_err(|_| Fact::Storage { why: "a fault in the program; the log has it".to_owned() }.into())
    }
}
