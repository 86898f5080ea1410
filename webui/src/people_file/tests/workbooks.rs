//! Excel workbooks: what cells hold, which sheet is read, and archives that are not what they say.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"#;

const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"#;

const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Notes" sheetId="1" state="hidden" r:id="rId1"/><sheet name="People" sheetId="2" r:id="rId2"/></sheets>
</workbook>"#;

const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>
</Relationships>"#;

/// Style 1 is a date.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

fn strings(texts: &[&str]) -> String {
    let items: String = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    format!(r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>"#)
}

/// A sheet of rows as they stand in the file.
fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook(people: &str, shared: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", PARTS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet("").as_bytes()),
        ("xl/worksheets/sheet2.xml", people.as_bytes()),
    ])
}

/// A text as it stands in a sheet.
fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn heading() -> String {
    let cells = [("A1", "Vorname"), ("B1", "Interne Nummer"), ("C1", "Abteilung")];
    let cells: String = cells.iter().map(|(place, text)| cell(place, text)).collect();
    format!(r#"<row r="1">{cells}</row>"#)
}

#[test]
fn cells_of_every_kind_are_read() {
    let rows = heading()
        + r#"<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>201</v></c><c r="C3" t="str"><f>A1&amp;"x"</f><v>R&amp;D</v></c></row>"#
        + r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>2.02E2</v></c><c r="C2" t="b"><v>1</v></c></row>"#
        + r#"<row r="4"><c r="A4" t="inlineStr"><is><r><t>Jo</t></r><r><t>achim</t></r></is></c><c r="B4"><v>20.5</v></c></row>"#
        + r#"<row r="5"><c r="A5" s="1"/><c r="C5" s="1"/></row>"#;
    let table = read(&workbook(&sheet(&rows), &strings(&["Anna", " 'Ben "]))).unwrap();
    assert_eq!(table.format, Format::Workbook { sheet: "People".to_owned() });
    assert_eq!(table.header, ["Vorname", "Interne Nummer", "Abteilung"]);
    let cells: Vec<(u32, &[String])> = table.rows.iter().map(|row| (row.row, row.cells.as_slice())).collect();
    let expected: [(u32, &[String]); 3] = [
        (2, &["Anna", "202", "TRUE"].map(str::to_owned)),
        (3, &["'Ben", "201", "R&D"].map(str::to_owned)),
        (4, &["Joachim", "20.5"].map(str::to_owned)),
    ];
    assert_eq!(cells, expected);
}

#[test]
fn dates_and_failed_formulas_are_told_in_columns_that_matter() {
    let rows = heading()
        + r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Zoe</t></is></c><c r="B2" s="1"><v>45000</v></c><c r="C2" t="e"><v>#REF!</v></c><c r="D2" t="e"><v>#N/A</v></c></row>"#;
    let plan = planned(&workbook(&sheet(&rows), &strings(&[])), &office(), Merge::Skip);
    let number = (2, Some(Property::Number), Fault::Date);
    assert_eq!(faults(&plan), [number, (2, Some(Property::Department), Fault::FormulaError)]);
}

#[test]
fn the_template_saved_as_a_workbook_still_holds_the_example() {
    use crate::language::Language;
    let table = read(&template(Language::Fr)).unwrap();
    let row = |number: usize, cells: &[String]| {
        let column = |column: usize| char::from(b'A' + u8::try_from(column).expect("few columns"));
        let place = |(index, text): (usize, &String)| cell(&format!("{}{number}", column(index)), text);
        format!(r#"<row r="{number}">{}</row>"#, cells.iter().enumerate().map(place).collect::<String>())
    };
    let rows = row(1, &table.header) + &row(2, &table.rows[0].cells);
    let plan = planned(&workbook(&sheet(&rows), &strings(&[])), &office(), Merge::Skip);
    assert_eq!((plan.rows.len(), plan.example), (0, Some(2)));
}

#[test]
fn bounds_are_kept_before_anything_is_held() {
    let far_column = heading() + &format!(r#"<row r="2">{}</row>"#, cell("XFD2", "x"));
    let far_row = heading() + &format!(r#"<row r="1048576">{}</row>"#, cell("A1048576", "Zoe"));
    let many: String = (0..5_001)
        .map(|row| format!(r#"<row r="{0}">{1}</row>"#, row + 2, cell(&format!("A{}", row + 2), "Z")))
        .collect();
    let long = heading() + &format!(r#"<row r="2">{}</row>"#, cell("A2", &"a".repeat(1_001)));
    let none = strings(&[]);
    for (name, rows, error) in [
        (
            "16,384 columns",
            far_column,
            FileError::TooManyColumns { row: 2, columns: 16_384, most: COLUMNS_MAX },
        ),
        ("5,001 rows", heading() + &many, FileError::TooManyRows { most: ROWS_MAX }),
        ("long cell", long, FileError::CellTooLong { row: 2, column: 1, characters: 1_001, most: CELL_MAX }),
        ("no row", String::new(), FileError::Empty),
    ] {
        assert_eq!(read(&workbook(&sheet(&rows), &none)), Err(error), "{name}");
    }
    let table = read(&workbook(&sheet(&far_row), &none)).unwrap();
    assert_eq!(table.rows[0].row, 1_048_576);
}

#[test]
fn places_that_no_sheet_has_bring_nothing_down() {
    for place in
        ["", "A", "1", "A0", "A-1", "A4294967295", "A4294967296", "A99999999999999999999", "ZZZZZZZZ2", "ä2"]
    {
        let rows = heading() + &format!(r#"<row r="2">{}</row>"#, cell(place, "Zoe"));
        let _ = read(&workbook(&sheet(&rows), &strings(&[])));
        let rows = heading() + &format!(r#"<row r="{place}"><c t="s"><v>{place}</v></c></row>"#);
        let _ = read(&workbook(&sheet(&rows), &strings(&[])));
    }
}

#[test]
fn a_zip_bomb_is_refused_also_when_it_lies_about_its_size() {
    let bomb = workbook(&sheet(&heading()), &strings(&[&"a".repeat(40 * 1024 * 1024)]));
    assert!(bomb.len() < 200_000, "{} bytes", bomb.len());
    let refused = Err(FileError::UnpacksTooLarge { most: 32 * 1024 * 1024 });
    assert_eq!(read(&bomb), refused);

    // In the directory of the archive each part's unpacked size stands 24 bytes behind its mark.
    let mut lying = bomb;
    for at in 0..lying.len() - 28 {
        if lying[at..].starts_with(b"PK\x01\x02") {
            lying[at + 24..at + 28].copy_from_slice(&100u32.to_le_bytes());
        }
    }
    assert!(matches!(
        read(&lying),
        Err(FileError::UnpacksTooLarge { .. } | FileError::BrokenWorkbook { .. })
    ));
}

#[test]
fn a_text_that_many_cells_name_is_not_copied_without_an_end() {
    let named = |row: u32| {
        let cells = (0..60).map(|column: u8| {
            let letters = match column {
                0..26 => char::from(b'A' + column).to_string(),
                _ => format!("{}{}", char::from(b'A' + column / 26 - 1), char::from(b'A' + column % 26)),
            };
            format!(r#"<c r="{letters}{row}" t="s"><v>0</v></c>"#)
        });
        format!(r#"<row r="{row}">{}</row>"#, cells.collect::<String>())
    };
    let rows = |count: u32| heading() + &(2..2 + count).map(named).collect::<String>();
    let long = read(&workbook(&sheet(&rows(2)), &strings(&[&"a".repeat(1_000_000)])));
    assert!(matches!(long, Err(FileError::CellTooLong { row: 2, column: 1, .. })), "{long:?}");
    let many = read(&workbook(&sheet(&rows(700)), &strings(&[&"a".repeat(1_000)])));
    assert_eq!(many, Err(FileError::UnpacksTooLarge { most: 32 * 1024 * 1024 }));
    assert!(read(&workbook(&sheet(&rows(20)), &strings(&[&"a".repeat(1_000)]))).is_ok());
}

#[test]
fn archives_that_are_no_workbook_are_refused() {
    let document =
        archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a/>")]);
    assert_eq!(read(&document), Err(FileError::NotATable(Kind::Zip)));
    let hollow = archive(&[("xl/workbook.xml", b"<workbook/>")]);
    assert!(read(&hollow).is_err());
    let whole = workbook(&sheet(&heading()), &strings(&[]));
    for length in [4, 30, whole.len() / 2, whole.len() - 1] {
        let cut = read(&whole[..length]);
        assert!(matches!(cut, Err(FileError::BrokenWorkbook { .. })), "{length}: {cut:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_brings_it_down(at in 0.0..1.0f64, junk in "[<>/&;\"=a-zA-Z0-9 ]{0,12}", shared in any::<bool>()) {
        let rows = heading() + r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>201</v></c><c r="C2" t="b"><v>1</v></c></row>"#;
        let (mut people, mut texts) = (sheet(&rows), strings(&["Anna", "Ben"]));
        let damaged = if shared { &mut texts } else { &mut people };
        let from = (at * damaged.len() as f64) as usize;
        let to = (from + junk.len()).min(damaged.len());
        damaged.replace_range(from..to, &junk);
        let _ = read(&workbook(&people, &texts));
    }
}
