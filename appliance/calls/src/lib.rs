//! Call control: where a call goes, who rings, who talks, and what is recorded of it.
//!
//! **Invariant:** this crate knows no SIP, no sockets and no clock. It is told [`Event`]s in the words of
//! telephony and answers with [`Action`]s; `exchange` translates both. Routing ([`route::decide`]) is a pure
//! function of the directory, so that the live engine and a simulator give the same answer.

mod call;
mod cdr;
mod event;
mod flow;
mod order;
mod party;
pub mod route;

pub use call::{Call, MAX_CALLEES};
pub use event::{Action, Event, LegId};
pub use order::{LiveCall, Order, Reply, Snapshot};
pub use party::{Callee, Caller};
