//! What is said of a file before it is loaded.

use model::{AssignedRole, Owner, Person, PersonId};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Client, Fixture};

async fn preview(client: &Client<'_>, merge: &str, file: &str) -> Value {
    let path = format!("/api/v1/people-import/preview?merge={merge}");
    client.raw("POST", &path, &[], Some(("text/csv", file.as_bytes().to_vec()))).await.json()
}

#[tokio::test]
async fn who_may_not_make_logins_is_not_told_which_there_are() {
    let fixture = Fixture::new();
    super::super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let role =
        owner.post("/api/v1/roles", json!({"name": "Clerk", "permissions": ["people-write"]})).await.json();
    fixture.login("clerk", AssignedRole::Own(role["id"].as_str().unwrap().parse().unwrap()));
    let clerk = fixture.signed_in("clerk").await;
    let file = |login: &str| format!("First name,Last name,Internal number,Login\nAnna,Berg,201,{login}\n");
    let mut told = Vec::new();
    for login in ["owner", "clerk@example", "free"] {
        for merge in ["skip", "update", "create"] {
            let shown = preview(&clerk, merge, &file(login)).await;
            assert_eq!(
                (&shown["is_good"], &shown["refusal"]["code"], &shown["columns"][3]["property"]),
                (&json!(false), &json!("permission-missing"), &json!("login")),
                "{shown}"
            );
            let (counts, problems) = (shown["counts"].to_string(), shown["problems"].to_string());
            let path = format!("/api/v1/people-import?consent=true&merge={merge}");
            let loaded = clerk.raw("POST", &path, &[], Some(("text/csv", file(login).into_bytes()))).await;
            told.push((counts, problems, loaded.problem(), loaded.json()["preview"].to_string()));
        }
    }
    told.dedup();
    let refused = (403, "permission-missing".to_owned());
    assert_eq!((told.len(), &told[0].1, &told[0].2), (1, &"[]".to_owned(), &refused), "{told:?}");
    // A column without a login says nothing, and one that is left out is not there.
    for (of, file, matching) in [
        ("empty", file(""), ""),
        ("left out", file("owner"), "&matching=[\"first_name\",\"last_name\",\"number\",null]"),
    ] {
        let path = format!("/api/v1/people-import/preview?merge=update{}", matching.replace('"', "%22"));
        let shown = clerk.raw("POST", &path, &[], Some(("text/csv", file.into_bytes()))).await.json();
        assert_eq!((&shown["is_good"], &shown["refusal"]), (&json!(true), &Value::Null), "{of}: {shown}");
    }
    assert_eq!(preview(&owner, "update", &file("free")).await["is_good"], true);
}

#[tokio::test]
async fn who_would_change_is_told_apart_from_who_is_as_the_file_says() {
    let fixture = Fixture::new();
    super::super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let loaded = "First name,Last name,Internal number,Department,Direct numbers,MAC address,Phone model,Voicemail email\n\
                  Anna,Berg,201,Sales,+4930100201,001565000201,Yealink T54W,anna@example.com\n\
                  Bert,Klein,202,Sales,+4930100202,001565000202,Yealink T54W,bert@example.com\n";
    let path = "/api/v1/people-import?consent=true&merge=update";
    assert_eq!(owner.raw("POST", path, &[], Some(("text/csv", loaded.into()))).await.status, 200);
    let version = fixture.store.version();
    let heading = loaded.lines().next().unwrap();
    for (row, [create, update, same]) in [
        ("Anna,Berg,201,Sales,+4930100201,001565000201,Yealink T54W,anna@example.com", [0, 0, 1]),
        // What is empty says nothing, and blanks around it say nothing new.
        ("Anna,Berg,201, Sales ,,,,", [0, 0, 1]),
        ("Anna,Berg,201,Stock,,,,", [0, 1, 0]),
        ("Anna,Berg,201,,+4930100209,,,", [0, 1, 0]),
        ("Anna,Berg,201,,,001565000209,,", [0, 1, 0]),
        ("Anna,Berg,201,,,,Yealink T57W,", [0, 1, 0]),
        ("Anna,Berg,201,,,,,box@example.com", [0, 1, 0]),
        ("Anna,Berg,201,,,,,\nBert,Klein,202,Stock,,,,\nCora,,203,,,,,", [1, 1, 1]),
    ] {
        let shown = preview(&owner, "update", &format!("{heading}\n{row}\n")).await;
        let expected = json!({"create": create, "update": update, "same": same, "skip": 0, "refuse": 0});
        assert_eq!((&shown["counts"], &shown["is_good"]), (&expected, &json!(true)), "{row}: {shown}");
    }
    // Beside a row with something wrong the others are counted all the same.
    let shown = preview(&owner, "update", &format!("{heading}\nAnna,Berg,201,,,,,\nZoe,,x,,,,,\n")).await;
    assert_eq!((&shown["counts"]["same"], &shown["counts"]["refuse"]), (&json!(1), &json!(1)), "{shown}");
    assert_eq!(fixture.store.version(), version);
}

#[tokio::test]
async fn all_that_loading_would_refuse_is_told_by_row_and_cell() {
    let fixture = Fixture::new();
    super::super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    owner.post("/api/v1/feature-codes", json!({"feature": "record-on-demand", "code": "*1"})).await;
    owner.patch("/api/v1/office", json!({"short_name": "shop"})).await;
    let many = (0..51).map(|n| format!("+4930100{n}")).collect::<Vec<_>>().join(" ");
    let not_a_line = "No line has this number: it is a feature code or the name of an account.";
    let unknown = "There is no such number in the office; numbers outside begin with +.";
    let unseen = "The text contains a control character.";
    for (name, row, property, words) in [
        ("own number", "Zoe,,301,301,,,,", "when_unavailable", "A line cannot send its calls to itself."),
        (
            "own number as it is",
            "Anna,Berg,201,201,,,,",
            "when_unavailable",
            "A line cannot send its calls to itself.",
        ),
        ("feature code", "Zoe,,301,*1,,,,", "when_unavailable", not_a_line),
        ("digits that nobody has", "Zoe,,301,302,,,,", "when_unavailable", unknown),
        ("51 numbers", &format!("Zoe,,301,,{many},,,"), "caller_ids", "More than 50."),
        ("a login that hides a letter", "Zoe,,,,,zo\u{200b}e,,", "login", unseen),
        ("an address that hides a letter", "Zoe,,,,,,z\u{feff}@example.com,", "email", unseen),
        ("a login with a name of the office", "Zoe,,,,,OWNER@shop,,", "login", "Already taken by owner."),
        ("a model without a phone", "Anna,Berg,201,,,,,T54W", "model", "A phone model needs a MAC address."),
    ] {
        let file = format!(
            "First name,Last name,Internal number,When unavailable,Caller IDs,Login,Email,Phone model\n{row}\n"
        );
        let shown = preview(&owner, "update", &file).await;
        let problem = &shown["problems"][0];
        assert_eq!(
            (&problem["row"], &problem["property"], &problem["detail"], &shown["problems_total"]),
            (&json!(2), &json!(property), &json!(words), &json!(1)),
            "{name}: {shown}"
        );
    }
    // Of a row that is skipped nothing is made.
    let file = "First name,Last name,Email,Internal number,When unavailable\n\
                Bert,,bert@example.com,,\n";
    let bert =
        owner.raw("POST", "/api/v1/people-import?consent=true", &[], Some(("text/csv", file.into()))).await;
    assert_eq!(bert.status, 200);
    let file =
        "First name,Email,Internal number,When unavailable\nBert,bert@example.com,401,\nZoe,,402,401\n";
    let shown = preview(&owner, "skip", file).await;
    assert_eq!((&shown["problems"][0]["row"], &shown["counts"]["skip"]), (&json!(3), &json!(1)), "{shown}");
}

#[tokio::test]
async fn numbers_that_two_rows_would_swap_are_told_of_both() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let people = "First name,Email,Internal number,Direct numbers\n\
                  Anna,anna@example.com,201,+49301001\nBen,ben@example.com,202,+49301002\n";
    let path = "/api/v1/people-import?consent=true&merge=update";
    assert_eq!(owner.raw("POST", path, &[], Some(("text/csv", people.into()))).await.status, 200);
    // An account keeps its name when its line gets another number, so that the name would be the other line's number.
    for (swapped, property, holders) in [
        (people.replace("201", "#").replace("202", "201").replace('#', "202"), "number", ["Ben", "Anna"]),
        (
            people.replace("1001", "#").replace("1002", "1001").replace('#', "1002"),
            "direct_numbers",
            ["Ben", "Anna"],
        ),
    ] {
        let shown = preview(&owner, "update", &swapped).await;
        let told = shown["problems"].as_array().unwrap().iter();
        let told: Vec<_> = told
            .map(|told| (told["row"].clone(), told["property"].clone(), told["detail"].clone()))
            .collect();
        let expected = [2, 3].into_iter().zip(holders);
        let expected: Vec<_> = expected
            .map(|(row, by)| (json!(row), json!(property), json!(format!("Already taken by {by}."))))
            .collect();
        assert_eq!(told, expected, "{swapped}");
        assert_eq!(owner.raw("POST", path, &[], Some(("text/csv", swapped.into()))).await.status, 422);
    }
}

#[tokio::test]
async fn twins_go_out_and_come_in_again_as_they_are() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let people = "First name,Last name,Email,Login,Internal number,Job title\n\
                  Tim,Twin,twins@example.com,tim,201,A\nTom,Twin,twins@example.com,,202,B\n\
                  Tom,Twin,twins@example.com,,,C\nTom,Twin,twins@example.com,,,D\n\
                  Eve,Name,,,,E\nEve,Name,,,,F\nEve,Name,,,203,G\n";
    let path = "/api/v1/people-import?consent=true";
    let send = async |merge: &str, file: Vec<u8>| {
        owner.raw("POST", &format!("{path}&merge={merge}"), &[], Some(("text/csv", file))).await
    };
    assert_eq!(send("create", people.into()).await.status, 200);
    let site = fixture.store.snapshot().unwrap().sites.iter().next().unwrap().id;
    let mut spaced = Person::named(PersonId::from_bytes(fixture.store.new_id()), " Ann ", site);
    spaced.job_title = "Boss ".to_owned();
    fixture.store.write(&Who::cli("test"), Change::new().put(spaced)).unwrap();
    let file = owner.get("/api/v1/people-export").await.body;
    let before = (fixture.store.version(), fixture.store.snapshot().unwrap());
    let done = send("update", file).await;
    assert_eq!((done.status.as_u16(), &done.json()["counts"]["same"]), (200, &json!(8)), "{done:?}");
    assert_eq!((fixture.store.version(), fixture.store.snapshot().unwrap()), before);
    // Each is found by name and number; one row for two who are alike says of neither.
    let promoted =
        "First name,Last name,Email,Internal number,Job title\nTom,Twin,twins@example.com,202,Head\n";
    assert_eq!(send("update", promoted.into()).await.status, 200);
    let office = fixture.store.snapshot().unwrap();
    let line = office.lines.iter().find(|line| line.number.as_str() == "202").unwrap();
    let head = office.people.iter().find(|person| person.job_title == "Head").unwrap();
    assert_eq!(line.owner, Owner::Person(head.id));
    let alike = "First name,Last name,Email,Job title\nTom,Twin,twins@example.com,Z\n";
    let shown = preview(&owner, "update", alike).await;
    assert_eq!(shown["problems"][0]["detail"], "2 people could be meant.", "{shown}");
}

#[tokio::test]
async fn why_a_file_cannot_be_read_and_who_has_a_number_is_told_in_the_readers_language() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    owner.post("/api/v1/feature-codes", json!({"feature": "record-on-demand", "code": "*1"})).await;
    let path = "/api/v1/people-import/preview";
    let code = "First name,Internal number\nZoe,*1\n";
    for (language, unreadable, taken) in [
        ("de", "die Datei ist leer", "Schon vergeben an Funktionscode *1."),
        ("en", "the file is empty", "Already taken by feature code *1."),
        ("es", "el archivo está vacío", "Ya lo tiene código de función *1."),
        ("fr", "le fichier est vide", "Déjà pris par code de fonction *1."),
    ] {
        let speaks = [("accept-language", language)];
        let refused = owner.raw("POST", path, &speaks, Some(("text/csv", b"\n".to_vec()))).await.json();
        assert!(refused["detail"].as_str().unwrap().contains(unreadable), "{refused}");
        let shown = owner.raw("POST", path, &speaks, Some(("text/csv", code.into()))).await.json();
        assert_eq!(shown["problems"][0]["detail"], taken, "{shown}");
    }
}
