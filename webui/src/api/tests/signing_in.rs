//! Signing in and out.

use std::time::Duration;

use model::{AssignedRole, Role};
use serde_json::json;
use store::{Change, Who};

use super::{Fixture, PASSWORD};
use crate::sign_in::totp::{Secret, Step};

#[tokio::test]
async fn name_and_password_open_a_session_and_signing_out_ends_it() {
    let fixture = Fixture::new();
    let client = fixture.stranger("192.0.2.1");
    assert_eq!(client.get("/api/v1/me").await.problem(), (401, "not-signed-in".to_owned()));
    let reply = client.sign_in(" OWNER ", PASSWORD, None).await;
    assert_eq!((reply.status.as_u16(), reply.json()["login"].as_str()), (200, Some("owner")));
    let cookie = reply.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-bellbox=")
            && cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Strict")
    );
    assert_eq!(client.get("/api/v1/me").await.json()["next"], "nothing");
    assert_eq!(client.delete("/api/v1/session").await.status, 204);
    assert_eq!(client.get("/api/v1/me").await.status, 401);
}

#[tokio::test]
async fn a_stranger_learns_nothing_and_is_slowed() {
    let fixture = Fixture::new();
    let stranger = fixture.stranger("198.51.100.9");
    let wrong = stranger.sign_in("owner", "wrong", None).await;
    let nobody = stranger.sign_in("nobody", "wrong", None).await;
    assert_eq!(wrong.json(), nobody.json());
    assert_eq!(wrong.problem(), (401, "sign-in-refused".to_owned()));
    let mut slowed = 0;
    for _ in 0..40 {
        let reply = stranger.sign_in("owner", "wrong", None).await;
        if reply.problem() == (429, "too-many-tries".to_owned()) {
            assert!(reply.header("retry-after").parse::<u64>().unwrap() > 0);
            slowed += 1;
        }
    }
    assert!(slowed >= 25, "{slowed}");
    // The owner is not locked out by it.
    assert_eq!(fixture.stranger("192.0.2.1").sign_in("owner", PASSWORD, None).await.status, 200);
}

#[tokio::test]
async fn a_session_ends_unused() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    fixture.pass(Duration::from_secs(11 * 3600));
    assert_eq!(client.get("/api/v1/me").await.status, 200);
    fixture.pass(Duration::from_secs(11 * 3600));
    assert_eq!(client.get("/api/v1/me").await.status, 200);
    fixture.pass(Duration::from_secs(13 * 3600));
    assert_eq!(client.get("/api/v1/me").await.status, 401);
}

#[tokio::test]
async fn the_second_factor_is_scanned_confirmed_asked_and_reset() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let key = client.post("/api/v1/me/second-factor", json!({})).await.json();
    let secret = secret(key["secret"].as_str().unwrap());
    let wrong = client.post("/api/v1/me/second-factor/confirm", json!({"code": "000000"})).await;
    assert_eq!(wrong.problem(), (401, "code-wrong".to_owned()));
    let codes =
        client.post("/api/v1/me/second-factor/confirm", json!({"code": code(&secret, &fixture)})).await;
    assert_eq!(codes.status, 200, "{codes:?}");
    let codes = codes.json();
    assert_eq!(codes["codes"].as_array().unwrap().len(), 10);

    let other = fixture.stranger("192.0.2.1");
    assert_eq!(other.sign_in("owner", PASSWORD, None).await.problem(), (401, "code-needed".to_owned()));
    let used = other.sign_in("owner", PASSWORD, Some(&code(&secret, &fixture))).await;
    assert_eq!(used.problem(), (401, "code-used".to_owned()));
    fixture.pass(Duration::from_secs(60));
    let next = code(&secret, &fixture);
    assert_eq!(other.sign_in("owner", PASSWORD, Some(&next)).await.status, 200);
    assert_eq!(other.sign_in("owner", PASSWORD, Some(&next)).await.problem().1, "code-used");
    let recovery = codes["codes"][3].as_str().unwrap();
    assert_eq!(other.sign_in("owner", PASSWORD, Some(recovery)).await.status, 200);
    assert_eq!(other.sign_in("owner", PASSWORD, Some(recovery)).await.problem().1, "code-wrong");

    fixture.pass(Duration::from_secs(60));
    let reset = client.post("/api/v1/me/second-factor/reset", json!({"code": code(&secret, &fixture)})).await;
    assert_eq!(reset.status, 204);
    assert_eq!(other.get("/api/v1/me").await.status, 401, "a reset signs out");
    let back = other.sign_in("owner", PASSWORD, None).await.json();
    assert_eq!(back["next"], "scan-key");
    // Nothing else can be done before.
    assert_eq!(other.get("/api/v1/time-frames").await.problem(), (403, "scan-needed".to_owned()));
}

#[tokio::test]
async fn ones_own_password_is_changed_by_the_old_one() {
    let fixture = Fixture::new();
    let (client, elsewhere) = (fixture.signed_in("owner").await, fixture.signed_in("owner").await);
    let path = "/api/v1/me/password";
    let new = "staple cargo umbrella 7";
    for (old, new, pointer) in [
        ("wrong", new, "/old"),
        (PASSWORD, "short", "/new"),
        (PASSWORD, "aaaaaaaaaaaaaaa", "/new"),
        (PASSWORD, PASSWORD, "/new"),
    ] {
        let reply = client.post(path, json!({"old": old, "new": new})).await;
        assert_eq!(
            (reply.status.as_u16(), reply.json()["errors"][0]["pointer"].as_str()),
            (422, Some(pointer)),
            "{old} {new}"
        );
    }
    assert_eq!(client.post(path, json!({"old": PASSWORD, "new": new})).await.status, 204);
    assert_eq!(client.get("/api/v1/me").await.status, 200);
    assert_eq!(elsewhere.get("/api/v1/me").await.status, 401);
    assert_eq!(elsewhere.sign_in("owner", PASSWORD, None).await.status, 401);
    assert_eq!(elsewhere.sign_in("owner", new, None).await.status, 200);
}

#[tokio::test]
async fn a_role_permits_what_it_permits() {
    let fixture = Fixture::new();
    fixture.login("clerk", AssignedRole::BuiltIn(Role::TransactionsOnly));
    let clerk = fixture.signed_in("clerk").await;
    let reply = clerk.get("/api/v1/time-frames").await;
    assert_eq!(reply.problem(), (403, "permission-missing".to_owned()));
    assert_eq!(clerk.get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn who_signs_in_may_be_called_in_every_way_that_the_texts_know() {
    let fixture = Fixture::new();
    let view = fixture.store.snapshot().unwrap();
    let office = model::Office {
        name: "Example GmbH".to_owned(),
        short_name: "example".to_owned(),
        email_domain: "example.com".to_owned(),
        ..(*view.office).clone()
    };
    let site = view.sites.as_slice()[0].id;
    let person = model::Person::named(model::PersonId::from_bytes(fixture.store.new_id()), "Anna", site);
    let line = model::LineId::from_bytes(fixture.store.new_id());
    let line = model::Line::new(line, model::Owner::Person(person.id), "201".parse().unwrap());
    let mut user = fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    (user.person, user.email) = (Some(person.id), "anna@example.com".to_owned());
    let change = Change::new().put(office).put(person).put(line).put(user);
    fixture.store.write(&Who::cli("test"), change).unwrap();
    let client = fixture.stranger("192.0.2.1");
    for (name, account) in [
        ("anna", ""),
        ("Anna@Example.com", ""),
        ("201", ""),
        ("201@example", ""),
        ("anna@example gmbh", ""),
        ("anna", "EXAMPLE"),
        ("201", "example.com"),
    ] {
        let body = json!({"name": name, "account": account, "password": PASSWORD});
        let reply = client.post("/api/v1/session", body).await;
        assert_eq!(
            (reply.status.as_u16(), reply.json()["login"].as_str()),
            (200, Some("anna")),
            "{name} {account}"
        );
    }
    for (name, account) in [("anna", "other"), ("202", ""), ("anna@other", ""), ("", ""), ("@example", "")] {
        let body = json!({"name": name, "account": account, "password": PASSWORD});
        assert_eq!(client.post("/api/v1/session", body).await.status, 401, "{name} {account}");
    }
}

#[tokio::test]
async fn who_may_not_come_in_any_more_sees_what_all_see_and_signs_out() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let mut owner = fixture.store.snapshot().unwrap().portal_users.as_slice()[0].clone();
    owner.allow_list = vec!["198.51.100.0/24".to_owned()];
    fixture.store.write(&Who::cli("test"), Change::new().put(owner)).unwrap();
    assert_eq!(client.get("/api/v1/me").await.problem(), (403, "address-not-allowed".to_owned()));
    assert_eq!(client.get("/api/v1/front").await.status, 200);
    let said = client.sign_in("owner", "wrong", None).await;
    assert_eq!(said.problem(), (401, "sign-in-refused".to_owned()));
    assert_eq!(client.delete("/api/v1/session").await.status, 204);
    assert_eq!(client.get("/api/v1/me").await.problem(), (401, "not-signed-in".to_owned()));
    // Once more is no fault.
    assert_eq!(client.delete("/api/v1/session").await.status, 204);
}

#[tokio::test]
async fn a_name_that_is_none_is_slowed_like_one_that_is() {
    let fixture = Fixture::new();
    fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    let office = model::Office {
        short_name: "example".to_owned(),
        ..(*fixture.store.snapshot().unwrap().office).clone()
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(office)).unwrap();
    let mut told = Vec::new();
    for (place, name) in ["anna", "nobody"].into_iter().enumerate() {
        let stranger = fixture.stranger(&format!("198.51.100.{place}"));
        let mut answers = Vec::new();
        for _ in 0..8 {
            for typed in [name.to_owned(), format!("{name}@example"), format!(" {} ", name.to_uppercase())] {
                answers.push(stranger.sign_in(&typed, "wrong", None).await.problem());
            }
        }
        told.push(answers);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0].iter().filter(|(status, _)| *status == 429).count(), 14);
}

#[tokio::test]
async fn all_names_of_a_login_share_a_budget_that_nobody_sees() {
    let fixture = Fixture::new();
    let mut anna = fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    anna.email = "a@elsewhere.example".to_owned();
    fixture.store.write(&Who::cli("test"), Change::new().put(anna)).unwrap();
    let stranger = fixture.stranger("198.51.100.9");
    let refused = (401, "sign-in-refused".to_owned());
    for _ in 0..10 {
        assert_eq!(stranger.sign_in("anna", "wrong", None).await.problem(), refused);
    }
    // By another name too no password is looked at, and it sounds as if it was.
    assert_eq!(stranger.sign_in("a@elsewhere.example", PASSWORD, None).await.problem(), refused);
    assert_eq!(fixture.stranger("192.0.2.1").sign_in("anna", PASSWORD, None).await.status, 200);
    fixture.pass(Duration::from_secs(60));
    assert_eq!(stranger.sign_in("a@elsewhere.example", PASSWORD, None).await.status, 200);
}

/// A secret from its text in groups.
pub(super) fn secret(text: &str) -> Secret {
    let bits: Vec<u8> = text
        .bytes()
        .filter(|byte| *byte != b' ')
        .map(|byte| if byte.is_ascii_digit() { byte - b'2' + 26 } else { byte - b'A' })
        .collect();
    let mut bytes = [0; 20];
    for (at, five) in bits.iter().enumerate() {
        for bit in 0..5 {
            if five & (16 >> bit) != 0 {
                let place = at * 5 + bit;
                bytes[place / 8] |= 128 >> (place % 8);
            }
        }
    }
    Secret::new(bytes)
}

/// The code that the app shows.
pub(super) fn code(secret: &Secret, fixture: &Fixture) -> String {
    secret.code_at(Step::at(fixture.now()))
}
