//! The exchange as one machine: it joins SIP, session descriptions, media and call control.
//!
//! Nothing in this crate opens a socket, starts a thread or reads a clock. The shell (`switch`, or the virtual
//! world of the tests) calls `handle_*` with what came in and the moment, drains [`Exchange::poll_output`] after
//! each call, and calls [`Exchange::handle_timeout`] when [`Exchange::poll_timeout`] says so.
//!
//! Where things are: [`outcome`] is the table of what is answered and what the caller hears, [`crossing`] the
//! table of what crosses from one leg to the other, `requests` has a file a method, `calling` the legs of calls.

mod auth;
mod calling;
mod claims;
mod counters;
pub mod crossing;
mod doors;
mod guesses;
mod identity;
mod keep_alive;
mod limiter;
pub mod outcome;
mod output;
mod pressure;
mod registrations;
mod requests;
mod responses;
mod settings;
mod state;
mod streams;

pub use output::Output;
pub use settings::{FloodLimits, Settings};
pub use state::Exchange;
