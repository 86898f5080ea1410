//! Call records: everybody's for those who may, and one's own (F-146, F-147, F-176).

mod export;
mod filter;

use jiff::Timestamp;
use model::{
    CallDirection, CallId, CallRecord, Disposition, HungUpBy, LegRecord, LineId, Owner, Party, Permission,
    Segment, TraceStep,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Gives, Outcome, Route};
use super::super::words;
use crate::language::Language;

/// Lines of a person that are asked for; the store takes no more, and nobody has so many.
const LINES_MAX: usize = 100;

/// A call in a list.
#[derive(Serialize, ToSchema)]
struct CallRow {
    /// Its key.
    id: CallId,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    started: Timestamp,
    /// When somebody answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    answered: Option<Timestamp>,
    /// When it was over; null while it lives.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended: Option<Timestamp>,
    /// From where to where it went, as the office sees it.
    direction: CallDirection,
    /// Who called.
    caller: Party,
    /// Who was called; after an answer, who answered.
    callee: Party,
    /// Exactly what was dialled.
    dialled: String,
    /// How it ended; null while it lives.
    disposition: Option<Disposition>,
    /// Which side hung up; null while it lives.
    hung_up_by: Option<HungUpBy>,
    /// Whole seconds until the answer or the end.
    ring_s: u32,
    /// Whole seconds from the answer to the end.
    talk_s: u32,
}

/// A call with all that is known of it.
#[derive(Serialize, ToSchema)]
struct CallDetails {
    /// As in a list.
    call: CallRow,
    /// Why it went where it went, rule by rule, in the reader's language.
    trace: Vec<TraceStep>,
    /// The stages that it went through, in order.
    segments: Vec<Segment>,
    /// Each telephone's part of it; the caller's first.
    legs: Vec<LegRecord>,
}

/// A page of calls, newest first.
#[derive(Serialize, ToSchema)]
struct CallPage {
    /// The calls.
    items: Vec<CallRow>,
    /// To be given as `before` for the next page; null at the end.
    next: Option<String>,
}

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    let read = Access::Needs(Permission::CallHistoryRead);
    let own = Access::Needs(Permission::OwnRead);
    let list_of_all =
        Route::get("/call-records", "call_records", read, Gives::Json(schema::<CallPage>), list)
            .about("Lists calls, newest first.");
    let list_of_own =
        Route::get("/me/call-records", "my_call_records", own, Gives::Json(schema::<CallPage>), list_own)
            .about("Lists the calls of the lines of one's own person, newest first.");
    let one = Gives::Json(schema::<CallDetails>);
    let mut routes = vec![
        filter::params(list_of_all, true),
        filter::params(list_of_own, false),
        Route::get("/call-records/{id}", "call_record", read, one, details)
            .about("Gives a call with all that is known of it."),
        Route::get("/me/call-records/{id}", "my_call_record", own, one, own_details)
            .about("Gives a call of one's own."),
    ];
    routes.extend(export::routes());
    routes
}

fn list(ask: &Ask<'_>) -> Outcome {
    page(ask, filter::lines(ask)?)
}

fn list_own(ask: &Ask<'_>) -> Outcome {
    page(ask, Some(own_lines(ask)?))
}

fn page(ask: &Ask<'_>, lines: Option<Vec<LineId>>) -> Outcome {
    let (filter, limit) = filter::read(ask, lines)?;
    // One more, so that the end is known.
    let mut records = ask.api.store.records_page(&filter, limit + 1)?;
    let has_more = records.len() > limit;
    records.truncate(limit);
    let next = records.last().filter(|_| has_more).map(filter::cursor);
    Ok(Answer::json(&CallPage { items: records.into_iter().map(row).collect(), next }))
}

fn details(ask: &Ask<'_>) -> Outcome {
    Ok(Answer::json(&shown(found(ask)?, ask.language)))
}

fn own_details(ask: &Ask<'_>) -> Outcome {
    let lines = own_lines(ask)?;
    let record = found(ask)?;
    let is_own = [&record.caller, &record.callee]
        .into_iter()
        .any(|party| party.line.is_some_and(|line| lines.contains(&line)));
    // Somebody else's is not there.
    if is_own { Ok(Answer::json(&shown(record, ask.language))) } else { Err(Fact::NotFound.into()) }
}

fn found(ask: &Ask<'_>) -> Result<CallRecord, Refusal> {
    ask.api.store.record_by_id(ask.named("id")?)?.ok_or_else(|| Fact::NotFound.into())
}

/// The lines of the caller's own person; a login without a person has none, nor has a program.
fn own_lines(ask: &Ask<'_>) -> Result<Vec<LineId>, Refusal> {
    let person = ask.caller.login()?.user.person;
    let lines = person.into_iter().flat_map(|person| ask.view.lines_of(Owner::Person(person)));
    Ok(lines.map(|line| line.id).take(LINES_MAX).collect())
}

fn row(record: CallRecord) -> CallRow {
    CallRow {
        direction: record.direction(),
        id: record.id,
        started: record.started,
        answered: record.answered,
        ended: record.ended,
        caller: record.caller,
        callee: record.callee,
        dialled: record.dialled,
        disposition: record.disposition,
        hung_up_by: record.hung_up_by,
        ring_s: record.ring_s,
        talk_s: record.talk_s,
    }
}

fn shown(mut record: CallRecord, language: Language) -> CallDetails {
    for step in &mut record.trace {
        step.decision = words::step(&step.decision, language);
    }
    let (trace, segments, legs) = (
        std::mem::take(&mut record.trace),
        std::mem::take(&mut record.segments),
        std::mem::take(&mut record.legs),
    );
    CallDetails { call: row(record), trace, segments, legs }
}
