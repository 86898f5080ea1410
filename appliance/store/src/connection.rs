//! Connections: one that writes, and a few that only read.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, config::DbConfig};

/// Readers kept open: as many as ask at once in an office; more are opened and closed again.
const READERS_KEPT: usize = 4;
/// Pages that a connection keeps, as SQLite wants it: less than zero means kibibytes.
const CACHE_SIZE: i64 = -512;
/// The write-ahead log is cut back to this after a burst.
const LOG_KEPT_BYTES: i64 = 16 * 1024 * 1024;

/// Opens the connection that is to write; it has changed nothing yet.
pub(crate) fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    set_up(&conn)?;
    Ok(conn)
}

/// Lets it write; write-ahead logging is on from here.
pub(crate) fn make_writer(conn: &Connection) -> rusqlite::Result<()> {
    let mode: String = conn.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        tracing::warn!(%mode, "the file system allows no write-ahead log; readers and the writer wait for each other");
    }
    conn.pragma_update(None, "journal_size_limit", LOG_KEPT_BYTES)?;
    conn.set_prepared_statement_cache_capacity(200);
    Ok(())
}

fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    set_up(&conn)?;
    Ok(conn)
}

fn set_up(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // A page that is not here is in the system's cache: a box has little memory, and one copy is enough.
    conn.pragma_update(None, "cache_size", CACHE_SIZE)?;
    // Sorting and the triggers need no file of their own, which a full disk could refuse.
    conn.pragma_update(None, "temp_store", "memory")
}

/// Moves the write-ahead log into the database, so that the one file holds everything; waits for readers a while.
pub(crate) fn checkpoint(conn: &Connection) -> rusqlite::Result<()> {
    let busy: bool = conn.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))?;
    if busy {
        tracing::warn!("somebody reads the database; its latest changes stay in the write-ahead log");
    }
    Ok(())
}

/// The readers.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    /// None once they are closed: from then on each read opens a connection of its own.
    idle: Mutex<Option<Vec<Connection>>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::new(Some(Vec::new())) }
    }

    /// Reads one consistent state.
    pub(crate) fn read<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.as_mut()?.pop());
        let mut conn = match idle {
            Some(conn) => conn,
            None => reader(&self.path)?,
        };
        let tx = conn.transaction()?;
        let result = work(&tx);
        tx.finish()?;
        if let Ok(mut idle) = self.idle.lock()
            && let Some(idle) = idle.as_mut()
            && idle.len() < READERS_KEPT
        {
            idle.push(conn);
        }
        result
    }

    /// Closes them all.
    pub(crate) fn close(&self) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.take();
        }
    }
}
