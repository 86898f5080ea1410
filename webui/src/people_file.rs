//! The file of people: a spreadsheet comes in and a plan goes out, or people go out as a spreadsheet (F-117 to F-136).
//!
//! [`read`] makes a table of the bytes, [`Matching`] says what its columns are about, [`check`] says what would happen:
//! whom it creates, updates and skips, and what is wrong in which cell. Carrying the plan out, all or nothing, is the
//! caller's. Nothing here opens a file or a database; what the office has already comes as [`Existing`].

mod cell;
mod check;
mod csv_file;
mod dialling;
mod encoding;
mod error;
mod existing;
mod export;
mod fold;
mod guard;
mod headers;
mod matching;
mod people;
mod plan;
mod property;
mod table;
mod taken;
mod template;
mod values;
mod whom;
mod words;
mod workbook;
pub(crate) mod written;

pub use check::{check, says};
pub use encoding::Encoding;
pub use error::{FileError, Kind, MatchingError};
pub use existing::{Existing, ExistingPerson, Holder};
pub use export::export;
pub use matching::Matching;
pub use plan::{Counts, Fault, Merge, Plan, PlannedRow, Problem, Step};
pub use property::Property;
pub use table::{BYTES_MAX, CELL_MAX, COLUMNS_MAX, Format, Oddity, ROWS_MAX, Table, TableRow, read};
pub use template::{example, template};
pub use values::{OutsideNumber, Pin, Values, WhenUnavailable};

#[cfg(test)]
mod tests;
