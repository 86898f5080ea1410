//! Bearer tokens for programs: 256 random bits, of which only the hash is kept.

use jiff::Timestamp;
use model::{Permission, PortalUserId, TokenId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::change::Who;
use crate::error::Error;
use crate::hex;
use crate::rows::{malformed, optional_id, text, token};
use crate::store::Store;
use crate::validate;
use crate::write;
use crate::wrong::Wrong;

/// Tokens at most: programs have one each.
const TOKENS_MAX: usize = 1_000;

/// A token to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do; not nothing.
    pub permissions: Vec<Permission>,
    /// Until when it works; none: for ever.
    pub expires: Option<Timestamp>,
    /// By which login it is made; none: by a sub-command on the box.
    pub made_by: Option<PortalUserId>,
}

/// A token, of which the text is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Its key, by which it is revoked.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// What it may do.
    pub permissions: Vec<Permission>,
    /// Until when it works; none: for ever.
    pub expires: Option<Timestamp>,
    /// By which login it was made; none: by a sub-command on the box.
    pub made_by: Option<PortalUserId>,
}

impl NewToken {
    fn validate(&self, now: Timestamp) -> Result<(), Error> {
        let what = "the token";
        validate::name(what, "name", &self.name)?;
        if self.permissions.is_empty() {
            return Err(validate::invalid(what, "permissions", Wrong::NeedsOne));
        }
        validate::once(what, "permissions", &self.permissions)?;
        match self.expires {
            Some(expires) if expires <= now => Err(validate::invalid(what, "expires", Wrong::InThePast)),
            _ => Ok(()),
        }
    }

    fn cells(&self, hash: [u8; 32], created: Timestamp) -> Vec<Value> {
        let mut permissions = self.permissions.clone();
        permissions.sort_unstable();
        vec![
            text(&self.name),
            Value::Blob(hash.to_vec()),
            Value::Integer(created.as_microsecond()),
            text(serde_json::json!(permissions).to_string()),
            self.expires.map_or(Value::Null, |expires| Value::Integer(expires.as_microsecond())),
            optional_id(self.made_by.as_ref().map(PortalUserId::as_bytes)),
        ]
    }
}

impl Store {
    /// Makes a token and gives its text back; this is the only time it is seen.
    pub fn create_token(&self, who: &Who, new: NewToken) -> Result<(TokenId, String), Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            let now = engine.options.now();
            new.validate(now)?;
            let token = format!("bb_{}", hex::base64url(&engine.options.random::<32>()));
            let (_, id) = write::through_the_door(engine, &shared, &who, |staging| {
                room_for_one(staging.conn)?;
                let id = staging.new_id();
                staging.put(&token::TABLE, id, new.cells(hash(&token), now));
                Ok(id)
            })?;
            Ok((TokenId::from_bytes(id), token))
        })
    }

    /// The token, if it is known and works now. While the database cannot be read, none does.
    pub fn token(&self, token: &str, now: Timestamp) -> Option<TokenInfo> {
        let hash = hash(token);
        let found = self.shared().readers.read(|conn| {
            let sql = format!("{SELECT} where hash = ? and (expires_us is null or expires_us > ?)");
            conn.prepare_cached(&sql)?.query_row(params![hash, now.as_microsecond()], info).optional()
        });
        found.unwrap_or_else(|error: rusqlite::Error| {
            tracing::warn!(%error, "a token cannot be looked up");
            None
        })
    }

    /// All tokens, oldest first, also those that no longer work. A [`crate::Key::Token`] deletes one.
    pub fn tokens(&self) -> Result<Vec<TokenInfo>, Error> {
        self.shared().readers.read(|conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} order by id"))?;
            let rows = statement.query_map([], info)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

const SELECT: &str = "select id, name, created_us, permissions, expires_us, made_by from api_token";

fn room_for_one(conn: &Connection) -> Result<(), Error> {
    let known: i64 = conn.query_row("select count(*) from api_token", [], |row| row.get(0))?;
    if usize::try_from(known).is_ok_and(|known| known < TOKENS_MAX) {
        return Ok(());
    }
    Err(validate::invalid("the token", "name", Wrong::TooManyTokens { max: TOKENS_MAX }))
}

fn info(row: &Row<'_>) -> rusqlite::Result<TokenInfo> {
    let (created_us, permissions, expires_us): (i64, String, Option<i64>) =
        (row.get(2)?, row.get(3)?, row.get(4)?);
    let made_by: Option<[u8; 16]> = row.get(5)?;
    let moment = |us| Timestamp::from_microsecond(us).unwrap_or_default();
    Ok(TokenInfo {
        id: TokenId::from_bytes(row.get(0)?),
        name: row.get(1)?,
        created: moment(created_us),
        permissions: serde_json::from_str(&permissions).map_err(|error| malformed(3, error))?,
        expires: expires_us.map(moment),
        made_by: made_by.map(PortalUserId::from_bytes),
    })
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests;
