//! CSV as spreadsheet programs open it: with a byte order mark, and the delimiter that goes with the language.

use super::guard::guard;
use crate::language::Language;

/// A file that grows row by row.
pub(crate) struct Written(csv::Writer<Vec<u8>>);

impl Written {
    /// An empty file. German, French and Spanish programs want semicolons, since the comma is in their numbers.
    pub(crate) fn new(language: Language) -> Self {
        let delimiter = match language {
            Language::De | Language::Es | Language::Fr => b';',
            Language::En => b',',
        };
        let mark = "\u{feff}".as_bytes().to_vec();
        Self(
            csv::WriterBuilder::new()
                .delimiter(delimiter)
                .terminator(csv::Terminator::CRLF)
                .from_writer(mark),
        )
    }

    /// Adds a row; formulas become texts.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        let cells = cells.into_iter().map(|cell| guard(cell.as_ref()));
        self.0.write_record(cells).expect("memory takes every row, and all rows are of one length");
    }

    /// The file.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        match self.0.into_inner() {
            Ok(bytes) => bytes,
            Err(_) => unreachable!("memory takes what is written to it"),
        }
    }
}
