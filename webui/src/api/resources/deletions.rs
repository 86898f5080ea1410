//! Deleting what others refer to (F-141 to F-145): first all that hangs on it, then all of it in one change.

mod keys;

use std::collections::HashMap;

use model::{PortalUser, PortalUserId};
use serde::{Deserialize, Serialize};
use store::{Deletion, DeletionPlan, PlannedRow, Removal, Resolution};
use utoipa::ToSchema;

use self::keys::{NamedKey, bytes, needed};
use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::from_store::id;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use super::super::words::thing;
use super::portal_users::may_touch;
use crate::language::Language;

/// What is to be deleted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The rows, 1,000 at most.
    #[schema(max_items = 1000)]
    keys: Vec<NamedKey>,
    /// What becomes of references to them; those that are not named are removed.
    #[serde(default)]
    #[schema(max_items = 5000)]
    resolutions: Vec<WantedResolution>,
    /// Whether the caller agrees to everything that is removed.
    #[serde(default)]
    consent: bool,
}

/// What becomes of one reference.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedResolution {
    /// The table of the row that refers, as the plan names it.
    table: String,
    /// Its key.
    #[schema(format = "uuid")]
    id: String,
    /// The column that refers.
    column: String,
    /// The row to refer to instead; null: the reference is removed.
    #[serde(default)]
    #[schema(format = "uuid")]
    replace_by: Option<String>,
}

/// What a deletion does.
#[derive(Serialize, ToSchema)]
struct Plan {
    /// The rows that were asked for, each once.
    asked: Vec<ShownRow>,
    /// Everything that refers to a row that goes.
    dependents: Vec<ShownReference>,
    /// Whether anything but what was asked for is lost, so that consent is needed.
    is_lossy: bool,
}

/// A row of a plan.
#[derive(Serialize, ToSchema)]
struct ShownRow {
    /// Its table.
    table: &'static str,
    /// Its key.
    id: String,
    /// What it is, in the reader's language.
    what: String,
}

/// A reference to a row that goes.
#[derive(Serialize, ToSchema)]
struct ShownReference {
    /// The row that refers.
    row: ShownRow,
    /// What it is part of; null when it is no part.
    part_of: Option<ShownRow>,
    /// The column that refers.
    column: &'static str,
    /// The row that goes, to which it refers.
    because: ShownRow,
    /// What removing means here.
    removal: ShownRemoval,
    /// The table whose rows may replace the one that goes.
    target: &'static str,
    /// By what it is replaced; null: it is removed.
    replaced_by: Option<String>,
}

/// What removing a reference means.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum ShownRemoval {
    /// The row goes too.
    Delete,
    /// The column becomes empty; a part goes from what it is part of.
    Unlink,
}

pub(super) fn routes() -> Vec<Route> {
    // Which permission it needs depends on what goes.
    let (access, gives) = (Access::Known, Gives::Json(schema::<Plan>));
    vec![
        Route::post("/deletions/preview", "deletion_preview", access, gives, preview)
            .takes(Body::Json(schema::<Wanted>))
            .about("Says what deleting some rows does. Nothing is changed."),
        Route::post("/deletions", "deletion", access, gives, delete)
            .takes(Body::Json(schema::<Wanted>))
            .about("Deletes rows and what hangs on them, in one change or not at all; needs consent when more is lost."),
    ]
}

fn preview(ask: &Ask<'_>) -> Outcome {
    let deletion = read(ask)?;
    let plan = ask.api.store.preview_deletion(&deletion)?;
    check(&plan, ask)?;
    Ok(Answer::json(&Plan::of(plan, ask.language)))
}

fn delete(ask: &Ask<'_>) -> Outcome {
    let deletion = read(ask)?;
    let plan = ask.api.store.preview_deletion(&deletion)?;
    check(&plan, ask)?;
    if plan.is_lossy() && !deletion.consent {
        return Err(Refusal::new(Fact::ConsentNeeded).with("plan", Plan::of(plan, ask.language)));
    }
    let (_, plan) = ask.api.store.delete(&ask.who(), deletion)?;
    Ok(Answer::json(&Plan::of(plan, ask.language)))
}

fn read(ask: &Ask<'_>) -> Result<Deletion, Refusal> {
    let wanted: Wanted = ask.json()?;
    if wanted.keys.is_empty() {
        return Err(Refusal::field("/keys", Fact::Missing));
    }
    let keys = wanted.keys.iter().enumerate().map(|(place, key)| {
        let (permission, parsed) = key.read(&format!("/keys/{place}"))?;
        ask.caller.needs(permission)?;
        Ok(parsed)
    });
    let keys = keys.collect::<Result<_, Refusal>>()?;
    let resolutions = wanted.resolutions.into_iter().enumerate().map(|(place, wanted)| {
        let at = |field: &str| format!("/resolutions/{place}/{field}");
        Ok(Resolution {
            id: bytes(&wanted.id, &at("id"))?,
            replace_by: wanted.replace_by.map(|by| bytes(&by, &at("replace_by"))).transpose()?,
            table: wanted.table,
            column: wanted.column,
        })
    });
    Ok(Deletion { keys, resolutions: resolutions.collect::<Result<_, Refusal>>()?, consent: wanted.consent })
}

/// Refuses who may not change one of the rows that go or lose something, and who would delete their own login.
fn check(plan: &DeletionPlan, ask: &Ask<'_>) -> Result<(), Refusal> {
    let mut going: HashMap<[u8; 16], bool> = plan.asked.iter().map(|row| (row.id, true)).collect();
    let mut tables: Vec<&'static str> = plan.asked.iter().map(|row| row.table).collect();
    for dependent in &plan.dependents {
        tables.push(dependent.row.table);
        let goes = dependent.replaced_by.is_none() && matches!(dependent.removal, Removal::Delete);
        *going.entry(dependent.row.id).or_default() |= goes;
    }
    tables.sort_unstable();
    tables.dedup();
    tables.into_iter().try_for_each(|table| ask.caller.needs(needed(table)))?;
    let users = going.into_iter().filter_map(|(id, goes)| {
        let user: &PortalUser = ask.view.office.portal_users.get(PortalUserId::from_bytes(id))?;
        Some((user, goes))
    });
    for (user, goes) in users {
        if goes && ask.caller.is(user.id) {
            return Err(Fact::NotYourself.into());
        }
        may_touch(user, ask)?;
    }
    Ok(())
}

impl Plan {
    fn of(plan: DeletionPlan, language: Language) -> Self {
        let is_lossy = plan.is_lossy();
        let row = |row: PlannedRow| ShownRow::of(row, language);
        let dependents = plan.dependents.into_iter().map(|dependent| ShownReference {
            row: row(dependent.row),
            part_of: dependent.part_of.map(row),
            column: dependent.column,
            because: row(dependent.because),
            removal: match dependent.removal {
                Removal::Delete => ShownRemoval::Delete,
                Removal::Unlink => ShownRemoval::Unlink,
            },
            target: dependent.target,
            replaced_by: dependent.replaced_by.as_ref().map(id),
        });
        let dependents = dependents.collect();
        Self { asked: plan.asked.into_iter().map(row).collect(), dependents, is_lossy }
    }
}

impl ShownRow {
    fn of(row: PlannedRow, language: Language) -> Self {
        Self { table: row.table, id: id(&row.id), what: thing(&row.what, language) }
    }
}
