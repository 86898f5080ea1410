//! The whole office as of one version, for whoever reads. It is read when somebody asks; a table that no change has
//! touched since is shared with the snapshot before.

mod after;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::{
    Announcement, AvatarInfo, ContactMethod, Equipment, FeatureCode, Invitation, Line, MailServer, Mailbox,
    Office, OwnRole, Person, Phone, PhoneNumber, Place, PortalUser, Site, TimeFrame,
};
use rusqlite::Connection;

pub use self::rows::{Keyed, Rows};
use crate::error::Error;
use crate::rows::{Stored, mail_server, office};
use crate::store::Store;

/// The office as of one version. No secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The version: that of the last change that is in it.
    pub version: u64,
    /// The office.
    pub office: Arc<Office>,
    /// The version with which the office's row last changed; 0 if never.
    pub office_changed: u64,
    /// By which server mails are sent, if there is one.
    pub mail_server: Option<Arc<MailServer>>,
    /// The version with which the mail server's row last changed; 0 if never.
    pub mail_server_changed: u64,
    /// Its buildings.
    pub sites: Arc<Rows<Site>>,
    /// Its people.
    pub people: Arc<Rows<Person>>,
    /// Their pictures, without the files.
    pub avatars: Arc<Rows<AvatarInfo>>,
    /// Rooms and doors with a line.
    pub places: Arc<Rows<Place>>,
    /// Machines with a line.
    pub equipment: Arc<Rows<Equipment>>,
    /// Lines, with the numbers that they show.
    pub lines: Arc<Rows<Line>>,
    /// The ways of reaching lines.
    pub contact_methods: Arc<Rows<ContactMethod>>,
    /// Where callers leave messages.
    pub mailboxes: Arc<Rows<Mailbox>>,
    /// Telephone sets, with their accounts and keys.
    pub phones: Arc<Rows<Phone>>,
    /// Numbers in the public network.
    pub phone_numbers: Arc<Rows<PhoneNumber>>,
    /// What is spoken to callers.
    pub announcements: Arc<Rows<Announcement>>,
    /// What is dialled to make the exchange do something.
    pub feature_codes: Arc<Rows<FeatureCode>>,
    /// Hours of a week with a name.
    pub time_frames: Arc<Rows<TimeFrame>>,
    /// Roles that the office has made.
    pub roles: Arc<Rows<OwnRole>>,
    /// Who has been invited.
    pub invitations: Arc<Rows<Invitation>>,
    /// Logins.
    pub portal_users: Arc<Rows<PortalUser>>,
}

impl Store {
    /// The whole office, never older than a change that was acknowledged before. The first call reads everything, and one
    /// after a change only the tables that it has touched; the others cost nothing.
    pub fn snapshot(&self) -> Result<Arc<Snapshot>, Error> {
        let acknowledged = self.version();
        // Whoever waits here waits for what it needs itself.
        let mut last = self.shared().snapshot.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.as_ref().filter(|known| known.version >= acknowledged) {
            return Ok(known.clone());
        }
        let known = last.clone();
        let snapshot = self.shared().readers.read(|conn| read(conn, known.as_deref()))?;
        let snapshot = Arc::new(snapshot);
        *last = Some(snapshot.clone());
        Ok(snapshot)
    }
}

/// The last snapshot that somebody asked for.
#[derive(Default)]
pub(crate) struct LastSnapshot(Mutex<Option<Arc<Snapshot>>>);

/// The tables that changes have touched since a version: by their number, with which version last.
struct Touched(HashMap<i64, u64>);

impl Touched {
    /// What the change log says: each cell that is written gets the version of its change, a row that goes leaves a mark.
    fn since(conn: &Connection, version: u64) -> rusqlite::Result<Self> {
        let sql = "select tbl, max(seq) from sync_cell where seq > ? group by tbl";
        let mut statement = conn.prepare_cached(sql)?;
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        let rows = statement.query_map([version], |row| {
            let version: i64 = row.get(1)?;
            Ok((row.get(0)?, u64::try_from(version).unwrap_or(0)))
        })?;
        rows.collect::<rusqlite::Result<_>>().map(Self)
    }

    /// With which version last; none when nothing has touched the table, nor those of its parts.
    fn version<T: Stored>(&self) -> Option<u64> {
        let tables = std::iter::once(T::TABLE).chain(T::TABLE.parts());
        tables.filter_map(|table| self.0.get(&table.number).copied()).max()
    }

    fn last(&self) -> Option<u64> {
        self.0.values().copied().max()
    }
}

/// All in one transaction of the caller's: tables and change log are of the same version.
pub(crate) fn read(conn: &Connection, known: Option<&Snapshot>) -> rusqlite::Result<Snapshot> {
    let before = known.map_or(0, |known| known.version);
    let touched = &Touched::since(conn, before)?;
    let (office, office_changed) = match (known, touched.version::<Office>()) {
        (Some(known), None) => (known.office.clone(), known.office_changed),
        (_, version) => {
            let office = Office::all(conn)?.pop().unwrap_or_else(office::default);
            (Arc::new(office), version.unwrap_or(0))
        }
    };
    let (mail_server, mail_server_changed) = match (known, touched.version::<MailServer>()) {
        (Some(known), None) => (known.mail_server.clone(), known.mail_server_changed),
        (_, version) => (mail_server::read(conn)?.map(Arc::new), version.unwrap_or(0)),
    };
    Ok(Snapshot {
        version: touched.last().unwrap_or(before),
        office,
        office_changed,
        mail_server,
        mail_server_changed,
        sites: rows::read(conn, known.map(|known| &known.sites), touched)?,
        people: rows::read(conn, known.map(|known| &known.people), touched)?,
        avatars: rows::read(conn, known.map(|known| &known.avatars), touched)?,
        places: rows::read(conn, known.map(|known| &known.places), touched)?,
        equipment: rows::read(conn, known.map(|known| &known.equipment), touched)?,
        lines: rows::read(conn, known.map(|known| &known.lines), touched)?,
        contact_methods: rows::read(conn, known.map(|known| &known.contact_methods), touched)?,
        mailboxes: rows::read(conn, known.map(|known| &known.mailboxes), touched)?,
        phones: rows::read(conn, known.map(|known| &known.phones), touched)?,
        phone_numbers: rows::read(conn, known.map(|known| &known.phone_numbers), touched)?,
        announcements: rows::read(conn, known.map(|known| &known.announcements), touched)?,
        feature_codes: rows::read(conn, known.map(|known| &known.feature_codes), touched)?,
        time_frames: rows::read(conn, known.map(|known| &known.time_frames), touched)?,
        roles: rows::read(conn, known.map(|known| &known.roles), touched)?,
        invitations: rows::read(conn, known.map(|known| &known.invitations), touched)?,
        portal_users: rows::read(conn, known.map(|known| &known.portal_users), touched)?,
    })
}
