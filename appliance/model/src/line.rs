//! A line: one internal number of a person, a place or a machine.

use serde::{Deserialize, Serialize};

use crate::{AnnouncementId, EquipmentId, LineId, Number, PersonId, PhoneNumberId, PlaceId};

/// Who has a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// A machine.
    Equipment(EquipmentId),
    /// Somebody.
    Person(PersonId),
    /// A room or door.
    Place(PlaceId),
}

/// One internal number and everything that rings for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its key.
    pub id: LineId,
    /// Whose it is.
    pub owner: Owner,
    /// What is dialled to reach it; unique among numbers and SIP usernames.
    pub number: Number,
    /// Where a call goes that nobody takes.
    #[serde(default)]
    pub when_unavailable: Unavailable,
    /// Whether it may call outside.
    #[serde(default = "yes")]
    pub outside_calls: bool,
    /// The name that it shows inside; empty: its owner's.
    #[serde(default)]
    pub internal_caller_id: String,
    /// The numbers that it may show outside, the favourite first.
    #[serde(default)]
    pub caller_ids: Vec<PhoneNumberId>,
    /// What is played in calls inside before they are connected.
    #[serde(default)]
    pub internal_announcement: Option<AnnouncementId>,
    /// What is played in calls with the outside before they are connected.
    #[serde(default)]
    pub external_announcement: Option<AnnouncementId>,
    /// Which of its calls are recorded.
    #[serde(default)]
    pub recording: Recording,
}

/// Who gets a line may call outside.
fn yes() -> bool {
    true
}

impl Line {
    /// A line that may call outside, rings until the caller gives up, and is not recorded.
    pub fn new(id: LineId, owner: Owner, number: Number) -> Self {
        Self {
            id,
            owner,
            number,
            when_unavailable: Unavailable::HangUp,
            outside_calls: true,
            internal_caller_id: String::new(),
            caller_ids: Vec::new(),
            internal_announcement: None,
            external_announcement: None,
            recording: Recording::default(),
        }
    }
}

/// Where a call goes that nobody takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unavailable {
    /// It ends.
    #[default]
    HangUp,
    /// To another line.
    Line(LineId),
    /// To a number outside, as dialled from inside, or E.164 with a plus.
    Outside(String),
    /// To the line's mailbox.
    Voicemail,
}

/// Which calls of a line are recorded, and how the owner gets at them. The policy of either side records a call, once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// Calls from inside.
    #[serde(default)]
    pub inbound_internal: bool,
    /// Calls from outside.
    #[serde(default)]
    pub inbound_external: bool,
    /// Calls to inside.
    #[serde(default)]
    pub outbound_internal: bool,
    /// Calls to outside.
    #[serde(default)]
    pub outbound_external: bool,
    /// Whether its owner may begin and end it by a feature code.
    #[serde(default)]
    pub on_demand: bool,
    /// How recordings come to the owner.
    #[serde(default)]
    pub deliveries: Vec<Delivery>,
}

/// How a recording comes to the owner of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// By email, to the person's address.
    Email,
    /// On the person's own page.
    Portal,
}
