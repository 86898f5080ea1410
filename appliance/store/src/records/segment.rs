//! Rows of a call's segments.

use jiff::Timestamp;
use model::{CallId, CallRecord, Segment};
use rusqlite::{Connection, Row, params};

use super::{moment, optional_moment};
use crate::rows::{of_word, word};

pub(super) fn write(conn: &Connection, record: &CallRecord, is_new: bool) -> rusqlite::Result<()> {
    if !is_new {
        conn.prepare_cached("delete from call_segment where call = ?")?.execute([record.id.as_bytes()])?;
    }
    let sql = "insert into call_segment (call, position, kind, started_us, ended_us, target) values (?, ?, ?, ?, ?, ?)";
    let mut statement = conn.prepare_cached(sql)?;
    for (position, segment) in record.segments.iter().enumerate() {
        statement.execute(params![
            record.id.as_bytes(),
            i64::try_from(position).unwrap_or(i64::MAX),
            word(segment.kind),
            segment.started.as_microsecond(),
            segment.ended.map(Timestamp::as_microsecond),
            segment.target,
        ])?;
    }
    Ok(())
}

pub(super) fn read(conn: &Connection, call: CallId) -> rusqlite::Result<Vec<Segment>> {
    let sql = "select kind, started_us, ended_us, target from call_segment where call = ? order by position";
    let mut statement = conn.prepare_cached(sql)?;
    let segments = statement.query_map([call.as_bytes()], of_row)?;
    segments.collect()
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Segment> {
    Ok(Segment {
        kind: of_word(row, 0)?,
        started: moment(row, 1)?,
        ended: optional_moment(row, 2)?,
        target: row.get(3)?,
    })
}
