//! People: who works here, with what is known of their telephones, numbers and call flows (F-56 to F-100).

mod call_flows;
mod new;
mod new_line;

pub(super) use self::new_line::account;

use std::borrow::Cow;

use jiff::Timestamp;
use model::{ContactKind, LineId, Owner, Permission, Person, PersonId, PortalUserId};
use serde::Serialize;
use serde_json::{Map, Value};
use store::Rows;
use utoipa::ToSchema;

use self::call_flows::CallFlow;
use super::super::list::{Cell, Field};
use super::super::openapi::{schema, shown_schema};
use super::super::resource::{self, Resource};
use super::super::route::{Body, Gives, Lane, Route, Serve};
use super::super::view::View;
use super::sites;

/// What is shown beside a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// First and last name.
    display_name: String,
    /// What their site is called.
    site_name: String,
    /// What their time frame is called; null when they have none.
    time_frame_name: Option<String>,
    /// Their lines.
    lines: Vec<OwnLine>,
    /// How many telephones in browsers they have.
    devices: usize,
    /// How many SIP accounts.
    sip_accounts: usize,
    /// How many forwards to numbers outside.
    pstn_forwards: usize,
    /// How many forwards to other SIP addresses.
    sip_forwards: usize,
    /// Their invitation; null when they have none. It waits while it is neither accepted nor expired.
    invitation: Option<InvitationState>,
    /// The call flows that they are in: whatever rings one of their lines.
    call_flows: Vec<CallFlow>,
    /// Their login; null when they have none, and for who may not see logins (portal-users-read).
    login: Option<OwnLogin>,
    /// Whether they have a picture.
    has_avatar: bool,
    /// What was made for a new person, this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<new::MadeSecrets>,
}

/// One of a person's lines.
#[derive(Serialize, ToSchema)]
struct OwnLine {
    /// Its key.
    id: LineId,
    /// Its internal number.
    number: String,
}

/// How an invitation stands.
#[derive(Serialize, ToSchema)]
struct InvitationState {
    /// When it was last sent.
    #[schema(value_type = String, format = DateTime)]
    sent: Timestamp,
    /// Until when it can be accepted.
    #[schema(value_type = String, format = DateTime)]
    expires: Timestamp,
    /// When it was accepted; null: not yet.
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted: Option<Timestamp>,
}

/// A person's login.
#[derive(Serialize, ToSchema)]
struct OwnLogin {
    /// Its key.
    id: PortalUserId,
    /// What they sign in with.
    login: String,
}

impl Resource for Person {
    type More = More;

    const PATH: &'static str = "people";
    const NAME: &'static str = "person";
    const READ: Permission = Permission::PeopleRead;
    const WRITE: Permission = Permission::PeopleWrite;
    const GUARDED: &'static [(&'static str, Permission)] = &[("login", Permission::PortalUsersRead)];
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "full_name", cell: |row, _| Cell::Text(row.display_name().into()) },
        Field { name: "first_name", cell: |row, _| Cell::text(&row.first_name) },
        Field { name: "last_name", cell: |row, _| Cell::text(&row.last_name) },
        Field { name: "job_title", cell: |row, _| Cell::text(&row.job_title) },
        Field { name: "department", cell: |row, _| Cell::text(&row.department) },
        Field { name: "email", cell: |row, _| Cell::text(&row.email) },
        Field { name: "crm_user", cell: |row, _| Cell::text(&row.crm_user) },
        Field { name: "site", cell: |row, view| sites::cell(row.site, view) },
        Field { name: "time_frame", cell: time_frame_cell },
        Field { name: "call_flow", cell: |row, view| call_flows::cell(row.id, view) },
        Field {
            name: "number",
            cell: |row, view| {
                let numbers = view.lines_of(Owner::Person(row.id)).map(|line| line.number.as_str().into());
                Cell::Exact(numbers.collect())
            },
        },
        Field {
            name: "login",
            cell: |row, view| Cell::text(view.login_of(row.id).map_or("", |user| user.login.as_str())),
        },
        Field { name: "has_login", cell: |row, view| Cell::word(view.login_of(row.id).is_some()) },
        Field { name: "has_avatar", cell: |row, view| Cell::word(view.avatar_of(row.id).is_some()) },
        Field {
            name: "is_invited",
            cell: |row, view| {
                Cell::word(view.invitation_of(row.id).is_some_and(|letter| letter.accepted.is_none()))
            },
        },
        Field { name: "devices", cell: |row, view| Cell::Number(counts(row.id, view)[0] as u64) },
        Field { name: "sip_accounts", cell: |row, view| Cell::Number(counts(row.id, view)[1] as u64) },
        Field { name: "pstn_forwards", cell: |row, view| Cell::Number(counts(row.id, view)[2] as u64) },
        Field { name: "sip_forwards", cell: |row, view| Cell::Number(counts(row.id, view)[3] as u64) },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.people
    }

    fn new_id(bytes: [u8; 16]) -> PersonId {
        PersonId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        let [devices, sip_accounts, pstn_forwards, sip_forwards] = counts(self.id, view);
        let time_frame = self.time_frame.and_then(|id| view.office.time_frames.get(id));
        let invitation = view.invitation_of(self.id);
        let lines = view.lines_of(Owner::Person(self.id));
        More {
            display_name: self.display_name(),
            site_name: sites::name_of(self.site, view),
            time_frame_name: time_frame.map(|time_frame| time_frame.name.clone()),
            lines: lines.map(|line| OwnLine { id: line.id, number: line.number.to_string() }).collect(),
            devices,
            sip_accounts,
            pstn_forwards,
            sip_forwards,
            invitation: invitation.map(|letter| InvitationState {
                sent: letter.sent,
                expires: letter.expires,
                accepted: letter.accepted,
            }),
            call_flows: call_flows::of(self.id, view),
            login: view.login_of(self.id).map(|user| OwnLogin { id: user.id, login: user.login.clone() }),
            has_avatar: view.avatar_of(self.id).is_some(),
            secret: None,
        }
    }

    fn complete(new: &mut Map<String, Value>, view: &View) {
        if let (None, Some(site)) = (new.get("site"), view.office.sites.iter().next()) {
            new.insert("site".to_owned(), Value::String(site.id.to_string()));
        }
    }
}

/// The routes about people.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = resource::routes::<Person>();
    for route in routes.iter_mut().filter(|route| route.name == "person_create") {
        (route.body, route.lane) = (Body::Json(schema::<new::NewPerson>), Lane::Slow);
        (route.gives, route.serve) =
            (Gives::Created(shown_schema::<Person, More>), Serve::Blocking(new::create));
        *route = route
            .clone()
            .about("Makes a person, if wanted with a line, a SIP account and a login: all of it or nothing.");
        // Its refusals point into a body with several rows.
        route.joins = false;
    }
    routes
}

fn time_frame_cell<'v>(row: &'v Person, view: &'v View) -> Cell<'v> {
    let time_frame = row.time_frame.and_then(|id| view.office.time_frames.get(id));
    let words = |frame: &'v model::TimeFrame| {
        vec![Cow::Borrowed(frame.name.as_str()), Cow::Owned(frame.id.to_string())]
    };
    Cell::Exact(time_frame.map(words).unwrap_or_default())
}

/// How many contact methods of each kind: apps, SIP accounts, forwards outside, forwards to SIP addresses.
fn counts(person: PersonId, view: &View) -> [usize; 4] {
    let mut counts = [0; 4];
    let [apps, accounts, outside, elsewhere] = &mut counts;
    for method in view.lines_of(Owner::Person(person)).flat_map(|line| view.methods_of(line.id)) {
        match method.kind {
            ContactKind::App => *apps += 1,
            ContactKind::Sip { .. } => *accounts += 1,
            ContactKind::PstnForward { .. } => *outside += 1,
            ContactKind::SipForward { .. } => *elsewhere += 1,
        }
    }
    counts
}
