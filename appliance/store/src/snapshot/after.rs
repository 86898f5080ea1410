//! The office as a change would leave it, before the change is written.

use std::sync::Arc;

use model::{Avatar, AvatarInfo};

use super::{Keyed, Rows, Snapshot};
use crate::change::{Change, Edit, Key, Row};

impl Snapshot {
    /// The office as the rows of a change would leave it, of the same version. Nothing is checked: the change may still be
    /// refused. What no snapshot holds (secrets, sessions, tokens) makes no difference.
    #[must_use]
    pub fn after(&self, change: &Change) -> Self {
        let mut after = self.clone();
        for edit in &change.edits {
            match edit {
                Edit::Put(row) => after.put(row),
                Edit::Delete(key) => after.delete(*key),
                Edit::EndResets { .. }
                | Edit::EndSessions { .. }
                | Edit::Expect(_)
                | Edit::ExpectVersion(_)
                | Edit::ExpectUserSecret { .. }
                | Edit::SetMailPassword { .. }
                | Edit::SetMailboxPin { .. }
                | Edit::SetSecret { .. }
                | Edit::SetUserSecret { .. }
                | Edit::UseReset { .. } => {}
            }
        }
        after
    }

    fn put(&mut self, row: &Row) {
        match row.clone() {
            Row::Announcement(row) => put(&mut self.announcements, row),
            Row::Avatar(Avatar { id, person, media_type, image }) => {
                let bytes = u32::try_from(image.len()).unwrap_or(u32::MAX);
                put(&mut self.avatars, AvatarInfo { id, person, media_type, bytes });
            }
            Row::ContactMethod(row) => put(&mut self.contact_methods, row),
            Row::Equipment(row) => put(&mut self.equipment, row),
            Row::FeatureCode(row) => put(&mut self.feature_codes, row),
            Row::Line(row) => put(&mut self.lines, row),
            Row::MailServer(row) => self.mail_server = Some(Arc::new(row)),
            Row::Mailbox(row) => put(&mut self.mailboxes, row),
            Row::Office(row) => self.office = Arc::new(row),
            Row::OwnRole(row) => put(&mut self.roles, row),
            Row::Person(row) => put(&mut self.people, row),
            Row::Phone(mut row) => {
                // As they are read: in the order of their places.
                row.accounts.sort_by_key(|account| account.position);
                row.keys.sort_by_key(|key| key.position);
                put(&mut self.phones, row);
            }
            Row::PhoneNumber(row) => put(&mut self.phone_numbers, row),
            Row::Place(row) => put(&mut self.places, row),
            Row::PortalUser(row) => put(&mut self.portal_users, row),
            Row::Site(row) => put(&mut self.sites, row),
            Row::TimeFrame(row) => put(&mut self.time_frames, row),
        }
    }

    fn delete(&mut self, key: Key) {
        match key {
            Key::Announcement(id) => delete(&mut self.announcements, id),
            Key::Avatar(id) => delete(&mut self.avatars, id),
            Key::ContactMethod(id) => delete(&mut self.contact_methods, id),
            Key::Equipment(id) => delete(&mut self.equipment, id),
            Key::FeatureCode(id) => delete(&mut self.feature_codes, id),
            Key::Invitation(id) => delete(&mut self.invitations, id),
            Key::Line(id) => delete(&mut self.lines, id),
            Key::MailServer => self.mail_server = None,
            Key::Mailbox(id) => delete(&mut self.mailboxes, id),
            Key::Person(id) => delete(&mut self.people, id),
            Key::Phone(id) => delete(&mut self.phones, id),
            Key::PhoneNumber(id) => delete(&mut self.phone_numbers, id),
            Key::Place(id) => delete(&mut self.places, id),
            Key::PortalUser(id) => delete(&mut self.portal_users, id),
            Key::Role(id) => delete(&mut self.roles, id),
            Key::Site(id) => delete(&mut self.sites, id),
            Key::TimeFrame(id) => delete(&mut self.time_frames, id),
            // No snapshot has them.
            Key::Token(_) => {}
        }
    }
}

fn put<T: Keyed + Clone>(rows: &mut Arc<Rows<T>>, row: T) {
    Arc::make_mut(rows).put(row);
}

fn delete<T: Keyed + Clone>(rows: &mut Arc<Rows<T>>, id: T::Id) {
    Arc::make_mut(rows).delete(id);
}
