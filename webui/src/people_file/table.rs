//! A file as a table of texts, within bounds: the first row says what the columns are, each other is a person.

use super::encoding::{Encoding, decode};
use super::error::{FileError, Kind};
use super::guard::unguard;
use super::{csv_file, workbook};

/// Longest file, bytes.
pub const BYTES_MAX: u64 = 10 * 1024 * 1024;
/// Most people in a file.
pub const ROWS_MAX: usize = 5_000;
/// Most columns.
pub const COLUMNS_MAX: usize = 64;
/// Longest text of a cell, characters.
pub const CELL_MAX: usize = 1_000;

/// A file as a table of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How it is written.
    pub format: Format,
    /// The texts of the first row.
    pub header: Vec<String>,
    /// The other rows, but those without any text.
    pub rows: Vec<TableRow>,
}

/// How a table is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with a delimiter.
    Csv {
        /// Between the cells of a row.
        delimiter: char,
        /// Of the text.
        encoding: Encoding,
    },
    /// An Excel workbook.
    Workbook {
        /// The name of the sheet that was read.
        sheet: String,
    },
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// As a spreadsheet program counts, from 1.
    pub row: u32,
    /// Its texts; those behind the last are empty.
    pub cells: Vec<String>,
    /// Cells that hold something else than text, by column from 0.
    pub oddities: Vec<(usize, Oddity)>,
}

/// What a cell of a workbook can hold that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// Spreadsheet programs make dates of what looks like one.
    Date,
    /// The result of a formula that failed.
    FormulaError,
}

impl TableRow {
    /// The text of a column from 0.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a file, and refuses one that is too large or no table.
pub fn read(bytes: &[u8]) -> Result<Table, FileError> {
    let length = bytes.len() as u64;
    if length > BYTES_MAX {
        return Err(FileError::TooManyBytes { bytes: length, most: BYTES_MAX });
    }
    if bytes.is_empty() {
        return Err(FileError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(bytes);
    }
    if let Some(kind) = stranger(bytes) {
        return Err(FileError::NotATable(kind));
    }
    let (text, encoding) = decode(bytes)?;
    csv_file::read(&text, encoding)
}

fn stranger(bytes: &[u8]) -> Option<Kind> {
    let begins = |marks: &[&[u8]]| marks.iter().any(|mark| bytes.starts_with(mark));
    if begins(&[b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"RIFF", b"II*\0", b"MM\0*"]) {
        Some(Kind::Image)
    } else if begins(&[b"\xD0\xCF\x11\xE0"]) {
        Some(Kind::OldWorkbook)
    } else if begins(&[b"%PDF"]) {
        Some(Kind::Pdf)
    } else if begins(&[b"PK"]) {
        Some(Kind::Zip)
    } else {
        None
    }
}

/// Takes rows in their order and keeps the bounds; the first with text becomes the header.
#[derive(Debug, Default)]
pub(super) struct TableBuilder {
    header: Option<Vec<String>>,
    rows: Vec<TableRow>,
}

impl TableBuilder {
    /// Adds a row as it stands in the file; a row without text is left out.
    pub(super) fn push(&mut self, mut row: TableRow) -> Result<(), FileError> {
        let texts = row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        let columns = row.oddities.iter().map(|(column, _)| column + 1).fold(texts, usize::max);
        if columns == 0 {
            return Ok(());
        }
        if columns > COLUMNS_MAX {
            return Err(FileError::TooManyColumns { row: row.row, columns, most: COLUMNS_MAX });
        }
        row.cells.truncate(texts);
        for (column, cell) in row.cells.iter_mut().enumerate() {
            *cell = unguard(cell).to_owned();
            let characters = cell.chars().count();
            if characters > CELL_MAX {
                let (row, column) = (row.row, column + 1);
                return Err(FileError::CellTooLong { row, column, characters, most: CELL_MAX });
            }
        }
        match self.header {
            None => self.header = Some(row.cells),
            Some(_) if self.rows.len() == ROWS_MAX => return Err(FileError::TooManyRows { most: ROWS_MAX }),
            Some(_) => self.rows.push(row),
        }
        Ok(())
    }

    /// The finished table.
    pub(super) fn build(self, format: Format) -> Result<Table, FileError> {
        let header = self.header.ok_or(FileError::Empty)?;
        Ok(Table { format, header, rows: self.rows })
    }
}
