//! What signing in needs of a login: its sealed secrets, opened for a moment, and what of it is accepted once.

use model::PortalUserId;
use rusqlite::{Connection, params};

use crate::change::{Edit, Who};
use crate::engine::Synchronous;
use crate::error::Error;
use crate::key::TenantKey;
use crate::rows::portal_user::{self, UserSecret};
use crate::seal::Secret;
use crate::sealed;
use crate::store::Store;
use crate::write;

impl Store {
    /// A secret of a portal user; none when it has none, or when there is no such user.
    pub fn user_secret(&self, user: PortalUserId, which: UserSecret) -> Result<Option<Secret>, Error> {
        self.shared().readers.read(|conn| Ok(read(conn, &self.shared().key, user, which)?))
    }

    /// Changes a secret by what it is: where `change` gives another one that is written. Whether it was; of many who see the
    /// same secret one changes it. Blocks.
    pub fn replace_user_secret(
        &self,
        who: &Who,
        user: PortalUserId,
        which: UserSecret,
        change: impl FnOnce(&Secret) -> Option<Secret> + Send + 'static,
    ) -> Result<bool, Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            let known = read(&engine.conn, &engine.key, user, which)?;
            let Some(secret) = known.and_then(|known| change(&known)) else { return Ok(false) };
            let edit = Edit::SetUserSecret { user, which, secret: Some(secret) };
            write::through_the_door(engine, &shared, &who, |staging| staging.edit(edit))?;
            Ok(true)
        })
    }

    /// Whether a one-time password of this time step is the first of this or a later step that a login shows. Blocks until
    /// that is on disk.
    pub fn accept_totp_step(&self, user: PortalUserId, step: u64) -> Result<bool, Error> {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        self.call(move |engine| {
            engine.synchronous(Synchronous::Full)?;
            let sql = "insert into totp_used (portal_user, step) values (?1, ?2)
                       on conflict (portal_user) do update set step = ?2 where step < ?2";
            Ok(engine.conn.execute(sql, params![user.as_bytes(), step])? > 0)
        })
    }
}

/// A secret of a portal user, opened.
pub(crate) fn read(
    conn: &Connection,
    key: &TenantKey,
    user: PortalUserId,
    which: UserSecret,
) -> rusqlite::Result<Option<Secret>> {
    let cell = (&portal_user::TABLE, which.column());
    sealed::read(conn, key, cell, user.as_bytes(), &which.seal_row(user))
}
