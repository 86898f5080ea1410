//! Tests of single cells.

use super::*;

fn read_one(property: Property, text: &str) -> Result<Values, Fault> {
    let existing = Existing {
        schedules: vec!["Office hours".to_owned(), "office hours".to_owned()],
        sites: vec!["Main building".to_owned()],
        country: "DE".to_owned(),
        ..Existing::default()
    };
    let mut values = Values::default();
    read(&mut values, property, text, &existing).map(|()| values)
}

#[test]
fn an_empty_cell_says_nothing() {
    for property in Property::ALL {
        assert_eq!(read_one(property, ""), Ok(Values::default()), "{property:?}");
    }
}

#[test]
fn cells_are_read_as_people_write_them() {
    for (property, text, exported) in [
        (Property::FirstName, "Zoë \"Z\" O'Neill; née Ünal", "Zoë \"Z\" O'Neill; née Ünal"),
        (Property::Department, "Sales\r\nSouth\t \tand West\n", "Sales South and West"),
        (Property::Email, "Anna.Berg+x@Example.co.uk", "Anna.Berg+x@Example.co.uk"),
        (Property::Email, "jörg@bücher.example", "jörg@bücher.example"),
        (Property::TimeSchedule, "office hours", "office hours"),
        (Property::TimeSchedule, "OFFICE HOURS", "Office hours"),
        (Property::Site, "MAIN building", "Main building"),
        (Property::Login, "anna@example.com", "anna@example.com"),
        (Property::Number, "201", "201"),
        (Property::Number, "*97", "*97"),
        (Property::DirectNumbers, "+49 30 23125 101", "+493023125101"),
        (Property::DirectNumbers, "+493023125101 +493023125102", "+493023125101, +493023125102"),
        (Property::DirectNumbers, "+49 30 1000, +49 30 1001;030 1002", "+49301000, +49301001, +49301002"),
        (Property::DirectNumbers, "03023125101 03023125102", "+493023125101, +493023125102"),
        (Property::DirectNumbers, "030 23125101", "+493023125101"),
        (Property::DirectNumbers, "0301000\n0301001\n0301000", "+49301000, +49301001"),
        (Property::DirectNumbers, " , ", ""),
        (Property::OutsideCalls, "Ja", "yes"),
        (Property::OutsideCalls, "FALSE", "no"),
        (Property::WhenUnavailable, "Anrufbeantworter", "Voicemail"),
        (Property::WhenUnavailable, "besetzt", "Busy"),
        (Property::WhenUnavailable, "200", "200"),
        (Property::WhenUnavailable, "+49 170 1234567", "+491701234567"),
        (Property::VoicemailPin, "0815", "0815"),
        (Property::Mac, "00:15:65:AB:CD:EF", "001565abcdef"),
        (Property::Mac, "00-15-65-ab-cd-ef", "001565abcdef"),
        (Property::Mac, "0015.65ab.cdef", "001565abcdef"),
        (Property::Model, "Yealink T54W", "Yealink T54W"),
    ] {
        let values = read_one(property, text).unwrap();
        assert_eq!(write(&values, property, Language::En), exported, "{text:?}");
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let outside = |text: &str| Fault::InvalidOutsideNumber { text: text.to_owned() };
    for (property, text, fault) in [
        (Property::FirstName, "A\u{7}", Fault::ControlCharacter),
        (Property::FirstName, &"a".repeat(201), Fault::TooLong { most: 200 }),
        (Property::Email, "anna", Fault::InvalidEmail),
        (Property::Email, "@example.com", Fault::InvalidEmail),
        (Property::Email, "anna@", Fault::InvalidEmail),
        (Property::Email, "anna@example..com", Fault::InvalidEmail),
        (Property::Email, "anna berg@example.com", Fault::InvalidEmail),
        (Property::Email, "a@b@example.com", Fault::InvalidEmail),
        (Property::Email, "Anna <anna@example.com>", Fault::InvalidEmail),
        (Property::Email, "a@b.de, c@d.de", Fault::InvalidEmail),
        (Property::TimeSchedule, "Nights", Fault::UnknownSchedule),
        (Property::Site, "Mars", Fault::UnknownSite),
        (Property::Login, "anna berg", Fault::InvalidLogin),
        (Property::Login, &"a".repeat(65), Fault::TooLong { most: 64 }),
        (Property::Number, "2O1", Fault::InvalidNumber),
        (Property::Number, "201.5", Fault::InvalidNumber),
        (Property::Number, "1234567890123456", Fault::InvalidNumber),
        (Property::DirectNumbers, "0301000, who", outside("who")),
        (Property::DirectNumbers, "4.93023E+11", outside("4.93023E+11")),
        (Property::DirectNumbers, "030 23125101 030 23125102", outside("030 23125101 030 23125102")),
        (Property::DirectNumbers, "1000", Fault::NeedsCountryCode { text: "1000".to_owned() }),
        (Property::OutsideCalls, "perhaps", Fault::InvalidYesNo),
        (Property::WhenUnavailable, "+1", outside("+1")),
        (Property::WhenUnavailable, "the moon", Fault::InvalidNumber),
        (Property::VoicemailPin, "123", Fault::InvalidPin),
        (Property::VoicemailPin, "123456789", Fault::InvalidPin),
        (Property::Mac, "00:15:65:AB:CD", Fault::InvalidMac),
        (Property::Mac, "00:15:65:AB:CD:EG", Fault::InvalidMac),
        (Property::Mac, "1.5E+11", Fault::InvalidMac),
    ] {
        assert_eq!(read_one(property, text), Err(fault), "{text:?}");
    }
}
