//! Portal users: made, seen, changed and deleted by those who may.

mod credentials;

use model::{AssignedRole, OwnRole, Permission, PortalUser, Role, RoleId};
use serde_json::{Value, json};
use store::{Change, Who};

use super::{Fixture, PASSWORD};

const PATH: &str = "/api/v1/portal-users";
/// A password that is strong enough.
const STRONG: &str = "staple cargo umbrella 7";

fn role(role: Role) -> AssignedRole {
    AssignedRole::BuiltIn(role)
}

fn path(user: &PortalUser) -> String {
    format!("{PATH}/{}", user.id)
}

/// A role that has few permissions, and somebody who has it.
fn clerk(fixture: &Fixture, permissions: &[Permission]) -> PortalUser {
    let own = OwnRole {
        id: RoleId::from_bytes(fixture.store.new_id()),
        name: "Clerk".to_owned(),
        permissions: permissions.to_vec(),
    };
    fixture.store.write(&Who::cli("test"), Change::new().put(own.clone())).unwrap();
    fixture.login("clerk", AssignedRole::Own(own.id))
}

/// Sets columns of a login behind the interface.
fn set(fixture: &Fixture, user: &PortalUser, change: impl FnOnce(&mut PortalUser)) {
    let mut user = fixture.store.snapshot().unwrap().portal_users.get(user.id).unwrap().clone();
    change(&mut user);
    fixture.store.write(&Who::cli("test"), Change::new().put(user)).unwrap();
}

#[tokio::test]
async fn a_login_is_made_with_a_password_that_must_be_changed() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let body = json!({"login": "anna", "role": {"built-in": "user"}, "password": STRONG});
    let made = owner.post(PATH, body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!(
        (&made["status"], &made["must_change_password"], &made["has_password"]),
        (&json!("active"), &json!(true), &json!(true))
    );
    assert_eq!((&made["generated_password"], &made["last_sign_in"]), (&Value::Null, &Value::Null));
    let anna = fixture.stranger("192.0.2.9");
    assert_eq!(anna.sign_in("anna", STRONG, None).await.json()["next"], "change-password");

    let body = json!({"login": "ben", "role": {"built-in": "user"}, "generate_password": true});
    let made = owner.post(PATH, body).await.json();
    let password = made["generated_password"].as_str().unwrap().to_owned();
    assert_eq!(anna.sign_in("ben", &password, None).await.json()["next"], "change-password");

    let body = json!({"login": "cleo", "role": {"built-in": "user"}});
    let made = owner.post(PATH, body).await.json();
    assert_eq!((&made["has_password"], &made["must_change_password"]), (&json!(false), &json!(false)));
}

#[tokio::test]
async fn what_is_wrong_with_a_new_login_is_told_by_field() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let role = json!({"built-in": "user"});
    for (more, pointer, code) in [
        (json!({"login": ""}), "/login", "empty"),
        (json!({"login": "a b"}), "/login", "blank"),
        (json!({"login": "a\u{200b}b"}), "/login", "control-character"),
        (json!({"login": "x".repeat(65)}), "/login", "too-long"),
        (json!({"allow_list": ["192.0.2.0/24", "x"]}), "/allow_list/1", "not-a-network"),
        (json!({"allow_list": ["192.0.2.7/24"]}), "/allow_list/0", "host-bits"),
        (json!({"allow_list": ["::/129"]}), "/allow_list/0", "not-a-network"),
        (json!({"password": "short"}), "/password", "password-too-short"),
        (json!({"password": "anna anna anna"}), "/password", "password-weak"),
        (json!({"password": STRONG, "generate_password": true}), "/generate_password", "malformed"),
        (json!({"second_factor": "activated"}), "/second_factor", "changed-elsewhere"),
        (json!({"timezone": "Nowhere/Town"}), "/timezone", "not-a-time-zone"),
        (json!({"activation": "2026-12-02", "expiration": "2026-12-01"}), "/expiration", "before-activation"),
    ] {
        let mut body = json!({"login": "anna", "role": role});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let reply = owner.post(PATH, body).await;
        let error = &reply.json()["errors"][0];
        assert_eq!(
            (reply.status.as_u16(), error["pointer"].as_str(), error["code"].as_str()),
            (422, Some(pointer), Some(code)),
            "{more}"
        );
    }
}

#[tokio::test]
async fn a_name_of_somebody_else_is_refused_with_its_holder() {
    let fixture = Fixture::new();
    let anna = fixture.login("anna", role(Role::User));
    set(&fixture, &anna, |anna| anna.email = "a@example.com".to_owned());
    let owner = fixture.signed_in("owner").await;
    for body in [
        json!({"login": "ANNA"}),
        json!({"login": "a@example.com"}),
        json!({"login": "x", "email": "A@example.com"}),
    ] {
        let mut body = body;
        body["role"] = json!({"built-in": "user"});
        let reply = owner.post(PATH, body).await;
        assert_eq!(reply.problem(), (409, "name-taken".to_owned()));
        assert!(reply.json()["detail"].as_str().unwrap().contains("anna"), "{reply:?}");
    }
    let renamed = owner.patch(&path(&anna), json!({"login": "anne"})).await;
    assert_eq!((renamed.status.as_u16(), renamed.json()["login"].as_str()), (200, Some("anne")));
    assert_eq!(fixture.stranger("192.0.2.9").sign_in("anne", PASSWORD, None).await.status, 200);
}

#[tokio::test]
async fn the_list_says_the_status_in_each_ones_own_zone_and_is_filtered_by_it() {
    // It is nine o'clock in UTC on the 23rd: the 22nd in Pago Pago is not over.
    let fixture = Fixture::new();
    for (login, zone, last, first) in [
        ("berlin", "Europe/Berlin", Some("2026-11-22"), None),
        ("pago", "Pacific/Pago_Pago", Some("2026-11-22"), None),
        ("later", "", None, Some("2026-11-24")),
    ] {
        let user = fixture.login(login, role(Role::TransactionsOnly));
        set(&fixture, &user, |user| {
            user.timezone = zone.to_owned();
            user.expiration = last.map(|day| day.parse().unwrap());
            user.activation = first.map(|day| day.parse().unwrap());
        });
    }
    let owner = fixture.signed_in("owner").await;
    for (query, logins, total) in [
        ("?sort=login", "berlin later owner pago", 4),
        ("?status=active&sort=login", "owner pago", 2),
        ("?status=expired", "berlin", 1),
        ("?status=not-yet-active", "later", 1),
        ("?role=owner", "owner", 1),
        ("?role=transactions-only&sort=-login&limit=1&offset=1", "later", 3),
        ("?second_factor=pending", "", 0),
        ("?q=ago", "pago", 1),
    ] {
        let page = owner.get(&format!("{PATH}{query}")).await.json();
        let rows = page["items"].as_array().unwrap();
        let found: Vec<&str> = rows.iter().map(|row| row["login"].as_str().unwrap()).collect();
        assert_eq!((found.join(" ").as_str(), page["total"].as_u64()), (logins, Some(total)), "{query}");
    }
    let page = owner.get(&format!("{PATH}?role=owner")).await.json();
    let row = &page["items"][0];
    assert_eq!(
        (&row["sessions"], &row["has_password"], &row["role_name"]),
        (&json!(1), &json!(true), &json!("Owner"))
    );
    assert_eq!(row["last_sign_in"], "2026-11-23T09:00:00Z");
}

#[tokio::test]
async fn nobody_gives_a_role_that_may_more_than_they() {
    let fixture = Fixture::new();
    let clerk = clerk(&fixture, &[Permission::PortalUsersWrite, Permission::OwnWrite]);
    fixture.login("manager", role(Role::OfficeManager));
    let anna = fixture.login("anna", role(Role::User));
    let (manager, by_clerk) = (fixture.signed_in("manager").await, fixture.signed_in("clerk").await);
    let body = |role: &str| json!({"login": "new", "role": {"built-in": role}});
    for (client, word, status) in [
        (&manager, "owner", 403),
        (&by_clerk, "owner", 403),
        (&by_clerk, "office-manager", 403),
        (&by_clerk, "transactions-only", 403),
        (&by_clerk, "user", 201),
    ] {
        let reply = client.post(PATH, body(word)).await;
        assert_eq!(reply.status, status, "{word}: {reply:?}");
        let promoted = client.patch(&path(&anna), json!({"role": {"built-in": word}})).await;
        assert_eq!(promoted.status.as_u16(), if status == 201 { 200 } else { status }, "{word}");
        if status == 403 {
            assert_eq!(reply.problem().1, "not-more-than-you-may");
        }
    }
    let own = json!({"login": "other", "role": serde_json::to_value(clerk.role).unwrap()});
    assert_eq!(by_clerk.post(PATH, own).await.status, 201);
    // Whose page a login opens is for those who may change people.
    let person = json!({"login": "page", "role": {"built-in": "user"}, "person": "01890000-0000-7000-8000-000000000000"});
    assert_eq!(by_clerk.post(PATH, person).await.problem().1, "permission-missing");
}

#[tokio::test]
async fn owners_are_for_owners() {
    let fixture = Fixture::new();
    let second = fixture.login("second", role(Role::Owner));
    fixture.login("manager", role(Role::OfficeManager));
    let (manager, owner) = (fixture.signed_in("manager").await, fixture.signed_in("owner").await);
    let (one, password) = (path(&second), format!("{}/password", path(&second)));
    for reply in [
        manager.patch(&one, json!({"email": "mine@example.com"})).await,
        manager.patch(&one, json!({"role": {"built-in": "user"}})).await,
        manager.delete(&one).await,
        manager.post(&password, json!({"generate_password": true})).await,
        manager.post(&format!("{one}/second-factor"), json!({"state": "disabled"})).await,
        manager.delete(&format!("{one}/sessions")).await,
    ] {
        assert_eq!(reply.problem(), (403, "not-more-than-you-may".to_owned()));
    }
    assert_eq!(owner.patch(&one, json!({"email": "o@example.com"})).await.status, 200);
    assert_eq!(owner.post(&password, json!({"generate_password": true})).await.status, 200);
    assert_eq!(owner.delete(&one).await.status, 204);
}

#[tokio::test]
async fn the_last_owner_stays() {
    let fixture = Fixture::new();
    let second = fixture.login("second", role(Role::Owner));
    let first = fixture.store.snapshot().unwrap().portal_users.iter().next().unwrap().clone();
    let by_second = fixture.signed_in("second").await;
    assert_eq!(by_second.patch(&path(&first), json!({"role": {"built-in": "user"}})).await.status, 200);
    let own = by_second.patch(&path(&second), json!({"expiration": "2026-12-31"})).await;
    assert_eq!(own.problem(), (409, "last-owner".to_owned()));
}

#[tokio::test]
async fn ones_own_login_keeps_its_role_and_stays() {
    let fixture = Fixture::new();
    let manager = fixture.login("manager", role(Role::OfficeManager));
    let client = fixture.signed_in("manager").await;
    let own = path(&manager);
    for reply in [
        client.patch(&own, json!({"role": {"built-in": "user"}})).await,
        client.delete(&own).await,
        client.post(&format!("{own}/password"), json!({"password": STRONG})).await,
        client.post(&format!("{own}/second-factor"), json!({"state": "disabled"})).await,
    ] {
        assert_eq!(reply.problem(), (403, "not-yourself".to_owned()));
    }
    assert_eq!(
        client.patch(&own, json!({"login": "boss", "role": {"built-in": "office-manager"}})).await.status,
        200
    );
}

#[tokio::test]
async fn an_allow_list_of_ones_own_does_not_lock_one_out_unasked() {
    let fixture = Fixture::new();
    let manager = fixture.login("manager", role(Role::OfficeManager));
    let client = fixture.signed_in("manager").await;
    let own = path(&manager);
    let away = json!({"allow_list": ["198.51.100.0/24"]});
    assert_eq!(client.patch(&own, away.clone()).await.problem(), (409, "locks-you-out".to_owned()));
    let here = json!({"allow_list": ["198.51.100.0/24", "192.0.2.1"]});
    assert_eq!(client.patch(&own, here).await.status, 200);
    assert_eq!(client.patch(&format!("{own}?confirm=true"), away).await.status, 200);
    assert_eq!(client.get("/api/v1/me").await.problem(), (403, "address-not-allowed".to_owned()));
}

#[tokio::test]
async fn role_days_and_addresses_hold_from_the_next_request_on() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    for (name, patch, code) in [
        ("anna", json!({"role": {"built-in": "user"}}), "permission-missing"),
        ("ben", json!({"expiration": "2026-11-22"}), "expired"),
        ("cleo", json!({"activation": "2026-11-24"}), "not-yet-active"),
        ("dora", json!({"allow_list": ["198.51.100.0/24"]}), "address-not-allowed"),
    ] {
        let user = fixture.login(name, role(Role::OfficeManager));
        let client = fixture.signed_in(name).await;
        assert_eq!(client.get(PATH).await.status, 200);
        assert_eq!(owner.patch(&path(&user), patch).await.status, 200);
        assert_eq!(client.get(PATH).await.problem(), (403, code.to_owned()), "{name}");
    }
    let eve = fixture.login("eve", role(Role::OfficeManager));
    let client = fixture.signed_in("eve").await;
    assert_eq!(owner.delete(&path(&eve)).await.status, 204);
    assert_eq!(client.get(PATH).await.status, 401);
}
