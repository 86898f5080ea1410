//! Bodies that take their time: what has changed meanwhile counts, and who never ends is not waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use futures_util::{StreamExt, stream};
use serde_json::json;
use store::{Change, Who};

use super::{Client, Fixture, Reply};

#[tokio::test]
async fn a_session_that_ends_while_the_body_comes_does_nothing_more() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let user = fixture.store.snapshot().unwrap().portal_users.as_slice()[0].id;
    let reply = while_the_body_comes(&client, || {
        fixture.store.end_sessions_of(user, None).unwrap();
    });
    assert_eq!(reply.await.problem(), (401, "not-signed-in".to_owned()));
    assert_eq!(fixture.store.snapshot().unwrap().time_frames.len(), 0);
}

#[tokio::test]
async fn a_right_that_goes_while_the_body_comes_is_gone() {
    let fixture = Fixture::new();
    let mut clerk = fixture.login("clerk", model::AssignedRole::BuiltIn(model::Role::Owner));
    let client = fixture.signed_in("clerk").await;
    let reply = while_the_body_comes(&client, || {
        clerk.role = model::AssignedRole::BuiltIn(model::Role::TransactionsOnly);
        fixture.store.write(&Who::cli("test"), Change::new().put(clerk.clone())).unwrap();
    });
    assert_eq!(reply.await.problem(), (403, "permission-missing".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_ends_is_not_waited_for() {
    let fixture = Fixture::new();
    let client = fixture.stranger("192.0.2.1");
    let never = || Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    let json = Some(("application/json", never()));
    let reply = client.reply(client.response("POST", "/api/v1/session", &[], json).await).await;
    assert_eq!(reply.problem(), (408, "too-late".to_owned()));
    let form = Some(("application/x-www-form-urlencoded", never()));
    let page = client.response("POST", "/invitation/x", &[], form).await;
    assert_eq!(page.status(), StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn who_asks_is_looked_at_once_and_after_a_body_again() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    // Each look asks the clock, and nothing else of these does.
    let looks = || fixture.time.asked.load(Ordering::SeqCst);
    for (method, path, body, expected) in [
        ("GET", "/api/v1/time-frames", None, 1),
        ("GET", "/api/v1/front", None, 1),
        ("GET", "/api/v1/people-export", None, 1),
        ("DELETE", "/api/v1/time-frames/x", None, 1),
        ("POST", "/api/v1/contact-methods/x/reveal", None, 1),
        ("POST", "/api/v1/time-frames", Some(json!({"name": "Day"})), 2),
        ("PATCH", "/api/v1/time-frames/x", Some(json!({"name": "Day"})), 2),
    ] {
        let before = looks();
        let reply = client.send(method, path, &[], body).await;
        assert_eq!(looks() - before, expected, "{method} {path}: {reply:?}");
    }
}

#[tokio::test]
async fn who_may_not_ask_is_refused_by_the_first_look() {
    let fixture = Fixture::new();
    let stranger = fixture.stranger("192.0.2.1");
    for (method, path, body) in [
        ("GET", "/api/v1/time-frames", None),
        ("GET", "/api/v1/people-export", None),
        ("POST", "/api/v1/time-frames", Some(json!({"name": "Day"}))),
    ] {
        let before = fixture.time.asked.load(Ordering::SeqCst);
        let reply = stranger.send(method, path, &[], body).await;
        assert_eq!(reply.problem(), (401, "not-signed-in".to_owned()), "{path}");
        assert_eq!(fixture.time.asked.load(Ordering::SeqCst) - before, 1, "{path}");
    }
}

#[tokio::test]
async fn nothing_is_kept_of_a_body_that_is_refused_for_its_size() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let alive = Arc::new(AtomicUsize::new(0));
    let (counted, most) = (Arc::clone(&alive), Arc::new(AtomicUsize::new(0)));
    let most_seen = Arc::clone(&most);
    let pieces = stream::iter(0..32).map(move |_| {
        // The piece that is made is alive, and at most the one before it.
        most_seen.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        Ok::<_, std::io::Error>(Bytes::from_owner(Piece(Arc::clone(&counted))))
    });
    let headers = [("content-length", "2097152")];
    let body = Some(("application/json", Body::from_stream(pieces)));
    let reply = owner.reply(owner.response("POST", "/api/v1/time-frames", &headers, body).await).await;
    assert_eq!(reply.problem(), (413, "too-large".to_owned()));
    assert_eq!(alive.load(Ordering::SeqCst), 0);
    assert!(most.load(Ordering::SeqCst) <= 2, "{most:?} pieces at once");
}

/// 64 KiB of a body that know when they are dropped.
struct Piece(Arc<AtomicUsize>);

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &[b' '; 64 * 1024]
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Sends a time frame, and does something between the check of who sends it and its last byte.
async fn while_the_body_comes(client: &Client<'_>, work: impl FnOnce()) -> Reply {
    let body = serde_json::to_vec(&json!({"name": "Day"})).unwrap();
    let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
    let (asked, mut is_asked) = tokio::sync::oneshot::channel::<()>();
    let body = Body::from_stream(stream::once(async move {
        let _ = asked.send(());
        let _ = receiver.await;
        Ok::<_, std::io::Error>(Bytes::from(body))
    }));
    let sent = client.response("POST", "/api/v1/time-frames", &[], Some(("application/json", body)));
    let (response, ()) = tokio::join!(sent, async {
        (&mut is_asked).await.unwrap();
        work();
        sender.send(()).unwrap();
    });
    client.reply(response).await
}
