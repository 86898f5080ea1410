//! Logins, roles and their secrets through the door.

use model::{AssignedRole, OwnRole, Permission, PortalUser, PortalUserId, Role, RoleId};

use super::user;
use crate::change::Change;
use crate::rows::portal_user::UserSecret;
use crate::seal::Secret;
use crate::testing::{Fixture, member, who};

fn owner(number: u8, login: &str) -> PortalUser {
    PortalUser { role: AssignedRole::BuiltIn(Role::Owner), ..user(number, login) }
}

fn refused(fixture: &Fixture, change: Change) -> String {
    fixture.store.write(&who(), change).unwrap_err().to_string()
}

#[test]
fn the_last_owner_stays_one() {
    let fixture = Fixture::new();
    let anna = owner(1, "anna");
    let put = |user: &PortalUser| fixture.store.write(&who(), Change::new().put(user.clone()));
    put(&anna).unwrap();
    let expected = "portal user anna: role: the last owner must stay one, from now on and without an end";
    let demoted = PortalUser { role: AssignedRole::BuiltIn(Role::User), ..anna.clone() };
    let ended = PortalUser { expiration: "2030-01-01".parse().ok(), ..anna.clone() };
    let later = PortalUser { activation: "2090-01-01".parse().ok(), ..anna.clone() };
    for change in [
        Change::new().delete(anna.id),
        Change::new().put(demoted.clone()),
        Change::new().put(ended.clone()),
        Change::new().put(later),
        // A second owner who ends some day does not help.
        Change::new()
            .put(demoted.clone())
            .put(PortalUser { expiration: ended.expiration, ..owner(2, "ben") }),
    ] {
        assert_eq!(refused(&fixture, change), expected);
    }
    let handed_over = Change::new().put(demoted).put(owner(2, "ben"));
    fixture.store.write(&who(), handed_over).unwrap();
    assert_eq!(refused(&fixture, Change::new().delete(owner(2, "ben").id)).replace("ben", "anna"), expected);
    // Who has begun is an owner as any other.
    let began = PortalUser { activation: "2020-01-01".parse().ok(), ..owner(2, "ben") };
    put(&began).unwrap();
    assert_eq!(refused(&fixture, Change::new().delete(began.id)).replace("ben", "anna"), expected);
}

#[test]
fn an_owner_without_a_password_does_not_let_the_last_one_with_it_go() {
    let fixture = Fixture::new();
    let (anna, ben) = (owner(1, "anna"), owner(2, "ben"));
    let password = |user: &PortalUser, hash: Option<&str>| {
        Change::new().set_user_secret(user.id, UserSecret::Password, hash.map(Secret::new))
    };
    let write = |change| fixture.store.write(&who(), change);
    // A file may bring owners of whom nobody has one.
    write(Change::new().put(anna.clone()).put(ben.clone())).unwrap();
    write(Change::new().delete(anna.id)).unwrap();
    write(password(&anna, Some("$argon2id$of-anna")).put(anna.clone())).unwrap();
    let demoted = PortalUser { role: AssignedRole::BuiltIn(Role::User), ..anna.clone() };
    let expected = "portal user anna: role: the last owner must stay one, from now on and without an end";
    for change in [
        Change::new().delete(anna.id),
        Change::new().put(demoted.clone()),
        password(&anna, None),
        Change::new().put(demoted.clone()).put(owner(3, "cora")),
    ] {
        assert_eq!(refused(&fixture, change), expected);
    }
    write(Change::new().delete(ben.id)).unwrap();
    write(password(&ben, Some("$argon2id$of-ben")).put(ben.clone()).put(demoted)).unwrap();
}

#[test]
fn a_name_with_the_offices_name_means_one_login_too() {
    let fixture = Fixture::with(2);
    let mut office = fixture.store.snapshot().unwrap().office.as_ref().clone();
    (office.name, office.short_name) = ("The Bakery".to_owned(), "bakery".to_owned());
    office.email_domain = "bakery.example".to_owned();
    let anna = PortalUser { person: Some(member(1).person.id), ..user(1, "anna") };
    fixture.store.write(&who(), Change::new().put(office.clone()).put(anna)).unwrap();
    for (login, email, name) in [
        ("Anna@Bakery", "", "anna@bakery"),
        ("201@bakery", "", "201@bakery"),
        ("ben", "anna@bakery.example", "anna@bakery.example"),
        ("ben", "201@Bakery.example", "201@bakery.example"),
    ] {
        let ben = PortalUser { email: email.to_owned(), ..user(2, login) };
        let expected = format!("{name} is already taken by portal user anna");
        assert_eq!(refused(&fixture, Change::new().put(ben)).to_lowercase(), expected);
    }
    // Anna's own address may be so.
    let own = PortalUser { email: "anna@bakery.example".to_owned(), ..user(1, "anna") };
    fixture.store.write(&who(), Change::new().put(own)).unwrap();
    // What a new name of the office makes of names is looked at, and nothing else of the office.
    let ben = PortalUser { email: "anna@shop.example".to_owned(), ..user(2, "ben") };
    fixture.store.write(&who(), Change::new().put(ben)).unwrap();
    let shop = || "shop.example".to_owned();
    for named in [
        model::Office { name: shop(), ..office.clone() },
        model::Office { short_name: shop(), ..office.clone() },
        model::Office { email_domain: shop(), ..office.clone() },
    ] {
        let error = refused(&fixture, Change::new().put(named));
        assert!(error.starts_with("anna@shop.example is already taken by portal user"), "{error}");
    }
    office.region = "BY".to_owned();
    fixture.store.write(&who(), Change::new().put(office)).unwrap();
}

#[test]
fn a_name_means_one_login() {
    let fixture = Fixture::with(2);
    let anna = PortalUser {
        person: Some(member(1).person.id),
        email: "anna@example.com".to_owned(),
        ..user(1, "anna")
    };
    fixture.store.write(&who(), Change::new().put(anna)).unwrap();
    for (login, email) in [
        ("Anna", ""),
        ("ANNA@example.com", ""),
        ("201", ""),
        ("ben", "anna"),
        ("ben", "Anna@Example.com"),
        ("ben", "201@example.com"),
    ] {
        let ben = PortalUser { email: email.to_owned(), ..user(2, login) };
        let result = fixture.store.write(&who(), Change::new().put(ben));
        if email == "201@example.com" {
            result.unwrap();
        } else {
            let error = result.unwrap_err().to_string();
            let expected = ["portal user anna", "is not an email address"];
            assert!(expected.iter().any(|words| error.ends_with(words)), "{error}");
        }
    }
    // A number that somebody gets later is looked at too.
    let cora = PortalUser { person: Some(member(2).person.id), ..user(3, "203") };
    fixture.store.write(&who(), Change::new().put(cora)).unwrap();
    let mut line = member(1).line;
    line.number = "203".parse().unwrap();
    assert_eq!(refused(&fixture, Change::new().put(line)), "203 is already taken by portal user 203");
    // Who had the name is told, whoever was made first.
    let mail = |user: PortalUser, email: &str| PortalUser { email: email.to_owned(), ..user };
    let dora = mail(user(4, "dora"), "dora@example.com");
    fixture.store.write(&who(), Change::new().put(dora)).unwrap();
    let anna = mail(user(1, "anna"), "Dora@example.com");
    assert_eq!(
        refused(&fixture, Change::new().put(anna)),
        "dora@example.com is already taken by portal user dora"
    );
}

#[test]
fn an_older_database_with_two_logins_of_one_name_can_still_be_changed() {
    let fixture = Fixture::with(1);
    fixture.store.write(&who(), Change::new().put(user(1, "anna")).put(user(2, "ben"))).unwrap();
    let both = "update portal_user set email = 'info@example.com'";
    fixture.store.call(move |engine| Ok(engine.conn.execute(both, [])?)).unwrap();
    let mut line = member(1).line;
    line.internal_caller_id = "Anna".to_owned();
    fixture.store.write(&who(), Change::new().put(line)).unwrap();
    let cora = PortalUser { email: "INFO@example.com".to_owned(), ..user(3, "cora") };
    assert!(refused(&fixture, Change::new().put(cora)).contains("is already taken by portal user"));
}

#[test]
fn secrets_of_logins_are_sealed_and_bound_to_their_row() {
    let fixture = Fixture::new();
    let (anna, ben) = (user(1, "anna"), user(2, "ben"));
    let secret = |text: &str| Some(Secret::new(text));
    let change = Change::new()
        .set_user_secret(anna.id, UserSecret::Password, secret("$argon2id$hash-of-anna"))
        .put(anna.clone())
        .put(ben.clone())
        .set_user_secret(ben.id, UserSecret::Totp, secret("KEYOFBEN"));
    fixture.store.write(&who(), change).unwrap();
    let read = |user, which| fixture.store.user_secret(user, which).unwrap();
    assert_eq!(read(anna.id, UserSecret::Password), secret("$argon2id$hash-of-anna"));
    assert_eq!(read(ben.id, UserSecret::Totp), secret("KEYOFBEN"));
    assert_eq!(read(ben.id, UserSecret::Password), None);
    assert_eq!(read(PortalUserId::new(9, [9; 10]), UserSecret::Password), None);
    let written = fixture.column("select new from audit where new is not null").join(" ");
    assert!(!written.contains("hash-of-anna") && !written.contains("KEYOFBEN"), "{written}");

    // An edit of the row keeps them; one moved to another row does not open.
    fixture
        .store
        .write(&who(), Change::new().put(PortalUser { language: "de".to_owned(), ..anna.clone() }))
        .unwrap();
    assert_eq!(read(anna.id, UserSecret::Password), secret("$argon2id$hash-of-anna"));
    rusqlite::Connection::open(fixture.dir.path().join("bellbox.db"))
        .unwrap()
        .execute(
            "update portal_user set password = (select password from portal_user where login = 'anna')",
            [],
        )
        .unwrap();
    assert_eq!(read(ben.id, UserSecret::Password), None);
    let change = Change::new().set_user_secret(anna.id, UserSecret::Password, None);
    fixture.store.write(&who(), change).unwrap();
    assert_eq!(read(anna.id, UserSecret::Password), None);
    let nobody = PortalUserId::new(9, [9; 10]);
    let change = Change::new().set_user_secret(nobody, UserSecret::Password, secret("x"));
    assert_eq!(refused(&fixture, change), format!("there is no portal user {nobody}"));
}

#[test]
fn a_role_of_the_office_is_used_by_logins_and_stays_while_it_is() {
    let fixture = Fixture::new();
    let role = OwnRole {
        id: RoleId::new(5, [5; 10]),
        name: "Front desk".to_owned(),
        permissions: vec![Permission::StatusRead, Permission::OwnRead],
    };
    let desk = PortalUser { role: AssignedRole::Own(role.id), ..user(1, "desk") };
    let error = refused(&fixture, Change::new().put(desk.clone()));
    assert_eq!(error, "portal user desk: own_role: there is no such role");
    fixture.store.write(&who(), Change::new().put(desk).put(role.clone())).unwrap();
    assert_eq!(fixture.column("select permissions from role"), [r#"["own-read","status-read"]"#]);
    assert_eq!(
        refused(&fixture, Change::new().delete(role.id)),
        "role Front desk is in use by portal user desk"
    );
    let named = OwnRole { name: "Owner".to_owned(), ..role.clone() };
    assert_eq!(
        refused(&fixture, Change::new().put(named)),
        "role Owner: name: a role of this name comes with the program"
    );
    let twice = OwnRole { permissions: vec![Permission::OwnRead; 2], ..role };
    assert_eq!(
        refused(&fixture, Change::new().put(twice)),
        "role Front desk: permissions: the same is given twice"
    );
}

#[test]
fn values_of_logins_are_refused_in_words() {
    let fixture = Fixture::new();
    let day = |text: &str| text.parse().ok();
    for (wrong, expected) in [
        (
            PortalUser { activation: day("2027-01-02"), expiration: day("2027-01-01"), ..user(1, "anna") },
            "portal user anna: expiration: before the activation",
        ),
        (
            PortalUser { timezone: "Mars/Base".to_owned(), ..user(1, "anna") },
            "portal user anna: timezone: \"Mars/Base\" is not a time zone (as Europe/Berlin)",
        ),
        (
            PortalUser { language: "tlh".to_owned(), ..user(1, "anna") },
            "portal user anna: language: one of de, en, es, fr",
        ),
        (
            PortalUser { allow_list: vec!["10.0.0.0/33".to_owned()], ..user(1, "anna") },
            "portal user anna: allow_list: \"10.0.0.0/33\" is not a network (as 192.168.1.0/24)",
        ),
    ] {
        assert_eq!(refused(&fixture, Change::new().put(wrong)), expected);
    }
}
