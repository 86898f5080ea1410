//! Signing in and out (A.11): the password, then the code; who may not come in learns why only after a right password.

mod code;
mod guess;

use std::sync::{MutexGuard, PoisonError};

use axum::http::Method;
use model::{PortalUser, PortalUserId};
use serde::{Deserialize, Serialize};
use store::{NewSession, Secret, UserSecret};
use utoipa::ToSchema;

pub(crate) use self::code::{
    Codes, PendingKeys, check_code, check_new_code, kept, pending_key, recovery_codes,
};
use self::guess::Guess;
use super::answer::Answer;
use super::ask::Ask;
use super::me;
use super::openapi::schema;
use super::refusal::{Fact, Refusal};
use super::route::{Access, Body, Gives, Outcome, Route};
use super::view::View;
use crate::access::bearer;
use crate::sign_in::admission::{self, Denied, Next};
use crate::sign_in::cookie;
use crate::sign_in::limiter::{Account, Attempt, Limiter, Place};
use crate::sign_in::password::Match;
use crate::sign_in::period::Status;
use crate::sign_in::session::Times;
use crate::sign_in::token::Token;

/// What somebody types to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// Login, email address or internal number, the last also with @ and the office's name.
    #[schema(max_length = 1024)]
    name: String,
    /// The office's name, short name or email domain, where it does not stand after an @ in the name.
    #[serde(default)]
    #[schema(max_length = 200)]
    account: String,
    /// The password.
    #[schema(max_length = 128)]
    password: String,
    /// The six digits of the authenticator app, or a recovery code; once it is asked for.
    #[serde(default)]
    code: Option<String>,
}

/// The office as the sign-in page shows it.
#[derive(Serialize, ToSchema)]
struct Front {
    /// The office's name.
    office: String,
    /// Whom to ask who cannot sign in.
    support_contact: String,
    /// Whether a forgotten password can be replaced by mail.
    can_reset: bool,
    /// The program's version is not told to strangers; this is the version of the interface.
    api: u32,
}

/// The routes of signing in and out.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/front", "front", Access::Everybody, Gives::Json(schema::<Front>), front)
            .about("Gives what the sign-in page shows."),
        Route::post("/session", "sign_in", Access::Everybody, Gives::Json(schema::<me::Me>), sign_in)
            .takes(Body::Json(schema::<SignIn>))
            .about("Signs in and sets the session's cookie.")
            .slow(),
        Route::new(Method::DELETE, "/session", "sign_out", Access::Everybody, Gives::Nothing, sign_out)
            .about("Ends the session, if there is one."),
    ]
}

fn front(ask: &Ask<'_>) -> Outcome {
    let office = &ask.view.office.office;
    Ok(Answer::json(&Front {
        office: office.name.clone(),
        support_contact: office.support_contact.clone(),
        can_reset: ask.api.can_mail(&ask.view),
        api: 1,
    }))
}

fn sign_in(ask: &Ask<'_>) -> Outcome {
    let typed: SignIn = ask.json()?;
    let account = typed.account.trim();
    let name =
        if account.is_empty() { typed.name.clone() } else { format!("{}@{account}", typed.name.trim()) };
    let known = ask.view.names().find(&name);
    let user = known.and_then(|id| ask.view.office.portal_users.get(id));
    let guess = Guess::begin(ask, &name, known)?;
    let (Some(user), Some(checked)) = (user, checked(ask, guess.of(known), &typed.password)?) else {
        // A name that nobody has may be a password in the wrong field: it is kept nowhere.
        let name = if known.is_some() { typed.name.as_str() } else { "" };
        ask.api.refused_sign_in(ask.address, name, Fact::SignInRefused.code());
        return Err(Fact::SignInRefused.into());
    };
    // Whoever is here knows the password; that guess is not held against anybody.
    let admitted = admission::admit(user, &ask.view.zone(), ask.address, ask.now).map_err(denied);
    let confirmed = admitted.and_then(|()| confirm(ask, user, typed.code.as_deref()));
    if let Err(refusal) = confirmed {
        guess.pay_back(ask);
        // To be asked for the code is a step of every sign-in with a second factor.
        if refusal.fact != Fact::CodeNeeded {
            ask.api.refused_sign_in(ask.address, &typed.name, refusal.fact.code());
        }
        return Err(refusal);
    }
    guess.succeeded(ask);
    open(ask, user, checked, &ask.view).inspect_err(|refusal| {
        ask.api.refused_sign_in(ask.address, &typed.name, refusal.fact.code());
    })
}

/// The code, where one is needed.
fn confirm(ask: &Ask<'_>, user: &PortalUser, code: Option<&str>) -> Result<(), Refusal> {
    match (admission::next(user, false), code) {
        (Next::Code, Some(code)) => check_code(ask, user, code),
        (Next::Code, None) => Err(Fact::CodeNeeded.into()),
        // The session that is opened can do nothing else until that is done.
        (Next::ChangePassword | Next::Open | Next::ScanKey, _) => Ok(()),
    }
}

/// Opens a session and says who has signed in, if the password still is the one that was checked.
pub(crate) fn open(ask: &Ask<'_>, user: &PortalUser, checked: Secret, view: &View) -> Outcome {
    let token = Token::new(ask.api.random());
    let session = ask.api.store.begin_session(
        NewSession {
            user: user.id,
            hash: *token.hash().as_bytes(),
            expires: ask.now.saturating_add(ask.api.lifetime.idle)?,
            address: ask.address.to_string(),
            user_agent: ask.user_agent(),
            password: Some(checked),
        },
        ask.now,
    )?;
    let session = session.ok_or(Fact::SignInRefused)?;
    ask.api.signed_in(&store::Who::portal(&user.login, *user.id.as_bytes(), ask.address));
    let times = Times { opened: ask.now, seen: ask.now };
    let cookie = cookie::set(&token, ask.api.lifetime.left_s(times, ask.now));
    Ok(Answer::json(&me::of(user, session, view)).cookie(cookie))
}

fn sign_out(ask: &Ask<'_>) -> Outcome {
    // Also of those who may not come in any more. Where there is a token no cookie counts.
    let cookie = if bearer(ask.headers).is_none() { cookie::read(ask.headers) } else { None };
    let session = cookie.map(|token| ask.api.store.session(token.hash().as_bytes(), ask.now)).transpose()?;
    if let Some(session) = session.flatten() {
        ask.api.store.end_session(session.id)?;
        if let Some(user) = ask.view.office.portal_users.get(session.user) {
            ask.api.signed_out(&store::Who::portal(&user.login, *user.id.as_bytes(), ask.address));
        }
    }
    Ok(Answer::nothing().cookie(cookie::clear()))
}

/// What is kept of the password, if it is right. Of a login that is none, or has no password, it takes as long to say no.
pub(crate) fn checked(
    ask: &Ask<'_>,
    user: Option<PortalUserId>,
    password: &str,
) -> Result<Option<Secret>, Refusal> {
    // One at a time: what is read is still so when it is hashed anew.
    let hasher = ask.api.hasher.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = user.map(|user| ask.api.store.user_secret(user, UserSecret::Password)).transpose()?.flatten();
    let (Some(user), Some(kept)) = (user, kept) else {
        hasher.verify_nobody(password);
        return Ok(None);
    };
    match hasher.verify(password, kept.reveal()) {
        Ok(Match::Right) => Ok(Some(kept)),
        Ok(Match::RightRehash) => {
            let anew = Secret::new(hasher.hash(password, &ask.api.random()));
            let (seen, replacement) = (kept.clone(), anew.clone());
            let replace = move |kept: &Secret| (*kept == seen).then_some(replacement);
            let who = store::Who::system("sign-in");
            match ask.api.store.replace_user_secret(&who, user, UserSecret::Password, replace) {
                Ok(true) => return Ok(Some(anew)),
                Ok(false) => {}
                // Next time will do as well.
                Err(error) => tracing::warn!(%error, "a password is not hashed anew"),
            }
            Ok(Some(kept))
        }
        Ok(Match::Wrong) => Ok(None),
        Err(error) => {
            tracing::error!(%user, %error, "a login's password cannot be checked");
            Ok(None)
        }
    }
}

/// Lets a guess through, or says how long to wait.
pub(crate) fn begin(
    mut limiter: MutexGuard<'_, Limiter>,
    account: Account,
    ask: &Ask<'_>,
) -> Result<Attempt, Refusal> {
    limiter.begin(account, Place::of(ask.address), ask.tick).map_err(|wait| {
        let whole = wait.wait.as_secs() + u64::from(wait.wait.subsec_nanos() > 0);
        Fact::TooManyTries { wait_s: whole }.into()
    })
}

/// A limiter, to be let go at once.
pub(crate) fn limiter(of: &std::sync::Mutex<Limiter>) -> MutexGuard<'_, Limiter> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Knows the places again where the account has a session, after a restart.
fn remember_places(ask: &Ask<'_>, id: PortalUserId) -> Result<(), Refusal> {
    let sessions = ask.api.store.sessions_of(id, ask.now)?;
    let mut passwords = limiter(&ask.api.passwords);
    for session in sessions {
        if let Ok(address) = session.address.parse() {
            let ago = std::time::Duration::try_from(ask.now.duration_since(session.used)).unwrap_or_default();
            passwords.remember(Account::of(id), Place::of(address), ago, ask.tick);
        }
    }
    Ok(())
}

/// Why somebody with a right password does not come in.
pub(crate) fn denied(denied: Denied) -> Refusal {
    match denied {
        Denied::Address(address) => Fact::AddressNotAllowed { address }.into(),
        Denied::Status(Status::NotYetActive) => Fact::NotYetActive.into(),
        Denied::Status(Status::Active | Status::Expired) => Fact::Expired.into(),
        Denied::UnreadableAllowList => Fact::AllowListUnreadable.into(),
    }
}
