//! The tables and keys of `office.toml`. Unknown keys are errors; every key that is left out keeps what is there.

use model::{
    AnnouncementId, ContactMethodId, Delivery, DigestAlgorithm, EquipmentId, Feature, FeatureCodeId, Hours,
    KeyKind, LineId, MailSecurity, MailboxId, Number, Permission, PersonId, PhoneId, PhoneNumberId, PlaceId,
    PortalUserId, RoleId, SiteId, TimeFrameId, Username,
};
use serde::{Deserialize, Deserializer, Serialize};
use toml::Spanned;

use super::app::Apps;
use crate::seal::Secret;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Tables {
    pub(super) office: Option<Spanned<OfficeTable>>,
    pub(super) mail_server: Option<Spanned<MailServerTable>>,
    pub(super) site: Vec<Spanned<SiteTable>>,
    pub(super) time_frame: Vec<Spanned<TimeFrameTable>>,
    pub(super) announcement: Vec<Spanned<AnnouncementTable>>,
    pub(super) feature_code: Vec<Spanned<FeatureCodeTable>>,
    pub(super) person: Vec<Spanned<PersonTable>>,
    pub(super) place: Vec<Spanned<PlaceTable>>,
    pub(super) equipment: Vec<Spanned<EquipmentTable>>,
    pub(super) phone_number: Vec<Spanned<PhoneNumberTable>>,
    pub(super) phone: Vec<Spanned<PhoneTable>>,
    pub(super) role: Vec<Spanned<RoleTable>>,
    pub(super) portal_user: Vec<Spanned<PortalUserTable>>,
}

/// `[office]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OfficeTable {
    pub(super) name: Option<String>,
    pub(super) country: Option<String>,
    pub(super) region: Option<String>,
    pub(super) timezone: Option<String>,
    pub(super) short_name: Option<String>,
    pub(super) email_domain: Option<String>,
    pub(super) support_contact: Option<String>,
    pub(super) portal_url: Option<String>,
}

/// `[mail_server]`; its password is in no file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct MailServerTable {
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) security: Option<MailSecurity>,
    pub(super) username: Option<String>,
    pub(super) sender_address: Option<String>,
    pub(super) sender_name: Option<String>,
}

/// `[[site]]`, found by id, else by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SiteTable {
    pub(super) id: Option<SiteId>,
    pub(super) name: Option<String>,
    pub(super) region: Option<String>,
    pub(super) timezone: Option<String>,
    pub(super) emergency_address: Option<String>,
    pub(super) outside_prefix: Option<String>,
    pub(super) subnets: Option<Vec<String>>,
}

/// `[[time_frame]]`, found by id, else by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TimeFrameTable {
    pub(super) id: Option<TimeFrameId>,
    pub(super) name: Option<String>,
    /// As "monday 09:00-17:00".
    pub(super) hours: Option<Vec<Hours>>,
}

/// `[[announcement]]`, found by id, else by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AnnouncementTable {
    pub(super) id: Option<AnnouncementId>,
    pub(super) name: Option<String>,
}

/// `[[feature_code]]`, found by id, else by feature.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeatureCodeTable {
    pub(super) id: Option<FeatureCodeId>,
    pub(super) feature: Feature,
    pub(super) code: Number,
}

/// `[[phone_number]]`, found by id, else by number.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PhoneNumberTable {
    pub(super) id: Option<PhoneNumberId>,
    pub(super) number: Option<String>,
    pub(super) label: Option<String>,
    /// The internal number of a line; empty for none.
    pub(super) line: Option<String>,
}

/// `[[person]]`, found by id, else by the lines.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PersonTable {
    pub(super) id: Option<PersonId>,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) email: Option<String>,
    /// A site's name.
    pub(super) site: Option<String>,
    pub(super) job_title: Option<String>,
    pub(super) department: Option<String>,
    /// A time frame's name; empty for none.
    pub(super) time_frame: Option<String>,
    pub(super) crm_user: Option<String>,
    /// As "data:image/png;base64,iVBO..."; empty for none.
    pub(super) avatar: Option<String>,
    pub(super) line: Vec<Spanned<LineTable>>,
}

/// `[[place]]`, found by id, else by the lines.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PlaceTable {
    pub(super) id: Option<PlaceId>,
    pub(super) name: Option<String>,
    /// A site's name.
    pub(super) site: Option<String>,
    pub(super) line: Vec<Spanned<LineTable>>,
}

/// `[[equipment]]`, found by id, else by the lines.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct EquipmentTable {
    pub(super) id: Option<EquipmentId>,
    pub(super) name: Option<String>,
    /// A site's name.
    pub(super) site: Option<String>,
    pub(super) line: Vec<Spanned<LineTable>>,
}

/// `[[person.line]]` and the like, found by id, else by number.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LineTable {
    pub(super) id: Option<LineId>,
    pub(super) number: Option<Number>,
    /// "hang-up", "voicemail", "line 205", "outside +4989123456".
    pub(super) when_unavailable: Option<String>,
    pub(super) outside_calls: Option<bool>,
    pub(super) internal_caller_id: Option<String>,
    /// Numbers of `[[phone_number]]`, the favourite first.
    pub(super) caller_ids: Option<Vec<String>>,
    /// An announcement's name; empty for none.
    pub(super) internal_announcement: Option<String>,
    /// An announcement's name; empty for none.
    pub(super) external_announcement: Option<String>,
    /// All that is recorded.
    pub(super) record: Option<Vec<Recorded>>,
    pub(super) recording_deliveries: Option<Vec<Delivery>>,
    pub(super) mailbox: Option<Spanned<MailboxTable>>,
    pub(super) app: Apps,
    pub(super) sip: Vec<Spanned<SipTable>>,
    pub(super) pstn_forward: Vec<Spanned<PstnForwardTable>>,
    pub(super) sip_forward: Vec<Spanned<SipForwardTable>>,
}

/// `[person.line.mailbox]`, of which a line has one. Its PIN is in no file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct MailboxTable {
    pub(super) id: Option<MailboxId>,
    pub(super) email: Option<String>,
}

/// What may stand in `record`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Recorded {
    InboundInternal,
    InboundExternal,
    OutboundInternal,
    OutboundExternal,
    OnDemand,
}

/// `[[person.line.app]]`; `app = true` is one without keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AppTable {
    pub(super) id: Option<ContactMethodId>,
    pub(super) position: Option<u32>,
}

/// `[[person.line.sip]]`, found by id, else by username.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SipTable {
    pub(super) id: Option<ContactMethodId>,
    pub(super) position: Option<u32>,
    /// The line's number unless given.
    pub(super) username: Option<Username>,
    pub(super) algorithm: Option<DigestAlgorithm>,
    #[serde(deserialize_with = "secret")]
    pub(super) secret: Option<Secret>,
}

/// `[[person.line.pstn_forward]]`, found by id, else by number.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PstnForwardTable {
    pub(super) id: Option<ContactMethodId>,
    pub(super) position: Option<u32>,
    pub(super) number: Option<String>,
}

/// `[[person.line.sip_forward]]`, found by id, else by URI.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SipForwardTable {
    pub(super) id: Option<ContactMethodId>,
    pub(super) position: Option<u32>,
    pub(super) uri: Option<String>,
}

/// `[[phone]]`, found by id, else by MAC address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PhoneTable {
    pub(super) id: Option<PhoneId>,
    /// With or without separators, of either case.
    pub(super) mac: Option<String>,
    pub(super) vendor: Option<String>,
    pub(super) model: Option<String>,
    pub(super) label: Option<String>,
    /// A site's name.
    pub(super) site: Option<String>,
    /// Usernames in the order of the line keys; an empty one leaves a key free.
    pub(super) accounts: Option<Vec<String>>,
    pub(super) key: Option<Vec<Spanned<KeyTable>>>,
}

/// `[[phone.key]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyTable {
    pub(super) position: u32,
    pub(super) kind: KeyKind,
    #[serde(default)]
    pub(super) target: String,
    #[serde(default)]
    pub(super) label: String,
}

/// `[[role]]`, found by id, else by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RoleTable {
    pub(super) id: Option<RoleId>,
    pub(super) name: Option<String>,
    pub(super) permissions: Option<Vec<Permission>>,
}

/// `[[portal_user]]`, found by id, else by login.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PortalUserTable {
    pub(super) id: Option<PortalUserId>,
    pub(super) login: Option<String>,
    pub(super) email: Option<String>,
    /// One of the program's, or the name of one of the office's.
    pub(super) role: Option<String>,
    /// A person's id, or the number of one of their lines.
    pub(super) person: Option<String>,
    /// The first day, as "2026-12-31"; empty: at once.
    pub(super) activation: Option<String>,
    /// The last day; empty: never ends.
    pub(super) expiration: Option<String>,
    pub(super) timezone: Option<String>,
    pub(super) language: Option<String>,
    pub(super) allow_list: Option<Vec<String>>,
    /// Whether one is asked for. Its key is in no file: who has none gets one at the next sign-in.
    pub(super) second_factor: Option<bool>,
    pub(super) must_change_password: Option<bool>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    String::deserialize(deserializer).map(|text| Some(Secret::new(text)))
}
