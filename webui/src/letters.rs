//! Letters as people look for them and sort by them: without case and accents (DIN 5007-1 for ä, ö and ü).

/// The text in lower case and without accents: who looks for "muller" finds "Müller".
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
    folded
}

/// The letters of Western Europe, in lower case, without their accents.
pub(crate) fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_count_and_everything_else_does() {
        for (text, expected) in
            [("", ""), ("Müller-Straße 7", "muller-strasse 7"), ("ÉCOLE", "ecole"), ("北京", "北京")]
        {
            assert_eq!(folded(text), expected);
        }
    }
}
