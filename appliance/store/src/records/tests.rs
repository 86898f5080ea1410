//! Tests of call records as rows.

use jiff::{SignedDuration, Timestamp};
use model::{
    CallId, CallRecord, Cause, ContactMethodId, Disposition, HungUpBy, LegDirection, LegRecord, LineId,
    Party, Segment, SegmentKind, Sound, TraceStep,
};
use rusqlite::Connection;

use super::{by_id, interrupt_open, latest, write};
use crate::upgrade::SCHEMA;

#[test]
fn everything_comes_back() {
    let conn = database(0);
    for closed in [false, true] {
        let record = sample(1, closed);
        write(&conn, &record).unwrap();
        assert_eq!(by_id(&conn, record.id).unwrap(), Some(record));
    }
    assert_eq!(by_id(&conn, sample(2, false).id).unwrap(), None);
}

#[test]
fn a_later_form_replaces_the_whole_record() {
    let conn = database(0);
    write(&conn, &sample(1, true)).unwrap();
    let mut short = sample(1, true);
    short.legs.truncate(1);
    short.segments.clear();
    write(&conn, &short).unwrap();
    assert_eq!(latest(&conn, 10).unwrap(), [short]);
}

#[test]
fn the_newest_come_first() {
    let conn = database(0);
    for number in [2, 3, 1] {
        write(&conn, &sample(number, true)).unwrap();
    }
    let ids: Vec<CallId> = latest(&conn, 2).unwrap().iter().map(|record| record.id).collect();
    assert_eq!(ids, [sample(3, true).id, sample(2, true).id]);
}

#[test]
fn open_records_end_when_the_program_was_last_alive() {
    let open = sample(1, false);
    let alive = open.started + SignedDuration::from_secs(30);
    let conn = database(alive.as_microsecond());
    write(&conn, &open).unwrap();
    write(&conn, &sample(2, true)).unwrap();
    let later = alive + SignedDuration::from_hours(24);
    interrupt_open(&conn, later).unwrap();

    let record = by_id(&conn, open.id).unwrap().unwrap();
    assert_eq!(record.disposition, Some(Disposition::Interrupted));
    assert_eq!(record.hung_up_by, Some(HungUpBy::Box));
    assert_eq!(record.ended, Some(alive));
    assert_eq!((record.ring_s, record.talk_s), (4, 26));
    assert!(record.segments.iter().all(|segment| segment.ended.is_some()));
    for leg in &record.legs {
        assert_eq!((leg.cause, leg.ended), (Some(Cause::Interrupted), Some(alive)));
        assert_eq!((leg.ring_s, leg.talk_s), (4, 26));
    }
    let closed = sample(2, true);
    assert_eq!(by_id(&conn, closed.id).unwrap(), Some(closed), "what was closed stays");
}

#[test]
fn an_interrupted_call_never_ends_before_its_last_event() {
    let open = sample(1, false);
    let conn = database(0);
    write(&conn, &open).unwrap();
    interrupt_open(&conn, Timestamp::UNIX_EPOCH).unwrap();
    let record = by_id(&conn, open.id).unwrap().unwrap();
    let last_packet = open.legs.iter().filter_map(|leg| leg.sound.as_ref()?.last_packet).max();
    assert_eq!(record.ended, last_packet);
    assert_eq!(record.talk_s, 6);
}

#[test]
fn figures_that_are_no_numbers_are_no_trouble() {
    let conn = database(0);
    let mut record = sample(1, true);
    if let Some(sound) = record.legs.first_mut().and_then(|leg| leg.sound.as_mut()) {
        sound.jitter_ms = f32::NAN;
        sound.mos = Some(f32::INFINITY);
        sound.packets_lost = u64::MAX;
    }
    write(&conn, &record).unwrap();
    assert!(by_id(&conn, record.id).unwrap().is_some());
}

/// An empty database whose program was last alive at that moment.
fn database(alive_us: i64) -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch(SCHEMA).unwrap();
    conn.execute("insert into meta values (1, 0, 'realm', x'00', x'00', ?)", [alive_us]).unwrap();
    conn
}

/// A call between two accounts: answered after 4 s, talking; closed it lasted 10 s in all.
pub(crate) fn sample(number: u8, closed: bool) -> CallRecord {
    let started = Timestamp::from_second(1_790_000_000 + i64::from(number) * 60).unwrap();
    let after = |seconds| started + SignedDuration::from_secs(seconds);
    let end = closed.then(|| after(10));
    let leg = |direction, number: &str| LegRecord {
        direction,
        contact_method: Some(ContactMethodId::from_bytes([7; 16])),
        account: format!("u{number}"),
        presented: number.to_owned(),
        dialled: "202".to_owned(),
        e164: None,
        user_agent: "Snom D785".to_owned(),
        started,
        answered: Some(after(4)),
        ended: end,
        ring_s: 4,
        talk_s: if closed { 6 } else { 0 },
        hung_up_by: end.map(|_| HungUpBy::Caller),
        cause: end.map(|_| Cause::Normal),
        sound: Some(Sound {
            codec: "PCMA/8000".to_owned(),
            packets_received: 300,
            packets_sent: 299,
            packets_lost: 1,
            jitter_ms: 1.25,
            mos: Some(4.3),
            silence_ms: 20,
            last_packet: Some(after(10)),
        }),
    };
    let party = |name: &str, number: &str| Party {
        line: Some(LineId::from_bytes([8; 16])),
        contact_method: None,
        name: name.to_owned(),
        number: number.to_owned(),
        e164: Some("+4989123201".to_owned()),
    };
    CallRecord {
        id: CallId::new(u64::try_from(started.as_millisecond()).unwrap(), [number; 10]),
        started,
        answered: Some(after(4)),
        ended: end,
        caller: party("Anna Berg", "201"),
        callee: party("Ben Cole", "202"),
        dialled: "202".to_owned(),
        disposition: end.map(|_| Disposition::Answered),
        hung_up_by: end.map(|_| HungUpBy::Caller),
        ring_s: 4,
        talk_s: if closed { 6 } else { 0 },
        trace: vec![TraceStep { rule: "number".to_owned(), decision: "202 is Ben Cole".to_owned() }],
        segments: vec![
            Segment { kind: SegmentKind::Ringing, started, ended: Some(after(4)), target: "202".to_owned() },
            Segment {
                kind: SegmentKind::Talking,
                started: after(4),
                ended: end,
                target: "Ben Cole".to_owned(),
            },
        ],
        legs: vec![leg(LegDirection::Caller, "201"), leg(LegDirection::Callee, "202")],
    }
}
