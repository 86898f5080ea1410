//! A guess at a password, counted so that nobody learns from being slowed who there is.
//!
//! It is paid for the name that was typed, whether anybody has it or not, and for the login that has it, whichever of its
//! names was typed. Who has used up the first is told to wait; who has used up the second alone is told that the password is
//! wrong, after as much work as for a name that nobody has.

use model::PortalUserId;

use super::super::ask::Ask;
use super::super::refusal::Refusal;
use super::{begin, limiter, remember_places};
use crate::sign_in::limiter::{Account, Attempt, Place};

/// A guess that was paid for.
pub(super) struct Guess {
    name: Option<Attempt>,
    login: Option<Attempt>,
}

impl Guess {
    /// Lets a guess through, or says how long to wait.
    pub(super) fn begin(ask: &Ask<'_>, typed: &str, known: Option<PortalUserId>) -> Result<Self, Refusal> {
        let place = Place::of(ask.address);
        if let Some(id) = known {
            remember_places(ask, id)?;
            // Where it has signed in lately, strangers' guesses at its names do not count.
            if limiter(&ask.api.passwords).knows(Account::of(id), place, ask.tick) {
                let login = begin(limiter(&ask.api.passwords), Account::of(id), ask)?;
                return Ok(Self { name: None, login: Some(login) });
            }
        }
        let name = Account::nobody(&ask.view.names().bare(typed));
        let name = begin(limiter(&ask.api.names), name, ask)?;
        let login = known.and_then(|id| begin(limiter(&ask.api.passwords), Account::of(id), ask).ok());
        Ok(Self { name: Some(name), login })
    }

    /// The login whose password may be looked at.
    pub(super) fn of(&self, known: Option<PortalUserId>) -> Option<PortalUserId> {
        known.filter(|_| self.login.is_some())
    }

    /// It was right, and the place is known from now on.
    pub(super) fn succeeded(mut self, ask: &Ask<'_>) {
        if let Some(login) = self.login.take() {
            limiter(&ask.api.passwords).succeeded(login, ask.tick);
        }
        self.pay_back(ask);
    }

    /// It was right, and no more.
    pub(super) fn pay_back(self, ask: &Ask<'_>) {
        for (of, attempt) in [(&ask.api.passwords, self.login), (&ask.api.names, self.name)] {
            if let Some(attempt) = attempt {
                limiter(of).pay_back(attempt);
            }
        }
    }
}
