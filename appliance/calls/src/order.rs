//! Orders from the web and the command line to the switch, and the live view that goes back.

use jiff::Timestamp;
use model::CallId;

/// What the switch can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// End this call.
    HangUp(CallId),
    /// End every call and take no new one: the program stops.
    ShutDown,
    /// Say what is going on.
    Snapshot,
}

/// The answer to an [`Order`].
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// It is done.
    Done,
    /// There is no such call.
    NotFound,
    /// What is going on.
    Snapshot(Snapshot),
}

/// What is going on in the switch at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Accounts with at least one contact.
    pub registered: usize,
    /// Contacts of all accounts.
    pub bindings: usize,
    /// The calls that live, oldest first.
    pub calls: Vec<LiveCall>,
    /// Counters since the start: a name as Prometheus wants it, without the program's prefix, and a value.
    pub counters: Vec<(&'static str, u64)>,
    /// Present sizes of bounded tables: the name and value, as for counters.
    pub gauges: Vec<(&'static str, u64)>,
}

/// A call that lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveCall {
    /// Its key, and that of its record.
    pub id: CallId,
    /// The caller's number.
    pub from: String,
    /// What was dialled.
    pub to: String,
    /// "ringing", "talking" or "ending".
    pub stage: &'static str,
    /// When it began.
    pub since: Timestamp,
}
