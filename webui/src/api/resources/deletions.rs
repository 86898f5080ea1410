//! Deleting what others refer to (F-141 to F-145): first all that hangs on it, then all of it in one change.

mod keys;
mod rights;

use serde::{Deserialize, Serialize};
use store::{Deletion, DeletionPlan, PlannedRow, Removal, Resolution};
use utoipa::ToSchema;

use self::keys::{NamedKey, bytes};
use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::from_store::id;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use super::super::view::View;
use super::super::words::thing;
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
    /// Whether the caller agrees to everything that is removed: by the plan whose `plan_id` is given, and no other.
    #[serde(default)]
    consent: bool,
    /// The plan that the caller has seen. When it is another by now, nothing is deleted and the answer has the new one.
    #[serde(default)]
    #[schema(max_length = 64)]
    plan_id: Option<String>,
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
    /// The same as long as all of it is the same, in any language.
    plan_id: String,
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
            .takes(Body::Large(schema::<Wanted>))
            .about("Says what deleting some rows does. Nothing is changed."),
        Route::post("/deletions", "deletion", access, gives, delete)
            .takes(Body::Large(schema::<Wanted>))
            .about("Deletes rows and what hangs on them, in one change or not at all; needs consent to the plan when more is lost."),
    ]
}

fn preview(ask: &Ask<'_>) -> Outcome {
    let (deletion, _) = read(ask)?;
    let plan = ask.api.store.preview_deletion(&deletion)?;
    let view = ask.api.view()?;
    rights::check(&plan, &ask.caller, &view)?;
    Ok(Answer::json(&Plan::of(plan, ask.language)))
}

fn delete(ask: &Ask<'_>) -> Outcome {
    let (deletion, seen) = read(ask)?;
    let (caller, language, consent) = (ask.caller.clone(), ask.language, deletion.consent);
    // Asked within the store's transaction: nothing is deleted that was not looked at, nor agreed to.
    let approve = move |plan: &DeletionPlan, office| {
        rights::check(plan, &caller, &View::new(office))?;
        let told = |fact| Err(Refusal::new(fact).with("plan", Plan::of(plan.clone(), language)));
        match seen {
            Some(seen) if seen != plan.digest() => told(Fact::PreconditionFailed),
            Some(_) if consent => Ok(()),
            // Consent is to something that one has seen.
            _ if plan.is_lossy() => told(Fact::ConsentNeeded),
            _ => Ok(()),
        }
    };
    let (written, plan) = ask.api.store.delete_if(&ask.who(), deletion, approve)??;
    ask.wrote(&written);
    Ok(Answer::json(&Plan::of(plan, ask.language)))
}

/// What is wanted, and which plan the caller has seen.
fn read(ask: &Ask<'_>) -> Result<(Deletion, Option<String>), Refusal> {
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
    let resolutions = resolutions.collect::<Result<_, Refusal>>()?;
    Ok((Deletion { keys, resolutions, consent: wanted.consent }, wanted.plan_id))
}

impl Plan {
    fn of(plan: DeletionPlan, language: Language) -> Self {
        let (plan_id, is_lossy) = (plan.digest(), plan.is_lossy());
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
        Self { plan_id, asked: plan.asked.into_iter().map(row).collect(), dependents, is_lossy }
    }
}

impl ShownRow {
    fn of(row: PlannedRow, language: Language) -> Self {
        Self { table: row.table, id: id(&row.id), what: thing(&row.what, language) }
    }
}
