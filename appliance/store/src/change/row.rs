//! The rows that can be put and the keys of those that can be deleted.

use model::{
    Announcement, AnnouncementId, Avatar, AvatarId, ContactMethod, ContactMethodId, Equipment, EquipmentId,
    FeatureCode, FeatureCodeId, InvitationId, Line, LineId, MailServer, Mailbox, MailboxId, Office, OwnRole,
    Person, PersonId, Phone, PhoneId, PhoneNumber, PhoneNumberId, Place, PlaceId, PortalUser, PortalUserId,
    RoleId, Site, SiteId, TimeFrame, TimeFrameId, TokenId,
};

use crate::rows::{
    AnyRow, announcement, avatar, contact_method, equipment, feature_code, invitation, line, mail_server,
    mailbox, person, phone, phone_number, place, portal_user, role, site, time_frame, token,
};
use crate::table::Table;

/// A row that can be put.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each names its type")]
pub enum Row {
    Announcement(Announcement),
    Avatar(Avatar),
    ContactMethod(ContactMethod),
    Equipment(Equipment),
    FeatureCode(FeatureCode),
    /// With the numbers that it shows: those it does not name go.
    Line(Line),
    MailServer(MailServer),
    Mailbox(Mailbox),
    Office(Office),
    OwnRole(OwnRole),
    Person(Person),
    /// With its accounts and keys: those it does not name go.
    Phone(Phone),
    PhoneNumber(PhoneNumber),
    Place(Place),
    PortalUser(PortalUser),
    Site(Site),
    TimeFrame(TimeFrame),
}

/// The key of a row that can be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each names its type")]
pub enum Key {
    Announcement(AnnouncementId),
    Avatar(AvatarId),
    ContactMethod(ContactMethodId),
    Equipment(EquipmentId),
    FeatureCode(FeatureCodeId),
    Invitation(InvitationId),
    /// With the numbers that it shows.
    Line(LineId),
    /// There is one at most.
    MailServer,
    Mailbox(MailboxId),
    Person(PersonId),
    /// With its accounts and keys.
    Phone(PhoneId),
    PhoneNumber(PhoneNumberId),
    Place(PlaceId),
    PortalUser(PortalUserId),
    Role(RoleId),
    Site(SiteId),
    TimeFrame(TimeFrameId),
    Token(TokenId),
}

macro_rules! rows {
    ($($name:ident),*) => {
        impl Row {
            /// Whatever it is.
            pub(crate) fn any(&self) -> &dyn AnyRow {
                match self {
                    $(Self::$name(row) => row,)*
                }
            }

            /// The number of its table, and its key.
            pub(super) fn place(&self) -> (i64, [u8; 16]) {
                (self.any().table().number, self.any().key())
            }
        }

        $(
        impl From<$name> for Row {
            fn from(row: $name) -> Self {
                Self::$name(row)
            }
        }
        )*
    };
}

rows!(
    Announcement,
    Avatar,
    ContactMethod,
    Equipment,
    FeatureCode,
    Line,
    MailServer,
    Mailbox,
    Office,
    OwnRole,
    Person,
    Phone,
    PhoneNumber,
    Place,
    PortalUser,
    Site,
    TimeFrame
);

macro_rules! keys {
    ($($name:ident($id:ident) in $table:ident),*) => {
        impl Key {
            /// Its table and its bytes.
            pub(crate) fn row(&self) -> (&'static Table, [u8; 16]) {
                match self {
                    $(Self::$name(id) => (&$table::TABLE, *id.as_bytes()),)*
                    Self::MailServer => (&mail_server::TABLE, mail_server::key()),
                }
            }
        }

        $(
        impl From<$id> for Key {
            fn from(id: $id) -> Self {
                Self::$name(id)
            }
        }
        )*
    };
}

keys!(
    Announcement(AnnouncementId) in announcement,
    Avatar(AvatarId) in avatar,
    ContactMethod(ContactMethodId) in contact_method,
    Equipment(EquipmentId) in equipment,
    FeatureCode(FeatureCodeId) in feature_code,
    Invitation(InvitationId) in invitation,
    Line(LineId) in line,
    Mailbox(MailboxId) in mailbox,
    Person(PersonId) in person,
    Phone(PhoneId) in phone,
    PhoneNumber(PhoneNumberId) in phone_number,
    Place(PlaceId) in place,
    PortalUser(PortalUserId) in portal_user,
    Role(RoleId) in role,
    Site(SiteId) in site,
    TimeFrame(TimeFrameId) in time_frame,
    Token(TokenId) in token
);
