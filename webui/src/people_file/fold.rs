//! Words as they are compared: without case, accents, spaces and punctuation.

use crate::letters::plain;

/// The letters and digits of a text, lower case, without accents: "Prénom " and "PRENOM" are one.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // A combining accent is no letter, so that a decomposed "é" folds as the composed one does.
    for letter in text.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()) {
        match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
    folded
}

/// A name as two people would compare it: "Berg" and "BERG " are one, "Berg" and "Bérg" are not.
pub(super) fn name(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_spaces_and_punctuation_do_not_count() {
        for (text, folded) in [
            ("", ""),
            ("First name", "firstname"),
            ("first_name", "firstname"),
            ("E-Mail", "email"),
            ("Prénom", "prenom"),
            ("Pre\u{301}nom", "prenom"),
            ("DIRECCIÓN  MAC", "direccionmac"),
            ("Straße", "strasse"),
            ("\u{feff}Vorname*", "vorname"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }
}
