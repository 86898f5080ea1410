//! Logins to the portal. Sign-in itself, passwords and permissions come with the portal.

use serde::{Deserialize, Serialize};

use crate::{PersonId, PortalUserId};

/// A login, with or without a person behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalUser {
    /// Its key.
    pub id: PortalUserId,
    /// The person whose own page it opens, if any.
    pub person: Option<PersonId>,
    /// Unique, at most 64 characters.
    pub login: String,
    /// For notifications; empty when none.
    pub email: String,
    /// What it may see and do.
    pub role: Role,
}

/// What a portal user may see and do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Queues, agents, recordings of the call centre.
    CallCentreAdmin,
    /// Phones, network, updates.
    Installer,
    /// Everything in the office but its ownership.
    OfficeManager,
    /// Everything.
    Owner,
    /// Call records, nothing else.
    TransactionsOnly,
    /// One's own line.
    User,
}
