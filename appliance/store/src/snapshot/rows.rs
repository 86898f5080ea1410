//! The rows of one table in the order of their keys, and with which version one of them last changed.

use std::slice;
use std::sync::Arc;

use model::{
    Announcement, AnnouncementId, AvatarId, AvatarInfo, ContactMethod, ContactMethodId, Equipment,
    EquipmentId, FeatureCode, FeatureCodeId, Invitation, InvitationId, Line, LineId, Mailbox, MailboxId,
    OwnRole, Person, PersonId, Phone, PhoneId, PhoneNumber, PhoneNumberId, Place, PlaceId, PortalUser,
    PortalUserId, RoleId, Site, SiteId, TimeFrame, TimeFrameId,
};
use rusqlite::Connection;

use super::Touched;
use crate::rows::Stored;

/// A row that has a key.
pub trait Keyed {
    /// The type of its key.
    type Id: Copy + Ord;

    /// Its key.
    fn id(&self) -> Self::Id;
}

/// The rows of one table, in the order of their keys, which is that of their making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<T> {
    rows: Vec<T>,
    changed: u64,
}

impl<T> Rows<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// All of them, in order.
    pub fn as_slice(&self) -> &[T] {
        &self.rows
    }

    /// The version with which one of them, or a part of one, was last made, changed or deleted; 0 if never.
    pub fn changed(&self) -> u64 {
        self.changed
    }
}

impl<T: Keyed> Rows<T> {
    /// The one with this key.
    pub fn get(&self, id: T::Id) -> Option<&T> {
        let place = self.rows.binary_search_by_key(&id, Keyed::id).ok()?;
        self.rows.get(place)
    }

    /// Puts a row in the place of its key.
    pub(super) fn put(&mut self, row: T) {
        match self.rows.binary_search_by_key(&row.id(), Keyed::id) {
            Ok(place) => self.rows[place] = row,
            Err(place) => self.rows.insert(place, row),
        }
    }

    /// Takes the row of this key out, if there is one.
    pub(super) fn delete(&mut self, id: T::Id) {
        if let Ok(place) = self.rows.binary_search_by_key(&id, Keyed::id) {
            self.rows.remove(place);
        }
    }
}

impl<'a, T> IntoIterator for &'a Rows<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The known rows if nothing has touched them since; otherwise those of now.
pub(super) fn read<T: Stored>(
    conn: &Connection,
    known: Option<&Arc<Rows<T>>>,
    touched: &Touched,
) -> rusqlite::Result<Arc<Rows<T>>> {
    match (known, touched.version::<T>()) {
        (Some(known), None) => Ok(known.clone()),
        (_, version) => Ok(Arc::new(Rows { rows: T::all(conn)?, changed: version.unwrap_or(0) })),
    }
}

macro_rules! keyed {
    ($($row:ident($id:ident)),*) => {$(
        impl Keyed for $row {
            type Id = $id;

            fn id(&self) -> $id {
                self.id
            }
        }
    )*};
}

keyed!(
    Announcement(AnnouncementId),
    AvatarInfo(AvatarId),
    ContactMethod(ContactMethodId),
    Equipment(EquipmentId),
    FeatureCode(FeatureCodeId),
    Invitation(InvitationId),
    Line(LineId),
    Mailbox(MailboxId),
    OwnRole(RoleId),
    Person(PersonId),
    Phone(PhoneId),
    PhoneNumber(PhoneNumberId),
    Place(PlaceId),
    PortalUser(PortalUserId),
    Site(SiteId),
    TimeFrame(TimeFrameId)
);
