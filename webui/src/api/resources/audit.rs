//! The audit log: who changed what, who came and went; and taking changes back (M-5).

mod called;
mod undo;

use jiff::Timestamp;
use model::{OfficeId, Permission};
use serde::Serialize;
use serde_json::Value;
use store::{Event, HistoryEntry, HistoryFilter};
use utoipa::ToSchema;

use self::called::Called;
use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::from_store;
use super::super::list::LIMIT_MAX;
use super::super::openapi::schema;
use super::super::refusal::Refusal;
use super::super::route::{Access, Gives, Outcome, ParamKind, Route};
use super::super::words;
use crate::language::Language;

/// Entries of a page when nobody says how many.
const LIMIT: usize = 100;

/// A cell that was changed, or something that happened.
#[derive(Serialize, ToSchema)]
struct AuditEntry {
    /// Its number, counting up.
    n: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// By which way: cli, cloud, portal, system.
    who_kind: String,
    /// Who, for people.
    who_name: String,
    /// The key of the portal user or token, if it was one.
    #[schema(value_type = Option<String>, format = "uuid")]
    who: Option<String>,
    /// From where; empty when it did not come over a network.
    address: String,
    /// The version that the change made, by which it is taken back; 0 when it is about what happened.
    version: u64,
    /// The thing as it was called then.
    what: String,
    /// The same in the reader's language.
    what_label: String,
    /// What it is called now; null when it is no longer there.
    what_now: Option<String>,
    /// Its table; "event" when it is about what happened.
    table: String,
    /// Its key.
    #[schema(value_type = Option<String>, format = "uuid")]
    id: Option<String>,
    /// The column, or the word of what happened.
    column: String,
    /// What the column is called in the reader's language; empty when it is about what happened.
    column_label: String,
    /// The value before; null when there was none, and of a secret.
    old: Option<String>,
    /// The value after, likewise.
    new: Option<String>,
    /// What the value before is called, where it is the key of a row that is still there.
    old_name: Option<String>,
    /// What the value after is called, likewise.
    new_name: Option<String>,
    /// Whether it is a secret, of which no value is told.
    is_secret: bool,
    /// What happened, with its details; null when it is about a cell.
    #[schema(value_type = Option<Object>)]
    event: Option<Value>,
}

/// A page of the audit log, newest first.
#[derive(Serialize, ToSchema)]
struct AuditPage {
    /// The entries.
    items: Vec<AuditEntry>,
    /// To be given as `before` for the next page; null at the end.
    next: Option<i64>,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    let (access, gives) = (Access::Needs(Permission::AuditRead), Gives::Json(schema::<AuditPage>));
    let mut routes = vec![
        Route::get("/audit", "audit", access, gives, list)
            .about("Gives the audit log, newest first.")
            .param("who", ParamKind::Uuid, "Only what this portal user or token did.")
            .param("id", ParamKind::Uuid, "Only what happened to this row.")
            .param("version", ParamKind::Number { max: i64::MAX as u64 }, "Only this change.")
            .param("since", ParamKind::Time, "Not before this.")
            .param("until", ParamKind::Time, "Before this.")
            .param("before", ParamKind::Number { max: i64::MAX as u64 }, "Only older entries than this one.")
            .param(
                "limit",
                ParamKind::Number { max: LIMIT_MAX as u64 },
                "Entries of a page, 100 unless said.",
            ),
    ];
    routes.extend(undo::routes());
    routes
}

fn list(ask: &Ask<'_>) -> Outcome {
    let limit = ask.query.number("limit", LIMIT, LIMIT_MAX)?;
    let key =
        |name| -> Result<_, Refusal> { Ok(ask.query.parse::<OfficeId>(name)?.map(|id| *id.as_bytes())) };
    let filter = HistoryFilter {
        before: ask.query.parse("before")?,
        who: key("who")?,
        version: ask.query.parse("version")?,
        id: key("id")?,
        since: ask.query.parse("since")?,
        until: ask.query.parse("until")?,
    };
    // One more, so that the end is known.
    let mut entries = ask.api.store.history(&filter, limit + 1)?;
    let has_more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().map(|entry| entry.n).filter(|_| has_more);
    let called = Called::new(&ask.view);
    let items = entries.into_iter().map(|entry| shown(entry, &called, ask.language)).collect();
    Ok(Answer::json(&AuditPage { items, next }))
}

fn shown(entry: HistoryEntry, called: &Called<'_>, language: Language) -> AuditEntry {
    let event = entry.event().map(|event| match event {
        Event::MailGivenUp { what, why } => Event::MailGivenUp {
            what: words::mail_about(&what, language),
            why: words::mail_trouble(&why, language),
        },
        event => event,
    });
    let event = event.and_then(|event| serde_json::to_value(event).ok());
    // What happened is told as such.
    let (old, new) = if event.is_some() { (None, None) } else { (entry.old, entry.new) };
    let column_label = words::field(&format!("/{}", entry.column), language);
    AuditEntry {
        what_label: words::thing(&entry.what, language),
        column_label: if event.is_some() { String::new() } else { column_label },
        n: entry.n,
        at: entry.at,
        who_kind: entry.who_kind,
        who_name: entry.who_name,
        who: entry.who.as_ref().map(from_store::id),
        address: entry.address,
        version: entry.version,
        what: entry.what,
        what_now: entry.id.as_ref().and_then(|id| called.row(id)),
        table: entry.table,
        id: entry.id.as_ref().map(from_store::id),
        column: entry.column,
        old_name: called.value(old.as_deref()),
        new_name: called.value(new.as_deref()),
        old,
        new,
        is_secret: entry.is_secret,
        event,
    }
}
