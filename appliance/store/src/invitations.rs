//! Invitations: sent, sent again, accepted once.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use model::{ContactMethodId, Invitation, InvitationId, PersonId, PortalUserId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::change::Who;
use crate::error::Error;
use crate::rows::{Stored, invitation};
use crate::store::Store;
use crate::validate;
use crate::write;
use crate::wrong::Wrong;

/// An invitation to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    /// Who is invited.
    pub person: PersonId,
    /// A login of theirs, for which they are to choose a password.
    pub portal_user: Option<PortalUserId>,
    /// A SIP account of theirs, that its QR code carries.
    pub contact_method: Option<ContactMethodId>,
    /// Where it is sent.
    pub email: String,
    /// SHA-256 of the token in the letter.
    pub hash: [u8; 32],
    /// Until when it can be accepted.
    pub expires: Timestamp,
}

impl Store {
    /// Invites a person. An earlier invitation of theirs, accepted or not, becomes this one, and its letter no longer
    /// counts. Blocks.
    pub fn invite(&self, who: &Who, new: NewInvitation, now: Timestamp) -> Result<Invitation, Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            let (_, invitation) = write::through_the_door(engine, &shared, &who, |staging| {
                let known = invitation::find(staging.conn, "person", new.person.as_bytes())?;
                let id = known.map_or_else(|| InvitationId::from_bytes(staging.new_id()), |known| known.id);
                let invitation = new.invitation(id, now);
                invitation.validate()?;
                new.is_of_person(staging.conn)?;
                let mut cells = invitation.cells();
                cells.push(Value::Blob(new.hash.to_vec()));
                staging.put(&invitation::TABLE, *id.as_bytes(), cells);
                Ok(invitation)
            })?;
            Ok(invitation)
        })
    }

    /// The invitation of a token's hash, if it waits and has not expired.
    pub fn invitation_by_hash(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<Invitation>, Error> {
        let found = self.shared().readers.read(|conn| invitation::find(conn, "hash", hash))?;
        Ok(found.filter(|invitation| invitation.is_pending(now)))
    }

    /// Accepts an invitation that waits and has not expired; whether it did. Of many at once one does. Blocks.
    pub fn accept_invitation(&self, who: &Who, id: InvitationId, now: Timestamp) -> Result<bool, Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            let (_, is_accepted) = write::through_the_door(engine, &shared, &who, |staging| {
                let known = invitation::find(staging.conn, "id", id.as_bytes())?;
                if !known.is_some_and(|known| known.is_pending(now)) {
                    return Ok(false);
                }
                let mut cells = vec![None; invitation::TABLE.columns.len()];
                if let Some(cell) = cells.get_mut(invitation::ACCEPTED) {
                    *cell = Some(Value::Integer(now.as_microsecond()));
                }
                staging.put_some(&invitation::TABLE, *id.as_bytes(), cells);
                Ok(true)
            })?;
            Ok(is_accepted)
        })
    }
}

impl NewInvitation {
    fn invitation(&self, id: InvitationId, now: Timestamp) -> Invitation {
        Invitation {
            id,
            person: self.person,
            portal_user: self.portal_user,
            contact_method: self.contact_method,
            email: self.email.clone(),
            sent: now,
            expires: self.expires,
            accepted: None,
        }
    }

    /// Nobody gets into somebody else's login or account.
    fn is_of_person(&self, conn: &Connection) -> Result<(), Error> {
        let user = self.portal_user.as_ref().map(PortalUserId::as_bytes);
        let method = self.contact_method.as_ref().map(ContactMethodId::as_bytes);
        for (id, field, sql) in [
            (user, "portal_user", "select 1 from portal_user where id = ? and person = ?"),
            (
                method,
                "contact_method",
                "select 1 from contact_method c join line l on l.id = c.line
                 where c.id = ? and c.kind = 'sip' and l.person = ?",
            ),
        ] {
            let Some(id) = id else { continue };
            let theirs = (id, self.person.as_bytes());
            if conn.prepare_cached(sql)?.query_row(theirs, |_| Ok(())).optional()?.is_none() {
                return Err(validate::invalid("the invitation", field, Wrong::NotTheirs));
            }
        }
        Ok(())
    }
}
