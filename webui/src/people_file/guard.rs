//! Texts that a spreadsheet program would take for a formula: an apostrophe stands before them in an export, and the
//! import takes exactly it away again.

/// The text of a cell as exported. Whoever begins with apostrophes and then as a formula does gets one more, so that
/// [`unguard`] need not guess.
pub(super) fn guard(text: &str) -> String {
    if looks_like_a_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text of a cell as meant: without white space around it and without the apostrophe of [`guard`].
pub(super) fn unguard(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(text) if looks_like_a_formula(cell) => text,
        _ => cell,
    }
}

/// The wide forms are what Japanese input methods write, and some programs take them for the narrow ones.
fn looks_like_a_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_become_texts_and_names_stay() {
        for (text, cell) in [
            ("Anna", "Anna"),
            ("", ""),
            ("=HYPERLINK(\"http://example.com\")", "'=HYPERLINK(\"http://example.com\")"),
            ("+49 30 23125 101", "'+49 30 23125 101"),
            ("-1", "'-1"),
            ("@SUM(1)", "'@SUM(1)"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'t Hooft", "'t Hooft"),
            ("O'Brien", "O'Brien"),
            ("''", "''"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(guard(text), cell, "{text:?}");
            assert_eq!(unguard(&guard(text)), text);
        }
    }

    #[test]
    fn white_space_around_a_typed_text_goes() {
        for (cell, text) in
            [(" Anna\u{a0}", "Anna"), ("'t Hooft ", "'t Hooft"), (" '=1 ", "=1"), (" =1", "=1"), ("\n", "")]
        {
            assert_eq!(unguard(cell), text, "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn the_import_undoes_the_export(text in "['=+@\\-\t\r\na ]{0,8}") {
            let kept = text.trim_end();
            prop_assume!(!kept.starts_with(' '));
            let cell = guard(kept);
            prop_assert_eq!(unguard(&cell), kept);
        }

        #[test]
        fn no_exported_cell_begins_as_a_formula(text in "['=+@\\-\ta]{0,8}") {
            prop_assert!(!guard(&text).starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
