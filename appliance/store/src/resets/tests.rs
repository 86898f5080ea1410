//! Links for a new password: several at once, used once.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{Timestamp, ToSpan};
use model::{AssignedRole, PortalUser, PortalUserId, Role};

use super::{LINKS_MAX, ResetLink};
use crate::change::Change;
use crate::error::Error;
use crate::rows::portal_user::UserSecret;
use crate::seal::Secret;
use crate::testing::{Fixture, who};
use crate::undo::Undo;

#[test]
fn a_new_link_leaves_the_earlier_ones_and_using_one_ends_all() {
    let fixture = with_users();
    begin(&fixture, 1, 1, 0);
    begin(&fixture, 2, 2, 0);
    begin(&fixture, 1, 3, 5);
    assert!(is_open(&fixture, 1) && is_open(&fixture, 2) && is_open(&fixture, 3));
    assert!(!take(&fixture, 2, 1, 29), "it is another's");
    assert!(take(&fixture, 1, 1, 29), "the one before is good");
    for token in [1, 3] {
        assert_eq!((take(&fixture, 1, token, 29), is_open(&fixture, token)), (false, false));
    }
    assert!(take(&fixture, 2, 2, 29), "another's stays");
}

#[test]
fn a_link_that_is_not_good_uses_up_none() {
    let fixture = with_users();
    begin(&fixture, 1, 1, 0);
    begin(&fixture, 1, 2, 10);
    assert!(!take(&fixture, 1, 1, 30), "too late");
    assert!(!take(&fixture, 1, 2, 9), "the clock was set back");
    assert!(!take(&fixture, 1, 9, 20), "there is none");
    assert!(take(&fixture, 1, 2, 39));
}

#[test]
fn of_very_many_links_of_one_login_the_latest_stay() {
    let mut fixture = with_users();
    begin(&fixture, 2, 100, 0);
    for token in 1..=u8::try_from(LINKS_MAX).unwrap() + 3 {
        begin(&fixture, 1, token, token.into());
    }
    let open = |fixture: &Fixture| (1..=13).filter(|token| is_open(fixture, *token)).collect::<Vec<u8>>();
    assert_eq!(open(&fixture), (4..=13).collect::<Vec<u8>>());
    assert!(is_open(&fixture, 100), "another's stays");
    fixture.reopen();
    assert_eq!(open(&fixture).len(), LINKS_MAX, "after a restart too");
    // Those that are no longer good are forgotten.
    begin(&fixture, 2, 101, 41);
    assert_eq!(open(&fixture), [12, 13]);
    assert!(!is_open(&fixture, 100));
}

#[test]
fn a_thousand_uses_of_two_links_of_a_login_succeed_once() {
    let fixture = with_users();
    begin(&fixture, 1, 1, 0);
    begin(&fixture, 1, 2, 0);
    let taken = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for token in [1, 2, 1, 2, 1, 2, 1, 2] {
            let (fixture, taken) = (&fixture, &taken);
            scope.spawn(move || {
                for _ in 0..125 {
                    taken.fetch_add(usize::from(take(fixture, 1, token, 1)), Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(taken.load(Ordering::Relaxed), 1);
}

#[test]
fn links_end_with_the_password_with_the_address_and_when_they_are_told_to() {
    let fixture = with_users();
    let left = |change: Change| {
        fixture.store.write(&who(), Change::new().end_resets(user(1).id)).unwrap();
        for token in [1, 2] {
            begin(&fixture, 1, token, 0);
        }
        fixture.store.write(&who(), change).unwrap();
        [1, 2].into_iter().filter(|token| is_open(&fixture, *token)).count()
    };
    let password = Some(Secret::new("hash"));
    assert_eq!(left(Change::new().set_user_secret(user(1).id, UserSecret::Password, password)), 0);
    let moved = PortalUser { email: "anna@example.com".to_owned(), ..user(1) };
    assert_eq!(left(Change::new().put(moved.clone())), 0);
    assert_eq!(left(Change::new().put(PortalUser { language: "de".to_owned(), ..moved })), 2);
    let codes = Some(Secret::new("a b"));
    assert_eq!(left(Change::new().set_user_secret(user(1).id, UserSecret::RecoveryCodes, codes)), 2);
    let version = fixture.store.version();
    assert_eq!(left(Change::new().end_resets(user(2).id)), 2);
    assert_eq!(left(Change::new().end_resets(user(1).id)), 0);
    assert_eq!(fixture.store.version(), version, "nothing of the office has changed");
}

#[test]
fn links_stay_when_the_change_that_would_end_them_is_refused() {
    let fixture = with_users();
    begin(&fixture, 1, 1, 0);
    let refused = PortalUser { timezone: "Nowhere/Town".to_owned(), ..user(1) };
    assert!(fixture.store.write(&who(), Change::new().end_resets(user(1).id).put(refused)).is_err());
    assert!(is_open(&fixture, 1));
}

#[test]
fn a_link_is_used_up_only_with_what_it_is_used_for() {
    let fixture = with_users();
    begin(&fixture, 1, 1, 0);
    let by_link = || Change::new().use_reset([1; 32], user(1).id, at(1));
    let refused = PortalUser { timezone: "Nowhere/Town".to_owned(), ..user(1) };
    assert!(fixture.store.write(&who(), by_link().put(refused)).is_err());
    assert!(is_open(&fixture, 1));
    let password = |text: &str| Some(Secret::new(text));
    let set = |text| by_link().set_user_secret(user(1).id, UserSecret::Password, password(text));
    fixture.store.write(&who(), set("one")).unwrap();
    let again = fixture.store.write(&who(), set("two"));
    assert!(matches!(again, Err(Error::ChangedMeanwhile { .. })), "{again:?}");
    assert_eq!(fixture.store.user_secret(user(1).id, UserSecret::Password).unwrap(), password("one"));
}

#[test]
fn a_login_that_comes_back_has_not_its_links() {
    let fixture = with_users();
    begin(&fixture, 1, 3, 0);
    let gone = fixture.store.write(&who(), Change::new().delete(user(1).id)).unwrap();
    fixture.store.undo(&who(), Undo::Change(gone.version), false).unwrap();
    assert!(fixture.store.snapshot().unwrap().portal_users.get(user(1).id).is_some());
    assert!(!is_open(&fixture, 3));
}

fn with_users() -> Fixture {
    let fixture = Fixture::new();
    fixture.store.write(&who(), Change::new().put(user(1)).put(user(2))).unwrap();
    fixture
}

fn user(number: u8) -> PortalUser {
    let login = format!("user{number}");
    PortalUser::new(PortalUserId::new(4, [number; 10]), &login, AssignedRole::BuiltIn(Role::User))
}

fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + minutes.minutes()
}

/// A link that is good for half an hour.
fn begin(fixture: &Fixture, number: u8, token: u8, minute: i64) {
    let link = ResetLink { user: user(number).id, made: at(minute), expires: at(minute + 30) };
    fixture.store.begin_reset([token; 32], link).unwrap();
}

fn is_open(fixture: &Fixture, token: u8) -> bool {
    fixture.store.reset_by_hash(&[token; 32]).unwrap().is_some()
}

fn take(fixture: &Fixture, number: u8, token: u8, minute: i64) -> bool {
    let change = Change::new().use_reset([token; 32], user(number).id, at(minute));
    fixture.store.write(&who(), change).is_ok()
}
