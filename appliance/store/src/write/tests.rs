//! Tests of the one door.

mod any_taken_back;
mod expected;
mod logins;
mod mail_server;
mod mailboxes;
mod random;
mod refusals;
mod taken_back;
mod what_stays;

use std::sync::{Arc, Mutex};

use model::{
    AssignedRole, ContactKind, Dialled, Ha1, KeyKind, Phone, PhoneAccount, PhoneId, PhoneKey, PortalUser,
};
use model::{PortalUserId, Role, Site, SiteId};

use crate::change::{Change, Who};
use crate::rows::site;
use crate::seal::Secret;
use crate::testing::{Fixture, member, who};

#[test]
fn a_person_with_a_line_can_be_dialled_and_registers() {
    let fixture = Fixture::new();
    let anna = member(1);
    let change = anna.put(Change::new()).set_secret(anna.account.id, Secret::new("geheim"));
    let written = fixture.store.write(&who(), change).unwrap();
    assert_eq!((written.rows, written.generated.len()), (3, 0));
    let directory = fixture.store.directory();
    assert_eq!(directory.version, written.version);
    assert_eq!(directory.resolve("201"), Some(Dialled::Line(anna.line.id)));
    assert_eq!(directory.resolve("u201"), Some(Dialled::Account(anna.account.id, anna.line.id)));
    let account = directory.account("u201").unwrap();
    let username = "u201".parse().unwrap();
    assert_eq!(account.ha1, Ha1::new(&username, &directory.realm, "geheim"));
    assert_eq!(account.display_name, "Person1 Example");
}

#[test]
fn an_account_that_was_a_forward_for_a_moment_gets_a_new_secret() {
    let fixture = Fixture::new();
    let anna = member(1);
    fixture.store.write(&who(), anna.put(Change::new())).unwrap();
    let mut forward = anna.account.clone();
    forward.kind = ContactKind::PstnForward { number: "089".to_owned() };
    let written = fixture.store.write(&who(), Change::new().put(forward).put(anna.account)).unwrap();
    assert_eq!(written.generated.len(), 1);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn an_account_without_a_secret_gets_one() {
    let fixture = Fixture::new();
    let anna = member(1);
    let written = fixture.store.write(&who(), anna.put(Change::new())).unwrap();
    let generated = &written.generated[0];
    assert_eq!((generated.account, generated.username.as_str()), (anna.account.id, "u201"));
    let again = fixture.store.write(&who(), anna.put(Change::new())).unwrap();
    assert_eq!((again.rows, again.cells, again.generated.len()), (0, 0, 0), "it is so already");
    assert_eq!(again.version, written.version);
}

#[test]
fn two_lines_swap_numbers_and_usernames_in_one_change() {
    let fixture = Fixture::with(2);
    let (mut anna, mut ben) = (member(1), member(2));
    std::mem::swap(&mut anna.line.number, &mut ben.line.number);
    std::mem::swap(&mut anna.account.kind, &mut ben.account.kind);
    let change =
        Change::new().put(anna.line.clone()).put(ben.line.clone()).put(anna.account).put(ben.account);
    fixture.store.write(&who(), change).unwrap();
    let directory = fixture.store.directory();
    assert_eq!(directory.resolve("202"), Some(Dialled::Line(anna.line.id)));
    assert_eq!(directory.account("u201").unwrap().line, ben.line.id);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn logins_and_macs_can_be_swapped_too() {
    let fixture = Fixture::new();
    let change = |logins: [&str; 2]| {
        Change::new()
            .put(user(1, logins[0]))
            .put(user(2, logins[1]))
            .put(phone(1, logins[0]))
            .put(phone(2, logins[1]))
    };
    fixture.store.write(&who(), change(["001565aabb01", "001565aabb02"])).unwrap();
    fixture.store.write(&who(), change(["001565aabb02", "001565aabb01"])).unwrap();
    let logins = fixture.column("select login from portal_user order by id");
    assert_eq!(logins, ["001565aabb02", "001565aabb01"]);
}

#[test]
fn an_account_may_be_named_like_its_own_number() {
    let fixture = Fixture::new();
    let mut anna = member(1);
    if let ContactKind::Sip { username, .. } = &mut anna.account.kind {
        *username = "201".parse().unwrap();
    }
    fixture.store.write(&who(), anna.put(Change::new())).unwrap();
    assert_eq!(fixture.store.directory().account("201").unwrap().line, anna.line.id);
    assert_eq!(
        fixture.column("select name || is_number || (account is not null) from internal_name"),
        ["20111"]
    );
    assert_eq!(fixture.store.check().unwrap(), []);
    let mut second = member(2).account;
    second.line = anna.line.id;
    second.kind = anna.account.kind;
    let error = fixture.store.write(&who(), Change::new().put(second)).unwrap_err();
    assert_eq!(error.to_string(), "201 is already taken by line 201 of Person1 Example");
}

#[test]
fn a_deleted_user_frees_the_extension_for_another_in_the_same_change() {
    let fixture = Fixture::with(1);
    let (anna, mut ben) = (member(1), member(2));
    ben.line.number = "201".parse().unwrap();
    let change = ben.put(Change::new());
    let change = change.delete(anna.account.id).delete(anna.line.id).delete(anna.person.id);
    fixture.store.write(&who(), change).unwrap();
    assert_eq!(fixture.store.directory().resolve("201"), Some(Dialled::Line(ben.line.id)));
}

#[test]
fn every_cell_is_audited_and_secrets_stay_sealed() {
    let fixture = Fixture::with(1);
    let anna = member(1);
    let mut person = anna.person.clone();
    person.last_name = "Berg".to_owned();
    let change = Change::new().put(person).set_secret(anna.account.id, Secret::new("streng-geheim"));
    let boss = Who::portal("boss", [7; 16], "::ffff:192.0.2.7".parse().unwrap());
    assert_eq!(fixture.store.write(&boss, change).unwrap().cells, 2);
    let rows = fixture.column(
        "select who_kind || ' ' || who_name || ': ' || what || ', ' || tbl || '.' || col || ': '
         || substr(coalesce(old, '-'), 1, 8) || ' -> ' || substr(new, 1, 8) from audit where who_name = 'boss'",
    );
    assert_eq!(
        rows,
        [
            "portal boss: person Person1 Berg, person.last_name: Example -> Berg",
            "portal boss: account u201, contact_method.secret: sealed:A -> sealed:A"
        ]
    );
    fixture.store.close().unwrap();
    for file in ["bellbox.db", "bellbox.db-wal"] {
        let bytes = std::fs::read(fixture.dir.path().join(file)).unwrap_or_default();
        assert!(!bytes.windows(13).any(|window| window == b"streng-geheim"), "{file}");
    }
}

#[test]
fn a_phone_keeps_the_rows_of_its_accounts_and_keys() {
    let fixture = Fixture::with(2);
    let mut set = phone(1, "001565aabb01");
    let account = |position, number| PhoneAccount { position, contact_method: member(number).account.id };
    let key = |position, target: &str| PhoneKey {
        position,
        kind: KeyKind::Blf,
        target: target.to_owned(),
        label: String::new(),
    };
    set.accounts = vec![account(1, 1), account(2, 2)];
    set.keys = vec![key(1, "201"), key(2, "202")];
    fixture.store.write(&who(), Change::new().put(set.clone())).unwrap();
    set.accounts = vec![account(1, 2)];
    set.keys = vec![key(2, "202"), key(3, "203")];
    let written = fixture.store.write(&who(), Change::new().put(set.clone())).unwrap();
    assert_eq!(written.rows, 4, "an account changed and one gone, a key gone and one new");
    let dependents = fixture.store.write(&who(), Change::new().delete(member(2).account.id)).unwrap_err();
    assert_eq!(dependents.to_string(), "account u202 is in use by account 1 of phone 001565aabb01");
    fixture.store.write(&who(), Change::new().delete(set.id)).unwrap();
    assert_eq!(
        fixture.column("select count(*) from phone_account union all select count(*) from phone_key"),
        ["0", "0"]
    );
}

#[test]
fn subscribers_get_each_new_directory_once() {
    let fixture = Fixture::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = seen.clone();
    fixture.store.on_change(Box::new(move |directory| sink.lock().unwrap().push(directory.version)));
    let anna = member(1);
    let written = fixture.store.write(&who(), anna.put(Change::new())).unwrap();
    fixture.store.write(&who(), anna.put(Change::new())).unwrap();
    fixture.store.write(&who(), Change::new().delete(anna.person.id)).unwrap_err();
    assert_eq!(*seen.lock().unwrap(), [written.version]);
}

#[test]
fn everything_is_there_after_a_restart() {
    let mut fixture = Fixture::with(3);
    let before = fixture.store.directory();
    fixture.reopen();
    let after = fixture.store.directory();
    assert_eq!((before.version, &before.realm), (after.version, &after.realm));
    for account in before.accounts() {
        assert_eq!(after.account(account.username.as_str()).unwrap().ha1, account.ha1);
    }
    assert_eq!(after.accounts().count(), 3);
    assert_eq!(after.sites, [site::default()]);
}

#[test]
fn sites_have_names_of_their_own() {
    let fixture = Fixture::new();
    let branch = |name: &str| -> Site { site::named(SiteId::new(9, [9; 10]), name) };
    let error = fixture.store.write(&who(), Change::new().put(branch("MAIN SITE"))).unwrap_err();
    assert_eq!(error.to_string(), "MAIN SITE is already taken by site Main site");
    fixture.store.write(&who(), Change::new().put(branch("Branch"))).unwrap();
    assert_eq!(fixture.store.directory().sites.len(), 2);
}

fn user(number: u8, login: &str) -> PortalUser {
    PortalUser::new(PortalUserId::new(4, [number; 10]), login, AssignedRole::BuiltIn(Role::User))
}

fn phone(number: u8, mac: &str) -> Phone {
    Phone {
        id: PhoneId::new(5, [number; 10]),
        mac: mac.parse().unwrap(),
        vendor: "Yealink".to_owned(),
        model: "T54W".to_owned(),
        label: String::new(),
        site: site::first(),
        accounts: Vec::new(),
        keys: Vec::new(),
    }
}
