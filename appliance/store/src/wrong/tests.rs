//! Tests of what can be wrong.

use std::collections::HashSet;

use super::Wrong;

/// One of each.
fn all() -> Vec<Wrong> {
    let value = || "x".to_owned();
    let (one, other) = ("monday 09:00-12:00".parse().unwrap(), "monday 11:00-17:00".parse().unwrap());
    vec![
        Wrong::AtSign,
        Wrong::BeforeActivation,
        Wrong::Blank,
        Wrong::BuiltInRole,
        Wrong::ControlCharacter,
        Wrong::DeletedToo,
        Wrong::Empty,
        Wrong::InThePast,
        Wrong::LastOwner,
        Wrong::NeedsFeatureCode,
        Wrong::NeedsOne,
        Wrong::NoSecretHere,
        Wrong::NoSuch { table: "time_frame" },
        Wrong::NotACountry { value: value() },
        Wrong::NotADomain { value: value() },
        Wrong::NotAHost { value: value() },
        Wrong::NotANetwork { value: value() },
        Wrong::NotAnEmail { value: value() },
        Wrong::NotAnImage { media_type: "image/png" },
        Wrong::NotAnOutsideNumber,
        Wrong::NotAnOutsideTarget,
        Wrong::NotAPin,
        Wrong::NotAPrefix { value: value() },
        Wrong::NotAPublicNumber { value: value() },
        Wrong::NotASecret { chars_max: 128 },
        Wrong::NotASipAccount,
        Wrong::NotASipUri,
        Wrong::NotATimeZone { value: value() },
        Wrong::NotAUrl { value: value() },
        Wrong::NotDeletable,
        Wrong::NotOneOf { words: &["de", "en"] },
        Wrong::NotTheirs,
        Wrong::OneAlready,
        Wrong::OneOffice,
        Wrong::OutOfRange { min: 1, max: 65_535 },
        Wrong::Overlap { one, other },
        Wrong::Position { max: 1_000 },
        Wrong::PositionTwice { position: 2 },
        Wrong::TooLarge { bytes_max: 32_768 },
        Wrong::TooLong { chars_max: 200 },
        Wrong::TooMany { max: 50 },
        Wrong::TooManyChanges { max: 9 },
        Wrong::TooManyTokens { max: 1_000 },
        Wrong::ToItself,
        Wrong::Twice,
    ]
}

#[test]
fn each_has_a_code_of_its_own_that_is_its_name() {
    let mut codes = HashSet::new();
    for wrong in all() {
        let debug = format!("{wrong:?}");
        let name = debug.split([' ', '{']).next().unwrap();
        let kebab: String = name
            .chars()
            .enumerate()
            .flat_map(|(place, c)| {
                let hyphen = (place > 0 && c.is_ascii_uppercase()).then_some('-');
                hyphen.into_iter().chain(c.to_lowercase())
            })
            .collect();
        assert_eq!(wrong.code(), kebab);
        assert!(codes.insert(wrong.code()), "{}", wrong.code());
    }
    let lines = include_str!("../wrong.rs").lines();
    assert_eq!(lines.filter(|line| line.contains(" => \"")).count(), codes.len(), "one is not listed here");
}

#[test]
fn words_say_what_is_expected_and_end_without_a_stop() {
    for (wrong, expected) in [
        (Wrong::NoSuch { table: "time_frame" }, "there is no such time frame"),
        (Wrong::NotOneOf { words: &["de", "en"] }, "one of de, en"),
        (Wrong::OutOfRange { min: 1, max: 65_535 }, "1 to 65535"),
        (Wrong::TooLong { chars_max: 64 }, "at most 64 characters"),
    ] {
        assert_eq!(wrong.to_string(), expected);
    }
    for wrong in all() {
        let words = wrong.to_string();
        assert!(!words.is_empty() && !words.ends_with('.'), "{words}");
    }
}
