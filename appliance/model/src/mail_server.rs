//! By which server the office sends mail.

use serde::{Deserialize, Serialize};

/// A mail server; an office has at most one. The password is sealed in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Where it takes mail: 587 in most offices.
    pub port: u16,
    /// How the connection to it is encrypted.
    #[serde(default)]
    pub security: MailSecurity,
    /// With which the exchange signs in; empty when it need not.
    #[serde(default)]
    pub username: String,
    /// From which address mails come.
    pub sender_address: String,
    /// The name beside that address; empty: the office's.
    #[serde(default)]
    pub sender_name: String,
}

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// Not at all.
    None,
    /// From a command on (RFC 3207); a server that does not know it gets nothing.
    #[default]
    StartTls,
    /// From the first byte (RFC 8314).
    Tls,
}

impl MailSecurity {
    /// The port that servers use for it.
    pub fn port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::StartTls => 587,
            Self::Tls => 465,
        }
    }
}
