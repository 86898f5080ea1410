//! The office as one readable file, `office.toml`: read strictly, compared with what is there, written back.

mod app;
mod avatars;
mod dump;
mod format;
mod line_settings;
mod lines;
mod load;
mod mail_server;
mod mailboxes;
mod named;
mod owners;
mod phones;
mod place;
mod plan;
mod preview;
mod rows;
#[cfg(test)]
mod tests;
mod users;

use std::path::{Path, PathBuf};

use self::format::Tables;
use self::place::Place;

pub use self::preview::{Preview, PreviewLine};

/// What is wrong in an office file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}, line {line}, column {column}{}: {why}", file.display(), in_key(key))]
pub struct FileError {
    /// The file.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The key with its tables, as `person.line.number`; may be empty.
    pub key: String,
    /// What is wrong.
    pub why: String,
}

/// An office file that was read.
#[derive(Clone, Debug)]
pub struct OfficeFile {
    file: PathBuf,
    text: String,
    tables: Tables,
}

impl OfficeFile {
    /// Bytes of a file that are read at most, 8 MiB: an office of ten thousand lines has less than half of that.
    pub const BYTES_MAX: usize = 8 * 1024 * 1024;

    /// Parses the text of a file; its name is for messages.
    pub fn parse(file: impl Into<PathBuf>, text: &str) -> Result<Self, FileError> {
        let file = file.into();
        if text.len() > Self::BYTES_MAX {
            let why = format!("the file is larger than {} MiB", Self::BYTES_MAX / (1024 * 1024));
            return Err(error_at(&file, Place::default(), why));
        }
        match toml::from_str::<Tables>(text) {
            Ok(tables) => Ok(Self { file, text: text.to_owned(), tables }),
            Err(error) => {
                let place = error.span().map(|span| Place::of(text, span.start)).unwrap_or_default();
                Err(error_at(&file, place, words(error.message())))
            }
        }
    }

    /// What is wrong with a field of the table that begins at `offset`.
    fn error(&self, offset: usize, field: &str, why: impl Into<String>) -> FileError {
        error_at(&self.file, Place::of_field(&self.text, offset, field), why.into())
    }
}

fn error_at(file: &Path, place: Place, why: String) -> FileError {
    let Place { line, column, key } = place;
    FileError { file: file.to_owned(), line, column, key, why }
}

/// The parser's words, where it has better ones for people.
fn words(message: &str) -> String {
    match message {
        "invalid type: map, expected a sequence" => {
            "there may be several: write it in double brackets".to_owned()
        }
        "invalid type: map, expected a string" => {
            "a text is expected here, not a table: a bracket too many?".to_owned()
        }
        message if message.starts_with("UUID parsing failed") => {
            "an id is a UUID, as in a dump; leave it out for what is new".to_owned()
        }
        message if message.starts_with("invalid type: integer") && message.ends_with("expected a string") => {
            format!("{message}: write it in quotes")
        }
        message => message.to_owned(),
    }
}

fn in_key(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!(", {key}") }
}
