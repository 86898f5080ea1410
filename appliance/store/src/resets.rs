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
}

/// Uses a link up with all others of its login, if it is that login's and good; otherwise none.
pub(crate) fn use_up(
    conn: &Connection,
    hash: &[u8; 32],
    user: PortalUserId,
    now: Timestamp,
) -> Result<(), Error> {
    let sql =
        "select 1 from reset_link where hash = ?1 and portal_user = ?2 and made_us <= ?3 and expires_us > ?3";
    let good = conn.prepare_cached(sql)?.exists(params![hash, user.as_bytes(), now.as_microsecond()])?;
    if !good {
        return Err(Error::ChangedMeanwhile { what: format!("the link of portal user {user}") });
    }
    end_all(conn, user.as_bytes())?;
    Ok(())
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
