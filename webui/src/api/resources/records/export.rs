//! Call records as a file (F-176). It is noted who takes it away.

use jiff::Timestamp;
use model::{CallRecord, Permission};
use store::{Event, RecordFilter};

use super::super::super::answer::Answer;
use super::super::super::ask::Ask;
use super::super::super::refusal::Refusal;
use super::super::super::route::{Access, Gives, Outcome, Route};
use super::super::word;
use super::filter;
use crate::people_file::written::Written;
use crate::sign_in::admission;

/// Records of a file; of more the newest are given, and the others by an earlier `until`.
const ROWS_MAX: usize = 100_000;
/// Records read at once.
const PAGE: usize = 1_000;

/// The columns, by their names in the interface: programs read the file too.
const COLUMNS: [&str; 13] = [
    "id",
    "started",
    "answered",
    "ended",
    "direction",
    "caller_number",
    "caller_name",
    "callee_number",
    "callee_name",
    "dialled",
    "disposition",
    "ring_s",
    "talk_s",
];

/// The route.
pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::CallHistoryExport);
    let route =
        Route::get("/call-records/export", "call_records_export", access, Gives::File("text/csv"), export)
            .about(
                "Gives calls as a CSV file with times in the reader's zone, the newest 100,000. It is noted.",
            )
            .long();
    vec![filter::narrowing(route, true)]
}

fn export(ask: &Ask<'_>) -> Outcome {
    let (mut filter, _) = filter::read(ask, filter::lines(ask)?)?;
    let mut file = Written::new(ask.language);
    file.row(COLUMNS);
    let mut rows = 0;
    loop {
        let records = ask.api.store.records_page(&filter, PAGE.min(ROWS_MAX - rows))?;
        for record in &records {
            file.row(cells(record, ask));
        }
        rows += records.len();
        match records.last() {
            Some(last) if records.len() == PAGE && rows < ROWS_MAX => {
                filter = RecordFilter { before: Some((last.started, last.id)), ..filter };
            }
            _ => break,
        }
    }
    // Without the note nobody gets the file.
    note(ask, rows)?;
    Ok(Answer::file("text/csv; charset=utf-8", "call-records.csv", file.into_bytes()))
}

fn note(ask: &Ask<'_>, rows: usize) -> Result<(), Refusal> {
    Ok(ask.api.store.note(&ask.who(), &Event::Exported { what: "calls".to_owned(), rows })?)
}

fn cells(record: &CallRecord, ask: &Ask<'_>) -> [String; 13] {
    let office = ask.view.zone();
    let zone =
        ask.caller.login().map_or_else(|_| office.clone(), |login| admission::zone(&login.user, &office));
    let time = |time: Timestamp| zone.to_datetime(time).strftime("%Y-%m-%d %H:%M:%S").to_string();
    [
        record.id.to_string(),
        time(record.started),
        record.answered.map(time).unwrap_or_default(),
        record.ended.map(time).unwrap_or_default(),
        word(&record.direction()),
        record.caller.number.clone(),
        record.caller.name.clone(),
        record.callee.number.clone(),
        record.callee.name.clone(),
        record.dialled.clone(),
        record.disposition.map(|disposition| disposition.to_string()).unwrap_or_default(),
        record.ring_s.to_string(),
        record.talk_s.to_string(),
    ]
}
