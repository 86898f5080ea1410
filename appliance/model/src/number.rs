//! What calls from outside come in by and what is played to callers: numbers, announcements, feature codes.

use serde::{Deserialize, Serialize};

use crate::{AnnouncementId, FeatureCodeId, LineId, Number, PhoneNumberId};

/// A number of the office in the public network (a DID).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PhoneNumber {
    /// Its key.
    pub id: PhoneNumberId,
    /// E.164 with a plus: "+4989123456"; unique.
    pub number: String,
    /// What it is for, for people; may be empty.
    #[serde(default)]
    pub label: String,
    /// The line that calls to it reach; none when it is free.
    #[serde(default)]
    pub line: Option<LineId>,
}

/// A text that is spoken to callers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// Its key.
    pub id: AnnouncementId,
    /// Its name, unique.
    pub name: String,
}

/// What is dialled inside to make the exchange do something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FeatureCode {
    /// Its key.
    pub id: FeatureCodeId,
    /// What it does; each has one code at most.
    pub feature: Feature,
    /// What is dialled: "*1"; no line and no account has it.
    pub code: Number,
}

/// What a feature code does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// Begins and ends the recording of the call.
    RecordOnDemand,
}
