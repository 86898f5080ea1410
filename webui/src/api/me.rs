//! Oneself: who one is here, one's own settings, password, second factor and sessions.

pub(crate) mod password;
pub(crate) mod second_factor;
pub(crate) mod sessions;

pub(crate) use self::password::{fit, hashed};
use axum::http::Method;
use jiff::tz::TimeZone;
use model::{AssignedRole, Owner, Permission, PersonId, PortalUser, PortalUserId, SecondFactor, SessionId};
use serde::{Deserialize, Serialize};
use store::{Change, UserSecret, Who, Wrong};
use utoipa::ToSchema;

use super::address_changed;
use super::answer::Answer;
use super::ask::Ask;
use super::openapi::schema;
use super::refusal::{Fact, Refusal};
use super::route::{Access, Body, Gives, Outcome, Route};
use super::taken::placed;
use super::view::View;
use crate::sign_in::admission::{self, Next};

/// Who has signed in, and what comes next.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// The login's key.
    id: PortalUserId,
    /// The login.
    login: String,
    /// Its email address; empty when there is none.
    email: String,
    /// The person behind it.
    person: Option<PersonId>,
    /// That person's name; the login's where there is none.
    name: String,
    /// The role, which one cannot change oneself.
    role: AssignedRole,
    /// What one may.
    permissions: Vec<Permission>,
    /// The zone of dates and times.
    timezone: String,
    /// The zone that was chosen; empty: the office's.
    own_timezone: String,
    /// The internal numbers of the person behind it.
    lines: Vec<String>,
    /// The language of pages; empty: what the browser asks for.
    language: String,
    /// How the second factor stands.
    second_factor: SecondFactor,
    /// The session.
    session: SessionId,
    /// What must be done before anything else.
    next: NextStep,
}

/// What must be done before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NextStep {
    /// A password of one's own.
    ChangePassword,
    /// Nothing.
    Nothing,
    /// The authenticator app scans its key.
    ScanKey,
}

/// One's own settings.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// IANA time zone; empty: the office's.
    #[serde(default)]
    timezone: Option<String>,
    /// The language of pages; empty: what the browser asks for.
    #[serde(default)]
    language: Option<String>,
    /// For notifications, and for a link when the password is forgotten; a new one needs the password, and the old one is told.
    #[serde(default)]
    email: Option<String>,
    /// One's password; needed where the email address changes, not looked at otherwise.
    #[serde(default)]
    #[schema(max_length = 128)]
    password: Option<String>,
}

/// The routes about oneself.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/me", "me", Access::Session, Gives::Json(schema::<Me>), me)
            .about("Says who has signed in."),
        Route::new(Method::PATCH, "/me", "me_change", Access::Session, Gives::Json(schema::<Me>), change)
            .takes(Body::Json(schema::<Settings>))
            .about("Changes one's own settings.")
            .slow(),
    ];
    routes.extend(password::routes());
    routes.extend(second_factor::routes());
    routes.extend(sessions::routes());
    routes
}

/// Who has signed in.
pub(crate) fn of(user: &PortalUser, session: SessionId, view: &View) -> Me {
    let person = user.person.and_then(|person| view.office.people.get(person));
    let zone = admission::zone(user, &view.zone());
    Me {
        id: user.id,
        login: user.login.clone(),
        email: user.email.clone(),
        person: user.person,
        name: person.map_or_else(|| user.login.clone(), model::Person::display_name),
        role: user.role,
        permissions: view.permissions(user.role),
        timezone: zone.iana_name().unwrap_or("UTC").to_owned(),
        own_timezone: user.timezone.clone(),
        lines: person
            .map(|person| {
                view.lines_of(Owner::Person(person.id)).map(|line| line.number.to_string()).collect()
            })
            .unwrap_or_default(),
        language: user.language.clone(),
        second_factor: user.second_factor,
        session,
        next: match admission::next(user, user.second_factor == SecondFactor::Activated) {
            Next::ChangePassword => NextStep::ChangePassword,
            Next::ScanKey => NextStep::ScanKey,
            Next::Code | Next::Open => NextStep::Nothing,
        },
    }
}

fn me(ask: &Ask<'_>) -> Outcome {
    let login = ask.caller.login()?;
    Ok(Answer::json(&of(&login.user, login.session.id, &ask.view)))
}

/// Changes a login by what it is now; once more from a fresh row where somebody else was faster.
pub(crate) fn rewrite(
    ask: &Ask<'_>,
    who: &Who,
    id: PortalUserId,
    change: impl Fn(&PortalUser) -> Result<Change, Refusal>,
) -> Result<(), Refusal> {
    let write = || {
        let view = ask.api.view()?;
        let old = view.office.portal_users.get(id).ok_or(Fact::NotFound)?;
        ask.wrote(&ask.api.store.write(who, change(old)?.expect(old.clone()))?);
        Ok(())
    };
    write().or_else(|refusal: Refusal| match refusal.fact {
        Fact::PreconditionFailed => write(),
        _ => Err(refusal),
    })
}

fn change(ask: &Ask<'_>) -> Outcome {
    let login = ask.caller.login()?;
    let wanted: Settings = ask.json()?;
    let old = &login.user;
    let mut new = old.clone();
    let mut change = Change::new();
    if let Some(timezone) = wanted.timezone {
        if !timezone.is_empty() && TimeZone::get(&timezone).is_err() {
            return Err(Refusal::field("/timezone", Fact::Wrong(Wrong::NotATimeZone { value: timezone })));
        }
        new.timezone = timezone;
    }
    new.language = wanted.language.unwrap_or(new.language);
    if let Some(email) = wanted.email.filter(|email| *email != old.email) {
        // Whoever reads that mail can get a new password: a session alone is not enough.
        login.is_ready()?;
        let password = wanted.password.ok_or_else(|| Refusal::field("/password", Fact::Missing))?;
        let kept = password::own(ask, login, "/password", &password)?;
        change = change.expect_user_secret(old.id, UserSecret::Password, Some(kept));
        new.email = email;
    }
    let places = [("/email", new.email.as_str())];
    ask.write(change.expect(old.clone()).put(new.clone()))
        .map_err(|refusal| placed(without_holder(refusal), &places))?;
    address_changed::tell(ask, old, &new);
    Ok(Answer::json(&of(&new, login.session.id, &*ask.api.view()?)))
}

/// Who has a name already is not for everybody who may have a name.
fn without_holder(refusal: Refusal) -> Refusal {
    match refusal.fact {
        Fact::NameTaken { name, .. } => Fact::NameTaken { name, holder: String::new() }.into(),
        _ => refusal,
    }
}
