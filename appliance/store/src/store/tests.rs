//! Tests of records and bindings on their way to the disk, well and ill.

mod killed;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use model::{BindingChange, CallRecord, Disposition};
use rusqlite::ffi;

use crate::bindings::sample as binding;
use crate::error::{Error, Trouble};
use crate::options::Options;
use crate::records::sample as record;
use crate::testing::{Fail, Fixture, member, options, who};
use crate::{Change, open};

const FULL: Fail = || rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_FULL), None);
const IO: Fail = || rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_WRITE), None);

#[test]
fn a_record_is_told_done_when_it_is_on_disk() {
    let fixture = Fixture::new();
    let done = send(&fixture, record(1, true));
    done.recv().unwrap();
    assert_eq!(fixture.column("select count(*) from call_record"), ["1"]);
    assert_eq!(fixture.store.records(10).unwrap(), [record(1, true)]);
    assert_eq!(fixture.store.record_by_id(record(1, true).id).unwrap(), Some(record(1, true)));
    assert_eq!(fixture.store.record_by_id(record(2, true).id).unwrap(), None);
}

#[test]
fn records_wait_in_memory_while_the_disk_fails_and_follow_in_order() {
    for (fail, words) in [(FULL, "the disk is full"), (IO, "the disk cannot be read or written")] {
        let fixture = Fixture::new();
        fixture.fail(Some(fail));
        let dones: Vec<Receiver<()>> = (1..=3).map(|number| send(&fixture, record(number, true))).collect();
        let error = fixture.store.flush().unwrap_err();
        assert!(error.to_string().starts_with(words), "{error}");
        let health = fixture.store.health();
        assert_eq!((health.writable, health.records_waiting, health.records_dropped), (false, 3, 0));
        assert!(health.last_error.unwrap().starts_with(words));
        // Whoever looks sees them all the same.
        assert_eq!(fixture.store.records(2).unwrap(), [record(3, true), record(2, true)]);
        assert_eq!(fixture.store.record_by_id(record(1, true).id).unwrap(), Some(record(1, true)));
        assert!(dones.iter().all(|done| done.try_recv().is_err()), "nothing is said to be done");

        fixture.fail(None);
        fixture.store.flush().unwrap();
        for done in dones {
            done.recv().unwrap();
        }
        let health = fixture.store.health();
        assert_eq!((health.writable, health.records_waiting, health.last_error), (true, 0, None));
        let order: Vec<_> = fixture.column("select started_us from call_record order by n");
        assert!(order.is_sorted(), "{order:?}");
    }
}

#[test]
fn a_failed_commit_is_tried_again_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let failures = Arc::new(AtomicUsize::new(0));
    let count = failures.clone();
    let options = Options {
        retry_after: Duration::from_millis(1),
        // The first commit, of the opening, succeeds; then three fail.
        fault: Some(Arc::new(move || match count.fetch_add(1, Ordering::Relaxed) {
            1..=3 => Some(FULL()),
            _ => None,
        })),
        ..options().0
    };
    let store = open(dir.path(), options).unwrap();
    let (tell, told) = channel();
    store.record(Box::new(record(1, true)), Box::new(move || tell.send(()).unwrap()));
    told.recv().unwrap();
    assert!(failures.load(Ordering::Relaxed) >= 5);
    assert!(store.health().writable);
}

#[test]
fn a_disk_that_is_really_full_loses_nothing() {
    let fixture = Fixture::new();
    set_page_limit(&fixture, Some(0));
    let dones: Vec<Receiver<()>> = (1..=40).map(|number| send(&fixture, record(number, true))).collect();
    let error = fixture.store.flush().unwrap_err();
    assert!(matches!(&error, Error::Storage(error) if error.kind == Trouble::Full), "{error}");
    let error = fixture.store.write(&who(), many_people()).unwrap_err();
    assert!(matches!(&error, Error::Storage(error) if error.kind == Trouble::Full), "{error}");
    assert!(!fixture.store.health().writable);
    set_page_limit(&fixture, None);
    fixture.store.flush().unwrap();
    for done in dones {
        done.recv().unwrap();
    }
    fixture.store.write(&who(), many_people()).unwrap();
    assert_eq!(fixture.store.check().unwrap(), []);
    assert_eq!(fixture.store.records(100).unwrap().len(), 40);
}

#[test]
fn a_read_only_database_loses_nothing() {
    let fixture = Fixture::new();
    query_only(&fixture, true);
    let done = send(&fixture, record(1, true));
    let error = fixture.store.flush().unwrap_err();
    assert!(error.to_string().starts_with("the disk or the database is read-only"), "{error}");
    query_only(&fixture, false);
    fixture.store.flush().unwrap();
    done.recv().unwrap();
}

#[test]
fn a_record_that_cannot_be_written_keeps_no_other_waiting() {
    let fixture = Fixture::new();
    let poison = "create temp trigger poison before insert on call_record when new.dialled = 'poison'
                  begin select raise(abort, 'for the test'); end";
    fixture.store.call(move |engine| Ok(engine.conn.execute_batch(poison)?)).unwrap();
    let mut bad = record(1, true);
    bad.dialled = "poison".to_owned();
    let (bad, good) = (send(&fixture, bad), send(&fixture, record(2, true)));
    good.recv().unwrap();
    fixture.store.flush().unwrap();
    assert!(bad.try_recv().is_err());
    let health = fixture.store.health();
    assert_eq!((health.records_waiting, health.records_dropped, health.writable), (0, 1, true));
}

#[test]
fn closing_says_what_was_lost() {
    let fixture = Fixture::new();
    fixture.fail(Some(FULL));
    drop(send(&fixture, record(1, true)));
    assert!(fixture.store.close().unwrap_err().to_string().starts_with("the disk is full"));
    let error = fixture.store.write(&who(), Change::new()).unwrap_err();
    assert_eq!(error.to_string(), "the store is closed");
}

#[test]
fn bindings_survive_a_restart_refreshed_ones_too() {
    let mut fixture = Fixture::with(3);
    for name in ["u201", "u202", "u203"] {
        fixture.store.binding(BindingChange::Changed(binding(name, 1)));
    }
    let gone = binding("u202", 1);
    fixture.store.binding(BindingChange::Removed { username: gone.username, contact: gone.contact });
    fixture.store.flush().unwrap();
    fixture.store.binding(BindingChange::Refreshed(binding("u203", 2)));
    assert_eq!(
        fixture.store.bindings().unwrap(),
        [binding("u201", 1), binding("u203", 2)],
        "as they will be"
    );
    fixture.reopen();
    assert_eq!(fixture.store.bindings().unwrap(), [binding("u201", 1), binding("u203", 2)]);
}

#[test]
fn refreshes_wait_for_their_batch() {
    let fixture = Fixture::with(2);
    fixture.store.binding(BindingChange::Refreshed(binding("u201", 1)));
    // A record's commit takes new bindings along but not refreshes.
    fixture.store.binding(BindingChange::Changed(binding("u202", 1)));
    send(&fixture, record(1, true)).recv().unwrap();
    assert_eq!(fixture.column("select username from binding"), ["u202"]);
    assert_eq!(fixture.store.health().bindings_waiting, 1);
}

#[test]
fn a_binding_of_an_account_that_is_gone_is_not_given_back() {
    let fixture = Fixture::with(1);
    fixture.store.binding(BindingChange::Changed(binding("u201", 1)));
    fixture.store.flush().unwrap();
    fixture.store.write(&who(), Change::new().delete(member(1).account.id)).unwrap();
    assert_eq!(fixture.store.bindings().unwrap(), []);
}

#[test]
fn open_records_are_closed_as_interrupted_at_the_next_start() {
    let mut fixture = Fixture::new();
    send(&fixture, record(1, false)).recv().unwrap();
    fixture.reopen();
    let closed = fixture.store.record_by_id(record(1, false).id).unwrap().unwrap();
    assert_eq!(closed.disposition, Some(Disposition::Interrupted));
    assert!(closed.ended >= closed.answered);
}

#[test]
fn a_panic_in_a_callback_ends_nothing_else() {
    let fixture = Fixture::new();
    fixture.store.record(Box::new(record(1, true)), Box::new(|| panic!("for the test")));
    fixture.store.flush().unwrap();
    send(&fixture, record(2, true)).recv().unwrap();
    fixture.store.on_change(Box::new(|_| panic!("for the test")));
    fixture.store.write(&who(), member(1).put(Change::new())).unwrap();
    fixture.store.write(&who(), member(2).put(Change::new())).unwrap();
}

#[test]
fn a_thousand_records_from_many_threads_all_arrive() {
    let fixture = Fixture::new();
    let done = Arc::new(AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (store, done) = (fixture.store.clone(), done.clone());
            scope.spawn(move || {
                for number in 0..250u8 {
                    let mut record = record(number, true);
                    record.id = model::CallId::new(thread, [number; 10]);
                    let done = done.clone();
                    let told = Box::new(move || {
                        done.fetch_add(1, Ordering::Relaxed);
                    });
                    store.record(Box::new(record), told);
                }
            });
        }
    });
    fixture.store.flush().unwrap();
    assert_eq!(done.load(Ordering::Relaxed), 1_000);
    assert_eq!(fixture.store.records(2_000).unwrap().len(), 1_000);
}

fn send(fixture: &Fixture, record: CallRecord) -> Receiver<()> {
    let (tell, told) = channel();
    // A test that does not wait has dropped the other end.
    fixture.store.record(Box::new(record), Box::new(move || tell.send(()).unwrap_or(())));
    told
}

fn many_people() -> Change {
    (1..=100).fold(Change::new(), |change, number| member(number).put(change))
}

/// Lets the database grow by so many pages, or without a limit.
fn set_page_limit(fixture: &Fixture, more: Option<i64>) {
    let set = fixture.store.call(move |engine| {
        let pages: i64 = engine.conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let limit = more.map_or(1_000_000, |more| pages + more);
        Ok(engine.conn.pragma_update_and_check(None, "max_page_count", limit, |_| Ok(()))?)
    });
    set.unwrap();
}

fn query_only(fixture: &Fixture, on: bool) {
    fixture.store.call(move |engine| Ok(engine.conn.pragma_update(None, "query_only", on)?)).unwrap();
}
