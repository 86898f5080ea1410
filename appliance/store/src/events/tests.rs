//! Events in the audit log.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use super::Event;
use super::refusals::NOTED_MAX;
use crate::change::{Change, Who};
use crate::history::{HistoryEntry, HistoryFilter};
use crate::options::Options;
use crate::store::Store;
use crate::testing::{Fixture, member};
use crate::undo::Undo;

fn anna() -> Who {
    Who::portal("anna", [7; 16], "192.0.2.7".parse().unwrap())
}

fn refused(number: u32) -> Event {
    Event::SignInRefused { name: format!("user{number}"), why: "password".to_owned() }
}

fn all(store: &Store) -> Vec<HistoryEntry> {
    store.history(&HistoryFilter::default(), 1_000).unwrap()
}

#[test]
fn what_happened_is_read_back_among_what_changed() {
    let fixture = Fixture::with(1);
    let before = all(&fixture.store).len();
    let events = [
        Event::SignedIn,
        Event::Imported { rows: 12, consent: true },
        Event::Exported { what: "persons".to_owned(), rows: 13 },
        Event::Revealed { what: "account u201".to_owned() },
        refused(1),
        Event::SignedOut,
    ];
    for event in &events {
        fixture.store.note(&anna(), event).unwrap();
    }
    let of_anna = HistoryFilter { who: Some([7; 16]), ..HistoryFilter::default() };
    let mut entries = fixture.store.history(&of_anna, 100).unwrap();
    entries.reverse();
    let found: Vec<Event> = entries.iter().map(|entry| entry.event().unwrap()).collect();
    assert_eq!(found, events);
    let refused = &entries[4];
    assert_eq!((refused.table.as_str(), refused.column.as_str()), ("event", "sign-in-refused"));
    assert_eq!(refused.what, "sign-in of user1 refused: password");
    assert_eq!((refused.is_secret, refused.id, refused.version), (false, None, 0));
    assert_eq!(refused.address, "192.0.2.7");
    assert_eq!(entries[1].what, "12 rows imported, with consent");
    assert!(all(&fixture.store).iter().skip(events.len()).all(|entry| entry.event().is_none()));
    assert_eq!(all(&fixture.store).len(), before + events.len());
}

#[test]
fn events_belong_to_no_change_and_are_not_taken_back() {
    let fixture = Fixture::new();
    fixture.store.note(&anna(), &Event::SignedIn).unwrap();
    let written = fixture.store.write(&anna(), Change::new().put(member(1).person)).unwrap();
    fixture.store.note(&anna(), &Event::SignedOut).unwrap();
    assert_eq!(fixture.store.version(), written.version, "they make no version");
    let all_of_anna = Undo::Since { who: [7; 16], since: Timestamp::UNIX_EPOCH };
    fixture.store.undo(&Who::cli("test"), all_of_anna, false).unwrap();
    assert_eq!(fixture.column("select count(*) from person"), ["0"]);
    assert_eq!(fixture.column("select count(*) from audit where tbl = 'event'"), ["2"]);
}

#[test]
fn what_strangers_type_is_bounded_and_prints() {
    let fixture = Fixture::new();
    let name = format!("a\r\n\u{1b}[31m{}", "x".repeat(10_000));
    let stranger = Who::stranger(name.clone(), "192.0.2.9".parse().unwrap());
    fixture.store.note(&stranger, &Event::SignInRefused { name, why: "nobody".to_owned() }).unwrap();
    let entry = all(&fixture.store).remove(0);
    let Some(Event::SignInRefused { name, .. }) = entry.event() else { panic!("{entry:?}") };
    assert_eq!((name.chars().count(), entry.who_name.chars().count(), entry.who), (100, 100, None));
    assert!(!name.chars().chain(entry.what.chars()).chain(entry.who_name.chars()).any(char::is_control));
}

#[test]
fn of_very_many_refused_in_an_hour_most_are_counted_in_one_row() {
    let second = Arc::new(AtomicI64::new(1_790_000_000));
    let clock = second.clone();
    let mut fixture = Fixture::new();
    fixture.options = Options {
        clock: Arc::new(move || Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap()),
        ..fixture.options
    };
    fixture.reopen();
    let refuse = |times: u32| {
        (0..times).for_each(|number| fixture.store.note(&anna(), &refused(number)).unwrap());
    };
    let counts = || -> Vec<u64> {
        let entries = all(&fixture.store);
        let counts = entries.iter().filter_map(|entry| match entry.event() {
            Some(Event::MoreSignInsRefused { times }) => Some(times),
            _ => None,
        });
        counts.collect()
    };
    let noted = || fixture.column("select count(*) from audit where col = 'sign-in-refused'");
    refuse(NOTED_MAX);
    assert_eq!((noted(), counts()), (vec!["60".to_owned()], vec![]));
    refuse(900);
    assert_eq!((noted(), counts()), (vec!["60".to_owned()], vec![512]), "written at powers of two");
    // Others are noted as ever.
    fixture.store.note(&anna(), &Event::SignedIn).unwrap();
    second.fetch_add(3_600, Ordering::Relaxed);
    refuse(NOTED_MAX + 3);
    assert_eq!((noted(), counts()), (vec!["120".to_owned()], vec![2, 900]), "an hour that is over says all");
    // A clock that is set back stops nothing.
    second.fetch_sub(1_000_000, Ordering::Relaxed);
    refuse(1);
    assert_eq!((noted(), counts()), (vec!["121".to_owned()], vec![3, 900]));
}
