//! Excel workbooks (ECMA-376): the first sheet that can be seen, cell by cell, so that its size bounds what is held.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::panic::catch_unwind;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;
use zip::result::ZipError;

use super::error::{FileError, Kind};
use super::table::{CELL_MAX, COLUMNS_MAX, Format, Oddity, ROWS_MAX, Table, TableBuilder, TableRow};

/// Bytes of everything inside a workbook: 5,000 full rows take 15 MB.
const UNPACKED_MAX: u64 = 32 * 1024 * 1024;
/// Parts of a workbook; ordinary ones have a dozen.
const PARTS_MAX: usize = 1_000;

/// Reads the first sheet that can be seen.
pub(super) fn read(bytes: &[u8]) -> Result<Table, FileError> {
    check_unpacked(bytes)?;
    // calamine 0.38 (2026-11) counts with numbers that a damaged file makes too large, and panics where overflow is
    // checked: that is an answer as well.
    catch_unwind(|| read_sheet(bytes))
        .unwrap_or_else(|_| Err(FileError::BrokenWorkbook { why: "its numbers are too large".to_owned() }))
}

fn read_sheet(bytes: &[u8]) -> Result<Table, FileError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(broken_workbook)?;
    let visible = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let sheet = workbook.sheets_metadata().iter().find(visible).map(|sheet| sheet.name.clone());
    let sheet = sheet.ok_or(FileError::Empty)?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(broken_workbook)?;
    // By row, since nothing makes a file give its rows in order.
    let mut rows = BTreeMap::new();
    // A text that stands in the file once may be named by as many cells as there are.
    let mut left = UNPACKED_MAX;
    while let Some(cell) = cells.next_cell().map_err(broken_workbook)? {
        let (row, column) = cell.get_position();
        let content = content(cell.get_value());
        if let Content::Text(text) = &content {
            if text.trim().is_empty() {
                continue;
            }
            check_cell(text, row.saturating_add(1), column as usize)?;
            let taken = left.checked_sub(text.len() as u64);
            left = taken.ok_or(FileError::UnpacksTooLarge { most: UNPACKED_MAX })?;
        }
        add(&mut rows, row.saturating_add(1), column as usize, content)?;
    }
    let mut table = TableBuilder::default();
    for row in rows.into_values() {
        table.push(row)?;
    }
    table.build(Format::Workbook { sheet })
}

/// Unpacks everything once without keeping it: what an archive says about its sizes need not be true.
fn check_unpacked(bytes: &[u8]) -> Result<(), FileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken_archive)?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(FileError::NotATable(Kind::Zip));
    }
    if archive.len() > PARTS_MAX {
        return Err(FileError::UnpacksTooLarge { most: UNPACKED_MAX });
    }
    let mut left = UNPACKED_MAX;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(broken_archive)?;
        let read = io::copy(&mut part.take(left + 1), &mut io::sink());
        let read = read.map_err(|error| FileError::BrokenWorkbook { why: error.to_string() })?;
        left = left.checked_sub(read).ok_or(FileError::UnpacksTooLarge { most: UNPACKED_MAX })?;
    }
    Ok(())
}

enum Content<'a> {
    Odd(Oddity),
    /// Not copied before it is known to be short.
    Text(Cow<'a, str>),
}

fn content<'a>(value: &'a DataRef<'_>) -> Content<'a> {
    match value {
        DataRef::Bool(true) => Content::Text(Cow::Borrowed("TRUE")),
        DataRef::Bool(false) => Content::Text(Cow::Borrowed("FALSE")),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            Content::Odd(Oddity::Date)
        }
        DataRef::Empty => Content::Text(Cow::Borrowed("")),
        DataRef::Error(_) => Content::Odd(Oddity::FormulaError),
        DataRef::Float(number) => Content::Text(Cow::Owned(number.to_string())),
        DataRef::Int(number) => Content::Text(Cow::Owned(number.to_string())),
        DataRef::SharedString(text) => Content::Text(Cow::Borrowed(text)),
        DataRef::String(text) => Content::Text(Cow::Borrowed(text)),
    }
}

/// Refuses a cell before it is copied that is too long in any case; its guard against formulas is still on it.
fn check_cell(text: &str, row: u32, column: usize) -> Result<(), FileError> {
    let characters = text.chars().count();
    if characters > 2 * CELL_MAX {
        return Err(FileError::CellTooLong { row, column: column + 1, characters, most: CELL_MAX });
    }
    Ok(())
}

fn add(
    rows: &mut BTreeMap<u32, TableRow>,
    row: u32,
    column: usize,
    content: Content<'_>,
) -> Result<(), FileError> {
    if column >= COLUMNS_MAX {
        return Err(FileError::TooManyColumns { row, columns: column + 1, most: COLUMNS_MAX });
    }
    // One more is the header.
    if rows.len() > ROWS_MAX && !rows.contains_key(&row) {
        return Err(FileError::TooManyRows { most: ROWS_MAX });
    }
    let into = rows.entry(row).or_insert_with(|| TableRow { row, ..TableRow::default() });
    match content {
        Content::Odd(oddity) => {
            into.oddities.retain(|(odd, _)| *odd != column);
            into.oddities.push((column, oddity));
        }
        Content::Text(text) => {
            if into.cells.len() <= column {
                into.cells.resize(column + 1, String::new());
            }
            if let Some(cell) = into.cells.get_mut(column) {
                *cell = text.into_owned();
            }
        }
    }
    Ok(())
}

fn broken_archive(error: ZipError) -> FileError {
    FileError::BrokenWorkbook { why: error.to_string() }
}

fn broken_workbook(error: XlsxError) -> FileError {
    FileError::BrokenWorkbook { why: error.to_string() }
}
