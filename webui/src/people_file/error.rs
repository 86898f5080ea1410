//! Why a file cannot be read at all. What is wrong with a row is a [`Fault`](super::Fault).

use thiserror::Error;

use super::encoding::Encoding;
use super::property::Property;

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// A text that is not in the encoding that it begins with.
    #[error("the text is not whole: it is not {0}")]
    BrokenEncoding(Encoding),
    /// A workbook that cannot be read.
    #[error("the workbook cannot be read: {why}")]
    BrokenWorkbook {
        /// What its reader says.
        why: String,
    },
    /// A cell with more text than any property has.
    #[error("row {row}, column {column}: {characters} characters are more than {most}")]
    CellTooLong {
        /// As a spreadsheet program counts, from 1.
        row: u32,
        /// From 1.
        column: usize,
        /// How many there are.
        characters: usize,
        /// How many there may be.
        most: usize,
    },
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Something else than a table.
    #[error("the file is {0}, not a table of people")]
    NotATable(Kind),
    /// A zero byte, as no text has one.
    #[error("line {line} contains a zero byte: this is no text")]
    Nul {
        /// From 1.
        line: usize,
    },
    /// A quotation mark that opens a cell and never closes it.
    #[error("line {line}: a quotation mark opens a cell that never ends")]
    QuoteNeverClosed {
        /// From 1.
        line: usize,
    },
    /// More bytes than are read.
    #[error("{bytes} bytes are more than {most}")]
    TooManyBytes {
        /// How many there are.
        bytes: u64,
        /// How many there may be.
        most: u64,
    },
    /// More columns than are read.
    #[error("row {row}: {columns} columns are more than {most}")]
    TooManyColumns {
        /// As a spreadsheet program counts, from 1.
        row: u32,
        /// How many there are.
        columns: usize,
        /// How many there may be.
        most: usize,
    },
    /// More rows than are read.
    #[error("the file has more than {most} rows")]
    TooManyRows {
        /// How many there may be.
        most: usize,
    },
    /// A workbook that is far bigger inside than outside.
    #[error("the workbook unpacks to more than {most} bytes")]
    UnpacksTooLarge {
        /// How many bytes there may be inside.
        most: u64,
    },
}

/// What a file is instead of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Kind {
    /// A picture.
    #[error("a picture")]
    Image,
    /// Excel's format until 2003, or a workbook with a password.
    #[error("an old workbook (.xls) or one with a password")]
    OldWorkbook,
    /// A PDF.
    #[error("a PDF document")]
    Pdf,
    /// An archive without a workbook; OpenDocument sheets are such.
    #[error("an archive without an Excel workbook")]
    Zip,
}

/// Why a matching of columns cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MatchingError {
    /// F-131.
    #[error("no column is matched to the first name")]
    NoFirstName,
    /// A column that the file does not have.
    #[error("column {column} does not exist: the file has {columns}")]
    NoSuchColumn {
        /// From 1.
        column: usize,
        /// How many there are.
        columns: usize,
    },
    /// Two columns that say the same.
    #[error("columns {first} and {second} are both matched to {property:?}")]
    Twice {
        /// What both are matched to.
        property: Property,
        /// From 1.
        first: usize,
        /// From 1.
        second: usize,
    },
}
