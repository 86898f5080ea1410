//! What happens, as it happens: server-sent events (the HTML standard, §9.2). A page that listens asks anew for what has
//! changed; nothing of an office is in an event, and nothing of a call but that there is news of calls.

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
use tokio::time::Instant;

use super::caller::Caller;
use super::refusal::{Fact, Refusal};
use super::route::{Access, Lane};
use super::state::Api;
use super::view::View;
use crate::live::Ticks;

/// Listeners at once; one more gets 503.
const LISTENERS_MAX: usize = 64;
/// Of them of one session or token; one more gets 503.
const LISTENERS_OF_ONE_MAX: usize = 6;
/// How often something is said when nothing happens, so that nobody in between hangs up, and who listens knows that there is
/// nothing: a box that has lost its power does not hang up either.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a listener that was told of calls or telephones hears nothing more of these: what comes meanwhile is told then, at
/// once and once.
const LIVE_REST: Duration = Duration::from_secs(1);

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
    /// The resources of which a row has changed: "people"; of what goes on "calls" and "registrations".
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
    let (mut versions, mut ticks) = (api.news.version.subscribe(), api.machine.live.listen());
    let current = *versions.borrow_and_update();
    let heard = *ticks.borrow_and_update();
    let begun = Listening {
        api,
        headers,
        address,
        versions,
        seen: last.unwrap_or(current),
        ticks,
        heard,
        rests_until: None,
        is_first: last.is_some(),
        _place: place,
    };
    let events = stream::unfold(begun, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok::<Event, Infallible>(event), listening))
    });
    // A comment would keep the way open too, but a page does not hear it.
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE).event(Event::default().event("alive").data("-"));
    Ok(Sse::new(events).keep_alive(keep_alive).into_response())
}

/// One listener.
struct Listening {
    api: Arc<Api>,
    headers: HeaderMap,
    address: IpAddr,
    versions: watch::Receiver<u64>,
    seen: u64,
    /// What goes on, and as of when it was told.
    ticks: watch::Receiver<Ticks>,
    heard: Ticks,
    /// Until when nothing more is told of what goes on.
    rests_until: Option<Instant>,
    /// Whether it may have missed something before it came.
    is_first: bool,
    _place: Place,
}

impl Listening {
    /// The next change that the caller may know of.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if !std::mem::take(&mut self.is_first) {
                let rest = self.rests_until;
                let ticks = &mut self.ticks;
                let live = async {
                    if let Some(until) = rest {
                        tokio::time::sleep_until(until).await;
                    }
                    ticks.changed().await
                };
                tokio::select! {
                    changed = self.versions.changed() => changed.ok()?,
                    changed = live => changed.ok()?,
                }
            }
            let version = *self.versions.borrow_and_update();
            let is_resting = self.rests_until.is_some_and(|until| Instant::now() < until);
            let ticks = if is_resting { self.heard } else { *self.ticks.borrow_and_update() };
            if version <= self.seen && ticks == self.heard {
                continue;
            }
            let (headers, address, since) = (self.headers.clone(), self.address, self.seen);
            let live = std::mem::replace(&mut self.heard, ticks).until(ticks);
            if !live.is_empty() {
                self.rests_until = Some(Instant::now() + LIVE_REST);
            }
            let found = self.api.run(Lane::Quick, move |api| news_for(api, &headers, address, since, &live));
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

/// The version, and the resources of which something has changed since another, and of what goes on, that whoever asks may
/// know of. Who may no longer ask (the session has ended, the token is revoked) is refused, and the stream ends.
fn news_for(
    api: &Api,
    headers: &HeaderMap,
    address: IpAddr,
    since: u64,
    live: &[Going],
) -> Result<(u64, Vec<&'static str>), Refusal> {
    let view = api.view()?;
    let caller = Caller::of(api, &view, headers, address, Access::Known, (api.machine.now)().0)?;
    caller.check(Access::Known)?;
    let mut resources = changed_since(&view, since, &caller);
    let told = live.iter().filter(|going| going.permissions().iter().any(|needed| caller.may(*needed)));
    resources.extend(told.map(|going| going.as_str()));
    Ok((view.office.version, resources))
}

/// What goes on, as events call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Going {
    /// A call has begun, was answered or is over.
    Calls,
    /// A telephone has come, gone, fallen silent or is heard again.
    Registrations,
}

impl Going {
    fn as_str(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Registrations => "registrations",
        }
    }

    /// Any of these is enough to be told of it.
    fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Calls => &[Permission::CallHistoryRead, Permission::StatusRead],
            Self::Registrations => &[Permission::StatusRead],
        }
    }
}

impl Ticks {
    /// What has gone on until then.
    fn until(self, later: Self) -> Vec<Going> {
        let mut going = Vec::new();
        going.extend((self.calls != later.calls).then_some(Going::Calls));
        going.extend((self.registrations != later.registrations).then_some(Going::Registrations));
        going
    }
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
        ("mail-server", (office.mail_server_changed, Permission::SettingsRead)),
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
