//! Builds the directory from rows. A damaged row costs one line or account, not the telephone service.

use std::collections::HashMap;

use model::{
    ContactKind, ContactMethod, ContactMethodId, Directory, DirectoryBuilder, Equipment, Ha1, Line, Owner,
};
use model::{Office, Person, Place, Site};
use rusqlite::Connection;

use crate::key::TenantKey;
use crate::rows::{Stored, contact_method, office};
use crate::seal;

/// What opening the secrets gave, so that a change opens only those that are new.
#[derive(Default)]
pub(crate) struct Ha1Cache {
    /// By account; valid for one username and one sealed secret.
    known: HashMap<ContactMethodId, (String, Vec<u8>, Ha1)>,
}

impl Ha1Cache {
    fn ha1(&mut self, key: &TenantKey, realm: &str, account: &ContactMethod, sealed: Vec<u8>) -> Option<Ha1> {
        let ContactKind::Sip { username, .. } = &account.kind else {
            return None;
        };
        if let Some((name, blob, ha1)) = self.known.get(&account.id)
            && *name == username.as_str()
            && *blob == sealed
        {
            return Some(ha1.clone());
        }
        match seal::open(key, &contact_method::seal_row(account.id), &sealed) {
            Ok(secret) => {
                let ha1 = Ha1::new(username, realm, secret.reveal());
                self.known.insert(account.id, (username.to_string(), sealed, ha1.clone()));
                Some(ha1)
            }
            Err(error) => {
                tracing::warn!(%username, %error, "the secret of an account does not open");
                None
            }
        }
    }
}

/// Builds a directory from what is in the database now.
pub(crate) fn build(
    conn: &Connection,
    version: u64,
    realm: &str,
    key: &TenantKey,
    cache: &mut Ha1Cache,
) -> rusqlite::Result<Directory> {
    let office = Office::all(conn)?.pop().unwrap_or_else(office::default);
    let mut builder = DirectoryBuilder::new(version, realm, office, Site::all(conn)?);
    let names = owner_names(conn)?;
    for line in Line::all(conn)? {
        let name = names.get(&line.owner).map_or("", String::as_str);
        if let Err(error) = builder.line(line, name) {
            tracing::warn!(%error, "a line is left out");
        }
    }
    let mut secrets = sealed_secrets(conn)?;
    for account in ContactMethod::all(conn)? {
        let sealed = secrets.remove(&account.id);
        let ha1 = sealed.and_then(|sealed| cache.ha1(key, realm, &account, sealed));
        if let Err(error) = builder.contact_method(account, ha1) {
            tracing::warn!(%error, "an account is left out");
        }
    }
    Ok(builder.build())
}

/// The sealed secrets of all accounts.
pub(crate) fn sealed_secrets(conn: &Connection) -> rusqlite::Result<HashMap<ContactMethodId, Vec<u8>>> {
    let mut statement =
        conn.prepare_cached("select id, secret from contact_method where secret is not null")?;
    let rows = statement.query_map([], |row| Ok((ContactMethodId::from_bytes(row.get(0)?), row.get(1)?)))?;
    rows.collect()
}

fn owner_names(conn: &Connection) -> rusqlite::Result<HashMap<Owner, String>> {
    let mut names = HashMap::new();
    for person in Person::all(conn)? {
        names.insert(Owner::Person(person.id), person.display_name());
    }
    for Place { id, name, .. } in Place::all(conn)? {
        names.insert(Owner::Place(id), name);
    }
    for Equipment { id, name, .. } in Equipment::all(conn)? {
        names.insert(Owner::Equipment(id), name);
    }
    Ok(names)
}
