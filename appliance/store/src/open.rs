//! Opens a data directory: lock, key, database, and what a crash left behind.

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, params};
use sync::Replica;

use crate::changelog::Stamps;
use crate::connection;
use crate::directory;
use crate::disk;
use crate::engine::Engine;
use crate::error::{OpenError, StorageError};
use crate::events::Refusals;
use crate::ha1_cache::Ha1Cache;
use crate::hex;
use crate::ids::IdMaker;
use crate::key::TenantKey;
use crate::lock::Lock;
use crate::options::Options;
use crate::rows::{Stored, office, site};
use crate::store::{self, Store};
use crate::table::Table;
use crate::upgrade::{self, Found};

/// Opens the data directory, making what is missing.
pub fn open(dir: &Path, options: Options) -> Result<Store, OpenError> {
    disk::make_dir(dir)?;
    let lock = Lock::take(dir)?;
    let path = database_path(dir);
    let key = TenantKey::read(dir)?;
    // Before SQLite looks at an empty file, which would make it throw away the write-ahead log.
    if key.is_some() && !holds_something(&path) {
        return Err(OpenError::DatabaseEmpty { path, key: TenantKey::path(dir) });
    }
    disk::make_private(&path)?;
    let trouble =
        |error: rusqlite::Error| OpenError::Storage { path: path.clone(), error: StorageError::from(error) };
    let mut conn = connection::open(&path).map_err(trouble)?;
    let first_start = match upgrade::look(&conn).map_err(trouble)? {
        Found::Empty if key.is_some() => {
            return Err(OpenError::DatabaseEmpty { path, key: TenantKey::path(dir) });
        }
        Found::Empty => true,
        Found::Version(_) => false,
        Found::Newer(found) => {
            let known = upgrade::VERSION;
            return Err(OpenError::Newer { path, found, known });
        }
        Found::NotOurs => return Err(OpenError::NotOurs { path }),
    };
    // The key gets its name when the first rows are committed. One that waits for its name says that the first start
    // was cut short, before or after that.
    let (known_key, waiting) = match (key, TenantKey::read_waiting(dir)?) {
        (Some(key), _) => (key, false),
        (None, Some(key)) => (key, true),
        (None, None) if first_start => (TenantKey::make(dir, &options)?, true),
        // A database without its key must not get another one silently.
        (None, None) => return Err(OpenError::KeyMissing { path: TenantKey::path(dir) }),
    };
    connection::make_writer(&conn).map_err(trouble)?;
    prepare(&mut conn, &known_key, &options).map_err(trouble)?;
    let meta = read_meta(&conn).map_err(trouble)?;
    if meta.key_id != known_key.id {
        if waiting {
            return Err(OpenError::KeyMissing { path: TenantKey::path(dir) });
        }
        return Err(OpenError::KeyForeign { path: TenantKey::path(dir) });
    }
    if waiting {
        TenantKey::settle(dir)?;
    }
    let stamps = Stamps::install(&mut conn, options.clock.clone()).map_err(trouble)?;
    let mut ha1 = Ha1Cache::new(known_key.clone(), options.random.clone());
    let version = u64::try_from(stamps.last_seq()).unwrap_or(0);
    let directory = directory::build(&conn, version, &meta.realm, &mut ha1).map_err(trouble)?;
    let engine = Engine {
        conn,
        stamps,
        realm: meta.realm,
        key: known_key,
        ids: IdMaker::default(),
        ha1,
        options,
        // Nothing has been closed yet; the first commit does it, now or when the disk has room.
        interrupt: true,
        refusals: Refusals::default(),
        synchronous: None,
    };
    Ok(store::start(engine, Arc::new(directory), path, lock))
}

/// Where the database lies.
pub(crate) fn database_path(dir: &Path) -> PathBuf {
    dir.join("bellbox.db")
}

fn holds_something(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.len() > 0)
}

/// Makes or upgrades the schema; a new one gets its first rows in the same transaction.
fn prepare(conn: &mut Connection, key: &TenantKey, options: &Options) -> rusqlite::Result<()> {
    // An upgrade or a first start must not be lost to a power cut.
    conn.pragma_update(None, "synchronous", if options.durable { "full" } else { "off" })?;
    let tx = conn.transaction()?;
    if upgrade::bring_up(&tx, upgrade::SCHEMA, upgrade::STEPS)? == Found::Empty {
        first_rows(&tx, key, options)?;
    }
    tx.commit()
}

fn first_rows(conn: &Connection, key: &TenantKey, options: &Options) -> rusqlite::Result<()> {
    let now_us = options.now().as_microsecond();
    // Random, so that no two boxes' digests are alike; short, because telephones show it.
    let realm = format!("bellbox-{}", hex::encode(&options.random::<6>()));
    conn.execute(
        "insert into meta (id, created_us, realm, key_id, public_key, alive_us) values (1, ?, ?, ?, ?, ?)",
        params![now_us, realm, key.id, key.public_bytes(), now_us],
    )?;
    // Before the triggers exist: defaults have no stamps, so they lose against everything that somebody wrote.
    insert(conn, &office::default())?;
    insert(conn, &site::default())?;
    let incarnation = hex::encode(&options.random::<16>());
    let replica = Replica::of_box(0).stored().to_string();
    for (k, v) in [
        ("epoch", "0"),
        ("site", &replica),
        ("up", "0"),
        ("down", "0"),
        ("box_incarnation", &incarnation),
        ("cloud_incarnation", ""),
    ] {
        conn.execute("insert into sync_state (k, v) values (?, ?)", [k, v])?;
    }
    Ok(())
}

fn insert<T: Stored>(conn: &Connection, row: &T) -> rusqlite::Result<()> {
    let Table { name, columns, .. } = T::TABLE;
    let marks = vec!["?"; columns.len() + 1].join(", ");
    let mut values = vec![crate::rows::id(&row.key())];
    values.extend(row.cells());
    let sql = format!("insert into {name} ({}) values ({marks})", T::TABLE.column_list());
    conn.execute(&sql, rusqlite::params_from_iter(values))?;
    Ok(())
}

struct Meta {
    realm: String,
    key_id: [u8; 8],
}

fn read_meta(conn: &Connection) -> rusqlite::Result<Meta> {
    conn.query_row("select realm, key_id from meta", [], |row| {
        Ok(Meta { realm: row.get(0)?, key_id: row.get(1)? })
    })
}
