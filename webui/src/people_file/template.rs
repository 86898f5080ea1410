//! The empty file to fill in, with an example that the import leaves out (F-118, F-119, F-134).

use super::fold::fold;
use super::matching::Matching;
use super::property::Property;
use super::table::TableRow;
use super::written::Written;
use crate::language::Language;

/// The file to fill in: the headings, and somebody as an example.
pub fn template(language: Language) -> Vec<u8> {
    let mut written = Written::new(language);
    written.row(Property::ALL.map(|property| property.header(language)));
    written.row(Property::ALL.map(|property| example(property, language)));
    written.into_bytes()
}

/// What the example's cell says. None of it is changed by a spreadsheet program that loads and saves the file: no
/// leading zero, no number longer than a dozen digits in a row, nothing like a date.
pub fn example(property: Property, language: Language) -> &'static str {
    let (de, en, es, fr) = match property {
        Property::FirstName => ("Erika", "Jane", "Juana", "Jeanne"),
        Property::LastName => ("Mustermann", "Example", "Ejemplo", "Exemple"),
        Property::Email => {
            ("erika@example.com", "jane@example.com", "juana@example.com", "jeanne@example.com")
        }
        Property::Department => ("Vertrieb", "Sales", "Ventas", "Ventes"),
        Property::JobTitle => ("Leiterin", "Manager", "Directora", "Directrice"),
        Property::TimeSchedule => ("Bürozeiten", "Office hours", "Horario de oficina", "Heures de bureau"),
        Property::CrmUserId => ("CRM-1001", "CRM-1001", "CRM-1001", "CRM-1001"),
        Property::Login => ("erika.mustermann", "jane.example", "juana.ejemplo", "jeanne.exemple"),
        Property::Site => ("Hauptgebäude", "Main building", "Edificio principal", "Bâtiment principal"),
        Property::Number => ("201", "201", "201", "201"),
        Property::InternalCallerId => ("Frau Mustermann", "Ms Example", "Sra. Ejemplo", "Mme Exemple"),
        // Countries keep numbers free for films and examples; Spain does not, and nobody has this one.
        Property::DirectNumbers | Property::CallerIds => {
            ("+49 30 23125 101", "+44 20 7946 0101", "+34 900 000 101", "+33 1 99 00 01 01")
        }
        Property::OutsideCalls => ("ja", "yes", "sí", "oui"),
        Property::WhenUnavailable => ("Mailbox", "Voicemail", "Buzón", "Messagerie"),
        Property::VoicemailPin => ("4711", "4711", "4711", "4711"),
        Property::VoicemailEmail => {
            ("erika@example.com", "jane@example.com", "juana@example.com", "jeanne@example.com")
        }
        Property::RecordInboundInternal
        | Property::RecordInboundExternal
        | Property::RecordOutboundInternal
        | Property::RecordOutboundExternal => ("nein", "no", "no", "non"),
        // RFC 9542 §2.1.4 keeps this block for documents.
        Property::Mac => ("00:00:5e:00:53:af", "00:00:5e:00:53:af", "00:00:5e:00:53:af", "00:00:5e:00:53:af"),
        Property::Model => ("Yealink T54W", "Yealink T54W", "Yealink T54W", "Yealink T54W"),
    };
    match language {
        Language::De => de,
        Language::En => en,
        Language::Es => es,
        Language::Fr => fr,
    }
}

/// Whether the row still is the example of one of the templates, but for columns that were taken out. Without its
/// address of example.com it is not told from a real Jane.
pub(super) fn is_example(row: &TableRow, matching: &Matching) -> bool {
    let certain = row.oddities.is_empty() && matching.column_of(Property::Email).is_some();
    certain
        && Language::ALL.into_iter().any(|language| {
            let same = |(column, property)| fold(row.cell(column)) == fold(example(property, language));
            matching.matched().all(same)
        })
}
