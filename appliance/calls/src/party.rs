//! The two sides of an attempt.

use crate::LegId;
use crate::route::{Attempt, Target};

/// Who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Its leg, the call's first.
    pub leg: LegId,
    /// The account and what it dialled.
    pub attempt: Attempt,
    /// What the telephone says it is.
    pub user_agent: String,
}

/// A telephone that is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callee {
    /// Its leg.
    pub leg: LegId,
    /// The account through which it is reached.
    pub target: Target,
    /// What the telephone said it is when it registered.
    pub user_agent: String,
}
