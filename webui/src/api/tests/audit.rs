//! The audit log, and taking changes back.

use model::{AssignedRole, OwnRole, Permission, Role, RoleId};
use serde_json::{Value, json};
use store::{Change, Who};

use super::rows::anna;
use super::{Fixture, PASSWORD};

const PATH: &str = "/api/v1/audit";

/// Who may take changes back and this much beside.
fn undoer(fixture: &Fixture, login: &str, more: &[Permission]) {
    let own = OwnRole {
        id: RoleId::from_bytes(fixture.store.new_id()),
        name: format!("Role of {login}"),
        permissions: [&[Permission::AuditUndo], more].concat(),
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(own.clone())).unwrap();
    fixture.login(login, AssignedRole::Own(own.id));
}

#[tokio::test]
async fn the_log_is_filtered_paged_and_names_what_keys_mean() {
    let fixture = Fixture::new();
    let (_, line, _) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let number = json!({"number": "+4989123201", "line": line.id.to_string()});
    let made = owner.post("/api/v1/phone-numbers", number).await.json();
    let id = made["id"].as_str().unwrap();
    let page = owner.get(&format!("{PATH}?id={id}")).await.json();
    let rows = page["items"].as_array().unwrap();
    let of_line = rows.iter().find(|row| row["column"] == "line").unwrap();
    assert_eq!(
        (&of_line["new_name"], &of_line["what_now"]),
        (&json!("201 Anna Berg"), &json!("+4989123201"))
    );
    assert_eq!((&of_line["who_name"], &of_line["table"]), (&json!("owner"), &json!("phone_number")));
    assert_eq!((&of_line["column_label"], &of_line["old_name"]), (&json!("Extension"), &Value::Null));
    let german =
        owner.send("GET", &format!("{PATH}?id={id}"), &[("accept-language", "de")], None).await.json();
    assert_eq!(german["items"][0]["what_label"], "Rufnummer +4989123201");
    assert_eq!((&page["next"], &of_line["event"]), (&Value::Null, &Value::Null));
    let version = of_line["version"].as_u64().unwrap();
    let same = owner.get(&format!("{PATH}?version={version}")).await.json();
    assert_eq!(same["items"], page["items"]);
    let who = of_line["who"].as_str().unwrap();
    let by_owner = owner.get(&format!("{PATH}?who={who}&since=2026-11-23T09:00:00Z")).await.json();
    assert!(by_owner["items"].as_array().unwrap().len() > rows.len());

    let all = owner.get(&format!("{PATH}?limit=500")).await.json()["items"].as_array().unwrap().clone();
    let (mut before, mut seen) = (i64::MAX, Vec::new());
    loop {
        let page = owner.get(&format!("{PATH}?limit=7&before={before}")).await.json();
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_i64() else { break };
        before = next;
    }
    assert_eq!(seen, all);
    assert!(
        !all.iter()
            .any(|row| row["is_secret"] == true && (row["old"] != Value::Null || row["new"] != Value::Null))
    );
}

#[tokio::test]
async fn who_comes_goes_and_is_refused_is_noted() {
    let fixture = Fixture::new();
    let client = fixture.stranger("192.0.2.1");
    client.sign_in("owner", "wrong", None).await;
    client.sign_in("owner", PASSWORD, None).await;
    client.delete("/api/v1/session").await;
    // A password in the wrong field is a name that nobody has.
    client.sign_in("Summer-2026-in-Rome", "", None).await;
    client.sign_in("owner", PASSWORD, None).await;
    let page = client.get(PATH).await.json();
    assert!(!page.to_string().contains("Summer-2026"));
    let events: Vec<&Value> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["event"])
        .filter(|event| event.is_object())
        .collect();
    let words: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(words, ["signed-in", "sign-in-refused", "signed-out", "signed-in", "sign-in-refused"]);
    assert_eq!((&events[4]["name"], &events[4]["why"]), (&json!("owner"), &json!("sign-in-refused")));
    assert_eq!(page["items"][0]["address"], "192.0.2.1");
}

#[tokio::test]
async fn a_change_is_taken_back_unless_others_have_changed_it_since() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let made = owner.post("/api/v1/time-frames", json!({"name": "Day"})).await;
    let path = made.header("location").to_owned();
    assert_eq!(owner.patch(&path, json!({"name": "Night"})).await.status, 200);
    let version = fixture.store.version();
    let undone = owner.post("/api/v1/undo", json!({"version": version})).await;
    assert_eq!((undone.status.as_u16(), &undone.json()["cells"]), (200, &json!(1)), "{undone:?}");
    assert_eq!(owner.get(&path).await.json()["name"], "Day");

    owner.patch(&path, json!({"name": "Noon"})).await;
    let version = fixture.store.version();
    owner.patch(&path, json!({"name": "Dawn"})).await;
    let refused = owner.post("/api/v1/undo", json!({"version": version})).await;
    assert_eq!(refused.problem(), (409, "changed-since".to_owned()));
    let conflict = &refused.json()["conflicts"][0];
    assert_eq!((&conflict["left"], &conflict["now"]), (&json!("Noon"), &json!("Dawn")));
    let left = owner.post("/api/v1/undo", json!({"version": version, "leave_conflicts": true})).await;
    assert_eq!((left.status.as_u16(), left.json()["conflicts"].as_array().unwrap().len()), (200, 1));

    let who = owner.get("/api/v1/me").await.json()["id"].clone();
    let since = json!({"who": who, "since": "2026-11-23T09:00:00Z"});
    assert_eq!(owner.post("/api/v1/undo", since).await.status, 200);
    assert_eq!(owner.get(&path).await.status, 404);
    for body in [
        json!({}),
        json!({"who": who}),
        json!({"since": "2026-11-23T09:00:00Z"}),
        json!({"version": 1, "who": who}),
    ] {
        assert_eq!(owner.post("/api/v1/undo", body).await.status, 422);
    }
    assert_eq!(owner.post("/api/v1/undo", json!({"version": 999_999})).await.status, 404);
}

#[tokio::test]
async fn a_conflict_names_what_keys_mean() {
    let fixture = Fixture::new();
    let (_, line, _) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let made = owner.post("/api/v1/phone-numbers", json!({"number": "+4989123201"})).await;
    let path = made.header("location").to_owned();
    owner.patch(&path, json!({"line": line.id.to_string()})).await;
    let version = fixture.store.version();
    owner.patch(&path, json!({"line": null})).await;
    let refused = owner.post("/api/v1/undo", json!({"version": version})).await.json();
    assert_eq!(refused["conflicts"][0]["left_name"], "201 Anna Berg");
}

#[tokio::test]
async fn nobody_takes_back_what_they_could_not_have_changed() {
    let fixture = Fixture::new();
    undoer(&fixture, "clerk", &[Permission::PeopleWrite]);
    undoer(&fixture, "keeper", &[Permission::PortalUsersWrite]);
    let manager = fixture.login("manager", AssignedRole::BuiltIn(Role::OfficeManager));
    let anna = fixture.login("anna", AssignedRole::BuiltIn(Role::Owner));
    let owner = fixture.signed_in("owner").await;
    let (clerk, keeper) = (fixture.signed_in("clerk").await, fixture.signed_in("keeper").await);
    let by_manager = fixture.signed_in("manager").await;

    owner.post("/api/v1/time-frames", json!({"name": "Day"})).await;
    let undo = json!({"version": fixture.store.version()});
    assert_eq!(clerk.post("/api/v1/undo", undo).await.problem().1, "permission-missing");

    // An owner was demoted: only an owner makes one again.
    let path = format!("/api/v1/portal-users/{}", anna.id);
    assert_eq!(owner.patch(&path, json!({"role": {"built-in": "user"}})).await.status, 200);
    let undo = json!({"version": fixture.store.version()});
    for client in [&keeper, &by_manager] {
        assert_eq!(client.post("/api/v1/undo", undo.clone()).await.problem().1, "not-more-than-you-may");
    }
    assert_eq!(clerk.post("/api/v1/undo", undo.clone()).await.problem().1, "permission-missing");
    assert_eq!(owner.post("/api/v1/undo", undo).await.status, 200);

    // One's own role does not come back by oneself, nor what it permitted.
    let path = format!("/api/v1/portal-users/{}", manager.id);
    fixture.login("spare", AssignedRole::BuiltIn(Role::OfficeManager));
    let undoers = OwnRole {
        id: RoleId::from_bytes(fixture.store.new_id()),
        name: "Undoer".to_owned(),
        permissions: vec![Permission::AuditUndo, Permission::PortalUsersWrite, Permission::OwnWrite],
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(undoers.clone())).unwrap();
    let demoted = owner.patch(&path, json!({"role": {"own": undoers.id.to_string()}})).await;
    assert_eq!(demoted.status, 200, "{demoted:?}");
    let undo = json!({"version": fixture.store.version()});
    assert_eq!(by_manager.post("/api/v1/undo", undo).await.problem().1, "not-yourself");
    let role = format!("/api/v1/roles/{}", undoers.id);
    assert_eq!(
        owner.patch(&role, json!({"permissions": ["audit-undo", "portal-users-write"]})).await.status,
        200
    );
    let undo = json!({"version": fixture.store.version()});
    assert_eq!(by_manager.post("/api/v1/undo", undo.clone()).await.problem().1, "not-yourself");
    assert_eq!(keeper.post("/api/v1/undo", undo).await.problem().1, "not-more-than-you-may");
}

#[tokio::test]
async fn nobody_locks_themselves_out_by_taking_back() {
    let fixture = Fixture::new();
    let boss = fixture.login("boss", AssignedRole::BuiltIn(Role::Owner));
    let owner = fixture.signed_in("owner").await;
    let by_boss = fixture.signed_in("boss").await;
    for (shut, open, code) in [
        (json!({"allow_list": ["203.0.113.7"]}), json!({"allow_list": []}), "locks-you-out"),
        (json!({"expiration": "2026-11-22"}), json!({"expiration": null}), "not-yourself"),
        (json!({"activation": "2027-01-01"}), json!({"activation": null}), "not-yourself"),
    ] {
        let path = format!("/api/v1/portal-users/{}", boss.id);
        for patch in [shut, open] {
            let reply = owner.patch(&path, patch).await;
            assert_eq!(reply.status, 200, "{reply:?}");
        }
        let undo = json!({"version": fixture.store.version()});
        let version = fixture.store.version();
        assert_eq!(by_boss.post("/api/v1/undo", undo.clone()).await.problem().1, code);
        assert_eq!(fixture.store.version(), version);
        assert_eq!(owner.post("/api/v1/undo", undo).await.status, 200);
        let reply = owner.patch(&path, json!({"allow_list": [], "expiration": null, "activation": null}));
        assert_eq!(reply.await.status, 200);
    }
}

#[tokio::test]
async fn who_may_not_take_back_is_not_told_what_has_changed_since() {
    let fixture = Fixture::new();
    undoer(&fixture, "clerk", &[Permission::PeopleWrite]);
    let owner = fixture.signed_in("owner").await;
    let path = owner.post("/api/v1/time-frames", json!({"name": "Day"})).await.header("location").to_owned();
    let version = fixture.store.version();
    owner.patch(&path, json!({"name": "Secret"})).await;
    let clerk = fixture.signed_in("clerk").await;
    let reply = clerk.post("/api/v1/undo", json!({ "version": version })).await;
    assert_eq!(reply.problem().1, "permission-missing");
    assert!(reply.json()["conflicts"].is_null());
}
