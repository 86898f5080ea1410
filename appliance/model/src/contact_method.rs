//! The ways of reaching a line.

use serde::{Deserialize, Serialize};

use crate::{ContactMethodId, LineId, Username};

/// The hash of a SIP digest challenge (RFC 8760).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum DigestAlgorithm {
    /// What every telephone speaks.
    #[default]
    Md5,
    /// For telephones that speak RFC 8760.
    Sha256,
}

/// One way of reaching a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactMethod {
    /// Its key.
    pub id: ContactMethodId,
    /// The line that it rings for.
    pub line: LineId,
    /// Its place among the line's methods, from 0.
    #[serde(default)]
    pub position: u32,
    /// What it is.
    pub kind: ContactKind,
}

/// The four kinds of contact method. A SIP account's secret is not here: it is sealed in the store, and
/// only its [`crate::Ha1`] reaches the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ContactKind {
    /// The telephone in the browser.
    App,
    /// A number outside, dialled through a trunk.
    PstnForward {
        /// As dialled from inside, or E.164 with a plus.
        number: String,
    },
    /// Desk phone or soft-phone that registers.
    Sip {
        /// With which it registers; it can be dialled too.
        username: Username,
        /// With which it is challenged.
        #[serde(default)]
        algorithm: DigestAlgorithm,
    },
    /// Another SIP address.
    SipForward {
        /// `sip:` or `sips:` URI.
        uri: String,
    },
}
