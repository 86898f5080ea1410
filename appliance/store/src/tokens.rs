//! Bearer tokens for programs: 256 random bits, of which only the hash is kept.

use jiff::Timestamp;
use model::TokenId;
use rusqlite::{OptionalExtension, Row};
use sha2::{Digest, Sha256};

use crate::change::Who;
use crate::error::Error;
use crate::hex;
use crate::rows::token;
use crate::store::Store;
use crate::validate;
use crate::write;

/// A token that is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Its key, by which it is revoked.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
}

impl Store {
    /// Makes a token; this is the only time it is seen.
    pub fn create_token(&self, who: &Who, name: &str) -> Result<String, Error> {
        validate::name("the token", "name", name)?;
        let (shared, who, name) = (self.shared().clone(), who.clone(), name.to_owned());
        self.call(move |engine| {
            let token = format!("bb_{}", hex::base64url(&engine.options.random::<32>()));
            let created_us = engine.options.now().as_microsecond();
            let (_, ()) = write::through_the_door(engine, &shared, &who, |staging| {
                let id = staging.new_id();
                staging.put(&token::TABLE, id, token::cells(&name, hash(&token), created_us));
                Ok(())
            })?;
            Ok(token)
        })
    }

    /// The token, if it is valid. While the database cannot be read, none is.
    pub fn token(&self, token: &str) -> Option<TokenInfo> {
        let hash = hash(token);
        let found = self.shared().readers.read(|conn| {
            conn.prepare_cached("select id, name, created_us from api_token where hash = ?")?
                .query_row([hash], info)
                .optional()
        });
        found.unwrap_or_else(|error: rusqlite::Error| {
            tracing::warn!(%error, "a token cannot be looked up");
            None
        })
    }

    /// All tokens, oldest first. A [`crate::Key::Token`] deletes one.
    pub fn tokens(&self) -> Result<Vec<TokenInfo>, Error> {
        self.shared().readers.read(|conn| {
            let mut statement =
                conn.prepare_cached("select id, name, created_us from api_token order by id")?;
            let rows = statement.query_map([], info)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn info(row: &Row<'_>) -> rusqlite::Result<TokenInfo> {
    let created_us: i64 = row.get(2)?;
    Ok(TokenInfo {
        id: TokenId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        created: Timestamp::from_microsecond(created_us).unwrap_or_default(),
    })
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use crate::change::Change;
    use crate::testing::{Fixture, who};

    #[test]
    fn a_token_is_shown_once_and_known_by_its_hash() {
        let fixture = Fixture::new();
        let token = fixture.store.create_token(&who(), "monitoring").unwrap();
        assert_eq!((token.len(), &token[..3]), (46, "bb_"));
        let info = fixture.store.token(&token).unwrap();
        assert_eq!(info.name, "monitoring");
        assert_eq!(fixture.store.tokens().unwrap(), [info]);
        for wrong in ["", "bb_", &token[..45], &token.to_lowercase()] {
            assert_eq!(fixture.store.token(wrong), None, "{wrong:?}");
        }
        assert!(!fixture.column("select old || new from audit").contains(&token));
    }

    #[test]
    fn a_revoked_token_is_none() {
        let fixture = Fixture::new();
        let token = fixture.store.create_token(&who(), "monitoring").unwrap();
        let id = fixture.store.token(&token).unwrap().id;
        fixture.store.write(&who(), Change::new().delete(id)).unwrap();
        assert_eq!(fixture.store.token(&token), None);
    }

    #[test]
    fn a_token_says_what_it_is_for() {
        let error = Fixture::new().store.create_token(&who(), " ").unwrap_err();
        assert_eq!(error.to_string(), "the token: name: must not be empty");
    }
}
