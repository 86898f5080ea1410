//! SIP without sockets: messages, transactions, dialogs, the registrar and digest authentication.
//!
//! Nothing in this crate opens a socket, reads a clock or makes a random number. Callers pass `now` in and drain
//! outputs with `poll_*`.

// Machines: what happens over time.
mod flow;

pub use flow::{Flow, Transport, UnknownTransport};
