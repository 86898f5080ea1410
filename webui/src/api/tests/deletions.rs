//! Deleting what others refer to: the list first, consent for what is lost, nobody beyond what they may.

use model::{AssignedRole, Permission, Role, RoleId};
use serde_json::{Value, json};
use store::{Change, Who};

use super::Fixture;

#[tokio::test]
async fn what_hangs_on_a_person_is_told_and_goes_with_consent() {
    let fixture = Fixture::new();
    let (person, line, account) = super::rows::anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let number = json!({"number": "+498912301", "line": line.id});
    let number = owner.post("/api/v1/phone-numbers", number).await.json();
    let keys = json!([{"table": "person", "id": person.id}]);
    let plan = owner.post("/api/v1/deletions/preview", json!({"keys": keys})).await;
    assert_eq!((plan.status.as_u16(), &plan.json()["is_lossy"]), (200, &json!(true)), "{plan:?}");
    let tables: Vec<Value> =
        plan.json()["dependents"].as_array().unwrap().iter().map(|one| one["row"]["table"].clone()).collect();
    assert!(tables.contains(&json!("line")) && tables.contains(&json!("contact_method")), "{tables:?}");
    let body = Some(json!({"keys": keys}));
    let german = owner.send("POST", "/api/v1/deletions/preview", &[("accept-language", "de")], body).await;
    assert_eq!(german.json()["asked"][0]["what"], "Person Anna Berg");
    let before = fixture.store.version();
    let refused = owner.post("/api/v1/deletions", json!({"keys": keys})).await;
    assert_eq!(refused.problem(), (409, "consent-needed".to_owned()));
    assert_eq!(refused.json()["plan"], plan.json());
    assert_eq!(fixture.store.version(), before);
    let unseen = owner.post("/api/v1/deletions", json!({"keys": keys, "consent": true})).await;
    assert_eq!(unseen.problem(), (409, "consent-needed".to_owned()), "consent is to a plan");
    let seen = |plan: &Value| json!({"keys": keys, "consent": true, "plan_id": plan["plan_id"]});
    // Another number rings her line by now.
    let late = json!({"number": "+498912302", "line": line.id});
    owner.post("/api/v1/phone-numbers", late).await;
    let before = fixture.store.version();
    let refused = owner.post("/api/v1/deletions", seen(&plan.json())).await;
    assert_eq!(refused.problem(), (412, "precondition-failed".to_owned()));
    let now = refused.json()["plan"].clone();
    assert_eq!(now, owner.post("/api/v1/deletions/preview", json!({"keys": keys})).await.json());
    assert_ne!(now["plan_id"], plan.json()["plan_id"]);
    assert_eq!(fixture.store.version(), before);
    let done = owner.post("/api/v1/deletions", seen(&now)).await;
    assert_eq!((done.status.as_u16(), done.json()), (200, now), "{done:?}");
    let office = fixture.store.snapshot().unwrap();
    assert!(
        office.people.is_empty()
            && office.lines.is_empty()
            && office.contact_methods.get(account.id).is_none()
    );
    // The number stays, free.
    let path = format!("/api/v1/phone-numbers/{}", number["id"].as_str().unwrap());
    assert_eq!(owner.get(&path).await.json()["line"], Value::Null);
}

#[tokio::test]
async fn what_replaces_it_needs_no_consent() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let frame = |name: &'static str| owner.post("/api/v1/time-frames", json!({"name": name}));
    let (day, night) = (frame("Day").await.json(), frame("Night").await.json());
    let person =
        owner.post("/api/v1/people", json!({"first_name": "A", "time_frame": day["id"]})).await.json();
    let body = json!({
        "keys": [{"table": "time_frame", "id": day["id"]}],
        "resolutions": [{"table": "person", "id": person["id"], "column": "time_frame", "replace_by": night["id"]}],
    });
    let done = owner.post("/api/v1/deletions", body).await;
    assert_eq!((done.status.as_u16(), &done.json()["is_lossy"]), (200, &json!(false)), "{done:?}");
    let path = format!("/api/v1/people/{}", person["id"].as_str().unwrap());
    assert_eq!(owner.get(&path).await.json()["time_frame"], night["id"]);
}

#[tokio::test]
async fn nobody_deletes_more_than_they_may_nor_themselves() {
    let fixture = Fixture::new();
    let (person, line, _) = super::rows::anna(&fixture);
    let boss = fixture.login("boss", AssignedRole::BuiltIn(Role::Owner));
    fixture.login("manager", AssignedRole::BuiltIn(Role::OfficeManager));
    let role = RoleId::from_bytes(fixture.store.new_id());
    let own =
        model::OwnRole { id: role, name: "Staff".to_owned(), permissions: vec![Permission::PeopleWrite] };
    fixture.store.write(&Who::cli("test"), Change::new().put(own)).unwrap();
    fixture.login("staff", AssignedRole::Own(role));
    let of = |table: &str, id: String| json!({"keys": [{"table": table, "id": id}], "consent": true});
    let (owner, manager, staff) = (
        fixture.signed_in("boss").await,
        fixture.signed_in("manager").await,
        fixture.signed_in("staff").await,
    );
    let path = "/api/v1/deletions";
    let own = owner.post(path, of("portal_user", boss.id.to_string())).await;
    assert_eq!(own.problem(), (403, "not-yourself".to_owned()));
    let above = manager.post(path, of("portal_user", boss.id.to_string())).await;
    assert_eq!(above.problem(), (403, "not-more-than-you-may".to_owned()));
    let site = fixture.store.snapshot().unwrap().sites.iter().next().unwrap().id;
    let other = staff.post(path, of("site", site.to_string())).await;
    assert_eq!(other.problem(), (403, "permission-missing".to_owned()));
    // A public number rings the line: to let it go is a matter of numbers.
    let number = json!({"number": "+498912301", "line": line.id});
    owner.post("/api/v1/phone-numbers", number).await;
    let beyond = staff.post(path, of("person", person.id.to_string())).await;
    assert_eq!(beyond.problem(), (403, "permission-missing".to_owned()));
    let nobody = fixture.stranger("192.0.2.7").post(path, of("person", person.id.to_string())).await;
    assert_eq!(nobody.status, 401);
    for (body, pointer) in [
        (json!({}), "/keys"),
        (json!({"keys": []}), "/keys"),
        (json!({"keys": [{"table": "office", "id": person.id}]}), "/keys/0/table"),
        (json!({"keys": [{"table": "person", "id": "x"}]}), "/keys/0/id"),
    ] {
        let reply = owner.post(path, body.clone()).await;
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{body}");
    }
}

#[tokio::test]
async fn a_role_that_goes_leaves_nobody_with_more_than_the_caller_may() {
    let fixture = Fixture::new();
    let role = |name: &str, permissions: &[Permission]| {
        let id = RoleId::from_bytes(fixture.store.new_id());
        let own = model::OwnRole { id, name: name.to_owned(), permissions: permissions.to_vec() };
        fixture.store.write(&Who::cli("test"), Change::new().put(own)).unwrap();
        id
    };
    let admin = [Permission::PortalUsersWrite, Permission::PortalUsersRead, Permission::OwnRead];
    let (admins, clerks) = (role("Admins", &admin), role("Clerks", &[]));
    let (helpers, bosses) = (role("Helpers", &admin[..1]), role("Bosses", &[Permission::SettingsWrite]));
    let admin = fixture.login("admin", AssignedRole::Own(admins));
    let clerk = fixture.login("clerk", AssignedRole::Own(clerks));
    let client = fixture.signed_in("admin").await;
    let wanted = |goes: RoleId, of: &model::PortalUser, by: RoleId| {
        json!({
            "keys": [{"table": "role", "id": goes}],
            "resolutions": [{"table": "portal_user", "id": of.id, "column": "own_role", "replace_by": by}],
        })
    };
    for (body, code) in [
        (wanted(clerks, &clerk, bosses), "not-more-than-you-may"),
        (wanted(admins, &admin, helpers), "not-yourself"),
        (wanted(admins, &admin, bosses), "not-yourself"),
        (json!({"keys": [{"table": "role", "id": admins}], "consent": true}), "not-yourself"),
        (json!({"keys": [{"table": "role", "id": bosses}]}), "not-more-than-you-may"),
    ] {
        for path in ["/api/v1/deletions/preview", "/api/v1/deletions"] {
            let reply = client.post(path, body.clone()).await;
            assert_eq!(reply.problem(), (403, code.to_owned()), "{path} {body}");
        }
    }
    let role_of =
        |user: &model::PortalUser| fixture.store.snapshot().unwrap().portal_users.get(user.id).unwrap().role;
    assert_eq!((role_of(&admin), role_of(&clerk)), (AssignedRole::Own(admins), AssignedRole::Own(clerks)));
    let done = client.post("/api/v1/deletions", wanted(clerks, &clerk, helpers)).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(role_of(&clerk), AssignedRole::Own(helpers));
}
