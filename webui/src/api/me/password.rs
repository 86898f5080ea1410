//! One's own password: changed by whoever knows the old one; every other session of the login ends.

use std::sync::PoisonError;

use model::PortalUser;
use serde::{Deserialize, Serialize};
use store::{Change, Secret, UserSecret, Wrong};
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::{Ask, at_most};
use super::super::caller::Login;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use super::super::session::{begin, checked, limiter};
use super::rewrite;
use crate::sign_in::limiter::Account;
use crate::sign_in::password::{self, Unfit};
use crate::sign_in::strength;

/// Characters of a password that is judged.
const JUDGED_CHARS_MAX: usize = 128;
/// Words that a guesser tries first, in one request.
const OWN_WORDS_MAX: usize = 8;

/// A new password, and the one that it replaces.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// The one that holds.
    #[schema(max_length = 128)]
    old: String,
    /// 12 to 32 characters that are not easily guessed.
    #[schema(min_length = 12, max_length = 32)]
    new: String,
}

/// A password that is to be judged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Candidate {
    /// It.
    #[schema(max_length = 128)]
    password: String,
    /// Words that a guesser tries first: names, the login.
    #[serde(default)]
    #[schema(max_items = 8)]
    own: Vec<String>,
}

/// How strong a password is.
#[derive(Serialize, ToSchema)]
struct Judgement {
    /// From 0, guessed at once, to 4.
    #[schema(minimum = 0, maximum = 4)]
    score: u8,
    /// Whether it may be chosen.
    is_fit: bool,
    /// Why not, in one word.
    code: Option<&'static str>,
}

/// A password that the box has made.
#[derive(Serialize, ToSchema)]
struct Generated {
    /// It, in four groups of four.
    password: String,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/me/password", "me_password", Access::Session, Gives::Nothing, change)
            .takes(Body::Json(schema::<NewPassword>))
            .about("Changes one's own password and ends one's other sessions.")
            .slow(),
        Route::post(
            "/passwords/judge",
            "password_judge",
            Access::Everybody,
            Gives::Json(schema::<Judgement>),
            judge,
        )
        .takes(Body::Json(schema::<Candidate>))
        .about("Says how strong a password is. Nothing is kept."),
        Route::post(
            "/passwords/generate",
            "password_generate",
            Access::Everybody,
            Gives::Json(schema::<Generated>),
            generate,
        )
        .about("Makes a password. Nothing is kept."),
    ]
}

fn change(ask: &Ask<'_>) -> Outcome {
    let login = ask.caller.login()?;
    let wanted: NewPassword = ask.json()?;
    let kept = own(ask, login, "/old", &wanted.old)?;
    if wanted.new == wanted.old {
        return Err(Refusal::field("/new", Fact::PasswordUnfit { code: "password-same", chars: 0 }));
    }
    let hash = choose(ask, &login.user, &wanted.new).map_err(|fact| Refusal::field("/new", fact))?;
    let (id, session) = (login.user.id, login.session.id);
    // With the old password its sessions go, and all links for a new one.
    rewrite(ask, &ask.who(), id, |user| {
        let change = Change::new()
            .put(PortalUser { must_change_password: false, ..user.clone() })
            .expect_user_secret(id, UserSecret::Password, Some(kept.clone()))
            .set_user_secret(id, UserSecret::Password, Some(hash.clone()));
        Ok(change.end_sessions(id, Some(session)))
    })?;
    ask.api.pending_keys.lock().unwrap_or_else(PoisonError::into_inner).forget(session);
    Ok(Answer::nothing())
}

/// Checks that the one who asks knows their password; what is kept of it. A wrong one counts as in signing in.
pub(super) fn own(ask: &Ask<'_>, login: &Login, pointer: &str, typed: &str) -> Result<Secret, Refusal> {
    let attempt = begin(limiter(&ask.api.passwords), Account::of(login.user.id), ask)?;
    let kept = checked(ask, Some(login.user.id), typed)?;
    let kept = kept.ok_or_else(|| Refusal::field(pointer, Fact::SignInRefused))?;
    limiter(&ask.api.passwords).pay_back(attempt);
    Ok(kept)
}

fn judge(ask: &Ask<'_>) -> Outcome {
    let candidate: Candidate = ask.json()?;
    // Nobody waits for what is longer than any password.
    at_most("/password", &candidate.password, JUDGED_CHARS_MAX)?;
    if candidate.own.len() > OWN_WORDS_MAX {
        return Err(Refusal::field("/own", Fact::Wrong(Wrong::TooMany { max: OWN_WORDS_MAX })));
    }
    let own: Vec<&str> = candidate.own.iter().map(String::as_str).collect();
    let fit = password::check_chosen(&candidate.password, &own);
    let score = fit
        .as_ref()
        .map_or_else(|_| strength::of(&candidate.password, &own).score, |strength| strength.score);
    let code = fit.as_ref().err().map(|unfit| unfit_code(*unfit));
    Ok(Answer::json(&Judgement { score, is_fit: fit.is_ok(), code }))
}

fn generate(ask: &Ask<'_>) -> Outcome {
    Ok(Answer::json(&Generated { password: password::generate(&ask.api.random()) }))
}

/// Checks a password that somebody chooses for a login, and hashes it.
pub(crate) fn choose(ask: &Ask<'_>, user: &PortalUser, chosen: &str) -> Result<Secret, Fact> {
    fit(ask, user, chosen)?;
    Ok(hashed(ask, chosen))
}

/// Checks a password that somebody chooses for a login.
pub(crate) fn fit(ask: &Ask<'_>, user: &PortalUser, chosen: &str) -> Result<(), Fact> {
    let person = user.person.and_then(|person| ask.view.office.people.get(person));
    let mut own = vec![user.login.as_str(), user.email.as_str(), ask.view.office.office.name.as_str()];
    own.extend(person.iter().flat_map(|person| [person.first_name.as_str(), person.last_name.as_str()]));
    fit_beside(&own, chosen)
}

/// Likewise of one that is to be; `own` are words that a guesser tries first.
pub(crate) fn fit_beside(own: &[&str], chosen: &str) -> Result<(), Fact> {
    match password::check_chosen(chosen, own) {
        Ok(_) => Ok(()),
        Err(unfit) => Err(Fact::PasswordUnfit { code: unfit_code(unfit), chars: chosen.chars().count() }),
    }
}

/// Hashes a password that was checked.
pub(crate) fn hashed(ask: &Ask<'_>, chosen: &str) -> Secret {
    let hasher = ask.api.hasher.lock().unwrap_or_else(PoisonError::into_inner);
    Secret::new(hasher.hash(chosen, &ask.api.random()))
}

fn unfit_code(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::Control => "password-control-character",
        Unfit::TooLong { .. } => "password-too-long",
        Unfit::TooShort { .. } => "password-too-short",
        Unfit::Weak(_) => "password-weak",
    }
}
