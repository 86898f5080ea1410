//! What is accepted once is accepted once, however many ask at the same moment.

use std::time::Duration;

use serde_json::json;

use super::signing_in::{code, secret};
use super::{Fixture, PASSWORD};

/// Longer than a wrong code is held against anybody.
const ROUND: Duration = Duration::from_secs(330);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_show_the_same_code_one_is_let_through() {
    let fixture = Fixture::new();
    let one = fixture.signed_in("owner").await;
    let key = one.post("/api/v1/me/second-factor", json!({})).await.json();
    let secret = secret(key["secret"].as_str().unwrap());
    let confirmed =
        one.post("/api/v1/me/second-factor/confirm", json!({"code": code(&secret, &fixture)})).await;
    assert_eq!(confirmed.status, 200, "{confirmed:?}");
    fixture.pass(ROUND);
    let other = fixture.stranger("192.0.2.1");
    let opened = other.sign_in("owner", PASSWORD, Some(&code(&secret, &fixture))).await;
    assert_eq!(opened.status, 200, "{opened:?}");
    let path = "/api/v1/me/recovery-codes";
    for round in 0..1_000 {
        fixture.pass(ROUND);
        let body = json!({"code": code(&secret, &fixture)});
        let (a, b) = tokio::join!(one.post(path, body.clone()), other.post(path, body));
        let mut told = [a.problem(), b.problem()];
        told.sort();
        assert_eq!(told, [(200, String::new()), (401, "code-used".to_owned())], "round {round}");
    }
}
