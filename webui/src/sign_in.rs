//! Sign-in to the portal as rules without sockets, database, clock or randomness: who somebody is, whether they may
//! come in now and from here, and how long that holds.
//!
//! Callers pass moments, random bytes and rows; what is to be kept comes back as plain values. Errors are facts: which
//! of them a stranger may learn is decided where they become an answer.

pub mod admission;
pub mod allow_list;
pub mod cookie;
pub mod limiter;
pub mod names;
pub mod origin;
pub mod password;
pub mod period;
mod readable;
pub mod recovery;
pub mod reset;
pub mod session;
pub mod strength;
pub mod token;
pub mod totp;
