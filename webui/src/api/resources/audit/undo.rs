//! Takes changes back: one, or all of somebody since a moment. Nobody takes back what they could not have changed.

mod result;
mod rights;

use jiff::Timestamp;
use model::{OfficeId, Permission};
use serde::{Deserialize, Serialize};
use store::{Conflict, Error, Undo, Undone};
use utoipa::ToSchema;

use super::super::super::address_changed;
use super::super::super::answer::Answer;
use super::super::super::ask::Ask;
use super::super::super::from_store::ShownConflict;
use super::super::super::openapi::schema;
use super::super::super::refusal::{Fact, Refusal};
use super::super::super::route::{Access, Body, Gives, Outcome, Route};
use super::called::Called;
use rights::Rights;

/// What is to be taken back: a change, or what somebody has changed since a moment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedUndo {
    /// The version that the change made.
    #[serde(default)]
    version: Option<u64>,
    /// The key of a portal user or token.
    #[serde(default)]
    who: Option<OfficeId>,
    /// From when on.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// Whether what others have changed since stays, and the rest goes back; otherwise nothing does.
    #[serde(default)]
    leave_conflicts: bool,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
struct ShownUndone {
    /// The version of the office that has it.
    version: u64,
    /// Rows that were changed.
    rows: usize,
    /// Cells that were changed.
    cells: usize,
    /// What was left as it is.
    conflicts: Vec<ShownConflict>,
}

/// The route.
pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::AuditUndo);
    vec![
        Route::post("/undo", "undo", access, Gives::Json(schema::<ShownUndone>), take_back)
            .takes(Body::Json(schema::<WantedUndo>))
            .about("Takes a change back, or all of somebody since a moment, as far as the caller could have made them.")
            .long(),
    ]
}

fn take_back(ask: &Ask<'_>) -> Outcome {
    let wanted: WantedUndo = ask.json()?;
    let undo = match (wanted.version, wanted.who, wanted.since) {
        (Some(version), None, None) => Undo::Change(version),
        (None, Some(who), Some(since)) => Undo::Since { who: *who.as_bytes(), since },
        (None, Some(_), None) => return Err(Refusal::field("/since", Fact::Missing)),
        (None, None, Some(_)) => return Err(Refusal::field("/who", Fact::Missing)),
        (None, None, None) => return Err(Refusal::field("/version", Fact::Missing)),
        (Some(_), _, _) => {
            let why = "either a version, or who and since".to_owned();
            return Err(Refusal::field("/version", Fact::Malformed { why }));
        }
    };
    // Asked within the store's transaction: nothing is taken back that was not looked at.
    let rights = Rights { caller: ask.caller.clone(), address: ask.address, now: ask.now };
    let undone = ask.api.store.undo_if(&ask.who(), undo, wanted.leave_conflicts, rights);
    let Undone { written, conflicts } = match undone {
        Err(Error::ChangedSince { conflicts }) => {
            return Err(Refusal::new(Fact::ChangedSince).with("conflicts", shown(conflicts, ask)?));
        }
        undone => undone??,
    };
    ask.wrote(&written);
    address_changed::tell_all(ask);
    Ok(Answer::json(&ShownUndone {
        version: written.version,
        rows: written.rows,
        cells: written.cells,
        conflicts: shown(conflicts, ask)?,
    }))
}

/// With what keys are called.
fn shown(conflicts: Vec<Conflict>, ask: &Ask<'_>) -> Result<Vec<ShownConflict>, Refusal> {
    let view = ask.api.view()?;
    let called = Called::new(&view);
    let shown = conflicts.into_iter().map(|conflict| {
        let mut shown = ShownConflict::from(conflict);
        shown.left_name = called.value(shown.left.as_deref());
        shown.now_name = called.value(shown.now.as_deref());
        shown
    });
    Ok(shown.collect())
}
