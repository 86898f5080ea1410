//! The office as it is in the database, all of it.

use std::collections::HashMap;

use model::{
    Announcement, AvatarInfo, ContactMethod, ContactMethodId, Equipment, FeatureCode, Line, MailServer,
    Mailbox, Office, OwnRole, Person, Phone, PhoneNumber, Place, PortalUser, Site, TimeFrame,
};
use rusqlite::Connection;

use crate::directory;
use crate::rows::{Stored, mail_server, office};

/// All rows that an office file can hold, each kind in the order of making.
pub(super) struct Rows {
    pub(super) office: Office,
    pub(super) mail_server: Option<MailServer>,
    pub(super) sites: Vec<Site>,
    pub(super) time_frames: Vec<TimeFrame>,
    pub(super) announcements: Vec<Announcement>,
    pub(super) feature_codes: Vec<FeatureCode>,
    pub(super) phone_numbers: Vec<PhoneNumber>,
    pub(super) persons: Vec<Person>,
    pub(super) avatars: Vec<AvatarInfo>,
    pub(super) places: Vec<Place>,
    pub(super) equipment: Vec<Equipment>,
    pub(super) lines: Vec<Line>,
    pub(super) methods: Vec<ContactMethod>,
    pub(super) mailboxes: Vec<Mailbox>,
    pub(super) phones: Vec<Phone>,
    pub(super) roles: Vec<OwnRole>,
    pub(super) users: Vec<PortalUser>,
    /// The sealed secrets of accounts.
    pub(super) secrets: HashMap<ContactMethodId, Vec<u8>>,
}

impl Rows {
    pub(super) fn read(conn: &Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            office: Office::all(conn)?.pop().unwrap_or_else(office::default),
            mail_server: mail_server::read(conn)?,
            sites: Stored::all(conn)?,
            time_frames: Stored::all(conn)?,
            announcements: Stored::all(conn)?,
            feature_codes: Stored::all(conn)?,
            phone_numbers: Stored::all(conn)?,
            persons: Stored::all(conn)?,
            avatars: Stored::all(conn)?,
            places: Stored::all(conn)?,
            equipment: Stored::all(conn)?,
            lines: Stored::all(conn)?,
            methods: Stored::all(conn)?,
            mailboxes: Stored::all(conn)?,
            phones: Stored::all(conn)?,
            roles: Stored::all(conn)?,
            users: Stored::all(conn)?,
            secrets: directory::sealed_secrets(conn)?,
        })
    }
}
