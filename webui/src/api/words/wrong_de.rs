//! What the store refuses of a value, in German.

use store::Wrong;

use super::amounts::{bytes, hours};
use super::things::of_table;
use crate::language::Language::De;

/// What is wrong with a value.
pub(super) fn detail(wrong: &Wrong) -> String {
    match wrong {
        Wrong::AtSign => "Bitte lassen Sie das @ weg: Es trennt einen Anmeldenamen vom Namen des Büros.".into(),
        Wrong::BeforeActivation => "Der letzte Tag liegt vor dem ersten.".into(),
        Wrong::Blank => "Bitte lassen Sie die Leerzeichen weg.".into(),
        Wrong::BuiltInRole => "Eine Rolle mit diesem Namen gehört schon zur Telefonanlage. Bitte wählen Sie einen anderen Namen.".into(),
        Wrong::ControlCharacter => "Das enthält unsichtbare Zeichen. Bitte lassen Sie sie weg.".into(),
        Wrong::DeletedToo => "Der Ersatz würde ebenfalls gelöscht. Bitte wählen Sie etwas anderes.".into(),
        Wrong::Empty => "Bitte geben Sie hier etwas ein.".into(),
        Wrong::InThePast => "Das liegt schon in der Vergangenheit. Bitte wählen Sie einen späteren Zeitpunkt.".into(),
        Wrong::LastOwner => "Mindestens ein Inhaber muss sich ab sofort und ohne Enddatum anmelden können.".into(),
        Wrong::NeedsFeatureCode => "Für die Aufnahme auf Wunsch ist zuerst ein Funktionscode nötig. Bitte richten Sie einen ein.".into(),
        Wrong::NeedsOne => "Mindestens ein Eintrag ist nötig.".into(),
        Wrong::NoSecretHere => "Nur ein SIP-Konto hat ein solches Passwort.".into(),
        Wrong::NoSuch { table } => format!("Ihre Auswahl gibt es nicht oder nicht mehr ({}).", of_table(table, De)),
        Wrong::NotACountry { value } => format!("„{value}“ ist kein Länderkürzel. Es hat zwei Großbuchstaben, zum Beispiel DE."),
        Wrong::NotADomain { value } => format!("„{value}“ ist keine Domain. Eine sieht so aus: example.com."),
        Wrong::NotAHost { value } => format!("„{value}“ ist weder Name noch Adresse eines Servers. Beispiel: mail.example.com."),
        Wrong::NotANetwork { value } => format!("„{value}“ ist weder Adresse noch Netz. Ein Netz sieht so aus: 192.168.1.0/24."),
        Wrong::NotAnEmail { value } => format!("„{value}“ ist keine E-Mail-Adresse. Eine sieht so aus: anna@example.com."),
        Wrong::NotAnImage { media_type } => format!("Die Datei ist kein Bild vom Typ {media_type}."),
        Wrong::NotAnOutsideNumber => "Bitte geben Sie eine Rufnummer mit 1 bis 32 Ziffern ein. Möglich sind auch * und # und ein + davor.".into(),
        Wrong::NotAnOutsideTarget => "Die Nummer draußen hat 1 bis 32 Ziffern. Möglich sind auch * und # und ein + davor.".into(),
        Wrong::NotAPin => "Eine PIN hat 4 bis 8 Ziffern.".into(),
        Wrong::NotAPrefix { value } => format!("„{value}“ ist keine Amtskennziffer. Sie hat höchstens 8 Ziffern; auch * und # sind möglich."),
        Wrong::NotAPublicNumber { value } => format!("„{value}“ ist keine Rufnummer mit Ländervorwahl. Eine sieht so aus: +4989123456."),
        Wrong::NotASecret { chars_max } => format!("Nötig sind 1 bis {chars_max} sichtbare Zeichen."),
        Wrong::NotASipAccount => "Auf einem Telefon können nur SIP-Konten sein.".into(),
        Wrong::NotASipUri => "Bitte geben Sie eine SIP-Adresse ein. Eine sieht so aus: sip:anna@example.com.".into(),
        Wrong::NotATimeZone { value } => format!("„{value}“ ist keine Zeitzone. Eine sieht so aus: Europe/Berlin."),
        Wrong::NotAUrl { value } => format!("„{value}“ ist keine Adresse einer Seite. Eine sieht so aus: https://pbx.example.com:8443/."),
        Wrong::NotDeletable => "Das lässt sich ändern, aber nicht löschen.".into(),
        Wrong::NotOneOf { words } => format!("Bitte wählen Sie eines davon: {}.", words.join(", ")),
        Wrong::NotTheirs => "Das gehört jemand anderem.".into(),
        Wrong::OneAlready => "Es gibt schon einen Eintrag, und mehr als einer ist nicht möglich.".into(),
        Wrong::OneOffice => "Es gibt schon ein Büro, und mehr als eines ist nicht möglich.".into(),
        Wrong::OutOfRange { min, max } => format!("Bitte geben Sie eine Zahl von {min} bis {max} ein."),
        Wrong::Overlap { one, other } => format!("Diese Zeiten überschneiden sich: {} und {}.", hours(one, De), hours(other, De)),
        Wrong::Position { max } => format!("Plätze zählen von 1 bis {max}."),
        Wrong::PositionTwice { position } => format!("Der Platz {position} ist doppelt belegt."),
        Wrong::TooLarge { bytes_max } => format!("Die Datei ist zu groß. Möglich sind höchstens {}.", bytes(*bytes_max, De)),
        Wrong::TooLong { chars_max } => format!("Das ist zu lang. Möglich sind höchstens {chars_max} Zeichen."),
        Wrong::TooMany { max } => format!("Das sind zu viele. Möglich sind höchstens {max}."),
        Wrong::TooManyChanges { max } => format!("Seitdem wurden mehr als {max} Angaben geändert. Bitte wählen Sie einen späteren Zeitpunkt."),
        Wrong::TooManyTokens { max } => format!("Es gibt schon {max} Schlüssel. Bitte widerrufen Sie die, die niemand mehr benutzt."),
        Wrong::ToItself => "Das verweist auf sich selbst. Bitte wählen Sie etwas anderes.".into(),
        Wrong::Twice => "Dasselbe ist doppelt angegeben.".into(),
    }
}
