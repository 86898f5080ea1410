//! Tests of the words: all there, in each language another, with what a person needs to know.

use std::collections::HashSet;

use jiff::civil::date;
use store::Wrong;

use super::*;
use crate::api::openapi;

/// One of each, with what of its data must be said.
fn facts() -> Vec<(Fact, Vec<String>)> {
    let said = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    let address = "192.0.2.77".parse().unwrap();
    let text = |text: &str| text.to_owned();
    let mut all = vec![
        (Fact::AddressNotAllowed { address }, said(&["192.0.2.77"])),
        (Fact::AllowListUnreadable, said(&[])),
        (Fact::Busy, said(&[])),
        (
            Fact::ClockImpossible { from: date(2026, 11, 1), until: date(2041, 11, 1) },
            said(&["2026-11-01", "2041-11-01"]),
        ),
        (Fact::ClockNotSet { why: text("EPERM") }, said(&["EPERM"])),
        (Fact::ClockWrong { phone_ahead_s: 300 }, said(&["5 "])),
        (Fact::ClockWrong { phone_ahead_s: -45 }, said(&["45 "])),
        (Fact::CodeNeeded, said(&[])),
        (Fact::CodeUsed, said(&[])),
        (Fact::CodeWrong, said(&[])),
        (Fact::ConsentNeeded, said(&[])),
        (Fact::ConsentOfPeopleNeeded, said(&[])),
        (Fact::CrossSite, said(&[])),
        (Fact::Expired, said(&[])),
        (Fact::ChangedElsewhere { route: "/api/v1/me/password" }, said(&[])),
        (Fact::HostBits { address, network: text("192.0.2.0/24") }, said(&["192.0.2.77", "192.0.2.0/24"])),
        (Fact::InUse { what: text("line 201") }, said(&["201"])),
        (Fact::Invalid, said(&[])),
        (Fact::LastOwner, said(&[])),
        (Fact::LocksYouOut { address }, said(&["192.0.2.77"])),
        (Fact::Malformed { why: text("EOF at 7") }, said(&["EOF at 7"])),
        (Fact::MalformedParameter { name: text("limit"), value: text("x9") }, said(&["limit", "x9"])),
        (Fact::MethodNotAllowed { allowed: text("GET, HEAD") }, said(&["GET, HEAD"])),
        (Fact::MailFailed { why: text("550 no") }, said(&["550 no"])),
        (Fact::MailServerMissing, said(&[])),
        (Fact::Missing, said(&[])),
        (
            Fact::NameTaken { name: text("201"), holder: text("line 201 of Anna Berg") },
            said(&["201", "Anna Berg"]),
        ),
        (Fact::NotMoreThanYouMay, said(&[])),
        (Fact::NotYetActive, said(&[])),
        (Fact::NotFound, said(&[])),
        (Fact::NotSignedIn, said(&[])),
        (Fact::NotYourself, said(&[])),
        (Fact::OwnersOnly, said(&[])),
        (Fact::PasswordChangeNeeded, said(&[])),
        (Fact::PermissionMissing { permission: "office-write" }, said(&[])),
        (Fact::PreconditionFailed, said(&[])),
        (Fact::QueryTooLong, said(&[])),
        (Fact::ScanNeeded, said(&[])),
        (Fact::SetUpAlready, said(&[])),
        (Fact::SetupCodeWrong, said(&[])),
        (Fact::SignInRefused, said(&[])),
        (Fact::Storage { why: text("disk full") }, said(&["disk full"])),
        (Fact::ChangedSince, said(&[])),
        (Fact::TokenRefused, said(&[])),
        (Fact::TooLarge { bytes_max: 65_536 }, said(&["64 "])),
        (Fact::TooLate { time_s: 30 }, said(&["30 "])),
        (Fact::TooManyTries { wait_s: 90 }, said(&["90 "])),
        (Fact::UnknownParameter { name: text("colour") }, said(&["colour"])),
        (Fact::UnsupportedType { expected: "application/json" }, said(&["application/json"])),
    ];
    for (code, parts) in [
        ("password-control-character", said(&[])),
        ("password-same", said(&[])),
        ("password-too-long", said(&["33", "32"])),
        ("password-too-short", said(&["33", "12"])),
        ("password-weak", said(&[])),
    ] {
        all.push((Fact::PasswordUnfit { code, chars: 33 }, parts));
    }
    all.extend(wrongs().into_iter().map(|(wrong, parts)| (Fact::Wrong(wrong), said(parts))));
    all
}

/// One of each of the store's, with what of its data must be said.
fn wrongs() -> Vec<(Wrong, &'static [&'static str])> {
    let value = || "v4lue".to_owned();
    let given: &[&str] = &["v4lue"];
    let (one, other) = ("monday 09:00-12:00".parse().unwrap(), "monday 11:00-17:00".parse().unwrap());
    vec![
        (Wrong::AtSign, &["@"]),
        (Wrong::BeforeActivation, &[]),
        (Wrong::Blank, &[]),
        (Wrong::BuiltInRole, &[]),
        (Wrong::ControlCharacter, &[]),
        (Wrong::DeletedToo, &[]),
        (Wrong::Empty, &[]),
        (Wrong::InThePast, &[]),
        (Wrong::LastOwner, &[]),
        (Wrong::NeedsFeatureCode, &[]),
        (Wrong::NeedsOne, &[]),
        (Wrong::NoSecretHere, &[]),
        (Wrong::NoSuch { table: "time_frame" }, &[]),
        (Wrong::NotACountry { value: value() }, given),
        (Wrong::NotADomain { value: value() }, given),
        (Wrong::NotAHost { value: value() }, given),
        (Wrong::NotANetwork { value: value() }, given),
        (Wrong::NotAnEmail { value: value() }, given),
        (Wrong::NotAnImage { media_type: "image/png" }, &["image/png"]),
        (Wrong::NotAnOutsideNumber, &["1", "32", "*", "#", "+"]),
        (Wrong::NotAnOutsideTarget, &["1", "32", "*", "#", "+"]),
        (Wrong::NotAPin, &["4", "8"]),
        (Wrong::NotAPrefix { value: value() }, given),
        (Wrong::NotAPublicNumber { value: value() }, given),
        (Wrong::NotASecret { chars_max: 128 }, &["128"]),
        (Wrong::NotASipAccount, &[]),
        (Wrong::NotASipUri, &["sip:anna@example.com"]),
        (Wrong::NotATimeZone { value: value() }, given),
        (Wrong::NotAUrl { value: value() }, given),
        (Wrong::NotDeletable, &[]),
        (Wrong::NotOneOf { words: &["de", "en"] }, &["de, en"]),
        (Wrong::NotTheirs, &[]),
        (Wrong::OneAlready, &[]),
        (Wrong::OneOffice, &[]),
        (Wrong::OutOfRange { min: 1, max: 65_535 }, &["1", "65535"]),
        (Wrong::Overlap { one, other }, &["09:00-12:00", "11:00-17:00"]),
        (Wrong::Position { max: 1_000 }, &["1000"]),
        (Wrong::PositionTwice { position: 2 }, &["2"]),
        (Wrong::TooLarge { bytes_max: 32_768 }, &["32 "]),
        (Wrong::TooLong { chars_max: 200 }, &["200"]),
        (Wrong::TooMany { max: 50 }, &["50"]),
        (Wrong::TooManyChanges { max: 9 }, &["9"]),
        (Wrong::TooManyTokens { max: 1_000 }, &["1000"]),
        (Wrong::ToItself, &[]),
        (Wrong::Twice, &[]),
    ]
}

/// The first word of what Debug says: the variant.
fn variant(of: &impl std::fmt::Debug) -> String {
    let debug = format!("{of:?}");
    debug.split([' ', '{', '(']).next().unwrap().to_owned()
}

/// The variants that a match in a source names.
fn named(source: &str, prefix: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    for piece in source.split(prefix).skip(1) {
        names.insert(piece.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap().to_owned());
    }
    names
}

#[test]
fn each_is_tested_here() {
    let facts: HashSet<String> = facts().iter().map(|(fact, _)| variant(fact)).collect();
    assert_eq!(facts, named(include_str!("en.rs"), " Fact::"), "a fact is not in this file");
    let wrongs: HashSet<String> = wrongs().iter().map(|(wrong, _)| variant(wrong)).collect();
    assert_eq!(wrongs, named(include_str!("wrong_en.rs"), " Wrong::"), "one is not in this file");
}

#[test]
fn each_is_said_in_whole_sentences_and_in_each_language_otherwise() {
    for (fact, parts) in facts() {
        let mut said = HashSet::new();
        for language in Language::ALL {
            let text = detail(&fact, language);
            assert!(text.ends_with('.') && text.chars().count() > 10, "{fact:?} {language:?}: {text}");
            let first = text.trim_start_matches(['“', '„', '«', '\u{a0}']).chars().next().unwrap();
            assert!(!first.is_lowercase() || !text.starts_with(first), "{text}");
            for part in &parts {
                assert!(text.contains(part.as_str()), "{text} does not say {part}");
            }
            // Nothing as programs write it, and nothing that was not filled in.
            for wrong in ["Some(", "None", "{", "}", "::", "\\", "  "] {
                assert!(!text.contains(wrong), "{text}");
            }
            let debug = variant(&fact);
            assert!(!text.split(' ').any(|word| word == debug && debug.len() > 7), "{text}");
            assert!(said.insert(text.clone()), "{language:?}: {text}");
        }
    }
}

#[test]
fn each_has_a_heading_of_its_language() {
    for (fact, _) in facts() {
        let titles: HashSet<&str> =
            Language::ALL.into_iter().map(|language| title(&fact, language)).collect();
        assert_eq!(titles.len(), 4, "{fact:?}");
        assert!(titles.iter().all(|title| !title.is_empty() && !title.ends_with('.')), "{titles:?}");
    }
}

#[test]
fn germans_and_the_french_are_addressed_politely() {
    for (fact, _) in facts() {
        for (language, familiar) in [
            (Language::De, ["du", "dich", "dir", "dein", "deine"]),
            (Language::Fr, ["tu", "te", "toi", "ton", "ta"]),
            (Language::Es, ["tú", "te", "ti", "tu", "tus"]),
        ] {
            let text = detail(&fact, language).to_lowercase();
            let mut words = text.split(|c: char| !c.is_alphabetic());
            assert!(!words.any(|word| familiar.contains(&word)), "{text}");
        }
    }
}

#[test]
fn each_field_that_is_sent_has_a_name_for_people() {
    let document = openapi::document(&crate::api::routes());
    let mut fields = HashSet::new();
    let mut seen = HashSet::new();
    for path in document["paths"].as_object().unwrap().values() {
        for operation in path.as_object().unwrap().values() {
            properties(&operation["requestBody"], &document, &mut seen, &mut fields);
        }
    }
    assert!(fields.contains("password"), "{fields:?}");
    let mut missing: Vec<&String> = fields.iter().filter(|name| !is_labelled(name)).collect();
    missing.sort();
    assert!(missing.is_empty(), "labels.txt has no line for {missing:?}");
}

/// The audit log names columns as the database does.
#[test]
fn each_column_of_what_people_change_has_a_name_for_people() {
    let schema = include_str!("../../../../appliance/store/src/schema.sql");
    for table in
        ["contact_method", "invitation", "line", "mailbox", "office", "person", "phone_number", "portal_user"]
    {
        let begin = schema.find(&format!("create table {table} (")).expect(table);
        let columns = schema.get(begin..).unwrap().lines().skip(1).take_while(|line| !line.starts_with(')'));
        let typed = ["text", "integer", "blob", "real"];
        let names = columns.filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, kind) = (words.next()?, words.next()?);
            typed.contains(&kind.trim_end_matches(',')).then_some(name)
        });
        let names: Vec<&str> = names.filter(|name| !["id", "hash"].contains(name)).collect();
        assert!(names.len() > 2, "{table}: {names:?}");
        let missing: Vec<&&str> = names.iter().filter(|name| !is_labelled(name)).collect();
        assert!(missing.is_empty(), "labels.txt has no line for {missing:?} of {table}");
    }
}

fn is_labelled(name: &str) -> bool {
    Language::ALL.into_iter().all(|language| fields::label(name, language).is_some())
}

/// The names of all properties of a schema and of those that it refers to.
fn properties(
    of: &serde_json::Value,
    document: &serde_json::Value,
    seen: &mut HashSet<String>,
    fields: &mut HashSet<String>,
) {
    if let Some(values) = of.as_array() {
        values.iter().for_each(|value| properties(value, document, seen, fields));
    }
    for (name, value) in of.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("properties", serde_json::Value::Object(members)) => fields.extend(members.keys().cloned()),
            ("$ref", serde_json::Value::String(to)) if seen.insert(to.clone()) => {
                let target = document.pointer(to.trim_start_matches('#')).unwrap();
                properties(target, document, seen, fields);
            }
            _ => {}
        }
        properties(value, document, seen, fields);
    }
}
