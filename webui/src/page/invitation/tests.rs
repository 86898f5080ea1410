//! The pages of invitations in every language, and with hostile names.

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;

#[test]
fn every_language_says_everything_in_its_own_words() {
    let until = until();
    let pages = |language| {
        let waiting_for = invitation(&until);
        [
            waiting(&waiting_for, None, language),
            waiting(&Waiting { login: None, softphone: None, ..waiting_for }, None, language),
            waiting(&waiting_for, Some(Typed::Differ), language),
            accepted("Bakery", Some("anna"), "Max", language),
            gone("Bakery", "Max", language),
        ]
    };
    let english = pages(Language::En);
    for language in Language::ALL {
        for (page, english) in pages(language).iter().zip(&english) {
            assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())));
            assert!(!page.contains('{') && !page.contains("<p></p>"), "{page}");
            assert_eq!(page == english, language == Language::En);
            assert_eq!(page.matches('<').count(), english.matches('<').count(), "{}", language.tag());
        }
    }
}

#[test]
fn what_was_typed_by_somebody_is_no_markup() {
    let until = until();
    let evil = "\"><script>alert(1)</script>";
    let softphone = Entered {
        username: evil,
        password: evil,
        domain: evil,
        port: 1,
        transport: evil,
        configuration: evil,
    };
    let of = Waiting {
        office: evil,
        name: evil,
        number: evil,
        login: Some(evil),
        until: &until,
        support: evil,
        softphone: Some(softphone),
    };
    for page in [
        waiting(&of, Some(Typed::Unfit(evil)), Language::En),
        accepted(evil, Some(evil), evil, Language::En),
        gone(evil, evil, Language::En),
        later(evil, evil, Language::En),
    ] {
        assert!(!page.to_lowercase().contains("<script"), "{page}");
    }
}

#[test]
fn each_field_has_a_label_and_hears_of_its_fault() {
    let until = until();
    let page = waiting(&invitation(&until), Some(Typed::Unfit("too short")), Language::En);
    for name in ["password", "repeat"] {
        assert!(page.contains(&format!("<label for=\"{name}\">")));
        assert!(page.contains(&format!("id=\"{name}\" name=\"{name}\" type=\"password\"")));
    }
    assert_eq!(page.matches("aria-describedby=\"rule trouble\" aria-invalid=\"true\"").count(), 2);
    assert!(page.contains("id=\"trouble\" role=\"alert\""));
}

fn until() -> Zoned {
    date(2026, 11, 30).at(9, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap()
}

fn invitation(until: &Zoned) -> Waiting<'_> {
    Waiting {
        office: "Bakery",
        name: "Anna Berg",
        number: "201",
        login: Some("anna@bakery.example"),
        until,
        support: "Max, 299",
        softphone: Some(Entered {
            username: "201-app",
            password: "secret",
            domain: "pbx.example",
            port: 5060,
            transport: "tcp",
            configuration: "https://pbx.example/invitation/AAAA/linphone.xml",
        }),
    }
}
