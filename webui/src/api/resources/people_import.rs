//! People brought in from a file (F-117 to F-134): a check that says everything that is wrong, then all of it in one change.

mod build;
mod file_words;
mod office;
mod origin;
mod shown;
mod words;

use model::{Permission, PersonId};
use serde::Serialize;
use store::{Error, Event};
use utoipa::ToSchema;

use self::origin::Refused;
use self::shown::{Preview, ShownCounts};
use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, ParamKind, Route};
use super::super::view::View;
use crate::language::Language;
use crate::people_file::{self, BYTES_MAX, Matching, Merge, Plan, Property, Table};

pub(super) use self::build::make_and_model;
use self::office::existing;

/// How often a plan is made again for an office that has changed meanwhile.
const TRIES_MAX: usize = 3;

/// What an import did.
#[derive(Serialize, ToSchema)]
struct Imported {
    /// How many rows did what.
    counts: ShownCounts,
    /// The people who were made, in the order of the file.
    created: Vec<PersonId>,
    /// The people who were changed or looked at, in the order of the file.
    updated: Vec<PersonId>,
    /// The version of the office that holds it.
    version: u64,
}

pub(super) fn routes() -> Vec<Route> {
    let write = Access::Needs(Permission::PeopleWrite);
    let takes = Body::File { bytes_max: BYTES_MAX as usize };
    let with = |route: Route| {
        route
            .takes(takes)
            .param(
                "merge",
                ParamKind::Text,
                "What becomes of people who are there already: skip, update or create.",
            )
            .param(
                "matching",
                ParamKind::Text,
                "What each column is about, as a JSON list of properties or null.",
            )
            .long()
    };
    vec![
        Route::get("/people-import/template", "people_import_template", write, Gives::File("text/csv"), template)
            .param("language", ParamKind::Text, "Of the headings: de, en, es or fr.")
            .about("Gives an empty file to fill in, with an example that the import leaves out."),
        with(Route::post(
            "/people-import/preview",
            "people_import_preview",
            write,
            Gives::Json(schema::<Preview>),
            preview,
        ))
        .about("Says what importing a file of people would do, and what is wrong in which cell. Nothing is written."),
        with(Route::post("/people-import", "people_import", write, Gives::Json(schema::<Imported>), import))
            .param("consent", ParamKind::Flag, "Whether all in the file expect to hear from the office; needed.")
            .about("Imports a file of people in one change, all of it or nothing."),
    ]
}

fn template(ask: &Ask<'_>) -> Outcome {
    let language = ask.query.text("language").map_or(ask.language, Language::of_accept_language);
    Ok(Answer::file("text/csv; charset=utf-8", "people.csv", people_file::template(language)))
}

fn preview(ask: &Ask<'_>) -> Outcome {
    let (table, matching, merge) = read(ask)?;
    if let Err(refusal) = may_name_logins(&table, &matching, ask) {
        // The page shows the columns, of which one is to be left out. Nothing of the office is in it.
        let nothing = Plan { rows: Vec::new(), example: None };
        let preview = Preview::of(&table, &matching, Ok(&nothing), ask.language);
        return Ok(Answer::json(&preview.refused(&refusal.into(), &matching, ask.language)));
    }
    let known = existing(&ask.view, &ask.caller, ask.language);
    let plan = people_file::check(&table, &matching, &known, merge);
    let preview = Preview::of(&table, &matching, plan.as_ref(), ask.language);
    let Ok(plan) = plan else { return Ok(Answer::json(&preview)) };
    let is_good = plan.is_good();
    Ok(Answer::json(&match build::build(plan, &ask.view, ask) {
        Ok(built) => preview.same(built.same),
        // What loading it would be refused for beyond its cells is told now: rights, logins, numbers.
        Err(refused) if is_good => preview.refused(&seen(refused, ask), &matching, ask.language),
        // First what is wrong with its cells.
        Err(_) => preview,
    }))
}

fn import(ask: &Ask<'_>) -> Outcome {
    let (table, matching, merge) = read(ask)?;
    if !ask.query.flag("consent")? {
        return Err(Fact::ConsentOfPeopleNeeded.into());
    }
    may_name_logins(&table, &matching, ask)?;
    for left in (0..TRIES_MAX).rev() {
        let view = ask.api.view()?;
        let (plan, preview) = plan(&table, &matching, merge, &view, ask)?;
        let counts = plan.counts();
        let told = |refused| with_its_place(seen(refused, ask), preview, &matching, ask.language);
        let built = match build::build(plan, &view, ask) {
            Ok(built) => built,
            Err(refused) => return Err(told(refused)),
        };
        // Of two who load the same file at once, the second sees whom the first has made.
        let change = built.change.expect_version(view.office.version);
        let written = match ask.api.store.write(&ask.who(), change) {
            Ok(written) => written,
            // Somebody was faster: what the file means is asked anew.
            Err(Error::ChangedMeanwhile { .. }) if left > 0 => continue,
            Err(error) => return Err(told(built.origins.refused(error))),
        };
        let event = Event::Imported { rows: table.rows.len(), consent: true };
        // The people are there: whoever is told otherwise loads them a second time.
        if let Err(error) = ask.api.store.note(&ask.who(), &event) {
            tracing::error!(%error, rows = table.rows.len(), "an import with consent is not in the audit log");
        }
        ask.wrote(&written);
        let counts = ShownCounts::of(counts, built.same);
        let (created, updated, version) = (built.created, built.updated, written.version);
        return Ok(Answer::json(&Imported { counts, created, updated, version }));
    }
    Err(Fact::PreconditionFailed.into())
}

/// Refuses a file with logins from who may not make any, before anything is looked up: what is taken, and what belongs to
/// whom, would tell which there are.
fn may_name_logins(table: &Table, matching: &Matching, ask: &Ask<'_>) -> Result<(), Refusal> {
    if people_file::says(table, matching, Property::Login) {
        ask.caller.needs(Permission::PortalUsersWrite)?;
    }
    Ok(())
}

/// The file as a table, what its columns are about, and what becomes of people who are there.
fn read(ask: &Ask<'_>) -> Result<(Table, Matching, Merge), Refusal> {
    let malformed = |name: &str| {
        let value = ask.query.text(name).unwrap_or_default().chars().take(80).collect();
        Refusal::new(Fact::MalformedParameter { name: name.to_owned(), value })
    };
    let merge = match ask.query.text("merge") {
        None | Some("skip") => Merge::Skip,
        Some("update") => Merge::Update,
        Some("create") => Merge::CreateAnyway,
        Some(_) => return Err(malformed("merge")),
    };
    let table = people_file::read(ask.body).map_err(|error| {
        let why = file_words::unreadable(&error, ask.language);
        Refusal::field("/file", Fact::Malformed { why })
    })?;
    let mut matching = Matching::suggested(&table);
    if let Some(text) = ask.query.text("matching") {
        let columns: Vec<Option<Property>> = serde_json::from_str(text).map_err(|_| malformed("matching"))?;
        for (column, property) in columns.into_iter().enumerate() {
            matching.set(column, property).map_err(|_| malformed("matching"))?;
        }
    }
    Ok((table, matching, merge))
}

/// What the file does to this office, and what is said of it; refused with everything that is wrong.
fn plan(
    table: &Table,
    matching: &Matching,
    merge: Merge,
    view: &View,
    ask: &Ask<'_>,
) -> Result<(Plan, Preview), Refusal> {
    let plan = people_file::check(table, matching, &existing(view, &ask.caller, ask.language), merge);
    let preview = Preview::of(table, matching, plan.as_ref(), ask.language);
    match plan {
        Ok(plan) if plan.is_good() => Ok((plan, preview)),
        _ => Err(Refusal::new(Fact::Invalid).with("preview", preview)),
    }
}

/// A refusal as this caller may see it.
fn seen(refused: Refused, ask: &Ask<'_>) -> Refused {
    let Refused { refusal, place } = refused;
    let sees_logins = ask.caller.may(Permission::PortalUsersRead);
    Refused { refusal: if sees_logins { refusal } else { refusal.without_logins() }, place }
}

/// A refusal with the row and the column from which it comes, where that is known.
fn with_its_place(refused: Refused, preview: Preview, matching: &Matching, language: Language) -> Refusal {
    let preview = preview.refused(&refused, matching, language);
    match refused.place {
        // Which field of the store it was says nothing to who sees columns.
        Some(_) => Refusal { fields: Vec::new(), ..refused.refusal }.with("preview", preview),
        None => refused.refusal,
    }
}
