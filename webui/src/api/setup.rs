//! The first-run wizard's door: a new box gets its office and its owner from whoever reads the code on its console, not from
//! whoever comes first. Once there is a login it is shut for good.

mod clock;

use std::fmt;

use jiff::Timestamp;
use model::{AssignedRole, Office, PortalUser, PortalUserId, Role};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Change, Error, UserSecret, Who};
use utoipa::ToSchema;

pub use self::clock::can_be_now;
use super::answer::Answer;
use super::ask::Ask;
use super::me;
use super::openapi::schema;
use super::refusal::{Fact, Refusal};
use super::resources::wrong_login;
use super::route::{Access, Body, Gives, Outcome, Route};
use super::session::{begin, limiter, open};
use super::view::View;
use crate::language::Language;
use crate::sign_in::limiter::Account;
use crate::sign_in::names::check_login;

/// No letters that are mistaken for one another; 32 of them, five bits each.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The code on the console: forty random bits, as long as the program runs.
#[derive(Clone, PartialEq, Eq)]
pub struct SetupCode([u8; 8]);

impl SetupCode {
    /// Makes one.
    pub fn new(random: &store::Random) -> Self {
        let mut bytes = [0; 8];
        random(&mut bytes);
        Self(bytes.map(|byte| LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'A')))
    }

    /// As it is printed: "K7PM-2QXR".
    pub fn text(&self) -> String {
        let letters: String = self.0.iter().copied().map(char::from).collect();
        let (first, second) = letters.split_at(4);
        format!("{first}-{second}")
    }

    /// Whether somebody has typed it; small letters, blanks and dashes do not matter.
    fn is(&self, typed: &str) -> bool {
        let letters: Vec<u8> =
            typed.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase()).collect();
        // Of hashes, so that the time it takes tells nothing.
        Sha256::digest(letters) == Sha256::digest(self.0)
    }
}

impl fmt::Debug for SetupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetupCode(..)")
    }
}

/// How the first run stands.
#[derive(Serialize, ToSchema)]
struct Setup {
    /// Whether there is no login yet.
    is_needed: bool,
    /// What the box's clock says.
    #[schema(value_type = String, format = DateTime)]
    now: Timestamp,
    /// Whether that can be set here: the box's own program may, one beside others on a computer leaves it to the computer.
    can_set_clock: bool,
    /// The office's name, where an installer has loaded one already.
    office: String,
}

/// What makes a box somebody's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstRun {
    /// What stands on the box's console.
    #[schema(max_length = 64)]
    code: String,
    /// The office.
    office: FirstOffice,
    /// Who owns it.
    owner: FirstOwner,
}

/// The office to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstOffice {
    /// The name on pages and displays.
    name: String,
    /// ISO 3166-1 alpha-2, upper case: "DE".
    country: String,
    /// The part of the country, for public holidays: "BY"; empty when unknown.
    #[serde(default)]
    region: String,
    /// IANA time zone.
    timezone: String,
}

/// The owner to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstOwner {
    /// Unique, at most 64 characters without blanks.
    #[schema(max_length = 64)]
    login: String,
    /// For notifications and forgotten passwords; may be empty.
    #[serde(default)]
    email: String,
    /// 12 to 32 characters that are not easily guessed.
    #[schema(min_length = 12, max_length = 32)]
    password: String,
    /// The language of pages; empty: what the browser asks for.
    #[serde(default)]
    language: String,
}

/// The code of the console, to see whether it is right.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TypedCode {
    /// What stands on the box's console.
    #[schema(max_length = 64)]
    code: String,
}

/// The routes of the first run.
pub(super) fn routes() -> Vec<Route> {
    let all = Access::Everybody;
    vec![
        Route::get("/setup", "setup", all, Gives::Json(schema::<Setup>), stands)
            .about("Says whether the box is still nobody's, and what its clock says."),
        Route::post("/setup", "setup_finish", all, Gives::Json(schema::<me::Me>), finish)
            .takes(Body::Json(schema::<FirstRun>))
            .about("Makes the office and its owner, and signs the owner in. Needs the code of the box's console.")
            .slow(),
        Route::post("/setup/code", "setup_code", all, Gives::Nothing, check)
            .takes(Body::Json(schema::<TypedCode>))
            .about("Says whether the code of the box's console is right."),
        clock::route(),
    ]
}

/// Whether the box is still nobody's.
fn is_needed(view: &View) -> bool {
    view.office.portal_users.iter().next().is_none()
}

fn stands(ask: &Ask<'_>) -> Outcome {
    Ok(Answer::json(&Setup {
        is_needed: is_needed(&ask.view),
        now: ask.now,
        can_set_clock: ask.api.machine.set_clock.is_some(),
        office: ask.view.office.office.name.clone(),
    }))
}

fn check(ask: &Ask<'_>) -> Outcome {
    let typed: TypedCode = ask.json()?;
    admit(ask, &typed.code)?;
    Ok(Answer::nothing())
}

fn finish(ask: &Ask<'_>) -> Outcome {
    let FirstRun { code, office, owner } = ask.json()?;
    admit(ask, &code)?;
    if office.name.trim().is_empty() {
        return Err(Refusal::field("/office/name", Fact::Missing));
    }
    if !owner.language.is_empty() && !Language::ALL.iter().any(|known| known.tag() == owner.language) {
        return Err(Refusal::field("/owner/language", Fact::NotFound));
    }
    check_login(&owner.login).map_err(|wrong| Refusal::field("/owner/login", wrong_login(wrong)))?;
    let old = &*ask.view.office.office;
    let office = Office {
        name: office.name,
        country: office.country,
        region: office.region,
        timezone: office.timezone,
        ..old.clone()
    };
    let role = AssignedRole::BuiltIn(Role::Owner);
    let mut user = PortalUser::new(PortalUserId::from_bytes(ask.api.store.new_id()), &owner.login, role);
    user.email = owner.email;
    user.language = owner.language;
    // An installer may have loaded people already, whose numbers open the portal too.
    let places = [("/owner/login", user.login.as_str()), ("/owner/email", user.email.as_str())];
    ask.view.check_names(&user).map_err(|taken| super::taken::placed(taken.into(), &places))?;
    me::password::fit_beside(&[&user.login, &user.email, &office.name], &owner.password)
        .map_err(|fact| Refusal::field("/owner/password", fact))?;
    let hash = me::hashed(ask, &owner.password);
    let who = Who::portal(&user.login, *user.id.as_bytes(), ask.address);
    // Of two who know the code one becomes the owner: the version that was looked at must still hold.
    let change = Change::new()
        .expect_version(ask.view.office.version)
        .put(office)
        .put(user.clone())
        .set_user_secret(user.id, UserSecret::Password, Some(hash.clone()));
    ask.api.store.write(&who, change).map_err(placed)?;
    tracing::info!("the box has an owner");
    let view = ask.api.view()?;
    open(ask, &user, hash, &view)
}

/// Lets in who knows the code, while the box is nobody's. Guesses are counted like those at a password; each place has
/// its own account, so that no neighbour shuts out who stands before the box.
fn admit(ask: &Ask<'_>, typed: &str) -> Result<(), Refusal> {
    if !is_needed(&ask.view) {
        return Err(Fact::SetUpAlready.into());
    }
    let place = crate::gate::place(ask.address).to_string();
    let attempt = begin(limiter(&ask.api.setup), Account::nobody(&place), ask)?;
    if !ask.api.machine.setup_code.is(typed) {
        return Err(Refusal::field("/code", Fact::SetupCodeWrong));
    }
    limiter(&ask.api.setup).pay_back(attempt);
    Ok(())
}

/// Where in the body it is what the store refuses.
fn placed(error: Error) -> Refusal {
    match error {
        Error::Invalid { field, why, .. } => {
            let is_office = matches!(field, "country" | "name" | "region" | "timezone");
            let part = if is_office { "office" } else { "owner" };
            Refusal::field(format!("/{part}/{field}"), Fact::Wrong(why))
        }
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_code_may_be_typed_as_people_type() {
        let code = SetupCode(*b"K7PM2QXR");
        assert_eq!(code.text(), "K7PM-2QXR");
        for typed in ["K7PM-2QXR", "k7pm2qxr", " k7pm 2qxr "] {
            assert!(code.is(typed), "{typed}");
        }
        for typed in ["", "K7PM-2QXS", "K7PM-2QX", "K7PM-2QXRR"] {
            assert!(!code.is(typed), "{typed}");
        }
    }

    #[test]
    fn codes_are_of_clear_letters_and_differ() {
        let mut next = 0_u8;
        let codes: Vec<String> = (0..100)
            .map(|_| {
                let seed = next;
                next = next.wrapping_add(37);
                SetupCode::new(
                    &(Arc::new(move |bytes: &mut [u8]| {
                        for (place, byte) in bytes.iter_mut().enumerate() {
                            *byte = seed.wrapping_mul(31).wrapping_add(place as u8 * 7);
                        }
                    }) as store::Random),
                )
                .text()
            })
            .collect();
        assert!(codes.iter().all(|code| code.len() == 9 && !code.contains(['0', 'O', '1', 'I'])));
        assert!(codes.iter().collect::<std::collections::HashSet<_>>().len() > 20);
    }
}
