//! Secrets that people copy by hand: 80 random bits as four groups of four letters and digits.

/// Thirty-two that nobody mixes up: without 0, 1, l and o.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Characters without the dashes.
const CHARS: usize = 16;

/// Writes a secret: "abcd-efgh-ijkm-npqr". Five bits of each byte are used.
pub(super) fn write(random: &[u8; CHARS]) -> String {
    let groups = random.chunks(4).map(|group| group.iter().map(|byte| letter(*byte)).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}

/// Reads what a person typed, without case, blanks and dashes; `None` when it cannot be such a secret. The result is
/// as [`write`] wrote it.
pub(super) fn read(typed: &str) -> Option<String> {
    let mut letters = Vec::with_capacity(CHARS);
    // 64: so that nothing long is looked at.
    for c in
        typed.chars().take(64).filter(|c| !matches!(c, '-' | '\u{2010}'..='\u{2014}') && !c.is_whitespace())
    {
        let byte = u8::try_from(c.to_ascii_lowercase()).ok()?;
        letters.push(ALPHABET.iter().position(|known| *known == byte)? as u8);
    }
    letters.try_into().ok().map(|letters| write(&letters))
}

fn letter(byte: u8) -> char {
    char::from(ALPHABET[usize::from(byte & 31)])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_people_make_of_it() {
        let text = write(&[0, 1, 2, 3, 31, 32, 33, 255, 7, 7, 7, 7, 8, 9, 10, 11]);
        assert_eq!(text, "abcd-9ab9-hhhh-ijkm");
        for typed in
            ["ABCD-9AB9-HHHH-IJKM", "abcd9ab9hhhhijkm", " abcd 9ab9 hhhh ijkm\n", "abcd–9ab9—hhhh‐ijkm"]
        {
            assert_eq!(read(typed).as_deref(), Some(text.as_str()), "{typed:?}");
        }
        let long = format!("{text}{}", " ".repeat(1000));
        assert_eq!(read(&long).as_deref(), Some(text.as_str()));
        let other = [
            "",
            "abcd-9ab9-hhhh",
            "abcd-9ab9-hhhh-ijkmm",
            "abcd-9ab9-hhhh-ijk0",
            "äbcd-9ab9-hhhh-ijkm",
            "-",
            "\0",
        ];
        for typed in other {
            assert_eq!(read(typed), None, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(random: [u8; 16]) {
            let text = write(&random);
            prop_assert_eq!(text.len(), 19);
            prop_assert_eq!(read(&text), Some(text));
        }

        #[test]
        fn any_text_is_read_without_harm(typed in ".{0,100}") {
            if let Some(text) = read(&typed) {
                prop_assert_eq!(read(&text), Some(text.clone()));
            }
        }
    }
}
