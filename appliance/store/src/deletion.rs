//! Deleting what others refer to: first who they are, then all of it in one change. For each reference the caller says by
//! what it is replaced, or lets it be removed and agrees to what is lost.

mod digest;
mod removal;
mod search;
mod stage;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::sync::Arc;

use crate::change::{Key, Who, Written};
use crate::error::Error;
use crate::snapshot::{self, Snapshot};
use crate::store::Store;
use crate::validate;
use crate::write::{self, Staging};
use crate::wrong::Wrong;

pub use self::removal::Removal;

/// Rows deleted at once at most; more are several deletions.
const KEYS_MAX: usize = 1_000;
/// References that are followed at most: of more, nobody reads the list that he agrees to.
const DEPENDENTS_MAX: usize = 5_000;

/// What is to be deleted, and what becomes of that which refers to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deletion {
    /// The rows, 1,000 at most.
    pub keys: Vec<Key>,
    /// What becomes of references to them; those that are not named are removed. One to which nothing applies any more does
    /// nothing.
    pub resolutions: Vec<Resolution>,
    /// Whether the caller agrees to everything that is removed.
    pub consent: bool,
}

/// What becomes of one reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The table of the row that refers, as the plan names it.
    pub table: String,
    /// Its key.
    pub id: [u8; 16],
    /// The column that refers.
    pub column: String,
    /// The row to refer to instead, of the same table as the one that goes. None: the reference is removed.
    pub replace_by: Option<[u8; 16]>,
}

/// What a deletion does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeletionPlan {
    /// The rows that were asked for, each once.
    pub asked: Vec<PlannedRow>,
    /// Everything that refers to a row that goes, 5,000 at most: to those that were asked for, then to those that go with
    /// them, and so on. What is replaced here takes nothing with it.
    pub dependents: Vec<PlannedDependent>,
}

/// A row of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// Its table.
    pub table: &'static str,
    /// Its key.
    pub id: [u8; 16],
    /// What it is, for people: "line 201".
    pub what: String,
}

/// A reference to a row that goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedDependent {
    /// The row that refers. One that is only a part (a number that a line shows) is called by what it is part of.
    pub row: PlannedRow,
    /// What it is part of, if it is a part.
    pub part_of: Option<PlannedRow>,
    /// The column that refers.
    pub column: &'static str,
    /// The row that goes, to which it refers.
    pub because: PlannedRow,
    /// What removing means here.
    pub removal: Removal,
    /// The table whose rows may replace the one that goes, except those that go too.
    pub target: &'static str,
    /// By what it is replaced; none: it is removed.
    pub replaced_by: Option<[u8; 16]>,
}

impl DeletionPlan {
    /// Whether anything but what was asked for is lost, so that consent is needed.
    pub fn is_lossy(&self) -> bool {
        self.dependents.iter().any(|dependent| dependent.replaced_by.is_none())
    }
}

impl Store {
    /// What a deletion would do, by the last change. Nothing is written; the rules of the door (the last owner, names) are
    /// only looked at by [`Self::delete`].
    pub fn preview_deletion(&self, deletion: &Deletion) -> Result<DeletionPlan, Error> {
        self.shared().readers.read(|conn| search::find(conn, deletion)?.plan(conn))
    }

    /// Deletes all of it in one change, or nothing. Fails with [`Error::NeedsConsent`] when something is removed that was
    /// not agreed to. What it did is taken back as any change. Blocks.
    pub fn delete(&self, who: &Who, deletion: Deletion) -> Result<(Written, DeletionPlan), Error> {
        match self.deleted(who, deletion, None::<Anybody>)? {
            Ok(done) => Ok(done),
            Err(never) => match never {},
        }
    }

    /// As [`Store::delete`], if the very plan that is carried out is approved: that is asked within the transaction, with the
    /// office as it is before, on the writer thread, and must not call the store. Blocks.
    pub fn delete_if<R: Send + 'static>(
        &self,
        who: &Who,
        deletion: Deletion,
        approve: impl FnOnce(&DeletionPlan, Arc<Snapshot>) -> Result<(), R> + Send + 'static,
    ) -> Result<Result<(Written, DeletionPlan), R>, Error> {
        self.deleted(who, deletion, Some(approve))
    }

    fn deleted<R: Send + 'static>(
        &self,
        who: &Who,
        deletion: Deletion,
        approve: Option<impl FnOnce(&DeletionPlan, Arc<Snapshot>) -> Result<(), R> + Send + 'static>,
    ) -> Result<Result<(Written, DeletionPlan), R>, Error> {
        let (shared, who) = (self.shared().clone(), who.clone());
        self.call(move |engine| {
            let mut refused = None;
            let work = |staging: &mut Staging<'_>| {
                let found = search::find(staging.conn, &deletion)?;
                let plan = found.plan(staging.conn)?;
                if let Some(approve) = approve {
                    let office = Arc::new(snapshot::read(staging.conn, None)?);
                    if let Err(refusal) = approve(&plan, office) {
                        // Nothing is written then, and the caller is told what was said instead.
                        refused = Some(refusal);
                        return Err(Error::ChangedMeanwhile { what: "the deletion".to_owned() });
                    }
                }
                if plan.is_lossy() && !deletion.consent {
                    return Err(Error::NeedsConsent { plan });
                }
                stage::stage(&found, staging)?;
                Ok(plan)
            };
            let done = write::through_the_door(engine, &shared, &who, work);
            match refused {
                Some(refusal) => Ok(Err(refusal)),
                None => done.map(Ok),
            }
        })
    }
}

/// Whoever approves of everything.
type Anybody = fn(&DeletionPlan, Arc<Snapshot>) -> Result<(), Infallible>;

/// More than is dealt with at once.
fn too_many(field: &'static str, max: usize) -> Error {
    validate::invalid("the deletion", field, Wrong::TooMany { max })
}
