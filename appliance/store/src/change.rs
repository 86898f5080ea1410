//! What callers say to the one door: who changes what.

use std::fmt;

use model::{
    ContactMethod, ContactMethodId, Equipment, EquipmentId, Line, LineId, Office, Person, PersonId, Phone,
    PhoneId, Place, PlaceId, PortalUser, PortalUserId, Site, SiteId, TokenId,
};

use crate::seal::Secret;

/// By which way a change comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoKind {
    /// A sub-command on the box.
    Cli,
    /// The cloud instance.
    Cloud,
    /// Somebody signed in to the portal.
    Portal,
    /// The program itself.
    System,
}

impl WhoKind {
    /// The word in the audit log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cli => "cli",
            Self::Cloud => "cloud",
            Self::Portal => "portal",
            Self::System => "system",
        }
    }
}

/// Who changes something, for the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// By which way.
    pub kind: WhoKind,
    /// A name for people: a login, a user of the box, a part of the program.
    pub name: String,
}

impl Who {
    /// Somebody at a sub-command.
    pub fn cli(name: impl Into<String>) -> Self {
        Self { kind: WhoKind::Cli, name: name.into() }
    }

    /// A part of the program.
    pub fn system(name: impl Into<String>) -> Self {
        Self { kind: WhoKind::System, name: name.into() }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.kind.as_str())
    }
}

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
    /// Makes a row, or makes it be so. A SIP account without a secret gets a generated one.
    Put(Row),
    /// Gives a SIP account its secret.
    SetSecret {
        /// The account.
        account: ContactMethodId,
        /// The secret in the clear; only sealed it reaches the disk.
        secret: Secret,
    },
}

/// A row that can be put.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each names its type")]
pub enum Row {
    ContactMethod(ContactMethod),
    Equipment(Equipment),
    Line(Line),
    Office(Office),
    Person(Person),
    /// With its accounts and keys: those it does not name go.
    Phone(Phone),
    Place(Place),
    PortalUser(PortalUser),
    Site(Site),
}

/// The key of a row that can be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each names its type")]
pub enum Key {
    ContactMethod(ContactMethodId),
    Equipment(EquipmentId),
    Line(LineId),
    Person(PersonId),
    /// With its accounts and keys.
    Phone(PhoneId),
    Place(PlaceId),
    PortalUser(PortalUserId),
    Site(SiteId),
    Token(TokenId),
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

    /// Adds a secret.
    #[must_use]
    pub fn set_secret(mut self, account: ContactMethodId, secret: Secret) -> Self {
        self.edits.push(Edit::SetSecret { account, secret });
        self
    }

    /// Adds any edit.
    pub fn push(&mut self, edit: Edit) {
        self.edits.push(edit);
    }
}

macro_rules! rows {
    ($($name:ident),*) => {$(
        impl From<$name> for Row {
            fn from(row: $name) -> Self {
                Self::$name(row)
            }
        }
    )*};
}

rows!(ContactMethod, Equipment, Line, Office, Person, Phone, Place, PortalUser, Site);

macro_rules! keys {
    ($($name:ident($id:ident)),*) => {$(
        impl From<$id> for Key {
            fn from(id: $id) -> Self {
                Self::$name(id)
            }
        }
    )*};
}

keys!(
    ContactMethod(ContactMethodId),
    Equipment(EquipmentId),
    Line(LineId),
    Person(PersonId),
    Phone(PhoneId),
    Place(PlaceId),
    PortalUser(PortalUserId),
    Site(SiteId),
    Token(TokenId)
);
