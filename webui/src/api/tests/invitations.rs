//! Inviting people: what is made for them, the letter, and what its token does once.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use model::{AssignedRole, ContactKind, Line, LineId, Owner, Person, PersonId, PortalUser, Role};
use serde_json::{Value, json};
use store::{Change, Event, UserSecret, Who};

use super::{Client, Fixture, PASSWORD, Reply};

const ACCEPT: &str = "/api/v1/invitations/accept";
const NEW: &str = "staple cargo umbrella 7";
const DAY: Duration = Duration::from_hours(24);

#[tokio::test]
async fn an_invitation_makes_a_login_a_telephone_and_a_soft_phone() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let reply = send(&owner, anna, json!({"softphone": true})).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let office = fixture.store.snapshot().unwrap();
    let user = office.portal_users.iter().find(|user| user.person == Some(anna)).unwrap();
    assert_eq!((user.login.as_str(), user.email.as_str()), ("anna@bakery.example", "anna@bakery.example"));
    assert_eq!(user.role, AssignedRole::BuiltIn(Role::User));
    let kinds: Vec<&ContactKind> = office.contact_methods.iter().map(|method| &method.kind).collect();
    let [ContactKind::App, ContactKind::Sip { username, .. }] = kinds.as_slice() else { panic!("{kinds:?}") };
    assert_eq!(username.as_str(), "201-app");

    let (_, mail) = fixture.letterbox.next().await;
    assert_eq!((mail.to.to_string().as_str(), mail.to_name.as_str()), ("anna@bakery.example", "Anna Berg"));
    let token = token(&mail.letter.text);
    let link = format!("https://pbx.example/invitation/{token}");
    assert!(mail.letter.text.contains(&format!("{link}\n")), "{}", mail.letter.text);
    assert!(mail.letter.text.contains(&format!("{link}/linphone.xml")));
    assert!(mail.letter.text.contains("owner invites you") && mail.letter.text.contains("number is 201"));
    // The letter has the office's day, a week from now.
    assert!(mail.letter.text.contains("30 November 2026, 09:00"));

    let pending = owner.get("/api/v1/invitations?sort=name&q=anna").await.json();
    assert_eq!(
        (pending["total"].as_u64(), pending["items"][0]["name"].as_str()),
        (Some(1), Some("Anna Berg"))
    );
    assert_eq!(pending["items"][0]["expires"], "2026-11-30T09:00:00Z");
    assert_eq!(
        (&pending["items"][0]["login"], &pending["items"][0]["softphone"]),
        (&json!(true), &json!(true))
    );
    // Inviting again makes nothing twice.
    send(&owner, anna, json!({})).await;
    let again = fixture.store.snapshot().unwrap();
    assert_eq!((again.portal_users.len(), again.contact_methods.len()), (2, 2));
}

#[tokio::test]
async fn without_an_email_address_nobody_is_invited() {
    let (fixture, anna) = office("");
    let owner = fixture.signed_in("owner").await;
    let before = fixture.store.version();
    let reply = send(&owner, anna, json!({})).await;
    assert_eq!((reply.status.as_u16(), reply.json()["errors"][0]["pointer"].as_str()), (422, Some("/email")));
    assert_eq!(fixture.store.version(), before);
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_made() {
    let fixture = Fixture::new();
    let anna = person(&fixture, "anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let before = fixture.store.version();
    let reply = send(&owner, anna, json!({"softphone": true})).await;
    assert_eq!(reply.problem(), (409, "mail-server-missing".to_owned()));
    assert_eq!(fixture.store.version(), before);
}

#[tokio::test]
async fn the_first_password_is_set_once_and_signs_nobody_in() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let token = invite(&fixture, &owner, anna, json!({})).await;
    let guest = fixture.stranger("198.51.100.9");
    for (password, pointer) in [(json!("short"), "/password"), (json!("anna@bakery.example"), "/password")] {
        let reply = guest.post(ACCEPT, json!({"token": token, "password": password})).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["errors"][0]["pointer"]), (422, &json!(pointer)));
    }
    let missing = guest.post(ACCEPT, json!({ "token": token })).await;
    assert_eq!(missing.json()["errors"][0]["pointer"], "/password");
    // None of that has used it up.
    assert_eq!(accept(&guest, &token, NEW).await, (204, String::new()));
    assert_eq!(guest.get("/api/v1/me").await.status, 401);
    assert_eq!(accept(&guest, &token, "another one entirely 8").await, (422, "token-refused".to_owned()));
    assert_eq!(guest.get(&format!("/api/v1/invitation/{token}")).await.status, 404);
    assert_eq!(guest.sign_in("anna@bakery.example", NEW, None).await.status, 200);
    assert_eq!(owner.get("/api/v1/invitations").await.json()["total"], 0);
}

#[tokio::test]
async fn an_invitation_is_good_for_a_week_and_not_before_it_was_sent() {
    for (passes, set_back, expected) in [
        (DAY * 7 - Duration::from_secs(1), Duration::ZERO, 204),
        (DAY * 7, Duration::ZERO, 422),
        (Duration::ZERO, Duration::from_secs(60), 422),
    ] {
        let (fixture, anna) = office("anna@bakery.example");
        let owner = fixture.signed_in("owner").await;
        let token = invite(&fixture, &owner, anna, json!({"softphone": true})).await;
        fixture.pass(passes);
        fixture.set_back(set_back);
        let guest = fixture.stranger("198.51.100.9");
        let shown = if expected == 204 { 200 } else { 404 };
        assert_eq!(guest.get(&format!("/api/v1/invitation/{token}")).await.status, shown);
        assert_eq!(guest.get(&format!("/invitation/{token}/linphone.xml")).await.status, shown);
        assert_eq!(accept(&guest, &token, NEW).await.0, expected, "{passes:?} {set_back:?}");
    }
}

#[tokio::test]
async fn a_letter_sent_again_ends_the_one_before_and_its_secret() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let guest = fixture.stranger("198.51.100.9");
    let first = invite(&fixture, &owner, anna, json!({"softphone": true})).await;
    let before = guest.get(&format!("/api/v1/invitation/{first}")).await.json();
    let second = invite(&fixture, &owner, anna, json!({})).await;
    assert_eq!(guest.get(&format!("/api/v1/invitation/{first}")).await.problem().0, 404);
    assert_eq!(accept(&guest, &first, NEW).await.0, 422);
    let after = guest.get(&format!("/api/v1/invitation/{second}")).await.json();
    assert_eq!(before["softphone"]["username"], after["softphone"]["username"]);
    assert_ne!(before["softphone"]["password"], after["softphone"]["password"]);
    assert_eq!(accept(&guest, &second, NEW).await.0, 204);
}

#[tokio::test]
async fn what_is_withdrawn_opens_nothing_and_its_secret_is_worth_nothing() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let path = format!("/api/v1/people/{anna}/invitation");
    assert_eq!(owner.delete(&path).await.status, 404);
    let token = invite(&fixture, &owner, anna, json!({"softphone": true})).await;
    let ha1 = || fixture.store.directory().account("201-app").unwrap().ha1.clone();
    let before = ha1();
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(owner.get("/api/v1/invitations").await.json()["total"], 0);
    let guest = fixture.stranger("198.51.100.9");
    assert_eq!(accept(&guest, &token, NEW).await.0, 422);
    assert_eq!(guest.get(&format!("/invitation/{token}")).await.status, 404);
    assert!(ha1() != before);
}

#[tokio::test]
async fn an_invitation_never_replaces_a_password() {
    let (fixture, anna) = office("anna@bakery.example");
    let user = fixture.login("anna", AssignedRole::BuiltIn(Role::Owner));
    let user = PortalUser { person: Some(anna), ..user };
    fixture.store.write(&Who::cli("test"), Change::new().put(user)).unwrap();
    let owner = fixture.signed_in("owner").await;
    let token = invite(&fixture, &owner, anna, json!({"softphone": true})).await;
    let guest = fixture.stranger("198.51.100.9");
    let shown = guest.get(&format!("/api/v1/invitation/{token}")).await.json();
    assert_eq!((&shown["sets_password"], &shown["login"]), (&json!(false), &json!("")));
    assert_eq!(accept(&guest, &token, NEW).await.0, 422);
    assert_eq!(guest.sign_in("anna", PASSWORD, None).await.status, 200);
    assert_eq!(guest.post(ACCEPT, json!({ "token": token })).await.status, 204);
}

#[tokio::test]
async fn nobody_gives_more_than_they_have() {
    let (fixture, anna) = office("anna@bakery.example");
    fixture.login("manager", AssignedRole::BuiltIn(Role::OfficeManager));
    let boss = fixture.login("boss", AssignedRole::BuiltIn(Role::Owner));
    let change = Change::new().put(PortalUser { person: Some(anna), ..boss.clone() });
    let change = change.set_user_secret(boss.id, UserSecret::Password, None);
    fixture.store.write(&Who::cli("test"), change).unwrap();
    let manager = fixture.signed_in("manager").await;
    assert_eq!(send(&manager, anna, json!({})).await.problem(), (403, "not-more-than-you-may".to_owned()));
    fixture.login("clerk", AssignedRole::BuiltIn(Role::User));
    let clerk = fixture.signed_in("clerk").await;
    assert_eq!(send(&clerk, anna, json!({})).await.problem(), (403, "permission-missing".to_owned()));
    assert_eq!(clerk.get("/api/v1/invitations").await.status, 403);
}

#[tokio::test]
async fn each_time_the_secret_is_shown_stands_in_the_audit_log() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let token = invite(&fixture, &owner, anna, json!({"softphone": true})).await;
    let guest = fixture.stranger("198.51.100.9");
    for path in ["/api/v1/invitation/TOKEN", "/invitation/TOKEN", "/invitation/TOKEN/linphone.xml"] {
        let reply = guest.get(&path.replace("TOKEN", &token)).await;
        assert_eq!(reply.status, 200, "{path} {reply:?}");
    }
    let entries = fixture.store.history(&store::HistoryFilter::default(), 50).unwrap();
    let revealed = Event::Revealed { what: "account 201-app".to_owned() };
    let shown: Vec<_> = entries.iter().filter(|entry| entry.event().as_ref() == Some(&revealed)).collect();
    assert_eq!(shown.len(), 3);
    for entry in shown {
        assert_eq!(entry.who_name, "invitation of anna@bakery.example");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_thousand_at_once_one_accepts() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let token = Arc::new(invite(&fixture, &owner, anna, json!({})).await);
    drop(owner);
    let fixture = Arc::new(fixture);
    let tries = (0..1000).map(|n| {
        let (fixture, token) = (Arc::clone(&fixture), Arc::clone(&token));
        async move {
            let guest = fixture.stranger(&format!("198.51.{}.{}", n / 250, n % 250));
            accept(&guest, &token, &format!("staple cargo umbrella {n}")).await
        }
    });
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|(status, _)| *status == 204).count(), 1);
    assert!(done.iter().all(|(status, _)| [204, 422, 503].contains(status)), "{done:?}");
}

/// An office with Anna, who has line 201.
pub(super) fn office(email: &str) -> (Fixture, PersonId) {
    let fixture = Fixture::with_mail();
    let anna = person(&fixture, email);
    (fixture, anna)
}

fn person(fixture: &Fixture, email: &str) -> PersonId {
    let site = fixture.store.snapshot().unwrap().sites.iter().next().unwrap().id;
    let anna = PersonId::from_bytes(fixture.store.new_id());
    let person =
        Person { last_name: "Berg".to_owned(), email: email.to_owned(), ..Person::named(anna, "Anna", site) };
    let line = LineId::from_bytes(fixture.store.new_id());
    let line = Line::new(line, Owner::Person(anna), "201".parse().unwrap());
    fixture.store.write(&Who::cli("test"), Change::new().put(person).put(line)).unwrap();
    anna
}

async fn send(client: &Client<'_>, person: PersonId, body: Value) -> Reply {
    client.post(&format!("/api/v1/people/{person}/invitation"), body).await
}

/// Invites somebody, and takes the token out of the letter.
pub(super) async fn invite(fixture: &Fixture, client: &Client<'_>, person: PersonId, body: Value) -> String {
    let reply = send(client, person, body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    token(&fixture.letterbox.next().await.1.letter.text)
}

fn token(letter: &str) -> String {
    let (_, rest) = letter.split_once("/invitation/").unwrap();
    rest.chars().take(43).collect()
}

async fn accept(client: &Client<'_>, token: &str, password: &str) -> (u16, String) {
    client.post(ACCEPT, json!({"token": token, "password": password})).await.problem()
}
