//! Tests of snapshots.

use std::sync::Arc;
use std::thread;

use proptest::prelude::*;

use super::{Snapshot, read};
use crate::change::Change;
use crate::rows::office;
use crate::testing::{Fixture, member, random, who};

/// All of it read anew.
fn full(fixture: &Fixture) -> Snapshot {
    fixture.store.shared().readers.read(|conn| read(conn, None)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_124), ..ProptestConfig::default() })]

    #[test]
    fn is_the_office_after_each_of_two_hundred_changes(
        cells in prop::collection::vec(any::<u8>(), 60),
        changes in prop::collection::vec(random::steps(4), 200),
        looks in prop::collection::vec(any::<bool>(), 200),
    ) {
        let fixture = Fixture::new();
        fixture.store.write(&who(), random::office(&cells)).unwrap();
        let mut written = 0;
        for (steps, look) in changes.iter().zip(looks) {
            written += usize::from(fixture.store.write(&who(), random::change(steps)).is_ok());
            if look {
                let snapshot = fixture.store.snapshot().unwrap();
                prop_assert_eq!(snapshot.version, fixture.store.version());
                prop_assert_eq!(&*snapshot, &full(&fixture));
            }
        }
        prop_assert!(written > 20, "only {} changes were possible", written);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_125), ..ProptestConfig::default() })]

    #[test]
    fn after_a_change_is_what_writing_it_leaves(
        cells in prop::collection::vec(any::<u8>(), 60),
        changes in prop::collection::vec(random::steps(4), 200),
    ) {
        let fixture = Fixture::new();
        fixture.store.write(&who(), random::office(&cells)).unwrap();
        let mut written = 0;
        for steps in &changes {
            let change = random::change(steps);
            let after = fixture.store.snapshot().unwrap().after(&change);
            let would = fixture.store.would_write(change.clone()).map_err(|error| error.to_string());
            let version = fixture.store.version();
            let wrote = fixture.store.write(&who(), change).map_err(|error| error.to_string());
            prop_assert_eq!(would, wrote.as_ref().map(drop).map_err(Clone::clone));
            if wrote.is_ok() {
                prop_assert_eq!(rows(&after), rows(&fixture.store.snapshot().unwrap()));
                written += 1;
            } else {
                prop_assert_eq!(version, fixture.store.version());
            }
        }
        prop_assert!(written > 20, "only {} changes were possible", written);
    }
}

/// All that it holds, without the versions.
fn rows(of: &Snapshot) -> String {
    let Snapshot { office, mail_server, sites, people, avatars, places, equipment, lines, .. } = of;
    let Snapshot { contact_methods, mailboxes, phones, phone_numbers, announcements, feature_codes, .. } = of;
    let Snapshot { time_frames, roles, invitations, portal_users, .. } = of;
    let first = (office, mail_server, sites.as_slice(), people.as_slice(), avatars.as_slice());
    let second = (places.as_slice(), equipment.as_slice(), lines.as_slice(), contact_methods.as_slice());
    let third = (mailboxes.as_slice(), phones.as_slice(), phone_numbers.as_slice(), announcements.as_slice());
    let fourth = (feature_codes.as_slice(), time_frames.as_slice(), roles.as_slice(), invitations.as_slice());
    format!("{:?}", (first, second, third, fourth, portal_users.as_slice()))
}

#[test]
fn untouched_tables_are_shared_and_touched_ones_say_when() {
    let fixture = Fixture::with(2);
    let before = fixture.store.snapshot().unwrap();
    assert_eq!((before.version, before.people.len(), before.people.changed()), (1, 2, 1));
    assert_eq!((before.office_changed, before.sites.changed()), (0, 0), "nobody has written them");
    assert!(Arc::ptr_eq(&before, &fixture.store.snapshot().unwrap()), "nothing has changed");

    let mut anna = member(1).person;
    anna.department = "Sales".to_owned();
    let version = fixture.store.write(&who(), Change::new().put(anna.clone())).unwrap().version;
    let after = fixture.store.snapshot().unwrap();
    assert_eq!((after.version, after.people.changed(), after.lines.changed()), (version, version, 1));
    assert_eq!(after.people.get(anna.id), Some(&anna));
    assert!(Arc::ptr_eq(&before.lines, &after.lines) && Arc::ptr_eq(&before.office, &after.office));
    assert!(!Arc::ptr_eq(&before.people, &after.people));
    assert_eq!(before.people.get(anna.id).map(|anna| anna.department.as_str()), Some(""));

    let named = model::Office { name: "Example".to_owned(), ..office::default() };
    let version = fixture.store.write(&who(), Change::new().put(named.clone())).unwrap().version;
    let last = fixture.store.snapshot().unwrap();
    assert_eq!((&*last.office, last.office_changed), (&named, version));
    assert!(Arc::ptr_eq(&after.people, &last.people));
}

#[test]
fn a_part_that_changes_counts_for_what_it_is_part_of() {
    let fixture = Fixture::new();
    fixture.store.write(&who(), random::office(&[100])).unwrap();
    let before = fixture.store.snapshot().unwrap();
    let mut line = before.lines.as_slice()[0].clone();
    line.caller_ids.clear();
    let mut phone = before.phones.as_slice()[0].clone();
    phone.keys.clear();
    let lines = fixture.store.write(&who(), Change::new().put(line.clone())).unwrap().version;
    let phones = fixture.store.write(&who(), Change::new().put(phone.clone())).unwrap().version;
    let after = fixture.store.snapshot().unwrap();
    assert_eq!((after.lines.changed(), after.phones.changed(), after.people.changed()), (lines, phones, 1));
    assert_eq!((after.lines.get(line.id), after.phones.get(phone.id)), (Some(&line), Some(&phone)));
}

#[test]
fn a_row_that_goes_is_noticed_and_after_a_restart_versions_stay() {
    let mut fixture = Fixture::with(2);
    fixture.store.snapshot().unwrap();
    let account = member(2).account.id;
    let version = fixture.store.write(&who(), Change::new().delete(account)).unwrap().version;
    let after = fixture.store.snapshot().unwrap();
    assert_eq!((after.contact_methods.len(), after.contact_methods.changed()), (1, version));
    assert_eq!(after.contact_methods.get(account), None);
    fixture.reopen();
    assert_eq!(fixture.store.snapshot().unwrap(), after);
}

#[test]
fn readers_beside_a_writer_never_see_a_mix_nor_what_is_old() {
    const CHANGES: u64 = 60;
    let fixture = Fixture::with(2);
    let (first, store) = (fixture.store.version(), &fixture.store);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(move || {
                let mut last = 0;
                while last < first + CHANGES {
                    let acknowledged = store.version();
                    let snapshot = store.snapshot().unwrap();
                    assert!(snapshot.version >= acknowledged.max(last));
                    last = snapshot.version;
                    // The writer gives all of them the same text, which says of which version it is.
                    let person = &snapshot.people.get(member(1).person.id).unwrap().department;
                    let line = &snapshot.lines.get(member(2).line.id).unwrap().internal_caller_id;
                    assert_eq!((person, person), (line, &snapshot.office.name));
                    let expected = if last == first { String::new() } else { last.to_string() };
                    assert_eq!(*person, expected);
                }
            });
        }
        for version in first + 1..=first + CHANGES {
            let (mut person, mut line) = (member(1).person, member(2).line);
            person.department = version.to_string();
            line.internal_caller_id = version.to_string();
            let named = model::Office { name: version.to_string(), ..office::default() };
            let change = Change::new().put(person).put(line).put(named);
            assert_eq!(store.write(&who(), change).unwrap().version, version);
        }
    });
}

#[test]
fn keys_for_callers_grow() {
    let fixture = Fixture::new();
    let ids: Vec<[u8; 16]> = (0..100).map(|_| fixture.store.new_id()).collect();
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert!(ids.iter().all(|id| uuid::Uuid::from_bytes(*id).get_version_num() == 7));
}
