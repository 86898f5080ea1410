//! Deletions that are refused, each in words and with nothing written.

use std::sync::Arc;

use model::{Place, PlaceId, Role};

use super::*;
use crate::snapshot::Snapshot;

/// What a deletion is refused with; nothing is written.
fn refused(fixture: &Fixture, deletion: &Deletion) -> String {
    let version = fixture.store.version();
    let error = fixture.store.delete(&who(), deletion.clone()).unwrap_err();
    assert_eq!(fixture.store.version(), version);
    error.to_string()
}

#[test]
fn what_cannot_take_the_place_of_something() {
    let fixture = office();
    let anna = Deletion { consent: true, ..deletion(member(1).line.id) };
    let resolution = |table: &str, id: [u8; 16], column: &str, by: [u8; 16]| Resolution {
        table: table.to_owned(),
        id,
        column: column.to_owned(),
        replace_by: Some(by),
    };
    let ben = *member(2).line.id.as_bytes();
    let (line, account) = (*member(1).line.id.as_bytes(), *member(1).account.id.as_bytes());
    let of_ben = |by| resolution("line", ben, "unavailable_line", by);
    for (resolutions, expected) in [
        (vec![of_ben([9; 16])], "line 202: unavailable_line: there is no such line"),
        (vec![of_ben(line)], "line 202: unavailable_line: what replaces it is deleted too"),
        (vec![of_ben(ben)], "line 202: unavailable_line: not to itself"),
        (vec![of_ben(line), of_ben(line)], "the deletion: resolutions: the same is given twice"),
        (vec![resolution("line", ben, "number", line)], "there is no reference line.number"),
        (
            vec![resolution("lines", ben, "unavailable_line", line)],
            "there is no reference lines.unavailable_line",
        ),
        (
            vec![resolution("contact_method", account, "line", *member(1).person.id.as_bytes())],
            "account u201: line: there is no such line",
        ),
    ] {
        assert_eq!(refused(&fixture, &Deletion { resolutions, ..anna.clone() }), expected);
    }
    // One of what nothing refers to any more does nothing.
    let resolutions = vec![resolution("person", ben, "site", ben)];
    fixture.store.delete(&who(), Deletion { resolutions, ..anna }).unwrap();
}

#[test]
fn what_the_door_refuses_is_refused_here_too() {
    let fixture = office();
    let boss = PortalUser::new(PortalUserId::new(4, [2; 10]), "boss", AssignedRole::BuiltIn(Role::Owner));
    fixture.store.write(&who(), Change::new().put(boss.clone())).unwrap();
    let consent = |key: Key| Deletion { consent: true, ..deletion(key) };
    assert!(refused(&fixture, &consent(boss.id.into())).contains("the last owner must stay one"));
    let site = consent(site::first().into());
    assert_eq!(refused(&fixture, &site), "the first site: id: it can be changed but not deleted");
    assert!(fixture.store.preview_deletion(&site).is_err());
    let gone = PlaceId::new(9, [9; 10]);
    assert_eq!(refused(&fixture, &consent(gone.into())), format!("there is no place {gone}"));
    assert!(fixture.store.preview_deletion(&consent(gone.into())).is_err());
}

#[test]
fn more_than_anybody_reads() {
    let fixture = Fixture::new();
    let branch = site::named(SiteId::new(9, [9; 10]), "Branch");
    let place = |number: u32| {
        let [.., a, b] = number.to_be_bytes();
        let id = PlaceId::new(1, [0, 0, 0, 0, a, b, 0, 0, 0, 0]);
        Place { id, name: format!("Door {number}"), site: branch.id }
    };
    let change =
        (0..5_001).fold(Change::new().put(branch.clone()), |change, number| change.put(place(number)));
    fixture.store.write(&who(), change).unwrap();
    let closing = Deletion { consent: true, ..deletion(branch.id) };
    assert_eq!(refused(&fixture, &closing), "the deletion: dependents: at most 5000");
    let mut keys: Vec<Key> = (0..1_001).map(|number| place(number).id.into()).collect();
    let many = Deletion { keys: keys.clone(), ..Deletion::default() };
    assert_eq!(refused(&fixture, &many), "the deletion: keys: at most 1000");
    keys.truncate(1_000);
    assert_eq!(fixture.store.delete(&who(), Deletion { keys, ..many }).unwrap().0.rows, 1_000);
    assert_eq!(fixture.store.preview_deletion(&closing).unwrap().dependents.len(), 4_001);
    fixture.store.delete(&who(), closing).unwrap();
    assert_eq!(fixture.column("select count(*) from place"), ["0"]);
}

#[test]
fn the_plan_that_is_carried_out_is_the_one_that_was_approved() {
    let fixture = office();
    let anna = Deletion { consent: true, ..deletion(member(1).person.id) };
    let seen = fixture.store.preview_deletion(&anna).unwrap().digest();
    assert_eq!(fixture.store.preview_deletion(&anna).unwrap().digest(), seen);
    let agreed = |seen: String| {
        let approve = move |plan: &DeletionPlan, office: Arc<Snapshot>| {
            assert_eq!(office.people.iter().count(), 2);
            if plan.digest() == seen { Ok(()) } else { Err(plan.clone()) }
        };
        fixture.store.delete_if(&who(), anna.clone(), approve).unwrap()
    };
    // One more number rings her line by now.
    let first = PhoneNumber { line: Some(member(1).line.id), ..number(2) };
    fixture.store.write(&who(), Change::new().put(first)).unwrap();
    let version = fixture.store.version();
    let told = agreed(seen.clone()).unwrap_err();
    assert_eq!(fixture.store.version(), version);
    assert_eq!(told, fixture.store.preview_deletion(&anna).unwrap());
    assert_ne!(told.digest(), seen);
    let (_, done) = agreed(told.digest()).unwrap();
    assert_eq!(done, told);
    // A choice is part of it.
    let replaced = |by: Option<[u8; 16]>| {
        let mut plan = told.clone();
        plan.dependents[0].replaced_by = by;
        plan.digest()
    };
    assert_eq!(replaced(None), told.digest());
    assert_ne!(replaced(Some([1; 16])), told.digest());
    assert_ne!(replaced(Some([1; 16])), replaced(Some([2; 16])));
}
