//! What somebody may see and do: permissions, and the roles that come with the program.

use serde::{Deserialize, Serialize};

use crate::RoleId;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// One thing that somebody may do; to write is to read too.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// All of them in the order of their names.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The one with this word, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// Its word in files and programs.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

permissions! {
    /// See who changed what.
    AuditRead = "audit-read",
    /// Take changes back.
    AuditUndo = "audit-undo",
    /// Take call records away as a file.
    CallHistoryExport = "call-history-export",
    /// See everybody's call records.
    CallHistoryRead = "call-history-read",
    /// See public numbers, announcements and feature codes.
    NumbersRead = "numbers-read",
    /// Change them.
    NumbersWrite = "numbers-write",
    /// See the office, its sites and time frames.
    OfficeRead = "office-read",
    /// Change them.
    OfficeWrite = "office-write",
    /// See what is one's own: person, lines, calls.
    OwnRead = "own-read",
    /// Change what one may of it.
    OwnWrite = "own-write",
    /// See people, places and machines with their lines; not how somebody signs in.
    PeopleRead = "people-read",
    /// Change them.
    PeopleWrite = "people-write",
    /// See telephone sets.
    PhonesRead = "phones-read",
    /// Change them.
    PhonesWrite = "phones-write",
    /// See who has a login, and roles.
    PortalUsersRead = "portal-users-read",
    /// Change them; nobody gives more than they have.
    PortalUsersWrite = "portal-users-write",
    /// See the secret of a SIP account, and renew it with the permission to change people; each time is noted.
    SecretsReveal = "secrets-reveal",
    /// See settings such as the mail server.
    SettingsRead = "settings-read",
    /// Change them.
    SettingsWrite = "settings-write",
    /// See what runs: registrations, live calls, figures.
    StatusRead = "status-read",
    /// Make and revoke tokens for programs; none may do more than who made it.
    TokensWrite = "tokens-write",
}

/// The roles that come with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Queues, agents, recordings of the call centre.
    CallCentreAdmin,
    /// Phones, network, updates.
    Installer,
    /// Everything in the office but its ownership.
    OfficeManager,
    /// Everything.
    Owner,
    /// Call records, nothing else.
    TransactionsOnly,
    /// One's own line.
    User,
}

impl Role {
    /// All of them in the order of their names.
    pub const ALL: [Self; 6] = [
        Self::CallCentreAdmin,
        Self::Installer,
        Self::OfficeManager,
        Self::Owner,
        Self::TransactionsOnly,
        Self::User,
    ];

    /// What it permits.
    pub fn permissions(self) -> Vec<Permission> {
        use Permission as P;
        let own = [P::OwnRead, P::OwnWrite];
        let more: &[P] = match self {
            Self::CallCentreAdmin => {
                &[P::CallHistoryExport, P::CallHistoryRead, P::OfficeRead, P::PeopleRead, P::StatusRead]
            }
            Self::Installer => &[
                P::NumbersRead,
                P::NumbersWrite,
                P::OfficeRead,
                P::OfficeWrite,
                P::PeopleRead,
                P::PhonesRead,
                P::PhonesWrite,
                P::SecretsReveal,
                P::SettingsRead,
                P::SettingsWrite,
                P::StatusRead,
            ],
            Self::OfficeManager | Self::Owner => P::ALL,
            Self::TransactionsOnly => &[P::CallHistoryExport, P::CallHistoryRead],
            Self::User => &[],
        };
        let mut permissions = [&own, more].concat();
        permissions.sort_unstable();
        permissions.dedup();
        permissions
    }
}

/// A role that an office has made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnRole {
    /// Its key.
    pub id: RoleId,
    /// Its name, unique, and none of the program's roles.
    pub name: String,
    /// What it permits.
    #[serde(default)]
    pub permissions: Vec<Permission>,
}

/// The role that somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AssignedRole {
    /// One that comes with the program.
    BuiltIn(Role),
    /// One that the office has made.
    Own(RoleId),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_serde_writes_them_and_in_order() {
        for permission in Permission::ALL {
            let text = serde_json::to_value(permission).unwrap();
            assert_eq!(text, permission.as_str());
            assert_eq!(Permission::from_word(permission.as_str()), Some(*permission));
        }
        assert!(Permission::ALL.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()));
    }

    #[test]
    fn everybody_has_what_is_theirs_and_few_have_more() {
        for role in Role::ALL {
            let permissions = role.permissions();
            assert!(permissions.contains(&Permission::OwnRead), "{role:?}");
            let writes_users = matches!(role, Role::Owner | Role::OfficeManager);
            assert_eq!(permissions.contains(&Permission::PortalUsersWrite), writes_users, "{role:?}");
        }
        assert_eq!(Role::User.permissions().len(), 2);
        assert_eq!(Role::TransactionsOnly.permissions().len(), 4);
    }
}
