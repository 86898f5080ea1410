//! The hashes that digests are checked with, known without opening each secret anew.
//!
//! They are as good as the secrets, so on disk they are sealed too: symmetrically, with a key made from the
//! tenant's private one, which is some hundred times quicker to open. Each is bound to its account, username,
//! realm and sealed secret, so that one that is out of date does not open and is computed again.

use std::collections::{HashMap, HashSet};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce};
use hpke::Serializable;
use model::{ContactKind, ContactMethod, ContactMethodId, Ha1, Username};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::key::TenantKey;
use crate::options::Random;
use crate::rows::contact_method;
use crate::seal;

/// Bytes of a nonce.
const NONCE: usize = 12;

/// The hashes of all accounts.
pub(crate) struct Ha1Cache {
    key: TenantKey,
    cipher: ChaCha20Poly1305,
    random: Random,
    /// By account; each valid for one username and one sealed secret.
    known: HashMap<ContactMethodId, Known>,
    /// From disk and not yet looked at.
    stored: HashMap<ContactMethodId, Vec<u8>>,
    /// Computed, and not yet on disk.
    unsaved: HashSet<ContactMethodId>,
    filled: bool,
}

struct Known {
    /// What it is bound to.
    bound: Vec<u8>,
    ha1: Ha1,
}

impl Ha1Cache {
    pub(crate) fn new(key: TenantKey, random: Random) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"bellbox ha1 key 1");
        hash.update(key.private.to_bytes());
        Self {
            cipher: ChaCha20Poly1305::new(&Key::from(<[u8; 32]>::from(hash.finalize()))),
            key,
            random,
            known: HashMap::new(),
            stored: HashMap::new(),
            unsaved: HashSet::new(),
            filled: false,
        }
    }

    /// Reads what is on disk, once.
    pub(crate) fn fill(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        if self.filled {
            return Ok(());
        }
        let mut statement = conn.prepare("select account, sealed from account_ha1")?;
        let rows =
            statement.query_map([], |row| Ok((ContactMethodId::from_bytes(row.get(0)?), row.get(1)?)))?;
        self.stored = rows.collect::<rusqlite::Result<_>>()?;
        self.filled = true;
        Ok(())
    }

    /// The hashes of an account; none when its secret does not open.
    pub(crate) fn ha1(&mut self, realm: &str, account: &ContactMethod, sealed: &[u8]) -> Option<Ha1> {
        let ContactKind::Sip { username, .. } = &account.kind else {
            return None;
        };
        let bound = bound(account.id, username, realm, sealed);
        if let Some(known) = self.known.get(&account.id).filter(|known| known.bound == bound) {
            return Some(known.ha1.clone());
        }
        let stored = self.stored.remove(&account.id).and_then(|blob| self.open(&bound, &blob));
        let ha1 = match stored {
            Some(ha1) => ha1,
            None => {
                let ha1 = self.compute(realm, account.id, username, sealed)?;
                self.unsaved.insert(account.id);
                ha1
            }
        };
        self.known.insert(account.id, Known { bound, ha1: ha1.clone() });
        Some(ha1)
    }

    /// Writes what is new.
    pub(crate) fn save(&self, conn: &Connection) -> rusqlite::Result<()> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        let mut statement =
            conn.prepare_cached("insert or replace into account_ha1 (account, sealed) values (?, ?)")?;
        for account in &self.unsaved {
            if let Some(known) = self.known.get(account) {
                statement.execute(params![account.as_bytes(), self.seal(known)])?;
            }
        }
        Ok(())
    }

    /// Forgets an account that is gone.
    pub(crate) fn forget(&mut self, conn: &Connection, account: ContactMethodId) -> rusqlite::Result<()> {
        self.known.remove(&account);
        self.unsaved.remove(&account);
        conn.prepare_cached("delete from account_ha1 where account = ?")?.execute([account.as_bytes()])?;
        Ok(())
    }

    /// Notes that the writing was committed.
    pub(crate) fn saved(&mut self) {
        self.unsaved.clear();
    }

    fn compute(
        &self,
        realm: &str,
        account: ContactMethodId,
        username: &Username,
        sealed: &[u8],
    ) -> Option<Ha1> {
        match seal::open(&self.key, &contact_method::seal_row(account), sealed) {
            Ok(secret) => Some(Ha1::new(username, realm, secret.reveal())),
            Err(error) => {
                tracing::warn!(%username, %error, "the secret of an account does not open");
                None
            }
        }
    }

    fn seal(&self, known: &Known) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        (self.random)(&mut nonce);
        let both = [known.ha1.md5.as_slice(), known.ha1.sha256.as_slice()].concat();
        let payload = Payload { msg: &both, aad: &known.bound };
        let ciphertext = self.cipher.encrypt(&Nonce::from(nonce), payload);
        [nonce.as_slice(), &ciphertext.expect("48 bytes are not too many to seal")].concat()
    }

    fn open(&self, bound: &[u8], blob: &[u8]) -> Option<Ha1> {
        let (nonce, ciphertext) = blob.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: ciphertext, aad: bound };
        let both = self.cipher.decrypt(&Nonce::from(*nonce), payload).ok()?;
        let (md5, sha256) = both.split_first_chunk::<16>()?;
        Some(Ha1 { md5: *md5, sha256: sha256.try_into().ok()? })
    }
}

/// What the hashes of an account depend on.
fn bound(account: ContactMethodId, username: &Username, realm: &str, sealed: &[u8]) -> Vec<u8> {
    let secret: [u8; 32] = Sha256::digest(sealed).into();
    [account.as_bytes(), secret.as_slice(), username.as_str().as_bytes(), b":", realm.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::change::Change;
    use crate::directory;
    use crate::seal::Secret;
    use crate::testing::{Fixture, member, who};

    #[test]
    fn a_restart_opens_no_secret() {
        let fixture = Fixture::with(3);
        let before = fixture.store.directory();
        let conn = Connection::open(fixture.dir.path().join("bellbox.db")).unwrap();
        let key = TenantKey::read(fixture.dir.path()).unwrap().unwrap();
        let mut cache = Ha1Cache::new(key, fixture.options.random.clone());
        let after = directory::build(&conn, 1, &before.realm, &mut cache).unwrap();
        for account in before.accounts() {
            assert_eq!(after.account(account.username.as_str()).unwrap().ha1, account.ha1);
        }
        assert!(cache.unsaved.is_empty(), "what is opened anew is to be saved");
    }

    #[test]
    fn what_is_out_of_date_is_computed_again() {
        let mut fixture = Fixture::with(2);
        let expected = fixture.store.directory().account("u201").unwrap().ha1.clone();
        for damage in [
            "delete from account_ha1",
            "update account_ha1 set sealed = x'00'",
            "update account_ha1 set sealed = (select sealed from account_ha1 order by account desc limit 1)",
        ] {
            fixture.store.close().unwrap();
            Connection::open(fixture.dir.path().join("bellbox.db")).unwrap().execute_batch(damage).unwrap();
            fixture.reopen();
            assert_eq!(fixture.store.directory().account("u201").unwrap().ha1, expected, "{damage}");
            assert_eq!(
                fixture.column("select count(distinct sealed) from account_ha1"),
                ["2"],
                "it is kept again"
            );
        }
    }

    #[test]
    fn a_new_secret_or_username_gives_new_hashes_and_a_deleted_account_leaves_none() {
        let mut fixture = Fixture::with(2);
        let (anna, ben) = (member(1).account, member(2).account);
        fixture.store.write(&who(), Change::new().set_secret(anna.id, Secret::new("new"))).unwrap();
        fixture.store.write(&who(), Change::new().delete(ben.id)).unwrap();
        fixture.reopen();
        let directory = fixture.store.directory();
        let username = "u201".parse().unwrap();
        assert_eq!(directory.account("u201").unwrap().ha1, Ha1::new(&username, &directory.realm, "new"));
        assert_eq!(fixture.column("select count(*) from account_ha1"), ["1"]);
    }
}
