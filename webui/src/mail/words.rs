//! Every word of the mails, in four languages. That each language has each word is checked by the compiler.

mod de;
mod en;
mod es;
mod fr;

use crate::language::Language;

/// The words of one language. What stands in braces is filled in.
pub(super) struct Words {
    /// `{name}`
    pub(super) greeting: &'static str,
    /// To one whose name is not known.
    pub(super) greeting_nobody: &'static str,
    /// `{support}`
    pub(super) support: &'static str,
    /// `{office}`
    pub(super) sender: &'static str,
    /// `{office}`
    pub(super) reset_subject: &'static str,
    /// `{office}`, `{address}`
    pub(super) reset_asked: &'static str,
    /// `{minutes}`
    pub(super) reset_follow: &'static str,
    pub(super) reset_button: &'static str,
    pub(super) reset_not_you: &'static str,
    /// `{office}`
    pub(super) moved_subject: &'static str,
    /// When the login has changed it itself: `{office}`, `{address}`
    pub(super) moved_by_you: &'static str,
    /// When somebody else has: `{office}`
    pub(super) moved_by_other: &'static str,
    pub(super) moved_meaning: &'static str,
    pub(super) moved_not_you: &'static str,
    /// `{office}`
    pub(super) invitation_subject: &'static str,
    /// `{inviter}`, `{office}`
    pub(super) invitation_who: &'static str,
    /// `{number}`
    pub(super) invitation_number: &'static str,
    pub(super) invitation_ways: &'static str,
    pub(super) browser_title: &'static str,
    pub(super) browser_text: &'static str,
    pub(super) browser_button: &'static str,
    pub(super) softphone_title: &'static str,
    /// Above the code.
    pub(super) softphone_scan: &'static str,
    /// In place of the code where pictures are not shown.
    pub(super) softphone_instead: &'static str,
    /// Above the address, for those who cannot scan the code.
    pub(super) softphone_type: &'static str,
    pub(super) softphone_others: &'static str,
    /// `{until}`
    pub(super) invitation_until: &'static str,
    /// A moment as jiff's strftime writes it.
    pub(super) moment: &'static str,
    pub(super) invitation_keep: &'static str,
    /// `{office}`
    pub(super) trial_subject: &'static str,
    /// `{server}`, `{from}`
    pub(super) trial_text: &'static str,
    pub(super) trial_meaning: &'static str,
}

/// The words of one language.
pub(super) fn of(language: Language) -> &'static Words {
    match language {
        Language::De => &de::WORDS,
        Language::En => &en::WORDS,
        Language::Es => &es::WORDS,
        Language::Fr => &fr::WORDS,
    }
}

/// Fills in values by name. What a value has in braces stays as it is.
pub(super) fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        text.push_str(before);
        text.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_once() {
        for (template, expected) in [
            ("", ""),
            ("no", "no"),
            ("{a} and {b}", "{b} and 2"),
            ("{a}{a}", "{b}{b}"),
            ("{c}.", "."),
            ("{a", "{a"),
        ] {
            assert_eq!(filled(template, &[("a", "{b}"), ("b", "2")]), expected);
        }
    }
}
