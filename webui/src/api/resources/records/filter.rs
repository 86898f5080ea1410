//! Which calls are asked for, and where a page begins.

use jiff::Timestamp;
use model::{CallDirection, CallId, CallRecord, Disposition, LineId, Owner, PersonId};
use store::RecordFilter;

use super::super::super::ask::Ask;
use super::super::super::list::LIMIT_MAX;
use super::super::super::refusal::{Fact, Refusal};
use super::super::super::route::{ParamKind, Route};
use super::LINES_MAX;

/// Calls of a page when nobody says how many.
const LIMIT: usize = 100;

/// With the parameters of a list; those of everybody's calls can be narrowed to a person or line.
pub(super) fn params(route: Route, of_all: bool) -> Route {
    let route = narrowing(route, of_all);
    let route = route.param("before", ParamKind::Text, "Where the page begins: `next` of the page before.");
    route.param("limit", ParamKind::Number { max: LIMIT_MAX as u64 }, "Calls of a page, 100 unless said.")
}

/// With the parameters that say which calls.
pub(super) fn narrowing(route: Route, of_all: bool) -> Route {
    let route = route
        .param("since", ParamKind::Time, "Begun not before this.")
        .param("until", ParamKind::Time, "Begun before this.")
        .param(
            "number",
            ParamKind::Text,
            "Either side has this number, as it was shown or with its country code.",
        )
        .param("direction", ParamKind::Text, "inbound, internal or outbound.")
        .param("answered", ParamKind::Flag, "Only those that somebody answered, or that nobody did.")
        .param(
            "disposition",
            ParamKind::Text,
            "How they ended, one or more with commas between: answered, busy, cancelled, declined, failed, interrupted, \
             no-answer, unknown-number, unreachable.",
        )
        .param("talk_s_min", ParamKind::Number { max: u32::MAX.into() }, "For so many seconds was talked at least.");
    if !of_all {
        return route;
    }
    route.param("person", ParamKind::Uuid, "Only calls of the lines of this person.").param(
        "line",
        ParamKind::Uuid,
        "Only calls of this line.",
    )
}

/// The lines that everybody's calls are narrowed to.
pub(super) fn lines(ask: &Ask<'_>) -> Result<Option<Vec<LineId>>, Refusal> {
    let (line, person) = (ask.query.parse::<LineId>("line")?, ask.query.parse::<PersonId>("person")?);
    let of_person = person.map(|person| {
        let lines = ask.view.lines_of(Owner::Person(person)).map(|line| line.id);
        lines.take(LINES_MAX).collect::<Vec<_>>()
    });
    Ok(match (line, of_person) {
        (Some(line), Some(lines)) => Some(lines.into_iter().filter(|of| *of == line).collect()),
        (Some(line), None) => Some(vec![line]),
        (None, lines) => lines,
    })
}

/// What is asked for, and how much of it.
pub(super) fn read(ask: &Ask<'_>, lines: Option<Vec<LineId>>) -> Result<(RecordFilter, usize), Refusal> {
    let direction = ask.query.text("direction").map(|word| {
        let direction = serde_json::from_value::<CallDirection>(serde_json::json!(word));
        direction.map_err(|_| malformed("direction", word))
    });
    let dispositions = ask.query.text("disposition").map(|words| {
        let one = |word: &str| serde_json::from_value::<Disposition>(serde_json::json!(word.trim()));
        let all: Result<Vec<Disposition>, _> = words.split(',').map(one).collect();
        all.map_err(|_| malformed("disposition", words))
    });
    let before = ask.query.text("before").map(|text| at(text).ok_or_else(|| malformed("before", text)));
    let filter = RecordFilter {
        before: before.transpose()?,
        since: ask.query.parse("since")?,
        until: ask.query.parse("until")?,
        number: ask.query.text("number").map(str::to_owned),
        person_lines: lines,
        direction: direction.transpose()?,
        answered: ask.query.parse("answered")?,
        dispositions: dispositions.transpose()?.unwrap_or_default(),
        talk_s_min: ask.query.parse("talk_s_min")?.unwrap_or(0),
    };
    Ok((filter, ask.query.number("limit", LIMIT, LIMIT_MAX)?))
}

/// Where the page after this call begins.
pub(super) fn cursor(record: &CallRecord) -> String {
    format!("{}~{}", record.started, record.id)
}

/// What a cursor says.
fn at(text: &str) -> Option<(Timestamp, CallId)> {
    let (started, id) = text.split_once('~')?;
    Some((started.parse().ok()?, id.parse().ok()?))
}

fn malformed(name: &str, value: &str) -> Refusal {
    let value = value.chars().take(80).filter(|c| !c.is_control()).collect();
    Fact::MalformedParameter { name: name.to_owned(), value }.into()
}
