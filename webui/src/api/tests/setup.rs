//! A new box becomes somebody's: with the code of its console, once.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::{SetClock, SetupCode};
use super::*;

/// A box of nobody's, its code, and what its clock was set to.
fn new_box() -> (Fixture, String, Arc<Mutex<Option<Timestamp>>>) {
    let machine = Machine::default();
    let code = machine.setup_code.text();
    let set = Arc::new(Mutex::new(None));
    let told = Arc::clone(&set);
    let set_clock: SetClock = Arc::new(move |now: Timestamp| {
        if now.as_second() == "2030-01-01T00:00:00Z".parse::<Timestamp>().unwrap().as_second() {
            return Err("EINVAL".to_owned());
        }
        *told.lock().unwrap() = Some(now);
        Ok(())
    });
    (Fixture::nobodys(Machine { set_clock: Some(set_clock), ..machine }), code, set)
}

fn first_run(code: &str) -> Value {
    json!({
        "code": code,
        "office": { "name": "Müller & Co", "country": "DE", "region": "BY", "timezone": "Europe/Berlin" },
        "owner": { "login": "anna", "email": "anna@example.com", "password": "seven-ducks-on-a-pond", "language": "de" },
    })
}

#[tokio::test]
async fn who_knows_the_code_becomes_the_owner_and_the_door_is_shut() {
    let (fixture, code, _) = new_box();
    let browser = fixture.stranger("192.0.2.7");
    assert_eq!(browser.get("/api/v1/setup").await.json()["is_needed"], true);
    let reply = browser.post("/api/v1/setup", first_run(&code.to_lowercase())).await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    let me = reply.json();
    assert_eq!(
        (&me["login"], &me["next"], &me["language"]),
        (&json!("anna"), &json!("nothing"), &json!("de"))
    );
    // The session that was opened is an owner's.
    let office = browser.get("/api/v1/office").await.json();
    assert_eq!((&office["name"], &office["region"]), (&json!("Müller & Co"), &json!("BY")));
    let audit = browser.get("/api/v1/audit").await.json();
    assert!(audit["items"].as_array().unwrap().iter().any(|entry| entry["who_name"] == "anna"));

    let other = fixture.stranger("192.0.2.8");
    assert_eq!(other.get("/api/v1/setup").await.json()["is_needed"], false);
    for (path, body) in [("/api/v1/setup", first_run(&code)), ("/api/v1/setup/code", json!({ "code": code }))]
    {
        let reply = other.post(path, body).await;
        assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::CONFLICT, &json!("set-up-already")));
    }
    let signed_in =
        other.post("/api/v1/session", json!({ "name": "anna", "password": "seven-ducks-on-a-pond" })).await;
    assert_eq!(signed_in.status, StatusCode::OK);
}

#[tokio::test]
async fn without_the_code_nothing_happens_and_guessing_waits() {
    let (fixture, code, set) = new_box();
    let browser = fixture.stranger("192.0.2.7");
    let reply = browser.post("/api/v1/setup", first_run("AAAA-AAAA")).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.json()["errors"][0]["code"], "setup-code-wrong");
    let clock = json!({ "code": "AAAA-AAAA", "now": "2026-11-23T10:00:00Z" });
    assert_eq!(browser.put("/api/v1/setup/clock", clock).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(*set.lock().unwrap(), None);
    let mut last = StatusCode::OK;
    for _ in 0..20 {
        last = browser.post("/api/v1/setup/code", json!({ "code": "AAAA-AAAA" })).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert!(fixture.store.snapshot().unwrap().portal_users.iter().next().is_none());
    // A stranger's guesses do not keep out who stands before the box.
    let owner = fixture.stranger("198.51.100.4");
    assert_eq!(
        owner.post("/api/v1/setup/code", json!({ "code": code })).await.status,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_by_field_and_nothing_is_kept() {
    let (fixture, code, _) = new_box();
    let browser = fixture.stranger("192.0.2.7");
    for (path, value, pointer) in [
        ("/office/name", json!(" "), "/office/name"),
        ("/office/country", json!("Germany"), "/office/country"),
        ("/office/timezone", json!("Europe/Atlantis"), "/office/timezone"),
        ("/owner/login", json!("an na"), "/owner/login"),
        ("/owner/email", json!("anna at home"), "/owner/email"),
        ("/owner/password", json!("password1234"), "/owner/password"),
        ("/owner/password", json!("müller & co 1"), "/owner/password"),
        ("/owner/language", json!("tlh"), "/owner/language"),
    ] {
        let mut body = first_run(&code);
        *body.pointer_mut(path).unwrap() = value;
        let reply = browser.post("/api/v1/setup", body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {reply:?}");
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer);
    }
    assert_eq!(browser.get("/api/v1/setup").await.json()["is_needed"], true);
    assert_eq!(browser.get("/api/v1/setup").await.json()["office"], "");
}

#[tokio::test]
async fn of_two_who_know_the_code_one_becomes_the_owner() {
    let (fixture, code, _) = new_box();
    let [one, two] = ["192.0.2.7", "192.0.2.8"].map(|address| fixture.stranger(address));
    let (one, two) = tokio::join!(
        one.post("/api/v1/setup", first_run(&code)),
        two.post("/api/v1/setup", first_run(&code))
    );
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers[0], StatusCode::OK);
    assert!([StatusCode::CONFLICT, StatusCode::PRECONDITION_FAILED].contains(&answers[1]), "{answers:?}");
    assert_eq!(fixture.store.snapshot().unwrap().portal_users.iter().count(), 1);
}

#[tokio::test]
async fn the_clock_is_set_or_it_is_said_why_not() {
    let (fixture, code, set) = new_box();
    let browser = fixture.stranger("192.0.2.7");
    let now = "2026-11-23T10:00:00Z";
    let reply = browser.put("/api/v1/setup/clock", json!({ "code": code, "now": now })).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(*set.lock().unwrap(), Some(now.parse().unwrap()));
    let reply =
        browser.put("/api/v1/setup/clock", json!({ "code": code, "now": "2030-01-01T00:00:00Z" })).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(reply.json()["detail"].as_str().unwrap().contains("EINVAL"));
}

#[tokio::test]
async fn a_time_that_cannot_be_does_not_reach_the_clock() {
    let (fixture, code, set) = new_box();
    let browser = fixture.stranger("192.0.2.7");
    for now in ["1970-01-01T00:00:00Z", "2026-10-31T12:00:00Z", "2056-11-23T10:00:00Z"] {
        let reply = browser.put("/api/v1/setup/clock", json!({ "code": code, "now": now })).await;
        let error = &reply.json()["errors"][0];
        assert_eq!(
            (reply.status.as_u16(), &error["pointer"], &error["code"]),
            (422, &json!("/now"), &json!("clock-impossible"))
        );
    }
    assert_eq!(*set.lock().unwrap(), None);
}

#[tokio::test]
async fn it_is_said_whether_the_clock_can_be_set() {
    let (fixture, _, _) = new_box();
    let shown = fixture.stranger("192.0.2.7").get("/api/v1/setup").await.json();
    assert_eq!(shown["can_set_clock"], true);
    let machine = Machine::default();
    let code = machine.setup_code.text();
    let fixture = Fixture::nobodys(machine);
    let browser = fixture.stranger("192.0.2.7");
    assert_eq!(browser.get("/api/v1/setup").await.json()["can_set_clock"], false);
    let clock = json!({ "code": code, "now": "2026-11-23T10:00:00Z" });
    assert_eq!(browser.put("/api/v1/setup/clock", clock).await.problem(), (503, "clock-not-set".to_owned()));
}

#[tokio::test]
async fn neighbours_who_guess_the_code_keep_nobody_else_from_typing_it() {
    let (fixture, code, _) = new_box();
    for place in 0..30 {
        let neighbour = fixture.stranger(&format!("192.0.2.{place}"));
        for _ in 0..11 {
            neighbour.post("/api/v1/setup/code", json!({ "code": "AAAA-AAAA" })).await;
        }
    }
    let owner = fixture.stranger("192.0.2.200");
    let reply = owner.post("/api/v1/setup/code", json!({ "code": code })).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{reply:?}");
}

#[test]
fn a_code_is_not_logged() {
    let random: store::Random = Arc::new(|bytes: &mut [u8]| bytes.fill(3));
    let code = SetupCode::new(&random);
    assert!(
        !format!("{:?} {:?}", code, Machine { setup_code: code.clone(), ..Machine::default() })
            .contains(&code.text())
    );
}
