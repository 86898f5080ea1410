//! Another email address: the one that the login had is told, whoever changes it, and no mail that fails stops the change.

use std::time::Duration;

use model::{AssignedRole, PortalUser, Role};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Client, Fixture, PASSWORD};
use crate::mail::{Error, Mail, Reply};

#[tokio::test]
async fn who_changes_their_own_address_is_told_at_the_old_one() {
    let fixture = office();
    let anna = fixture.signed_in("anna").await;
    assert_eq!(own(&anna, "new@bakery.example").await, 200);
    let mail = next(&fixture).await;
    assert_eq!(mail.to.to_string(), "anna@bakery.example");
    for said in ["was changed in its own settings", "192.0.2.1", "Bakery", "Max, 299"] {
        assert!(mail.letter.text.contains(said), "{said}: {}", mail.letter.text);
    }
    assert!(!mail.letter.text.contains("new@bakery.example"), "where it goes now is not for the old mailbox");
    // The same again, and other settings, are no change of it.
    assert_eq!(own(&anna, "new@bakery.example").await, 200);
    assert_eq!(anna.patch("/api/v1/me", json!({"language": "fr"})).await.status, 200);
    assert_eq!(own(&anna, "").await, 200);
    let mail = next(&fixture).await;
    assert_eq!(mail.to.to_string(), "new@bakery.example");
    assert!(mail.letter.text.contains("ses propres réglages"), "{}", mail.letter.text);
    // Who had none is told nowhere.
    assert_eq!(own(&anna, "anna@bakery.example").await, 200);
    assert!(fixture.letterbox.is_empty().await);
}

#[tokio::test]
async fn whose_address_is_changed_or_taken_back_by_an_administrator_is_told_at_the_old_one() {
    let fixture = office();
    let owner = fixture.signed_in("owner").await;
    let path = format!("/api/v1/portal-users/{}", user(&fixture).id);
    let changed = owner.patch(&path, json!({"email": "new@bakery.example"})).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let mail = next(&fixture).await;
    assert_eq!(mail.to.to_string(), "anna@bakery.example");
    assert!(mail.letter.text.contains("An administrator has changed"), "{}", mail.letter.text);
    assert!(!mail.letter.text.contains("192.0.2.1"));
    assert_eq!(owner.patch(&path, json!({"language": "de"})).await.status, 200);
    let version = fixture.store.version() - 1;
    let body = json!({"version": version, "leave_conflicts": false});
    assert_eq!(owner.post("/api/v1/undo", body).await.status, 200);
    let mail = next(&fixture).await;
    assert_eq!(
        (mail.to.to_string().as_str(), mail.letter.text.contains("Die Verwaltung")),
        ("new@bakery.example", true)
    );
    assert_eq!(user(&fixture).email, "anna@bakery.example");
    assert!(fixture.letterbox.is_empty().await);
}

#[tokio::test]
async fn an_address_is_changed_though_no_mail_can_be_sent() {
    let fixture = Fixture::new();
    give(&fixture, fixture.login("anna", AssignedRole::BuiltIn(Role::User)));
    let anna = fixture.signed_in("anna").await;
    assert_eq!(own(&anna, "new@bakery.example").await, 200, "without a mail server");

    let fixture = office();
    let reply = Reply { code: 550, text: "no such mailbox".to_owned() };
    fixture.letterbox.refuse(Error::RecipientRefused(reply));
    let anna = fixture.signed_in("anna").await;
    assert_eq!(own(&anna, "new@bakery.example").await, 200);
    assert_eq!(user(&fixture).email, "new@bakery.example");
    // Nor is anybody told of a change that is refused.
    let fixture = office();
    let anna = fixture.signed_in("anna").await;
    assert_eq!(own(&anna, "no address").await, 422);
    assert!(fixture.letterbox.is_empty().await);
}

#[tokio::test]
async fn nobodys_mailbox_is_filled_by_changes_of_an_address() {
    let fixture = office();
    let anna = fixture.signed_in("anna").await;
    for n in 0..8 {
        assert_eq!(own(&anna, &format!("victim{}@bakery.example", n % 2)).await, 200);
        if n < 5 {
            next(&fixture).await;
        }
    }
    assert!(fixture.letterbox.is_empty().await);
    fixture.pass(Duration::from_mins(61));
    let anna = fixture.signed_in("anna").await;
    assert_eq!(own(&anna, "anna@bakery.example").await, 200);
    assert_eq!(next(&fixture).await.to.to_string(), "victim1@bakery.example");
}

/// Anna has an email address, and the office a mail server.
pub(super) fn office() -> Fixture {
    let fixture = Fixture::with_mail();
    give(&fixture, fixture.login("anna", AssignedRole::BuiltIn(Role::User)));
    fixture
}

fn give(fixture: &Fixture, user: PortalUser) {
    let user = PortalUser { email: "anna@bakery.example".to_owned(), ..user };
    fixture.store.write(&Who::cli("test"), Change::new().put(user)).unwrap();
}

fn user(fixture: &Fixture) -> PortalUser {
    let office = fixture.store.snapshot().unwrap();
    office.portal_users.iter().find(|user| user.login == "anna").unwrap().clone()
}

async fn own(client: &Client<'_>, email: &str) -> u16 {
    let body: Value = json!({"email": email, "password": PASSWORD});
    client.patch("/api/v1/me", body).await.status.as_u16()
}

async fn next(fixture: &Fixture) -> Mail {
    fixture.letterbox.next().await.1
}
