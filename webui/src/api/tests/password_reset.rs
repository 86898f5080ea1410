//! A forgotten password: the answer that tells nothing, the link, and what it does once.

mod links;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use jiff::civil::date;
use model::{AssignedRole, PortalUser, Role};
use serde_json::json;
use store::{Change, Event, Who};

use super::{Fixture, PASSWORD};
use crate::mail::{Error, Reply};

const ASK: &str = "/api/v1/password-reset";
const FINISH: &str = "/api/v1/password-reset/finish";
const NEW: &str = "staple cargo umbrella 7";
const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_link_sets_a_new_password_once_and_ends_all_sessions() {
    let fixture = office();
    let anna = fixture.signed_in("anna").await;
    let token = link(&fixture, "anna").await;
    let stranger = fixture.stranger("198.51.100.9");
    assert_eq!(finish(&stranger, &token, NEW).await, (204, String::new()));
    assert_eq!(anna.get("/api/v1/me").await.status, 401);
    assert_eq!(anna.sign_in("anna", PASSWORD, None).await.status, 401);
    assert_eq!(anna.sign_in("anna", NEW, None).await.status, 200);
    assert_eq!(finish(&stranger, &token, "another one entirely 8").await, refused());
    assert_eq!(anna.get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn the_answer_is_the_same_whoever_is_asked_for() {
    let fixture = office();
    let change = Change::new()
        .put(PortalUser { email: String::new(), ..fixture.login("mute", AssignedRole::BuiltIn(Role::User)) })
        .put(PortalUser {
            email: "gone@bakery.example".to_owned(),
            expiration: Some(date(2026, 11, 22)),
            ..fixture.login("gone", AssignedRole::BuiltIn(Role::User))
        });
    fixture.store.write(&Who::cli("test"), change).unwrap();
    let stranger = fixture.stranger("198.51.100.9");
    let long = "x".repeat(1024);
    for name in ["nobody", "mute", "gone", "gone@bakery.example", "", long.as_str(), "anna"] {
        let reply = stranger.post(ASK, json!({ "name": name })).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (204, 0), "{name}");
    }
    // What nobody can be called is refused before it is looked up.
    assert_eq!(stranger.post(ASK, json!({ "name": "x".repeat(1025) })).await.status, 422);
    // They are looked into one after the other: the first mail is Anna's, and there is no other.
    let (_, mail) = fixture.letterbox.next().await;
    assert_eq!(mail.to.to_string(), "anna@bakery.example");
    assert!(fixture.letterbox.is_empty().await);
}

#[tokio::test]
async fn without_a_mail_server_the_answer_is_the_same_too() {
    let fixture = Fixture::new();
    let reply = fixture.stranger("198.51.100.9").post(ASK, json!({"name": "owner"})).await;
    assert_eq!((reply.status.as_u16(), reply.body.len()), (204, 0));
}

#[tokio::test]
async fn the_host_of_a_request_never_gets_into_a_mail() {
    let fixture = office();
    let stranger = fixture.stranger("198.51.100.9");
    let evil = [("origin", "https://evil.example"), ("x-forwarded-host", "evil.example")];
    assert_eq!(stranger.send("POST", ASK, &evil, Some(json!({"name": "anna"}))).await.status, 403);
    let forwarded = [("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")];
    assert_eq!(stranger.send("POST", ASK, &forwarded, Some(json!({"name": "anna"}))).await.status, 204);
    let (_, mail) = fixture.letterbox.next().await;
    assert!(mail.letter.text.contains("https://pbx.example/reset#"), "{}", mail.letter.text);
    for host in ["evil.example", "box.example"] {
        assert!(!mail.letter.text.contains(host) && !mail.letter.html.contains(host));
    }
    assert!(mail.letter.text.contains("198.51.100.9") && mail.letter.text.contains("Max, 299"));
}

#[tokio::test]
async fn a_link_is_good_for_half_an_hour_and_not_before_it_was_made() {
    for (passes, set_back, expected) in [
        (29 * MINUTE, Duration::ZERO, (204, String::new())),
        (30 * MINUTE, Duration::ZERO, refused()),
        (Duration::ZERO, MINUTE, refused()),
        (40 * MINUTE, 41 * MINUTE, refused()),
    ] {
        let fixture = office();
        let token = link(&fixture, "anna").await;
        fixture.pass(passes);
        fixture.set_back(set_back);
        let stranger = fixture.stranger("198.51.100.9");
        assert_eq!(finish(&stranger, &token, NEW).await, expected, "{passes:?} {set_back:?}");
    }
}

#[tokio::test]
async fn a_password_that_is_refused_does_not_use_the_link_up() {
    let fixture = office();
    let token = link(&fixture, "anna").await;
    let stranger = fixture.stranger("198.51.100.9");
    for unfit in ["short", "aaaaaaaaaaaaaaa", "anna@bakery.example"] {
        let reply = stranger.post(FINISH, json!({"token": token, "new": unfit})).await;
        assert_eq!(
            (reply.status.as_u16(), reply.json()["errors"][0]["pointer"].as_str()),
            (422, Some("/new")),
            "{unfit}"
        );
    }
    for token in ["", "x", &"A".repeat(43)] {
        assert_eq!(finish(&stranger, token, NEW).await, refused(), "{token}");
    }
    assert_eq!(finish(&stranger, &token, NEW).await.0, 204);
}

#[tokio::test]
async fn who_asks_from_elsewhere_keeps_nobody_from_a_link_until_there_are_ten() {
    let fixture = office();
    let ask = |place: &str| {
        let stranger = fixture.stranger(place);
        async move { stranger.post(ASK, json!({"name": "anna"})).await.status }
    };
    let mut sent = 0;
    for place in ["198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4"] {
        for n in 0..4 {
            assert_eq!(ask(place).await, 204);
            // Each place gets three, and all together ten.
            if n < 3 && sent < 10 {
                assert_eq!(fixture.letterbox.next().await.1.to.to_string(), "anna@bakery.example");
                sent += 1;
            }
        }
    }
    assert_eq!((ask("203.0.113.5").await.as_u16(), sent), (204, 10));
    fixture.stranger("192.0.2.1").post(ASK, json!({"name": "boss"})).await;
    assert_eq!(fixture.letterbox.next().await.1.to.to_string(), "boss@bakery.example");
}

#[tokio::test]
async fn places_that_were_known_are_strange_after_a_reset() {
    let fixture = office();
    let anna = fixture.signed_in("anna").await;
    let token = link(&fixture, "anna").await;
    // Guesses from everywhere: now only a place where Anna has signed in is let through.
    let mut places = 0;
    while fixture.stranger(&format!("198.51.100.{places}")).sign_in("anna", "wrong", None).await.status != 429
    {
        places += 1;
    }
    assert_eq!(anna.sign_in("anna", PASSWORD, None).await.status, 200);
    assert_eq!(finish(&fixture.stranger("203.0.113.5"), &token, NEW).await.0, 204);
    assert_eq!(anna.sign_in("anna", NEW, None).await.status, 429);
}

#[tokio::test]
async fn one_place_asks_only_so_often() {
    let fixture = office();
    let stranger = fixture.stranger("198.51.100.9");
    let mut slowed = 0;
    for _ in 0..30 {
        let reply = stranger.post(ASK, json!({"name": "nobody"})).await;
        if reply.problem() == (429, "too-many-tries".to_owned()) {
            slowed += 1;
        } else {
            assert_eq!(reply.status, 204);
        }
    }
    assert_eq!(slowed, 10);
    assert_eq!(fixture.stranger("192.0.2.1").post(ASK, json!({"name": "nobody"})).await.status, 204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_thousand_at_once_one_sets_the_password() {
    let fixture = office();
    let token = link(&fixture, "anna").await;
    let (fixture, token) = (Arc::new(fixture), Arc::new(token));
    let tries = (0..1000).map(|n| {
        let (fixture, token) = (Arc::clone(&fixture), Arc::clone(&token));
        async move {
            let stranger = fixture.stranger(&format!("198.51.{}.{}", n / 250, n % 250));
            finish(&stranger, &token, &format!("staple cargo umbrella {n}")).await
        }
    });
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|(status, _)| *status == 204).count(), 1);
    // The others are refused, or had no turn in time.
    assert!(done.iter().all(|(status, _)| [204, 422, 503].contains(status)), "{done:?}");
}

#[tokio::test]
async fn the_second_factor_stays_and_a_forced_change_is_done() {
    let fixture = office();
    let user = user(&fixture, "anna");
    let pending = PortalUser {
        second_factor: model::SecondFactor::Pending,
        must_change_password: true,
        ..user.clone()
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(pending)).unwrap();
    let token = link(&fixture, "anna").await;
    assert_eq!(finish(&fixture.stranger("198.51.100.9"), &token, NEW).await.0, 204);
    let anna = fixture.stranger("192.0.2.1");
    assert_eq!(anna.sign_in("anna", NEW, None).await.json()["next"], "scan-key");
    assert!(!self::user(&fixture, "anna").must_change_password);
}

#[tokio::test]
async fn a_mail_that_is_given_up_is_in_the_audit_log() {
    let fixture = office();
    let reply = Reply { code: 550, text: "no such mailbox".to_owned() };
    fixture.letterbox.refuse(Error::RecipientRefused(reply));
    link(&fixture, "anna").await;
    let noted = || {
        let entries = fixture.store.history(&store::HistoryFilter::default(), 5).unwrap();
        entries.iter().find_map(store::HistoryEntry::event)
    };
    // It is noted beside what goes on here.
    let mut event = noted();
    while !matches!(event, Some(Event::MailGivenUp { .. })) {
        tokio::task::yield_now().await;
        event = noted();
    }
    let Some(Event::MailGivenUp { what, why }) = event else { unreachable!() };
    assert_eq!(what, "a new password for anna");
    assert!(why.contains("550 no such mailbox"), "{why}");
    // It is kept in English, and told in the reader's language.
    let owner = fixture.signed_in("owner").await;
    let page = owner.send("GET", "/api/v1/audit", &[("accept-language", "de")], None).await.json();
    let told =
        page["items"].as_array().unwrap().iter().find(|entry| entry["event"]["event"] == "mail-given-up");
    let event = &told.unwrap()["event"];
    assert_eq!(event["what"], "ein neues Passwort für anna");
    let why = "Der Mailserver nimmt für diesen Empfänger nichts an: 550 no such mailbox";
    assert_eq!(event["why"], why);
}

/// Anna and the boss have email addresses.
fn office() -> Fixture {
    let fixture = Fixture::with_mail();
    for login in ["anna", "boss"] {
        let user = fixture.login(login, AssignedRole::BuiltIn(Role::User));
        let user = PortalUser { email: format!("{login}@bakery.example"), ..user };
        fixture.store.write(&Who::cli("test"), Change::new().put(user)).unwrap();
    }
    fixture
}

fn user(fixture: &Fixture, login: &str) -> PortalUser {
    let office = fixture.store.snapshot().unwrap();
    office.portal_users.iter().find(|user| user.login == login).unwrap().clone()
}

/// Asks for a link, and takes the token out of the mail.
async fn link(fixture: &Fixture, name: &str) -> String {
    let reply = fixture.stranger("203.0.113.5").post(ASK, json!({ "name": name })).await;
    assert_eq!(reply.status, 204, "{reply:?}");
    let (_, mail) = fixture.letterbox.next().await;
    let (_, rest) = mail.letter.text.split_once("/reset#").unwrap();
    rest.chars().take(43).collect()
}

async fn finish(client: &super::Client<'_>, token: &str, new: &str) -> (u16, String) {
    client.post(FINISH, json!({"token": token, "new": new})).await.problem()
}

fn refused() -> (u16, String) {
    (422, "token-refused".to_owned())
}
