//! Tests of what matches, and in which order it stands.

use super::*;

#[test]
fn numbers_in_texts_sort_by_their_value() {
    let mut texts = ["b", "a10b", "a9", "a10a", "10", "010", "9", "", "a", "99999999999999999999999999"];
    texts.sort_by(|a, b| natural(a, b));
    assert_eq!(texts, ["", "9", "10", "010", "99999999999999999999999999", "a", "a9", "a10a", "a10b", "b"]);
}

#[test]
fn texts_hold_and_words_are() {
    for (cell, wanted, matches) in [
        (Cell::text("Änna Berg"), "anna b", true),
        (Cell::text("Anna Berg"), "-", false),
        (Cell::text(""), "-", true),
        (Cell::word("owner"), "own", false),
        (Cell::word("Owner"), "owner", true),
        (Cell::optional(None::<&str>), "-", true),
        (Cell::Named(vec!["01a2".to_owned()], "201 Änna".to_owned()), "01a2", true),
        (Cell::Named(vec!["01a2".to_owned()], "201 Änna".to_owned()), "01a", false),
        (Cell::Named(vec!["01a2".to_owned()], "201 Änna".to_owned()), "anna", true),
        (Cell::Named(Vec::new(), String::new()), "-", true),
        (Cell::Number(3), "3", true),
        (Cell::Number(3), "33", false),
    ] {
        assert_eq!(cell.matches(wanted), matches, "{cell:?} {wanted}");
    }
}
