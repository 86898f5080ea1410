//! Telephone sets, their accounts and keys.

use serde::{Deserialize, Serialize};

use crate::{ContactMethodId, Mac, PhoneId, SiteId};

/// A telephone set on a desk or a wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// Its key.
    pub id: PhoneId,
    /// By which it is recognised when it asks for its settings.
    pub mac: Mac,
    /// "Yealink"; empty until known.
    #[serde(default)]
    pub vendor: String,
    /// "T54W"; empty until known.
    #[serde(default)]
    pub model: String,
    /// Where it stands, for people: "reception desk".
    #[serde(default)]
    pub label: String,
    /// In which building.
    pub site: SiteId,
    /// The SIP accounts on it, in the order of its line keys.
    #[serde(default)]
    pub accounts: Vec<PhoneAccount>,
    /// Its programmable keys.
    #[serde(default)]
    pub keys: Vec<PhoneKey>,
}

/// A SIP account on a telephone set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PhoneAccount {
    /// From 1, as telephones count them.
    pub position: u32,
    /// A contact method of the kind SIP.
    pub contact_method: ContactMethodId,
}

/// A programmable key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PhoneKey {
    /// From 1.
    pub position: u32,
    /// What it does.
    pub kind: KeyKind,
    /// The number that it is about.
    pub target: String,
    /// The text beside it.
    #[serde(default)]
    pub label: String,
}

/// What a programmable key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// Shows whether another line is busy, and dials it.
    Blf,
    /// Takes one of the set's own accounts.
    Line,
    /// Parks and fetches a call.
    Park,
    /// Dials.
    SpeedDial,
}
