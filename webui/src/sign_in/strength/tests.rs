//! Passwords, weak and strong.

use proptest::prelude::*;

use super::*;

#[test]
fn says_how_strong_and_why_not() {
    for (password, score, reason) in [
        ("", 0, Some(Weakness::Simple)),
        ("x", 0, Some(Weakness::Simple)),
        ("x7#q", 1, Some(Weakness::Simple)),
        ("password", 0, Some(Weakness::Common)),
        ("P@ssw0rd", 0, Some(Weakness::Common)),
        ("password1234", 1, Some(Weakness::Common)),
        ("PasswortPasswort", 0, Some(Weakness::Repeat)),
        ("motdepasse2026", 1, Some(Weakness::Common)),
        ("contraseña1990", 1, Some(Weakness::Common)),
        ("Sommer2026Sommer2026", 1, Some(Weakness::Repeat)),
        ("aaaaaaaaaaaaaaaa", 0, Some(Weakness::Repeat)),
        ("abcabcabcabcabc", 0, Some(Weakness::Repeat)),
        ("abcdefghijklmnop", 0, Some(Weakness::Sequence)),
        ("zyxwvutsrqponm", 0, Some(Weakness::Sequence)),
        ("1234567890123", 1, Some(Weakness::Keyboard)),
        ("asdfghjklöä", 0, Some(Weakness::Keyboard)),
        ("poiuztrewq", 0, Some(Weakness::Keyboard)),
        ("qwertzuiopqwertzuiop", 0, Some(Weakness::Repeat)),
        ("azertyuiopqsdfghjklm", 1, Some(Weakness::Keyboard)),
        ("23.11.2026", 1, Some(Weakness::Date)),
        ("2026-11-23", 1, Some(Weakness::Date)),
        ("19701231", 1, Some(Weakness::Date)),
        ("kanarienvogel trommelt dienstags", 4, None),
        ("v9#kL2!qZ7xä", 4, None),
    ] {
        assert_eq!(of(password, &[]), Strength { score, reason }, "{password:?}");
    }
}

#[test]
fn own_words_count_in_parts_and_whatever_their_case() {
    for (password, own) in [
        ("Kellermann!", "anna.kellermann@weber.example"),
        ("kellermann7", "Anna Kellermann"),
        ("KELLERMANN", "kellermann"),
        ("K3ll3rm@nnK3ll3rm@nn", "kellermann"),
        ("kellermannkellermannkellermann", "KELLERMANN"),
    ] {
        let strength = of(password, &[own]);
        assert!(strength.score < 3, "{password}");
        assert_eq!(strength.reason, Some(Weakness::OwnName), "{password}");
        assert!(of(password, &[]).score >= strength.score, "{password}");
    }
}

#[test]
fn a_strong_password_may_hold_an_own_word() {
    assert_eq!(of("v9#kL2!qZ7x anna", &["Anna"]), Strength { score: 4, reason: None });
}

#[test]
fn few_and_short_pieces_are_looked_at() {
    let long = "x".repeat(1000);
    let own = own_pieces(&["a b cd", "", &long, "Anna-Lena"]);
    assert_eq!(own.iter().map(|word| word.iter().collect::<String>()).collect::<Vec<_>>(), ["anna", "lena"]);
    assert_eq!(own_pieces(&["abc "; 100]).len(), OWN_MAX);
    assert_eq!(of(&"v9#kL2!q".repeat(100_000), &[&long]), of(&"v9#kL2!q".repeat(8), &[]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_has_a_score_and_below_3_a_reason(password in "[a-c0-3.]{0,40}|.{0,40}", own in ".{0,40}") {
        let strength = of(&password, &[&own]);
        prop_assert!(strength.score <= 4);
        prop_assert_eq!(strength.reason.is_some(), strength.score < 3);
    }

    #[test]
    fn own_words_never_strengthen(password in "[a-c]{0,24}", own in "[a-c]{3,6}") {
        prop_assert!(of(&password, &[&own]).score <= of(&password, &[]).score);
    }
}
