//! People, their lines, contact methods, mailboxes and pictures.

use model::{AssignedRole, OwnRole, Permission, RoleId};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Client, Fixture, PASSWORD};

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    list["items"].as_array().unwrap().iter().map(|row| row[field].as_str().unwrap()).collect()
}

async fn made(client: &Client<'_>, path: &str, body: Value) -> Value {
    let reply = client.post(path, body).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()
}

#[tokio::test]
async fn a_person_comes_with_line_account_mailbox_and_login_at_once() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let number = made(&owner, "/api/v1/phone-numbers", json!({"number": "+498912301"})).await;
    let before = fixture.store.version();
    let body = json!({
        "first_name": "Anna", "last_name": "Berg", "email": "anna@example.com", "job_title": "Accountant",
        "line": {
            "number": "201", "direct_numbers": [number["id"]], "new_numbers": ["+498912302"],
            "when_unavailable": "voicemail", "outside_calls": false, "caller_ids": [number["id"]],
            "recording": {"inbound_external": true, "deliveries": ["email"]},
            "mailbox": {"email": "anna@example.com", "pin": "4711"},
        },
        "sip_account": true,
        "login": {"login": "anna", "generate_password": true},
    });
    let person = made(&owner, "/api/v1/people", body).await;
    assert!(fixture.store.version() > before);
    assert_eq!(person["display_name"], "Anna Berg");
    assert_eq!(person["lines"][0]["number"], "201");
    assert_eq!((&person["sip_accounts"], &person["devices"]), (&json!(1), &json!(0)));
    assert_eq!(person["login"]["login"], "anna");
    assert_eq!(person["secret"]["sip_username"], "201");
    assert!(person["secret"]["sip_password"].as_str().unwrap().len() > 16);
    let flows: Vec<&str> =
        person["call_flows"].as_array().unwrap().iter().map(|flow| flow["what"].as_str().unwrap()).collect();
    assert_eq!(flows, ["+498912301", "+498912302"]);
    // They sign in with the password that was shown, and it is not shown again.
    let anna = fixture.stranger("192.0.2.9");
    let password = person["secret"]["password"].as_str().unwrap();
    assert_eq!(anna.sign_in("anna", password, None).await.status, 200);
    let path = format!("/api/v1/people/{}", person["id"].as_str().unwrap());
    assert_eq!(owner.get(&path).await.json().get("secret"), None);
    let line = owner.get("/api/v1/lines?number=201").await.json();
    let line = &line["items"][0];
    assert_eq!((&line["outside_calls"], &line["caller_ids"].as_array().unwrap().len()), (&json!(false), &2));
    assert_eq!((&line["owner_name"], line["mailbox"].is_string()), (&json!("Anna Berg"), true));
}

#[tokio::test]
async fn what_is_wrong_with_a_new_person_writes_nothing_and_says_where() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    super::rows::anna(&fixture);
    let before = fixture.store.version();
    let nobody = "01890000-0000-7000-8000-000000000000";
    for (body, pointer) in [
        (json!({}), "/first_name"),
        (json!({"first_name": " "}), "/first_name"),
        (json!({"first_name": "A", "email": "x"}), "/email"),
        (json!({"first_name": "A", "site": nobody}), "/site"),
        (json!({"first_name": "A", "time_frame": nobody}), "/time_frame"),
        (json!({"first_name": "A", "sip_account": true}), "/line"),
        (json!({"first_name": "A", "line": {}}), "/line/number"),
        (json!({"first_name": "A", "line": {"number": "20a"}}), "/line/number"),
        (json!({"first_name": "A", "line": {"number": "201"}}), "/line/number"),
        (
            json!({"first_name": "A", "line": {"number": "202", "direct_numbers": [nobody]}}),
            "/line/direct_numbers/0",
        ),
        (
            json!({"first_name": "A", "line": {"number": "202", "new_numbers": ["089123"]}}),
            "/line/new_numbers",
        ),
        (
            json!({"first_name": "A", "line": {"number": "202", "recording": {"on_demand": true}}}),
            "/line/recording/on_demand",
        ),
        (
            json!({"first_name": "A", "line": {"number": "202", "when_unavailable": {"line": nobody}}}),
            "/line/when_unavailable",
        ),
        (json!({"first_name": "A", "line": {"number": "202", "mailbox": {"pin": "1"}}}), "/line/mailbox/pin"),
        (json!({"first_name": "A", "login": {"login": "a b"}}), "/login/login"),
        (json!({"first_name": "A", "login": {"login": "a", "password": "short"}}), "/login/password"),
    ] {
        let reply = owner.post("/api/v1/people", body.clone()).await;
        assert_eq!(reply.status, 422, "{body}: {reply:?}");
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{body}: {reply:?}");
    }
    assert_eq!(fixture.store.version(), before);
}

#[tokio::test]
async fn all_filters_hold_together() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let frame = made(&owner, "/api/v1/time-frames", json!({"name": "Day"})).await;
    for (first, last, department, number, frame) in [
        ("Anna", "Berg", "Sales", "201", frame["id"].clone()),
        ("Bert", "Berg", "Sales", "202", Value::Null),
        ("Carl", "Thal", "Stock", "203", frame["id"].clone()),
    ] {
        let line = json!({"number": number, "new_numbers": [format!("+498912{number}")]});
        let body = json!({"first_name": first, "last_name": last, "department": department,
            "time_frame": frame, "crm_user": format!("crm-{first}"), "line": line});
        made(&owner, "/api/v1/people", body).await;
    }
    let number = owner.get("/api/v1/phone-numbers?number=%2B498912203").await.json();
    let by_key = format!("call_flow={}", number["items"][0]["id"].as_str().unwrap());
    for (query, expected) in [
        ("", vec!["Anna", "Bert", "Carl"]),
        (&by_key, vec!["Carl"]),
        ("full_name=berg", vec!["Anna", "Bert"]),
        ("department=sales&time_frame=day", vec!["Anna"]),
        ("time_frame=-", vec!["Bert"]),
        ("number=203", vec!["Carl"]),
        ("call_flow=%2B498912202", vec!["Bert"]),
        ("crm_user=crm-carl", vec!["Carl"]),
        ("has_login=true", vec![]),
        ("q=thal", vec!["Carl"]),
        ("sort=-first_name&last_name=berg", vec!["Bert", "Anna"]),
    ] {
        let list = owner.get(&format!("/api/v1/people?{query}")).await.json();
        assert_eq!(texts(&list, "first_name"), expected, "{query}");
    }
}

#[tokio::test]
async fn the_secret_of_an_account_is_shown_once_and_by_a_noted_reveal() {
    let fixture = Fixture::new();
    let (_, line, account) = super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let body = json!({"line": line.id, "position": 1, "kind": {"sip": {"username": "soft"}}});
    let soft = made(&owner, "/api/v1/contact-methods", body).await;
    let shown = soft["secret"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/contact-methods/{}", soft["id"].as_str().unwrap());
    assert_eq!(owner.get(&path).await.json().get("secret"), None);
    let revealed = owner.post(&format!("{path}/reveal"), Value::Null).await.json();
    assert_eq!(
        (&revealed["username"], revealed["password"].as_str()),
        (&json!("soft"), Some(shown.as_str()))
    );
    let renewed = owner.post(&format!("{path}/secret"), Value::Null).await.json();
    assert_ne!(renewed["password"], revealed["password"]);
    let again = owner.post(&format!("{path}/reveal"), Value::Null).await.json();
    assert_eq!(again["password"], renewed["password"]);
    let entries = fixture.store.history(&store::HistoryFilter::default(), 100).unwrap();
    let reveals = entries.iter().filter(|entry| matches!(entry.event(), Some(store::Event::Revealed { .. })));
    assert_eq!(reveals.count(), 2);
    let forward = json!({"line": line.id, "kind": {"pstn-forward": {"number": "+49891"}}});
    let forward = made(&owner, "/api/v1/contact-methods", forward).await;
    for verb in ["secret", "reveal"] {
        let path = format!("/api/v1/contact-methods/{}/{verb}", forward["id"].as_str().unwrap());
        assert_eq!(owner.post(&path, Value::Null).await.problem().0, 422);
    }
    // Who changes people need not see secrets.
    let id = RoleId::from_bytes(fixture.store.new_id());
    let role = OwnRole { id, name: "Staff".to_owned(), permissions: vec![Permission::PeopleWrite] };
    fixture.store.write(&Who::cli("test"), Change::new().put(role)).unwrap();
    fixture.login("staff", AssignedRole::Own(id));
    let staff = fixture.signed_in("staff").await;
    let path = format!("/api/v1/contact-methods/{}/reveal", account.id);
    assert_eq!(staff.post(&path, Value::Null).await.problem(), (403, "permission-missing".to_owned()));
    assert!(!PASSWORD.is_empty());
}

#[tokio::test]
async fn a_pin_is_set_and_never_shown() {
    let fixture = Fixture::new();
    let (_, line, _) = super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let mailbox = made(&owner, "/api/v1/mailboxes", json!({"line": line.id, "email": "a@example.com"})).await;
    assert_eq!(mailbox["of"]["number"], "201");
    let path = format!("/api/v1/mailboxes/{}", mailbox["id"].as_str().unwrap());
    let pin = format!("{path}/pin");
    assert_eq!(owner.post(&pin, json!({"pin": "4711"})).await.status, 204);
    assert_eq!(owner.post(&pin, json!({"pin": "47"})).await.status, 422);
    assert!(!String::from_utf8(owner.get(&path).await.body).unwrap().contains("4711"));
    let id = mailbox["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(fixture.store.mailbox_pin(id).unwrap().unwrap().reveal(), "4711");
    assert_eq!(owner.post(&pin, json!({"pin": null})).await.status, 204);
    assert_eq!(fixture.store.mailbox_pin(id).unwrap(), None);
}

#[tokio::test]
async fn a_picture_is_what_its_first_bytes_say_and_runs_nothing() {
    let fixture = Fixture::new();
    let (person, ..) = super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let path = format!("/api/v1/people/{}/avatar", person.id);
    assert_eq!(owner.get(&path).await.status, 404);
    let png = b"\x89PNG\r\n\x1a\n rest".to_vec();
    let put = |bytes: Vec<u8>| owner.raw("PUT", &path, &[], Some(("image/png", bytes)));
    assert_eq!(put(png.clone()).await.status, 204);
    let shown = owner.get(&path).await;
    assert_eq!((shown.body.as_slice(), shown.header("content-type")), (png.as_slice(), "image/png"));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("content-security-policy").starts_with("sandbox"));
    let tag = shown.header("etag").to_owned();
    assert_eq!(owner.send("GET", &path, &[("if-none-match", &tag)], None).await.status, 304);
    assert_eq!(owner.get(&format!("/api/v1/people/{}", person.id)).await.json()["has_avatar"], true);
    assert_eq!(put(b"<svg onload=alert(1)>".to_vec()).await.status, 415);
    assert_eq!(put(Vec::new()).await.status, 422);
    let large = [png, vec![0; 33 * 1024]].concat();
    assert_eq!(put(large).await.status, 413);
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(
        (owner.get(&path).await.status, owner.delete(&path).await.status),
        (404.try_into().unwrap(), 404.try_into().unwrap())
    );
}
