//! What signing in needs of a login: its sealed secrets, opened for a moment.

use model::PortalUserId;
use rusqlite::OptionalExtension;

use crate::error::Error;
use crate::rows::portal_user::UserSecret;
use crate::seal::{self, Secret};
use crate::store::Store;

impl Store {
    /// A secret of a portal user; none when it has none, or when there is no such user.
    pub fn user_secret(&self, user: PortalUserId, which: UserSecret) -> Result<Option<Secret>, Error> {
        let sql = format!("select {} from portal_user where id = ?", which.column());
        let sealed: Option<Option<Vec<u8>>> = self.shared().readers.read(|conn| {
            conn.prepare_cached(&sql)?.query_row([user.as_bytes()], |row| row.get(0)).optional()
        })?;
        let Some(sealed) = sealed.flatten() else { return Ok(None) };
        match seal::open(&self.shared().key, &which.seal_row(user), &sealed) {
            Ok(secret) => Ok(Some(secret)),
            Err(error) => {
                // Damaged, or moved from another row: nobody signs in with it.
                tracing::error!(%user, column = which.column(), %error, "a secret does not open");
                Ok(None)
            }
        }
    }
}
