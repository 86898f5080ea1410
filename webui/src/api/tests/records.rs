//! Call records: everybody's, one's own, and as a file.

use model::{AssignedRole, CallId, CallRecord, Disposition, LineId, Party, Role, TraceStep};
use serde_json::json;
use store::{Change, HistoryFilter, Who};

use super::Fixture;
use super::rows::anna;

const PATH: &str = "/api/v1/call-records";

/// A call that began so many minutes after eight.
fn call(
    fixture: &Fixture,
    minute: i64,
    caller: Option<LineId>,
    callee: Option<LineId>,
    number: &str,
) -> CallId {
    let began: jiff::Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
    let party = |line, number: &str, name: &str| Party {
        line,
        number: number.to_owned(),
        name: name.to_owned(),
        ..Party::default()
    };
    let record = CallRecord {
        id: CallId::from_bytes(fixture.store.new_id()),
        started: began + jiff::SignedDuration::from_mins(minute),
        answered: None,
        ended: None,
        caller: party(caller, number, "=cmd()"),
        callee: party(callee, "201", "Anna Berg"),
        dialled: "201".to_owned(),
        disposition: Some(Disposition::NoAnswer),
        hung_up_by: None,
        ring_s: 20,
        talk_s: 0,
        trace: Vec::new(),
        segments: Vec::new(),
        legs: Vec::new(),
    };
    let id = record.id;
    fixture.store.record(Box::new(record), Box::new(|| ()));
    fixture.store.flush().unwrap();
    id
}

/// One that ended so, after so many seconds of talk.
fn ended(fixture: &Fixture, minute: i64, disposition: Disposition, talk_s: u32) {
    let id = call(fixture, minute, None, None, "+4989777");
    let mut record = fixture.store.record_by_id(id).unwrap().unwrap();
    record.answered = (disposition == Disposition::Answered).then_some(record.started);
    (record.disposition, record.talk_s) = (Some(disposition), talk_s);
    fixture.store.record(Box::new(record), Box::new(|| ()));
    fixture.store.flush().unwrap();
}

#[tokio::test]
async fn calls_are_found_by_how_they_ended_and_how_long_was_talked_and_so_is_their_file() {
    let fixture = Fixture::new();
    ended(&fixture, 0, Disposition::Answered, 59);
    ended(&fixture, 1, Disposition::Answered, 60);
    ended(&fixture, 2, Disposition::Busy, 0);
    ended(&fixture, 3, Disposition::Declined, 0);
    ended(&fixture, 4, Disposition::NoAnswer, 0);
    let owner = fixture.signed_in("owner").await;
    for (query, found) in [
        ("disposition=busy", 1),
        ("disposition=busy,declined", 2),
        ("disposition=busy, no-answer", 2),
        ("disposition=unreachable", 0),
        ("disposition=", 5),
        ("talk_s_min=60", 1),
        ("talk_s_min=0", 5),
        ("talk_s_min=59&disposition=answered", 2),
        ("talk_s_min=1&disposition=busy", 0),
    ] {
        let query = query.replace(' ', "%20");
        let page = owner.get(&format!("{PATH}?{query}")).await.json();
        assert_eq!(page["items"].as_array().unwrap().len(), found, "{query}");
        let file = owner.get(&format!("{PATH}/export?{query}")).await;
        let text = String::from_utf8(file.body).unwrap();
        assert_eq!(text.trim_end().split("\r\n").count(), found + 1, "{query}");
    }
    for query in ["disposition=lost", "disposition=busy,", "talk_s_min=-1", "talk_s_min=4294967296"] {
        assert_eq!(owner.get(&format!("{PATH}?{query}")).await.problem().1, "malformed-parameter", "{query}");
    }
}

#[tokio::test]
async fn calls_are_filtered_and_given_page_by_page() {
    let fixture = Fixture::new();
    let (person, line, _) = anna(&fixture);
    for minute in 0..5 {
        let number = if minute == 2 { "+4989555" } else { "+4989777" };
        call(&fixture, minute, None, (minute < 4).then_some(line.id), number);
    }
    let owner = fixture.signed_in("owner").await;
    for (query, found) in [
        (String::new(), 5),
        ("?number=%2B4989555".to_owned(), 1),
        (format!("?person={}", person.id), 4),
        (format!("?line={}", line.id), 4),
        ("?since=2026-11-23T08:03:00Z".to_owned(), 2),
        ("?until=2026-11-23T08:03:00Z".to_owned(), 3),
        ("?direction=outbound".to_owned(), 0),
        ("?direction=inbound&answered=true".to_owned(), 0),
    ] {
        let page = owner.get(&format!("{PATH}{query}")).await.json();
        assert_eq!(page["items"].as_array().unwrap().len(), found, "{query}");
    }
    let (mut next, mut seen) = (String::new(), Vec::new());
    loop {
        let page = owner.get(&format!("{PATH}?limit=2&before={next}")).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|row| row["started"].clone()));
        match page["next"].as_str() {
            Some(cursor) => next = cursor.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.windows(2).all(|pair| pair[0].as_str() > pair[1].as_str()), "{seen:?}");
    for query in ["?before=x", "?direction=up", "?person=x", "?limit=501"] {
        assert_eq!(owner.get(&format!("{PATH}{query}")).await.problem().1, "malformed-parameter");
    }
}

#[tokio::test]
async fn why_a_call_went_where_it_went_is_told_in_the_readers_language() {
    let fixture = Fixture::new();
    let id = call(&fixture, 0, None, None, "201");
    let mut record = fixture.store.record_by_id(id).unwrap().unwrap();
    let step = |decision: &str| TraceStep { rule: "number".to_owned(), decision: decision.to_owned() };
    record.trace = vec![step("202 is 202 of Bert Klein"), step("something else")];
    fixture.store.record(Box::new(record), Box::new(|| ()));
    let owner = fixture.signed_in("owner").await;
    for (language, told) in [
        ("en", "202 is the internal number of Bert Klein."),
        ("de", "202 ist die interne Nummer von Bert Klein."),
        ("fr", "202 est le numéro interne de Bert Klein."),
        ("es", "202 es el número interno de Bert Klein."),
    ] {
        let reply = owner.send("GET", &format!("{PATH}/{id}"), &[("accept-language", language)], None).await;
        let trace = &reply.json()["trace"];
        assert_eq!((&trace[0]["decision"], &trace[1]["decision"]), (&json!(told), &json!("something else")));
    }
}

#[tokio::test]
async fn ones_own_calls_are_those_of_ones_own_lines() {
    let fixture = Fixture::new();
    let (person, line, _) = anna(&fixture);
    let own = call(&fixture, 0, None, Some(line.id), "1");
    let strange = call(&fixture, 1, None, None, "2");
    let mut login = fixture.login("anna", AssignedRole::BuiltIn(Role::User));
    let client = fixture.signed_in("anna").await;
    assert_eq!(client.get("/api/v1/me/call-records").await.json()["items"], json!([]));
    login.person = Some(person.id);
    fixture.store.write(&Who::cli("test"), Change::new().put(login)).unwrap();
    let page = client.get("/api/v1/me/call-records").await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    assert_eq!(page["items"][0]["id"], own.to_string());
    let one = |id: CallId| format!("/api/v1/me/call-records/{id}");
    assert_eq!(client.get(&one(own)).await.json()["call"]["dialled"], "201");
    assert_eq!(client.get(&one(strange)).await.status, 404);
    assert_eq!(client.get(&format!("{PATH}/{own}")).await.problem().1, "permission-missing");
    assert_eq!(client.get(PATH).await.status, 403);
    assert_eq!(client.get("/api/v1/me/call-records?person=x").await.problem().1, "unknown-parameter");
}

#[tokio::test]
async fn a_file_of_calls_is_noted_and_has_no_formulas() {
    let fixture = Fixture::new();
    let (_, line, _) = anna(&fixture);
    call(&fixture, 0, None, Some(line.id), "+4989777");
    fixture.login("clerk", AssignedRole::BuiltIn(Role::TransactionsOnly));
    let clerk = fixture.signed_in("clerk").await;
    let reply = clerk.get(&format!("{PATH}/export")).await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    let text = String::from_utf8(reply.body.clone()).unwrap();
    let rows: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert_eq!(rows.len(), 2, "{text}");
    assert!(rows[1].contains(",2026-11-23 08:00:00,") && rows[1].contains(",'+4989777,'=cmd(),"), "{text}");
    let noted = fixture.store.history(&HistoryFilter::default(), 1).unwrap();
    assert_eq!(noted[0].event(), Some(store::Event::Exported { what: "calls".to_owned(), rows: 1 }));
}
