//! Guessing slowed down, so that a stranger's guesses never lock out the one whose account it is.
//!
//! A guess at an account from a place is paid from three budgets: that of the pair, that of the place (all accounts
//! together) and that of the account (all strange places together). A place where the account has signed in lately is
//! no stranger: there only a budget of its own counts, which nobody elsewhere can use up. A guess that turns out right
//! is paid back, and only that one, so that nobody frees himself by signing in to his own account between guesses.
//!
//! What does not exist is limited like what exists. Who is at a new place while many places guess at his account shares
//! their budget and may have to try again; the way round is a known place, or a session that still lasts.

mod budget;
mod known;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::time::{Duration, Instant};

use model::{PortalUserId, sign_in_name};
use sha2::{Digest, Sha256};

use crate::gate;
use budget::Budgets;
pub use budget::Rate;
use known::Known;

/// Whom the guesses are at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Account([u8; 16]);

impl Account {
    /// The account that a typed name belongs to.
    pub fn of(id: PortalUserId) -> Self {
        Self(*id.as_bytes())
    }

    /// The account that would belong to a typed name if there were one.
    pub fn nobody(typed: &str) -> Self {
        let hash: [u8; 32] = Sha256::digest(sign_in_name(typed)).into();
        let (first, _) = hash.split_first_chunk().expect("a SHA-256 has more than 16 bytes");
        Self(*first)
    }
}

/// Where guesses come from: an IPv4 address, or an IPv6 /64, as one machine has all addresses of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Place(IpAddr);

impl Place {
    /// The place of an address; an IPv4 address mapped into IPv6 is the IPv4 address.
    pub fn of(address: IpAddr) -> Self {
        Self(gate::place(address))
    }
}

/// How fast may be guessed, and how much is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For one account from one place, known or not.
    pub pair: Rate,
    /// For all accounts together from one place, where it is not known.
    pub place: Rate,
    /// For one account from all places together where it is not known.
    pub strangers: Rate,
    /// Pairs remembered at once. When they are all in use, new ones share one budget; so with the two below.
    pub pairs: usize,
    /// Places remembered at once.
    pub places: usize,
    /// Accounts remembered at once.
    pub accounts: usize,
    /// Accounts whose places are known; one more makes the one forgotten whose last sign-in is longest ago.
    pub known_accounts: usize,
    /// Places known of one account; one more makes the oldest forgotten.
    pub known_places: usize,
    /// For how long a place stays known after a sign-in.
    pub known_for: Duration,
}

impl Limits {
    /// For passwords: ten wrong ones at once, then one a minute.
    pub const PASSWORDS: Self = Self {
        pair: Rate { burst: 10, period: Duration::from_secs(60) },
        place: Rate { burst: 30, period: Duration::from_secs(30) },
        strangers: Rate { burst: 100, period: Duration::from_secs(10) },
        pairs: 8192,
        places: 4096,
        accounts: 4096,
        known_accounts: 4096,
        known_places: 8,
        known_for: Duration::from_secs(30 * 24 * 3600),
    };

    /// For six-digit codes, of which one guess in 333,333 is right: who tries them knows the password already.
    pub const CODES: Self = Self {
        pair: Rate { burst: 6, period: Duration::from_secs(300) },
        place: Rate { burst: 12, period: Duration::from_secs(300) },
        strangers: Rate { burst: 12, period: Duration::from_secs(300) },
        ..Self::PASSWORDS
    };
}

/// A guess that was let through. It is paid already; say [`Limiter::succeeded`] when it was right, nothing otherwise.
#[derive(Debug)]
#[must_use = "the guess is to be checked now"]
pub struct Attempt {
    account: Account,
    place: Place,
    is_known: bool,
}

/// Too many guesses were wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// After this the next guess is let through, if nobody else uses it up.
    pub wait: Duration,
}

/// Counts guesses. Ask [`Limiter::begin`] before a password is looked at; asking again while one must wait costs
/// nothing.
#[derive(Debug)]
pub struct Limiter {
    /// Where accounts have signed in lately, each with its own budget.
    known: Known,
    /// By account and place where the place is not known.
    pairs: Budgets<(Account, Place)>,
    /// By place, for everything that is not known there.
    places: Budgets<Place>,
    /// By account, for everywhere where it is not known.
    strangers: Budgets<Account>,
}

impl Limiter {
    /// Begins with nothing remembered.
    pub fn new(limits: &Limits) -> Self {
        Self {
            known: Known::new(limits),
            pairs: Budgets::new(limits.pair, limits.pairs),
            places: Budgets::new(limits.place, limits.places),
            strangers: Budgets::new(limits.strangers, limits.accounts),
        }
    }

    /// Lets a guess through and takes its price, or says how long to wait. A guess under way is paid, so that many at
    /// once get no more than many in a row.
    pub fn begin(&mut self, account: Account, place: Place, now: Instant) -> Result<Attempt, TooMany> {
        if let Some(wait) = self.known.take(account, place, now) {
            let attempt = Attempt { account, place, is_known: true };
            return if wait.is_zero() { Ok(attempt) } else { Err(TooMany { wait }) };
        }
        let pair = (account, place);
        let waits =
            [self.pairs.wait(pair, now), self.places.wait(place, now), self.strangers.wait(account, now)];
        let wait = waits.into_iter().max().unwrap_or_default();
        if !wait.is_zero() {
            return Err(TooMany { wait });
        }
        self.pairs.take(pair, now);
        self.places.take(place, now);
        self.strangers.take(account, now);
        Ok(Attempt { account, place, is_known: false })
    }

    /// Whether an account has signed in lately at a place.
    pub fn knows(&self, account: Account, place: Place, now: Instant) -> bool {
        self.known.holds(account, place, now)
    }

    /// Pays a right guess back and knows the place from now on. Only for a whole sign-in: a right password whose code
    /// is still missing is [`Limiter::pay_back`].
    pub fn succeeded(&mut self, attempt: Attempt, now: Instant) {
        let (account, place) = (attempt.account, attempt.place);
        self.pay_back(attempt);
        self.known.remember(account, place, now, now);
    }

    /// Pays a right guess back, and no more.
    pub fn pay_back(&mut self, attempt: Attempt) {
        let Attempt { account, place, is_known } = attempt;
        if is_known {
            self.known.pay_back(account, place);
        } else {
            self.pairs.pay_back(&(account, place));
            self.places.pay_back(&place);
            self.strangers.pay_back(&account);
        }
    }

    /// Knows a place again after a restart, from a session that was opened there `ago`.
    pub fn remember(&mut self, account: Account, place: Place, ago: Duration, now: Instant) {
        // A machine that has just started cannot say when a month ago was: then the place counts as used now.
        self.known.remember(account, place, now.checked_sub(ago).unwrap_or(now), now);
    }

    /// Forgets where an account has signed in: it was deleted, or its password was reset.
    pub fn forget(&mut self, account: Account) {
        self.known.forget(account);
    }

    /// Drops what no longer holds anybody back, and places that are known no more. Once a minute is enough; full
    /// tables do it by themselves.
    pub fn sweep(&mut self, now: Instant) {
        self.known.sweep(now);
        self.pairs.sweep(now);
        self.places.sweep(now);
        self.strangers.sweep(now);
    }

    /// How many entries there are in all tables together.
    pub fn entries(&self) -> usize {
        self.known.len() + self.pairs.len() + self.places.len() + self.strangers.len()
    }
}
