//! Names of an office, and who answers to them.

use proptest::prelude::*;

use super::*;

#[test]
fn one_principal_answers_to_all_his_names() {
    let names = office();
    for (typed, expected) in [
        ("anna", Some(1)),
        ("ANNA", Some(1)),
        (" anna ", Some(1)),
        ("Anna.Keller@Weber.example", Some(1)),
        ("201", Some(1)),
        ("201@Weber & Söhne GmbH", Some(1)),
        ("201@WEBER & SÖHNE GMBH", Some(1)),
        ("201@weber", Some(1)),
        ("201@weber.example", Some(1)),
        ("anna@weber", Some(1)),
        ("anna@weber.example", Some(1)),
        ("anna@Weber & Söhne GmbH", Some(1)),
        ("bert@home.example", Some(2)),
        ("bert@home.example@weber", Some(2)),
        ("202", Some(2)),
        ("203@weber", Some(2)),
        ("anna.keller@weber.example@weber", None),
        ("anna@other.example", None),
        ("201@other", None),
        ("anna@", None),
        ("@weber", None),
        ("", None),
        ("  ", None),
        ("anna@weber@weber", None),
        ("anna\0", None),
        ("bert", None),
        ("204", None),
    ] {
        assert_eq!(names.find(typed), expected.map(id), "{typed:?}");
    }
    assert_eq!(names.find(&"anna".repeat(1_000_000)), None);
}

#[test]
fn a_name_that_would_match_two_is_refused_with_who_has_it() {
    for (login, email, extensions, expected) in [
        ("carla", "", vec![], None),
        ("carla", "carla@weber.example", vec!["204"], None),
        ("anna", "", vec![], Some(("anna", 1))),
        ("Anna", "", vec![], Some(("anna", 1))),
        ("carla", "ANNA.keller@weber.example", vec![], Some(("anna.keller@weber.example", 1))),
        ("carla", "", vec!["201"], Some(("201", 1))),
        // Somebody else's number as a login, and a login as it is typed with the tenant.
        ("201", "", vec![], Some(("201", 1))),
        ("anna@weber", "", vec![], Some(("anna@weber", 1))),
        ("carla", "anna@weber.example", vec![], Some(("anna@weber.example", 1))),
        ("carla", "203@weber.example", vec![], Some(("203@weber.example", 2))),
        // The login with the tenant is somebody's email address.
        ("anna.keller", "", vec![], Some(("anna.keller@weber.example", 1))),
        ("carla", "bert@home.example", vec![], Some(("bert@home.example", 2))),
    ] {
        let candidate = principal(3, login, email, &extensions);
        let expected = match expected {
            None => Ok(()),
            Some((name, holder)) => Err(NameTaken { name: name.into(), holder: id(holder) }),
        };
        // Of several names the first by letter is named.
        assert_eq!(office().check(&candidate), expected, "{login} {email} {extensions:?}");
    }
}

#[test]
fn the_row_that_is_replaced_does_not_count() {
    let mut names = office();
    let renamed = principal(1, "anna.k", "anna.keller@weber.example", &["201", "205"]);
    assert_eq!(names.check(&renamed), Ok(()));
    names.remove(id(1));
    names.add(&renamed);
    assert_eq!(
        (names.find("anna"), names.find("anna.k"), names.find("205@weber")),
        (None, Some(id(1)), Some(id(1)))
    );
}

#[test]
fn an_email_that_is_its_own_login_is_one_name() {
    let mut names = office();
    let own = principal(3, "carla@weber.example", "carla@weber.example", &[]);
    assert_eq!(names.check(&own), Ok(()));
    names.add(&own);
    assert_eq!(names.find("Carla@weber.example"), Some(id(3)));
    assert_eq!(names.check(&principal(4, "carla", "", &[])).unwrap_err().holder, id(3));
}

#[test]
fn where_rows_are_at_odds_nobody_answers() {
    let mut names = office();
    names.add(&principal(3, "carla", "anna@weber.example", &["202"]));
    for (typed, expected) in
        [("anna@weber.example", None), ("202", None), ("carla", Some(3)), ("anna", Some(1)), ("203", Some(2))]
    {
        assert_eq!(names.find(typed), expected.map(id), "{typed}");
    }
    names.remove(id(3));
    assert_eq!(names.find("anna@weber.example"), Some(id(1)));
}

#[test]
fn an_office_without_names_has_no_tenant() {
    let mut names = Names::new(&Tenant { name: " ".into(), ..Tenant::default() });
    names.add(&principal(1, "anna", " ", &["", "201"]));
    for (typed, expected) in [("anna", Some(1)), ("201", Some(1)), ("anna@", None), ("@", None), ("", None)] {
        assert_eq!(names.find(typed), expected.map(id), "{typed:?}");
    }
}

#[test]
fn a_login_prints_and_has_at_most_64_characters() {
    for (login, expected) in [
        ("anna", Ok(())),
        ("anna@weber.example", Ok(())),
        ("söhne-201_x+y", Ok(())),
        ("ä".repeat(64).as_str(), Ok(())),
        ("a".repeat(65).as_str(), Err(InvalidLogin::TooLong { chars: 65 })),
        ("", Err(InvalidLogin::Empty)),
        (" ", Err(InvalidLogin::Character(' '))),
        ("anna keller", Err(InvalidLogin::Character(' '))),
        ("anna\u{a0}", Err(InvalidLogin::Character('\u{a0}'))),
        ("an\0na", Err(InvalidLogin::Character('\0'))),
        ("an\u{200b}na", Err(InvalidLogin::Character('\u{200b}'))),
        ("\u{202e}anna", Err(InvalidLogin::Character('\u{202e}'))),
        ("anna\u{feff}", Err(InvalidLogin::Character('\u{feff}'))),
    ] {
        assert_eq!(check_login(login), expected, "{login:?}");
    }
}

proptest! {
    /// Whoever was let in answers to every one of his names, and nobody else does.
    #[test]
    fn whoever_was_saved_is_found_by_every_name(
        people in prop::collection::vec(
            ("[a-c]{1,2}(@w|@w\\.x)?", "([a-c]{1,2}@(w\\.x|h))?", prop::collection::vec("20[0-9]|[a-c]", 0..3)), 0..12
        )
    ) {
        let tenant = Tenant { name: "W".into(), short_name: "w".into(), email_domain: "w.x".into() };
        let mut names = Names::new(&tenant);
        let mut saved = Vec::new();
        for (n, (login, email, extensions)) in people.into_iter().enumerate() {
            let candidate = Principal { id: id(n as u64), login, email, extensions };
            if names.check(&candidate).is_ok() {
                names.add(&candidate);
                saved.push(candidate);
            }
        }
        for principal in &saved {
            prop_assert_eq!(names.check(principal), Ok(()));
            for name in names.names_of(principal) {
                prop_assert_eq!(names.find(&name), Some(principal.id), "{}", name);
            }
        }
    }

    #[test]
    fn any_text_is_looked_up_without_harm(typed in ".{0,80}") {
        prop_assert_eq!(Names::new(&Tenant::default()).find(&typed), None);
        let _ = check_login(&typed);
    }
}

fn office() -> Names {
    let mut names = Names::new(&Tenant {
        name: "Weber & Söhne GmbH".into(),
        short_name: "Weber".into(),
        email_domain: "weber.example".into(),
    });
    names.add(&principal(1, "anna", "anna.keller@weber.example", &["201"]));
    names.add(&principal(2, "bert@home.example", "", &["202", "203"]));
    names
}

fn principal(n: u64, login: &str, email: &str, extensions: &[&str]) -> Principal {
    let extensions = extensions.iter().map(|extension| (*extension).to_owned()).collect();
    Principal { id: id(n), login: login.into(), email: email.into(), extensions }
}

fn id(n: u64) -> PortalUserId {
    PortalUserId::new(n, [0; 10])
}
