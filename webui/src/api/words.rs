//! What refusals say, in the languages of the pages: plain words for people who run an office.
//!
//! There is no arm here for "all others": who adds a [`Fact`], or the store one of its own, gives it its words.

mod amounts;
mod de;
mod en;
mod es;
mod fields;
mod fr;
mod may;
mod noted;
#[cfg(test)]
mod tests;
mod things;
mod titles;
mod wrong_de;
mod wrong_en;
mod wrong_es;
mod wrong_fr;

use super::fact::Fact;
use crate::language::Language;

pub(crate) use fields::field;
pub(crate) use noted::{mail_about, mail_trouble, step};
pub(crate) use things::thing;
pub(crate) use titles::title;

/// What is wrong, in whole sentences.
pub(crate) fn detail(fact: &Fact, language: Language) -> String {
    match language {
        Language::En => en::detail(fact),
        Language::De => de::detail(fact),
        Language::Fr => fr::detail(fact),
        Language::Es => es::detail(fact),
    }
}
