//! Changes that are taken back: one, or all of somebody, and what others have changed since.

use model::{AssignedRole, ContactKind, PortalUser, PortalUserId, Role};
use proptest::prelude::*;

use super::random::{change, edit};
use crate::change::{Change, Who};
use crate::error::Error;
use crate::rows::portal_user::UserSecret;
use crate::seal::Secret;
use crate::testing::{Fixture, member, token, who};
use crate::undo::Undo;

fn boss() -> Who {
    Who::portal("boss", [7; 16], "192.0.2.7".parse().unwrap())
}

fn other() -> Who {
    Who::portal("other", [8; 16], "192.0.2.8".parse().unwrap())
}

/// All that boss has ever changed.
fn all_of_boss() -> Undo {
    Undo::Since { who: [7; 16], since: jiff::Timestamp::UNIX_EPOCH }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_123), ..ProptestConfig::default() })]

    #[test]
    fn changes_taken_back_one_by_one_leave_the_office_as_it_was(changes in prop::collection::vec(change(), 1..22)) {
        let fixture = Fixture::with(2);
        let mut past = vec![fixture.store.dump(true).unwrap()];
        let mut versions = Vec::new();
        for steps in changes {
            let change = steps.iter().fold(Change::new(), |change, step| edit(change, *step));
            if let Ok(written) = fixture.store.write(&boss(), change) && written.rows > 0 {
                versions.push(written.version);
                past.push(fixture.store.dump(true).unwrap());
            }
        }
        while let Some(version) = versions.pop() {
            past.pop();
            let undone = fixture.store.undo(&other(), Undo::Change(version), false);
            prop_assert!(undone.is_ok(), "{:?}", undone);
            prop_assert_eq!(&fixture.store.dump(true).unwrap(), past.last().unwrap());
            prop_assert_eq!(fixture.store.check().unwrap(), []);
        }
    }

    #[test]
    fn all_changes_of_somebody_taken_back_at_once_leave_the_office_as_it_was(
        changes in prop::collection::vec(change(), 1..22),
    ) {
        let fixture = Fixture::with(2);
        let before = fixture.store.dump(true).unwrap();
        let mut any = false;
        for steps in changes {
            let change = steps.iter().fold(Change::new(), |change, step| edit(change, *step));
            any |= fixture.store.write(&boss(), change).is_ok_and(|written| written.rows > 0);
        }
        if any {
            let undone = fixture.store.undo(&other(), all_of_boss(), false);
            prop_assert!(undone.is_ok(), "{:?}", undone);
        }
        prop_assert_eq!(fixture.store.dump(true).unwrap(), before);
        prop_assert_eq!(fixture.store.check().unwrap(), []);
    }
}

#[test]
fn what_others_have_changed_since_is_listed_and_left() {
    let fixture = Fixture::with(2);
    let (mut anna, mut ben) = (member(1).person, member(2).person);
    anna.department = "Sales".to_owned();
    ben.department = "Sales".to_owned();
    let written = fixture.store.write(&boss(), Change::new().put(anna.clone()).put(ben.clone())).unwrap();
    anna.department = "Law".to_owned();
    fixture.store.write(&other(), Change::new().put(anna)).unwrap();

    let change = Undo::Change(written.version);
    let error = fixture.store.undo(&boss(), change.clone(), false).unwrap_err();
    assert_eq!(error.to_string(), "person Person1 Example has changed since");
    let Error::ChangedSince { conflicts } = error else { panic!("{error}") };
    let [conflict] = conflicts.as_slice() else { panic!("{conflicts:?}") };
    assert_eq!((conflict.table.as_str(), conflict.column.as_str()), ("person", "department"));
    assert_eq!((conflict.left.as_deref(), conflict.now.as_deref()), (Some("Sales"), Some("Law")));
    let departments = || fixture.column("select department from person order by id");
    assert_eq!(departments(), ["Law", "Sales"], "nothing was written");

    let undone = fixture.store.undo(&boss(), change, true).unwrap();
    assert_eq!((undone.written.cells, undone.conflicts), (1, conflicts));
    assert_eq!(departments(), ["Law", ""]);
}

#[test]
fn somebodys_changes_with_anothers_between_are_a_conflict() {
    let fixture = Fixture::with(1);
    let department = |who: &Who, name: &str| {
        let mut anna = member(1).person;
        anna.department = name.to_owned();
        fixture.store.write(who, Change::new().put(anna)).unwrap();
    };
    department(&boss(), "Sales");
    department(&other(), "Law");
    department(&boss(), "Press");
    let error = fixture.store.undo(&boss(), all_of_boss(), false).unwrap_err();
    assert!(matches!(error, Error::ChangedSince { .. }), "{error}");
    assert_eq!(fixture.column("select department from person"), ["Press"]);
}

#[test]
fn a_deleted_account_comes_back_with_its_secret() {
    let fixture = Fixture::with(1);
    let anna = member(1);
    fixture.store.write(&who(), Change::new().set_secret(anna.account.id, Secret::new("geheim"))).unwrap();
    let before = fixture.store.dump(true).unwrap();
    let change = Change::new().delete(anna.account.id).delete(anna.line.id).delete(anna.person.id);
    let written = fixture.store.write(&boss(), change).unwrap();
    assert!(fixture.store.directory().account("u201").is_none());
    fixture.store.undo(&boss(), Undo::Change(written.version), false).unwrap();
    assert_eq!(fixture.store.dump(true).unwrap(), before);
    assert!(fixture.store.directory().account("u201").is_some());
}

#[test]
fn what_is_made_and_used_by_others_since_is_not_taken_away() {
    let fixture = Fixture::new();
    let anna = member(1);
    let written = fixture.store.write(&boss(), Change::new().put(anna.person.clone())).unwrap();
    let change = Change::new().put(anna.line.clone()).put(anna.account.clone());
    fixture.store.write(&other(), change).unwrap();
    let error = fixture.store.undo(&boss(), Undo::Change(written.version), true).unwrap_err();
    assert_eq!(error.to_string(), "person Person1 Example is in use by line 201");
}

#[test]
fn a_login_that_was_made_and_got_a_password_from_another_stays() {
    let fixture = Fixture::new();
    let login = PortalUser::new(PortalUserId::new(4, [4; 10]), "anna", AssignedRole::BuiltIn(Role::User));
    let written = fixture.store.write(&boss(), Change::new().put(login.clone())).unwrap();
    let password = |text: &str| Some(Secret::new(text));
    let change = Change::new().set_user_secret(login.id, UserSecret::Password, password("of anna"));
    let changed = fixture.store.write(&other(), change).unwrap();
    let error = fixture.store.undo(&boss(), Undo::Change(written.version), false).unwrap_err();
    let Error::ChangedSince { conflicts } = error else { panic!("{error}") };
    assert_eq!((conflicts.len(), conflicts[0].column.as_str()), (1, "password"));
    // A password that was changed does not come back either.
    let change = Change::new().set_user_secret(login.id, UserSecret::Password, password("new"));
    fixture.store.write(&other(), change).unwrap();
    let since = Undo::Since { who: [8; 16], since: jiff::Timestamp::UNIX_EPOCH };
    fixture.store.undo(&boss(), since, true).unwrap();
    assert_eq!(fixture.store.user_secret(login.id, UserSecret::Password).unwrap(), password("new"));
    assert!(changed.version > written.version);
}

#[test]
fn what_others_have_set_between_a_change_and_a_deletion_stays_theirs() {
    let fixture = Fixture::with(1);
    let anna = member(1);
    let department = |who: &Who, name: &str| {
        let person = model::Person { department: name.to_owned(), ..anna.person.clone() };
        fixture.store.write(who, Change::new().put(person)).unwrap();
    };
    department(&boss(), "Sales");
    department(&other(), "Law");
    let gone = Change::new().delete(anna.account.id).delete(anna.line.id).delete(anna.person.id);
    fixture.store.write(&boss(), gone).unwrap();
    let error = fixture.store.undo(&boss(), all_of_boss(), false).unwrap_err();
    assert_eq!(error.to_string(), "person Person1 Example has changed since");
    let undone = fixture.store.undo(&boss(), all_of_boss(), true).unwrap();
    assert_eq!(undone.conflicts.len(), 1);
    assert_eq!(fixture.column("select department || number from person, line"), ["Law201"]);
}

#[test]
fn a_row_that_an_older_program_deleted_comes_back_with_what_came_since() {
    let fixture = Fixture::with(1);
    let anna = member(1);
    let gone = Change::new().delete(anna.account.id).delete(anna.line.id).delete(anna.person.id);
    let written = fixture.store.write(&boss(), gone).unwrap();
    let forget = "delete from audit where col in ('job_title', 'department', 'crm_user', 'outside_calls',
                  'unavailable', 'recording_deliveries')";
    fixture.store.call(move |engine| Ok(engine.conn.execute(forget, [])?)).unwrap();
    fixture.store.undo(&boss(), Undo::Change(written.version), false).unwrap();
    assert_eq!(
        fixture.column("select unavailable || outside_calls || recording_deliveries from line"),
        ["hang-up1[]"]
    );
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn numbers_that_a_line_shows_do_not_come_back_twice() {
    let fixture = Fixture::with(1);
    let number = |byte: u8| model::PhoneNumber {
        id: model::PhoneNumberId::new(6, [byte; 10]),
        number: format!("+498912345{byte}"),
        label: String::new(),
        line: None,
    };
    let shows = |numbers: &[u8]| {
        let mut line = member(1).line;
        line.caller_ids = numbers.iter().map(|byte| number(*byte).id).collect();
        line
    };
    let change = Change::new().put(number(1)).put(number(2)).put(shows(&[1]));
    fixture.store.write(&other(), change).unwrap();
    let written = fixture.store.write(&boss(), Change::new().put(shows(&[2]))).unwrap();
    fixture.store.write(&other(), Change::new().put(shows(&[2, 1]))).unwrap();
    let error = fixture.store.undo(&boss(), Undo::Change(written.version), true).unwrap_err();
    assert_eq!(error.to_string(), "line 201: caller_ids: the same is given twice");
}

#[test]
fn a_revoked_token_stays_revoked() {
    let fixture = Fixture::new();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let (id, text) = fixture.store.create_token(&other(), token("monitoring")).unwrap();
    let written = fixture.store.write(&boss(), Change::new().delete(id)).unwrap();
    fixture.store.undo(&boss(), Undo::Change(written.version), true).unwrap();
    assert_eq!(fixture.store.token(&text, now), None);
    // One that somebody has made is revoked with all that they did.
    let (_, made) = fixture.store.create_token(&boss(), token("for myself")).unwrap();
    fixture.store.undo(&other(), all_of_boss(), true).unwrap();
    assert_eq!(fixture.store.token(&made, now), None);
}

#[test]
fn a_name_that_somebody_else_has_taken_since_stays_with_them() {
    let fixture = Fixture::with(2);
    let (anna, mut ben) = (member(1), member(2));
    let gone = Change::new().delete(anna.account.id).delete(anna.line.id);
    let written = fixture.store.write(&boss(), gone).unwrap();
    if let ContactKind::Sip { username, .. } = &mut ben.account.kind {
        *username = "u201".parse().unwrap();
    }
    fixture.store.write(&other(), Change::new().put(ben.account)).unwrap();
    let error = fixture.store.undo(&boss(), Undo::Change(written.version), false).unwrap_err();
    assert!(error.to_string().starts_with("u201 is already taken by line 202"), "{error}");
    let nothing = fixture.store.undo(&boss(), Undo::Change(written.version + 100), false).unwrap_err();
    assert_eq!(nothing.to_string(), "there is no change to take back");
}
