//! SIP without sockets: messages, transactions, dialogs, the registrar and digest authentication.
//!
//! Nothing in this crate opens a socket, reads a clock or makes a random number. Callers pass `now` in and drain
//! outputs with `poll_*`.

// Messages: bytes, and typed views of them.
mod chars;
mod header;
mod host;
mod list;
mod message;
mod method;
mod reason;
mod scan;
mod uri;
mod write;

pub use header::HeaderError;
pub use header::contact::Contacts;
pub use header::name::HeaderName;
pub use header::name_addr::NameAddr;
pub use header::params::Params;
pub use header::via::{Via, reply_address};
pub use list::Values;
pub use message::Message;
pub use message::error::{ParseError, ParseErrorKind};
pub use message::limits::{MAX_HEADERS, MAX_LINE, MAX_MESSAGE};
pub use method::Method;
pub use reason::reason_phrase;
pub use uri::{Uri, UriError};
pub use write::Writer;

// Between the sockets and the messages.
pub mod framing;

// Machines: what happens over time.
pub mod dialog;
pub mod digest;
mod due;
mod flow;
mod hex;
mod nonce;
mod number_map;
mod registrar;
mod reliable;
mod session_timer;
mod transaction;

pub use dialog::{Dialog, DialogId};
pub use digest::{Algorithm, Credentials};
pub use flow::{Flow, Transport, UnknownTransport};
pub use nonce::{NONCE_LIFETIME, NonceState, Nonces};
pub use registrar::{
    Binding, Change, FLOW_TIMER, Granted, Ping, RegisterError, Registrar, RegistrarSettings, flow_timer,
    is_outbound,
};
pub use reliable::{Provisional, RAck, Reliable, ReliableDue, rseq_of};
pub use session_timer::{MIN_SE, Refresher, SessionDue, SessionExpires, SessionTimer};
pub use transaction::{
    ClientId, Counters, Full, Incoming, ServerId, TransactionLimits, Transactions, branch, timers,
};
