//! Who is registered, as those see it who may, and that a listener hears when it changes.

use jiff::Timestamp;
use model::{AssignedRole, BindingChange, Permission, Role, StoredBinding};
use serde_json::{Value, json};
use store::NewToken;

use super::Fixture;
use super::rows::anna;

const PATH: &str = "/api/v1/registrations";

/// A telephone of an account.
pub(super) fn binding(username: &str) -> StoredBinding {
    StoredBinding {
        username: username.parse().unwrap(),
        contact: format!("sip:{username}@192.0.2.7:5062"),
        transport: "udp".to_owned(),
        local: "192.0.2.1:5060".parse().unwrap(),
        remote: "192.0.2.7:5062".parse().unwrap(),
        instance: String::new(),
        call_id: "abc".to_owned(),
        cseq: 1,
        user_agent: "Yealink SIP-T54W".to_owned(),
        expires: "2026-11-23T09:05:00Z".parse().unwrap(),
        interval_s: 300,
    }
}

fn moment() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn it_is_seen_whose_telephone_is_there_whose_is_not_and_whose_does_not_answer() {
    let fixture = Fixture::new();
    let (person, _, account) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let bert = json!({"first_name": "Bert", "line": {"number": "202"}, "sip_account": true});
    assert_eq!(owner.post("/api/v1/people", bert).await.status, 201);
    let site = &owner.get("/api/v1/sites").await.json()["items"][0]["id"];
    let accounts = json!([{"position": 1, "contact_method": account.id.to_string()}]);
    let phone = json!({"mac": "0015650a0b0c", "vendor": "Yealink", "model": "T54W", "site": site, "accounts": accounts});
    assert_eq!(owner.post("/api/v1/phones", phone).await.status, 201);
    let live = &fixture.live;
    live.binding(&BindingChange::Changed(binding("u201")), moment());

    let page = owner.get(&format!("{PATH}?sort=number")).await.json();
    assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&json!(2), 2));
    let row = &page["items"][0];
    assert_eq!(
        (&row["username"], &row["state"], &row["gone"]),
        (&json!("u201"), &json!("registered"), &Value::Null)
    );
    assert_eq!((&row["line"]["number"], &row["line"]["name"]), (&json!("201"), &json!("Anna Berg")));
    assert_eq!(
        (&row["owner"]["person"], &row["phone"]["model"]),
        (&json!(person.id.to_string()), &json!("T54W"))
    );
    assert_eq!(
        row["contacts"],
        json!([{
            "address": "192.0.2.7:5062",
            "transport": "udp",
            "user_agent": "Yealink SIP-T54W",
            "since": "2026-11-23T09:00:00Z",
            "expires": "2026-11-23T09:05:00Z",
            "is_reachable": true,
        }])
    );
    assert_eq!(page["items"][1]["state"], "not-registered");

    let names = async |query: &str| {
        let page = owner.get(&format!("{PATH}?{query}")).await.json();
        let items = page["items"].as_array().unwrap().iter();
        items.map(|row| row["line"]["number"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    for (query, found) in [
        ("state=registered", "201"),
        ("state=not-registered", "202"),
        ("state=not-reachable", ""),
        ("q=berg", "201"),
        ("q=202", "202"),
        ("device=t54", "201"),
        (&format!("owner={}", person.id), "201"),
        ("sort=state,number", "202 201"),
        ("sort=-number&limit=1", "202"),
        ("sort=-number&limit=1&offset=1", "201"),
    ] {
        assert_eq!(names(query).await, found, "{query}");
    }
    live.reachable(&"u201".parse().unwrap(), "sip:u201@192.0.2.7:5062", false);
    assert_eq!(names("state=not-reachable").await, "201");
    let contact = "sip:u201@192.0.2.7:5062".to_owned();
    live.binding(&BindingChange::Removed { username: "u201".parse().unwrap(), contact }, moment());
    let page = owner.get(&format!("{PATH}?q=berg")).await.json();
    assert_eq!(page["items"][0]["gone"], "2026-11-23T09:00:00Z");
    assert_eq!(owner.get(&format!("{PATH}?colour=red")).await.problem().1, "unknown-parameter");
}

#[tokio::test]
async fn who_has_it_already_is_given_nothing() {
    let fixture = Fixture::new();
    anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let tag = owner.get(PATH).await.header("etag").to_owned();
    let again = async |tag: &str| owner.send("GET", PATH, &[("if-none-match", tag)], None).await;
    assert_eq!(again(&tag).await.status, 304);
    // A call says nothing of telephones; that one registers, or registers again, does.
    fixture.live.calls();
    assert_eq!(again(&tag).await.status, 304);
    fixture.live.binding(&BindingChange::Changed(binding("u201")), moment());
    let new = again(&tag).await;
    assert_eq!(new.status, 200);
    fixture.live.binding(&BindingChange::Refreshed(binding("u201")), moment());
    assert_eq!(again(new.header("etag")).await.status, 200);
}

#[tokio::test]
async fn who_may_not_see_people_or_telephones_sees_accounts_only() {
    let fixture = Fixture::new();
    anna(&fixture);
    let mut program = fixture.stranger("198.51.100.9");
    let permissions = vec![Permission::StatusRead];
    let token = NewToken { name: "monitoring".to_owned(), permissions, expires: None, made_by: None };
    program.bearer = Some(fixture.store.create_token(&store::Who::cli("test"), token).unwrap().1);
    let page = program.get(PATH).await.json();
    let row = &page["items"][0];
    assert_eq!((&row["username"], &row["line"], &row["owner"]), (&json!("u201"), &Value::Null, &Value::Null));
    assert_eq!(program.get(&format!("{PATH}?q=berg")).await.json()["total"], 0);
    for hidden in ["name=berg", "sort=number", "device=x", "owner=-"] {
        assert_eq!(
            program.get(&format!("{PATH}?{hidden}")).await.problem().1,
            "permission-missing",
            "{hidden}"
        );
    }
    fixture.login("clerk", AssignedRole::BuiltIn(Role::TransactionsOnly));
    assert_eq!(fixture.signed_in("clerk").await.get(PATH).await.status, 403);
}
