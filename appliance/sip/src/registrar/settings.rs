//! What an installer, or the exchange for it, decides about registrations.

use std::time::Duration;

/// What the registrar grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrarSettings {
    /// The shortest interval; less gets 423.
    pub min_expires: Duration,
    /// The interval where the telephone names none.
    pub default_expires: Duration,
    /// The longest interval; more is shortened.
    pub max_expires: Duration,
    /// Contacts of one account; one more crowds out the one refreshed longest ago.
    pub max_contacts: usize,
    /// Bindings in all; beyond it a REGISTER with a new contact gets 503.
    pub max_bindings: usize,
    /// Time between two pings of a contact; zero: none are sent.
    pub ping_every: Duration,
}

impl Default for RegistrarSettings {
    fn default() -> Self {
        Self {
            min_expires: Duration::from_secs(60),
            default_expires: Duration::from_secs(300),
            max_expires: Duration::from_secs(3600),
            max_contacts: 10,
            max_bindings: 20_000,
            ping_every: Duration::from_secs(60),
        }
    }
}
