//! The office and its rows: what is shown beside their columns.

use model::{
    AssignedRole, ContactKind, ContactMethod, ContactMethodId, Line, LineId, Owner, Person, PersonId, Role,
};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Fixture, PASSWORD};

/// Anna Berg with line 201 and an account.
pub(super) fn anna(fixture: &Fixture) -> (Person, Line, ContactMethod) {
    let site = fixture.store.snapshot().unwrap().sites.iter().next().unwrap().id;
    let mut person = Person::named(PersonId::from_bytes(fixture.store.new_id()), "Anna", site);
    person.last_name = "Berg".to_owned();
    let line = Line::new(
        LineId::from_bytes(fixture.store.new_id()),
        Owner::Person(person.id),
        "201".parse().unwrap(),
    );
    let kind = ContactKind::Sip { username: "u201".parse().unwrap(), algorithm: model::DigestAlgorithm::Md5 };
    let account = ContactMethod {
        id: ContactMethodId::from_bytes(fixture.store.new_id()),
        line: line.id,
        position: 0,
        kind,
    };
    let change = Change::new().put(person.clone()).put(line.clone()).put(account.clone());
    fixture.store.write(&Who::cli("test"), change).unwrap();
    (person, line, account)
}

#[tokio::test]
async fn the_office_is_changed_as_one_has_seen_it() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let path = "/api/v1/office";
    let tag = owner.get(path).await.header("etag").to_owned();
    let patch = json!({"name": "Acme", "timezone": "Europe/Berlin"});
    let changed = owner.send("PATCH", path, &[("if-match", &tag)], Some(patch)).await;
    assert_eq!((changed.status.as_u16(), &changed.json()["name"]), (200, &json!("Acme")));
    assert_ne!(changed.header("etag"), tag);
    let late = owner.send("PATCH", path, &[("if-match", &tag)], Some(json!({"name": "X"}))).await;
    assert_eq!(late.problem(), (412, "precondition-failed".to_owned()));
    for (patch, pointer) in [
        (json!({"timezone": "Nowhere/Town"}), "/timezone"),
        (json!({"country": "germany"}), "/country"),
        (json!({"id": "x"}), "/id"),
        (json!({"name": null}), "/name"),
        (json!({"colour": "red"}), "/colour"),
        (json!({"colour": null}), "/colour"),
    ] {
        let reply = owner.patch(path, patch).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["errors"][0]["pointer"]), (422, &json!(pointer)));
    }
}

#[tokio::test]
async fn a_number_says_which_line_it_rings() {
    let fixture = Fixture::new();
    let (_, line, _) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let path = "/api/v1/phone-numbers";
    let made = owner.post(path, json!({"number": "+4989123201", "line": line.id.to_string()})).await.json();
    assert_eq!((&made["rings"]["number"], &made["rings"]["name"]), (&json!("201"), &json!("Anna Berg")));
    let free = owner.post(path, json!({"number": "+4989123202"})).await.json();
    assert_eq!((&free["rings"], &free["shown_by"]), (&Value::Null, &json!(0)));
    assert_eq!(owner.get(&format!("{path}?rings=201")).await.json()["total"], 1);
    assert_eq!(owner.get(&format!("{path}?rings=-")).await.json()["items"][0]["number"], "+4989123202");
    let taken = owner.post(path, json!({"number": "+4989123202"})).await;
    assert_eq!(taken.problem(), (409, "name-taken".to_owned()));
}

#[tokio::test]
async fn a_name_that_somebody_has_is_told_of_its_field() {
    let fixture = Fixture::new();
    anna(&fixture);
    let mut boss = fixture.login("boss", AssignedRole::BuiltIn(Role::OfficeManager));
    boss.email = "boss@example.com".to_owned();
    fixture.store.write(&Who::cli("test"), Change::new().put(boss)).unwrap();
    let owner = fixture.signed_in("owner").await;
    let made = async |path: &str, body: Value| {
        let made = owner.post(&format!("/api/v1/{path}"), body).await;
        assert_eq!(made.status, 201, "{path}: {made:?}");
        made.json()
    };
    let site = made("sites", json!({"name": "Annexe", "timezone": "Europe/Paris"})).await;
    let bert = json!({"first_name": "Bert", "line": {"number": "202"}, "sip_account": true});
    let bert = made("people", bert).await;
    let line_of_bert = &bert["lines"][0]["id"];
    made("phones", json!({"mac": "0015650a0b0c", "site": site["id"]})).await;
    let user = made("portal-users", json!({"login": "anna", "role": {"built-in": "user"}})).await;
    let path = |kind: &str, of: &Value| format!("{kind}/{}", of.as_str().unwrap());
    let (of_bert, of_user) = (path("lines", line_of_bert), path("portal-users", &user["id"]));
    let username = json!({"sip": {"username": "u201"}});
    for (method, path, body, pointer) in [
        ("POST", "sites", json!({"name": "annexe", "timezone": "Europe/Paris"}), "/name"),
        ("POST", "lines", json!({"number": "201", "owner": {"person": bert["id"]}}), "/number"),
        ("PATCH", &of_bert, json!({"number": "201"}), "/number"),
        ("POST", "contact-methods", json!({"line": line_of_bert, "kind": username}), "/kind/sip/username"),
        ("POST", "phones", json!({"mac": "0015650a0b0c", "site": site["id"]}), "/mac"),
        ("POST", "portal-users", json!({"login": "BOSS", "role": {"built-in": "user"}}), "/login"),
        ("PATCH", &of_user, json!({"login": "boss"}), "/login"),
        ("PATCH", &of_user, json!({"email": "Boss@example.com"}), "/email"),
        ("PATCH", "me", json!({"email": "boss@example.com", "password": PASSWORD}), "/email"),
    ] {
        let reply = owner.send(method, &format!("/api/v1/{path}"), &[], Some(body.clone())).await;
        let told = reply.json();
        let place = (&told["errors"][0]["pointer"], &told["errors"][0]["code"]);
        assert_eq!(reply.problem(), (409, "name-taken".to_owned()), "{method} {path} {body}: {told}");
        assert_eq!(place, (&json!(pointer), &json!("name-taken")), "{method} {path} {body}: {told}");
    }
}

#[tokio::test]
async fn rows_are_made_filtered_changed_and_deleted() {
    let fixture = Fixture::new();
    let (_, _, account) = anna(&fixture);
    let owner = fixture.signed_in("owner").await;
    let site = owner.get("/api/v1/sites").await.json()["items"][0].clone();
    assert_eq!((&site["people"], &site["phones"]), (&json!(1), &json!(0)));
    let id = &site["id"];
    let accounts = json!([{"position": 1, "contact_method": account.id.to_string()}]);
    for (resource, body, filter, patch) in [
        (
            "sites",
            json!({"name": "Annexe", "timezone": "Europe/Paris"}),
            "timezone=paris",
            json!({"region": "IDF"}),
        ),
        ("places", json!({"name": "Lobby", "site": id}), "name=lob", json!({"name": "Door"})),
        ("equipment", json!({"name": "Fax", "site": id}), "site=Main", json!({"name": "Lift"})),
        ("announcements", json!({"name": "Closed"}), "q=clo", json!({"name": "Shut"})),
        (
            "feature-codes",
            json!({"feature": "record-on-demand", "code": "*1"}),
            "code=1",
            json!({"code": "*2"}),
        ),
        (
            "phones",
            json!({"mac": "0015650a0b0c", "site": id, "accounts": accounts}),
            "number=201",
            json!({"label": "desk"}),
        ),
    ] {
        let path = format!("/api/v1/{resource}");
        let made = owner.post(&path, body).await;
        assert_eq!(made.status, 201, "{resource}: {made:?}");
        let filter = filter.replace("Main", &site["name"].as_str().unwrap().replace(' ', "%20"));
        let page = owner.get(&format!("{path}?{filter}")).await.json();
        assert_eq!(page["total"], 1, "{resource}?{filter}: {page}");
        assert_eq!(page["items"][0], made.json());
        let one = made.header("location").to_owned();
        assert_eq!(owner.patch(&one, patch).await.status, 200, "{resource}");
        assert_ne!(owner.get(&one).await.header("etag"), made.header("etag"));
        if resource == "phones" {
            let shown = made.json();
            assert_eq!(shown["lines"][0]["username"], "u201");
            assert_eq!(shown["lines"][0]["line"]["name"], "Anna Berg");
        }
        assert_eq!(owner.delete(&one).await.status, 204, "{resource}");
        assert_eq!(owner.get(&one).await.status, 404);
    }
    let used = owner.delete(&format!("/api/v1/sites/{}", id.as_str().unwrap())).await;
    assert_eq!(used.status.as_u16() / 100, 4, "{used:?}");
}
