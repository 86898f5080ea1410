//! Sessions, and what is accepted once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{Timestamp, ToSpan};
use model::{AssignedRole, PortalUser, PortalUserId, Role};

use super::{NewSession, SESSIONS_MAX};
use crate::change::Change;
use crate::error::Error;
use crate::rows::portal_user::UserSecret;
use crate::seal::Secret;
use crate::testing::{Fixture, who};
use crate::undo::Undo;

fn user(number: u8) -> PortalUser {
    let login = format!("user{number}");
    PortalUser::new(PortalUserId::new(4, [number; 10]), &login, AssignedRole::BuiltIn(Role::User))
}

fn with_users() -> Fixture {
    let fixture = Fixture::new();
    fixture.store.write(&who(), Change::new().put(user(1)).put(user(2))).unwrap();
    fixture
}

fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + minutes.minutes()
}

fn new(user: &PortalUser, token: u8, expires: Timestamp) -> NewSession {
    NewSession {
        user: user.id,
        hash: [token; 32],
        expires,
        address: "192.0.2.7".to_owned(),
        user_agent: "Browser".repeat(100),
        password: None,
    }
}

#[test]
fn a_session_holds_until_it_expires_unless_it_is_used() {
    let fixture = with_users();
    let store = &fixture.store;
    let id = store.begin_session(new(&user(1), 1, at(60)), at(0)).unwrap().unwrap();
    let found = store.session(&[1; 32], at(59)).unwrap().unwrap();
    assert_eq!((found.id, found.user, found.created, found.used), (id, user(1).id, at(0), at(0)));
    assert_eq!(found.user_agent.len(), 200);
    assert_eq!(store.session(&[2; 32], at(0)).unwrap(), None);
    assert_eq!(store.session(&[1; 32], at(60)).unwrap(), None);
    store.use_session(id, at(59), at(119)).unwrap();
    assert_eq!(store.session(&[1; 32], at(118)).unwrap().unwrap().used, at(59));
    // Too late: it does not come back.
    store.use_session(id, at(119), at(200)).unwrap();
    assert_eq!(store.session(&[1; 32], at(119)).unwrap(), None);
}

#[test]
fn sessions_are_listed_and_ended_one_by_one_or_all_but_ones_own() {
    let mut fixture = with_users();
    let begin = |fixture: &Fixture, user: &PortalUser, token, minute| {
        fixture.store.begin_session(new(user, token, at(100)), at(minute)).unwrap().unwrap()
    };
    let first = begin(&fixture, &user(1), 1, 0);
    let second = begin(&fixture, &user(1), 2, 1);
    let third = begin(&fixture, &user(1), 3, 2);
    begin(&fixture, &user(2), 4, 3);
    let listed = |fixture: &Fixture| -> Vec<_> {
        fixture.store.sessions_of(user(1).id, at(5)).unwrap().iter().map(|session| session.id).collect()
    };
    assert_eq!(listed(&fixture), [third, second, first]);
    assert!(fixture.store.end_session(second).unwrap());
    assert!(!fixture.store.end_session(second).unwrap());
    fixture.reopen();
    assert_eq!(listed(&fixture), [third, first], "over a restart too");
    assert_eq!(fixture.store.end_sessions_of(user(1).id, Some(first)).unwrap(), 1);
    assert_eq!(listed(&fixture), [first]);
    assert_eq!(fixture.store.end_sessions_of(user(1).id, None).unwrap(), 1);
    assert_eq!(fixture.store.sessions_of(user(2).id, at(5)).unwrap().len(), 1, "another's stays");
}

#[test]
fn a_login_that_is_gone_takes_its_sessions_along() {
    let fixture = with_users();
    fixture.store.begin_session(new(&user(1), 1, at(100)), at(0)).unwrap();
    fixture.store.write(&who(), Change::new().delete(user(1).id)).unwrap();
    assert_eq!(fixture.store.session(&[1; 32], at(1)).unwrap(), None);
    fixture.store.begin_session(new(&user(2), 2, at(100)), at(1)).unwrap();
    assert_eq!(fixture.column("select count(*) from session"), ["1"]);
}

#[test]
fn a_login_that_comes_back_has_not_its_sessions() {
    let fixture = with_users();
    fixture.store.begin_session(new(&user(1), 1, at(100)), at(0)).unwrap();
    let gone = fixture.store.write(&who(), Change::new().delete(user(1).id)).unwrap();
    fixture.store.undo(&who(), Undo::Change(gone.version), false).unwrap();
    assert!(fixture.store.snapshot().unwrap().portal_users.get(user(1).id).is_some());
    assert_eq!(fixture.store.session(&[1; 32], at(1)).unwrap(), None);
}

#[test]
fn a_password_that_was_changed_since_it_was_checked_begins_no_session() {
    let fixture = with_users();
    let set =
        |hash: &str| Change::new().set_user_secret(user(1).id, UserSecret::Password, Some(Secret::new(hash)));
    fixture.store.write(&who(), set("new")).unwrap();
    let begin = |hash: Option<&str>| {
        let new = NewSession { password: hash.map(Secret::new), ..new(&user(1), 1, at(60)) };
        fixture.store.begin_session(new, at(0)).unwrap()
    };
    assert_eq!(begin(Some("old")), None);
    assert_eq!(begin(None), None);
    assert_eq!(fixture.column("select count(*) from session"), ["0"]);
    assert!(begin(Some("new")).is_some());
    // Nor is it replaced by who has checked another.
    let expecting = |hash| {
        let change =
            set("newer").expect_user_secret(user(1).id, UserSecret::Password, Some(Secret::new(hash)));
        fixture.store.write(&who(), change)
    };
    assert!(matches!(expecting("old"), Err(Error::ChangedMeanwhile { .. })));
    expecting("new").unwrap();
}

#[test]
fn sessions_end_with_the_change_that_ends_them_or_not_at_all() {
    let fixture = with_users();
    let store = &fixture.store;
    let first = store.begin_session(new(&user(1), 1, at(100)), at(0)).unwrap().unwrap();
    store.begin_session(new(&user(1), 2, at(100)), at(0)).unwrap();
    let refused = PortalUser { timezone: "Nowhere/Town".to_owned(), ..user(1) };
    assert!(store.write(&who(), Change::new().end_sessions(user(1).id, Some(first)).put(refused)).is_err());
    assert_eq!(store.sessions_of(user(1).id, at(1)).unwrap().len(), 2);
    let version = store.version();
    store.write(&who(), Change::new().end_sessions(user(1).id, Some(first))).unwrap();
    assert_eq!(store.sessions_of(user(1).id, at(1)).unwrap().len(), 1);
    store.write(&who(), Change::new().end_sessions(user(1).id, None)).unwrap();
    assert_eq!(store.sessions_of(user(1).id, at(1)).unwrap().len(), 0);
    assert_eq!(store.version(), version, "nothing of the office has changed");
}

#[test]
fn of_very_many_sessions_of_one_login_the_latest_stay() {
    let fixture = with_users();
    for token in 0..=u8::try_from(SESSIONS_MAX).unwrap() + 9 {
        fixture.store.begin_session(new(&user(1), token, at(1_000)), at(token.into())).unwrap();
    }
    assert_eq!(fixture.store.sessions_of(user(1).id, at(99)).unwrap().len(), SESSIONS_MAX);
    assert_eq!(fixture.store.session(&[0; 32], at(99)).unwrap(), None);
    assert!(fixture.store.session(&[59; 32], at(99)).unwrap().is_some());
}

#[test]
fn a_one_time_password_is_accepted_once_however_many_come_at_once() {
    let mut fixture = with_users();
    for step in 1..=1_000 {
        let accepted = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let is_new = fixture.store.accept_totp_step(user(1).id, step).unwrap();
                    accepted.fetch_add(usize::from(is_new), Ordering::Relaxed);
                });
            }
        });
        assert_eq!(accepted.load(Ordering::Relaxed), 1, "step {step}");
    }
    assert!(!fixture.store.accept_totp_step(user(1).id, 999).unwrap(), "nor an earlier one");
    fixture.reopen();
    assert!(!fixture.store.accept_totp_step(user(1).id, 1_000).unwrap(), "nor after a restart");
    assert!(fixture.store.accept_totp_step(user(2).id, 7).unwrap());
}

#[test]
fn a_secret_is_replaced_by_one_of_many_who_saw_it() {
    let fixture = with_users();
    let codes = Some(Secret::new("a b c"));
    let change = Change::new().set_user_secret(user(1).id, UserSecret::RecoveryCodes, codes);
    fixture.store.write(&who(), change).unwrap();
    let used = Arc::new(AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let (store, used) = (fixture.store.clone(), used.clone());
            scope.spawn(move || {
                let without = |codes: &Secret| {
                    codes.reveal().contains('b').then(|| Secret::new(codes.reveal().replace(" b", "")))
                };
                let which = UserSecret::RecoveryCodes;
                let is_used = store.replace_user_secret(&who(), user(1).id, which, without).unwrap();
                used.fetch_add(usize::from(is_used), Ordering::Relaxed);
            });
        }
    });
    assert_eq!(used.load(Ordering::Relaxed), 1);
    let left = fixture.store.user_secret(user(1).id, UserSecret::RecoveryCodes).unwrap();
    assert_eq!(left, Some(Secret::new("a c")));
}
