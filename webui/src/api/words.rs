//! What refusals say, in the languages of the pages.

use super::fact::Fact;
use crate::language::Language;

/// What kind of problem it is.
pub(crate) fn title(fact: &Fact, _language: Language) -> &'static str {
    match fact.status().as_u16() {
        401 => "not signed in",
        _ => "refused",
    }
}

/// What is wrong.
pub(crate) fn detail(fact: &Fact, _language: Language) -> String {
    format!("{fact:?}")
}

/// What the field at a pointer is called.
pub(crate) fn field(pointer: &str, _language: Language) -> String {
    pointer.rsplit('/').next().unwrap_or_default().to_owned()
}
