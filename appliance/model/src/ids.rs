//! Typed ids. All are UUIDv7 (RFC 9562 §5.7), so that rows made on the box and in the cloud never collide
//! and sort by the moment they were made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is no UUID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId(pub String);

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not an id (a UUID is expected)", self.0)
    }
}

impl std::error::Error for InvalidId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
        pub struct $name(Uuid);

        impl $name {
            /// Makes a UUIDv7 from milliseconds since 1970 and ten random bytes.
            pub fn new(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
            }

            /// Wraps sixteen bytes as they stand in the database.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// The sixteen bytes as they stand in the database.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::parse_str(text).map(Self).map_err(|_| InvalidId(text.to_owned()))
            }
        }
    )*};
}

ids! {
    /// A text that is spoken to callers.
    AnnouncementId,
    /// The picture of a person.
    AvatarId,
    /// A call, and the record that stays of it.
    CallId,
    /// One way of reaching a line: an app, a SIP account, a forward.
    ContactMethodId,
    /// A fax, a lift, an alarm: something with a line but without a person.
    EquipmentId,
    /// What is dialled to make the exchange do something.
    FeatureCodeId,
    /// A letter that invites somebody to the portal or to a telephone.
    InvitationId,
    /// A line: one internal number and everything that rings for it.
    LineId,
    /// Where callers leave messages for a line.
    MailboxId,
    /// The office itself; there is one a database.
    OfficeId,
    /// A person of the office.
    PersonId,
    /// A telephone set.
    PhoneId,
    /// A number of the office in the public network.
    PhoneNumberId,
    /// A place with a line: door, lobby, meeting room.
    PlaceId,
    /// A login to the portal.
    PortalUserId,
    /// A role that the office has made.
    RoleId,
    /// A sign-in that has not ended.
    SessionId,
    /// A building of the office, with its own zone and emergency address.
    SiteId,
    /// Hours of a week with a name.
    TimeFrameId,
    /// A bearer token for a program.
    TokenId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_version_7_and_sorts_by_time() {
        let earlier = LineId::new(1_000, [255; 10]);
        let later = LineId::new(1_001, [0; 10]);
        assert_eq!(earlier.0.get_version_num(), 7);
        assert!(earlier < later);
    }

    #[test]
    fn reads_what_it_prints() {
        let id = PersonId::new(1_789_000_000_000, [7; 10]);
        assert_eq!(id.to_string().parse::<PersonId>().unwrap(), id);
        assert_eq!(
            "anna".parse::<PersonId>().unwrap_err().to_string(),
            "\"anna\" is not an id (a UUID is expected)"
        );
    }
}
