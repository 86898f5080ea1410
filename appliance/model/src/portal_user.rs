//! Logins to the portal: who may sign in, from when, until when and from where.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{AssignedRole, PersonId, PortalUserId};

/// A login, with or without a person behind it. Its password and what its second factor needs are sealed in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PortalUser {
    /// Its key.
    pub id: PortalUserId,
    /// The person whose own page it opens, if any.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Unique, at most 64 characters.
    pub login: String,
    /// For notifications; empty when none.
    #[serde(default)]
    pub email: String,
    /// What it may see and do.
    pub role: AssignedRole,
    /// The first day on which it may sign in, in its own time zone; none: at once.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub activation: Option<Date>,
    /// The last day on which it may sign in, in its own time zone; none: never ends.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub expiration: Option<Date>,
    /// IANA time zone of dates and times that it sees; empty: the office's.
    #[serde(default)]
    pub timezone: String,
    /// The language of its pages (RFC 5646): "de"; empty: what its browser asks for.
    #[serde(default)]
    pub language: String,
    /// Networks in CIDR notation from which alone it may sign in; empty: from everywhere.
    #[serde(default)]
    pub allow_list: Vec<String>,
    /// Whether a password alone is enough.
    #[serde(default)]
    pub second_factor: SecondFactor,
    /// Its password was given to it and must be changed at the next sign-in.
    #[serde(default)]
    pub must_change_password: bool,
}

impl PortalUser {
    /// A login that holds at once and for ever, from everywhere, by password alone.
    pub fn new(id: PortalUserId, login: &str, role: AssignedRole) -> Self {
        Self {
            id,
            person: None,
            login: login.to_owned(),
            email: String::new(),
            role,
            activation: None,
            expiration: None,
            timezone: String::new(),
            language: String::new(),
            allow_list: Vec::new(),
            second_factor: SecondFactor::Disabled,
            must_change_password: false,
        }
    }
}

/// A name as it is compared when somebody signs in: without the case of its letters and without blanks around it.
pub fn sign_in_name(text: &str) -> String {
    text.trim().to_lowercase()
}

/// How a login's second factor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SecondFactor {
    /// The password is enough.
    #[default]
    Disabled,
    /// It is asked for, and the key is handed over at the next sign-in.
    Pending,
    /// Each sign-in needs a one-time password.
    Activated,
}
