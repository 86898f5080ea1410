//! The stream of events: who listens hears that something has changed, and not more.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use model::{AssignedRole, BindingChange, Role};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::registrations::binding;
use super::{Client, Fixture};

#[tokio::test]
async fn a_listener_hears_what_has_changed_and_what_it_missed() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let before = fixture.store.version();
    let mut stream = listen(&client, &[]).await;
    client.post("/api/v1/time-frames", json!({"name": "Day"})).await;
    let heard = event(&mut stream).await.unwrap();
    assert_eq!(heard["resources"], json!(["time-frames"]));
    assert_eq!(heard["version"], fixture.store.version());

    // One that comes again is told what it missed.
    let mut again = listen(&client, &[("last-event-id", &before.to_string())]).await;
    assert_eq!(event(&mut again).await.unwrap()["resources"], json!(["time-frames"]));
}

#[tokio::test]
async fn what_hangs_on_a_person_or_a_line_is_told_too() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let person =
        client.post("/api/v1/people", json!({"first_name": "Anna", "line": {"number": "201"}})).await.json();
    let mut stream = listen(&client, &[]).await;
    let line = &person["lines"][0]["id"];
    assert_eq!(client.post("/api/v1/mailboxes", json!({"line": line})).await.status, 201);
    assert_eq!(event(&mut stream).await.unwrap()["resources"], json!(["mailboxes"]));
    let server = json!({"host": "mail.example", "security": "tls", "username": "", "sender_address": "pbx@bakery.example", "sender_name": ""});
    assert_eq!(client.put("/api/v1/mail-server", server).await.status, 200);
    assert_eq!(event(&mut stream).await.unwrap()["resources"], json!(["mail-server"]));
}

#[tokio::test]
async fn who_may_not_see_something_is_not_told_that_it_changed() {
    let fixture = Fixture::new();
    fixture.login("clerk", AssignedRole::BuiltIn(Role::TransactionsOnly));
    fixture.login("planner", AssignedRole::BuiltIn(Role::CallCentreAdmin));
    let (owner, planner) = (fixture.signed_in("owner").await, fixture.signed_in("planner").await);
    let mut stream = listen(&planner, &[]).await;
    // The one it may not see, then one it may.
    fixture.login("another", AssignedRole::BuiltIn(Role::User));
    owner.post("/api/v1/time-frames", json!({"name": "Day"})).await;
    assert_eq!(event(&mut stream).await.unwrap()["resources"], json!(["time-frames"]));
}

#[tokio::test(start_paused = true)]
async fn that_calls_or_telephones_have_changed_is_told_at_once_and_then_once_a_second() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let mut stream = listen(&client, &[]).await;
    let live = &fixture.live;
    live.calls();
    assert_eq!(event(&mut stream).await.unwrap()["resources"], json!(["calls"]));
    let begun = Instant::now();
    for _ in 0..100 {
        live.calls();
    }
    live.binding(&BindingChange::Changed(binding("u201")), fixture.now());
    // What is no matter of calls does not wait for them.
    client.post("/api/v1/time-frames", json!({"name": "Day"})).await;
    let changed = event(&mut stream).await.unwrap();
    assert_eq!(changed["resources"], json!(["time-frames"]));
    assert!(begun.elapsed() < Duration::from_secs(1));
    let heard = event(&mut stream).await.unwrap();
    assert_eq!(heard["resources"], json!(["calls", "registrations"]));
    assert_eq!(heard["version"], changed["version"]);
    assert!(begun.elapsed() >= Duration::from_millis(990), "{:?}", begun.elapsed());
    // Of the hundred nothing is left. A telephone that only stays registered is no news.
    live.binding(&BindingChange::Refreshed(binding("u201")), fixture.now());
    let quiet = tokio::time::timeout(Duration::from_secs(10), event(&mut stream)).await;
    assert!(quiet.is_err(), "{quiet:?}");
}

#[tokio::test]
async fn who_may_not_see_calls_or_telephones_is_not_told_of_them() {
    let fixture = Fixture::new();
    fixture.login("clerk", AssignedRole::BuiltIn(Role::TransactionsOnly));
    fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    let (owner, clerk, anna) =
        (fixture.signed_in("owner").await, fixture.signed_in("clerk").await, fixture.signed_in("anna").await);
    let (mut heard, mut unheard) = (listen(&clerk, &[]).await, listen(&anna, &[]).await);
    fixture.live.binding(&BindingChange::Changed(binding("u201")), fixture.now());
    fixture.live.calls();
    assert_eq!(event(&mut heard).await.unwrap()["resources"], json!(["calls"]));
    // Calls are none of hers; that the session is over is.
    assert_eq!(anna.delete("/api/v1/session").await.status, 204);
    owner.post("/api/v1/time-frames", json!({"name": "Day"})).await;
    assert_eq!(event(&mut unheard).await, None);
}

#[tokio::test]
async fn a_session_that_ends_hears_nothing_more() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let other = fixture.signed_in("owner").await;
    let mut stream = listen(&client, &[]).await;
    assert_eq!(client.delete("/api/v1/session").await.status, 204);
    other.post("/api/v1/time-frames", json!({"name": "Day"})).await;
    assert_eq!(event(&mut stream).await, None);
}

#[tokio::test]
async fn listeners_beyond_the_bound_are_told_to_come_again() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let mut streams = Vec::new();
    for _ in 0..10 {
        let another = fixture.signed_in("owner").await;
        for _ in 0..6 {
            streams.push(listen(&another, &[]).await);
        }
        // One's own bound.
        assert_eq!(another.get("/api/v1/events").await.problem(), (503, "busy".to_owned()));
    }
    for _ in 0..4 {
        streams.push(listen(&client, &[]).await);
    }
    assert_eq!(client.get("/api/v1/events").await.problem(), (503, "busy".to_owned()));
    streams.pop();
    drop(listen(&client, &[]).await);
}

async fn listen(client: &Client<'_>, headers: &[(&str, &str)]) -> BodyDataStream {
    let response = client.response("GET", "/api/v1/events", headers, None::<(&str, Body)>).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let (_, body): (_, Body) = response.into_parts();
    body.into_data_stream()
}

/// The data of the next event; none when the stream ends.
async fn event(stream: &mut BodyDataStream) -> Option<Value> {
    let bytes = stream.next().await?.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let data = text.lines().find_map(|line| line.strip_prefix("data: ")).expect("an event has data");
    Some(serde_json::from_str(data).unwrap())
}
