//! The office's vocabulary: who and what there is, how it is reached, and what happened in a call.
//!
//! Nothing in this crate opens a socket, reads a clock or makes a random number: ids and times are
//! given by the caller. [`Directory`] is the immutable snapshot that the call engine reads.

mod avatar;
mod binding;
mod call_record;
mod contact_method;
mod directory;
mod ha1;
mod ids;
mod invitation;
mod line;
mod mail_server;
mod mailbox;
mod names;
mod now;
mod number;
mod office;
mod owner;
mod permission;
mod phone;
mod portal_user;
mod time_frame;

pub use avatar::{Avatar, AvatarInfo, ImageType};
pub use binding::{BindingChange, StoredBinding};
pub use call_record::{
    CallDirection, CallRecord, Cause, Disposition, HungUpBy, LegDirection, LegRecord, Party, Segment,
    SegmentKind, Sound, TraceStep,
};
pub use contact_method::{ContactKind, ContactMethod, DigestAlgorithm};
pub use directory::{Account, Dialled, Directory, DirectoryBuilder, LineEntry, NameTaken};
pub use ha1::Ha1;
pub use ids::{
    AnnouncementId, AvatarId, CallId, ContactMethodId, EquipmentId, FeatureCodeId, InvalidId, InvitationId,
    LineId, MailboxId, OfficeId, PersonId, PhoneId, PhoneNumberId, PlaceId, PortalUserId, RoleId, SessionId,
    SiteId, TimeFrameId, TokenId,
};
pub use invitation::Invitation;
pub use line::{Delivery, Line, Owner, Recording, Unavailable};
pub use mail_server::{MailSecurity, MailServer};
pub use mailbox::Mailbox;
pub use names::{InvalidName, Mac, Number, Username};
pub use now::Now;
pub use number::{Announcement, Feature, FeatureCode, PhoneNumber};
pub use office::{Office, Site};
pub use owner::{Equipment, Person, Place};
pub use permission::{AssignedRole, OwnRole, Permission, Role};
pub use phone::{KeyKind, Phone, PhoneAccount, PhoneKey};
pub use portal_user::{PortalUser, SecondFactor, sign_in_name};
pub use time_frame::{Hours, TimeFrame, Weekday};
