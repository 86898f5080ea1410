//! Keys of rows of any table, and who may delete them.

use model::Permission;
use serde::Deserialize;
use store::Key;
use utoipa::ToSchema;

use super::super::super::refusal::{Fact, Refusal};

/// The key of a row of some table.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedKey {
    /// The table: "person".
    table: String,
    /// The key.
    #[schema(format = "uuid")]
    id: String,
}

/// The tables whose rows can be deleted so.
const TABLES: &[&str] = &[
    "announcement",
    "contact_method",
    "equipment",
    "feature_code",
    "line",
    "mailbox",
    "person",
    "phone",
    "phone_number",
    "place",
    "portal_user",
    "role",
    "site",
    "time_frame",
];

impl NamedKey {
    /// The key, and what deleting it needs.
    pub(super) fn read(&self, pointer: &str) -> Result<(Permission, Key), Refusal> {
        let id = model::OfficeId::from_bytes(bytes(&self.id, &format!("{pointer}/id"))?);
        let id = *id.as_bytes();
        let key = match self.table.as_str() {
            "announcement" => Key::Announcement(model::AnnouncementId::from_bytes(id)),
            "contact_method" => Key::ContactMethod(model::ContactMethodId::from_bytes(id)),
            "equipment" => Key::Equipment(model::EquipmentId::from_bytes(id)),
            "feature_code" => Key::FeatureCode(model::FeatureCodeId::from_bytes(id)),
            "line" => Key::Line(model::LineId::from_bytes(id)),
            "mailbox" => Key::Mailbox(model::MailboxId::from_bytes(id)),
            "person" => Key::Person(model::PersonId::from_bytes(id)),
            "phone" => Key::Phone(model::PhoneId::from_bytes(id)),
            "phone_number" => Key::PhoneNumber(model::PhoneNumberId::from_bytes(id)),
            "place" => Key::Place(model::PlaceId::from_bytes(id)),
            "portal_user" => Key::PortalUser(model::PortalUserId::from_bytes(id)),
            "role" => Key::Role(model::RoleId::from_bytes(id)),
            "site" => Key::Site(model::SiteId::from_bytes(id)),
            "time_frame" => Key::TimeFrame(model::TimeFrameId::from_bytes(id)),
            _ => {
                let why = Fact::Malformed { why: format!("one of {} is expected", TABLES.join(", ")) };
                return Err(Refusal::field(format!("{pointer}/table"), why));
            }
        };
        Ok((needed(&self.table), key))
    }
}

/// What changing a row of a table needs.
pub(super) fn needed(table: &str) -> Permission {
    match table {
        "announcement" | "feature_code" | "phone_number" => Permission::NumbersWrite,
        "avatar" | "caller_id" | "contact_method" | "equipment" | "invitation" | "line" | "mailbox"
        | "person" | "place" => Permission::PeopleWrite,
        "phone" | "phone_account" | "phone_key" => Permission::PhonesWrite,
        "portal_user" | "role" => Permission::PortalUsersWrite,
        "site" | "time_frame" => Permission::OfficeWrite,
        "api_token" => Permission::TokensWrite,
        // The office's own row, the mail server, and what later versions add.
        _ => Permission::SettingsWrite,
    }
}

/// The bytes of a key in the body.
pub(super) fn bytes(text: &str, pointer: &str) -> Result<[u8; 16], Refusal> {
    let id: Result<model::OfficeId, _> = text.parse();
    id.map(|id| *id.as_bytes())
        .map_err(|error| Refusal::field(pointer, Fact::Malformed { why: error.to_string() }))
}
