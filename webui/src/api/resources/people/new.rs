//! A new person, with all that one wants to give them at once: a line, a SIP account, a login.

use model::{
    AssignedRole, Permission, Person, PersonId, PortalUser, PortalUserId, Role, SiteId, TimeFrameId,
};
use serde::{Deserialize, Serialize};
use store::{Change, Error, UserSecret, Wrong};
use utoipa::ToSchema;

use super::super::super::answer::Answer;
use super::super::super::ask::Ask;
use super::super::super::me::password::choose;
use super::super::super::refusal::{Fact, Refusal};
use super::super::super::resource::{Resource, etag, shown};
use super::super::super::route::Outcome;
use super::new_line::NewLine;
use crate::sign_in::password;

/// A person to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPerson {
    /// First name, never empty.
    first_name: String,
    /// Last name, may be empty.
    #[serde(default)]
    last_name: String,
    /// For invitations and voicemail; empty when none.
    #[serde(default)]
    email: String,
    /// Where they sit; the first site when it is not said.
    #[serde(default)]
    site: Option<SiteId>,
    /// What they do: "Accountant"; may be empty.
    #[serde(default)]
    job_title: String,
    /// Where they belong: "Sales"; may be empty.
    #[serde(default)]
    department: String,
    /// When they work; none when it is not said.
    #[serde(default)]
    time_frame: Option<TimeFrameId>,
    /// Their key in the office's customer system; empty when none.
    #[serde(default)]
    crm_user: String,
    /// The line that they get, if any.
    #[serde(default)]
    line: Option<NewLine>,
    /// Whether the line gets a SIP account, with a password that is shown in the answer this once.
    #[serde(default)]
    sip_account: bool,
    /// The login that they get, if any.
    #[serde(default)]
    login: Option<NewLogin>,
}

/// A login to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLogin {
    /// Unique, at most 64 characters without blanks.
    #[schema(max_length = 64)]
    login: String,
    /// What it may see and do; when it is not said, what is the person's own.
    #[serde(default)]
    role: Option<AssignedRole>,
    /// Its first password, to be changed at the first sign-in. Without one it waits for an invitation.
    #[serde(default)]
    #[schema(max_length = 128)]
    password: Option<String>,
    /// Whether a password is made for it, and shown in the answer this once.
    #[serde(default)]
    generate_password: bool,
}

/// What was made for a new person; it is not shown again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeSecrets {
    /// The name of the SIP account; null when none was made.
    sip_username: Option<String>,
    /// Its password.
    sip_password: Option<String>,
    /// The password of the login; null when none was made.
    password: Option<String>,
}

/// Makes one.
pub(super) fn create(ask: &Ask<'_>) -> Outcome {
    let new: NewPerson = ask.json()?;
    let site = new.site.or_else(|| ask.view.office.sites.iter().next().map(|site| site.id));
    let site = site.ok_or_else(|| Refusal::field("/site", Fact::Missing))?;
    let person = Person {
        id: PersonId::from_bytes(ask.api.store.new_id()),
        first_name: new.first_name,
        last_name: new.last_name,
        email: new.email,
        site,
        job_title: new.job_title,
        department: new.department,
        time_frame: new.time_frame,
        crm_user: new.crm_user,
    };
    if new.sip_account && new.line.is_none() {
        return Err(Refusal::field("/line", Fact::Missing));
    }
    let mut change = Change::new().put(person.clone());
    let number = new.line.as_ref().map(|line| line.number.to_string()).unwrap_or_default();
    if let Some(line) = new.line {
        change = line.put(person.id, new.sip_account, change, ask)?;
    }
    let (mut generated, mut name) = (None, String::new());
    if let Some(login) = new.login {
        name.clone_from(&login.login);
        (change, generated) = login.put(&person, change, ask)?;
    }
    let written = ask.try_write(change).map_err(|error| placed(error, &number, &name))?;
    let view = ask.latest()?;
    let row = view.office.people.get(person.id).unwrap_or(&person);
    let mut body = shown(row, &view, &ask.caller);
    let account = written.generated.first();
    if account.is_some() || generated.is_some() {
        let secrets = MadeSecrets {
            sip_username: account.map(|account| account.username.clone()),
            sip_password: account.map(|account| account.secret.reveal().to_owned()),
            password: generated,
        };
        body["secret"] = serde_json::to_value(secrets).unwrap_or_default();
    }
    Ok(Answer::created(format!("/api/v1/{}/{}", Person::PATH, row.id), &body).etag(etag(row)))
}

impl NewLogin {
    /// Adds the login to a change; with the password that was made for it.
    fn put(
        self,
        person: &Person,
        mut change: Change,
        ask: &Ask<'_>,
    ) -> Result<(Change, Option<String>), Refusal> {
        ask.caller.needs(Permission::PortalUsersWrite)?;
        let role = self.role.unwrap_or(AssignedRole::BuiltIn(Role::User));
        let mut user = PortalUser::new(PortalUserId::from_bytes(ask.api.store.new_id()), &self.login, role);
        user.person = Some(person.id);
        user.email.clone_from(&person.email);
        user.check(None, ask).map_err(|refusal| within(refusal, "/login"))?;
        let generated = self.generate_password.then(|| password::generate(&ask.api.random()));
        if let Some(chosen) = generated.as_deref().or(self.password.as_deref()) {
            let hash = choose(ask, &user, chosen).map_err(|fact| Refusal::field("/login/password", fact))?;
            user.must_change_password = true;
            change = change.set_user_secret(user.id, UserSecret::Password, Some(hash));
        }
        Ok((change.put(user), generated))
    }
}

/// A refusal about a part of the body, with pointers from the whole.
fn within(mut refusal: Refusal, prefix: &str) -> Refusal {
    // The address is the person's.
    for field in refusal.fields.iter_mut().filter(|field| field.pointer != "/email") {
        field.pointer = format!("{prefix}{}", field.pointer);
    }
    refusal
}

/// What the store refuses, at the place of the body that it is about.
fn placed(error: Error, number: &str, login: &str) -> Refusal {
    let pointer = match &error {
        Error::NumberIsUsername { .. } => "/line/number".to_owned(),
        Error::NameTaken { name, .. } if name == number => "/line/number".to_owned(),
        Error::NameTaken { name, .. } if name == login => "/login/login".to_owned(),
        Error::NameTaken { name, .. } if name.starts_with('+') => "/line/new_numbers".to_owned(),
        Error::NameTaken { .. } if !login.is_empty() => "/email".to_owned(),
        Error::Invalid { what, field, why } => match (what.split(' ').next().unwrap_or_default(), *field) {
            ("line", "record_on_demand") => "/line/recording/on_demand".to_owned(),
            ("line", "recording_deliveries") => "/line/recording/deliveries".to_owned(),
            ("line", "unavailable_line") => "/line/when_unavailable".to_owned(),
            ("line", field) => format!("/line/{field}"),
            ("a", "phone_number") => "/line/caller_ids".to_owned(),
            ("number", _) if matches!(why, Wrong::NotAPublicNumber { .. }) => "/line/new_numbers".to_owned(),
            ("portal", field) => format!("/login/{field}"),
            ("the" | "mailbox", field) => format!("/line/mailbox/{field}"),
            (_, field) => format!("/{field}"),
        },
        _ => return error.into(),
    };
    let mut refusal = Refusal::from(error);
    let fact = match refusal.fields.pop() {
        Some(field) => field.wrong,
        None => refusal.fact,
    };
    Refusal::field(pointer, fact)
}
