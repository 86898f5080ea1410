//! How logins stand beside their rows: password, sessions, the last sign-in.

use jiff::Timestamp;
use model::PortalUserId;
use rusqlite::params;

use crate::error::Error;
use crate::hex;
use crate::store::Store;

/// How a login stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoginState {
    /// Whether it has a password.
    pub has_password: bool,
    /// How many sessions it has that have not ended.
    pub sessions: usize,
    /// When somebody last signed in with it, as far as the audit log goes back.
    pub last_sign_in: Option<Timestamp>,
}

impl Store {
    /// How these logins stand, in their order; one that there is not has nothing.
    pub fn login_states(&self, users: &[PortalUserId], now: Timestamp) -> Result<Vec<LoginState>, Error> {
        self.shared().readers.read(|conn| {
            // The index of the audit log holds only rows with a key of somebody; the last condition says so.
            let mut statement = conn.prepare_cached(
                "select exists (select 1 from portal_user where id = ?1 and password is not null),
                        (select count(*) from session where portal_user = ?1 and expires_us > ?2),
                        (select at_us from audit where who_id = ?3 and tbl = 'event' and col = 'signed-in'
                         and who_id <> '' order by at_us desc limit 1)",
            )?;
            let states = users.iter().map(|user| {
                let who = hex::encode(user.as_bytes());
                statement.query_row(params![user.as_bytes(), now.as_microsecond(), who], |row| {
                    let (sessions, last_us): (i64, Option<i64>) = (row.get(1)?, row.get(2)?);
                    Ok(LoginState {
                        has_password: row.get(0)?,
                        sessions: usize::try_from(sessions).unwrap_or_default(),
                        last_sign_in: last_us.and_then(|us| Timestamp::from_microsecond(us).ok()),
                    })
                })
            });
            Ok(states.collect::<rusqlite::Result<_>>()?)
        })
    }
}

#[cfg(test)]
mod tests {
    use model::{AssignedRole, PortalUser, Role};

    use super::*;
    use crate::testing::Fixture;
    use crate::{Change, Event, NewSession, Secret, UserSecret, Who};

    #[test]
    fn a_login_stands_as_its_password_sessions_and_sign_ins_say() {
        let fixture = Fixture::new();
        let [anna, ben] = [1, 2].map(|n| {
            let id = PortalUserId::new(n, [7; 10]);
            PortalUser::new(id, &format!("login{n}"), AssignedRole::BuiltIn(Role::User))
        });
        let change = Change::new().put(anna.clone()).put(ben.clone());
        let change = change.set_user_secret(anna.id, UserSecret::Password, Some(Secret::new("hash")));
        fixture.store.write(&Who::cli("test"), change).unwrap();
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let session = NewSession {
            user: anna.id,
            hash: [1; 32],
            expires: "2026-11-23T10:00:00Z".parse().unwrap(),
            address: String::new(),
            user_agent: String::new(),
            password: Some(Secret::new("hash")),
        };
        fixture.store.begin_session(session, now).unwrap();
        let who = Who::portal("login1", *anna.id.as_bytes(), "192.0.2.1".parse().unwrap());
        fixture.store.note(&who, &Event::SignedIn).unwrap();

        let states = fixture.store.login_states(&[ben.id, anna.id], now).unwrap();
        assert_eq!(states[0], LoginState::default());
        assert!(states[1].has_password && states[1].last_sign_in.is_some(), "{states:?}");
        assert_eq!(states[1].sessions, 1);
    }
}
