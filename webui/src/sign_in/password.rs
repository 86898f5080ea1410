//! Passwords of the portal (A.11, F-30, F-31): their rule, how they are made, kept and checked (argon2id, RFC 9106).

#[cfg(test)]
mod tests;

use std::fmt;
use std::hint::black_box;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

use super::readable;
use super::strength::{self, Strength};

/// Characters that a password has at least.
pub const CHARS_MIN: usize = 12;

/// Characters that a password has at most.
pub const CHARS_MAX: usize = 32;

/// The lowest score that a chosen password may have.
pub const SCORE_MIN: u8 = 3;

/// Memory that a kept hash may ask for, in KiB: one restored from a strange file must not take the box's memory.
const MEMORY_KIB_MAX: u32 = 128 * 1024;

/// Passes that a kept hash may ask for.
const PASSES_MAX: u32 = 16;

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It holds a character that cannot be typed everywhere.
    Control,
    /// It has more than [`CHARS_MAX`] characters.
    TooLong {
        /// How many it has.
        chars: usize,
    },
    /// It has fewer than [`CHARS_MIN`] characters.
    TooShort {
        /// How many it has.
        chars: usize,
    },
    /// It is long enough, but easily guessed.
    Weak(Strength),
}

/// Checks a password that somebody chooses. `own` are words that a guesser tries first: their names, login, email
/// address, the office's name.
pub fn check_chosen(password: &str, own: &[&str]) -> Result<Strength, Unfit> {
    let chars = password.chars().count();
    if chars < CHARS_MIN {
        return Err(Unfit::TooShort { chars });
    }
    if chars > CHARS_MAX {
        return Err(Unfit::TooLong { chars });
    }
    if password.chars().any(char::is_control) {
        return Err(Unfit::Control);
    }
    let strength = strength::of(password, own);
    if strength.score < SCORE_MIN { Err(Unfit::Weak(strength)) } else { Ok(strength) }
}

/// Makes a password of random bytes: 80 bits in four groups of four, easy to copy, shown once.
pub fn generate(random: &[u8; 16]) -> String {
    readable::write(random)
}

/// What one hash costs, here and for whoever has stolen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB, at least 8.
    pub memory_kib: u32,
    /// Passes over it, at least 1.
    pub passes: u32,
}

impl Cost {
    /// What OWASP's password storage cheat sheet asks of a machine with little memory: 19 MiB and two passes, one lane.
    pub const OWASP: Self = Self { memory_kib: 19 * 1024, passes: 2 };
}

/// Whether a password is the one that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is.
    Right,
    /// It is, and it should be hashed anew: what is kept costs less than it does today.
    RightRehash,
    /// It is not.
    Wrong,
}

/// What is kept is not a hash of ours, or asks for more than the box gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadableHash;

/// Hashes and checks passwords. Each takes tens of milliseconds and [`Cost::memory_kib`]: the caller lets only a few
/// run at once, on threads made for that.
#[derive(Debug)]
pub struct Hasher {
    cost: Cost,
    argon2: Argon2<'static>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new(Cost::OWASP)
    }
}

impl Hasher {
    /// Begins with a cost for new hashes; less than the least is the least.
    pub fn new(cost: Cost) -> Self {
        let memory_kib = cost.memory_kib.clamp(8, MEMORY_KIB_MAX);
        let cost = Cost { memory_kib, passes: cost.passes.clamp(1, PASSES_MAX) };
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).expect("the cost is within bounds");
        Self { cost, argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params) }
    }

    /// Hashes a password: the text to keep, `$argon2id$v=19$m=...,t=...,p=1$salt$hash`.
    pub fn hash(&self, password: &str, salt: &[u8; 16]) -> String {
        let hash = self.argon2.hash_password_with_salt(password.as_bytes(), salt);
        hash.expect("a salt of 16 bytes is taken").to_string()
    }

    /// Checks a password against what is kept.
    pub fn verify(&self, password: &str, kept: &str) -> Result<Match, UnreadableHash> {
        let hash = PasswordHash::new(kept).map_err(|_| UnreadableHash)?;
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(|_| UnreadableHash)?;
        let params = Params::try_from(&hash).map_err(|_| UnreadableHash)?;
        if params.m_cost() > MEMORY_KIB_MAX || params.t_cost() > PASSES_MAX || hash.hash.is_none() {
            return Err(UnreadableHash);
        }
        // Nothing so long was ever kept; nobody waits for its hash.
        if is_too_long(password) || self.argon2.verify_password(password.as_bytes(), &hash).is_err() {
            return Ok(Match::Wrong);
        }
        let is_cheap = params.m_cost() < self.cost.memory_kib
            || params.t_cost() < self.cost.passes
            || algorithm != Algorithm::Argon2id
            || hash.version != Some(Version::V0x13.into());
        Ok(if is_cheap { Match::RightRehash } else { Match::Right })
    }

    /// Takes the time of [`Hasher::verify`] for a login that does not exist, or has no password, so that nobody learns
    /// from a clock which logins there are.
    pub fn verify_nobody(&self, password: &str) {
        if !is_too_long(password) {
            let hash = self.argon2.hash_password_with_salt(password.as_bytes(), &[0; 16]);
            let _ = black_box(hash);
        }
    }
}

fn is_too_long(password: &str) -> bool {
    password.chars().take(CHARS_MAX + 1).count() > CHARS_MAX
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control => f.write_str("a character that cannot be typed"),
            Self::TooLong { chars } => write!(f, "{chars} characters, at most {CHARS_MAX} may be"),
            Self::TooShort { chars } => write!(f, "{chars} characters, at least {CHARS_MIN} must be"),
            Self::Weak(strength) => write!(f, "easily guessed: {}", strength.score),
        }
    }
}

impl fmt::Display for UnreadableHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what is kept is no password hash of ours")
    }
}

impl std::error::Error for Unfit {}
impl std::error::Error for UnreadableHash {}
