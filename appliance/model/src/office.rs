//! The office and its sites.

use serde::{Deserialize, Serialize};

use crate::{OfficeId, SiteId};

/// The office: one a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its key.
    pub id: OfficeId,
    /// The name on pages and displays.
    pub name: String,
    /// ISO 3166-1 alpha-2, upper case: "DE".
    pub country: String,
    /// The part of the country, for public holidays: "BY". Empty when unknown.
    #[serde(default)]
    pub region: String,
    /// IANA time zone: "Europe/Berlin".
    #[serde(default)]
    pub timezone: String,
}

/// A building of the office; one is made by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its key.
    pub id: SiteId,
    /// The name on pages.
    pub name: String,
    /// As [`Office::region`]; empty means the office's.
    #[serde(default)]
    pub region: String,
    /// As [`Office::timezone`]; empty means the office's.
    #[serde(default)]
    pub timezone: String,
    /// Where help is to be sent, as one would say it to an operator.
    #[serde(default)]
    pub emergency_address: String,
    /// What is dialled before an outside number, "0" in many offices; empty when nothing is.
    #[serde(default)]
    pub outside_prefix: String,
    /// The networks whose phones stand here, CIDR.
    #[serde(default)]
    pub subnets: Vec<String>,
}
