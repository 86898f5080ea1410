//! A new portal user (F-28 to F-38): with a password that was chosen or made for it, or without one until it is invited.

use jiff::civil::Date;
use model::{AssignedRole, PersonId, PortalUser, PortalUserId, SecondFactor};
use serde::Deserialize;
use store::{Change, UserSecret};
use utoipa::ToSchema;

use super::super::super::answer::Answer;
use super::super::super::ask::Ask;
use super::super::super::resource::{Resource, etag};
use super::super::super::route::Outcome;
use super::super::super::taken::placed_in;
use super::{credentials, shown};

/// A portal user to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPortalUser {
    /// The person whose own page it opens, if any.
    #[serde(default)]
    person: Option<PersonId>,
    /// Unique, at most 64 characters without blanks.
    #[schema(max_length = 64)]
    login: String,
    /// For notifications; empty when none.
    #[serde(default)]
    email: String,
    /// What it may see and do; nothing that the caller may not.
    role: AssignedRole,
    /// The first day on which it may sign in, in its own time zone; none: at once.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    activation: Option<Date>,
    /// The last day on which it may sign in, in its own time zone; none: never ends.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    expiration: Option<Date>,
    /// IANA time zone of dates and times that it sees; empty: the office's.
    #[serde(default)]
    timezone: String,
    /// The language of its pages (RFC 5646): "de"; empty: what its browser asks for.
    #[serde(default)]
    language: String,
    /// Networks in CIDR notation from which alone it may sign in; empty: from everywhere.
    #[serde(default)]
    allow_list: Vec<String>,
    /// Disabled, or pending: the key is handed over at the next sign-in.
    #[serde(default)]
    second_factor: SecondFactor,
    /// Its first password, 12 to 32 characters, to be changed at the first sign-in. Without one it waits for an invitation.
    #[serde(default)]
    #[schema(max_length = 128)]
    password: Option<String>,
    /// Whether a password is made for it, and shown in the answer this once.
    #[serde(default)]
    generate_password: bool,
}

/// Makes one.
pub(super) fn create(ask: &Ask<'_>) -> Outcome {
    let new: NewPortalUser = ask.json()?;
    let mut user = PortalUser {
        id: PortalUserId::from_bytes(ask.api.store.new_id()),
        person: new.person,
        login: new.login,
        email: new.email,
        role: new.role,
        activation: new.activation,
        expiration: new.expiration,
        timezone: new.timezone,
        language: new.language,
        allow_list: new.allow_list,
        second_factor: new.second_factor,
        must_change_password: false,
    };
    user.check(None, ask)?;
    let given = credentials::given(ask, &user, new.password.as_deref(), new.generate_password)?;
    user.must_change_password = given.is_some();
    let (hash, generated) = given.map(|given| (given.hash, given.generated)).unzip();
    let mut change = Change::new().put(user.clone());
    if hash.is_some() {
        change = change.set_user_secret(user.id, UserSecret::Password, hash);
    }
    ask.write(change).map_err(|refusal| placed_in(refusal, &user))?;
    let view = ask.latest()?;
    let user = view.office.portal_users.get(user.id).unwrap_or(&user);
    let body = shown::one(user, generated.flatten(), &view, ask)?;
    Ok(Answer::created(format!("/api/v1/{}/{}", PortalUser::PATH, user.id), &body).etag(etag(user)))
}
