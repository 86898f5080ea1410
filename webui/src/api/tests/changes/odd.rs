//! Several changes that undo, cure or hide each other.

use super::*;

fn delete(path: &str) -> Value {
    json!({ "method": "DELETE", "path": path })
}

#[tokio::test]
async fn the_one_at_fault_is_named_and_not_its_cure() {
    let fixture = Fixture::new();
    let (person, line, account) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let body = json!({"owner": {"person": person.id}, "number": "202"});
    let second = owner.post("/api/v1/lines", body).await.json()["id"].as_str().unwrap().to_owned();
    let person = format!("/people/{}", person.id);
    let (first, second) = (format!("/lines/{}", line.id), format!("/lines/{second}"));
    let account = delete(&format!("/contact-methods/{}", account.id));
    let nowhere = json!({"line": "01a206a1-4ae3-74c3-9c87-fa65352de41a"});
    let number =
        |number: &str| post("/lines", json!({"owner": {"person": {"made_by": 0}}, "number": number}));
    let ben = post("/sites", json!({"name": "Annexe"}));
    for (changes, place) in [
        (
            json!([delete(&person), account, post("/mailboxes", nowhere), delete(&first), delete(&second)]),
            json!(2),
        ),
        (json!([delete(&person), account, delete(&first)]), json!(0)),
        (
            json!([patch(&first, json!({"number": "202"})), patch(&person, json!({"department": "Sales"}))]),
            json!(0),
        ),
        (json!([ben, ben]), json!(1)),
        (json!([ben, number("201")]), json!(1)),
    ] {
        let reply = make(&owner, changes.clone()).await;
        assert!(reply.status.is_client_error(), "{changes}");
        assert_eq!(reply.json()["change"], place, "{changes}: {reply:?}");
    }
    // Of very many none is looked for.
    let mut many: Vec<Value> = (0..60).map(|_| patch(&person, json!({"department": "Sales"}))).collect();
    many.push(post(
        "/lines",
        json!({"owner": {"person": person.trim_start_matches("/people/")}, "number": "201"}),
    ));
    assert_eq!(
        refused(&make(&owner, json!(many)).await),
        (409, Value::Null, "name-taken".to_owned(), Value::Null)
    );
}

#[tokio::test]
async fn what_is_made_and_taken_away_again_was_never_there() {
    let fixture = Fixture::new();
    let (person, line, _) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let version = fixture.store.version();
    let made = make(
        &owner,
        json!([
            post("/lines", json!({"owner": {"person": person.id}, "number": "202"})),
            post("/mailboxes", json!({"line": {"made_by": 0}})),
            delete("/mailboxes/@1"),
            delete("/lines/@0"),
        ]),
    )
    .await;
    assert_eq!((made.status.as_u16(), &made.json()["version"]), (200, &Value::Null), "{made:?}");
    assert_eq!(fixture.store.version(), version);
    // A row that is changed twice has been seen as it was, and not as the first change leaves it.
    let path = format!("/lines/{}", line.id);
    let tag = owner.get(&format!("/api/v1{path}")).await.header("etag").to_owned();
    let change = |body: Value| json!({"method": "PATCH", "path": path, "if_match": tag, "body": body});
    let changes =
        json!([change(json!({"outside_calls": false})), change(json!({"internal_caller_id": "Desk"}))]);
    assert_eq!(make(&owner, changes.clone()).await.status, 200);
    assert_eq!(refused(&make(&owner, changes).await).0, 412, "now it is another one");
}

#[tokio::test]
async fn an_address_is_told_of_what_the_changes_come_to() {
    let fixture = super::super::address_changed::office();
    let owner = fixture.signed_in("owner").await;
    let office = fixture.store.snapshot().unwrap();
    let anna = office.portal_users.iter().find(|user| user.login == "anna").unwrap();
    let path = format!("/portal-users/{}", anna.id);
    let to = |email: &str| patch(&path, json!({ "email": email }));
    let (one, two, back) = (to("one@example.com"), to("two@example.com"), to(&anna.email));
    assert_eq!(make(&owner, json!([one, two, back])).await.json()["version"], Value::Null);
    assert_eq!(refused(&make(&owner, json!([one, to("nowhere")])).await).1, json!(1));
    assert!(fixture.letterbox.is_empty().await, "nothing has changed");
    assert_eq!(make(&owner, json!([one, two])).await.status, 200);
    let (_, mail) = fixture.letterbox.next().await;
    assert_eq!(mail.to.to_string(), anna.email);
    assert!(fixture.letterbox.is_empty().await, "nobody ever was at the first of them");
}
