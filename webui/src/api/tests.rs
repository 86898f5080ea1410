//! The interface as a program meets it: requests in, answers out, over a store of its own and virtual time.

mod address_changed;
mod audit;
mod basics;
mod changes;
mod credentials;
mod deletions;
mod events;
mod invitation_page;
mod invitations;
mod logins_seen;
mod mail_server;
mod matrix;
mod password_reset;
mod people;
mod people_import;
mod portal_users;
mod post;
mod races;
mod records;
mod registrations;
mod roles;
mod rows;
mod setup;
mod signing_in;
mod slow_bodies;
mod time;
mod tokens;
mod try_it;

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use model::{AssignedRole, PortalUser, PortalUserId, Role};
use serde_json::Value;
use store::{Change, Secret, Store, UserSecret, Who};
use tower::ServiceExt;

use self::post::Letterbox;
use self::time::Time;
use super::{Machine, interface};
use crate::access::Peer;
use crate::live::Live;
use crate::sign_in::password::{Cost, Hasher};
use crate::status::{Office, Status, Unhealthy};

/// The owner's password in tests.
pub(super) const PASSWORD: &str = "correct horse battery";

/// A box with an owner, and time that stands still until it is told to go on.
pub(super) struct Fixture {
    pub(super) store: Store,
    pub(super) router: Router,
    pub(super) letterbox: Letterbox,
    pub(super) live: Live,
    time: Arc<Time>,
    _directory: tempfile::TempDir,
}

/// Somebody who sends requests.
pub(super) struct Client<'f> {
    fixture: &'f Fixture,
    pub(super) address: SocketAddr,
    cookie: Mutex<Option<String>>,
    pub(super) bearer: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

struct Nothing;

impl Office for Nothing {
    fn status(&self) -> Status {
        Status::default()
    }

    fn health(&self) -> Result<(), Unhealthy> {
        Ok(())
    }

    fn knows_token(&self, _: &str) -> bool {
        false
    }
}

impl Fixture {
    /// A box with an owner called "owner".
    pub(super) fn new() -> Self {
        let fixture = Self::nobodys(Machine::default());
        fixture.login("owner", AssignedRole::BuiltIn(Role::Owner));
        fixture
    }

    /// A new box, with this code on its console and this clock.
    pub(super) fn nobodys(machine: Machine) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let time = Arc::new(Time::new());
        let clock = Arc::clone(&time);
        let options = store::Options {
            durable: false,
            clock: Arc::new(move || clock.now().0),
            ..store::Options::default()
        };
        let store = store::open(directory.path(), options).unwrap();
        let clock = Arc::clone(&time);
        let (letterbox, courier) = Letterbox::new();
        let now = move || {
            clock.asked.fetch_add(1, Ordering::SeqCst);
            clock.now()
        };
        let machine = Machine { now: Arc::new(now), courier, ..machine };
        let live = machine.live.clone();
        let (router, beside_it) = interface(store.clone(), Arc::new(Nothing), machine);
        tokio::spawn(beside_it);
        Self { store, router, letterbox, live, time, _directory: directory }
    }

    /// Makes a login with [`PASSWORD`].
    pub(super) fn login(&self, login: &str, role: AssignedRole) -> PortalUser {
        let user = PortalUser::new(PortalUserId::from_bytes(self.store.new_id()), login, role);
        let hash = Hasher::new(Cost { memory_kib: 8, passes: 1 }).hash(PASSWORD, &[7; 16]);
        let change = Change::new().put(user.clone());
        let change = change.set_user_secret(user.id, UserSecret::Password, Some(Secret::new(hash)));
        self.store.write(&Who::cli("test"), change).unwrap();
        user
    }

    /// Lets time pass.
    pub(super) fn pass(&self, time: Duration) {
        self.time.passed_s.fetch_add(time.as_secs() as i64, Ordering::SeqCst);
    }

    /// Sets the civil clock back; the other one goes on.
    pub(super) fn set_back(&self, time: Duration) {
        self.time.set_back_s.fetch_add(time.as_secs() as i64, Ordering::SeqCst);
    }

    /// What time it is.
    pub(super) fn now(&self) -> Timestamp {
        self.time.now().0
    }

    /// Somebody at an address who has not signed in.
    pub(super) fn stranger(&self, address: &str) -> Client<'_> {
        let address = SocketAddr::new(address.parse().unwrap(), 40_000);
        Client { fixture: self, address, cookie: Mutex::default(), bearer: None }
    }

    /// Somebody who has signed in.
    pub(super) async fn signed_in(&self, login: &str) -> Client<'_> {
        let client = self.stranger("192.0.2.1");
        assert_eq!(client.sign_in(login, PASSWORD, None).await.status, StatusCode::OK);
        client
    }
}

impl Client<'_> {
    /// Signs in, and keeps the cookie.
    pub(super) async fn sign_in(&self, name: &str, password: &str, code: Option<&str>) -> Reply {
        let body = serde_json::json!({ "name": name, "password": password, "code": code });
        self.send("POST", "/api/v1/session", &[], Some(body)).await
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send("POST", path, &[], Some(body)).await
    }

    pub(super) async fn put(&self, path: &str, body: Value) -> Reply {
        self.send("PUT", path, &[], Some(body)).await
    }

    pub(super) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send("PATCH", path, &[], Some(body)).await
    }

    pub(super) async fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, &[], None).await
    }

    /// Sends a request as a browser on the box's own page does, and keeps what cookie comes back.
    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Reply {
        let body = body.map(|body| ("application/json", serde_json::to_vec(&body).unwrap()));
        self.raw(method, path, headers, body).await
    }

    /// Likewise, with any body.
    pub(super) async fn raw(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<(&str, Vec<u8>)>,
    ) -> Reply {
        let response = self.response(method, path, headers, body).await;
        self.reply(response).await
    }

    /// What came back, whole.
    pub(super) async fn reply(&self, response: axum::response::Response) -> Reply {
        let (parts, body) = response.into_parts();
        if let Some(cookie) = parts.headers.get(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            *self.cookie.lock().unwrap() = (!pair.ends_with('=')).then_some(pair);
        }
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Sends it with any body; the answer as it comes.
    pub(super) async fn response(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<(&str, impl Into<Body>)>,
    ) -> axum::response::Response {
        let mut request = Request::builder().method(method).uri(path).header("host", "box.example");
        let has_origin = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("origin"));
        if !has_origin && self.bearer.is_none() {
            request = request.header(ORIGIN, "https://box.example");
        }
        if let Some(cookie) = self.cookie.lock().unwrap().as_ref() {
            request = request.header(COOKIE, cookie);
        }
        if let Some(bearer) = &self.bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some((kind, body)) => {
                request = request.header(CONTENT_TYPE, kind);
                body.into()
            }
            None => Body::empty(),
        };
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(Peer(self.address));
        self.fixture.router.clone().oneshot(request).await.unwrap()
    }
}

impl Reply {
    /// The body as JSON; null when there is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The code of the problem that it tells, with its status.
    pub(super) fn problem(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    /// A header's text.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
