//! Roles and permissions.

use model::{AssignedRole, Permission, Role};
use serde_json::json;

use super::Fixture;

const PATH: &str = "/api/v1/roles";

#[tokio::test]
async fn roles_of_the_program_and_of_the_office_are_listed() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let made = owner.post(PATH, json!({"name": "Reception", "permissions": ["people-read"]})).await;
    assert_eq!((made.status.as_u16(), &made.json()["logins"]), (201, &json!(0)), "{made:?}");
    let page = owner.get(PATH).await.json();
    assert_eq!(page["total"], 7);
    let row = |name: &str| {
        page["items"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone()
    };
    assert_eq!(
        (&row("Owner")["id"], &row("Owner")["built_in"], &row("Owner")["logins"]),
        (&json!("owner"), &json!(true), &json!(1))
    );
    assert_eq!(row("Reception")["permissions"], json!(["people-read"]));
    let german =
        owner.send("GET", &format!("{PATH}?name=inhab"), &[("accept-language", "de")], None).await.json();
    assert_eq!(german["items"][0]["name"], "Inhaber");
    assert_eq!(owner.get(&format!("{PATH}?permission=tokens-write&sort=name")).await.json()["total"], 2);
}

#[tokio::test]
async fn a_role_may_no_more_than_who_makes_it() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let clerk = json!({"name": "Clerk", "permissions": ["portal-users-write", "people-read"]});
    let clerk = owner.post(PATH, clerk).await.json();
    let strong = owner.post(PATH, json!({"name": "Strong", "permissions": ["audit-undo"]})).await;
    let strong = strong.header("location").to_owned();
    let id = clerk["id"].as_str().unwrap();
    fixture.login("clerk", AssignedRole::Own(id.parse().unwrap()));
    let client = fixture.signed_in("clerk").await;
    let more = json!({"name": "More", "permissions": ["people-write"]});
    assert_eq!(client.post(PATH, more).await.problem(), (403, "not-more-than-you-may".to_owned()));
    // To write is to read too.
    let within = json!({"name": "Within", "permissions": ["people-read", "portal-users-read"]});
    let within = client.post(PATH, within).await;
    assert_eq!(within.status, 201, "{within:?}");
    let within = within.header("location").to_owned();
    for reply in [
        client.patch(&within, json!({"permissions": ["audit-read"]})).await,
        client.patch(&strong, json!({"permissions": []})).await,
        client.delete(&strong).await,
    ] {
        assert_eq!(reply.problem(), (403, "not-more-than-you-may".to_owned()));
    }
    let own = client.patch(&format!("{PATH}/{id}"), json!({"permissions": []})).await;
    assert_eq!(own.problem(), (403, "not-yourself".to_owned()));
    assert_eq!(client.delete(&within).await.status, 204);
}

#[tokio::test]
async fn a_role_in_use_is_not_deleted() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let made = owner.post(PATH, json!({"name": "Reception", "permissions": []})).await;
    let id = made.json()["id"].as_str().unwrap().parse().unwrap();
    fixture.login("anna", AssignedRole::Own(id));
    let reply = owner.delete(made.header("location")).await;
    assert_eq!(reply.problem(), (409, "in-use".to_owned()));
    assert_eq!(reply.json()["dependents"][0]["what"], "portal user anna");
    assert_eq!(owner.get(made.header("location")).await.json()["logins"], 1);
    assert_eq!(owner.post(PATH, json!({"name": "Owner"})).await.json()["errors"][0]["code"], "built-in-role");
}

#[tokio::test]
async fn each_permission_has_a_sentence_in_the_readers_language() {
    let fixture = Fixture::new();
    fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    let anna = fixture.signed_in("anna").await;
    let mut seen = std::collections::HashSet::new();
    for tag in ["de", "en", "es", "fr"] {
        let all = anna.send("GET", "/api/v1/permissions", &[("accept-language", tag)], None).await.json();
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), Permission::ALL.len());
        for row in all {
            let about = row["about"].as_str().unwrap();
            assert!(about.ends_with('.') && seen.insert(about.to_owned()), "{tag}: {about}");
            let held = ["own-read", "own-write"].contains(&row["permission"].as_str().unwrap());
            assert_eq!(row["held"], held, "{row}");
        }
    }
}
