//! The second factor: a code of the app or a recovery code, each accepted once however many try it at the same moment.

use std::collections::HashMap;
use std::sync::PoisonError;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{PortalUser, PortalUserId, SessionId};
use store::{Secret as Sealed, UserSecret};

use super::super::ask::Ask;
use super::super::caller::Login;
use super::super::refusal::{Fact, Refusal};
use super::{begin, limiter};
use crate::sign_in::limiter::Account;
use crate::sign_in::recovery::{self, RecoveryCode, RecoveryHash};
use crate::sign_in::totp::{Refused, Secret, WrongCode};

/// Logins of which the last wrong code is remembered; with one more all are forgotten, and a wrong clock is found one
/// code later.
const WRONG_MAX: usize = 1024;

/// The last wrong code of each login, by which a wrong clock is told from a wrong code.
#[derive(Debug, Default)]
pub(crate) struct Codes(HashMap<PortalUserId, WrongCode>);

/// Keys that wait for their first code; with one more all are forgotten, and whoever was scanning one asks for another.
const PENDING_MAX: usize = 1024;

/// Keys of apps that are being set up, by the session that has asked: whoever else knows the password gets another one.
/// Nothing of them is on the disk before a code has confirmed them.
#[derive(Default)]
pub(crate) struct PendingKeys(HashMap<SessionId, Secret>);

impl PendingKeys {
    /// Forgets the key of a session.
    pub(crate) fn forget(&mut self, session: SessionId) {
        self.0.remove(&session);
    }
}

/// The key that this session sets up; a new one the first time.
pub(crate) fn pending_key(ask: &Ask<'_>, session: SessionId) -> Secret {
    let mut keys = ask.api.pending_keys.lock().unwrap_or_else(PoisonError::into_inner);
    if keys.0.len() >= PENDING_MAX && !keys.0.contains_key(&session) {
        keys.0.clear();
    }
    keys.0.entry(session).or_insert_with(|| Secret::new(ask.api.random())).clone()
}

/// Accepts a code of a login whose second factor is set up.
pub(crate) fn check_code(ask: &Ask<'_>, user: &PortalUser, typed: &str) -> Result<(), Refusal> {
    let account = Account::of(user.id);
    let attempt = begin(limiter(&ask.api.codes), account, ask)?;
    let accepted = accept(ask, user, typed);
    if accepted.is_ok() {
        limiter(&ask.api.codes).succeeded(attempt, ask.tick);
    }
    accepted
}

/// Accepts a code of the app that this session sets up, which has no recovery codes yet; the key.
pub(crate) fn check_new_code(ask: &Ask<'_>, login: &Login, typed: &str) -> Result<Secret, Refusal> {
    let user = login.user.id;
    let attempt = begin(limiter(&ask.api.codes), Account::of(user), ask)?;
    let known = {
        let keys = ask.api.pending_keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.0.get(&login.session.id).cloned()
    };
    let secret = known.ok_or(Fact::CodeWrong)?;
    check(ask, user, &secret, typed)?;
    limiter(&ask.api.codes).succeeded(attempt, ask.tick);
    Ok(secret)
}

fn accept(ask: &Ask<'_>, user: &PortalUser, typed: &str) -> Result<(), Refusal> {
    let secret = secret_of(ask, user.id)?.ok_or(Fact::CodeWrong)?;
    match check(ask, user.id, &secret, typed) {
        Ok(()) => Ok(()),
        // What is not six digits may be a recovery code.
        Err(refusal) if refusal.fact == Fact::CodeWrong => {
            if use_recovery_code(ask, user.id, typed)? {
                Ok(())
            } else {
                Err(refusal)
            }
        }
        Err(refusal) => Err(refusal),
    }
}

/// Checks a code of the app, and uses it up.
fn check(ask: &Ask<'_>, user: PortalUserId, secret: &Secret, typed: &str) -> Result<(), Refusal> {
    let earlier = {
        let codes = ask.api.wrong_codes.lock().unwrap_or_else(PoisonError::into_inner);
        codes.0.get(&user).cloned()
    };
    // Which step was used last the store says, at the moment when it is used.
    match secret.check(typed, ask.now, None, earlier.as_ref()) {
        Ok(step) => {
            let step = u64::try_from(step.0).unwrap_or(0);
            if ask.api.store.accept_totp_step(user, step)? { Ok(()) } else { Err(Fact::CodeUsed.into()) }
        }
        Err(Refused::Clock { phone_ahead_s }) => Err(Fact::ClockWrong { phone_ahead_s }.into()),
        Err(Refused::Used) => Err(Fact::CodeUsed.into()),
        Err(Refused::Malformed) => Err(Fact::CodeWrong.into()),
        Err(Refused::Wrong(wrong)) => {
            let mut codes = ask.api.wrong_codes.lock().unwrap_or_else(PoisonError::into_inner);
            if codes.0.len() >= WRONG_MAX {
                codes.0.clear();
            }
            codes.0.insert(user, wrong);
            Err(Fact::CodeWrong.into())
        }
    }
}

/// The secret of a login's app, if it has one.
fn secret_of(ask: &Ask<'_>, user: PortalUserId) -> Result<Option<Secret>, Refusal> {
    let kept = ask.api.store.user_secret(user, UserSecret::Totp)?;
    let bytes = kept.and_then(|kept| URL_SAFE_NO_PAD.decode(kept.reveal()).ok());
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map(Secret::new))
}

/// A secret of an app, as it is kept.
pub(crate) fn kept(secret: &Secret) -> Sealed {
    Sealed::new(URL_SAFE_NO_PAD.encode(secret.as_bytes()))
}

/// New recovery codes, and what is kept of them.
pub(crate) fn recovery_codes(ask: &Ask<'_>) -> (Vec<String>, Sealed) {
    let random: [[u8; 16]; recovery::CODES] = std::array::from_fn(|_| ask.api.random());
    let codes = recovery::make(&random);
    let kept: Vec<String> = codes.iter().map(|code| URL_SAFE_NO_PAD.encode(code.hash().as_bytes())).collect();
    (codes.iter().map(RecoveryCode::text).map(str::to_owned).collect(), Sealed::new(kept.join(" ")))
}

/// Uses a recovery code up, if it is one.
fn use_recovery_code(ask: &Ask<'_>, user: PortalUserId, typed: &str) -> Result<bool, Refusal> {
    let typed = typed.to_owned();
    let take = move |kept: &Sealed| {
        let texts: Vec<&str> = kept.reveal().split(' ').collect();
        let hashes: Vec<RecoveryHash> = texts.iter().map(|text| hash(text)).collect();
        let used = recovery::find(&hashes, &typed)?;
        let left = texts.iter().enumerate().filter(|(place, _)| *place != used).map(|(_, text)| *text);
        Some(Sealed::new(left.collect::<Vec<_>>().join(" ")))
    };
    let who = store::Who::portal("recovery code", *user.as_bytes(), ask.address);
    Ok(ask.api.store.replace_user_secret(&who, user, UserSecret::RecoveryCodes, take)?)
}

/// A hash as it is kept; what is none matches nothing.
fn hash(text: &str) -> RecoveryHash {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    RecoveryHash::from_bytes(bytes.unwrap_or([0; 32]))
}
