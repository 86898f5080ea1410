//! What callers say to the one door: what is to change.

mod row;
mod who;

use std::collections::HashSet;

use jiff::Timestamp;
use model::{ContactMethodId, MailboxId, PortalUserId, SessionId};

use crate::rows::portal_user::UserSecret;
use crate::seal::Secret;

pub use row::{Key, Row};
pub use who::{Who, WhoKind};

/// Edits that belong together: all or none.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub(crate) edits: Vec<Edit>,
}

/// One edit.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Takes a row away; refused while others refer to it, unless they go too.
    Delete(Key),
    /// Ends the links by which a login may get a new password. It is in no log, and makes no new version.
    EndResets {
        /// Whose.
        user: PortalUserId,
    },
    /// Ends the sessions of a login. It is in no log, and makes no new version.
    EndSessions {
        /// Whose.
        user: PortalUserId,
        /// The one that stays.
        but: Option<SessionId>,
    },
    /// Changes nothing, but refuses the whole change with [`crate::Error::ChangedMeanwhile`] unless the row is stored with
    /// exactly these cells and parts before it. Several may be given; their place among the other edits is all the same.
    Expect(Row),
    /// Likewise of the whole office: it must still be of this version.
    ExpectVersion(u64),
    /// Likewise of a secret of a portal user, which no row shows.
    ExpectUserSecret {
        /// The portal user.
        user: PortalUserId,
        /// Which of its secrets.
        which: UserSecret,
        /// What it must be; none: it must have none.
        secret: Option<Secret>,
    },
    /// Makes a row, or makes it be so. A SIP account without a secret gets a generated one.
    Put(Row),
    /// Gives the mail server its password, or takes it away.
    SetMailPassword {
        /// The password in the clear; only sealed it reaches the disk. None: there is none any more.
        password: Option<Secret>,
    },
    /// Gives a mailbox its PIN, or takes it away.
    SetMailboxPin {
        /// The mailbox.
        mailbox: MailboxId,
        /// 4 to 8 digits in the clear; only sealed they reach the disk. None: it has none any more.
        pin: Option<Secret>,
    },
    /// Gives a SIP account its secret.
    SetSecret {
        /// The account.
        account: ContactMethodId,
        /// The secret in the clear; only sealed it reaches the disk.
        secret: Secret,
    },
    /// Gives a portal user a secret, or takes it away.
    SetUserSecret {
        /// The portal user.
        user: PortalUserId,
        /// Which of its secrets.
        which: UserSecret,
        /// The secret in the clear; only sealed it reaches the disk. None: it has none any more.
        secret: Option<Secret>,
    },
    /// Uses a link for a new password up, with all others of its login, or refuses the whole change with
    /// [`crate::Error::ChangedMeanwhile`] unless there is such a link and it is good.
    UseReset {
        /// Of the token in the link.
        hash: [u8; 32],
        /// Whose it must be.
        user: PortalUserId,
        /// When.
        now: Timestamp,
    },
}

/// What a change did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The version of the directory that holds it.
    pub version: u64,
    /// Rows that were made, changed or deleted; 0 when everything was so already.
    pub rows: usize,
    /// Cells that have another value.
    pub cells: usize,
    /// Accounts that got a generated secret, to be shown once.
    pub generated: Vec<Generated>,
}

/// A secret that the store made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The account.
    pub account: ContactMethodId,
    /// Its username.
    pub username: String,
    /// Its secret.
    pub secret: Secret,
}

impl Change {
    /// No edits yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row to make or change.
    #[must_use]
    pub fn put(mut self, row: impl Into<Row>) -> Self {
        self.edits.push(Edit::Put(row.into()));
        self
    }

    /// Adds a row to delete.
    #[must_use]
    pub fn delete(mut self, key: impl Into<Key>) -> Self {
        self.edits.push(Edit::Delete(key.into()));
        self
    }

    /// Adds what a row must still be, all of it, when the change is written.
    #[must_use]
    pub fn expect(mut self, row: impl Into<Row>) -> Self {
        self.edits.push(Edit::Expect(row.into()));
        self
    }

    /// Adds of which version the office must still be when the change is written: nobody has changed anything.
    #[must_use]
    pub fn expect_version(mut self, version: u64) -> Self {
        self.edits.push(Edit::ExpectVersion(version));
        self
    }

    /// Adds what a secret of a portal user must still be when the change is written.
    #[must_use]
    pub fn expect_user_secret(
        mut self,
        user: PortalUserId,
        which: UserSecret,
        secret: Option<Secret>,
    ) -> Self {
        self.edits.push(Edit::ExpectUserSecret { user, which, secret });
        self
    }

    /// Adds the end of all sessions of a login, or of all but one, in the same transaction.
    #[must_use]
    pub fn end_sessions(mut self, user: PortalUserId, but: Option<SessionId>) -> Self {
        self.edits.push(Edit::EndSessions { user, but });
        self
    }

    /// Adds the end of all links by which a login may get a new password, in the same transaction.
    #[must_use]
    pub fn end_resets(mut self, user: PortalUserId) -> Self {
        self.edits.push(Edit::EndResets { user });
        self
    }

    /// Adds that a login's password is set by the link with this hash, which must be good at this time: it is used up with all
    /// others of the login, in the same transaction.
    #[must_use]
    pub fn use_reset(mut self, hash: [u8; 32], user: PortalUserId, now: Timestamp) -> Self {
        self.edits.push(Edit::UseReset { hash, user, now });
        self
    }

    /// Adds a secret.
    #[must_use]
    pub fn set_secret(mut self, account: ContactMethodId, secret: Secret) -> Self {
        self.edits.push(Edit::SetSecret { account, secret });
        self
    }

    /// Adds a secret of a portal user, or takes it away.
    #[must_use]
    pub fn set_user_secret(mut self, user: PortalUserId, which: UserSecret, secret: Option<Secret>) -> Self {
        self.edits.push(Edit::SetUserSecret { user, which, secret });
        self
    }

    /// Adds the PIN of a mailbox, or takes it away.
    #[must_use]
    pub fn set_mailbox_pin(mut self, mailbox: MailboxId, pin: Option<Secret>) -> Self {
        self.edits.push(Edit::SetMailboxPin { mailbox, pin });
        self
    }

    /// Adds the password of the mail server, or takes it away.
    #[must_use]
    pub fn set_mail_password(mut self, password: Option<Secret>) -> Self {
        self.edits.push(Edit::SetMailPassword { password });
        self
    }

    /// Adds any edit.
    pub fn push(&mut self, edit: Edit) {
        self.edits.push(edit);
    }

    /// Adds the edits of a change that builds on this one. What the next expects of a row that this one makes or changes is
    /// true by this one, and not of what is stored.
    pub fn then(&mut self, next: Self) {
        let mine: HashSet<_> = self.edits.iter().filter_map(Edit::place).collect();
        let is_own = |edit: &Edit| match edit {
            Edit::Expect(row) => mine.contains(&row.place()),
            _ => false,
        };
        self.edits.extend(next.edits.into_iter().filter(|edit| !is_own(edit)));
    }
}

impl Edit {
    /// The table and key of the row that it makes, changes or deletes.
    fn place(&self) -> Option<(i64, [u8; 16])> {
        match self {
            Self::Put(row) => Some(row.place()),
            Self::Delete(key) => {
                let (table, id) = key.row();
                Some((table.number, id))
            }
            _ => None,
        }
    }
}
