//! Letters that invite somebody to the portal, or to take a telephone into use.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ContactMethodId, InvitationId, PersonId, PortalUserId};

/// The invitation of a person, who has at most one. Of the token in its letter the store keeps a hash alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// Its key.
    pub id: InvitationId,
    /// Who is invited.
    pub person: PersonId,
    /// The login for which they are to choose a password, if any.
    #[serde(default)]
    pub portal_user: Option<PortalUserId>,
    /// The SIP account that its QR code carries, if any.
    #[serde(default)]
    pub contact_method: Option<ContactMethodId>,
    /// Where it was sent.
    pub email: String,
    /// When it was last sent.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub sent: Timestamp,
    /// Until when it can be accepted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires: Timestamp,
    /// When it was accepted; none: it waits.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub accepted: Option<Timestamp>,
}

impl Invitation {
    /// Whether somebody can still accept it.
    pub fn is_pending(&self, now: Timestamp) -> bool {
        self.accepted.is_none() && now < self.expires
    }
}
