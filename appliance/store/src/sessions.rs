//! Who is signed in. Sessions live on this box alone: they are not synchronised, not in the audit log, and end with their
//! login. Of the token that a browser holds only the hash is kept.

use jiff::Timestamp;
use model::{PortalUserId, SessionId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::engine::Synchronous;
use crate::error::Error;
use crate::rows::portal_user::{self, UserSecret};
use crate::seal::Secret;
use crate::store::Store;
use crate::write::RowChange;
use crate::{resets, user_secrets};

/// Sessions of one login at most; the one that was used longest ago makes room.
const SESSIONS_MAX: usize = 50;
/// Characters of a browser's name that are kept.
const USER_AGENT_MAX: usize = 200;

/// A session to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// Who signs in.
    pub user: PortalUserId,
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// When it ends unless it is used.
    pub expires: Timestamp,
    /// From where, for people.
    pub address: String,
    /// What the browser says it is; may be empty.
    pub user_agent: String,
    /// The hash of the password that was checked; none of a login that has none.
    pub password: Option<Secret>,
}

/// A session that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its key, by which it is listed and ended.
    pub id: SessionId,
    /// Who is signed in.
    pub user: PortalUserId,
    /// Since when.
    pub created: Timestamp,
    /// When it was last used, to the minute or so.
    pub used: Timestamp,
    /// When it ends unless it is used.
    pub expires: Timestamp,
    /// From where it began.
    pub address: String,
    /// What the browser said it was.
    pub user_agent: String,
}

impl Store {
    /// Begins a session; those that have ended are forgotten. None where the login has another password by now than the one
    /// that was checked. Blocks.
    pub fn begin_session(&self, new: NewSession, now: Timestamp) -> Result<Option<SessionId>, Error> {
        self.call(move |engine| {
            let id = SessionId::from_bytes(engine.ids.next(&engine.options));
            engine.synchronous(Synchronous::Normal)?;
            let tx = engine.conn.transaction()?;
            if user_secrets::read(&tx, &engine.key, new.user, UserSecret::Password)? != new.password {
                return Ok(None);
            }
            let now_us = now.as_microsecond();
            tx.execute(
                "delete from session where expires_us <= ? or portal_user not in (select id from portal_user)",
                [now_us],
            )?;
            // As many go as leave room for one.
            tx.execute(
                "delete from session where id in (select id from session where portal_user = ?
                 order by used_us desc, id desc limit -1 offset ?)",
                params![new.user.as_bytes(), i64::try_from(SESSIONS_MAX - 1).unwrap_or(i64::MAX)],
            )?;
            let user_agent: String = new.user_agent.chars().take(USER_AGENT_MAX).collect();
            tx.execute(
                "insert into session (hash, id, portal_user, created_us, used_us, expires_us, address, user_agent)
                 values (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    new.hash,
                    id.as_bytes(),
                    new.user.as_bytes(),
                    now_us,
                    now_us,
                    new.expires.as_microsecond(),
                    new.address,
                    user_agent
                ],
            )?;
            tx.commit()?;
            Ok(Some(id))
        })
    }

    /// The session of a token's hash, if it has not ended and its login still exists.
    pub fn session(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<Session>, Error> {
        self.shared().readers.read(|conn| {
            let sql = format!("{SELECT} where s.hash = ? and s.expires_us > ?");
            let mut statement = conn.prepare_cached(&sql)?;
            Ok(statement.query_row(params![hash, now.as_microsecond()], session).optional()?)
        })
    }

    /// The sessions of a login that have not ended, the one used last first.
    pub fn sessions_of(&self, user: PortalUserId, now: Timestamp) -> Result<Vec<Session>, Error> {
        self.shared().readers.read(|conn| {
            let sql = format!(
                "{SELECT} where s.portal_user = ? and s.expires_us > ? order by s.used_us desc, s.id"
            );
            let mut statement = conn.prepare_cached(&sql)?;
            let rows = statement.query_map(params![user.as_bytes(), now.as_microsecond()], session)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Notes that a session was used, and until when it now holds. One that has ended stays ended. Blocks.
    pub fn use_session(&self, id: SessionId, now: Timestamp, expires: Timestamp) -> Result<(), Error> {
        self.change_sessions(move |conn| {
            let sql = "update session set used_us = ?1, expires_us = ?2 where id = ?3 and expires_us > ?1";
            conn.execute(sql, params![now.as_microsecond(), expires.as_microsecond(), id.as_bytes()])
        })
        .map(|_| ())
    }

    /// Ends a session; whether there was one. Blocks.
    pub fn end_session(&self, id: SessionId) -> Result<bool, Error> {
        let ended = self
            .change_sessions(move |conn| conn.execute("delete from session where id = ?", [id.as_bytes()]))?;
        Ok(ended > 0)
    }

    /// Ends all sessions of a login, or all but one; how many. Blocks.
    pub fn end_sessions_of(&self, user: PortalUserId, but: Option<SessionId>) -> Result<usize, Error> {
        self.change_sessions(move |conn| end_all(conn, user, but))
    }

    /// One that was ended must stay ended, so this waits for the disk.
    fn change_sessions(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Result<usize, Error> {
        self.call(move |engine| {
            engine.synchronous(Synchronous::Full)?;
            Ok(work(&engine.conn)?)
        })
    }
}

/// Ends all sessions of a login, or all but one; how many.
pub(crate) fn end_all(
    conn: &Connection,
    user: PortalUserId,
    but: Option<SessionId>,
) -> rusqlite::Result<usize> {
    let but = but.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
    conn.execute("delete from session where portal_user = ? and id <> ?", params![user.as_bytes(), but])
}

/// Lets what hangs on logins follow a change of them, in its transaction. With a login its sessions go, so that an undo
/// brings back none that was ended by it; and links for a new password go with the password that they were to replace, and
/// with the address that they were sent to.
pub(crate) fn follow(conn: &Connection, changes: &[RowChange]) -> rusqlite::Result<()> {
    for change in changes.iter().filter(|change| change.table.number == portal_user::TABLE.number) {
        if change.new.is_none() {
            conn.execute("delete from session where portal_user = ?", [&change.id])?;
        }
        let ends = [portal_user::EMAIL, UserSecret::Password.place()];
        if change.new.is_none() || change.changed().any(|place| ends.contains(&place)) {
            resets::end_all(conn, &change.id)?;
        }
    }
    Ok(())
}

const SELECT: &str =
    "select s.id, s.portal_user, s.created_us, s.used_us, s.expires_us, s.address, s.user_agent
    from session s join portal_user u on u.id = s.portal_user";

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    let moment = |column: usize| {
        row.get(column).map(|us: i64| Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH))
    };
    Ok(Session {
        id: SessionId::from_bytes(row.get(0)?),
        user: PortalUserId::from_bytes(row.get(1)?),
        created: moment(2)?,
        used: moment(3)?,
        expires: moment(4)?,
        address: row.get(5)?,
        user_agent: row.get(6)?,
    })
}

#[cfg(test)]
mod tests;
