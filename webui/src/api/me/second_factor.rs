//! One's own second factor (A.11): the app scans a key and a code confirms it; a reset asks for a code and signs out.

use std::sync::PoisonError;

use model::{PortalUser, PortalUserId, SecondFactor};
use serde::{Deserialize, Serialize};
use store::{Change, UserSecret};
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use super::super::session::{check_code, check_new_code, kept, pending_key, recovery_codes};
use super::rewrite;
use crate::qr;
use crate::sign_in::cookie;

/// A code of the app, or a recovery code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Code {
    /// Six digits, or four groups of four letters.
    #[schema(max_length = 64)]
    code: String,
}

/// The key for the app.
#[derive(Serialize, ToSchema)]
struct Key {
    /// What the QR code says.
    uri: String,
    /// For those who cannot scan.
    secret: String,
    /// The QR code as a picture (SVG).
    svg: String,
}

/// Codes for the day when the app is gone; shown this once.
#[derive(Serialize, ToSchema)]
struct RecoveryCodes {
    /// Each is good for one sign-in.
    codes: Vec<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let code = Body::Json(schema::<Code>);
    vec![
        Route::post(
            "/me/second-factor",
            "second_factor_begin",
            Access::Session,
            Gives::Json(schema::<Key>),
            start,
        )
        .about("Makes a key for the authenticator app; a code must confirm it."),
        Route::post(
            "/me/second-factor/confirm",
            "second_factor_confirm",
            Access::Session,
            Gives::Json(schema::<RecoveryCodes>),
            confirm,
        )
        .takes(code)
        .about("Confirms the key by a code; from now on each sign-in asks for one."),
        Route::post(
            "/me/second-factor/disable",
            "second_factor_disable",
            Access::Session,
            Gives::Nothing,
            disable,
        )
        .takes(code)
        .about("Makes the password enough again."),
        Route::post("/me/second-factor/reset", "second_factor_reset", Access::Session, Gives::Nothing, reset)
            .takes(code)
            .about("Forgets the key: the next sign-in scans a new one. Signs out."),
        Route::post(
            "/me/recovery-codes",
            "recovery_codes_renew",
            Access::Session,
            Gives::Json(schema::<RecoveryCodes>),
            renew,
        )
        .takes(code)
        .about("Makes new recovery codes; the old ones are no longer good."),
    ]
}

fn start(ask: &Ask<'_>) -> Outcome {
    let login = ask.caller.login()?;
    let user = &login.user;
    // One that is in use is replaced by a reset, which asks for a code.
    if user.second_factor == SecondFactor::Activated {
        return Err(Fact::NotMoreThanYouMay.into());
    }
    // Who asks again before it is confirmed gets the same: the app may have scanned it already.
    let secret = pending_key(ask, login.session.id);
    let uri = secret.uri(&issuer(ask), &user.login);
    // Without the picture where the names are too long for it: the text can be typed.
    let svg = qr::Code::of(&uri).map(|code| code.svg()).unwrap_or_default();
    Ok(Answer::json(&Key { svg, secret: secret.text(), uri }))
}

/// The name that the app shows.
fn issuer(ask: &Ask<'_>) -> String {
    let name = ask.view.office.office.name.trim();
    if name.is_empty() { "Bellbox".to_owned() } else { format!("Bellbox {name}") }
}

fn confirm(ask: &Ask<'_>) -> Outcome {
    let login = ask.caller.login()?;
    let typed: Code = ask.json()?;
    if login.user.second_factor == SecondFactor::Activated {
        return Err(Fact::NotMoreThanYouMay.into());
    }
    let (id, session) = (login.user.id, login.session.id);
    let key = check_new_code(ask, login, &typed.code)?;
    let (codes, sealed) = recovery_codes(ask);
    rewrite(ask, &ask.who(), id, |user| {
        if user.second_factor == SecondFactor::Activated {
            return Err(Fact::NotMoreThanYouMay.into());
        }
        let change = Change::new()
            .put(PortalUser { second_factor: SecondFactor::Activated, ..user.clone() })
            .set_user_secret(id, UserSecret::Totp, Some(kept(&key)))
            .set_user_secret(id, UserSecret::RecoveryCodes, Some(sealed.clone()));
        // The others were opened by the password alone.
        Ok(change.end_sessions(id, Some(session)))
    })?;
    ask.api.pending_keys.lock().unwrap_or_else(PoisonError::into_inner).forget(session);
    Ok(Answer::json(&RecoveryCodes { codes }))
}

fn disable(ask: &Ask<'_>) -> Outcome {
    let id = confirmed(ask)?;
    rewrite(ask, &ask.who(), id, |user| without_key(user, SecondFactor::Disabled))?;
    Ok(Answer::nothing())
}

fn reset(ask: &Ask<'_>) -> Outcome {
    let id = confirmed(ask)?;
    rewrite(
        ask,
        &ask.who(),
        id,
        |user| Ok(without_key(user, SecondFactor::Pending)?.end_sessions(id, None)),
    )?;
    Ok(Answer::nothing().cookie(cookie::clear()))
}

/// Of a second factor that is in use by now too: without its keys, in another state.
fn without_key(user: &PortalUser, second_factor: SecondFactor) -> Result<Change, Refusal> {
    if user.second_factor != SecondFactor::Activated {
        return Err(Fact::NotMoreThanYouMay.into());
    }
    let change = Change::new().put(PortalUser { second_factor, ..user.clone() });
    Ok(forget_keys(change, user.id))
}

fn renew(ask: &Ask<'_>) -> Outcome {
    let id = confirmed(ask)?;
    let (codes, sealed) = recovery_codes(ask);
    ask.write(Change::new().set_user_secret(id, UserSecret::RecoveryCodes, Some(sealed)))?;
    Ok(Answer::json(&RecoveryCodes { codes }))
}

/// The caller, whose second factor is in use and who has given a code just now.
fn confirmed(ask: &Ask<'_>) -> Result<PortalUserId, Refusal> {
    let user = &ask.caller.login()?.user;
    let typed: Code = ask.json()?;
    if user.second_factor != SecondFactor::Activated {
        return Err(Fact::NotMoreThanYouMay.into());
    }
    check_code(ask, user, &typed.code)?;
    Ok(user.id)
}

/// Without key and recovery codes.
pub(crate) fn forget_keys(change: Change, user: PortalUserId) -> Change {
    change.set_user_secret(user, UserSecret::Totp, None).set_user_secret(
        user,
        UserSecret::RecoveryCodes,
        None,
    )
}
