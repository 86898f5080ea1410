//! Builds the directory from rows. A damaged row costs one line or account, not the telephone service.

use std::collections::HashMap;

use model::{ContactMethod, ContactMethodId, Directory, DirectoryBuilder, Equipment, Line, Owner};
use model::{Office, Person, Place, Site};
use rusqlite::Connection;

use crate::ha1_cache::Ha1Cache;
use crate::rows::{Stored, office};

/// Builds a directory from what is in the database now.
pub(crate) fn build(
    conn: &Connection,
    version: u64,
    realm: &str,
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
    cache.fill(conn)?;
    let mut secrets = sealed_secrets(conn)?;
    for account in ContactMethod::all(conn)? {
        let sealed = secrets.remove(&account.id);
        let ha1 = sealed.and_then(|sealed| cache.ha1(realm, &account, &sealed));
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
