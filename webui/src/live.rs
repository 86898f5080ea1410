//! What goes on in the exchange, as the switch tells it: which telephones are registered, and that calls have changed. It is
//! kept here and not asked of the switch, which has calls to carry: a page that looks costs it nothing.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use model::{BindingChange, StoredBinding, Username};
use tokio::sync::watch;

/// Accounts of which it is known when their last telephone went. Of further ones it is forgotten; those that are registered
/// are bounded by the registrar.
const GONE_MAX: usize = 10_000;

/// A handle to what goes on: cheap to clone, usable from any thread. Whoever tells it something waits for nobody but a reader
/// that looks accounts up in a table.
#[derive(Clone, Debug)]
pub struct Live(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// By the name with which they register; accounts that never did are not in it.
    accounts: Mutex<HashMap<Username, Registrations>>,
    ticks: watch::Sender<Ticks>,
}

/// How often what has changed; another number is all that it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ticks {
    /// Calls begun, answered or over.
    pub(crate) calls: u64,
    /// Telephones come, gone, silent or heard again.
    pub(crate) registrations: u64,
    /// Registrations that last longer than before. Nobody is woken for these.
    pub(crate) renewals: u64,
}

/// The telephones of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Registrations {
    /// In the order in which they came.
    pub(crate) contacts: Vec<Contact>,
    /// When the last one went; none while there is one, and of an account that has had none since the start.
    pub(crate) gone: Option<Timestamp>,
}

/// A registered telephone or app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contact {
    /// As it registered, without what changes with each refresh.
    binding: StoredBinding,
    /// When it came; none when that was before the program was started.
    pub(crate) since: Option<Timestamp>,
    /// Whether it answers when it is asked.
    pub(crate) is_reachable: bool,
}

/// Whether an account can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RegistrationState {
    /// Something is registered, and none of it answers.
    NotReachable,
    /// Nothing is registered.
    NotRegistered,
    /// A telephone is registered that answers.
    Registered,
}

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(Shared { accounts: Mutex::default(), ticks: watch::Sender::new(Ticks::default()) }))
    }
}

impl Live {
    /// Takes what was registered when the program started.
    pub fn restore(&self, bindings: &[StoredBinding]) {
        let mut accounts = self.accounts();
        for binding in bindings {
            accounts.entry(binding.username.clone()).or_default().put(binding, None);
        }
    }

    /// Takes the change of a registration at this time.
    pub fn binding(&self, change: &BindingChange, now: Timestamp) {
        let is_news = {
            let mut accounts = self.accounts();
            match change {
                BindingChange::Changed(binding) | BindingChange::Refreshed(binding) => {
                    accounts.entry(binding.username.clone()).or_default().put(binding, Some(now))
                }
                BindingChange::Removed { username, contact } => {
                    let keeps = accounts.len() <= GONE_MAX;
                    let Some(of) = accounts.get_mut(username) else { return };
                    of.contacts.retain(|known| known.binding.contact != *contact);
                    if of.contacts.is_empty() {
                        of.gone = Some(now);
                        if !keeps {
                            accounts.remove(username);
                        }
                    }
                    true
                }
            }
        };
        self.0.ticks.send_if_modified(|ticks| {
            let tick = if is_news { &mut ticks.registrations } else { &mut ticks.renewals };
            *tick += 1;
            is_news
        });
    }

    /// Hears that a registered telephone no longer answers, or does again.
    pub fn reachable(&self, username: &Username, contact: &str, is_reachable: bool) {
        {
            let mut accounts = self.accounts();
            let contacts = accounts.get_mut(username).map(|of| &mut of.contacts);
            let known =
                contacts.and_then(|all| all.iter_mut().find(|known| known.binding.contact == contact));
            let Some(known) = known.filter(|known| known.is_reachable != is_reachable) else { return };
            known.is_reachable = is_reachable;
        }
        self.0.ticks.send_modify(|ticks| ticks.registrations += 1);
    }

    /// Hears that a call has begun, was answered or is over.
    pub fn calls(&self) {
        self.0.ticks.send_modify(|ticks| ticks.calls += 1);
    }

    /// The ticks as they come.
    pub(crate) fn listen(&self) -> watch::Receiver<Ticks> {
        self.0.ticks.subscribe()
    }

    /// How often what has changed.
    pub(crate) fn ticks(&self) -> Ticks {
        *self.0.ticks.borrow()
    }

    /// How each of these accounts stands.
    pub(crate) fn states<'a>(
        &self,
        usernames: impl Iterator<Item = Option<&'a Username>>,
    ) -> Vec<RegistrationState> {
        let accounts = self.accounts();
        let state = |name| accounts.get(name).map_or(RegistrationState::NotRegistered, Registrations::state);
        usernames.map(|name| name.map_or(RegistrationState::NotRegistered, state)).collect()
    }

    /// What is known of an account.
    pub(crate) fn of(&self, username: &Username) -> Registrations {
        self.accounts().get(username).cloned().unwrap_or_default()
    }

    fn accounts(&self) -> MutexGuard<'_, HashMap<Username, Registrations>> {
        self.0.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registrations {
    /// Whether it can be called.
    pub(crate) fn state(&self) -> RegistrationState {
        if self.contacts.is_empty() {
            RegistrationState::NotRegistered
        } else if self.contacts.iter().any(|contact| contact.is_reachable) {
            RegistrationState::Registered
        } else {
            RegistrationState::NotReachable
        }
    }

    /// Notes a telephone that has registered; whether it is more than a later end of what is known.
    fn put(&mut self, binding: &StoredBinding, now: Option<Timestamp>) -> bool {
        self.gone = None;
        match self.contacts.iter_mut().find(|known| known.binding.contact == binding.contact) {
            Some(known) => {
                let is_same = known.is_reachable
                    && known.binding.remote == binding.remote
                    && known.binding.user_agent == binding.user_agent;
                (known.binding, known.is_reachable) = (binding.clone(), true);
                !is_same
            }
            None => {
                self.contacts.push(Contact { binding: binding.clone(), since: now, is_reachable: true });
                true
            }
        }
    }
}

impl Contact {
    /// From where its messages come.
    pub(crate) fn address(&self) -> SocketAddr {
        self.binding.remote
    }

    /// "udp", "tcp", "tls", "ws", "wss".
    pub(crate) fn transport(&self) -> &str {
        &self.binding.transport
    }

    /// What it says that it is; empty when it says nothing.
    pub(crate) fn user_agent(&self) -> &str {
        &self.binding.user_agent
    }

    /// When it is no longer registered unless it registers again.
    pub(crate) fn expires(&self) -> Timestamp {
        self.binding.expires
    }
}

impl RegistrationState {
    /// The word in JSON.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::NotReachable => "not-reachable",
            Self::NotRegistered => "not-registered",
            Self::Registered => "registered",
        }
    }
}

#[cfg(test)]
mod tests;
