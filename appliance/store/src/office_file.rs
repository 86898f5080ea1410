//! The office as one readable file, `office.toml`.

use std::path::PathBuf;

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

fn in_key(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!(", {key}") }
}

/// An office file that was read.
#[derive(Clone, Debug)]
pub struct OfficeFile {}

impl OfficeFile {
    /// Parses the text of a file; its name is for messages.
    pub fn parse(file: impl Into<PathBuf>, text: &str) -> Result<Self, FileError> {
        let _ = (file.into(), text);
        Ok(Self {})
    }
}

/// What a load would do; its Display is for people, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Things that would be made.
    pub added: usize,
    /// Things that would be changed.
    pub changed: usize,
    /// Things that are so already.
    pub unchanged: usize,
    /// Things that the file does not name; they stay.
    pub kept: usize,
    /// A line for each thing that is added, changed or kept.
    pub lines: Vec<String>,
}
