//! Tests of what was written down, as readers of four languages are told it.

use super::*;

#[test]
fn why_a_call_went_where_it_went_is_told_in_four_languages() {
    for (kept, en, de) in [
        ("nothing here is called \"0\"", "Nothing in the office is called “0”.", "Im Büro heißt nichts „0“."),
        (
            "202 is 202 of Bert Klein",
            "202 is the internal number of Bert Klein.",
            "202 ist die interne Nummer von Bert Klein.",
        ),
        (
            "u202 is 202 of Bert of Kent",
            "u202 belongs to 202, Bert of Kent.",
            "u202 gehört zu 202, Bert of Kent.",
        ),
        ("account u202 rings", "The SIP account u202 rings.", "Das SIP-Konto u202 klingelt."),
        (
            "no trunk leads to the outside number +49 89 1",
            "No way leads out of the office to +49 89 1.",
            "Kein Weg führt aus dem Büro zu +49 89 1.",
        ),
        (
            "1 more telephones are left out, 8 ring at most",
            "1 more telephone is left out: at most 8 ring at once.",
            "1 weiteres Telefon bleibt außen vor: Höchstens 8 klingeln zugleich.",
        ),
        (
            "201 sends the call on to 202, where it has been",
            "201 sends the call on to 202, where it has been already.",
            "201 schickt den Anruf weiter an 202, wo er schon war.",
        ),
        ("something of a newer program", "something of a newer program", "something of a newer program"),
    ] {
        assert_eq!([step(kept, Language::En), step(kept, Language::De)], [en, de]);
    }
}

#[test]
fn every_note_says_all_names_in_every_language() {
    for (kept, said) in STEPS.iter().chain(&MAILS) {
        let count = kept.matches("{}").count();
        for text in said {
            assert!((1..=count).all(|place| text.contains(&format!("{{{place}}}"))), "{kept}: {text}");
            assert_eq!(text.matches('{').count(), count, "{kept}: {text}");
        }
        let all: std::collections::HashSet<_> = said.iter().collect();
        assert_eq!(all.len(), 4, "{kept} is the same in two languages");
    }
}

#[test]
fn what_became_of_a_mail_is_told_in_four_languages() {
    assert_eq!(mail_about("a new password for anna", Language::De), "ein neues Passwort für anna");
    assert_eq!(mail_about("invitation 01a2", Language::De), "invitation 01a2");
    let why = mail_trouble("recipient refused: 550 no such mailbox", Language::De);
    assert_eq!(why, "Der Mailserver nimmt für diesen Empfänger nichts an: 550 no such mailbox");
    assert_ne!(mail_trouble(mail::NO_SERVER, Language::Fr), mail::NO_SERVER);
    assert_eq!(mail_trouble("of a newer program", Language::Es), "of a newer program");
}
