//! What the box tells about itself, and the door through which it is asked.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the web server asks the program. Every method may block for a moment: they are called on threads made
/// for that, never on those that serve connections.
pub trait Office: Send + Sync + 'static {
    /// Returns everything that there is to tell right now.
    fn status(&self) -> Status;

    /// Returns whether a load balancer or supervisor should be content with the box.
    fn health(&self) -> Result<(), Unhealthy>;

    /// Returns whether this bearer token is known.
    fn knows_token(&self, token: &str) -> bool;
}

/// Why the box is not well, in one word on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unhealthy {
    /// The store cannot write: calls go on from memory, records wait.
    Disk,
    /// The switch does not answer its orders.
    Switch,
}

impl Unhealthy {
    /// The word that `/healthz` answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disk => "disk",
            Self::Switch => "switch",
        }
    }
}

/// The box at one moment. `/api/v1/status` prints exactly this, `bellbox status --json` with `"running": true` before
/// it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Status {
    /// The program's version.
    pub version: String,
    /// The office's name; empty until it is loaded.
    pub office: String,
    /// The office's time zone (IANA), in which people read times.
    pub timezone: String,
    /// When this was written.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Whole seconds since the program started.
    pub uptime_s: u64,
    /// Where the data lies.
    pub data: String,
    /// What is bound.
    pub addresses: Vec<Bound>,
    /// Whether the switch answered; if not, everything about calls below is empty.
    pub switch_answers: bool,
    /// SIP accounts that exist.
    pub accounts: usize,
    /// SIP accounts with at least one telephone registered.
    pub registered: usize,
    /// Registered contacts; an account may have several.
    pub bindings: usize,
    /// The calls that are going on.
    pub calls: Vec<Call>,
    /// How writing to disk goes.
    pub disk: Disk,
    /// What the program takes of the machine.
    pub process: Process,
    /// Bounds that were reached since the start: the counter's name and how often.
    pub bounds_reached: BTreeMap<String, u64>,
    /// Everything counted since the start, by Prometheus name without prefix.
    pub counters: BTreeMap<String, u64>,
    /// Everything that goes up and down, by Prometheus name without prefix.
    pub gauges: BTreeMap<String, u64>,
}

/// Something that listens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Bound {
    /// What for: "SIP udp", "Web".
    pub service: String,
    /// Where: "0.0.0.0:5060", "https://box:8443/".
    pub address: String,
    /// Where others find it, when it is bound to all addresses: "192.0.2.2:5060".
    #[serde(default)]
    pub reachable: Vec<String>,
}

/// A call that is going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Call {
    /// Its id, that of the record too.
    pub id: String,
    /// Who calls.
    pub from: String,
    /// Who is called.
    pub to: String,
    /// What it is doing: "ringing", "talking".
    pub stage: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
}

/// How writing to disk goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Disk {
    /// Whether the last write went through.
    pub writable: bool,
    /// What the last failure said, while it lasts.
    pub error: Option<String>,
    /// Call records that wait in memory for the disk.
    pub records_waiting: usize,
    /// Call records given up because too many waited.
    pub records_dropped: u64,
    /// Registrations that wait in memory for the disk.
    pub bindings_waiting: usize,
    /// Registrations whose change never reached the disk because too many waited.
    pub bindings_dropped: u64,
}

/// What the program takes of the machine, from /proc/self; 0 where the system does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Process {
    /// Seconds of processor time used, in user and kernel mode together.
    pub cpu_s: f64,
    /// Resident memory, bytes.
    pub resident_bytes: u64,
    /// Files and sockets open.
    pub open_files: u64,
    /// How many may be open.
    pub max_files: u64,
    /// Threads.
    pub threads: u64,
}
