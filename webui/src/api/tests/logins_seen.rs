//! Who may see people and not logins: how somebody signs in is told to them nowhere.

use model::{AssignedRole, OwnRole, Permission, PortalUser, Role, RoleId};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Client, Fixture};

const PEOPLE: &str = "/api/v1/people";

#[tokio::test]
async fn a_login_is_shown_to_who_may_see_logins_only() {
    let fixture = Fixture::new();
    let person = office(&fixture);
    for (permissions, login) in [
        (&[Permission::PeopleRead][..], None),
        (&[Permission::PeopleWrite], None),
        (&[Permission::PeopleRead, Permission::PortalUsersRead], Some("night.owl")),
        (&[Permission::PeopleRead, Permission::PortalUsersWrite], Some("night.owl")),
    ] {
        let client = with(&fixture, permissions).await;
        let list = client.get(PEOPLE).await.json();
        let one = client.get(&person).await.json();
        let mut seen = vec![list["items"][0].clone(), one];
        if client.patch(&person, json!({"department": "Sales"})).await.status == 200 {
            seen.push(client.patch(&person, json!({"department": ""})).await.json());
        }
        for shown in seen {
            assert_eq!(shown["login"]["login"].as_str(), login, "{permissions:?}: {shown}");
            assert!(shown.get("login").is_some(), "it is null, not missing");
        }
        assert_eq!(list["total"], 1);
    }
}

#[tokio::test]
async fn nobody_finds_filters_or_sorts_people_by_logins_that_they_may_not_see() {
    let fixture = Fixture::new();
    office(&fixture);
    let clerk = with(&fixture, &[Permission::PeopleRead]).await;
    let owner = fixture.signed_in("owner").await;
    for path in [PEOPLE, "/api/v1/people-export"] {
        for asked in ["login=night", "login=-", "sort=login", "sort=last_name,-login"] {
            let asked = format!("{path}?{asked}");
            let refused = clerk.get(&asked).await;
            assert_eq!(refused.problem(), (403, "permission-missing".to_owned()), "{asked}");
            assert_eq!(owner.get(&asked).await.status, 200, "{asked}");
        }
        let found = |reply: super::Reply| String::from_utf8(reply.body).unwrap().contains("Berg");
        assert!(!found(clerk.get(&format!("{path}?q=night")).await), "{path}");
        assert!(found(owner.get(&format!("{path}?q=night")).await), "{path}");
        assert!(found(clerk.get(&format!("{path}?q=berg&has_login=true&sort=last_name")).await), "{path}");
    }
    let file = String::from_utf8(clerk.get("/api/v1/people-export").await.body).unwrap();
    assert!(file.contains("Berg") && !file.contains("night.owl"), "{file}");
    let file = String::from_utf8(owner.get("/api/v1/people-export").await.body).unwrap();
    assert!(file.contains("night.owl"), "{file}");
}

#[tokio::test]
async fn a_list_of_one_who_sees_more_is_not_that_of_another() {
    let fixture = Fixture::new();
    office(&fixture);
    let clerk = with(&fixture, &[Permission::PeopleRead]).await;
    let owner = fixture.signed_in("owner").await;
    let tag = owner.get(PEOPLE).await.header("etag").to_owned();
    let have = [("if-none-match", tag.as_str())];
    assert_eq!(owner.send("GET", PEOPLE, &have, None).await.status, 304);
    assert_eq!(clerk.send("GET", PEOPLE, &have, None).await.status, 200);
}

#[tokio::test]
async fn which_login_has_a_name_is_said_to_who_sees_logins() {
    let fixture = Fixture::new();
    let person = office(&fixture);
    let clerk = with(&fixture, &[Permission::PeopleWrite]).await;
    let owner = fixture.signed_in("owner").await;
    for (client, says) in [(&clerk, false), (&owner, true)] {
        // Anna signs in with her number too.
        let file = || Some(("text/csv", b"First name,Login\nDora,201\n".to_vec()));
        let preview = client.raw("POST", "/api/v1/people-import/preview", &[], file()).await.json();
        let refused = client.raw("POST", "/api/v1/people-import?consent=true", &[], file()).await.json();
        for answer in [&preview, &refused] {
            assert_eq!(answer.to_string().contains("night.owl"), says, "{answer}");
        }
        for problems in [&preview["problems"], &refused["preview"]["problems"]] {
            // Who may not make logins is not even told that it is taken.
            assert_eq!(problems[0]["property"].as_str(), says.then_some("login"), "{problems}");
        }
        let in_use = client.delete(&person).await;
        assert_eq!(in_use.problem(), (409, "in-use".to_owned()));
        assert_eq!(in_use.json().to_string().contains("night.owl"), says, "{in_use:?}");
    }
}

#[tokio::test]
async fn a_number_that_is_a_login_is_taken_by_nobody_who_is_named() {
    let fixture = Fixture::new();
    office(&fixture);
    fixture.login("203", AssignedRole::BuiltIn(Role::User));
    let line = fixture.store.snapshot().unwrap().lines.iter().next().unwrap().id;
    let clerk = with(&fixture, &[Permission::PeopleWrite]).await;
    let owner = fixture.signed_in("owner").await;
    for (client, says) in [(&clerk, false), (&owner, true)] {
        let refused = client.patch(&format!("/api/v1/lines/{line}"), json!({"number": "203"})).await;
        assert_eq!(refused.problem(), (409, "name-taken".to_owned()), "{refused:?}");
        assert_eq!(refused.json()["detail"].as_str().unwrap().contains("login"), says, "{refused:?}");
    }
}

#[tokio::test]
async fn who_changes_people_renews_no_secret_of_a_telephone_without_seeing_secrets() {
    let fixture = Fixture::new();
    let (.., account) = super::rows::anna(&fixture);
    let path = format!("/api/v1/contact-methods/{}/secret", account.id);
    let secret = || fixture.store.reveal_secret(&Who::cli("test"), account.id).unwrap();
    let before = secret();
    let (write, reveal) = (Permission::PeopleWrite, Permission::SecretsReveal);
    for permissions in [&[write][..], &[reveal], &[Permission::PeopleRead, reveal]] {
        let client = with(&fixture, permissions).await;
        let refused = client.post(&path, Value::Null).await;
        assert_eq!(refused.problem(), (403, "permission-missing".to_owned()), "{permissions:?}");
    }
    assert_eq!(secret(), before);
    let both = with(&fixture, &[write, reveal]).await;
    let renewed = both.post(&path, Value::Null).await.json();
    assert_eq!(renewed["password"].as_str(), secret().as_ref().map(store::Secret::reveal));
    assert_ne!(secret(), before);
}

/// Anna Berg signs in as "night.owl"; where she is found.
fn office(fixture: &Fixture) -> String {
    let (person, ..) = super::rows::anna(fixture);
    let user = fixture.login("night.owl", AssignedRole::BuiltIn(Role::User));
    let user = PortalUser { person: Some(person.id), ..user };
    fixture.store.write(&Who::cli("test"), Change::new().put(user)).unwrap();
    format!("{PEOPLE}/{}", person.id)
}

/// Somebody who may this and nothing else.
async fn with<'f>(fixture: &'f Fixture, permissions: &[Permission]) -> Client<'f> {
    let id = RoleId::from_bytes(fixture.store.new_id());
    let role = OwnRole { id, name: format!("Role {id}"), permissions: permissions.to_vec() };
    fixture.store.write(&Who::cli("test"), Change::new().put(role)).unwrap();
    let login = format!("clerk-{id}");
    fixture.login(&login, AssignedRole::Own(id));
    fixture.signed_in(&login).await
}
