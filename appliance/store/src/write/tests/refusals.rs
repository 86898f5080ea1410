//! What the door refuses, and in which words.

use model::{ContactKind, ContactMethodId, Feature, FeatureCode, FeatureCodeId, Line, LineId};
use model::{PhoneAccount, PhoneNumber, PhoneNumberId, SiteId, Unavailable};
use rusqlite::ffi;

use super::{phone, user};
use crate::change::{Change, Edit, Key};
use crate::error::{Error, Trouble};
use crate::rows::site;
use crate::seal::Secret;
use crate::testing::{Fixture, member, who};

#[test]
fn a_taken_name_is_said_with_its_holder_and_nothing_is_written() {
    let fixture = Fixture::with(1);
    for (number, username) in [("201", "other"), ("202", "u201"), ("202", "U201"), ("202", "201")] {
        let mut ben = member(2);
        ben.line.number = number.parse().unwrap();
        if let ContactKind::Sip { username: name, .. } = &mut ben.account.kind {
            *name = username.parse().unwrap();
        }
        let error = fixture.store.write(&who(), ben.put(Change::new())).unwrap_err().to_string();
        assert!(error.ends_with("is already taken by line 201 of Person1 Example"), "{error}");
    }
    assert_eq!(fixture.column("select count(*) from person"), ["1"]);
    assert_eq!(fixture.column("select count(distinct seq) from audit"), ["1"]);
    fixture.store.write(&who(), Change::new().put(user(1, "anna"))).unwrap();
    let error = fixture.store.write(&who(), Change::new().put(user(2, "Anna"))).unwrap_err();
    assert_eq!(error.to_string(), "Anna is already taken by portal user anna");
}

#[test]
fn what_is_in_use_is_not_deleted_alone() {
    let fixture = Fixture::with(1);
    let anna = member(1);
    let error = fixture.store.write(&who(), Change::new().delete(anna.person.id)).unwrap_err();
    assert_eq!(error.to_string(), "person Person1 Example is in use by line 201");
    assert!(matches!(error, Error::InUse { dependents, .. } if dependents[0].table == "line"));
    // In any order, all go together.
    let change = Change::new().delete(anna.person.id).delete(anna.line.id).delete(anna.account.id);
    assert_eq!(fixture.store.write(&who(), change).unwrap().rows, 3);
    assert_eq!(fixture.store.directory().resolve("201"), None);
    assert_eq!(fixture.column("select count(*) from internal_name"), ["0"]);
    let error = fixture.store.write(&who(), Change::new().delete(anna.person.id)).unwrap_err();
    assert_eq!(error.to_string(), format!("there is no person {}", anna.person.id));
}

#[test]
fn a_reference_to_nothing_is_refused_in_words() {
    let fixture = Fixture::new();
    let mut anna = member(1);
    anna.person.site = SiteId::new(9, [9; 10]);
    let error = fixture.store.write(&who(), anna.put(Change::new())).unwrap_err();
    assert_eq!(error.to_string(), "person Person1 Example: site: there is no such site");
    let error = fixture.store.write(&who(), Change::new().put(member(1).account)).unwrap_err();
    assert_eq!(error.to_string(), "account u201: line: there is no such line");
}

#[test]
fn wrong_values_are_refused_in_words() {
    let fixture = Fixture::with(1);
    let mut anna = member(1);
    anna.person.first_name = String::new();
    let account = anna.account.id;
    for (edit, expected) in [
        (Edit::Put(anna.person.into()), "person Example: first_name: must not be empty"),
        (Edit::Delete(Key::Site(site::first())), "the first site: id: it can be changed but not deleted"),
        (secret(account, ""), "a SIP account: secret: 1 to 128 characters without control characters"),
    ] {
        let mut change = Change::new();
        change.push(edit);
        assert_eq!(fixture.store.write(&who(), change).unwrap_err().to_string(), expected);
    }
    let mut change = Change::new();
    change.push(secret(ContactMethodId::new(9, [9; 10]), "x"));
    let error = fixture.store.write(&who(), change).unwrap_err().to_string();
    assert!(error.starts_with("contact method") && error.ends_with("only a SIP account has one"), "{error}");
}

#[test]
fn a_phone_takes_only_sip_accounts() {
    let fixture = Fixture::with(1);
    let mut account = member(1).account;
    let mut set = phone(1, "001565aabb01");
    set.accounts = vec![PhoneAccount { position: 1, contact_method: account.id }];
    fixture.store.write(&who(), Change::new().put(set)).unwrap();
    account.kind = ContactKind::App;
    let error = fixture.store.write(&who(), Change::new().put(account)).unwrap_err();
    assert_eq!(error.to_string(), "phone 001565aabb01: accounts: a phone can only have SIP accounts");
}

#[test]
fn a_full_disk_refuses_the_change_and_the_health_says_so() {
    let fixture = Fixture::with(1);
    fixture.fail(Some(|| rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_FULL), None)));
    let error = fixture.store.write(&who(), member(2).put(Change::new())).unwrap_err();
    assert!(matches!(&error, Error::Storage(error) if error.kind == Trouble::Full), "{error:?}");
    assert!(error.to_string().starts_with("the disk is full"), "{error}");
    let health = fixture.store.health();
    assert!(!health.writable && health.last_error.unwrap().starts_with("the disk is full"));
    assert!(fixture.store.directory().resolve("202").is_none());
    fixture.fail(None);
    fixture.store.write(&who(), member(2).put(Change::new())).unwrap();
    assert!(fixture.store.health().writable);
}

fn secret(account: ContactMethodId, secret: &str) -> Edit {
    Edit::SetSecret { account, secret: Secret::new(secret) }
}

#[test]
fn lines_are_refused_what_cannot_be() {
    let fixture = Fixture::with(2);
    let write = |change| fixture.store.write(&who(), change).map(|_| ()).map_err(|error| error.to_string());
    let with = |change: fn(&mut Line)| {
        let mut line = member(1).line;
        change(&mut line);
        Change::new().put(line)
    };
    for (change, expected) in [
        (
            with(|line| line.when_unavailable = Unavailable::Line(line.id)),
            "line 201: when_unavailable: not to itself",
        ),
        (
            with(|line| line.when_unavailable = Unavailable::Line(LineId::new(7, [7; 10]))),
            "line 201: unavailable_line: there is no such line",
        ),
        (
            with(|line| line.when_unavailable = Unavailable::Outside("12a".to_owned())),
            "line 201: when_unavailable: outside: 1 to 32 of the digits 0-9, * and #, after a + if it is international",
        ),
        (
            with(|line| line.caller_ids = vec![PhoneNumberId::new(7, [7; 10]); 2]),
            "line 201: caller_ids: the same is given twice",
        ),
        (
            with(|line| line.recording.on_demand = true),
            "line 201: record_on_demand: a feature code for recording is needed first",
        ),
    ] {
        assert_eq!(write(change).unwrap_err(), expected);
    }
    let code = |text: &str| FeatureCode {
        id: FeatureCodeId::new(8, [8; 10]),
        feature: Feature::RecordOnDemand,
        code: text.parse().unwrap(),
    };
    let taken = "202 is already taken by line 202 of Person2 Example";
    assert_eq!(write(Change::new().put(code("202"))).unwrap_err(), taken);
    write(with(|line| line.recording.on_demand = true).put(code("*1"))).unwrap();
    let mut line = member(2).line;
    line.number = "*1".parse().unwrap();
    let taken = "*1 is already taken by feature code *1";
    assert_eq!(write(Change::new().put(line)).unwrap_err(), taken);
    let needed = "line 201: record_on_demand: a feature code for recording is needed first";
    assert_eq!(write(Change::new().delete(code("*1").id)).unwrap_err(), needed);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn public_numbers_lead_to_lines_and_are_shown_by_them() {
    let fixture = Fixture::with(1);
    let number = |digits: &str, byte, line| PhoneNumber {
        id: PhoneNumberId::new(6, [byte; 10]),
        number: digits.to_owned(),
        label: String::new(),
        line,
    };
    let (first, second) = (number("+4989123450", 1, Some(member(1).line.id)), number("+4989123451", 2, None));
    let mut line = member(1).line;
    line.caller_ids = vec![second.id, first.id];
    let change = Change::new().put(first.clone()).put(second.clone()).put(line.clone());
    assert_eq!(fixture.store.write(&who(), change).unwrap().rows, 4);
    let shown =
        "select position || number from caller_id join phone_number p on p.id = phone_number order by 1";
    assert_eq!(fixture.column(shown), ["1+4989123451", "2+4989123450"]);
    line.caller_ids = vec![first.id];
    fixture.store.write(&who(), Change::new().put(line.clone())).unwrap();
    assert_eq!(fixture.column(shown), ["1+4989123450"]);

    let error = fixture.store.write(&who(), Change::new().delete(first.id)).unwrap_err();
    assert_eq!(error.to_string(), "number +4989123450 is in use by a number that a line shows");
    let error = fixture.store.write(&who(), Change::new().delete(line.id)).unwrap_err().to_string();
    assert!(error.contains("number +4989123450"), "{error}");
    for wrong in ["4989123450", "+0989123450", "+49", "+49891234501234567", "+49 89"] {
        let error = fixture.store.write(&who(), Change::new().put(number(wrong, 3, None))).unwrap_err();
        assert!(error.to_string().contains("is not a number with its country code"), "{error}");
    }
}
