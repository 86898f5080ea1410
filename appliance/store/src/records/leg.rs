//! Rows of a call's legs, with the figures of their sound.

use jiff::Timestamp;
use model::{CallId, CallRecord, ContactMethodId, LegRecord, Sound};
use rusqlite::{Connection, Row, params};

use super::{moment, optional_moment};
use crate::rows::{of_optional_word, of_word, word};

const COLUMNS: &str = "direction, contact_method, account, presented, dialled, e164, user_agent, started_us, answered_us,
    ended_us, ring_s, talk_s, hung_up_by, cause, codec, packets_received, packets_sent, packets_lost, jitter_ms, mos,
    silence_ms, last_packet_us";

pub(super) fn write(conn: &Connection, record: &CallRecord, is_new: bool) -> rusqlite::Result<()> {
    if !is_new {
        conn.prepare_cached("delete from call_leg where call = ?")?.execute([record.id.as_bytes()])?;
    }
    let sql = format!(
        "insert into call_leg (call, position, {COLUMNS})
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    for (position, leg) in record.legs.iter().enumerate() {
        let sound = leg.sound.as_ref();
        statement.execute(params![
            record.id.as_bytes(),
            i64::try_from(position).unwrap_or(i64::MAX),
            word(leg.direction),
            leg.contact_method.as_ref().map(ContactMethodId::as_bytes),
            leg.account,
            leg.presented,
            leg.dialled,
            leg.e164,
            leg.user_agent,
            leg.started.as_microsecond(),
            leg.answered.map(Timestamp::as_microsecond),
            leg.ended.map(Timestamp::as_microsecond),
            leg.ring_s,
            leg.talk_s,
            leg.hung_up_by.map(word),
            leg.cause.map(word),
            sound.map(|sound| &sound.codec),
            sound.map(|sound| count(sound.packets_received)),
            sound.map(|sound| count(sound.packets_sent)),
            sound.map(|sound| count(sound.packets_lost)),
            sound.map(|sound| finite(sound.jitter_ms)),
            sound.and_then(|sound| sound.mos.map(finite)),
            sound.map(|sound| sound.silence_ms),
            sound.and_then(|sound| sound.last_packet.map(Timestamp::as_microsecond)),
        ])?;
    }
    Ok(())
}

pub(super) fn read(conn: &Connection, call: CallId) -> rusqlite::Result<Vec<LegRecord>> {
    let sql = format!("select {COLUMNS} from call_leg where call = ? order by position");
    let mut statement = conn.prepare_cached(&sql)?;
    let legs = statement.query_map([call.as_bytes()], of_row)?;
    legs.collect()
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<LegRecord> {
    let contact_method: Option<[u8; 16]> = row.get(1)?;
    Ok(LegRecord {
        direction: of_word(row, 0)?,
        contact_method: contact_method.map(ContactMethodId::from_bytes),
        account: row.get(2)?,
        presented: row.get(3)?,
        dialled: row.get(4)?,
        e164: row.get(5)?,
        user_agent: row.get(6)?,
        started: moment(row, 7)?,
        answered: optional_moment(row, 8)?,
        ended: optional_moment(row, 9)?,
        ring_s: row.get(10)?,
        talk_s: row.get(11)?,
        hung_up_by: of_optional_word(row, 12)?,
        cause: of_optional_word(row, 13)?,
        sound: sound(row)?,
    })
}

fn sound(row: &Row<'_>) -> rusqlite::Result<Option<Sound>> {
    let Some(codec) = row.get(14)? else {
        return Ok(None);
    };
    Ok(Some(Sound {
        codec,
        packets_received: row.get::<_, i64>(15)?.unsigned_abs(),
        packets_sent: row.get::<_, i64>(16)?.unsigned_abs(),
        packets_lost: row.get::<_, i64>(17)?.unsigned_abs(),
        jitter_ms: row.get(18)?,
        mos: row.get(19)?,
        silence_ms: row.get(20)?,
        last_packet: optional_moment(row, 21)?,
    }))
}

fn count(packets: u64) -> i64 {
    i64::try_from(packets).unwrap_or(i64::MAX)
}

/// SQLite has no NaN.
fn finite(figure: f32) -> f32 {
    if figure.is_finite() { figure } else { 0.0 }
}
