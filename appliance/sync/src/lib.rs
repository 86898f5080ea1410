//! Cloud synchronisation as a protocol: so far its clock and the names of its two sides.
//!
//! Nothing in this crate opens a socket, reads a clock or makes a random number: milliseconds come in as
//! arguments, stamps go out. Which table a stamp belongs to is the store's affair.

mod hlc;
mod replica;

pub use hlc::{Ahead, Clock, Hlc, MAX_AHEAD_MS};
pub use replica::{Replica, Stamp};
