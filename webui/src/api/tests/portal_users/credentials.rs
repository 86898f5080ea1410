//! Passwords, second factors and sessions of somebody else.

use model::Role;
use serde_json::json;
use store::UserSecret;

use super::super::signing_in::{code, secret};
use super::super::{Fixture, PASSWORD};
use super::{PATH, STRONG, path, role};

#[tokio::test]
async fn a_password_given_by_somebody_else_ends_all_sessions_and_must_be_changed() {
    let fixture = Fixture::new();
    let anna = fixture.login("anna", role(Role::User));
    let (owner, client) = (fixture.signed_in("owner").await, fixture.signed_in("anna").await);
    let to = format!("{}/password", path(&anna));
    for (body, pointer) in [
        (json!({}), "/password"),
        (json!({"password": "short"}), "/password"),
        (json!({"password": STRONG, "generate_password": true}), "/generate_password"),
    ] {
        let reply = owner.post(&to, body).await;
        assert_eq!(reply.status, 422);
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer);
    }
    assert_eq!(client.get("/api/v1/me").await.status, 200);
    let reply = owner.post(&to, json!({"password": STRONG})).await;
    assert_eq!((reply.status.as_u16(), &reply.json()["generated_password"]), (200, &json!(null)));
    assert_eq!(client.get("/api/v1/me").await.status, 401);
    assert_eq!(client.sign_in("anna", PASSWORD, None).await.status, 401);
    assert_eq!(client.sign_in("anna", STRONG, None).await.json()["next"], "change-password");
    let made = owner.post(&to, json!({"generate_password": true})).await.json();
    let made = made["generated_password"].as_str().unwrap().to_owned();
    assert_eq!(client.sign_in("anna", &made, None).await.json()["next"], "change-password");
    // The links that were sent before open nothing any more.
    fixture.reset_links(anna.id, &[7, 8]);
    assert_eq!(owner.post(&to, json!({"generate_password": true})).await.status, 200);
    assert_eq!(fixture.open_links(&[7, 8]), 0);
    // Nobody is excused from that.
    let excused = owner.patch(&path(&anna), json!({"must_change_password": false})).await;
    assert_eq!(excused.json()["errors"][0]["pointer"], "/must_change_password");
}

#[tokio::test]
async fn a_new_password_makes_known_places_strange_again() {
    let fixture = Fixture::new();
    let anna = fixture.login("anna", role(Role::User));
    let owner = fixture.signed_in("owner").await;
    let client = fixture.signed_in("anna").await;
    let reply = owner.post(&format!("{}/password", path(&anna)), json!({"password": STRONG})).await;
    assert_eq!(reply.status, 200);
    // Strangers elsewhere use up what strangers have; a known place would have a budget of its own.
    for place in 0..11 {
        let stranger = fixture.stranger(&format!("198.51.100.{place}"));
        for _ in 0..10 {
            stranger.sign_in("anna", "wrong", None).await;
        }
    }
    assert_eq!(client.sign_in("anna", STRONG, None).await.problem().0, 429);
}

#[tokio::test]
async fn a_second_factor_is_reset_or_switched_off_by_another() {
    let fixture = Fixture::new();
    let anna = fixture.login("anna", role(Role::User));
    let (owner, client) = (fixture.signed_in("owner").await, fixture.signed_in("anna").await);
    let scanned = client.post("/api/v1/me/second-factor", json!({})).await.json();
    let code = code(&secret(scanned["secret"].as_str().unwrap()), &fixture);
    let confirmed = client.post("/api/v1/me/second-factor/confirm", json!({ "code": code })).await;
    assert_eq!(confirmed.status, 200);
    let key = || fixture.store.user_secret(anna.id, UserSecret::Totp).unwrap();
    assert!(key().is_some());
    let to = format!("{}/second-factor", path(&anna));
    fixture.reset_links(anna.id, &[7, 8]);
    assert_eq!(owner.post(&to, json!({"state": "activated"})).await.status, 422);
    assert_eq!(fixture.open_links(&[7, 8]), 2);
    assert_eq!(owner.post(&to, json!({"state": "pending"})).await.status, 204);
    assert_eq!(fixture.open_links(&[7, 8]), 0, "whoever has the telephone may read the mail");
    assert!(key().is_none());
    assert_eq!(client.get("/api/v1/me").await.status, 401, "signed out");
    assert_eq!(client.sign_in("anna", PASSWORD, None).await.json()["next"], "scan-key");
    assert_eq!(owner.post(&to, json!({"state": "disabled"})).await.status, 204);
    assert_eq!(client.get("/api/v1/me").await.json()["second_factor"], "disabled");
    let patched = owner.patch(&path(&anna), json!({"second_factor": "pending"})).await;
    assert_eq!(patched.json()["errors"][0]["code"], "changed-elsewhere");
}

#[tokio::test]
async fn sessions_of_others_are_seen_and_ended() {
    let fixture = Fixture::new();
    let anna = fixture.login("anna", role(Role::User));
    let owner = fixture.signed_in("owner").await;
    let (one, other) = (fixture.signed_in("anna").await, fixture.signed_in("anna").await);
    let all = format!("{}/sessions", path(&anna));
    let seen = owner.get(&all).await.json();
    assert_eq!((seen.as_array().unwrap().len(), &seen[0]["is_this"]), (2, &json!(false)));
    let id = seen[0]["id"].as_str().unwrap();
    // One of somebody else is not there.
    let owners = owner.get("/api/v1/me/sessions").await.json();
    let strange = format!("{all}/{}", owners[0]["id"].as_str().unwrap());
    assert_eq!(owner.delete(&strange).await.status, 404);
    assert_eq!(owner.delete(&format!("{all}/{id}")).await.status, 204);
    let left = [one.get("/api/v1/me").await.status, other.get("/api/v1/me").await.status];
    assert_eq!(left.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(owner.delete(&all).await.status, 204);
    assert_eq!(owner.get(&all).await.json(), json!([]));
    assert_eq!(owner.get(&format!("{PATH}/x/sessions")).await.status, 404);
}
