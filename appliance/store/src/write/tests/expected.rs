//! Changes that hold only while rows are as the caller has seen them.

use std::thread;

use model::{KeyKind, PhoneKey, PhoneNumber, PhoneNumberId};
use proptest::prelude::*;

use super::phone;
use crate::change::{Change, Row};
use crate::error::Error;
use crate::rows::office;
use crate::seal::Secret;
use crate::testing::{Fixture, member, random, who};

#[test]
fn a_row_that_somebody_has_changed_meanwhile_is_left() {
    let fixture = Fixture::with(1);
    let seen = member(1).person;
    let (mut first, mut second) = (seen.clone(), seen.clone());
    first.department = "Sales".to_owned();
    second.job_title = "Clerk".to_owned();
    fixture.store.write(&who(), Change::new().expect(seen.clone()).put(first.clone())).unwrap();
    let change = Change::new().put(second).expect(seen.clone());
    let error = fixture.store.write(&who(), change).unwrap_err();
    assert!(matches!(error, Error::ChangedMeanwhile { .. }), "{error:?}");
    assert_eq!(error.to_string(), "person Person1 Example has changed meanwhile");
    assert_eq!(fixture.column("select department || job_title from person"), ["Sales"]);
    // Also to what the change itself would make of it.
    let change = Change::new().put(seen.clone()).expect(seen);
    fixture.store.write(&who(), change).unwrap_err();
    fixture.store.write(&who(), Change::new().expect(first)).unwrap();
}

#[test]
fn of_two_who_have_seen_the_same_office_one_changes_it() {
    let fixture = Fixture::with(1);
    let seen = fixture.store.snapshot().unwrap().version;
    assert_eq!(seen, fixture.store.version());
    let change = |n| Change::new().expect_version(seen).put(member(n).person);
    fixture.store.write(&who(), change(2)).unwrap();
    let error = fixture.store.write(&who(), change(3)).unwrap_err();
    assert!(matches!(error, Error::ChangedMeanwhile { .. }), "{error:?}");
    assert_eq!(fixture.store.snapshot().unwrap().people.len(), 2);
    // What is deleted counts too.
    let deleted = fixture.store.write(&who(), Change::new().delete(member(2).person.id)).unwrap();
    assert_eq!(fixture.store.snapshot().unwrap().version, deleted.version);
    fixture.store.write(&who(), Change::new().expect_version(deleted.version).put(member(3).person)).unwrap();
}

#[test]
fn a_row_that_is_gone_or_never_was_has_changed_too() {
    let fixture = Fixture::with(1);
    let anna = member(1);
    let change = Change::new().expect(anna.account.clone()).delete(anna.account.id);
    fixture.store.write(&who(), change.clone()).unwrap();
    let error = fixture.store.write(&who(), change).unwrap_err();
    assert_eq!(error.to_string(), "account u201 has changed meanwhile");
    let error = fixture.store.write(&who(), Change::new().expect(member(2).line)).unwrap_err();
    assert_eq!(error.to_string(), "line 202 has changed meanwhile");
}

#[test]
fn parts_count_and_secrets_do_not() {
    let fixture = Fixture::with(1);
    let anna = member(1);
    let number = |byte| PhoneNumber {
        id: PhoneNumberId::new(6, [byte; 10]),
        number: format!("+49891234{byte}"),
        label: String::new(),
        line: None,
    };
    let mut line = anna.line.clone();
    line.caller_ids = vec![number(1).id, number(2).id];
    let mut set = phone(1, "001565aabb01");
    set.keys =
        vec![PhoneKey { position: 3, kind: KeyKind::Blf, target: "201".to_owned(), label: String::new() }];
    let change = Change::new().put(number(1)).put(number(2)).put(line.clone()).put(set.clone());
    fixture.store.write(&who(), change.set_secret(anna.account.id, Secret::new("geheim"))).unwrap();
    let expect = |row: Row| fixture.store.write(&who(), Change::new().expect(row)).map(|_| ());
    for row in [line.clone().into(), set.clone().into(), anna.account.into(), office::default().into()] {
        expect(row).unwrap();
    }
    line.caller_ids.reverse();
    expect(line.into()).unwrap_err();
    set.keys[0].position = 4;
    expect(set.into()).unwrap_err();
}

#[test]
fn of_two_who_change_the_same_one_wins() {
    let fixture = Fixture::with(1);
    for round in 0..50 {
        let seen = fixture.store.snapshot().unwrap().people.get(member(1).person.id).unwrap().clone();
        let attempt = |name: &str| {
            let mut person = seen.clone();
            person.department = format!("{name} {round}");
            fixture.store.write(&who(), Change::new().expect(seen.clone()).put(person)).is_ok()
        };
        let won = thread::scope(|scope| {
            let threads = ["Sales", "Law"].map(|name| scope.spawn(move || attempt(name)));
            threads.map(|thread| usize::from(thread.join().unwrap()))
        });
        assert_eq!(won.iter().sum::<usize>(), 1, "in round {round}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_125), ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_as_it_is_read(cells in prop::collection::vec(any::<u8>(), 60), steps in random::steps(6)) {
        let fixture = Fixture::new();
        fixture.store.write(&who(), random::office(&cells)).unwrap();
        let before = fixture.store.snapshot().unwrap();
        let is_written = fixture.store.write(&who(), random::change(&steps)).is_ok_and(|written| written.rows > 0);
        let after = fixture.store.snapshot().unwrap();
        let expect = |row: Row| fixture.store.write(&who(), Change::new().expect(row)).is_ok();
        for line in before.lines.iter() {
            prop_assert_eq!(expect(line.clone().into()), after.lines.get(line.id) == Some(line));
        }
        for phone in before.phones.iter() {
            prop_assert_eq!(expect(phone.clone().into()), after.phones.get(phone.id) == Some(phone));
        }
        for person in before.people.iter() {
            prop_assert_eq!(expect(person.clone().into()), after.people.get(person.id) == Some(person));
        }
        for method in before.contact_methods.iter() {
            prop_assert_eq!(expect(method.clone().into()), after.contact_methods.get(method.id) == Some(method));
        }
        for user in before.portal_users.iter() {
            prop_assert_eq!(expect(user.clone().into()), after.portal_users.get(user.id) == Some(user));
        }
        prop_assert_eq!(is_written, before.version != after.version);
    }
}
