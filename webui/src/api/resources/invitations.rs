//! Inviting people by mail (F-86, F-96, F-137 to F-140): their telephone in the browser, a login with a password of their
//! own, and a soft-phone if they want one.

use axum::http::Method;
use jiff::{SignedDuration, Timestamp};
use model::{
    AssignedRole, ContactKind, ContactMethod, ContactMethodId, DigestAlgorithm, Invitation, Line, Owner,
    Permission, Person, PersonId, PortalUser, PortalUserId, Role,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Change, NewInvitation, Secret, UserSecret, Wrong};
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::links;
use super::super::list::{Cell, Field, Wanted, params};
use super::super::mailing::{About, office_name};
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use crate::language::Language;
use crate::mail::{Address, softphone};
use crate::sign_in::token::Token;
use crate::sign_in::{admission, password};

/// How long an invitation can be accepted.
const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Names that are tried for the account of a soft-phone.
const NAMES_MAX: usize = 100;

/// What somebody is invited to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Invite {
    /// Whether they get an account for a soft-phone, with a new secret each time; when it is not said: as the last time.
    #[serde(default)]
    softphone: Option<bool>,
}

/// An invitation that waits.
#[derive(Serialize, ToSchema)]
struct Pending {
    /// Who is invited.
    person: PersonId,
    /// Their name.
    name: String,
    /// Where it was sent.
    email: String,
    /// When it was last sent.
    #[schema(value_type = String, format = DateTime)]
    sent: Timestamp,
    /// Until when it can be accepted.
    #[schema(value_type = String, format = DateTime)]
    expires: Timestamp,
    /// Whether they choose a password by it.
    login: bool,
    /// Whether it is for a soft-phone too.
    softphone: bool,
}

const FIELDS: &[Field<Invitation>] = &[
    Field { name: "email", cell: |row, _| Cell::text(&row.email) },
    Field {
        name: "name",
        cell: |row, view| {
            let person = view.office.people.get(row.person);
            Cell::Text(person.map(Person::display_name).unwrap_or_default().into())
        },
    },
];

pub(super) fn routes() -> Vec<Route> {
    let (read, write) = (Access::Needs(Permission::PeopleRead), Access::Needs(Permission::PeopleWrite));
    let list = Route::get("/invitations", "invitation_list", read, Gives::List(schema::<Pending>), list)
        .about("Lists the invitations that wait.");
    let invited = Gives::Json(schema::<Invitation>);
    vec![
        Route { query: params(FIELDS), ..list },
        Route::post("/people/{id}/invitation", "invitation_send", write, invited, invite)
            .takes(Body::Json(schema::<Invite>))
            .about("Invites a person by mail, or again: then the letter before it is no longer good."),
        Route::new(
            Method::DELETE,
            "/people/{id}/invitation",
            "invitation_withdraw",
            write,
            Gives::Nothing,
            withdraw,
        )
        .about("Takes an invitation back: its letter is no longer good."),
    ]
}

fn list(ask: &Ask<'_>) -> Outcome {
    let wanted = Wanted::read(&ask.query, FIELDS)?;
    let waiting = ask.view.office.invitations.iter().filter(|row| row.is_pending(ask.now));
    let all = wanted.all(waiting, FIELDS, &ask.view);
    let page = wanted.page(&all, ask.view.office.version, |row| {
        let person = ask.view.office.people.get(row.person);
        json!(Pending {
            person: row.person,
            name: person.map(Person::display_name).unwrap_or_default(),
            email: row.email.clone(),
            sent: row.sent,
            expires: row.expires,
            login: row.portal_user.is_some(),
            softphone: row.contact_method.is_some(),
        })
    });
    Ok(Answer::json(&page))
}

fn invite(ask: &Ask<'_>) -> Outcome {
    let wanted: Invite = ask.json()?;
    let person = person(ask)?;
    let to = address(person)?;
    if !ask.api.can_mail(&ask.view) {
        return Err(Fact::MailServerMissing.into());
    }
    let host = links::host(ask.api, &ask.view);
    let host = host.ok_or_else(|| Refusal::field("/portal_url", Fact::Missing))?;
    let earlier = ask.view.office.invitations.iter().find(|row| row.person == person.id);
    let line = ask.view.lines_of(Owner::Person(person.id)).next();

    let mut change = Change::new();
    let wants_softphone =
        wanted.softphone.unwrap_or_else(|| earlier.is_some_and(|row| row.contact_method.is_some()));
    let contact_method = match (line, wants_softphone) {
        (None, true) => {
            return Err(Refusal::field("/softphone", Fact::Wrong(Wrong::NoSuch { table: "line" })));
        }
        (None, false) => None,
        (Some(line), _) => {
            let account;
            (change, account) = ways_to(ask, line, earlier, wants_softphone, change)?;
            account
        }
    };
    let (user, is_new) = login(ask, person)?;
    if is_new {
        change = change.put(user.clone());
    }
    let has_password = ask.api.store.user_secret(user.id, UserSecret::Password)?.is_some();
    // Not the whole of what this does, and so no version to take back by.
    ask.api.store.write(&ask.who(), change)?;

    let token = Token::new(ask.api.random());
    let new = NewInvitation {
        person: person.id,
        // Nobody replaces a password by an invitation.
        portal_user: (!has_password).then_some(user.id),
        contact_method,
        email: person.email.clone(),
        hash: *token.hash().as_bytes(),
        expires: ask.now.saturating_add(LIFE)?,
    };
    let invitation = ask.api.store.invite(&ask.who(), new, ask.now)?;
    // The letter before it is no longer good.
    ask.api.mailing.forget(About::Invitation(invitation.id));
    let letter = letter(ask, &invitation, &user, &host, &token)?;
    let mail = ask.api.mail(&ask.view, to, &person.display_name(), letter);
    ask.api.mailing.send(mail, About::Invitation(invitation.id))?;
    Ok(Answer::json(&invitation))
}

fn withdraw(ask: &Ask<'_>) -> Outcome {
    let id = person(ask)?.id;
    let known = ask.view.office.invitations.iter().find(|row| row.person == id).ok_or(Fact::NotFound)?;
    let mut change = Change::new().delete(known.id);
    // What the letter has shown of an account that nobody has taken into use is worth nothing any more.
    if let (None, Some(account)) = (known.accepted, known.contact_method) {
        change = change.set_secret(account, secret(ask));
    }
    ask.write(change)?;
    ask.api.mailing.forget(About::Invitation(known.id));
    Ok(Answer::nothing())
}

fn person<'a>(ask: &'a Ask<'_>) -> Result<&'a Person, Refusal> {
    let id: PersonId = ask.named("id")?;
    ask.view.office.people.get(id).ok_or_else(|| Fact::NotFound.into())
}

fn address(person: &Person) -> Result<Address, Refusal> {
    person.email.parse().map_err(|_| {
        let value: String = person.email.chars().take(80).collect();
        let fact = if value.is_empty() { Fact::Missing } else { Fact::Wrong(Wrong::NotAnEmail { value }) };
        Refusal::field("/email", fact)
    })
}

/// Makes the telephone in the browser ring for a line, and the account of a soft-phone if it is wanted. An account that was
/// made for an earlier invitation gets a new secret.
fn ways_to(
    ask: &Ask<'_>,
    line: &Line,
    earlier: Option<&Invitation>,
    wants_softphone: bool,
    mut change: Change,
) -> Result<(Change, Option<ContactMethodId>), Refusal> {
    let known: Vec<&ContactMethod> = ask.view.methods_of(line.id).collect();
    let mut position = known.iter().map(|method| method.position + 1).max().unwrap_or(0);
    let mut method = |kind| {
        let id = ContactMethodId::from_bytes(ask.api.store.new_id());
        position += 1;
        ContactMethod { id, line: line.id, position: position - 1, kind }
    };
    if !known.iter().any(|method| method.kind == ContactKind::App) {
        change = change.put(method(ContactKind::App));
    }
    if !wants_softphone {
        return Ok((change, None));
    }
    let before = earlier.and_then(|row| row.contact_method);
    if let Some(before) = before.filter(|id| known.iter().any(|method| method.id == *id)) {
        return Ok((change.set_secret(before, secret(ask)), Some(before)));
    }
    let directory = ask.api.store.directory();
    let names = (1..=NAMES_MAX).map(|n| match n {
        1 => format!("{}-app", line.number),
        n => format!("{}-app{n}", line.number),
    });
    let free = names.filter(|name| directory.resolve(name).is_none() && directory.account(name).is_none());
    let username = free.filter_map(|name| name.parse().ok()).next().ok_or(Fact::Busy)?;
    let account = method(ContactKind::Sip { username, algorithm: DigestAlgorithm::Md5 });
    let id = account.id;
    Ok((change.put(account), Some(id)))
}

/// The login of a person, made if there is none; whether it is new. Who invites gives nobody more than they have.
fn login(ask: &Ask<'_>, person: &Person) -> Result<(PortalUser, bool), Refusal> {
    let known = ask.view.login_of(person.id);
    let has_password = match known {
        Some(user) => ask.api.store.user_secret(user.id, UserSecret::Password)?.is_some(),
        None => false,
    };
    let role = known.map_or(AssignedRole::BuiltIn(Role::User), |user| user.role);
    if !has_password {
        ask.caller.needs(Permission::PortalUsersWrite)?;
        let is_more = ask.view.permissions(role).into_iter().any(|permission| !ask.caller.may(permission));
        let is_owners = role == AssignedRole::BuiltIn(Role::Owner) && !ask.caller.is_owner();
        if is_more || is_owners {
            return Err(Fact::NotMoreThanYouMay.into());
        }
    }
    if let Some(user) = known {
        return Ok((user.clone(), false));
    }
    let id = PortalUserId::from_bytes(ask.api.store.new_id());
    let user = PortalUser::new(id, &person.email, role);
    Ok((PortalUser { person: Some(person.id), email: person.email.clone(), ..user }, true))
}

/// The letter, in the language of whoever is invited.
fn letter(
    ask: &Ask<'_>,
    invitation: &Invitation,
    user: &PortalUser,
    host: &str,
    token: &Token,
) -> Result<crate::mail::Letter, Refusal> {
    let office = &ask.view.office;
    let language = match user.language.as_str() {
        "" => ask.language,
        own => Language::of_accept_language(own),
    };
    let person = office.people.get(invitation.person).ok_or(Fact::NotFound)?;
    let line = ask.view.lines_of(Owner::Person(person.id)).next();
    let who = ask.who();
    let inviter = ask.caller.login().ok().and_then(|login| office.people.get(login.user.person?));
    let zone = admission::zone(user, &ask.view.zone());
    let letter = crate::mail::Invitation {
        office: office_name(&ask.view),
        name: &person.display_name(),
        inviter: &inviter.map_or(who.name, Person::display_name),
        number: &line.map(|line| line.number.to_string()).unwrap_or_default(),
        link: &format!("https://{host}/invitation/{}", token.text()),
        softphone: &invitation.contact_method.map(|_| softphone::address(host, token)).unwrap_or_default(),
        until: &invitation.expires.to_zoned(zone),
        support: &office.office.support_contact,
    };
    letter.letter(language).map_err(|error| Fact::Storage { why: error.to_string() }.into())
}

/// A new secret for an account.
fn secret(ask: &Ask<'_>) -> Secret {
    Secret::new(password::generate(&ask.api.random()))
}
