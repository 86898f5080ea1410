//! Tests of deletions with all that depends on them.

mod any;
mod refused;

use model::{AssignedRole, KeyKind, OwnRole, Phone, PhoneAccount, PhoneId, PhoneKey, PhoneNumber};
use model::{PhoneNumberId, PortalUser, PortalUserId, RoleId, Site, SiteId, Unavailable};

use super::{Deletion, DeletionPlan, Removal, Resolution};
use crate::change::{Change, Key};
use crate::error::Error;
use crate::rows::site;
use crate::testing::{Fixture, member, token, who};
use crate::tokens::NewToken;
use crate::undo::Undo;

/// Two people; the first has a login, a number and a telephone set, and gets the second's calls.
fn office() -> Fixture {
    let fixture = Fixture::with(2);
    let mut login = PortalUser::new(PortalUserId::new(4, [1; 10]), "anna", AssignedRole::Own(role().id));
    login.person = Some(member(1).person.id);
    let mut ben = member(2).line;
    ben.when_unavailable = Unavailable::Line(member(1).line.id);
    ben.caller_ids = vec![number(1).id, number(2).id];
    let set = Phone {
        id: PhoneId::new(5, [1; 10]),
        mac: "001565aabb01".parse().unwrap(),
        vendor: String::new(),
        model: String::new(),
        label: String::new(),
        site: site::first(),
        accounts: vec![PhoneAccount { position: 1, contact_method: member(1).account.id }],
        keys: vec![PhoneKey {
            position: 1,
            kind: KeyKind::Blf,
            target: "202".to_owned(),
            label: String::new(),
        }],
    };
    let first = PhoneNumber { line: Some(member(1).line.id), ..number(1) };
    let change =
        Change::new().put(role()).put(login).put(first).put(number(2)).put(number(3)).put(ben).put(set);
    fixture.store.write(&who(), change).unwrap();
    fixture
}

fn role() -> OwnRole {
    OwnRole { id: RoleId::new(7, [1; 10]), name: "Helper".to_owned(), permissions: Vec::new() }
}

fn number(byte: u8) -> PhoneNumber {
    let id = PhoneNumberId::new(6, [byte; 10]);
    PhoneNumber { id, number: format!("+4989123{byte}"), label: String::new(), line: None }
}

fn deletion(key: impl Into<Key>) -> Deletion {
    Deletion { keys: vec![key.into()], ..Deletion::default() }
}

/// The plan in words: who, by which column, because of whom, and what becomes of it.
fn words(plan: &DeletionPlan) -> Vec<String> {
    let dependents = plan.dependents.iter().map(|dependent| {
        let end = match (dependent.replaced_by, dependent.removal) {
            (Some(_), _) => "is replaced",
            (None, Removal::Delete) => "goes",
            (None, Removal::Unlink) => "stays",
        };
        format!("{}.{} of {}: {end}", dependent.row.what, dependent.column, dependent.because.what)
    });
    dependents.collect()
}

/// Replaces what this row has in this column.
fn replace(plan: &DeletionPlan, what: &str, column: &str, by: [u8; 16]) -> Resolution {
    let mut rows = plan.dependents.iter();
    let found = rows.find(|dependent| dependent.row.what == what && dependent.column == column).unwrap();
    Resolution {
        table: found.row.table.to_owned(),
        id: found.row.id,
        column: column.to_owned(),
        replace_by: Some(by),
    }
}

#[test]
fn a_person_goes_with_what_is_nothing_without_them_if_that_is_agreed_to() {
    let fixture = office();
    let before = fixture.store.dump(true).unwrap();
    let mut anna = deletion(member(1).person.id);
    let plan = fixture.store.preview_deletion(&anna).unwrap();
    assert_eq!(plan.asked[0].what, "person Person1 Example");
    assert_eq!(
        words(&plan),
        [
            "line 201.person of person Person1 Example: goes",
            "portal user anna.person of person Person1 Example: stays",
            "line 202.unavailable_line of line 201: stays",
            "number +49891231.line of line 201: stays",
            "account u201.line of line 201: goes",
            "phone 001565aabb01.contact_method of account u201: stays",
        ]
    );
    let part = plan.dependents.last().unwrap();
    assert_eq!((part.row.table, part.part_of.as_ref().unwrap().table), ("phone_account", "phone"));
    assert_eq!((part.target, part.removal), ("contact_method", Removal::Unlink));

    let error = fixture.store.delete(&who(), anna.clone()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "deleting person Person1 Example takes 6 other things that must be agreed to"
    );
    let Error::NeedsConsent { plan: told } = error else { panic!("{error}") };
    assert_eq!(told, plan);
    assert_eq!(fixture.store.dump(true).unwrap(), before);

    anna.consent = true;
    let (written, done) = fixture.store.delete(&who(), anna).unwrap();
    assert_eq!(done, plan);
    assert_eq!(fixture.column("select unavailable from line"), ["hang-up"]);
    assert_eq!(
        fixture.column("select count(*) from phone_account union all select count(*) from phone_key"),
        ["0", "1"]
    );
    assert_eq!(fixture.store.directory().resolve("201"), None);
    assert_eq!(fixture.store.check().unwrap(), []);
    fixture.store.undo(&who(), Undo::Change(written.version), false).unwrap();
    assert_eq!(fixture.store.dump(true).unwrap(), before);
    assert!(fixture.store.directory().account("u201").is_some());
}

#[test]
fn what_is_replaced_stays_with_all_that_depends_on_it() {
    let fixture = office();
    let mut anna = deletion(member(1).person.id);
    let plan = fixture.store.preview_deletion(&anna).unwrap();
    let ben = *member(2).person.id.as_bytes();
    anna.resolutions.push(replace(&plan, "line 201", "person", ben));
    let plan = fixture.store.preview_deletion(&anna).unwrap();
    assert_eq!(
        words(&plan),
        [
            "line 201.person of person Person1 Example: is replaced",
            "portal user anna.person of person Person1 Example: stays",
        ]
    );
    anna.resolutions.push(replace(&plan, "portal user anna", "person", ben));
    let (written, plan) = fixture.store.delete(&who(), anna).unwrap();
    assert!(!plan.is_lossy(), "no consent is needed");
    assert_eq!((written.rows, plan.dependents.len()), (3, 2));
    assert_eq!(fixture.column("select count(distinct person) || count(*) from line"), ["12"]);
    assert_eq!(fixture.store.directory().account("u201").unwrap().display_name, "Person2 Example");
}

#[test]
fn a_number_goes_from_the_lines_that_show_it_or_another_takes_its_place() {
    let fixture = office();
    let shown = || {
        let sql = "select p.number from caller_id c join phone_number p on p.id = c.phone_number order by c.position";
        fixture.column(sql)
    };
    let mut first = deletion(number(1).id);
    let plan = fixture.store.preview_deletion(&first).unwrap();
    assert_eq!(words(&plan), ["line 202.phone_number of number +49891231: stays"]);
    let to = |by: &PhoneNumber| replace(&plan, "line 202", "phone_number", *by.id.as_bytes());
    first.resolutions = vec![to(&number(3))];
    let (written, _) = fixture.store.delete(&who(), first.clone()).unwrap();
    assert_eq!(shown(), ["+49891233", "+49891232"]);
    fixture.store.undo(&who(), Undo::Change(written.version), false).unwrap();
    // One that the line shows already.
    first.resolutions = vec![to(&number(2))];
    fixture.store.delete(&who(), first).unwrap();
    assert_eq!(shown(), ["+49891232"]);
    let second = Deletion { consent: true, ..deletion(number(2).id) };
    fixture.store.delete(&who(), second).unwrap();
    assert_eq!(shown(), Vec::<String>::new());
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn many_numbers_become_one_and_are_shown_once() {
    let fixture = office();
    let mut both = Deletion { keys: vec![number(1).id.into(), number(2).id.into()], ..Deletion::default() };
    let plan = fixture.store.preview_deletion(&both).unwrap();
    both.resolutions = plan
        .dependents
        .iter()
        .map(|dependent| Resolution {
            table: dependent.row.table.to_owned(),
            id: dependent.row.id,
            column: dependent.column.to_owned(),
            replace_by: Some(*number(3).id.as_bytes()),
        })
        .collect();
    fixture.store.delete(&who(), both).unwrap();
    assert_eq!(
        fixture.store.snapshot().unwrap().lines.get(member(2).line.id).unwrap().caller_ids,
        [number(3).id]
    );
}

#[test]
fn a_login_whose_role_goes_may_do_least() {
    let fixture = office();
    let plan = fixture.store.preview_deletion(&deletion(role().id)).unwrap();
    assert_eq!(words(&plan), ["portal user anna.own_role of role Helper: stays"]);
    fixture.store.delete(&who(), Deletion { consent: true, ..deletion(role().id) }).unwrap();
    assert_eq!(fixture.column("select role from portal_user"), ["user"]);
}

#[test]
fn a_login_for_the_own_page_alone_goes_with_its_person() {
    let fixture = office();
    let user = AssignedRole::BuiltIn(model::Role::User);
    let login = PortalUser {
        person: Some(member(2).person.id),
        ..PortalUser::new(PortalUserId::new(4, [2; 10]), "ben", user)
    };
    fixture.store.write(&who(), Change::new().put(login)).unwrap();
    let plan = fixture.store.preview_deletion(&deletion(member(2).person.id)).unwrap();
    assert!(
        words(&plan).contains(&"portal user ben.person of person Person2 Example: goes".to_owned()),
        "{plan:?}"
    );
    fixture.store.delete(&who(), Deletion { consent: true, ..deletion(member(2).person.id) }).unwrap();
    assert_eq!(fixture.column("select login from portal_user"), ["anna"]);
}

#[test]
fn a_token_goes_with_the_login_that_made_it_and_nobody_else_answers_for_it() {
    let fixture = office();
    let (first, second) = (PortalUserId::new(4, [1; 10]), PortalUserId::new(4, [2; 10]));
    let other = PortalUser::new(second, "ben", AssignedRole::BuiltIn(model::Role::User));
    fixture.store.write(&who(), Change::new().put(other)).unwrap();
    let new = NewToken { made_by: Some(first), ..token("wallboard") };
    fixture.store.create_token(&who(), new).unwrap();
    let mut anna = Deletion { consent: true, ..deletion(first) };
    let plan = fixture.store.preview_deletion(&anna).unwrap();
    assert_eq!(words(&plan), ["token wallboard.made_by of portal user anna: goes"]);
    anna.resolutions.push(replace(&plan, "token wallboard", "made_by", *second.as_bytes()));
    let expected = "token wallboard: made_by: it belongs to somebody else";
    assert_eq!(fixture.store.preview_deletion(&anna).unwrap_err().to_string(), expected);
    assert_eq!(fixture.store.delete(&who(), anna.clone()).unwrap_err().to_string(), expected);
    anna.resolutions.clear();
    fixture.store.delete(&who(), anna).unwrap();
    assert_eq!(fixture.store.tokens().unwrap(), []);
}

#[test]
fn several_go_at_once_and_need_no_consent_for_each_other() {
    let fixture = office();
    let (anna, ben) = (member(1), member(2));
    let keys = [ben.account.id.into(), ben.line.id.into(), ben.person.id.into(), ben.person.id.into()];
    let (_, plan) =
        fixture.store.delete(&who(), Deletion { keys: keys.into(), ..Deletion::default() }).unwrap();
    assert_eq!((plan.asked.len(), plan.dependents.len()), (3, 0));
    assert_eq!(fixture.store.snapshot().unwrap().people.as_slice(), [anna.person]);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn whoever_sat_in_a_building_moves_to_another() {
    let fixture = office();
    let branch: Site = site::named(SiteId::new(9, [9; 10]), "Branch");
    let mut anna = member(1).person;
    anna.site = branch.id;
    fixture.store.write(&who(), Change::new().put(branch.clone()).put(anna)).unwrap();
    let mut closing = deletion(branch.id);
    let plan = fixture.store.preview_deletion(&closing).unwrap();
    assert_eq!(plan.dependents.len(), 7, "with everything of Anna's");
    closing.resolutions.push(replace(&plan, "person Person1 Example", "site", *site::first().as_bytes()));
    let (written, _) = fixture.store.delete(&who(), closing).unwrap();
    assert_eq!(written.rows, 2);
    assert_eq!(fixture.column("select distinct hex(site) from person").len(), 1);
}
