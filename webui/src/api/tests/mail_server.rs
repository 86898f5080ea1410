//! The mail server's settings, its trial, and what becomes of mails that it does not take.

use model::{AssignedRole, MailServer, OwnRole, Permission, Role, RoleId};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Fixture, PASSWORD};
use crate::mail::{Error, Reply, Security};

const PATH: &str = "/api/v1/mail-server";

#[tokio::test]
async fn a_mail_server_is_set_up_seen_without_its_password_and_taken_away() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    assert_eq!(client.get(PATH).await.problem(), (404, "not-found".to_owned()));
    assert_eq!(client.get("/api/v1/front").await.json()["can_reset"], false);
    let set = client.put(PATH, server(&json!({"password": "hunter2"}))).await;
    assert_eq!(set.status, 200, "{set:?}");
    let shown = client.get(PATH).await;
    assert_eq!(
        shown.json(),
        json!({
            "host": "mail.example", "port": 587, "security": "starttls", "username": "bakery",
            "has_password": true, "sender_address": "pbx@bakery.example", "sender_name": "",
        })
    );
    assert_eq!(shown.header("etag"), set.header("etag"));
    assert_eq!(client.get("/api/v1/front").await.json()["can_reset"], true);
    assert_eq!(client.delete(PATH).await.status, 204);
    assert_eq!(client.delete(PATH).await.status, 404);
    assert!(fixture.store.mail_password().unwrap().is_none());
    assert_eq!(
        client.post(&format!("{PATH}/test"), json!({"recipient": "a@b.example"})).await.problem(),
        (409, "mail-server-missing".to_owned())
    );
}

#[tokio::test]
async fn who_has_seen_another_server_or_none_does_not_write_over_what_is_there() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let put = async |tag: &str| {
        let body = server(&json!({"password": "hunter2", "sender_name": tag}));
        client.send("PUT", PATH, &[("if-match", tag)], Some(body)).await
    };
    let set = put("\"none\"").await;
    assert_eq!(set.status, 200, "{set:?}");
    assert_eq!(put("\"none\"").await.problem(), (412, "precondition-failed".to_owned()));
    let tag = set.header("etag");
    assert_eq!(put(tag).await.status, 200);
    assert_eq!(put(tag).await.status, 412);
    assert_eq!(client.delete(PATH).await.status, 204);
    assert_eq!(put(tag).await.status, 412, "it is gone");
}

#[tokio::test]
async fn a_password_is_not_sent_elsewhere() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    assert_eq!(client.put(PATH, server(&json!({"password": "hunter2"}))).await.status, 200);
    for (change, status) in [
        (json!({"sender_name": "Bakery"}), 200),
        (json!({"port": 2525}), 422),
        (json!({"security": "tls", "port": 587}), 200),
        (json!({"host": "evil.example"}), 422),
        (json!({"username": "root"}), 422),
        (json!({"security": "none"}), 422),
        (json!({"host": "evil.example", "password": "another"}), 200),
    ] {
        let reply = client.put(PATH, server(&change)).await;
        assert_eq!(reply.status, status, "{change}: {reply:?}");
        if status == 422 {
            assert_eq!(reply.json()["errors"][0]["pointer"], "/password");
        }
    }
    let kept = || fixture.store.mail_password().unwrap().map(|password| password.reveal().to_owned());
    assert_eq!(kept().as_deref(), Some("another"));
    let changed = client.put(PATH, server(&json!({"host": "evil.example", "password": ""}))).await;
    assert_eq!((changed.json()["has_password"].as_bool(), kept()), (Some(false), None));
}

#[tokio::test]
async fn wrong_settings_are_told_where_they_are_wrong() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    for (change, pointer) in [
        (json!({"sender_address": "nobody"}), "/sender_address"),
        (json!({"host": "a b"}), "/host"),
        (json!({"port": 0}), "/port"),
        (json!({"security": "rot13"}), "/security"),
    ] {
        let reply = client.put(PATH, server(&change)).await;
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{change}: {reply:?}");
    }
    let set = client.put(PATH, server(&json!({}))).await;
    assert_eq!(set.status, 200);
    assert_eq!(client.put(PATH, server(&json!({"port": 25}))).await.status, 200);
    let late = [("if-match", set.header("etag"))];
    assert_eq!(client.send("PUT", PATH, &late, Some(server(&json!({})))).await.status, 412);
    assert_eq!(client.send("DELETE", PATH, &late, None).await.status, 412);
}

#[tokio::test]
async fn a_trial_goes_out_at_once_and_tells_what_the_server_says() {
    let fixture = Fixture::with_mail();
    let client = fixture.signed_in("owner").await;
    let test = format!("{PATH}/test");
    assert_eq!(client.post(&test, json!({"recipient": "anna@bakery.example"})).await.status, 204);
    let (settings, mail) = fixture.letterbox.next().await;
    assert_eq!(
        (settings.host.as_str(), settings.username.as_str(), settings.password.as_str()),
        ("mail.example", "bakery", "hunter2")
    );
    assert_eq!(settings.security, Security::StartTls);
    assert_eq!((mail.to.to_string().as_str(), mail.from_name.as_str()), ("anna@bakery.example", "Bakery"));
    let wrong = client.post(&test, json!({"recipient": "anna"})).await;
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/recipient");
    let refusal = Error::LoginRefused(Reply { code: 535, text: "5.7.8 no".to_owned() });
    fixture.letterbox.refuse(refusal.clone());
    for (tag, language) in [("de", crate::Language::De), ("fr", crate::Language::Fr)] {
        let body = Some(json!({"recipient": "anna@bakery.example"}));
        let reply = client.send("POST", &test, &[("accept-language", tag)], body).await;
        assert_eq!(reply.problem(), (502, "mail-failed".to_owned()));
        let (said, expected) = (reply.json()["detail"].to_string(), refusal.text(language));
        assert!(said.contains(&expected), "{said}: {expected}");
        fixture.letterbox.next().await;
    }
}

#[tokio::test]
async fn mails_go_to_the_server_that_there_is() {
    let fixture = Fixture::with_mail();
    let client = fixture.signed_in("owner").await;
    let email = json!({"email": "owner@bakery.example", "password": PASSWORD});
    assert_eq!(client.patch("/api/v1/me", email).await.status, 200);
    let reset = || client.post("/api/v1/password-reset", json!({"name": "owner"}));
    reset().await;
    assert_eq!(fixture.letterbox.next().await.0.host, "mail.example");
    let change = json!({"host": "post.example", "password": "another"});
    assert_eq!(client.put(PATH, server(&change)).await.status, 200);
    reset().await;
    let (settings, _) = fixture.letterbox.next().await;
    assert_eq!((settings.host.as_str(), settings.password.as_str()), ("post.example", "another"));
    // Also when somebody else than the interface changes it.
    let known = fixture.store.snapshot().unwrap().mail_server.as_deref().unwrap().clone();
    let change = Change::new().put(MailServer { port: 2525, ..known });
    fixture.store.write(&Who::cli("load"), change).unwrap();
    reset().await;
    assert_eq!(fixture.letterbox.next().await.0.port, 2525);
}

#[tokio::test]
async fn settings_are_for_those_who_may_see_them() {
    let fixture = Fixture::with_mail();
    fixture.login("clerk", AssignedRole::BuiltIn(Role::User));
    let clerk = fixture.stranger("192.0.2.1");
    clerk.sign_in("clerk", PASSWORD, None).await;
    assert_eq!(clerk.get(PATH).await.status, 403);
    assert_eq!(clerk.put(PATH, server(&json!({}))).await.status, 403);
    assert_eq!(clerk.post(&format!("{PATH}/test"), json!({"recipient": "a@b.example"})).await.status, 403);
    assert!(fixture.letterbox.is_empty().await);
}

#[tokio::test]
async fn only_an_owner_says_where_mails_and_their_links_go() {
    let fixture = Fixture::with_mail();
    let own = OwnRole {
        id: RoleId::from_bytes(fixture.store.new_id()),
        name: "Technician".to_owned(),
        permissions: vec![
            Permission::SettingsWrite,
            Permission::OfficeWrite,
            Permission::AuditUndo,
            Permission::TokensWrite,
        ],
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(own.clone())).unwrap();
    fixture.login("technician", AssignedRole::Own(own.id));
    let technician = fixture.signed_in("technician").await;
    let owner = fixture.signed_in("owner").await;
    let token = json!({"name": "all", "permissions": ["settings-write", "office-write"]});
    let mut program = fixture.stranger("198.51.100.9");
    program.bearer = owner.post("/api/v1/tokens", token).await.json()["token"].as_str().map(str::to_owned);
    let only_owners = (403, "owners-only".to_owned());
    let known = owner.get(PATH).await.json();
    let with = |change: Value| {
        let mut server = known.clone();
        server.as_object_mut().unwrap().remove("has_password");
        server["password"] = json!("another");
        change.as_object().unwrap().iter().for_each(|(name, value)| server[name] = value.clone());
        server
    };
    for client in [&technician, &program] {
        for change in [
            json!({"host": "evil.example"}),
            json!({"port": 2525}),
            json!({"security": "tls"}),
            json!({"username": "evil"}),
            json!({"sender_address": "evil@evil.example"}),
        ] {
            let reply = client.put(PATH, with(change.clone())).await;
            assert_eq!(reply.problem(), only_owners, "{change}");
        }
        assert_eq!(client.delete(PATH).await.problem(), only_owners);
        let url = json!({"portal_url": "https://evil.example"});
        assert_eq!(client.patch("/api/v1/office", url).await.problem(), only_owners);
        let name = json!({"support_contact": "Max"});
        assert_eq!(client.patch("/api/v1/office", name).await.status, 200);
        // What it is told as a password moves nothing.
        assert_eq!(client.put(PATH, with(json!({}))).await.status, 200);
        assert_eq!(client.get(PATH).await.status, 200);
        let trial = json!({"recipient": "anna@bakery.example"});
        assert_eq!(client.post(&format!("{PATH}/test"), trial).await.status, 204);
    }
    let version = fixture.store.version();
    assert_eq!(owner.put(PATH, with(json!({"host": "post.example"}))).await.status, 200);
    let url = json!({"portal_url": "https://new.example"});
    assert_eq!(owner.patch("/api/v1/office", url).await.status, 200);
    for back in [version + 1, version + 2] {
        let undo = json!({ "version": back });
        assert_eq!(technician.post("/api/v1/undo", undo.clone()).await.problem(), only_owners);
        assert_eq!(owner.post("/api/v1/undo", undo).await.status, 200);
    }
    assert_eq!(owner.delete(PATH).await.status, 204);
    assert_eq!(technician.put(PATH, with(json!({}))).await.problem(), only_owners);
}

/// Settings with something else in them.
fn server(change: &Value) -> Value {
    let mut server = json!({
        "host": "mail.example", "username": "bakery", "sender_address": "pbx@bakery.example",
    });
    for (name, value) in change.as_object().unwrap() {
        server[name] = value.clone();
    }
    server
}
