//! The way back: people as a file that imports again unchanged (F-135, F-136).

use super::cell;
use super::property::Property;
use super::values::Values;
use super::written::Written;
use crate::language::Language;

/// Everybody as a file, in the template's order. Who keeps PINs secret leaves them out of the values: an empty cell
/// changes nothing when the file comes back.
pub fn export<'a>(people: impl IntoIterator<Item = &'a Values>, language: Language) -> Vec<u8> {
    let mut written = Written::new(language);
    written.row(Property::ALL.map(|property| property.header(language)));
    for values in people {
        written.row(Property::ALL.map(|property| cell::write(values, property, language)));
    }
    written.into_bytes()
}
