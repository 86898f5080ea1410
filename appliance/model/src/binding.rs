//! A registration as it is kept on disk, so that it survives a restart.

use std::net::SocketAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Username;

/// One contact of one SIP account (RFC 3261 §10.3), in the words of the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredBinding {
    /// The account that registered it.
    pub username: Username,
    /// The Contact URI, verbatim; with the username it is the key.
    pub contact: String,
    /// "udp"; later "tcp", "tls", "ws", "wss".
    pub transport: String,
    /// Our address that the REGISTER came to.
    pub local: SocketAddr,
    /// The address that it came from, behind any NAT.
    pub remote: SocketAddr,
    /// `+sip.instance` (RFC 5626 §4.1); empty when the telephone gives none.
    pub instance: String,
    /// Call-ID of the last REGISTER.
    pub call_id: String,
    /// CSeq number of the last REGISTER.
    pub cseq: u32,
    /// User-Agent, at most 128 characters.
    pub user_agent: String,
    /// When it ends unless refreshed.
    pub expires: Timestamp,
    /// The interval that was granted, seconds.
    pub interval_s: u32,
}

/// What changed about a binding, for the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindingChange {
    /// New, moved or otherwise changed: on disk at once.
    Changed(StoredBinding),
    /// The same with a later end: on disk in batches of minutes.
    Refreshed(StoredBinding),
    /// Expired, unregistered or replaced: on disk at once.
    Removed {
        /// The account.
        username: Username,
        /// The Contact URI, verbatim.
        contact: String,
    },
}
