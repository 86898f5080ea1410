//! Who asks: a session's cookie for people, a bearer token for programs, or nobody; and what they may.

use std::net::IpAddr;

use axum::http::HeaderMap;
use jiff::Timestamp;
use model::{Permission, PortalUser, PortalUserId, Role, SecondFactor};
use store::{Session, Store, TokenInfo, Who};

use super::refusal::{Fact, Refusal};
use super::route::Access;
use super::state::Api;
use super::view::View;
use crate::access::bearer;
use crate::sign_in::period::Status;
use crate::sign_in::session::Times;
use crate::sign_in::{admission, cookie};

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) enum Caller {
    /// Somebody who has signed in.
    Login(Box<Login>),
    /// Nobody that is known.
    Nobody,
    /// A program with a token.
    Program(Box<Program>),
}

/// Somebody who has signed in.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    /// The login.
    pub(crate) user: PortalUser,
    /// Its session.
    pub(crate) session: Session,
    permissions: Vec<Permission>,
}

/// A program with a token.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// The token.
    pub(crate) token: TokenInfo,
    permissions: Vec<Permission>,
}

impl Login {
    /// Refuses who must scan a key or choose a password first.
    pub(crate) fn is_ready(&self) -> Result<(), Refusal> {
        match self.user.second_factor {
            SecondFactor::Pending => return Err(Fact::ScanNeeded.into()),
            SecondFactor::Activated | SecondFactor::Disabled => {}
        }
        if self.user.must_change_password { Err(Fact::PasswordChangeNeeded.into()) } else { Ok(()) }
    }
}

impl Caller {
    /// Finds out who asks. A cookie that is none is nobody; a login that may no longer come in is told why, unless it asks
    /// what is open to everybody: there it is nobody too.
    pub(crate) fn of(
        api: &Api,
        view: &View,
        headers: &HeaderMap,
        address: IpAddr,
        access: Access,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        // A program that says who it is has no cookie, and none shall help it.
        if let Some(token) = bearer(headers) {
            let Some(token) = api.store.token(token, now) else {
                return if access == Access::Everybody {
                    Ok(Self::Nobody)
                } else {
                    Err(Fact::NotSignedIn.into())
                };
            };
            let permissions = of_token(&token, view, now);
            return Ok(Self::Program(Box::new(Program { token, permissions })));
        }
        let Some(token) = cookie::read(headers) else { return Ok(Self::Nobody) };
        let Some(session) = api.store.session(token.hash().as_bytes(), now)? else { return Ok(Self::Nobody) };
        let Some(user) = view.office.portal_users.get(session.user) else { return Ok(Self::Nobody) };
        let times = Times { opened: session.created, seen: session.used };
        if api.lifetime.check(times, now).is_err() {
            return Ok(Self::Nobody);
        }
        // Its days or its addresses may have changed since it came in.
        if let Err(denied) = admission::admit(user, &view.zone(), address, now) {
            return if access == Access::Everybody {
                Ok(Self::Nobody)
            } else {
                Err(super::session::denied(denied))
            };
        }
        if times.is_to_be_noted(now) {
            let used = api.store.use_session(session.id, now, now.saturating_add(api.lifetime.idle)?);
            // Where the disk is full: who comes may be the one who makes room.
            if let Err(error) = used {
                tracing::warn!(%error, session = %session.id, "that a session is used is not noted");
            }
        }
        let permissions = view.permissions(user.role);
        Ok(Self::Login(Box::new(Login { user: user.clone(), session, permissions })))
    }

    /// Refuses who may not ask a route.
    pub(crate) fn check(&self, access: Access) -> Result<(), Refusal> {
        match (access, self) {
            (Access::Everybody, _)
            | (Access::Session, Self::Login(_))
            | (Access::Known, Self::Program(_)) => Ok(()),
            (Access::Known, Self::Login(login)) => login.is_ready(),
            (Access::Known | Access::Needs(_) | Access::Session, Self::Nobody)
            | (Access::Session, Self::Program(_)) => Err(Fact::NotSignedIn.into()),
            (Access::Needs(permission), Self::Login(login)) => {
                login.is_ready()?;
                self.needs(permission)
            }
            (Access::Needs(permission), Self::Program(_)) => self.needs(permission),
        }
    }

    /// Refuses who has not this permission.
    pub(crate) fn needs(&self, permission: Permission) -> Result<(), Refusal> {
        if self.may(permission) {
            return Ok(());
        }
        Err(Fact::PermissionMissing { permission: permission.as_str() }.into())
    }

    /// Whether the caller has a permission; to write is to read too.
    pub(crate) fn may(&self, permission: Permission) -> bool {
        covers(self.permissions(), permission)
    }

    /// What the caller may.
    pub(crate) fn permissions(&self) -> &[Permission] {
        match self {
            Self::Login(login) => &login.permissions,
            Self::Nobody => &[],
            Self::Program(program) => &program.permissions,
        }
    }

    /// The login that asks; a program has none.
    pub(crate) fn login(&self) -> Result<&Login, Refusal> {
        match self {
            Self::Login(login) => Ok(login),
            Self::Nobody | Self::Program(_) => Err(Fact::NotSignedIn.into()),
        }
    }

    /// What counts as one who listens: a session, or a token.
    pub(crate) fn listener(&self) -> Option<[u8; 16]> {
        match self {
            Self::Login(login) => Some(*login.session.id.as_bytes()),
            Self::Nobody => None,
            Self::Program(program) => Some(*program.token.id.as_bytes()),
        }
    }

    /// Whether this login asks.
    pub(crate) fn is(&self, id: PortalUserId) -> bool {
        matches!(self, Self::Login(login) if login.user.id == id)
    }

    /// Whether an owner asks: what concerns owners is theirs alone.
    pub(crate) fn is_owner(&self) -> bool {
        matches!(self, Self::Login(login) if login.user.role == model::AssignedRole::BuiltIn(Role::Owner))
    }

    /// Refuses who is no owner.
    pub(crate) fn owner(&self) -> Result<(), Refusal> {
        if self.is_owner() { Ok(()) } else { Err(Fact::OwnersOnly.into()) }
    }

    /// Who it is, for the audit log.
    pub(crate) fn who(&self, address: IpAddr) -> Who {
        match self {
            Self::Login(login) => Who::portal(&login.user.login, *login.user.id.as_bytes(), address),
            Self::Nobody => Who { address: Some(address), ..Who::system("sign-in") },
            Self::Program(program) => Who::portal(&program.token.name, *program.token.id.as_bytes(), address),
        }
    }
}

/// What a token may now: what it was given, as far as its maker still may it. A maker who is gone, or may not sign in today,
/// may nothing.
fn of_token(token: &TokenInfo, view: &View, now: Timestamp) -> Vec<Permission> {
    let Some(maker) = token.made_by else { return token.permissions.clone() };
    let maker = view.office.portal_users.get(maker);
    let active = maker.filter(|maker| admission::status(maker, &view.zone(), now) == Status::Active);
    let held = active.map(|maker| view.permissions(maker.role)).unwrap_or_default();
    token.permissions.iter().copied().filter(|permission| covers(&held, *permission)).collect()
}

/// Whether a program with this token may do something now. While the database cannot be read, none may.
pub fn token_may(store: &Store, token: &str, permission: Permission, now: Timestamp) -> bool {
    let (Some(token), Ok(office)) = (store.token(token, now), store.snapshot()) else { return false };
    covers(&of_token(&token, &View::new(office), now), permission)
}

/// Whether permissions are enough for one; to write is to read too.
fn covers(held: &[Permission], permission: Permission) -> bool {
    held.contains(&permission) || held.iter().any(|held| reads_too(*held) == Some(permission))
}

/// What a permission to write lets one read.
fn reads_too(held: Permission) -> Option<Permission> {
    match held {
        Permission::NumbersWrite => Some(Permission::NumbersRead),
        Permission::OfficeWrite => Some(Permission::OfficeRead),
        Permission::OwnWrite => Some(Permission::OwnRead),
        Permission::PeopleWrite => Some(Permission::PeopleRead),
        Permission::PhonesWrite => Some(Permission::PhonesRead),
        Permission::PortalUsersWrite => Some(Permission::PortalUsersRead),
        Permission::SettingsWrite => Some(Permission::SettingsRead),
        Permission::AuditRead
        | Permission::AuditUndo
        | Permission::CallHistoryExport
        | Permission::CallHistoryRead
        | Permission::NumbersRead
        | Permission::OfficeRead
        | Permission::OwnRead
        | Permission::PeopleRead
        | Permission::PhonesRead
        | Permission::PortalUsersRead
        | Permission::SecretsReveal
        | Permission::SettingsRead
        | Permission::StatusRead
        | Permission::TokensWrite => None,
    }
}
