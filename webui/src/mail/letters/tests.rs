//! Each mail in each language, and what somebody may have typed into one.

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;

const LINK: &str = "https://pbx.example.net/reset/AAAA?a=1&b=2";
const SOFTPHONE: &str = "https://pbx.example.net/invitation/AAAA/linphone.xml";

#[test]
fn a_reset_tells_the_link_its_life_and_who_asked() {
    for language in Language::ALL {
        let letter = reset("Büro Süd", "Anna").letter(language);
        assert!(letter.subject.contains("Büro Süd"), "{}", letter.subject);
        for said in ["Anna", "Büro Süd", "198.51.100.7", "30 ", "help@example.net"] {
            assert!(letter.text.contains(said) && letter.html.contains(said), "{said}: {}", letter.text);
        }
        assert!(letter.text.contains(&format!("\n\n{LINK}\n\n")));
        assert!(letter.html.contains("href=\"https://pbx.example.net/reset/AAAA?a=1&amp;b=2\""));
        assert!(letter.picture.is_none());
    }
}

#[test]
fn an_address_that_was_changed_tells_who_did_and_whom_to_ask() {
    let mut texts = Vec::new();
    for language in Language::ALL {
        for changed_from in ["198.51.100.7".parse().ok(), None] {
            let letter = moved("Büro Süd", "Anna", changed_from).letter(language);
            assert!(letter.subject.contains("Büro Süd"), "{}", letter.subject);
            for said in ["Anna", "Büro Süd", "help@example.net"] {
                assert!(letter.text.contains(said) && letter.html.contains(said), "{said}: {}", letter.text);
            }
            assert_eq!(letter.text.contains("198.51.100.7"), changed_from.is_some(), "{}", letter.text);
            assert!(!letter.text.contains(['{', '}']));
            texts.push(letter.text);
        }
    }
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 8, "each language has words of its own");
}

#[test]
fn an_invitation_names_both_ways_and_how_long_they_are_good() {
    let moments = ["1.12.2026, 14:05 Uhr", "1 December 2026, 14:05", "1/12/2026, 14:05", "1/12/2026 à 14:05"];
    for (language, moment) in Language::ALL.into_iter().zip(moments) {
        let letter = invitation("Büro Süd", "Anna").letter(language).unwrap();
        for said in ["Anna", "Büro Süd", "Bert Chef", "201", moment, "help@example.net", "SIP", "Linphone"]
        {
            assert!(letter.text.contains(said) && letter.html.contains(said), "{said}: {}", letter.text);
        }
        for address in [LINK, SOFTPHONE] {
            assert!(letter.text.contains(&format!("\n\n{address}\n\n")));
        }
        // Who reads it on the telephone itself cannot scan what is on its screen.
        assert!(letter.html.contains(&format!("<p>{SOFTPHONE}</p>")));
        assert!(letter.html.contains("src=\"cid:picture\"") && letter.picture.is_some());
    }
}

#[test]
fn a_trial_tells_which_server_took_it() {
    let trial = Trial { office: "Süd", server: "mail.example.net", from: "pbx@example.net" };
    for language in Language::ALL {
        let letter = trial.letter(language);
        for said in ["Süd", "mail.example.net", "pbx@example.net"] {
            assert!(letter.text.contains(said) && letter.html.contains(said), "{}", letter.text);
        }
    }
}

#[test]
fn languages_differ_in_words_and_not_in_form() {
    let letters: Vec<Letter> =
        Language::ALL.map(|language| invitation("B", "A").letter(language).unwrap()).to_vec();
    for (index, letter) in letters.iter().enumerate() {
        assert_eq!(skeleton(&letter.html), skeleton(&letters[0].html));
        assert_eq!(letter.text.lines().count(), letters[0].text.lines().count());
        assert!(!letter.text.contains(['{', '}']) && !letter.html.contains("<p></p>"));
        assert!(letter.html.contains(&format!("<html lang=\"{}\">", Language::ALL[index].tag())));
        assert!(letters[..index].iter().all(|other| other.text != letter.text));
    }
}

#[test]
fn what_somebody_typed_stays_text() {
    let evil = "</p><script>alert('1')</script>\r\nBcc: all@example.net\r\n\r\n{link} \u{202e}& \"Co\"";
    let plain = invitation("B", "A").letter(Language::En).unwrap().html;
    for letter in [
        invitation(evil, evil).letter(Language::En).unwrap(),
        Invitation { support: evil, inviter: evil, number: evil, ..invitation("B", "A") }
            .letter(Language::En)
            .unwrap(),
        reset(evil, evil).letter(Language::De),
        moved(evil, evil, None).letter(Language::Es),
        Trial { office: evil, server: evil, from: evil }.letter(Language::Fr),
    ] {
        assert!(!letter.subject.contains(['\r', '\n']));
        assert!(!letter.text.contains("\nBcc") && !letter.text.contains('\u{202e}'));
        assert!(letter.text.contains("{link} & \"Co\""), "{}", letter.text);
        assert!(letter.html.contains("&lt;script&gt;alert(&#39;1&#39;)"));
        assert!(!letter.html.contains("<script"));
        if letter.picture.is_some() {
            assert_eq!(skeleton(&letter.html), skeleton(&plain));
        }
    }
}

#[test]
fn what_is_not_known_is_left_out() {
    let unknown = Invitation { name: " \r\n", number: "", support: "", ..invitation("B", "A") };
    let letter = unknown.letter(Language::En).unwrap();
    assert!(letter.text.starts_with("Hello,\n\n"));
    assert!(!letter.text.contains("internal number") && !letter.text.contains("Questions"));
}

#[test]
fn names_are_bounded() {
    let letter = reset(&"x".repeat(100_000), &"y".repeat(100_000)).letter(Language::En);
    assert!(letter.subject.chars().count() <= 200 && letter.text.len() < 2_000 && letter.html.len() < 3_000);
}

fn reset<'a>(office: &'a str, name: &'a str) -> PasswordReset<'a> {
    let asked_from = "::ffff:198.51.100.7".parse().unwrap();
    PasswordReset { office, name, link: LINK, asked_from, support: "help@example.net" }
}

fn moved<'a>(office: &'a str, name: &'a str, changed_from: Option<IpAddr>) -> AddressChanged<'a> {
    AddressChanged { office, name, changed_from, support: "help@example.net" }
}

fn invitation<'a>(office: &'a str, name: &'a str) -> Invitation<'a> {
    let until = date(2026, 12, 1).at(14, 5, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    Invitation {
        office,
        name,
        inviter: "Bert Chef",
        number: "201",
        link: LINK,
        softphone: SOFTPHONE,
        until: Box::leak(Box::new(until)),
        support: "help@example.net",
    }
}

/// The names of the elements in their order.
fn skeleton(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split([' ', '>']).next()).collect()
}
