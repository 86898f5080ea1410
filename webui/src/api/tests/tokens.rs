//! Tokens for programs.

use model::{AssignedRole, OwnRole, Permission, Role, RoleId};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Client, Fixture};

const PATH: &str = "/api/v1/tokens";

/// A program with a token that this client makes.
async fn program<'f>(fixture: &'f Fixture, by: &Client<'_>, permissions: Value) -> Client<'f> {
    let made = by.post(PATH, json!({"name": "payroll", "permissions": permissions})).await;
    assert_eq!(made.status, 201, "{made:?}");
    let mut program = fixture.stranger("198.51.100.9");
    program.bearer = Some(made.json()["token"].as_str().unwrap().to_owned());
    program
}

#[tokio::test]
async fn a_token_is_shown_once_listed_and_revoked() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let body = json!({"name": "payroll", "permissions": ["people-read"], "expires": "2027-01-01T00:00:00Z"});
    let made = owner.post(PATH, body).await;
    let row = made.json();
    assert_eq!((made.status.as_u16(), &row["made_by_login"]), (201, &json!("owner")));
    assert!(row["token"].as_str().unwrap().starts_with("bb_"));
    let page = owner.get(&format!("{PATH}?name=pay&permission=people-read")).await.json();
    assert_eq!((&page["total"], &page["items"][0]["token"]), (&json!(1), &Value::Null));
    assert_eq!(page["items"][0]["expires"], "2027-01-01T00:00:00Z");
    let mut program = fixture.stranger("198.51.100.9");
    program.bearer = Some(row["token"].as_str().unwrap().to_owned());
    assert_eq!(program.get("/api/v1/places").await.status, 200);
    assert_eq!(owner.delete(made.header("location")).await.status, 204);
    assert_eq!(owner.delete(made.header("location")).await.status, 404);
    assert_eq!(program.get("/api/v1/places").await.status, 401);
    for (body, pointer) in [
        (json!({"name": "x", "permissions": []}), "/permissions"),
        (json!({"name": "", "permissions": ["people-read"]}), "/name"),
        (json!({"name": "x", "permissions": ["fly"]}), "/permissions/0"),
        (json!({"name": "x", "permissions": ["people-read"], "expires": "2020-01-01T00:00:00Z"}), "/expires"),
    ] {
        assert_eq!(owner.post(PATH, body).await.json()["errors"][0]["pointer"], pointer);
    }
}

#[tokio::test]
async fn a_token_may_no_more_than_its_maker_and_makes_none() {
    let fixture = Fixture::new();
    let own = OwnRole {
        id: RoleId::from_bytes(fixture.store.new_id()),
        name: "Clerk".to_owned(),
        permissions: vec![Permission::TokensWrite, Permission::PeopleWrite],
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(own.clone())).unwrap();
    fixture.login("clerk", AssignedRole::Own(own.id));
    let clerk = fixture.signed_in("clerk").await;
    let more = clerk.post(PATH, json!({"name": "x", "permissions": ["audit-read"]})).await;
    assert_eq!(more.problem(), (403, "not-more-than-you-may".to_owned()));
    // To write is to read too.
    let program = program(&fixture, &clerk, json!(["people-read", "tokens-write"])).await;
    assert_eq!(program.get("/api/v1/places").await.status, 200);
    assert_eq!(program.get(PATH).await.status, 200);
    let child = program.post(PATH, json!({"name": "x", "permissions": ["people-read"]})).await;
    assert_eq!(child.problem(), (403, "not-more-than-you-may".to_owned()));
}

#[tokio::test]
async fn a_token_loses_what_its_maker_loses() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    for (name, patch) in [
        ("anna", Some(json!({"role": {"built-in": "transactions-only"}}))),
        ("ben", Some(json!({"expiration": "2026-11-22"}))),
        ("cleo", None),
    ] {
        let maker = fixture.login(name, AssignedRole::BuiltIn(Role::OfficeManager));
        let program = program(&fixture, &fixture.signed_in(name).await, json!(["people-read"])).await;
        assert_eq!(program.get("/api/v1/places").await.status, 200);
        let path = format!("/api/v1/portal-users/{}", maker.id);
        let reply = match patch {
            Some(patch) => owner.patch(&path, patch).await,
            None => {
                // The token answers for somebody: it goes first.
                assert_eq!(owner.delete(&path).await.problem(), (409, "in-use".to_owned()));
                owner.patch(&path, json!({"role": {"built-in": "user"}})).await
            }
        };
        assert_eq!(reply.status, 200);
        assert_eq!(program.get("/api/v1/places").await.problem(), (403, "permission-missing".to_owned()));
    }
}

#[tokio::test]
async fn nobody_revokes_a_token_that_may_more_than_they() {
    let fixture = Fixture::new();
    let own = OwnRole {
        id: RoleId::from_bytes(fixture.store.new_id()),
        name: "Clerk".to_owned(),
        permissions: vec![Permission::TokensWrite, Permission::PeopleWrite, Permission::AuditUndo],
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(own.clone())).unwrap();
    fixture.login("clerk", AssignedRole::Own(own.id));
    fixture.login("colleague", AssignedRole::Own(own.id));
    let (owner, clerk) = (fixture.signed_in("owner").await, fixture.signed_in("clerk").await);
    let colleague = fixture.signed_in("colleague").await;
    let body = |permission: &str| json!({"name": permission, "permissions": [permission]});
    let undo = |version: u64| json!({ "version": version });
    for (permission, by, code) in [
        ("audit-read", &owner, "not-more-than-you-may"),
        ("people-read", &owner, "not-more-than-you-may"),
        ("people-read", &colleague, ""),
        ("people-read", &clerk, ""),
    ] {
        for by_undo in [false, true] {
            let path = by.post(PATH, body(permission)).await.header("location").to_owned();
            let version = fixture.store.version();
            let reply = match by_undo {
                true => clerk.post("/api/v1/undo", undo(version)).await,
                false => clerk.delete(&path).await,
            };
            assert_eq!(reply.problem().1, code, "{permission} {by_undo}: {reply:?}");
            assert_eq!(fixture.store.version() == version, !code.is_empty());
        }
    }
    // One that was made on the box, by owners.
    let token = || store::NewToken {
        name: "monitoring".to_owned(),
        permissions: vec![Permission::PeopleRead],
        expires: None,
        made_by: None,
    };
    let (id, _) = fixture.store.create_token(&Who::cli("test"), token()).unwrap();
    let version = fixture.store.version();
    assert_eq!(clerk.delete(&format!("{PATH}/{id}")).await.problem().1, "owners-only");
    assert_eq!(clerk.post("/api/v1/undo", undo(version)).await.problem().1, "owners-only");
    assert_eq!(owner.delete(&format!("{PATH}/{id}")).await.status, 204);
    fixture.store.create_token(&Who::cli("test"), token()).unwrap();
    assert_eq!(owner.post("/api/v1/undo", undo(fixture.store.version())).await.status, 200);
}
