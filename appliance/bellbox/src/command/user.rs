//! Logins to the portal from the box itself: the first owner, and the way back in for whoever has lost theirs.

use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{AssignedRole, PortalUser, PortalUserId, Role, SecondFactor};
use store::{Change, Options, Secret, Snapshot, Store, UserSecret, Who};
use webui::sign_in::admission::status;
use webui::sign_in::names::check_login;
use webui::sign_in::password::{Hasher, generate};
use webui::sign_in::period::Status;

use crate::control::protocol::Answer;

/// Makes a login with a generated password.
pub(super) fn add(store: &Store, who: &Who, login: &str, role: Option<&str>) -> anyhow::Result<Answer> {
    check_login(login).context("this is no login")?;
    let office = store.snapshot()?;
    let role = wanted_role(&office, role)?;
    let mut user = PortalUser::new(PortalUserId::from_bytes(store.new_id()), login, role);
    user.must_change_password = true;
    let (password, hash) = new_password();
    let change = Change::new().put(user.clone());
    store.write(who, change.set_user_secret(user.id, UserSecret::Password, Some(hash)))?;
    Ok(Answer::Lines(vec![
        format!("Login {login} was made with the role {}.", role_name(&office, role)),
        "Its password is shown this once, and must be changed at the first sign-in:".to_owned(),
        password,
    ]))
}

/// Gives a login another generated password and ends its sessions.
pub(super) fn password(
    store: &Store,
    who: &Who,
    login: &str,
    reset_second_factor: bool,
) -> anyhow::Result<Answer> {
    let office = store.snapshot()?;
    let known = office.portal_users.iter().find(|user| user.login.to_lowercase() == login.to_lowercase());
    let Some(old) = known else { bail!("there is no login {login}: `user list` shows them") };
    let mut new = PortalUser { must_change_password: true, ..old.clone() };
    let (password, hash) = new_password();
    let mut change = Change::new().set_user_secret(old.id, UserSecret::Password, Some(hash));
    let mut lines = vec![format!("The sessions of {} have ended.", old.login)];
    if reset_second_factor {
        change = change.set_user_secret(old.id, UserSecret::Totp, None);
        change = change.set_user_secret(old.id, UserSecret::RecoveryCodes, None);
        if old.second_factor != SecondFactor::Disabled {
            new.second_factor = SecondFactor::Pending;
            lines.push("Its authenticator app is connected anew at the next sign-in.".to_owned());
        }
    }
    // The links in the mailbox end with the old password.
    store.write(who, change.expect(old.clone()).put(new).end_sessions(old.id, None))?;
    lines.push("Its new password is shown this once, and must be changed at the next sign-in:".to_owned());
    lines.push(password);
    Ok(Answer::Lines(lines))
}

/// Lists the logins.
pub(super) fn list(store: &Store, now: Timestamp) -> anyhow::Result<Answer> {
    let office = store.snapshot()?;
    let zone = TimeZone::get(&office.office.timezone).unwrap_or(TimeZone::UTC);
    let ids: Vec<PortalUserId> = office.portal_users.iter().map(|user| user.id).collect();
    let states = store.login_states(&ids, now)?;
    let header = ["LOGIN", "ROLE", "STATUS", "PASSWORD", "SECOND FACTOR", "LAST SIGN-IN"].map(str::to_owned);
    let rows = office.portal_users.iter().zip(states).map(|(user, state)| {
        let last = state.last_sign_in.map(|at| zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string());
        [
            user.login.clone(),
            role_name(&office, user.role),
            match status(user, &zone, now) {
                Status::Active => "active",
                Status::Expired => "expired",
                Status::NotYetActive => "not yet active",
            }
            .to_owned(),
            if state.has_password { "set" } else { "none" }.to_owned(),
            word(&user.second_factor),
            last.unwrap_or_else(|| "-".to_owned()),
        ]
    });
    let rows: Vec<[String; 6]> = std::iter::once(header).chain(rows).collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: [usize; 6] = std::array::from_fn(width);
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    Ok(Answer::Lines(rows.iter().map(line).collect()))
}

/// The role that somebody said: one of the program or of the office. The first owner need not be said.
fn wanted_role(office: &Snapshot, said: Option<&str>) -> anyhow::Result<AssignedRole> {
    let owner = AssignedRole::BuiltIn(Role::Owner);
    let Some(said) = said else {
        if office.portal_users.iter().any(|user| user.role == owner) {
            bail!("there is an owner already: say with --role which of {}", roles(office));
        }
        return Ok(owner);
    };
    let built_in = Role::ALL.into_iter().find(|role| word(role) == said).map(AssignedRole::BuiltIn);
    let own = || {
        let own = office.roles.iter().find(|role| role.name.to_lowercase() == said.to_lowercase());
        own.map(|role| AssignedRole::Own(role.id))
    };
    built_in.or_else(own).with_context(|| format!("there is no role {said}: it is one of {}", roles(office)))
}

/// All roles, for people.
fn roles(office: &Snapshot) -> String {
    let built_in = Role::ALL.iter().map(word);
    built_in.chain(office.roles.iter().map(|role| role.name.clone())).collect::<Vec<_>>().join(", ")
}

fn role_name(office: &Snapshot, role: AssignedRole) -> String {
    match role {
        AssignedRole::BuiltIn(role) => word(&role),
        AssignedRole::Own(id) => office.roles.get(id).map(|role| role.name.clone()).unwrap_or_default(),
    }
}

/// A password, and what is kept of it.
fn new_password() -> (String, Secret) {
    let password = generate(&random());
    let hash = Hasher::default().hash(&password, &random());
    (password, Secret::new(hash))
}

/// Random bytes.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    (Options::default().random)(&mut bytes);
    bytes
}

/// The word that JSON has for something.
fn word(of: &impl serde::Serialize) -> String {
    serde_json::to_value(of).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use model::{OwnRole, RoleId};
    use store::{NewSession, ResetLink};
    use tempfile::TempDir;
    use webui::sign_in::password::Match;

    use super::*;

    #[test]
    fn the_first_owner_is_made_with_a_password_that_must_be_changed() {
        let (store, _directory) = office();
        let password = last(add(&store, &who(), "anna", None).unwrap());
        let anna = login(&store, "anna");
        assert!(anna.must_change_password && anna.role == AssignedRole::BuiltIn(Role::Owner));
        assert!(opens(&store, &anna, &password));
        // The next one is no owner by mistake.
        let error = add(&store, &who(), "ben", None).unwrap_err().to_string();
        assert!(error.contains("--role") && error.contains("office-manager"), "{error}");
        for (wrong, role) in [("a b", "user"), ("", "user"), ("ben", "boss"), ("ANNA", "user")] {
            assert!(add(&store, &who(), wrong, Some(role)).is_err(), "{wrong} {role}");
        }
        let own = OwnRole { id: RoleId::new(1, [1; 10]), name: "Reception".to_owned(), permissions: vec![] };
        store.write(&who(), Change::new().put(own.clone())).unwrap();
        add(&store, &who(), "ben", Some("reception")).unwrap();
        assert_eq!(login(&store, "ben").role, AssignedRole::Own(own.id));
    }

    #[test]
    fn a_new_password_ends_sessions_and_clears_a_lost_second_factor() {
        let (store, _directory) = office();
        let first = last(add(&store, &who(), "anna", None).unwrap());
        let mut anna = login(&store, "anna");
        (anna.second_factor, anna.must_change_password) = (SecondFactor::Activated, false);
        let key = Some(Secret::new("key"));
        store
            .write(&who(), Change::new().put(anna.clone()).set_user_secret(anna.id, UserSecret::Totp, key))
            .unwrap();
        let now = Timestamp::now();
        let session = NewSession {
            user: anna.id,
            hash: [1; 32],
            expires: now + jiff::SignedDuration::from_hours(1),
            address: String::new(),
            user_agent: String::new(),
            password: store.user_secret(anna.id, UserSecret::Password).unwrap(),
        };
        store.begin_session(session, now).unwrap();
        for hash in [[1; 32], [2; 32]] {
            let link =
                ResetLink { user: anna.id, made: now, expires: now + jiff::SignedDuration::from_mins(30) };
            store.begin_reset(hash, link).unwrap();
        }
        let second = last(password(&store, &who(), "Anna", false).unwrap());
        let anna = login(&store, "anna");
        assert!(opens(&store, &anna, &second) && !opens(&store, &anna, &first) && anna.must_change_password);
        assert_eq!(anna.second_factor, SecondFactor::Activated, "it was not lost");
        assert_eq!(store.sessions_of(anna.id, now).unwrap().len(), 0);
        assert_eq!([[1; 32], [2; 32]].map(|hash| store.reset_by_hash(&hash).unwrap()), [None, None]);
        password(&store, &who(), "anna", true).unwrap();
        assert_eq!(login(&store, "anna").second_factor, SecondFactor::Pending);
        assert!(store.user_secret(anna.id, UserSecret::Totp).unwrap().is_none());
        assert!(password(&store, &who(), "nobody", false).is_err());
    }

    #[test]
    fn logins_are_listed_with_their_status() {
        let (store, _directory) = office();
        add(&store, &who(), "anna", None).unwrap();
        let mut ben = PortalUser::new(
            PortalUserId::from_bytes(store.new_id()),
            "ben",
            AssignedRole::BuiltIn(Role::User),
        );
        ben.expiration = Some("2020-12-31".parse().unwrap());
        store.write(&who(), Change::new().put(ben)).unwrap();
        let Answer::Lines(lines) = list(&store, Timestamp::now()).unwrap() else { panic!() };
        assert_eq!(
            lines,
            [
                "LOGIN  ROLE   STATUS   PASSWORD  SECOND FACTOR  LAST SIGN-IN",
                "anna   owner  active   set       disabled       -",
                "ben    user   expired  none      disabled       -",
            ]
        );
    }

    fn opens(store: &Store, user: &PortalUser, password: &str) -> bool {
        let kept = store.user_secret(user.id, UserSecret::Password).unwrap().unwrap();
        Hasher::default().verify(password, kept.reveal()) == Ok(Match::Right)
    }

    fn login(store: &Store, name: &str) -> PortalUser {
        let office = store.snapshot().unwrap();
        office.portal_users.iter().find(|user| user.login == name).unwrap().clone()
    }

    fn last(answer: Answer) -> String {
        let Answer::Lines(lines) = answer else { panic!("{answer:?}") };
        lines.last().unwrap().clone()
    }

    fn who() -> Who {
        Who::cli("tests")
    }

    fn office() -> (Store, TempDir) {
        let directory = tempfile::tempdir().unwrap();
        let options = Options { durable: false, ..Options::default() };
        (store::open(directory.path(), options).unwrap(), directory)
    }
}
