//! Files that nobody should send.

use super::*;

#[test]
fn what_is_no_table_is_refused_with_its_reason() {
    let long = format!("First name\n{}\n", "a".repeat(1_001));
    let wide = format!("First name\n{}z\n", "a,".repeat(99_999));
    let wide_heading = "a,".repeat(99_999) + "z";
    let deep = format!("First name\n{}", "Zoe\n".repeat(5_001));
    let delimiters = format!("First name\n{}", ",\n".repeat(70_000));
    for (name, bytes, error) in [
        ("empty", b"".as_slice(), FileError::Empty),
        ("a mark alone", b"\xEF\xBB\xBF", FileError::Empty),
        ("white space", b" \r\n\t\n,,\n", FileError::Empty),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileError::NotATable(Kind::Image)),
        ("jpeg", b"\xFF\xD8\xFF\xE0\0\x10JFIF", FileError::NotATable(Kind::Image)),
        ("pdf", b"%PDF-1.7\n", FileError::NotATable(Kind::Pdf)),
        ("xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileError::NotATable(Kind::OldWorkbook)),
        ("empty zip", b"PK\x05\x06\0\0\0\0", FileError::NotATable(Kind::Zip)),
        ("zero byte", b"First name\nA\0nna\n", FileError::Nul { line: 2 }),
        ("half of utf-16", b"\xFF\xFEV\0o", FileError::BrokenEncoding(Encoding::Utf16)),
        ("broken utf-8", b"\xEF\xBB\xBFVorname\nJ\xFCrgen", FileError::BrokenEncoding(Encoding::Utf8)),
        ("quote", b"First name\n\"Zoe\nYan\n", FileError::QuoteNeverClosed { line: 2 }),
        (
            "long cell",
            long.as_bytes(),
            FileError::CellTooLong { row: 2, column: 1, characters: 1_001, most: CELL_MAX },
        ),
        (
            "100,000 columns",
            wide.as_bytes(),
            FileError::TooManyColumns { row: 2, columns: 100_000, most: COLUMNS_MAX },
        ),
        (
            "100,000 headings",
            wide_heading.as_bytes(),
            FileError::TooManyColumns { row: 1, columns: 100_000, most: COLUMNS_MAX },
        ),
        ("5,001 rows", deep.as_bytes(), FileError::TooManyRows { most: ROWS_MAX }),
        ("70,000 empty rows", delimiters.as_bytes(), FileError::TooManyRows { most: ROWS_MAX }),
    ] {
        assert_eq!(read(bytes), Err(error), "{name}");
    }
}

#[test]
fn a_file_of_100_mb_is_refused_by_its_length() {
    let bytes = 100 * 1024 * 1024;
    let error = FileError::TooManyBytes { bytes, most: BYTES_MAX };
    assert_eq!(read(&vec![b'a'; bytes as usize]), Err(error));
}

#[test]
fn as_much_as_is_allowed_is_read() {
    let row = format!("{}\n", vec!["a".repeat(30); COLUMNS_MAX].join(","));
    let file = row.repeat(ROWS_MAX + 1);
    let table = read(file.as_bytes()).unwrap();
    assert_eq!((table.header.len(), table.rows.len()), (COLUMNS_MAX, ROWS_MAX));
}

#[test]
fn formulas_stay_texts_and_leave_guarded() {
    for formula in ["=cmd|' /C calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://x\";\"y\")"] {
        let file = format!("First name\n\"{}\"\n", formula.replace('"', "\"\""));
        let plan = planned(file.as_bytes(), &office(), Merge::Skip);
        let Step::Create(values) = &plan.rows[0].step else { panic!("{formula} is a strange name, but one") };
        assert_eq!(values.first_name.as_deref(), Some(formula));
        let text = String::from_utf8(export([&**values], crate::language::Language::En)).unwrap();
        let cell = text.lines().nth(1).unwrap().trim_start_matches('"');
        assert!(cell.starts_with('\''), "{cell}");
    }
}

#[test]
fn a_file_in_another_encoding_keeps_its_letters() {
    let text = "Vorname;Nachname\r\nJürgen;Groß\r\n";
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    for (bytes, encoding) in [
        (text.as_bytes(), Encoding::Utf8),
        (&utf16[..], Encoding::Utf16),
        (&latin[..], Encoding::Windows1252),
    ] {
        let table = read(bytes).unwrap();
        assert_eq!(table.format, Format::Csv { delimiter: ';', encoding });
        assert_eq!(table.rows[0].cells, ["Jürgen", "Groß"]);
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        if let Ok(table) = read(&bytes) {
            let mut matching = Matching::suggested(&table);
            let _ = matching.set(0, Some(Property::FirstName));
            let _ = check(&table, &matching, &office(), Merge::Update);
        }
    }

    #[test]
    fn no_text_brings_it_down(text in "(First name|Email|Number|MAC|DID|PIN|[a=+,;\t\"'@0-9\r\n\\PC]){0,60}") {
        if let Ok(table) = read(text.as_bytes()) {
            let mut matching = Matching::suggested(&table);
            let _ = matching.set(0, Some(Property::FirstName));
            let _ = check(&table, &matching, &office(), Merge::Update);
        }
    }
}
