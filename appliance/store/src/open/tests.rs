//! Tests of opening: first start, what may be wrong, and what is said then.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::open;
use crate::error::OpenError;
use crate::options::Options;
use crate::testing::{Fixture, member, who};
use crate::upgrade::VERSION;
use crate::{Change, Trouble};

#[test]
fn the_first_start_makes_everything_for_its_owner_alone() {
    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("a/data");
    let store = open(&dir, Options::default()).unwrap();
    store.write(&who(), member(1).put(Change::new())).unwrap();
    let directory = store.directory();
    assert!(directory.realm.starts_with("bellbox-") && directory.realm.len() == 20, "{}", directory.realm);
    assert_eq!(directory.sites.len(), 1);
    assert_eq!(mode(&dir), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(&dir).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(mode(&entry.path()), 0o600, "{:?}", entry.file_name());
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["bellbox.db", "bellbox.db-shm", "bellbox.db-wal", "lock", "tenant.key"]);
}

#[test]
fn after_a_close_the_database_and_the_key_are_the_whole_office() {
    let Fixture { store, dir, options, .. } = Fixture::with(3);
    // A reader stays open for the next one.
    assert_eq!(store.records(1).unwrap(), []);
    let before = store.dump(true).unwrap();
    store.close().unwrap();
    let log = dir.path().join("bellbox.db-wal");
    assert!(log.metadata().map_or(0, |log| log.len()) == 0, "nothing stays in the log");
    let copy = tempfile::tempdir().unwrap();
    for file in ["bellbox.db", "tenant.key"] {
        fs::copy(dir.path().join(file), copy.path().join(file)).unwrap();
    }
    assert_eq!(open(copy.path(), options).unwrap().dump(true).unwrap(), before);
}

#[test]
fn a_second_program_is_told_which_process_has_the_directory() {
    let fixture = Fixture::new();
    let error = open(fixture.dir.path(), Options::default()).unwrap_err();
    assert!(matches!(error, OpenError::Locked { pid, .. } if pid == Some(std::process::id())), "{error}");
    fixture.store.close().unwrap();
    open(fixture.dir.path(), Options::default()).unwrap();
}

#[test]
fn the_lock_goes_with_the_last_handle() {
    let Fixture { store, dir, .. } = Fixture::new();
    let other = store.clone();
    drop(store);
    assert!(open(dir.path(), Options::default()).is_err());
    drop(other);
    open(dir.path(), Options::default()).unwrap();
}

#[test]
fn a_lost_or_foreign_key_is_said_and_none_is_made() {
    let Fixture { store, dir, .. } = Fixture::with(1);
    drop(store);
    let key = dir.path().join("tenant.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let error = open(dir.path(), Options::default()).unwrap_err();
    assert!(matches!(error, OpenError::KeyMissing { .. }), "{error}");
    assert!(!key.exists());

    let other = tempfile::tempdir().unwrap();
    drop(open(other.path(), Options::default()).unwrap());
    fs::copy(other.path().join("tenant.key"), &key).unwrap();
    let error = open(dir.path(), Options::default()).unwrap_err();
    assert!(
        error.to_string().contains("is not the key that the secrets of this office are sealed for"),
        "{error}"
    );

    fs::write(&key, kept).unwrap();
    assert_eq!(open(dir.path(), Options::default()).unwrap().directory().accounts().count(), 1);
}

#[test]
fn a_first_start_that_was_cut_short_is_begun_again() {
    let whole = tempfile::tempdir().unwrap();
    drop(open(whole.path(), Options::default()).unwrap());
    let (key, database) = (whole.path().join("tenant.key"), whole.path().join("bellbox.db"));
    let bare = tempfile::tempdir().unwrap();
    let bare = bare.path().join("bellbox.db");
    // Write-ahead logging is on, but nothing was committed.
    let conn = rusqlite::Connection::open(&bare).unwrap();
    conn.execute_batch("pragma journal_mode = wal; begin; create table a (b); rollback").unwrap();
    drop(conn);
    let empty = Path::new("/dev/null");
    for (name, key, database) in [
        ("an empty database", None, Some(empty)),
        ("a key", Some(&key), None),
        ("a key and an empty database", Some(&key), Some(empty)),
        ("a key and a database without tables", Some(&key), Some(bare.as_path())),
        ("a key that waits beside its database", Some(&key), Some(database.as_path())),
    ] {
        let dir = tempfile::tempdir().unwrap();
        if let Some(key) = key {
            fs::write(dir.path().join("tenant.key.waiting"), fs::read(key).unwrap()).unwrap();
        }
        if let Some(database) = database {
            fs::write(dir.path().join("bellbox.db"), fs::read(database).unwrap()).unwrap();
        }
        let store = open(dir.path(), Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        store.write(&who(), member(1).put(Change::new())).unwrap();
        drop(store);
        assert!(!dir.path().join("tenant.key.waiting").exists(), "{name}");
        if let Some(key) = key {
            assert_eq!(fs::read(dir.path().join("tenant.key")).unwrap(), fs::read(key).unwrap(), "{name}");
        }
        let store = open(dir.path(), Options::default()).unwrap();
        assert_eq!(store.directory().accounts().count(), 1, "{name}");
    }
}

#[test]
fn a_lost_database_beside_its_key_is_said_and_none_is_made() {
    let Fixture { store, dir, .. } = Fixture::with(1);
    drop(store);
    let path = dir.path().join("bellbox.db");
    let kept = fs::read(&path).unwrap();
    let expected = format!(
        "tenant.key is here but {} is empty or missing: put back a backup, or remove tenant.key to start anew",
        path.display()
    );
    fs::remove_file(&path).unwrap();
    assert_eq!(open(dir.path(), Options::default()).unwrap_err().to_string(), expected);
    assert!(!path.exists());
    fs::write(&path, b"").unwrap();
    assert_eq!(open(dir.path(), Options::default()).unwrap_err().to_string(), expected);
    // A database without tables.
    rusqlite::Connection::open(&path).unwrap().execute_batch("pragma journal_mode = wal").unwrap();
    assert!(path.metadata().unwrap().len() > 0);
    assert_eq!(open(dir.path(), Options::default()).unwrap_err().to_string(), expected);

    fs::write(&path, kept).unwrap();
    assert_eq!(open(dir.path(), Options::default()).unwrap().directory().accounts().count(), 1);
    fs::write(&path, b"").unwrap();
    fs::remove_file(dir.path().join("tenant.key")).unwrap();
    assert_eq!(open(dir.path(), Options::default()).unwrap().directory().accounts().count(), 0, "anew");
}

#[test]
fn a_database_of_another_program_is_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bellbox.db");
    for sql in ["create table theirs (x)", "pragma user_version = 3"] {
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let before = fs::read(&path).unwrap();
        let error = open(dir.path(), Options::default()).unwrap_err();
        assert!(error.to_string().ends_with("is a database of another program"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), before);
        assert!(!dir.path().join("tenant.key").exists() && !dir.path().join("tenant.key.waiting").exists());
    }
}

#[test]
fn a_damaged_database_is_said_to_be_one() {
    let Fixture { store, dir, .. } = Fixture::with(1);
    drop(store);
    let path = dir.path().join("bellbox.db");
    let good = fs::read(&path).unwrap();
    let mut torn = good.clone();
    torn[4096..8192].fill(0xff);
    for bytes in [
        b"this is no database, but it is long enough to be looked at as if it were one ...................."
            .to_vec(),
        torn,
    ] {
        fs::write(&path, bytes).unwrap();
        let error = open(dir.path(), Options::default()).unwrap_err();
        assert!(
            matches!(&error, OpenError::Storage { error, .. } if error.kind == Trouble::Corrupt),
            "{error}"
        );
        assert!(error.to_string().contains("the database is damaged; restore a backup"), "{error}");
    }
}

#[test]
fn a_newer_or_foreign_database_is_left_alone() {
    let Fixture { store, dir, .. } = Fixture::with(1);
    drop(store);
    let path = dir.path().join("bellbox.db");
    let change = |sql: &str| rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    change("pragma user_version = 99");
    let error = open(dir.path(), Options::default()).unwrap_err();
    let expected = format!("was made by a newer bellbox (schema 99; this one knows {VERSION})");
    assert!(error.to_string().ends_with(&expected), "{error}");
    change("pragma user_version = 1; pragma application_id = 7");
    let error = open(dir.path(), Options::default()).unwrap_err();
    assert!(error.to_string().ends_with("is a database of another program"), "{error}");
}

#[test]
fn a_path_that_cannot_be_is_said_in_words() {
    let outer = tempfile::tempdir().unwrap();
    let file = outer.path().join("file");
    fs::write(&file, b"").unwrap();
    let error = open(&file.join("data"), Options::default()).unwrap_err();
    assert!(error.to_string().starts_with("cannot create "), "{error}");
    // Nobody may write in /proc, not even root.
    let error = open(Path::new("/proc/bellbox"), Options::default()).unwrap_err();
    assert!(error.to_string().starts_with("cannot create /proc/bellbox: "), "{error}");
}

#[test]
fn calls_can_start_while_the_disk_refuses() {
    let fixture = Fixture::with(1);
    let Fixture { store, dir, options, fault } = fixture;
    drop(store);
    *fault.lock().unwrap() =
        Some(|| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL), None));
    let store = open(dir.path(), options).unwrap();
    assert_eq!(store.directory().accounts().count(), 1);
    assert!(!store.health().writable);
    *fault.lock().unwrap() = None;
    store.flush().unwrap();
    assert!(store.health().writable);
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
