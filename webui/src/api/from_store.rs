//! What the store refuses, as a refusal of the interface. Keys and sealed texts are not for people; names are.

use serde::Serialize;
use store::{Conflict, Dependent, Error, StorageError, Wrong};
use utoipa::ToSchema;

use super::refusal::{Fact, Refusal};

/// A row that refers to another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShownDependent {
    /// Its table: "line".
    pub(crate) table: String,
    /// Its key.
    pub(crate) id: String,
    /// What it is, for people.
    pub(crate) what: String,
}

/// Something that is no longer as a change left it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShownConflict {
    /// The thing, as it was called.
    pub(crate) what: String,
    /// Its table.
    pub(crate) table: String,
    /// Its key.
    pub(crate) id: String,
    /// The column; empty when it is about the whole thing.
    pub(crate) column: String,
    /// What the change left.
    pub(crate) left: Option<String>,
    /// What it is now.
    pub(crate) now: Option<String>,
    /// What the value that the change left is called, where it is the key of a row that is still there.
    pub(crate) left_name: Option<String>,
    /// What the value of now is called, likewise.
    pub(crate) now_name: Option<String>,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Busy { .. } | Error::Closed => Fact::Busy.into(),
            Error::ChangedMeanwhile { .. } => Fact::PreconditionFailed.into(),
            Error::ChangedSince { conflicts } => {
                let conflicts: Vec<ShownConflict> = conflicts.into_iter().map(ShownConflict::from).collect();
                Self::new(Fact::ChangedSince).with("conflicts", conflicts)
            }
            Error::File(error) => Fact::Malformed { why: error.to_string() }.into(),
            Error::InUse { what, dependents } => {
                let dependents: Vec<ShownDependent> =
                    dependents.into_iter().map(ShownDependent::from).collect();
                Self::new(Fact::InUse { what }).with("dependents", dependents)
            }
            // It is about no field: the row may also be about to go.
            Error::Invalid { why: Wrong::LastOwner, .. } => Fact::LastOwner.into(),
            Error::Invalid { field, why, .. } => Self::field(format!("/{field}"), Fact::Wrong(why)),
            Error::NameTaken { name, holder } => Fact::NameTaken { name, holder }.into(),
            Error::NeedsConsent { .. } => Fact::ConsentNeeded.into(),
            Error::NotFound { .. } => Fact::NotFound.into(),
            Error::NumberIsUsername { number, account_owner, .. } => {
                Fact::NameTaken { name: number, holder: account_owner }.into()
            }
            Error::Storage(error) => error.into(),
        }
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "the interface cannot reach the database");
        Fact::Storage { why: error.to_string() }.into()
    }
}

impl From<jiff::Error> for Refusal {
    fn from(error: jiff::Error) -> Self {
        Fact::Storage { why: error.to_string() }.into()
    }
}

impl From<Dependent> for ShownDependent {
    fn from(dependent: Dependent) -> Self {
        Self { table: dependent.table.to_owned(), id: id(&dependent.id), what: dependent.what }
    }
}

impl From<Conflict> for ShownConflict {
    fn from(conflict: Conflict) -> Self {
        // A sealed secret is told to nobody, not even that it is one text and not another.
        let text = |text: Option<String>| text.filter(|text| !text.starts_with("sealed:"));
        Self {
            id: id(&conflict.id),
            what: conflict.what,
            table: conflict.table,
            column: conflict.column,
            left: text(conflict.left),
            now: text(conflict.now),
            left_name: None,
            now_name: None,
        }
    }
}

/// A key as text.
pub(crate) fn id(bytes: &[u8; 16]) -> String {
    model::OfficeId::from_bytes(*bytes).to_string()
}
