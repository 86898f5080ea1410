//! An invitation's row. The hash of its token is its last column, which the model does not have.

use jiff::Timestamp;
use model::{ContactMethodId, Invitation, InvitationId, PersonId, PortalUserId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};

use crate::error::Error;
use crate::rows::{Stored, id, optional_id, text};
use crate::table::{Column, Table};
use crate::validate;
use crate::wrong::Wrong;

pub(crate) static TABLE: Table = Table {
    name: "invitation",
    number: 21,
    columns: &[
        Column::unique_reference(1, "person", "person"),
        Column::reference(2, "portal_user", "portal_user"),
        Column::reference(3, "contact_method", "contact_method"),
        Column::plain(4, "email"),
        Column::plain(5, "sent_us"),
        Column::plain(6, "expires_us"),
        Column::plain(7, "accepted_us"),
        Column::hash(8, "hash"),
    ],
    label: |_| "invitation of a person".to_owned(),
};

/// The place of a cell that other files look at.
pub(crate) const ACCEPTED: usize = 6;

/// The one whose column has this value, if there is one.
pub(crate) fn find(
    conn: &Connection,
    column: &str,
    value: &dyn ToSql,
) -> rusqlite::Result<Option<Invitation>> {
    let sql = format!("select {} from invitation where {column} = ?", TABLE.column_list());
    conn.prepare_cached(&sql)?.query_row([value], Invitation::read).optional()
}

impl Stored for Invitation {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        let moment = |moment: Timestamp| Value::Integer(moment.as_microsecond());
        vec![
            id(self.person.as_bytes()),
            optional_id(self.portal_user.as_ref().map(PortalUserId::as_bytes)),
            optional_id(self.contact_method.as_ref().map(ContactMethodId::as_bytes)),
            text(&self.email),
            moment(self.sent),
            moment(self.expires),
            self.accepted.map_or(Value::Null, moment),
        ]
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (user, method): (Option<[u8; 16]>, Option<[u8; 16]>) = (row.get(2)?, row.get(3)?);
        let moment = |us| Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH);
        let accepted: Option<i64> = row.get(7)?;
        Ok(Self {
            id: InvitationId::from_bytes(row.get(0)?),
            person: PersonId::from_bytes(row.get(1)?),
            portal_user: user.map(PortalUserId::from_bytes),
            contact_method: method.map(ContactMethodId::from_bytes),
            email: row.get(4)?,
            sent: moment(row.get(5)?),
            expires: moment(row.get(6)?),
            accepted: accepted.map(moment),
        })
    }

    fn validate(&self) -> Result<(), Error> {
        let what = "the invitation";
        validate::name(what, "email", &self.email)?;
        validate::email(what, &self.email)?;
        if self.expires <= self.sent {
            return Err(validate::invalid(what, "expires", Wrong::InThePast));
        }
        Ok(())
    }
}
