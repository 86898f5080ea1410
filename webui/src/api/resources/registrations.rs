//! Who is registered: each SIP account with its telephones of this moment, and those that have none.

use jiff::Timestamp;
use model::{ContactKind, ContactMethod, ContactMethodId, Owner, Permission, PhoneId, Username};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::list::{Cell, Field, Wanted, params};
use super::super::openapi::schema;
use super::super::route::{Access, Gives, Outcome, Route};
use super::super::view::View;
use super::line_label::{self, LineLabel};
use crate::live::{Contact, RegistrationState};

/// What of it needs one more permission: without it that is null, and nothing is filtered, sorted or found by the field.
const GUARDED: [(&str, Permission); 4] = [
    ("number", Permission::PeopleRead),
    ("name", Permission::PeopleRead),
    ("owner", Permission::PeopleRead),
    ("device", Permission::PhonesRead),
];

/// What it is filtered and sorted by.
const FIELDS: &[Field<Account>] = &[
    Field { name: "state", cell: |row, _| Cell::word(row.state.as_str()) },
    Field { name: "username", cell: |row, view| Cell::text(row.username(view).map_or("", Username::as_str)) },
    Field {
        name: "number",
        cell: |row, view| {
            let line = row.method(view).and_then(|method| view.office.lines.get(method.line));
            Cell::text(line.map_or("", |line| line.number.as_str()))
        },
    },
    Field {
        name: "name",
        cell: |row, view| {
            let owner = row.owner(view);
            Cell::Text(owner.map(|owner| line_label::owner_name(owner, view)).unwrap_or_default().into())
        },
    },
    Field {
        name: "owner",
        cell: |row, view| {
            Cell::optional(row.owner(view).map(|owner| match owner {
                Owner::Equipment(id) => id.to_string(),
                Owner::Person(id) => id.to_string(),
                Owner::Place(id) => id.to_string(),
            }))
        },
    },
    Field {
        name: "device",
        cell: |row, view| {
            let phone = row.method(view).and_then(|method| view.phone_of(method.id));
            let words = phone.map(|phone| format!("{} {} {}", phone.vendor, phone.model, phone.label));
            Cell::Text(words.unwrap_or_default().into())
        },
    },
];

/// A SIP account, by its place among the contact methods, and how it stands.
struct Account {
    place: usize,
    state: RegistrationState,
}

/// A SIP account and what is registered with it.
#[derive(Serialize, ToSchema)]
struct Registration {
    /// The account: a contact method.
    account: ContactMethodId,
    /// With which it registers.
    username: String,
    /// Whether it can be called.
    state: RegistrationState,
    /// When its last telephone went; null while one is there, and where none was since the program was started.
    #[schema(value_type = Option<String>, format = DateTime)]
    gone: Option<Timestamp>,
    /// The line that it rings for; null for who may not see people.
    line: Option<LineLabel>,
    /// Whose it is; null likewise.
    owner: Option<Owner>,
    /// The telephone that it is set up on; null where none is, and for who may not see telephones.
    phone: Option<PhoneLabel>,
    /// What is registered, in the order in which it came.
    contacts: Vec<RegisteredContact>,
}

/// A telephone in a few words.
#[derive(Serialize, ToSchema)]
struct PhoneLabel {
    /// Its key.
    id: PhoneId,
    /// Who makes it; empty until known.
    vendor: String,
    /// Which one it is; empty until known.
    model: String,
    /// Where it stands.
    label: String,
}

/// A telephone or app that is registered.
#[derive(Serialize, ToSchema)]
struct RegisteredContact {
    /// From where its messages come.
    address: String,
    /// How they come: "udp", "tcp", "tls", "ws", "wss".
    transport: String,
    /// What it says that it is; empty when it says nothing.
    user_agent: String,
    /// When it came; null when that was before the program was started.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// When it is no longer registered unless it registers again.
    #[schema(value_type = String, format = DateTime)]
    expires: Timestamp,
    /// Whether it answers when it is asked, which is once a minute.
    is_reachable: bool,
}

/// The route.
pub(super) fn route() -> Route {
    let access = Access::Needs(Permission::StatusRead);
    let gives = Gives::List(schema::<Registration>);
    let mut route = Route::get("/registrations", "registrations", access, gives, list).about(
        "Lists every SIP account with what is registered of it. `/events` tells when that changes (registrations).",
    );
    route.query = params(FIELDS);
    for param in &mut route.query {
        if param.name == "state" {
            param.about = "Only those that are registered, not-registered or not-reachable.".to_owned();
        }
        if let Some((_, needs)) = GUARDED.iter().find(|(name, _)| *name == param.name) {
            param.about.push_str(&format!(" Needs the permission {}.", needs.as_str()));
        }
    }
    route
}

fn list(ask: &Ask<'_>) -> Outcome {
    let mut wanted = Wanted::read(&ask.query, FIELDS)?;
    let unseen: Vec<(&str, Permission)> =
        GUARDED.into_iter().filter(|(_, needs)| !ask.caller.may(*needs)).collect();
    for (name, needs) in &unseen {
        if wanted.hide(name, FIELDS) {
            ask.caller.needs(*needs)?;
        }
    }
    // Before the table is read: what comes meanwhile makes another tag.
    let ticks = ask.api.machine.live.ticks();
    let (version, unseen) = (ask.view.office.version, unseen.len());
    let tag = format!("W/\"{version}.{}.{}.{unseen}\"", ticks.registrations, ticks.renewals);
    if ask.has_already(&tag) {
        return Ok(Answer::not_modified(tag));
    }
    let accounts = accounts(ask);
    let all = wanted.all(accounts.iter(), FIELDS, &ask.view);
    let page =
        wanted.page(&all, version, |account| serde_json::to_value(shown(account, ask)).unwrap_or_default());
    Ok(Answer::json(&page).etag(tag))
}

/// Every SIP account, and how it stands. Nothing of them is copied but that.
fn accounts(ask: &Ask<'_>) -> Vec<Account> {
    let all = ask.view.office.contact_methods.as_slice();
    let sip: Vec<usize> =
        all.iter().enumerate().filter_map(|(place, method)| username(method).map(|_| place)).collect();
    let states = ask.api.machine.live.states(sip.iter().map(|place| all.get(*place).and_then(username)));
    sip.into_iter().zip(states).map(|(place, state)| Account { place, state }).collect()
}

fn shown(account: &Account, ask: &Ask<'_>) -> Option<Registration> {
    let (view, caller) = (&ask.view, &ask.caller);
    let method = account.method(view)?;
    let username = username(method)?;
    let now = ask.api.machine.live.of(username);
    let (sees_people, sees_phones) = (caller.may(Permission::PeopleRead), caller.may(Permission::PhonesRead));
    let phone = view.phone_of(method.id).filter(|_| sees_phones);
    Some(Registration {
        account: method.id,
        username: username.to_string(),
        state: now.state(),
        gone: now.gone,
        line: line_label::of(method.line, view).filter(|_| sees_people),
        owner: account.owner(view).filter(|_| sees_people),
        phone: phone.map(|phone| PhoneLabel {
            id: phone.id,
            vendor: phone.vendor.clone(),
            model: phone.model.clone(),
            label: phone.label.clone(),
        }),
        contacts: now.contacts.iter().map(contact).collect(),
    })
}

fn contact(contact: &Contact) -> RegisteredContact {
    RegisteredContact {
        address: contact.address().to_string(),
        transport: contact.transport().to_owned(),
        user_agent: contact.user_agent().to_owned(),
        since: contact.since,
        expires: contact.expires(),
        is_reachable: contact.is_reachable,
    }
}

fn username(method: &ContactMethod) -> Option<&Username> {
    match &method.kind {
        ContactKind::Sip { username, .. } => Some(username),
        ContactKind::App | ContactKind::PstnForward { .. } | ContactKind::SipForward { .. } => None,
    }
}

impl Account {
    fn method<'v>(&self, view: &'v View) -> Option<&'v ContactMethod> {
        view.office.contact_methods.as_slice().get(self.place)
    }

    fn username<'v>(&self, view: &'v View) -> Option<&'v Username> {
        self.method(view).and_then(username)
    }

    fn owner(&self, view: &View) -> Option<Owner> {
        self.method(view).and_then(|method| view.office.lines.get(method.line)).map(|line| line.owner)
    }
}
