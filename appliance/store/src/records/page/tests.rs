//! Pages of call records: every filter against a plain search, with records on disk and waiting.

use model::{CallDirection, CallId, CallRecord, Disposition, LineId};
use proptest::prelude::*;
use rusqlite::params_from_iter;

use super::{LINES_MAX, Query, RecordFilter};
use crate::records::sample;
use crate::testing::Fixture;

/// How calls end; of each fourth it is not known yet.
const WAYS: [Disposition; 3] = [Disposition::Answered, Disposition::Busy, Disposition::NoAnswer];

/// A call by number: parties, start and answer are made of it.
fn call(number: u8) -> CallRecord {
    let mut record = sample(number / 2, true);
    // Two calls each start at the same moment.
    record.id = CallId::new(u64::from(number), [number; 10]);
    let line = |seed: u8| (!seed.is_multiple_of(4)).then(|| LineId::from_bytes([seed % 4; 16]));
    (record.caller.line, record.callee.line) = (line(number), line(number / 4));
    record.caller.number = format!("20{}", number % 5);
    record.callee.number = format!("20{}", number % 3);
    record.caller.e164 = number.is_multiple_of(7).then(|| "+4989123201".to_owned());
    record.callee.e164 = number.is_multiple_of(6).then(|| "+4989123201".to_owned());
    record.answered = record.answered.filter(|_| number.is_multiple_of(2));
    record.disposition = WAYS.get(usize::from(number % 4)).copied();
    record.talk_s = u32::from(number % 3) * 10;
    record
}

/// The first are on disk, the others wait; some are on disk in an older form.
fn office(on_disk: u8, all: u8) -> Fixture {
    let fixture = Fixture::new();
    let record = |record: CallRecord| fixture.store.record(Box::new(record), Box::new(|| ()));
    (0..on_disk).map(call).for_each(record);
    for number in on_disk..all {
        if number.is_multiple_of(3) {
            let mut early = call(number);
            early.answered = None;
            early.callee.line = None;
            record(early);
        }
    }
    fixture.store.flush().unwrap();
    fixture.fail(Some(|| {
        rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL), None)
    }));
    (on_disk..all).map(call).for_each(record);
    fixture
}

fn filter() -> impl Strategy<Value = RecordFilter> {
    let moment = || prop::option::of((0u8..120).prop_map(|number| call(number).started));
    let direction = prop::sample::select(vec![
        None,
        None,
        Some(CallDirection::Inbound),
        Some(CallDirection::Internal),
        Some(CallDirection::Outbound),
    ]);
    let numbers = vec!["200", "201", "203", "+4989123201", "9"];
    let number = prop::option::of(prop::sample::select(numbers).prop_map(str::to_owned));
    let line = (0u8..5).prop_map(|seed| LineId::from_bytes([seed; 16]));
    let lines = prop::option::of(prop::collection::vec(line, 0..4));
    let dispositions = prop::sample::subsequence(WAYS.to_vec(), 0..=3);
    let talk_s_min = prop::sample::select(vec![0, 0, 1, 10, 11, 20, 21]);
    let ends = (any::<Option<bool>>(), dispositions, talk_s_min);
    (moment(), moment(), number, lines, direction, ends).prop_map(
        |(since, until, number, person_lines, direction, (answered, dispositions, talk_s_min))| {
            RecordFilter {
                before: None,
                since,
                until,
                number,
                person_lines,
                direction,
                answered,
                dispositions,
                talk_s_min,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_127), ..ProptestConfig::default() })]

    #[test]
    fn pages_hold_what_matches_newest_first_wherever_it_is(
        filters in prop::collection::vec(filter(), 12),
        on_disk in 0u8..120,
        size in 1usize..40,
    ) {
        let fixture = office(on_disk, 120);
        for filter in filters {
            let mut expected: Vec<CallRecord> = (0..120).map(call).filter(|record| filter.matches(record)).collect();
            expected.sort_by_key(|record| std::cmp::Reverse((record.started, record.id)));
            let (mut found, mut before) = (Vec::new(), None);
            loop {
                let page = fixture.store.records_page(&RecordFilter { before, ..filter.clone() }, size).unwrap();
                prop_assert!(page.len() <= size);
                let Some(last) = page.last() else { break };
                before = Some((last.started, last.id));
                found.extend(page);
            }
            prop_assert_eq!(found, expected, "{:?}", filter);
        }
    }
}

#[test]
fn a_call_is_inbound_or_outbound_as_its_lines_see_it() {
    let fixture = Fixture::new();
    let mut record = sample(1, true);
    let (anna, ben) = (LineId::from_bytes([1; 16]), LineId::from_bytes([2; 16]));
    (record.caller.line, record.callee.line) = (Some(anna), Some(ben));
    fixture.store.record(Box::new(record), Box::new(|| ()));
    fixture.store.flush().unwrap();
    let count = |line: Option<LineId>, direction| {
        let person_lines = line.map(|line| vec![line]);
        let filter = RecordFilter { person_lines, direction: Some(direction), ..RecordFilter::default() };
        fixture.store.records_page(&filter, 10).unwrap().len()
    };
    let (inbound, internal, outbound) =
        (CallDirection::Inbound, CallDirection::Internal, CallDirection::Outbound);
    assert_eq!([inbound, internal, outbound].map(|direction| count(None, direction)), [0, 1, 0]);
    assert_eq!([inbound, internal, outbound].map(|direction| count(Some(anna), direction)), [0, 1, 1]);
    assert_eq!([inbound, internal, outbound].map(|direction| count(Some(ben), direction)), [1, 1, 0]);
}

#[test]
fn a_page_and_its_lines_are_bounded() {
    let fixture = Fixture::new();
    for number in 0..=1_000u16 {
        let mut record = sample(1, true);
        record.id = CallId::new(number.into(), [1; 10]);
        record.legs.clear();
        fixture.store.record(Box::new(record), Box::new(|| ()));
    }
    fixture.store.flush().unwrap();
    let all = RecordFilter::default();
    assert_eq!(fixture.store.records_page(&all, usize::MAX).unwrap().len(), 1_000);
    assert_eq!(fixture.store.records_page(&all, 0).unwrap(), []);
    let lines = |count| RecordFilter {
        person_lines: Some(vec![LineId::from_bytes([8; 16]); count]),
        ..RecordFilter::default()
    };
    assert_eq!(fixture.store.records_page(&lines(LINES_MAX), 10).unwrap().len(), 10);
    let error = fixture.store.records_page(&lines(LINES_MAX + 1), 10).unwrap_err();
    assert_eq!(error.to_string(), "the call records: person_lines: at most 100");
}

#[test]
fn each_way_goes_by_its_index() {
    let fixture = Fixture::new();
    let some = call(9);
    let line = Some(vec![LineId::from_bytes([1; 16])]);
    let number = Some("201".to_owned());
    for (filter, expected) in [
        (RecordFilter::default(), &["call_record_started"][..]),
        (
            RecordFilter { before: Some((some.started, some.id)), ..RecordFilter::default() },
            &["call_record_started"],
        ),
        (
            RecordFilter { person_lines: line.clone(), number: number.clone(), ..RecordFilter::default() },
            &["call_record_caller_line", "call_record_callee_line"],
        ),
        (
            RecordFilter { number, since: Some(some.started), ..RecordFilter::default() },
            &[
                "call_record_caller_number",
                "call_record_callee_number",
                "call_record_caller_e164",
                "call_record_callee_e164",
            ],
        ),
    ] {
        let mut query = Query::of(&filter);
        let sql = format!("explain query plan {}", query.sql(10));
        let values = query.values;
        let plan: Vec<String> = fixture
            .store
            .shared()
            .readers
            .read(|conn| {
                let mut statement = conn.prepare(&sql)?;
                let rows = statement.query_map(params_from_iter(values), |row| row.get(3))?;
                rows.collect::<rusqlite::Result<_>>()
            })
            .unwrap();
        let of_table: Vec<&String> = plan.iter().filter(|step| step.contains("call_record")).collect();
        assert_eq!(of_table.len(), expected.len(), "{plan:?}");
        for (step, index) in of_table.iter().zip(expected) {
            assert!(step.contains(&format!("INDEX {index}")), "{plan:?}");
        }
    }
}
