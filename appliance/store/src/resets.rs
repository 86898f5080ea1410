//! Links for a new password. They live on this box alone: they are not synchronised and not in the audit log, and end with
//! their login, its password or its email address. Of the token in a link only the hash is kept.

use jiff::Timestamp;
use model::PortalUserId;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use crate::engine::Synchronous;
use crate::error::Error;
use crate::store::Store;

/// Links of one login at most; the one that was made first makes room.
const LINKS_MAX: usize = 10;

/// A link that was not used yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResetLink {
    /// Whose password may be set by it.
    pub user: PortalUserId,
    /// When it was made.
    pub made: Timestamp,
    /// Until when it is good.
    pub expires: Timestamp,
}

impl Store {
    /// Lets a login set a new password by a token with this hash too. Earlier ones stay good; of more than ten of one login
    /// the oldest ends. Blocks.
    pub fn begin_reset(&self, hash: [u8; 32], link: ResetLink) -> Result<(), Error> {
        self.call(move |engine| {
            engine.synchronous(Synchronous::Normal)?;
            let tx = engine.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            tx.execute("delete from reset_link where expires_us <= ?", [link.made.as_microsecond()])?;
            // As many go as leave room for one.
            tx.execute(
                "delete from reset_link where hash in (select hash from reset_link where portal_user = ?
                 order by made_us desc, hash limit -1 offset ?)",
                params![link.user.as_bytes(), i64::try_from(LINKS_MAX - 1).unwrap_or(i64::MAX)],
            )?;
            tx.execute(
                "insert into reset_link (hash, portal_user, made_us, expires_us) values (?, ?, ?, ?)",
                params![
                    hash,
                    link.user.as_bytes(),
                    link.made.as_microsecond(),
                    link.expires.as_microsecond()
                ],
            )?;
            tx.commit()?;
            Ok(())
        })
    }

    /// The link with this hash; it stays as it is.
    pub fn reset_by_hash(&self, hash: &[u8; 32]) -> Result<Option<ResetLink>, Error> {
        self.shared().readers.read(|conn| {
            let sql = "select portal_user, made_us, expires_us from reset_link where hash = ?";
            Ok(conn.prepare_cached(sql)?.query_row([hash], reset_link).optional()?)
        })
    }

    /// Whose password may be set by the token with this hash. It is used up, and so are all others of that login; one that is
    /// not good uses up none. Blocks.
    pub fn take_reset(&self, hash: &[u8; 32], now: Timestamp) -> Result<Option<PortalUserId>, Error> {
        let hash = *hash;
        self.call(move |engine| {
            engine.synchronous(Synchronous::Full)?;
            let tx = engine.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let sql =
                "select portal_user from reset_link where hash = ?1 and made_us <= ?2 and expires_us > ?2";
            let user = tx.query_row(sql, params![hash, now.as_microsecond()], |row| row.get(0)).optional()?;
            let Some(user): Option<[u8; 16]> = user else { return Ok(None) };
            end_all(&tx, &user)?;
            tx.commit()?;
            Ok(Some(PortalUserId::from_bytes(user)))
        })
    }
}

/// Ends all links of a login.
pub(crate) fn end_all(conn: &Connection, user: &[u8; 16]) -> rusqlite::Result<()> {
    conn.execute("delete from reset_link where portal_user = ?", [user]).map(drop)
}

fn reset_link(row: &Row<'_>) -> rusqlite::Result<ResetLink> {
    let moment = |column: usize| {
        row.get(column).map(|us: i64| Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH))
    };
    Ok(ResetLink { user: PortalUserId::from_bytes(row.get(0)?), made: moment(1)?, expires: moment(2)? })
}

#[cfg(test)]
mod tests;
