//! A line: one internal number of a person, a place or a machine.

use serde::{Deserialize, Serialize};

use crate::{EquipmentId, LineId, Number, PersonId, PlaceId};

/// Who has a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
pub struct Line {
    /// Its key.
    pub id: LineId,
    /// Whose it is.
    pub owner: Owner,
    /// What is dialled to reach it; unique among numbers and SIP usernames.
    pub number: Number,
}
