//! What is for nobody but the one who knows the password and holds the telephone, whoever else has a session.

use std::time::Duration;

use model::{AssignedRole, PortalUser, Role, SecondFactor};
use serde_json::json;
use store::{Change, UserSecret, Who};

use super::signing_in::{code, secret};
use super::{Fixture, PASSWORD};

const KEY: &str = "/api/v1/me/second-factor";
const CONFIRM: &str = "/api/v1/me/second-factor/confirm";

#[tokio::test]
async fn who_came_by_the_password_alone_is_out_when_the_second_factor_is_confirmed() {
    let fixture = Fixture::new();
    let (owner, thief) = (fixture.signed_in("owner").await, fixture.signed_in("owner").await);
    let key = owner.post(KEY, json!({})).await.json();
    let secret = secret(key["secret"].as_str().unwrap());
    let body = json!({"code": code(&secret, &fixture)});
    assert_eq!(owner.post(CONFIRM, body).await.status, 200);
    assert_eq!(thief.get("/api/v1/me").await.status, 401);
    assert_eq!(owner.get("/api/v1/me").await.json()["second_factor"], "activated");
}

#[tokio::test]
async fn a_key_that_is_not_confirmed_is_for_the_session_that_asked() {
    let fixture = Fixture::new();
    let (owner, thief) = (fixture.signed_in("owner").await, fixture.signed_in("owner").await);
    let asked = || async { owner.post(KEY, json!({})).await.json()["secret"].clone() };
    let key = asked().await;
    let other = thief.post(KEY, json!({})).await.json()["secret"].clone();
    assert_ne!(key, other);
    assert_eq!(asked().await, key, "the app may have scanned it already");
    let id = user(&fixture, "owner").id;
    assert_eq!(fixture.store.user_secret(id, UserSecret::Totp).unwrap(), None);

    let secret = secret(key.as_str().unwrap());
    let body = || json!({"code": code(&secret, &fixture)});
    assert_eq!(thief.post(CONFIRM, body()).await.problem(), (401, "code-wrong".to_owned()));
    assert_eq!(owner.post(CONFIRM, body()).await.status, 200);
    fixture.pass(Duration::from_secs(60));
    let phone = fixture.stranger("192.0.2.1");
    assert_eq!(phone.sign_in("owner", PASSWORD, Some(&code(&secret, &fixture))).await.status, 200);
}

#[tokio::test]
async fn a_new_password_forgets_the_key_that_waits() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let key = owner.post(KEY, json!({})).await.json()["secret"].clone();
    let change = json!({"old": PASSWORD, "new": "staple cargo umbrella 7"});
    assert_eq!(owner.post("/api/v1/me/password", change).await.status, 204);
    assert_ne!(owner.post(KEY, json!({})).await.json()["secret"], key);
}

#[tokio::test]
async fn a_new_email_address_needs_the_password() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let change = |email: &str, password: Option<&str>| {
        let body = json!({"email": email, "language": "de", "password": password});
        async { owner.patch("/api/v1/me", body).await }
    };
    for password in [None, Some("wrong")] {
        let reply = change("thief@example.com", password).await;
        assert_eq!(
            (reply.status.as_u16(), reply.json()["errors"][0]["pointer"].as_str()),
            (422, Some("/password"))
        );
    }
    let id = user(&fixture, "owner").id;
    let own = format!("/api/v1/portal-users/{id}");
    assert_eq!(owner.patch(&own, json!({"email": "thief@example.com"})).await.status, 422);
    assert_eq!(user(&fixture, "owner").email, "");

    fixture.reset_links(id, &[3, 4]);
    assert_eq!(change("owner@example.com", Some(PASSWORD)).await.status, 200);
    assert_eq!(fixture.open_links(&[3, 4]), 0, "the links were sent elsewhere");
    // The same again is no change.
    assert_eq!(change("owner@example.com", None).await.status, 200);
    for _ in 0..20 {
        change("thief@example.com", Some("wrong")).await;
    }
    let slowed = change("thief@example.com", Some("wrong")).await;
    assert_eq!(slowed.problem(), (429, "too-many-tries".to_owned()));
}

#[tokio::test]
async fn who_has_something_to_do_first_changes_no_email_address() {
    let fixture = Fixture::new();
    let anna = fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    let client = fixture.signed_in("anna").await;
    let body = json!({"email": "anna@example.com", "password": PASSWORD});
    for (second_factor, must_change_password, code) in [
        (SecondFactor::Pending, false, "scan-needed"),
        (SecondFactor::Disabled, true, "password-change-needed"),
    ] {
        let user = PortalUser { second_factor, must_change_password, ..anna.clone() };
        fixture.store.write(&Who::cli("test"), Change::new().put(user)).unwrap();
        let reply = client.patch("/api/v1/me", body.clone()).await;
        assert_eq!(reply.problem(), (403, code.to_owned()));
        assert_eq!(client.patch("/api/v1/me", json!({"language": "de"})).await.status, 200);
    }
}

#[tokio::test]
async fn whose_address_it_is_is_told_to_nobody_who_wants_it() {
    let fixture = Fixture::new();
    fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    let body = json!({"email": "owner", "password": PASSWORD});
    let boss = PortalUser { email: "boss@example.com".to_owned(), ..user(&fixture, "owner") };
    fixture.store.write(&Who::cli("test"), Change::new().put(boss)).unwrap();
    let client = fixture.signed_in("anna").await;
    assert_eq!(client.patch("/api/v1/me", body).await.status, 422);
    let body = json!({"email": "boss@example.com", "password": PASSWORD});
    let reply = client.patch("/api/v1/me", body).await;
    assert_eq!(reply.problem(), (409, "name-taken".to_owned()));
    assert!(!reply.json().to_string().contains("owner"), "{reply:?}");
}

fn user(fixture: &Fixture, login: &str) -> PortalUser {
    let office = fixture.store.snapshot().unwrap();
    office.portal_users.iter().find(|user| user.login == login).unwrap().clone()
}
