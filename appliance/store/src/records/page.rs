//! Call records, filtered and page by page: those on disk by an index each, and those that still wait for it.

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use model::{CallDirection, CallId, CallRecord, Disposition, LineId};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::by_id;
use crate::error::Error;
use crate::rows::id;
use crate::store::Store;
use crate::validate;
use crate::wrong::Wrong;

/// Records on one page at most.
const PAGE_MAX: usize = 1_000;
/// Lines that are asked for at once at most; a person has a few.
const LINES_MAX: usize = 100;

/// Which call records are wanted; what is not said is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordFilter {
    /// Those older than this one, by its start and key: the last of the page before.
    pub before: Option<(Timestamp, CallId)>,
    /// Started not before this.
    pub since: Option<Timestamp>,
    /// Started before this.
    pub until: Option<Timestamp>,
    /// Either party has this number, as it was presented or in E.164.
    pub number: Option<String>,
    /// Either party is one of these lines.
    pub person_lines: Option<Vec<LineId>>,
    /// Where they went. With lines it is seen from these: inbound are those that one of them was called in, outbound those
    /// that one of them made.
    pub direction: Option<CallDirection>,
    /// Whether somebody answered.
    pub answered: Option<bool>,
    /// How they ended: in one of these ways; empty: in any, or not yet.
    pub dispositions: Vec<Disposition>,
    /// For how long was talked at least, whole seconds.
    pub talk_s_min: u32,
}

impl Store {
    /// The newest call records that match, newest first, with what is not yet on disk; a thousand at most.
    pub fn records_page(&self, filter: &RecordFilter, limit: usize) -> Result<Vec<CallRecord>, Error> {
        if filter.person_lines.as_ref().is_some_and(|lines| lines.len() > LINES_MAX) {
            let why = Wrong::TooMany { max: LINES_MAX };
            return Err(validate::invalid("the call records", "person_lines", why));
        }
        let limit = limit.min(PAGE_MAX);
        // Before reading, so that nothing falls between the queue and the disk.
        let waiting: Vec<Arc<CallRecord>> = self.shared().queue.lock().spool.records().cloned().collect();
        let known: HashSet<CallId> = waiting.iter().map(|record| record.id).collect();
        self.shared().readers.read(|conn| {
            // An older form of one that waits is not looked at, so as many more are read as could be that.
            let on_disk = find(conn, filter, limit + known.len())?;
            let on_disk = on_disk.into_iter().filter(|(_, id)| !known.contains(id));
            let mut found: Vec<(Timestamp, CallId, Option<&Arc<CallRecord>>)> =
                on_disk.map(|(started, id)| (started, id, None)).collect();
            let wanted = waiting.iter().filter(|record| filter.matches(record));
            found.extend(wanted.map(|record| (record.started, record.id, Some(record))));
            found.sort_by_key(|(started, id, _)| std::cmp::Reverse((*started, *id)));
            let page = found.into_iter().take(limit).map(|(_, id, waiting)| match waiting {
                Some(record) => Ok(Some((**record).clone())),
                None => by_id(conn, id),
            });
            Ok(page.filter_map(Result::transpose).collect::<rusqlite::Result<_>>()?)
        })
    }
}

impl RecordFilter {
    /// The same of a record that is not on disk.
    fn matches(&self, record: &CallRecord) -> bool {
        let parties = [&record.caller, &record.callee];
        let has = |number: &str| {
            parties.iter().any(|party| party.number == number || party.e164.as_deref() == Some(number))
        };
        let is_theirs = match (&self.person_lines, self.direction) {
            (None, None) => true,
            (None, Some(direction)) => record.direction() == direction,
            (Some(lines), direction) => {
                let [calls, is_called] = parties.map(|party| party.line.is_some_and(|l| lines.contains(&l)));
                match direction {
                    None => calls || is_called,
                    Some(CallDirection::Inbound) => is_called,
                    Some(CallDirection::Internal) => {
                        (calls || is_called) && record.direction() == CallDirection::Internal
                    }
                    Some(CallDirection::Outbound) => calls,
                }
            }
        };
        is_theirs
            && self.before.is_none_or(|before| (record.started, record.id) < before)
            && self.since.is_none_or(|since| record.started >= since)
            && self.until.is_none_or(|until| record.started < until)
            && self.number.as_deref().is_none_or(has)
            && self.answered.is_none_or(|answered| record.answered.is_some() == answered)
            && (self.dispositions.is_empty()
                || record.disposition.is_some_and(|how| self.dispositions.contains(&how)))
            && record.talk_s >= self.talk_s_min
    }
}

/// Conditions with numbered values.
#[derive(Default)]
struct Query {
    values: Vec<Value>,
    /// What holds of every record.
    conditions: Vec<String>,
    /// What holds of some and has an index; a record needs one of them. Without any, the index is that of the start.
    ways: Vec<String>,
}

/// Start and key of the newest that match.
fn find(
    conn: &Connection,
    filter: &RecordFilter,
    limit: usize,
) -> rusqlite::Result<Vec<(Timestamp, CallId)>> {
    if filter.person_lines.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let mut query = Query::of(filter);
    let sql = query.sql(limit);
    let mut statement = conn.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(query.values), |row| {
        Ok((super::moment(row, 0)?, CallId::from_bytes(row.get(1)?)))
    })?;
    rows.collect()
}

impl Query {
    fn of(filter: &RecordFilter) -> Self {
        let mut query = Self::default();
        if let Some((started, call)) = filter.before {
            let (started, call) = (query.moment(started), query.bind(id(call.as_bytes())));
            query.conditions.push(format!("(started_us, id) < ({started}, {call})"));
        }
        if let Some(since) = filter.since {
            let since = query.moment(since);
            query.conditions.push(format!("started_us >= {since}"));
        }
        if let Some(until) = filter.until {
            let until = query.moment(until);
            query.conditions.push(format!("started_us < {until}"));
        }
        if let Some(answered) = filter.answered {
            let not = if answered { "not " } else { "" };
            query.conditions.push(format!("answered_us is {not}null"));
        }
        if !filter.dispositions.is_empty() {
            let words = filter.dispositions.iter().map(|how| how.as_str().to_owned());
            let words: Vec<String> = words.map(|word| query.bind(Value::Text(word))).collect();
            query.conditions.push(format!("disposition in ({})", words.join(", ")));
        }
        if filter.talk_s_min > 0 {
            let least = query.bind(Value::Integer(filter.talk_s_min.into()));
            query.conditions.push(format!("talk_s >= {least}"));
        }
        query.lines(filter);
        if let Some(number) = &filter.number {
            let number = query.bind(Value::Text(number.clone()));
            let columns = ["caller_number", "callee_number", "caller_e164", "callee_e164"];
            let ways = columns.map(|column| format!("{column} = {number}"));
            if query.ways.is_empty() {
                query.ways.extend(ways);
            } else {
                query.conditions.push(format!("({})", ways.join(" or ")));
            }
        }
        query
    }

    fn lines(&mut self, filter: &RecordFilter) {
        let Some(lines) = &filter.person_lines else {
            self.conditions.extend(filter.direction.map(|direction| {
                let condition = match direction {
                    CallDirection::Inbound => "caller_line is null",
                    CallDirection::Internal => "caller_line is not null and callee_line is not null",
                    CallDirection::Outbound => "caller_line is not null and callee_line is null",
                };
                condition.to_owned()
            }));
            return;
        };
        for line in lines {
            let line = self.bind(id(line.as_bytes()));
            let [calls, is_called] = ["caller_line", "callee_line"].map(|end| format!("{end} = {line}"));
            match filter.direction {
                None => self.ways.extend([calls, is_called]),
                Some(CallDirection::Inbound) => self.ways.push(is_called),
                Some(CallDirection::Internal) => self.ways.extend([
                    format!("{calls} and callee_line is not null"),
                    format!("{is_called} and caller_line is not null"),
                ]),
                Some(CallDirection::Outbound) => self.ways.push(calls),
            }
        }
    }

    /// The newest of each way, and of them all.
    fn sql(&mut self, limit: usize) -> String {
        let limit = self.bind(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let ways = if self.ways.is_empty() { vec!["1".to_owned()] } else { self.ways.clone() };
        let newest = format!("order by started_us desc, id desc limit {limit}");
        let arms = ways.into_iter().map(|way| {
            let conditions = [vec![way], self.conditions.clone()].concat().join(" and ");
            format!("select * from (select started_us, id from call_record where {conditions} {newest})")
        });
        // One record may be found in two ways.
        format!("{} {newest}", arms.collect::<Vec<_>>().join(" union "))
    }

    /// The mark of a value.
    fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn moment(&mut self, moment: Timestamp) -> String {
        self.bind(Value::Integer(moment.as_microsecond()))
    }
}
