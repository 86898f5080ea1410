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
    /// What people call it in short, after the `@` of a login: "acme". May be empty.
    #[serde(default)]
    pub short_name: String,
    /// The domain of its email addresses, after the `@` of a login too: "example.com". May be empty.
    #[serde(default)]
    pub email_domain: String,
    /// Whom to ask who cannot sign in: a name, number or address, shown on the login page. May be empty.
    #[serde(default)]
    pub support_contact: String,
    /// `https:` URL under which people reach the portal, for links in mails; empty when nobody said.
    #[serde(default)]
    pub portal_url: String,
}

impl Office {
    /// An office of which only the name is known.
    pub fn named(id: OfficeId, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            country: String::new(),
            region: String::new(),
            timezone: "UTC".to_owned(),
            short_name: String::new(),
            email_domain: String::new(),
            support_contact: String::new(),
            portal_url: String::new(),
        }
    }
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
