//! People from a file and back: all or nothing, every rule, hostile files, and a way out that is a way in.

mod preview;
mod random;

use std::fmt::Write as _;

use model::{AssignedRole, KeyKind, Owner, Role, Unavailable};
use serde_json::{Value, json};

use super::{Client, Fixture, Reply};

const PATH: &str = "/api/v1/people-import";

async fn send(client: &Client<'_>, path: &str, file: impl Into<Vec<u8>>) -> Reply {
    client.raw("POST", path, &[], Some(("text/csv", file.into()))).await
}

/// An office in Germany with a schedule.
async fn office(client: &Client<'_>) {
    client.patch("/api/v1/office", json!({"country": "DE"})).await;
    client.post("/api/v1/time-frames", json!({"name": "Office hours"})).await;
}

const HEADINGS: &str = "First name,Last name,Email,Time schedule,Login,Internal number,Direct numbers,Caller IDs,Outside calls,\
                        When unavailable,Voicemail PIN,Voicemail email,Record inbound external,MAC address,Phone model,\
                        Internal caller ID,Department";
const ROWS: &str = "Anna,Berg,anna@example.com,Office hours,anna,201,030 23125-101,+49 30 23125 100,no,202,4711,\
                    box@example.com,yes,00:15:65:00:00:01,Yealink T54W,Front desk,Sales\n\
                    Bert,,,,,202,,+49 30 23125 100,,Voicemail,,,,,,,\n\
                    Cora,,,,,,,,,,,,,,,,\n";

#[tokio::test]
async fn a_row_makes_person_telephone_mailbox_and_call_flow() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    office(&owner).await;
    let before = fixture.store.version();
    let file = format!("{HEADINGS}\n{ROWS}");
    let preview = send(&owner, &format!("{PATH}/preview"), file.clone()).await;
    assert_eq!(preview.status, 200, "{preview:?}");
    let shown = preview.json();
    assert_eq!(
        (&shown["counts"]["create"], &shown["is_good"], &shown["format"]),
        (&json!(3), &json!(true), &json!("csv")),
        "{shown}"
    );
    assert_eq!(shown["samples"][0][0], "Anna");
    assert_eq!(shown["columns"][5]["property"], "number");
    let refused = send(&owner, PATH, file.clone()).await;
    assert_eq!(refused.problem(), (409, "consent-needed".to_owned()));
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("expect to hear from you"), "{detail}");
    assert_eq!(fixture.store.version(), before);
    let done = send(&owner, &format!("{PATH}?consent=true"), file).await;
    assert_eq!(
        (done.status.as_u16(), done.json()["created"].as_array().map(Vec::len)),
        (200, Some(3)),
        "{done:?}"
    );

    let office = fixture.store.snapshot().unwrap();
    let anna = office.people.iter().find(|person| person.first_name == "Anna").unwrap();
    let lines: Vec<_> = office.lines.iter().collect();
    let of_anna = lines.iter().find(|line| line.owner == Owner::Person(anna.id)).unwrap();
    let of_bert = lines.iter().find(|line| line.number.as_str() == "202").unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!((anna.department.as_str(), anna.time_frame.is_some()), ("Sales", true));
    assert_eq!(of_anna.when_unavailable, Unavailable::Line(of_bert.id));
    assert_eq!((of_anna.outside_calls, of_anna.recording.inbound_external), (false, true));
    assert_eq!(of_anna.internal_caller_id, "Front desk");
    assert_eq!(of_anna.caller_ids, of_bert.caller_ids, "one number is shown by both");
    assert_eq!(of_bert.when_unavailable, Unavailable::Voicemail);
    let rings = |number: &str| office.phone_numbers.iter().find(|one| one.number == number).unwrap().line;
    assert_eq!((rings("+493023125101"), rings("+493023125100")), (Some(of_anna.id), None));
    assert_eq!((office.contact_methods.len(), office.mailboxes.len(), office.phones.len()), (2, 2, 1));
    let phone = office.phones.iter().next().unwrap();
    assert_eq!((phone.vendor.as_str(), phone.model.as_str(), phone.accounts.len()), ("Yealink", "T54W", 1));
    assert!(phone.keys.iter().all(|key| key.kind == KeyKind::Line));
    let mailbox = office.mailboxes.iter().find(|mailbox| mailbox.line == of_anna.id).unwrap();
    assert_eq!(mailbox.email, "box@example.com");
    assert_eq!(fixture.store.mailbox_pin(mailbox.id).unwrap().unwrap().reveal(), "4711");
    let user = office.portal_users.iter().find(|user| user.login == "anna").unwrap();
    assert_eq!((user.person, user.role), (Some(anna.id), AssignedRole::BuiltIn(Role::User)));
    let entries = fixture.store.history(&store::HistoryFilter::default(), 1000).unwrap();
    let imported = store::Event::Imported { rows: 3, consent: true };
    assert!(entries.iter().any(|entry| entry.event() == Some(imported.clone())));
}

#[tokio::test]
async fn an_export_imports_again_and_changes_nothing() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    office(&owner).await;
    let rows =
        format!("{HEADINGS}\n{ROWS}=HYPERLINK(1),'t Hooft,dora@example.com,,dora,204,,,,Busy,,,,,,,\n");
    let done = send(&owner, &format!("{PATH}?consent=true"), rows).await;
    assert_eq!(done.status, 200, "{done:?}");
    for language in ["en", "de", "fr", "es"] {
        let file = owner.send("GET", "/api/v1/people-export", &[("accept-language", language)], None).await;
        assert_eq!(file.status, 200);
        assert!(!String::from_utf8(file.body.clone()).unwrap().contains("4711"));
        let before = fixture.store.version();
        let office = fixture.store.snapshot().unwrap();
        let again = send(&owner, &format!("{PATH}?consent=true&merge=update"), file.body.clone()).await;
        let counts = json!({"create": 0, "update": 0, "same": 4, "skip": 0, "refuse": 0});
        assert_eq!((again.status.as_u16(), &again.json()["counts"]), (200, &counts), "{again:?}");
        assert_eq!((fixture.store.version(), fixture.store.snapshot().unwrap()), (before, office));
        let skipped = send(&owner, &format!("{PATH}?consent=true"), file.body).await;
        assert_eq!((&skipped.json()["counts"]["skip"], fixture.store.version()), (&json!(4), before));
    }
    let one = owner.get("/api/v1/people-export?number=204").await;
    assert_eq!(String::from_utf8(one.body).unwrap().lines().count(), 2);
    let entries = fixture.store.history(&store::HistoryFilter::default(), 1000).unwrap();
    let exported = store::Event::Exported { what: "people".to_owned(), rows: 4 };
    assert_eq!(entries.iter().filter(|entry| entry.event() == Some(exported.clone())).count(), 4);
}

#[tokio::test]
async fn of_a_thousand_rows_all_or_none_are_written() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let mut file = "First name,Email,Internal number,MAC address\n".to_owned();
    for row in 0..1000 {
        writeln!(file, "P{row},p{row}@example.com,{},0015650{row:05}", 2000 + row).unwrap();
    }
    let before = fixture.store.version();
    let wrong = format!("{file}Last,last@example.com,2000,\n");
    let refused = send(&owner, &format!("{PATH}?consent=true"), wrong).await;
    assert_eq!(refused.problem(), (422, "invalid".to_owned()));
    let problems = &refused.json()["preview"]["problems"];
    assert_eq!(
        (&problems[0]["row"], &problems[0]["property"]),
        (&json!(1002), &json!("number")),
        "{problems}"
    );
    assert_eq!(fixture.store.version(), before);
    let done = send(&owner, &format!("{PATH}?consent=true"), file).await;
    assert_eq!(done.status, 200, "{done:?}");
    let office = fixture.store.snapshot().unwrap();
    assert_eq!((office.people.len(), office.lines.len(), office.phones.len()), (1000, 1000, 1000));
}

#[tokio::test]
async fn what_is_there_is_skipped_updated_or_made_again() {
    let fixture = Fixture::new();
    super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let file = "First name,Last name,Internal number,Job title,Direct numbers,MAC address\n\
                Anna,Berg,201,Boss,+493012345,001565000009";
    let query = |merge: &str| format!("{PATH}?consent=true&merge={merge}");
    let before = fixture.store.version();
    assert_eq!(send(&owner, &query("skip"), file).await.json()["counts"]["skip"], 1);
    assert_eq!(fixture.store.version(), before);
    let foretold = send(&owner, &format!("{PATH}/preview?merge=update"), file).await.json();
    let done = send(&owner, &query("update"), file).await.json();
    assert_eq!((&done["counts"]["update"], &done["counts"]), (&json!(1), &foretold["counts"]));
    let office = fixture.store.snapshot().unwrap();
    assert_eq!((office.people.len(), office.lines.len(), office.contact_methods.len()), (1, 1, 1));
    assert_eq!((office.people.iter().next().unwrap().job_title.as_str(), office.phones.len()), ("Boss", 1));
    assert!(office.mailboxes.is_empty(), "nothing was said of one");
    assert_eq!(send(&owner, &query("create"), file).await.problem().0, 422, "the number is taken");
    let again = send(&owner, &query("create"), "First name,Last name\nAnna,Berg").await;
    assert_eq!((again.status.as_u16(), fixture.store.snapshot().unwrap().people.len()), (200, 2));
    assert_eq!(send(&owner, &query("burn"), file).await.problem(), (400, "malformed-parameter".to_owned()));
}

#[tokio::test]
async fn each_fault_is_told_by_row_and_cell_in_the_readers_language() {
    let fixture = Fixture::new();
    super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    for (file, row, property, words) in [
        ("First name,Email\n,a@example.com", 2, "first_name", "Der Vorname fehlt."),
        ("First name,Email\nA,x", 2, "email", "Das ist keine E-Mail-Adresse."),
        ("First name,Internal number\nA,201", 2, "number", "Schon vergeben an Anna Berg."),
        ("First name,Internal number\nA,301\nB,301", 3, "number", "Dasselbe wie in Zeile 2."),
        ("First name,Login\nA,owner", 2, "login", "Schon vergeben an owner."),
        (
            "First name,Internal number,Voicemail PIN\nA,301,123456789",
            2,
            "voicemail_pin",
            "Eine PIN hat 4 bis 8 Ziffern.",
        ),
        (
            "First name,Internal number,Caller IDs\nA,301,030 1234",
            2,
            "caller_ids",
            "Bitte schreiben Sie „0301234“ mit Ländervorwahl nach einem Plus.",
        ),
        ("First name,Site\nA,Moon", 2, "site", "Diesen Standort gibt es nicht."),
        (
            "First name,Direct numbers\nA,+493012345",
            2,
            "direct_numbers",
            "Dazu braucht es eine interne Nummer.",
        ),
        (
            "First name,Internal number,When unavailable\nA,301,999",
            2,
            "when_unavailable",
            "Diese Nummer gibt es im Büro nicht; Nummern draußen beginnen mit +.",
        ),
    ] {
        let path = format!("{PATH}/preview");
        let body = Some(("text/csv", file.as_bytes().to_vec()));
        let shown = owner.raw("POST", &path, &[("accept-language", "de")], body).await.json();
        let problem = &shown["problems"][0];
        assert_eq!(
            (&problem["row"], &problem["property"], &problem["detail"]),
            (&json!(row), &json!(property), &json!(words)),
            "{file}"
        );
        assert_eq!((&shown["is_good"], &shown["problems_total"]), (&json!(false), &json!(1)), "{file}");
    }
}

#[tokio::test]
async fn columns_are_matched_by_whoever_looks_at_them() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let file = "Who,Where\nAnna,Sales";
    let path = format!("{PATH}/preview");
    let shown = send(&owner, &path, file).await.json();
    assert_eq!(shown["matching_problem"], "No column is the first name.");
    assert_eq!(send(&owner, &format!("{PATH}?consent=true"), file).await.problem().0, 422);
    let matching = "%5B%22first_name%22,%22department%22%5D";
    let shown = send(&owner, &format!("{path}?matching={matching}"), file).await.json();
    assert_eq!((&shown["is_good"], &shown["columns"][1]["property"]), (&json!(true), &json!("department")));
    for wrong in ["x", "%5B%22shoe%22%5D", "%5Bnull,null,%22email%22%5D"] {
        let reply = send(&owner, &format!("{path}?matching={wrong}"), file).await;
        assert_eq!(reply.problem(), (400, "malformed-parameter".to_owned()), "{wrong}");
    }
    let template = owner.get("/api/v1/people-import/template?language=fr").await;
    assert!(String::from_utf8(template.body.clone()).unwrap().contains("Prénom"));
    let shown = send(&owner, &path, template.body).await.json();
    assert_eq!((&shown["example_row"], &shown["counts"]["create"]), (&json!(2), &json!(0)), "{shown}");
}

#[tokio::test]
async fn hostile_files_write_nothing() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let before = fixture.store.version();
    let path = format!("{PATH}?consent=true");
    for (name, file, status) in [
        ("empty", Vec::new(), 422),
        ("nul", b"First name\nA\0".to_vec(), 422),
        ("wrong encoding", b"\xef\xbb\xbfFirst name\n\xff\xfe".to_vec(), 422),
        ("picture", b"\x89PNG\r\n\x1a\n".to_vec(), 422),
        ("archive", b"PK\x03\x04nothing".to_vec(), 422),
        ("open quotation mark", b"First name\n\"A".to_vec(), 422),
        ("11 MB", vec![b'a'; 11 * 1024 * 1024], 413),
        ("long cell", [b"First name\n".to_vec(), vec![b'a'; 2000]].concat(), 422),
        ("many rows", format!("First name\n{}", "A\n".repeat(5_001)).into_bytes(), 422),
    ] {
        for path in [&path, &format!("{PATH}/preview")] {
            let reply = send(&owner, path, file.clone()).await;
            assert_eq!(reply.status, status, "{name}: {:?}", reply.problem());
        }
    }
    assert_eq!(fixture.store.version(), before);
    // A formula is a text, on the way in and on the way out.
    let done = send(&owner, &path, "First name\n\"=HYPERLINK(\"\"http://x\"\")\"").await;
    assert_eq!(done.status, 200, "{done:?}");
    let file = String::from_utf8(owner.get("/api/v1/people-export").await.body).unwrap();
    assert!(file.contains("'=HYPERLINK"), "{file}");
    for role in [Role::User, Role::CallCentreAdmin, Role::Installer] {
        let login = format!("{role:?}");
        fixture.login(&login, AssignedRole::BuiltIn(role));
        let other = fixture.signed_in(&login).await;
        assert_eq!(
            send(&other, &path, "First name\nA").await.problem(),
            (403, "permission-missing".to_owned())
        );
    }
    assert_eq!(owner.get("/api/v1/people").await.json()["total"], Value::from(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_load_the_same_file_at_once_one_makes_its_people() {
    let fixture = Fixture::new();
    let (one, other) = (fixture.signed_in("owner").await, fixture.signed_in("owner").await);
    let path = format!("{PATH}?consent=true");
    for round in 0..20 {
        // Nothing in it is unique.
        let mut file = "First name,Last name\n".to_owned();
        (0..50).for_each(|n| writeln!(file, "Person {n},Round {round}").unwrap());
        let (a, b) = tokio::join!(send(&one, &path, file.clone()), send(&other, &path, file));
        assert_eq!((a.status.as_u16(), b.status.as_u16()), (200, 200), "{a:?} {b:?}");
        assert_eq!(fixture.store.snapshot().unwrap().people.len(), 50 * (round + 1), "round {round}");
    }
}
