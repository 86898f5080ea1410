//! Rows of call records; their segments and legs are in `records/`.

mod leg;
mod page;
mod segment;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use model::{CallId, CallRecord, ContactMethodId, LineId, Party};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

pub use self::page::RecordFilter;
#[cfg(test)]
pub(crate) use self::tests::sample;
use crate::rows::{malformed, of_optional_word, word};

const COLUMNS: &str = "id, started_us, answered_us, ended_us, caller_line, caller_contact_method, caller_name,
    caller_number, caller_e164, callee_line, callee_contact_method, callee_name, callee_number, callee_e164, dialled,
    disposition, hung_up_by, ring_s, talk_s, trace";

/// Writes a record in its latest form. Most come once, when the call is over: for them nothing is looked for or taken
/// back.
pub(crate) fn write(conn: &Connection, record: &CallRecord) -> rusqlite::Result<()> {
    let trace = serde_json::to_string(&record.trace)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    let is_new = write_row(conn, INSERT, record, &trace)? == 1;
    if !is_new {
        write_row(conn, UPDATE, record, &trace)?;
    }
    segment::write(conn, record, is_new)?;
    leg::write(conn, record, is_new)
}

const INSERT: &str = "insert into call_record (id, started_us, answered_us, ended_us, caller_line, caller_contact_method,
    caller_name, caller_number, caller_e164, callee_line, callee_contact_method, callee_name, callee_number, callee_e164,
    dialled, disposition, hung_up_by, ring_s, talk_s, trace)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
    on conflict (id) do nothing";

const UPDATE: &str =
    "update call_record set started_us = ?2, answered_us = ?3, ended_us = ?4, caller_line = ?5,
    caller_contact_method = ?6, caller_name = ?7, caller_number = ?8, caller_e164 = ?9, callee_line = ?10,
    callee_contact_method = ?11, callee_name = ?12, callee_number = ?13, callee_e164 = ?14, dialled = ?15,
    disposition = ?16, hung_up_by = ?17, ring_s = ?18, talk_s = ?19, trace = ?20 where id = ?1";

/// Does one of the two; how many rows it changed.
fn write_row(conn: &Connection, sql: &str, record: &CallRecord, trace: &str) -> rusqlite::Result<usize> {
    let (caller, callee) = (&record.caller, &record.callee);
    conn.prepare_cached(sql)?.execute(params![
        record.id.as_bytes(),
        record.started.as_microsecond(),
        record.answered.map(Timestamp::as_microsecond),
        record.ended.map(Timestamp::as_microsecond),
        caller.line.as_ref().map(LineId::as_bytes),
        caller.contact_method.as_ref().map(ContactMethodId::as_bytes),
        caller.name,
        caller.number,
        caller.e164,
        callee.line.as_ref().map(LineId::as_bytes),
        callee.contact_method.as_ref().map(ContactMethodId::as_bytes),
        callee.name,
        callee.number,
        callee.e164,
        record.dialled,
        record.disposition.map(word),
        record.hung_up_by.map(word),
        record.ring_s,
        record.talk_s,
        trace,
    ])
}

/// The latest records, newest first.
pub(crate) fn latest(conn: &Connection, limit: usize) -> rusqlite::Result<Vec<CallRecord>> {
    let sql = format!("select {COLUMNS} from call_record order by started_us desc, n desc limit ?");
    let mut statement = conn.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let records = statement.query_map([limit], of_row)?;
    records.map(|record| with_parts(conn, record?)).collect()
}

/// One record.
pub(crate) fn by_id(conn: &Connection, id: CallId) -> rusqlite::Result<Option<CallRecord>> {
    let sql = format!("select {COLUMNS} from call_record where id = ?");
    let record = conn.prepare_cached(&sql)?.query_row([id.as_bytes()], of_row).optional()?;
    record.map(|record| with_parts(conn, record)).transpose()
}

/// Closes what a crash left open: the end is the last moment that is known, the last writing or the last event of
/// the call itself. The number of calls.
pub(crate) fn interrupt_open(conn: &Connection, now: Timestamp) -> rusqlite::Result<usize> {
    const OPEN: &str = "call in (select id from call_record where ended_us is null)";
    // A clock that was set back must not end a call in the future.
    const ALIVE: &str = "min(?1, (select alive_us from meta))";
    let now = [now.as_microsecond()];
    conn.execute(
        &format!(
            "update call_leg set ended_us = e.ended, cause = 'interrupted', hung_up_by = 'box',
                 ring_s = (coalesce(answered_us, e.ended) - started_us) / 1000000,
                 talk_s = coalesce((e.ended - answered_us) / 1000000, 0)
             from (select call as c, position as p, max({ALIVE}, started_us, coalesce(answered_us, 0),
                 coalesce(last_packet_us, 0)) as ended from call_leg where ended_us is null and {OPEN}) as e
             where call = e.c and position = e.p"
        ),
        now,
    )?;
    conn.execute(
        &format!(
            "update call_segment set ended_us = max(started_us, {ALIVE}) where ended_us is null and {OPEN}"
        ),
        now,
    )?;
    conn.execute(
        &format!(
            "update call_record set ended_us = e.ended, disposition = 'interrupted', hung_up_by = 'box',
                 ring_s = (coalesce(answered_us, e.ended) - started_us) / 1000000,
                 talk_s = coalesce((e.ended - answered_us) / 1000000, 0)
             from (select id as c, max({ALIVE}, started_us, coalesce(answered_us, 0),
                 coalesce((select max(ended_us) from call_leg where call = id), 0)) as ended
                 from call_record where ended_us is null) as e
             where id = e.c"
        ),
        now,
    )
}

/// A moment, which the schema has as microseconds.
fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let us: i64 = row.get(column)?;
    Timestamp::from_microsecond(us)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, error.into()))
}

fn optional_moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => moment(row, column).map(Some),
    }
}

/// A record without its segments and legs.
fn of_row(row: &Row<'_>) -> rusqlite::Result<CallRecord> {
    let trace: String = row.get(19)?;
    Ok(CallRecord {
        id: CallId::from_bytes(row.get(0)?),
        started: moment(row, 1)?,
        answered: optional_moment(row, 2)?,
        ended: optional_moment(row, 3)?,
        caller: party(row, 4)?,
        callee: party(row, 9)?,
        dialled: row.get(14)?,
        disposition: of_optional_word(row, 15)?,
        hung_up_by: of_optional_word(row, 16)?,
        ring_s: row.get(17)?,
        talk_s: row.get(18)?,
        trace: serde_json::from_str(&trace).map_err(|error| malformed(19, error))?,
        segments: Vec::new(),
        legs: Vec::new(),
    })
}

/// The five columns of one end.
fn party(row: &Row<'_>, first: usize) -> rusqlite::Result<Party> {
    let line: Option<[u8; 16]> = row.get(first)?;
    let contact_method: Option<[u8; 16]> = row.get(first + 1)?;
    Ok(Party {
        line: line.map(LineId::from_bytes),
        contact_method: contact_method.map(ContactMethodId::from_bytes),
        name: row.get(first + 2)?,
        number: row.get(first + 3)?,
        e164: row.get(first + 4)?,
    })
}

fn with_parts(conn: &Connection, mut record: CallRecord) -> rusqlite::Result<CallRecord> {
    record.segments = segment::read(conn, record.id)?;
    record.legs = leg::read(conn, record.id)?;
    Ok(record)
}
