//! Password and second factor of somebody else, set by whoever may: theirs to change at the next sign-in.

use std::sync::PoisonError;

use model::{Permission, PortalUser, PortalUserId, SecondFactor};
use serde::{Deserialize, Serialize};
use store::{Change, Secret, UserSecret};
use utoipa::ToSchema;

use super::super::super::answer::Answer;
use super::super::super::ask::Ask;
use super::super::super::me::password::choose;
use super::super::super::me::second_factor::forget_keys;
use super::super::super::openapi::schema;
use super::super::super::refusal::{Fact, Refusal};
use super::super::super::resource::named;
use super::super::super::route::{Access, Body, Gives, Outcome, Route};
use super::super::super::session::limiter;
use super::may_touch;
use crate::sign_in::limiter::Account;
use crate::sign_in::password;

/// A password for somebody else: one or the other.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GivenPassword {
    /// 12 to 32 characters that are not easily guessed.
    #[serde(default)]
    #[schema(max_length = 128)]
    password: Option<String>,
    /// Whether one is made.
    #[serde(default)]
    generate_password: bool,
}

/// The password that was made, if one was.
#[derive(Serialize, ToSchema)]
struct MadePassword {
    /// In four groups of four, shown this once; null when it was given.
    generated_password: Option<String>,
}

/// How a second factor is to stand.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum WantedSecondFactor {
    /// The password is enough.
    Disabled,
    /// A new key is handed over at the next sign-in.
    Pending,
}

/// What is to become of a second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSecondFactor {
    /// How it is to stand; in either case its key and recovery codes are forgotten.
    state: WantedSecondFactor,
}

/// A password that somebody is given.
pub(super) struct Given {
    /// What is kept of it.
    pub(super) hash: Secret,
    /// It, if it was made here.
    pub(super) generated: Option<String>,
}

/// The routes about them.
pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::PortalUsersWrite);
    vec![
        Route::post(
            "/portal-users/{id}/password",
            "portal_user_password",
            access,
            Gives::Json(schema::<MadePassword>),
            set_password,
        )
        .takes(Body::Json(schema::<GivenPassword>))
        .about("Gives somebody else a password, to be changed at the next sign-in, and ends their sessions.")
        .slow()
        .joins(),
        Route::post(
            "/portal-users/{id}/second-factor",
            "portal_user_second_factor",
            access,
            Gives::Nothing,
            set_second_factor,
        )
        .takes(Body::Json(schema::<NewSecondFactor>))
        .about("Switches somebody else's second factor off, or has them scan a new key at the next sign-in."),
    ]
}

/// The password that a body gives, hashed; none when it gives none.
pub(super) fn given(
    ask: &Ask<'_>,
    user: &PortalUser,
    chosen: Option<&str>,
    generate: bool,
) -> Result<Option<Given>, Refusal> {
    match (chosen, generate) {
        (None, false) => Ok(None),
        (Some(_), true) => {
            let why = "a password is either given or made".to_owned();
            Err(Refusal::field("/generate_password", Fact::Malformed { why }))
        }
        (Some(chosen), false) => {
            let hash = choose(ask, user, chosen).map_err(|fact| Refusal::field("/password", fact))?;
            Ok(Some(Given { hash, generated: None }))
        }
        (None, true) => {
            let made = password::generate(&ask.api.random());
            let hasher = ask.api.hasher.lock().unwrap_or_else(PoisonError::into_inner);
            let hash = Secret::new(hasher.hash(&made, &ask.api.random()));
            Ok(Some(Given { hash, generated: Some(made) }))
        }
    }
}

fn set_password(ask: &Ask<'_>) -> Outcome {
    let old = somebody_else(ask)?;
    let wanted: GivenPassword = ask.json()?;
    let given = given(ask, old, wanted.password.as_deref(), wanted.generate_password)?;
    let Given { hash, generated } = given.ok_or_else(|| Refusal::field("/password", Fact::Missing))?;
    let new = PortalUser { must_change_password: true, ..old.clone() };
    let change = Change::new().expect(old.clone()).put(new);
    // With the old password its sessions go, and all links for a new one.
    let change = change.set_user_secret(old.id, UserSecret::Password, Some(hash));
    ask.write(change.end_sessions(old.id, None))?;
    let id = old.id;
    ask.afterwards(move |ask| forget_places(ask, id));
    Ok(Answer::json(&MadePassword { generated_password: generated }))
}

fn set_second_factor(ask: &Ask<'_>) -> Outcome {
    let old = somebody_else(ask)?;
    let wanted: NewSecondFactor = ask.json()?;
    let second_factor = match wanted.state {
        WantedSecondFactor::Disabled => SecondFactor::Disabled,
        WantedSecondFactor::Pending => SecondFactor::Pending,
    };
    let new = PortalUser { second_factor, ..old.clone() };
    let mut change = forget_keys(Change::new().expect(old.clone()).put(new), old.id);
    if second_factor == SecondFactor::Pending {
        // Whoever has the lost telephone may have a session as well, and read the mail with links for a new password.
        change = change.end_sessions(old.id, None).end_resets(old.id);
    }
    ask.write(change)?;
    if second_factor == SecondFactor::Pending {
        forget_places(ask, old.id);
    }
    Ok(Answer::nothing())
}

/// Trusts no place any more where a login has signed in.
fn forget_places(ask: &Ask<'_>, user: PortalUserId) {
    for guesses in [&ask.api.passwords, &ask.api.codes] {
        limiter(guesses).forget(Account::of(user));
    }
}

/// The login that the path names, if it is another one and the caller may change it.
fn somebody_else<'a>(ask: &'a Ask<'_>) -> Result<&'a PortalUser, Refusal> {
    let user = named::<PortalUser>(ask, &ask.view)?;
    // One's own asks for the old password, or a code.
    if ask.caller.is(user.id) {
        return Err(Fact::NotYourself.into());
    }
    may_touch(user, ask)?;
    Ok(user)
}
