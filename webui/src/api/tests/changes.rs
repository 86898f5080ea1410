//! Several changes as one: all of them or none.

mod odd;

use model::{AssignedRole, Permission, Role};
use serde_json::{Value, json};
use store::{Change, Who};

use super::rows::anna;
use super::{Client, Fixture, PASSWORD, Reply};

const PATH: &str = "/api/v1/changes";
/// A PNG of one dot.
const DOT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async fn make(client: &Client<'_>, changes: Value) -> Reply {
    client.post(PATH, json!({ "changes": changes })).await
}

fn post(path: &str, body: Value) -> Value {
    json!({ "method": "POST", "path": path, "body": body })
}

fn patch(path: &str, body: Value) -> Value {
    json!({ "method": "PATCH", "path": path, "body": body })
}

/// Which change was refused, with which code, and at which place of it.
fn refused(reply: &Reply) -> (u16, Value, String, Value) {
    let (status, code) = reply.problem();
    (status, reply.json()["change"].clone(), code, reply.json()["errors"][0]["pointer"].clone())
}

#[tokio::test]
async fn rows_that_refer_to_each_other_are_made_as_one_and_taken_back_as_one() {
    let fixture = Fixture::new();
    let (person, line, _) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let before = fixture.store.snapshot().unwrap();
    let made = make(
        &owner,
        json!([
            patch(&format!("/people/{}", person.id), json!({"department": "Sales"})),
            post("/lines", json!({"owner": {"person": person.id}, "number": "202"})),
            post("/contact-methods", json!({"line": {"made_by": 1}, "kind": {"sip": {"username": "u202"}}})),
            post("/mailboxes", json!({"line": {"made_by": 1}, "email": "anna@example.com"})),
            post("/mailboxes/@3/pin", json!({"pin": "4711"})),
            patch(&format!("/lines/{}", line.id), json!({"when_unavailable": {"line": {"made_by": 1}}})),
            json!({"method": "PUT", "path": format!("/people/{}/avatar", person.id), "file": DOT}),
        ]),
    )
    .await;
    assert_eq!(made.status, 200, "{made:?}");
    let version = made.json()["version"].clone();
    assert_eq!(
        (version.clone(), made.header("bellbox-version")),
        (json!(before.version + 1), (before.version + 1).to_string().as_str())
    );
    let results = made.json()["results"].clone();
    let statuses: Vec<u64> =
        results.as_array().unwrap().iter().map(|result| result["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [200, 201, 201, 201, 204, 200, 204]);
    assert_eq!(results[0]["body"]["department"], "Sales");
    assert_eq!((&results[4]["body"], &results[4]["etag"]), (&Value::Null, &Value::Null));

    let now = fixture.store.snapshot().unwrap();
    let second = now.lines.iter().find(|line| line.number.as_str() == "202").unwrap();
    assert_eq!(results[1]["body"]["id"], second.id.to_string());
    assert!(
        matches!(now.lines.get(line.id).unwrap().when_unavailable, model::Unavailable::Line(id) if id == second.id)
    );
    assert_eq!((now.mailboxes.as_slice()[0].line, now.avatars.len()), (second.id, 1));
    // The account's secret is shown this once, and opens.
    let account = now.contact_methods.iter().find(|method| method.line == second.id).unwrap();
    let secret = owner.post(&format!("/api/v1/contact-methods/{}/reveal", account.id), json!({})).await;
    assert_eq!(results[2]["body"]["secret"], secret.json()["password"], "{secret:?}");
    assert!(results[2]["body"]["secret"].is_string());

    let undone = owner.post("/api/v1/undo", json!({ "version": version })).await;
    assert_eq!(undone.status, 200, "{undone:?}");
    let after = fixture.store.snapshot().unwrap();
    assert_eq!((&after.lines.as_slice(), after.avatars.len()), (&before.lines.as_slice(), 0));
    assert_eq!(after.people.as_slice(), before.people.as_slice());
}

#[tokio::test]
async fn of_a_refused_one_nothing_is_written_and_it_is_named() {
    let fixture = Fixture::new();
    let (person, line, _) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let sales = patch(&format!("/people/{}", person.id), json!({"department": "Sales"}));
    let lines = format!("/lines/{}", line.id);
    let version = fixture.store.version();
    let none = Value::Null;
    for (second, status, change, code, pointer) in [
        (patch(&lines, json!({"number": "x"})), 422, json!(1), "invalid", json!("/number")),
        (patch(&lines, json!({"colour": "red"})), 422, json!(1), "invalid", json!("/colour")),
        // What only the store knows is found out of the whole.
        (
            post("/lines", json!({"owner": {"person": person.id}, "number": "201"})),
            409,
            json!(1),
            "name-taken",
            json!("/number"),
        ),
        (
            patch(&format!("/people/{}", person.id), json!({"email": "no address"})),
            422,
            json!(1),
            "invalid",
            json!("/email"),
        ),
        (json!({"method": "DELETE", "path": lines}), 409, json!(1), "in-use", none.clone()),
        (
            json!({"method": "PATCH", "path": lines, "if_match": "\"old\"", "body": {"outside_calls": false}}),
            412,
            json!(1),
            "precondition-failed",
            none.clone(),
        ),
        (
            json!({"method": "PATCH", "path": lines, "if_match": "\n", "body": {}}),
            412,
            json!(1),
            "precondition-failed",
            none.clone(),
        ),
        (
            patch("/lines/01a206a1-4ae3-74c3-9c87-fa65352de41a", json!({})),
            404,
            json!(1),
            "not-found",
            none.clone(),
        ),
        (post("/changes", json!({"changes": []})), 400, json!(1), "malformed", none.clone()),
        (post("/people", json!({"first_name": "Ben"})), 400, json!(1), "malformed", none.clone()),
        (post("/session", json!({})), 400, json!(1), "malformed", none.clone()),
        (post("/lines/", json!({})), 400, json!(1), "malformed", none.clone()),
        (json!({"method": "GET", "path": lines}), 422, none.clone(), "invalid", json!("/changes/1/method")),
        (
            json!({"method": "PATCH", "path": format!("{lines}?x=1"), "body": {}}),
            400,
            json!(1),
            "unknown-parameter",
            none.clone(),
        ),
        (patch("/lines/@0", json!({"number": {"made_by": 1}})), 400, json!(1), "malformed", none.clone()),
        (patch("/lines/@7", json!({})), 400, json!(1), "malformed", none.clone()),
        (patch(&lines, json!([])), 400, json!(1), "malformed", none.clone()),
        (json!({"method": "POST", "path": "/lines"}), 400, json!(1), "malformed", none.clone()),
        (
            json!({"method": "PUT", "path": format!("/people/{}/avatar", person.id), "file": "%%%"}),
            400,
            json!(1),
            "malformed",
            none.clone(),
        ),
        (
            json!({"method": "PUT", "path": format!("/people/{}/avatar", person.id), "file": DOT, "body": {}}),
            400,
            json!(1),
            "malformed",
            none.clone(),
        ),
        (
            json!({"method": "PUT", "path": format!("/people/{}/avatar", person.id), "file": "A".repeat(60_000)}),
            413,
            json!(1),
            "too-large",
            none.clone(),
        ),
    ] {
        let reply = make(&owner, json!([sales, second, sales])).await;
        assert_eq!(refused(&reply), (status, change, code.to_owned(), pointer), "{second}");
        assert_eq!(reply.header("bellbox-version"), "");
    }
    assert_eq!(fixture.store.version(), version, "nothing was written");
}

#[tokio::test]
async fn rows_have_to_be_right_only_when_all_is_done() {
    let fixture = Fixture::new();
    let (person, line, account) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let body = json!({"owner": {"person": person.id}, "number": "202"});
    let other = owner.post("/api/v1/lines", body).await.json()["id"].as_str().unwrap().to_owned();
    let (first, second) = (format!("/lines/{}", line.id), format!("/lines/{other}"));
    // Two change their numbers; alone neither could.
    assert_eq!(owner.patch(&format!("/api/v1{first}"), json!({"number": "202"})).await.status, 409);
    let swapped = make(
        &owner,
        json!([patch(&first, json!({"number": "202"})), patch(&second, json!({"number": "201"}))]),
    )
    .await;
    assert_eq!(swapped.status, 200, "{swapped:?}");
    // One row twice, and a line that goes with what refers to it.
    let twice = make(
        &owner,
        json!([
            patch(&first, json!({"outside_calls": false})),
            patch(&first, json!({"internal_caller_id": "Desk"})),
            json!({"method": "DELETE", "path": first}),
            json!({"method": "DELETE", "path": format!("/contact-methods/{}", account.id)}),
            patch(&second, json!({"number": "202"})),
        ]),
    )
    .await;
    assert_eq!(twice.status, 200, "{twice:?}");
    let office = fixture.store.snapshot().unwrap();
    let numbers: Vec<&str> = office.lines.iter().map(|line| line.number.as_str()).collect();
    assert_eq!((numbers, office.contact_methods.len()), (vec!["202"], 0));
    // The same once more changes nothing, and says so.
    let again = make(&owner, json!([patch(&second, json!({"number": "202"}))])).await;
    assert_eq!(
        (again.status.as_u16(), &again.json()["version"], again.header("bellbox-version")),
        (200, &Value::Null, "")
    );
    assert_eq!(make(&owner, json!([])).await.status, 200);
}

#[tokio::test]
async fn each_needs_what_it_needs_alone() {
    let fixture = Fixture::new();
    let (person, ..) = anna(&fixture);
    let own = model::OwnRole {
        id: model::RoleId::from_bytes(fixture.store.new_id()),
        name: "Clerk".to_owned(),
        permissions: vec![Permission::PeopleWrite],
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(own.clone())).unwrap();
    fixture.login("clerk", AssignedRole::Own(own.id));
    let clerk = fixture.signed_in("clerk").await;
    let sales = patch(&format!("/people/{}", person.id), json!({"department": "Sales"}));
    let login = post("/portal-users", json!({"login": "anna", "role": {"built-in": "user"}}));
    let version = fixture.store.version();
    let reply = make(&clerk, json!([sales.clone(), login.clone()])).await;
    assert_eq!(
        (reply.problem(), &reply.json()["change"]),
        ((403, "permission-missing".to_owned()), &json!(1))
    );
    let reply = make(&fixture.stranger("192.0.2.7"), json!([])).await;
    assert_eq!(reply.status, 401);
    assert_eq!(fixture.store.version(), version);
    assert_eq!(make(&clerk, json!([sales])).await.status, 200);
}

#[tokio::test]
async fn passwords_are_given_a_few_at_a_time_and_what_follows_waits_for_all() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let anna = fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    let there = fixture.signed_in("anna").await;
    let path = format!("/portal-users/{}", anna.id);
    let password = post(&format!("{path}/password"), json!({"generate_password": true}));
    let renamed = patch(&path, json!({"login": "anna.berg"}));
    let made =
        make(&owner, json!([renamed, password.clone(), patch(&path, json!({"login": "owner"}))])).await;
    assert_eq!(refused(&made).1, json!(2), "{made:?}");
    assert_eq!(there.get("/api/v1/me").await.status, 200, "nothing has happened");

    let made = make(&owner, json!([renamed, password.clone()])).await;
    assert_eq!(made.status, 200, "{made:?}");
    assert_eq!(there.get("/api/v1/me").await.status, 401, "with the old password its sessions went");
    let given = made.json()["results"][1]["body"]["generated_password"].as_str().unwrap().to_owned();
    assert_eq!(there.sign_in("anna.berg", &given, None).await.json()["next"], "change-password");
    assert_eq!(there.sign_in("anna.berg", PASSWORD, None).await.status, 401);

    let five = make(&owner, json!([password, password, password, password, password])).await;
    assert_eq!((five.problem(), &five.json()["change"]), ((422, "too-many".to_owned()), &json!(4)));
    let many: Vec<Value> = (0..101).map(|_| patch(&path, json!({}))).collect();
    assert_eq!(
        refused(&make(&owner, json!(many)).await),
        (422, Value::Null, "invalid".to_owned(), json!("/changes"))
    );
}

#[tokio::test]
async fn a_change_says_which_version_it_made() {
    let fixture = Fixture::new();
    let (person, ..) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let path = format!("/api/v1/people/{}", person.id);
    for (department, version) in [("Sales", "4"), ("Sales", ""), ("", "5")] {
        let changed = owner.patch(&path, json!({"department": department})).await;
        assert_eq!(
            (changed.status.as_u16(), changed.header("bellbox-version")),
            (200, version),
            "{department}"
        );
    }
    assert_eq!(owner.get(&path).await.header("bellbox-version"), "");
}
