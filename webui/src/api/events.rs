//! What happens, as it happens: server-sent events (the HTML standard, §9.2). A page that listens asks anew for what has
//! changed; nothing of an office is in an event.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use model::Permission;
use serde::Serialize;
use tokio::sync::watch;

use super::caller::Caller;
use super::refusal::{Fact, Refusal};
use super::route::{Access, Lane};
use super::state::Api;
use super::view::View;

/// Listeners at once; one more gets 503.
const LISTENERS_MAX: usize = 64;
/// Of them of one session or token; one more gets 503.
const LISTENERS_OF_ONE_MAX: usize = 6;
/// How often something is said when nothing happens, so that nobody in between hangs up.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// Tells listeners that the office has changed.
#[derive(Debug)]
pub(crate) struct News {
    version: watch::Sender<u64>,
    listeners: Listeners,
}

/// How many listen, by session or token; at most [`LISTENERS_MAX`] in all.
type Listeners = Arc<Mutex<HashMap<[u8; 16], usize>>>;

/// A listener's place; given back when it goes.
struct Place {
    listeners: Listeners,
    who: [u8; 16],
}

/// What has changed.
#[derive(Debug, Serialize)]
struct Changed {
    /// The version of the office.
    version: u64,
    /// The resources of which a row has changed: "people".
    resources: Vec<&'static str>,
}

impl News {
    /// Begins at a version.
    pub(crate) fn new(version: u64) -> Self {
        Self { version: watch::Sender::new(version), listeners: Arc::default() }
    }

    /// Tells all that there is a new version. Never blocks.
    pub(crate) fn tell(&self, version: u64) {
        self.version.send_replace(version);
    }

    /// The versions as they come.
    pub(crate) fn versions(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    fn enter(&self, who: [u8; 16]) -> Option<Place> {
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, own) = (listeners.values().sum::<usize>(), listeners.get(&who).copied().unwrap_or(0));
        if all >= LISTENERS_MAX || own >= LISTENERS_OF_ONE_MAX {
            return None;
        }
        listeners.insert(who, own + 1);
        Some(Place { listeners: Arc::clone(&self.listeners), who })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        match listeners.get_mut(&self.who) {
            Some(own) if *own > 1 => *own -= 1,
            Some(_) | None => {
                listeners.remove(&self.who);
            }
        }
    }
}

/// A stream of changes for whoever asks with these headers. `Last-Event-ID` says up to which version everything is known.
pub(crate) fn stream(
    api: Arc<Api>,
    headers: HeaderMap,
    address: IpAddr,
    who: Option<[u8; 16]>,
) -> Result<Response, Refusal> {
    let place = api.news.enter(who.ok_or(Fact::NotSignedIn)?).ok_or(Fact::Busy)?;
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let mut versions = api.news.version.subscribe();
    let current = *versions.borrow_and_update();
    let begun = Listening {
        api,
        headers,
        address,
        versions,
        seen: last.unwrap_or(current),
        is_first: last.is_some(),
        _place: place,
    };
    let events = stream::unfold(begun, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok::<Event, Infallible>(event), listening))
    });
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    Ok(Sse::new(events).keep_alive(keep_alive).into_response())
}

/// One listener.
struct Listening {
    api: Arc<Api>,
    headers: HeaderMap,
    address: IpAddr,
    versions: watch::Receiver<u64>,
    seen: u64,
    /// Whether it may have missed something before it came.
    is_first: bool,
    _place: Place,
}

impl Listening {
    /// The next change that the caller may know of.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if !std::mem::take(&mut self.is_first) {
                self.versions.changed().await.ok()?;
            }
            let version = *self.versions.borrow_and_update();
            if version <= self.seen {
                continue;
            }
            let (headers, address, seen) = (self.headers.clone(), self.address, self.seen);
            let found = self.api.run(Lane::Quick, move |api| news_for(api, &headers, address, seen));
            let (version, resources) = found.await.ok()?.ok()?;
            self.seen = version;
            if resources.is_empty() {
                continue;
            }
            let changed = Changed { version, resources };
            let event = Event::default().event("changed").id(changed.version.to_string());
            return event.json_data(&changed).ok();
        }
    }
}

/// The version, and the resources of which something has changed since another that whoever asks may know of. Who may no
/// longer ask (the session has ended, the token is revoked) is refused, and the stream ends.
fn news_for(
    api: &Api,
    headers: &HeaderMap,
    address: IpAddr,
    since: u64,
) -> Result<(u64, Vec<&'static str>), Refusal> {
    let view = api.view()?;
    let caller = Caller::of(api, &view, headers, address, Access::Known, (api.machine.now)().0)?;
    caller.check(Access::Known)?;
    Ok((view.office.version, changed_since(&view, since, &caller)))
}

/// The resources of which something has changed since a version and that the caller may read.
fn changed_since(view: &View, version: u64, caller: &Caller) -> Vec<&'static str> {
    let office = &view.office;
    let changed = BTreeMap::from([
        ("announcements", (office.announcements.changed(), Permission::NumbersRead)),
        ("avatars", (office.avatars.changed(), Permission::PeopleRead)),
        ("contact-methods", (office.contact_methods.changed(), Permission::PeopleRead)),
        ("equipment", (office.equipment.changed(), Permission::PeopleRead)),
        ("feature-codes", (office.feature_codes.changed(), Permission::NumbersRead)),
        ("invitations", (office.invitations.changed(), Permission::PeopleRead)),
        ("lines", (office.lines.changed(), Permission::PeopleRead)),
        ("mailboxes", (office.mailboxes.changed(), Permission::PeopleRead)),
        ("office", (office.office_changed, Permission::OfficeRead)),
        ("people", (office.people.changed(), Permission::PeopleRead)),
        ("phone-numbers", (office.phone_numbers.changed(), Permission::NumbersRead)),
        ("phones", (office.phones.changed(), Permission::PhonesRead)),
        ("places", (office.places.changed(), Permission::PeopleRead)),
        ("portal-users", (office.portal_users.changed(), Permission::PortalUsersRead)),
        ("roles", (office.roles.changed(), Permission::PortalUsersRead)),
        ("sites", (office.sites.changed(), Permission::OfficeRead)),
        ("time-frames", (office.time_frames.changed(), Permission::OfficeRead)),
    ]);
    let news = changed.into_iter().filter(|(_, (at, permission))| *at > version && caller.may(*permission));
    news.map(|(resource, _)| resource).collect()
}
