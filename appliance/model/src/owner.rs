//! Who or what has lines: persons, places and equipment.

use serde::{Deserialize, Serialize};

use crate::{EquipmentId, PersonId, PlaceId, SiteId, TimeFrameId};

/// A person of the office; only the first name is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their key.
    pub id: PersonId,
    /// First name, never empty.
    pub first_name: String,
    /// Last name, may be empty.
    #[serde(default)]
    pub last_name: String,
    /// For invitations and voicemail; empty when none.
    #[serde(default)]
    pub email: String,
    /// Where they sit.
    pub site: SiteId,
    /// What they do: "Accountant"; may be empty.
    #[serde(default)]
    pub job_title: String,
    /// Where they belong: "Sales"; may be empty.
    #[serde(default)]
    pub department: String,
    /// When they work; none when it is not said.
    #[serde(default)]
    pub time_frame: Option<TimeFrameId>,
    /// Their key in the office's customer system; empty when none.
    #[serde(default)]
    pub crm_user: String,
}

impl Person {
    /// Somebody of whom only the first name is known.
    pub fn named(id: PersonId, first_name: &str, site: SiteId) -> Self {
        Self {
            id,
            first_name: first_name.to_owned(),
            last_name: String::new(),
            email: String::new(),
            site,
            job_title: String::new(),
            department: String::new(),
            time_frame: None,
            crm_user: String::new(),
        }
    }

    /// First and last name, as shown on a telephone's display.
    pub fn display_name(&self) -> String {
        [self.first_name.as_str(), self.last_name.as_str()].join(" ").trim().to_owned()
    }
}

/// A place with a telephone: door, lobby, meeting room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its key.
    pub id: PlaceId,
    /// Its name, never empty.
    pub name: String,
    /// Where it is.
    pub site: SiteId,
}

/// A machine with a line: fax, lift, alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Equipment {
    /// Its key.
    pub id: EquipmentId,
    /// Its name, never empty.
    pub name: String,
    /// Where it stands.
    pub site: SiteId,
}
