//! Invitations: who gets one, which of its letters counts, and that it is accepted once.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{Timestamp, ToSpan};
use model::{AssignedRole, PortalUser, PortalUserId, Role};

use super::NewInvitation;
use crate::change::{Change, Key, Who};
use crate::deletion::{Deletion, Resolution};
use crate::history::HistoryFilter;
use crate::testing::{Fixture, member, who};
use crate::undo::Undo;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap() + minutes.minutes()
}

fn user(number: u32) -> PortalUser {
    let login = format!("login{number}");
    let id = PortalUserId::new(4, [u8::try_from(number).unwrap(); 10]);
    let user = PortalUser::new(id, &login, AssignedRole::BuiltIn(Role::User));
    PortalUser { person: Some(member(number).person.id), ..user }
}

/// Two people with a login each.
fn office() -> Fixture {
    let fixture = Fixture::with(2);
    fixture.store.write(&who(), Change::new().put(user(1)).put(user(2))).unwrap();
    fixture
}

fn new(number: u32, token: u8) -> NewInvitation {
    NewInvitation {
        person: member(number).person.id,
        portal_user: Some(user(number).id),
        contact_method: Some(member(number).account.id),
        email: "anna@example.com".to_owned(),
        hash: [token; 32],
        expires: at(60),
    }
}

#[test]
fn an_invitation_is_found_by_its_letter_until_it_expires() {
    let fixture = office();
    let invitation = fixture.store.invite(&who(), new(1, 7), at(0)).unwrap();
    assert_eq!((invitation.sent, invitation.expires, invitation.accepted), (at(0), at(60), None));
    let found = |token: u8, now| fixture.store.invitation_by_hash(&[token; 32], now).unwrap();
    assert_eq!(found(7, at(59)), Some(invitation.clone()));
    assert_eq!((found(7, at(60)), found(8, at(0))), (None, None));
    assert!(!fixture.store.accept_invitation(&who(), invitation.id, at(60)).unwrap());
    let snapshot = fixture.store.snapshot().unwrap();
    assert_eq!(snapshot.invitations.get(invitation.id), Some(&invitation));
    let audit = fixture.column("select col || '=' || new from audit where tbl = 'invitation'").join(" ");
    assert!(audit.contains("hash=hash") && audit.contains("email=anna@example.com"), "{audit}");
    let history = fixture.store.history(&HistoryFilter::default(), 100).unwrap();
    let hash = history.iter().find(|entry| entry.column == "hash").unwrap();
    assert_eq!((hash.is_secret, hash.what.as_str()), (true, "invitation of person Person1 Example"));
}

#[test]
fn of_two_letters_the_later_counts() {
    let fixture = office();
    let first = fixture.store.invite(&who(), new(1, 7), at(0)).unwrap();
    let again = NewInvitation { expires: at(99), portal_user: None, ..new(1, 8) };
    let second = fixture.store.invite(&who(), again, at(30)).unwrap();
    assert_eq!((second.id, second.sent, second.portal_user), (first.id, at(30), None));
    assert_eq!(fixture.store.invitation_by_hash(&[7; 32], at(31)).unwrap(), None);
    assert_eq!(fixture.store.invitation_by_hash(&[8; 32], at(98)).unwrap(), Some(second.clone()));
    assert_eq!(fixture.column("select count(*) from invitation"), ["1"]);
    // Who has accepted can be invited to something else.
    assert!(fixture.store.accept_invitation(&who(), second.id, at(40)).unwrap());
    let third = fixture.store.invite(&who(), new(1, 9), at(50)).unwrap();
    assert_eq!((third.id, third.accepted), (first.id, None));
    assert!(fixture.store.invitation_by_hash(&[9; 32], at(51)).unwrap().is_some());
}

#[test]
fn of_many_at_once_one_accepts() {
    let fixture = office();
    for round in 0..20 {
        let id = fixture.store.invite(&who(), new(1, round), at(0)).unwrap().id;
        let accepted = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let is_first = fixture.store.accept_invitation(&who(), id, at(1)).unwrap();
                    accepted.fetch_add(usize::from(is_first), Ordering::Relaxed);
                });
            }
        });
        assert_eq!(accepted.load(Ordering::Relaxed), 1);
        assert_eq!(fixture.store.invitation_by_hash(&[round; 32], at(2)).unwrap(), None);
    }
}

#[test]
fn who_is_invited_has_an_address_and_gets_what_is_theirs() {
    let fixture = office();
    let nobody = NewInvitation { portal_user: None, contact_method: None, ..new(9, 1) };
    for (new, expected) in [
        (NewInvitation { email: String::new(), ..new(1, 1) }, "the invitation: email: must not be empty"),
        (
            NewInvitation { email: "anna".to_owned(), ..new(1, 1) },
            "the invitation: email: \"anna\" is not an email address",
        ),
        (NewInvitation { expires: at(0), ..new(1, 1) }, "the invitation: expires: that is past already"),
        (
            NewInvitation { portal_user: Some(user(2).id), ..new(1, 1) },
            "the invitation: portal_user: it belongs to somebody else",
        ),
        (
            NewInvitation { contact_method: Some(member(2).account.id), ..new(1, 1) },
            "the invitation: contact_method: it belongs to somebody else",
        ),
        (nobody, "invitation of a person: person: there is no such person"),
    ] {
        let error = fixture.store.invite(&who(), new, at(0)).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(fixture.column("select count(*) from invitation"), ["0"]);
}

#[test]
fn what_was_sent_or_accepted_is_not_taken_back_but_an_invitation_is() {
    let fixture = office();
    let boss = Who::portal("boss", [7; 16], "192.0.2.7".parse().unwrap());
    let version = || fixture.store.version();
    let id = fixture.store.invite(&boss, new(1, 7), at(0)).unwrap().id;
    let made = version();
    fixture.store.invite(&boss, new(1, 8), at(1)).unwrap();
    fixture.store.undo(&who(), Undo::Change(version()), false).unwrap();
    assert!(fixture.store.invitation_by_hash(&[8; 32], at(2)).unwrap().is_some(), "the letter is out");
    assert!(fixture.store.accept_invitation(&boss, id, at(2)).unwrap());
    fixture.store.undo(&who(), Undo::Change(version()), false).unwrap();
    assert!(!fixture.store.accept_invitation(&who(), id, at(3)).unwrap(), "it stays accepted");
    assert!(fixture.store.undo(&who(), Undo::Change(made), false).is_err(), "it has changed since");

    // Gone with its person and back, but its letter is waste paper.
    fixture.store.invite(&boss, new(2, 9), at(0)).unwrap();
    let keys = vec![member(2).person.id.into()];
    let all = Deletion { keys, resolutions: Vec::new(), consent: true };
    let (written, _) = fixture.store.delete(&who(), all).unwrap();
    assert_eq!(fixture.store.invitation_by_hash(&[9; 32], at(1)).unwrap(), None);
    fixture.store.undo(&who(), Undo::Change(written.version), false).unwrap();
    assert_eq!(fixture.column("select count(*) from invitation"), ["2"]);
    assert_eq!(fixture.store.invitation_by_hash(&[9; 32], at(1)).unwrap(), None);
    fixture.store.invite(&boss, new(2, 10), at(1)).unwrap();
    assert!(fixture.store.invitation_by_hash(&[10; 32], at(2)).unwrap().is_some());
    let last = fixture.store.undo(&who(), Undo::Change(made), true).unwrap();
    assert_eq!(last.written.rows, 0);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn an_invitation_is_revoked_and_goes_with_what_it_is_for() {
    let fixture = office();
    let id = fixture.store.invite(&who(), new(1, 7), at(0)).unwrap().id;
    let error = fixture.store.write(&who(), Change::new().delete(user(1).id)).unwrap_err();
    let expected = "portal user login1 is in use by invitation of person Person1 Example";
    assert_eq!(error.to_string(), expected);
    let keys = vec![user(1).id.into()];
    let login = Deletion { keys, resolutions: Vec::new(), consent: true };
    fixture.store.delete(&who(), login).unwrap();
    assert_eq!(fixture.column("select count(*) from invitation"), ["0"]);
    let again = NewInvitation { portal_user: None, ..new(1, 8) };
    let second = fixture.store.invite(&who(), again, at(0)).unwrap().id;
    assert_ne!(id, second);
    fixture.store.write(&who(), Change::new().delete(second)).unwrap();
    assert_eq!(fixture.store.invitation_by_hash(&[8; 32], at(1)).unwrap(), None);
}

#[test]
fn a_letter_never_opens_what_it_was_not_written_for() {
    let fixture = office();
    let id = *fixture.store.invite(&who(), new(1, 7), at(0)).unwrap().id.as_bytes();
    let (anna, ben) = (member(1), member(2));
    let refused = |key: Key, column: &str, by: &[u8; 16]| {
        let (table, column) = ("invitation".to_owned(), column.to_owned());
        let resolutions = vec![Resolution { table, id, column, replace_by: Some(*by) }];
        let deletion = Deletion { keys: vec![key], resolutions, consent: true };
        assert!(fixture.store.preview_deletion(&deletion).is_err());
        fixture.store.delete(&who(), deletion).unwrap_err().to_string()
    };
    for (column, error) in [
        ("contact_method", refused(anna.account.id.into(), "contact_method", ben.account.id.as_bytes())),
        ("person", refused(anna.person.id.into(), "person", ben.person.id.as_bytes())),
        ("portal_user", refused(user(1).id.into(), "portal_user", user(2).id.as_bytes())),
    ] {
        let what = "invitation of person Person1 Example";
        assert_eq!(error, format!("{what}: {column}: it belongs to somebody else"));
    }
}
