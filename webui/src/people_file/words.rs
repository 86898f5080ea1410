//! The words in cells: yes and no, and where calls go, in four languages.

use super::fold::fold;
use crate::language::Language;

/// Yes or no; nothing for other words.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "on" | "1" | "x" | "ja" | "j" | "wahr" | "an" | "oui" | "o" | "vrai"
        | "si" | "s" | "verdadero" => Some(true),
        "no" | "n" | "false" | "off" | "0" | "nein" | "falsch" | "aus" | "non" | "faux" | "falso" => {
            Some(false)
        }
        _ => None,
    }
}

/// Yes or no as exported.
pub(super) fn of_yes_no(yes: bool, language: Language) -> &'static str {
    match (language, yes) {
        (Language::De, true) => "ja",
        (Language::De, false) => "nein",
        (Language::En, true) => "yes",
        (Language::En | Language::Es, false) => "no",
        (Language::Es, true) => "sí",
        (Language::Fr, true) => "oui",
        (Language::Fr, false) => "non",
    }
}

/// Whether the words mean the person's mailbox.
pub(super) fn is_voicemail(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "voicemail"
            | "mailbox"
            | "anrufbeantworter"
            | "sprachbox"
            | "messagerie"
            | "messagerievocale"
            | "boitevocale"
            | "repondeur"
            | "buzon"
            | "buzondevoz"
            | "contestador"
    )
}

/// The person's mailbox as exported.
pub(super) fn voicemail(language: Language) -> &'static str {
    match language {
        Language::De => "Mailbox",
        Language::En => "Voicemail",
        Language::Es => "Buzón",
        Language::Fr => "Messagerie",
    }
}

/// Whether the words mean that the caller hears that the line is busy.
pub(super) fn is_busy(text: &str) -> bool {
    matches!(fold(text).as_str(), "busy" | "busytone" | "besetzt" | "besetztton" | "occupe" | "ocupado")
}

/// The busy line as exported.
pub(super) fn busy(language: Language) -> &'static str {
    match language {
        Language::De => "Besetzt",
        Language::En => "Busy",
        Language::Es => "Ocupado",
        Language::Fr => "Occupé",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_exported_is_understood() {
        for language in Language::ALL {
            for yes in [true, false] {
                assert_eq!(yes_no(of_yes_no(yes, language)), Some(yes));
            }
            assert!(is_voicemail(voicemail(language)) && !is_busy(voicemail(language)));
            assert!(is_busy(busy(language)) && !is_voicemail(busy(language)));
        }
    }

    #[test]
    fn yes_and_no_are_understood_in_four_languages() {
        for (text, meant) in [
            ("YES", Some(true)),
            ("Ja", Some(true)),
            ("Si", Some(true)),
            ("oui", Some(true)),
            ("TRUE", Some(true)),
            ("1", Some(true)),
            ("Nein", Some(false)),
            ("non", Some(false)),
            ("FALSCH", Some(false)),
            ("maybe", None),
            ("", None),
            ("2", None),
        ] {
            assert_eq!(yes_no(text), meant, "{text:?}");
        }
    }
}
