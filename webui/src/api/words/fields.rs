//! What the fields of a body are called.

use crate::language::Language;

/// A line each: the field's name in JSON, then English, German, French and Spanish; in the order of the names.
const LABELS: &str = include_str!("labels.txt");

/// What the field at a pointer (RFC 6901) is called; of one that has no label, the last part of the pointer.
pub(crate) fn field(pointer: &str, language: Language) -> String {
    let mut said: Vec<String> = Vec::new();
    // Of a field within a field the inner one says enough; within an entry of a list it does not.
    let mut kept = 0;
    for part in pointer.split('/').skip(1) {
        match part.parse::<usize>() {
            Ok(index) => {
                said.push(entry(index.saturating_add(1), language));
                kept = said.len();
            }
            Err(_) => {
                let name = part.replace("~1", "/").replace("~0", "~");
                said.truncate(kept);
                said.push(label(&name, language).map_or(name, str::to_owned));
            }
        }
    }
    said.retain(|part| !part.is_empty());
    if said.is_empty() { whole(language).to_owned() } else { said.join(", ") }
}

/// The label of a field, if it has one.
pub(super) fn label(name: &str, language: Language) -> Option<&'static str> {
    let place = match language {
        Language::En => 1,
        Language::De => 2,
        Language::Fr => 3,
        Language::Es => 4,
    };
    let mut lines = LABELS.lines().map(|line| line.split(" | "));
    lines.find_map(|mut parts| {
        let is_it = parts.clone().next() == Some(name);
        is_it.then(|| parts.nth(place)).flatten()
    })
}

/// The body as a whole.
fn whole(language: Language) -> &'static str {
    match language {
        Language::En => "Your entries",
        Language::De => "Ihre Angaben",
        Language::Fr => "Vos données",
        Language::Es => "Sus datos",
    }
}

/// "2nd entry".
fn entry(count: usize, language: Language) -> String {
    match language {
        Language::En => {
            let ending = match (count % 10, count % 100) {
                (1, tens) if tens != 11 => "st",
                (2, tens) if tens != 12 => "nd",
                (3, tens) if tens != 13 => "rd",
                _ => "th",
            };
            format!("{count}{ending} entry")
        }
        Language::De => format!("{count}. Eintrag"),
        Language::Fr if count == 1 => "1re entrée".to_owned(),
        Language::Fr => format!("{count}e entrée"),
        Language::Es => format!("{count}.ª entrada"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_called_as_people_call_them() {
        for (pointer, language, said) in [
            ("/first_name", Language::De, "Vorname"),
            ("/line/number", Language::En, "Number"),
            ("/hours/1", Language::En, "Hours, 2nd entry"),
            ("/hours/10", Language::En, "Hours, 11th entry"),
            ("/accounts/0/position", Language::Fr, "Comptes SIP, 1re entrée, Position"),
            ("/methods/1/kind/sip/username", Language::De, "Kontaktwege, 2. Eintrag, Benutzername"),
            ("/allow_list/2", Language::Es, "Direcciones permitidas, 3.ª entrada"),
            ("/colour~1of", Language::De, "colour/of"),
            ("", Language::En, "Your entries"),
            ("/", Language::Fr, "Vos données"),
        ] {
            assert_eq!(field(pointer, language), said, "{pointer}");
        }
    }

    #[test]
    fn labels_are_in_order_and_whole() {
        let mut last = "";
        for line in LABELS.lines() {
            let parts: Vec<&str> = line.split(" | ").collect();
            assert!(parts.len() == 5 && parts.iter().all(|part| !part.trim().is_empty()), "{line}");
            assert!(last < parts[0], "{line} stands in the wrong place, or twice");
            last = parts[0];
        }
    }
}
