//! A forgotten password (F-13): whoever asks gets the same answer, and whoever can read the login's mail a link, good
//! once and for half an hour. A new link leaves those before it as they are, so that nobody who asks for links keeps the
//! owner of the mailbox from using one; the first that is used ends them all. The token stands in the link's fragment,
//! which no browser sends: no log and no Referer has it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use model::{PortalUser, PortalUserId};
use serde::Deserialize;
use store::{Change, ResetLink, UserSecret, Who};
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::{Ask, at_most};
use super::links;
use super::mailing::{About, Errand, office_name};
use super::me::{fit, hashed, rewrite};
use super::openapi::schema;
use super::refusal::{Fact, Refusal};
use super::route::{Access, Body, Gives, Outcome, Route};
use super::session::{begin, limiter};
use super::state::Api;
use crate::language::Language;
use crate::mail::{Address, PasswordReset};
use crate::sign_in::admission;
use crate::sign_in::limiter::{Account, Limits, Place, Rate};
use crate::sign_in::period::Status;
use crate::sign_in::reset::{self, LIFE, MAILS_SPAN, Reset};
use crate::sign_in::token::{Token, TokenHash};

/// How often one place may ask for links or show them.
pub(crate) const LIMITS: Limits = Limits {
    pair: Rate { burst: 20, period: Duration::from_secs(30) },
    place: Rate { burst: 20, period: Duration::from_secs(30) },
    strangers: Rate { burst: 20, period: Duration::from_secs(30) },
    ..Limits::PASSWORDS
};
/// Logins of which is known when they got links lately; with more of them at once, others get none.
const LOGINS_MAX: usize = 4096;
/// Links that a login gets in [`MAILS_SPAN`], whoever asks for them: nobody's mailbox is filled from many places.
const LINKS_MAX: usize = 10;
/// Characters of a typed name, as in signing in; a longer one is refused.
const NAME_CHARS_MAX: usize = 1024;

/// Who has forgotten the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Forgotten {
    /// Login, email address or internal number, as for signing in.
    #[schema(max_length = 1024)]
    name: String,
}

/// A new password, and the token of the link that permits it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Finish {
    /// What stands after the # of the link.
    token: String,
    /// 12 to 32 characters that are not easily guessed.
    #[schema(min_length = 12, max_length = 32)]
    new: String,
}

/// A request that is looked into after its answer.
#[derive(Debug)]
pub(crate) struct Asked {
    name: String,
    address: IpAddr,
    language: Language,
}

/// When logins got mails lately, so that nobody's mailbox is filled by others.
#[derive(Debug, Default)]
pub(crate) struct Lately(HashMap<PortalUserId, Vec<(Place, Timestamp)>>);

/// The routes of a forgotten password.
pub(crate) fn routes() -> Vec<Route> {
    let access = Access::Everybody;
    vec![
        Route::post("/password-reset", "password_reset", access, Gives::Nothing, ask_for)
            .takes(Body::Json(schema::<Forgotten>))
            .about("Sends a link for a new password, if there is such a login with an email address. The answer is always the same."),
        Route::post("/password-reset/finish", "password_reset_finish", access, Gives::Nothing, finish)
            .takes(Body::Json(schema::<Finish>))
            .about("Sets a new password by the token of a link, and ends all sessions of the login.")
            .slow(),
    ]
}

fn ask_for(ask: &Ask<'_>) -> Outcome {
    let Forgotten { name } = ask.json()?;
    limit(ask)?;
    at_most("/name", &name, NAME_CHARS_MAX)?;
    // Whether there is such a login is found out when the answer is given.
    ask.api.mailing.later(Errand::Reset(Asked { name, address: ask.address, language: ask.language }));
    Ok(Answer::nothing())
}

/// Counts somebody who asks for a link, or shows one.
pub(crate) fn limit(ask: &Ask<'_>) -> Result<(), Refusal> {
    // What counts is the place; whose link it is nobody has to guess. Each has its own account, so that no budget of all
    // places together lets strangers shut everybody out.
    let place = crate::gate::place(ask.address).to_string();
    let _paid = begin(limiter(&ask.api.links), Account::nobody(&place), ask)?;
    Ok(())
}

/// Sends the link, if there is anybody to send it to.
pub(crate) fn answer(api: &Api, asked: &Asked) -> Result<(), Refusal> {
    let view = api.view()?;
    let (now, _) = (api.machine.now)();
    let known = view.names().find(&asked.name).and_then(|id| view.office.portal_users.get(id));
    let may = |user: &&PortalUser| admission::status(user, &view.zone(), now) == Status::Active;
    let to = known.filter(may).and_then(|user| Some((user, user.email.parse::<Address>().ok()?)));
    let (Some((user, to)), true, Some(host)) = (to, api.can_mail(&view), links::host(api, &view)) else {
        tracing::info!(address = %asked.address, "a new password was asked for, and no link is sent");
        return Ok(());
    };
    let mut lately = lately(api);
    let earlier = lately.of(user.id, now);
    let is_flooded = earlier.len() >= LINKS_MAX;
    // Who asks from elsewhere keeps nobody from asking here.
    let place = Place::of(asked.address);
    let earlier: Vec<Timestamp> =
        earlier.into_iter().filter(|(of, _)| *of == place).map(|(_, at)| at).collect();
    let Some((token, reset)) = reset::ask((!is_flooded).then_some(user.id), &earlier, api.random(), now)
    else {
        tracing::info!(login = user.login, "a new password was asked for too often: no link is sent");
        return Ok(());
    };
    if !lately.note(user.id, place, now) {
        tracing::warn!("too many logins got links for new passwords lately: no link is sent");
        return Ok(());
    }
    drop(lately);
    let kept = ResetLink { user: user.id, made: reset.made, expires: reset.made.saturating_add(LIFE)? };
    api.store.begin_reset(*reset.hash.as_bytes(), kept)?;
    let person = user.person.and_then(|person| view.office.people.get(person));
    let name = person.map(model::Person::display_name).unwrap_or_default();
    let letter = PasswordReset {
        office: office_name(&view),
        name: &name,
        link: &format!("https://{host}/reset#{}", token.text()),
        asked_from: asked.address,
        support: &view.office.office.support_contact,
    };
    let language = match user.language.as_str() {
        "" => asked.language,
        own => Language::of_accept_language(own),
    };
    let mail = api.mail(&view, to, &name, letter.letter(language));
    api.mailing.send(mail, About::Reset(user.id))?;
    tracing::info!(login = user.login, address = %asked.address, "a link for a new password is sent");
    Ok(())
}

fn finish(ask: &Ask<'_>) -> Outcome {
    let wanted: Finish = ask.json()?;
    limit(ask)?;
    let token: Token = wanted.token.parse().map_err(|_| Fact::TokenRefused)?;
    let hash = token.hash();
    let kept = kept(ask, &hash)?;
    let id = reset::check(kept.as_ref(), &token, ask.now).map_err(|why| {
        tracing::info!(address = %ask.address, %why, "a link for a new password is refused");
        Fact::TokenRefused
    })?;
    let user = ask.view.office.portal_users.get(id).ok_or(Fact::TokenRefused)?;
    // One that is refused does not use the link up.
    fit(ask, user, &wanted.new).map_err(|fact| Refusal::field("/new", fact))?;
    let password = hashed(ask, &wanted.new);
    let who = Who::portal(&user.login, *id.as_bytes(), ask.address);
    rewrite(ask, &who, id, |user| {
        let change = Change::new().put(PortalUser { must_change_password: false, ..user.clone() });
        let change = change.set_user_secret(id, UserSecret::Password, Some(password.clone()));
        // Of many at once one is used, and none over a password that was set meanwhile; a refused change uses none up.
        Ok(change.use_reset(*hash.as_bytes(), id, ask.now).end_sessions(id, None))
    })
    .map_err(|refusal| match refusal.fact {
        Fact::NotFound | Fact::PreconditionFailed => Fact::TokenRefused.into(),
        _ => refusal,
    })?;
    // Whoever knew the old password may have signed in from places that are then no longer trusted.
    limiter(&ask.api.passwords).forget(Account::of(id));
    tracing::info!(%who, "a new password was set by a link");
    Ok(Answer::nothing())
}

/// The link with this hash, as [`reset`] sees it.
fn kept(ask: &Ask<'_>, hash: &TokenHash) -> Result<Option<Reset>, Refusal> {
    let known = ask.api.store.reset_by_hash(hash.as_bytes())?;
    Ok(known.map(|link| Reset { hash: *hash, account: link.user, made: link.made }))
}

fn lately(api: &Api) -> MutexGuard<'_, Lately> {
    api.mailing.resets.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Lately {
    /// When a login got links, and who asked from where, in the last [`MAILS_SPAN`].
    pub(crate) fn of(&mut self, login: PortalUserId, now: Timestamp) -> Vec<(Place, Timestamp)> {
        self.0.retain(|_, moments| {
            // A moment in the future is from before the clock was set back.
            moments.retain(|(_, moment)| now.duration_since(*moment).abs() < MAILS_SPAN);
            !moments.is_empty()
        });
        self.0.get(&login).cloned().unwrap_or_default()
    }

    /// Notes that a login gets one now; whether there is room for that.
    pub(crate) fn note(&mut self, login: PortalUserId, place: Place, now: Timestamp) -> bool {
        if self.0.len() >= LOGINS_MAX && !self.0.contains_key(&login) {
            return false;
        }
        self.0.entry(login).or_default().push((place, now));
        true
    }
}
