//! What holds for every route: who may, what is refused how, tags, pages.

use std::collections::HashSet;

use serde_json::json;

use super::super::route::Access;
use super::Fixture;

#[test]
fn every_route_has_a_name_of_its_own_and_a_sentence() {
    let routes = super::super::routes();
    let names: HashSet<&str> = routes.iter().map(|route| route.name.as_str()).collect();
    assert_eq!(names.len(), routes.len());
    for route in &routes {
        assert!(route.summary.ends_with('.'), "{} says nothing", route.name);
    }
    // What is open to everybody is listed here on purpose: one more is to be thought about.
    let mut open: Vec<&str> = routes
        .iter()
        .filter(|route| route.access == Access::Everybody)
        .map(|route| route.name.as_str())
        .collect();
    open.sort_unstable();
    assert_eq!(
        open,
        [
            "front",
            "invitation",
            "invitation_accept",
            "openapi",
            "password_generate",
            "password_judge",
            "password_reset",
            "password_reset_finish",
            "setup",
            "setup_clock",
            "setup_code",
            "setup_finish",
            "sign_in",
            "sign_out",
            "try",
            "try_file",
        ]
    );
}

#[tokio::test]
async fn a_row_is_made_seen_changed_and_deleted() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let made = client
        .post("/api/v1/time-frames", json!({"name": "Office hours", "hours": ["monday 09:00-17:00"]}))
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let path = made.header("location").to_owned();
    let tag = made.header("etag").to_owned();
    assert_eq!(made.json()["people"], 0);

    let seen = client.get(&path).await;
    assert_eq!((seen.json()["name"].as_str(), seen.header("etag")), (Some("Office hours"), tag.as_str()));
    let changed = client.send("PATCH", &path, &[("if-match", &tag)], Some(json!({"name": "Day"}))).await;
    assert_eq!(
        (changed.status.as_u16(), changed.json()["hours"][0].as_str()),
        (200, Some("monday 09:00-17:00"))
    );
    let late = client.send("PATCH", &path, &[("if-match", &tag)], Some(json!({"name": "Night"}))).await;
    assert_eq!(late.problem(), (412, "precondition-failed".to_owned()));
    assert_eq!(client.send("DELETE", &path, &[("if-match", &tag)], None).await.status, 412);
    assert_eq!(client.delete(&path).await.status, 204);
    assert_eq!(client.get(&path).await.problem(), (404, "not-found".to_owned()));
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_given_page_by_page() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    for name in ["Week 10", "Week 9", "Sunday", "week 1"] {
        assert_eq!(client.post("/api/v1/time-frames", json!({"name": name})).await.status, 201);
    }
    let names = |query: &'static str| {
        let client = &client;
        async move {
            let reply = client.get(&format!("/api/v1/time-frames{query}")).await.json();
            let names: Vec<String> = reply["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["name"].as_str().unwrap().to_owned())
                .collect();
            (names.join(","), reply["total"].as_u64().unwrap())
        }
    };
    assert_eq!(names("?sort=name").await, ("Sunday,week 1,Week 9,Week 10".to_owned(), 4));
    assert_eq!(names("?sort=-name&name=WEEK&limit=2").await, ("Week 10,Week 9".to_owned(), 3));
    assert_eq!(names("?q=week&sort=name&offset=1&limit=1").await, ("Week 9".to_owned(), 3));
    for (query, code) in [
        ("?colour=red", "unknown-parameter"),
        ("?sort=colour", "malformed-parameter"),
        ("?limit=501", "malformed-parameter"),
        ("?limit=-1", "malformed-parameter"),
        ("?q=a&q=b", "unknown-parameter"),
    ] {
        let reply = client.get(&format!("/api/v1/time-frames{query}")).await;
        assert_eq!(reply.problem(), (400, code.to_owned()), "{query}");
    }
}

#[tokio::test]
async fn a_list_that_has_not_changed_is_not_sent_again() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let tag = client.get("/api/v1/time-frames").await.header("etag").to_owned();
    let again = client.send("GET", "/api/v1/time-frames", &[("if-none-match", &tag)], None).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    client.post("/api/v1/time-frames", json!({"name": "Day"})).await;
    let anew = client.send("GET", "/api/v1/time-frames", &[("if-none-match", &tag)], None).await;
    assert_eq!(anew.status, 200);
}

#[tokio::test]
async fn wrong_bodies_are_told_where_they_are_wrong() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let path = "/api/v1/time-frames";
    for (body, status, code, pointer) in [
        (r#"{"name": "#, 400, "malformed", None),
        ("[]", 400, "malformed", None),
        (r#"{"hours": []}"#, 422, "invalid", Some("/name")),
        (r#"{"name": "a", "hours": ["monday"]}"#, 422, "invalid", Some("/hours/0")),
        (r#"{"name": 7}"#, 422, "invalid", Some("/name")),
        (r#"{"name": "a", "colour": "red"}"#, 422, "invalid", Some("/colour")),
        (r#"{"name": "a", "id": "x"}"#, 422, "invalid", Some("/id")),
        (r#"{"name": ""}"#, 422, "invalid", Some("/name")),
    ] {
        let reply = client.raw("POST", path, &[], Some(("application/json", body.into()))).await;
        assert_eq!(reply.problem(), (status, code.to_owned()), "{body}: {reply:?}");
        assert_eq!(reply.json()["errors"][0]["pointer"].as_str(), pointer, "{body}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
    }
    let text = client.raw("POST", path, &[], Some(("text/plain", b"{}".to_vec()))).await;
    assert_eq!(text.problem(), (415, "unsupported-type".to_owned()));
    let large = client.raw("POST", path, &[], Some(("application/json", vec![b' '; 70_000]))).await;
    assert_eq!(large.problem(), (413, "too-large".to_owned()));
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let deep = client.raw("POST", path, &[], Some(("application/json", deep.into()))).await;
    assert_eq!(deep.status, 400);
    let nothing = client.send("PUT", path, &[], None).await;
    assert_eq!((nothing.problem().0, nothing.header("allow")), (405, "GET, HEAD, POST"));
    assert_eq!(client.get("/api/v1/nothing").await.problem(), (404, "not-found".to_owned()));
    assert_eq!(client.get("/api/v1/time-frames/x").await.problem(), (404, "not-found".to_owned()));
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let before = fixture.store.version();
    for headers in [
        [("origin", "https://evil.example"), ("x", "y")],
        [("origin", "null"), ("x", "y")],
        [("origin", "https://box.example"), ("sec-fetch-site", "cross-site")],
    ] {
        let reply = client.send("POST", "/api/v1/time-frames", &headers, Some(json!({"name": "Day"}))).await;
        assert_eq!(reply.problem(), (403, "cross-site".to_owned()));
    }
    assert_eq!(fixture.store.version(), before);
}

#[tokio::test]
async fn a_program_has_a_token() {
    let fixture = Fixture::new();
    let token = fixture
        .store
        .create_token(
            &store::Who::cli("test"),
            store::NewToken {
                name: "monitoring".to_owned(),
                permissions: vec![model::Permission::StatusRead],
                expires: None,
                made_by: None,
            },
        )
        .unwrap()
        .1;
    let mut program = fixture.stranger("198.51.100.9");
    assert_eq!(program.get("/api/v1/status").await.problem(), (401, "not-signed-in".to_owned()));
    program.bearer = Some("bb_bad".to_owned());
    assert_eq!(program.get("/api/v1/status").await.status, 401);
    program.bearer = Some(token);
    let status: crate::Status = serde_json::from_value(program.get("/api/v1/status").await.json()).unwrap();
    assert_eq!(status, crate::Status::default());
    // It may nothing else, and is nobody who has a session.
    assert_eq!(program.get("/api/v1/time-frames").await.problem(), (403, "permission-missing".to_owned()));
    assert_eq!(program.get("/api/v1/me").await.status, 401);
}
