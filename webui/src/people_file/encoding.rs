//! Which encoding a text is in, and the text: UTF-8, UTF-16 with its mark, else what Excel writes in Western Europe.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::FileError;

/// How a text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With or without a byte order mark.
    Utf8,
    /// Of either byte order, with its mark.
    Utf16,
    /// What is neither.
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

/// The text of a file and how it was written.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), FileError> {
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (std::str::from_utf8(rest).ok().map(Cow::Borrowed), Encoding::Utf8),
        [0xFF, 0xFE, rest @ ..] => {
            (UTF_16LE.decode_without_bom_handling_and_without_replacement(rest), Encoding::Utf16)
        }
        [0xFE, 0xFF, rest @ ..] => {
            (UTF_16BE.decode_without_bom_handling_and_without_replacement(rest), Encoding::Utf16)
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (Some(Cow::Borrowed(text)), Encoding::Utf8),
            Err(_) => (windows_1252(bytes), Encoding::Windows1252),
        },
    };
    let text = text.ok_or(FileError::BrokenEncoding(encoding))?;
    match text.find('\0') {
        None => Ok((text, encoding)),
        Some(at) => Err(FileError::Nul { line: 1 + text[..at].matches('\n').count() }),
    }
}

/// Nothing when a byte has no meaning in it (WHATWG maps those five to control characters).
fn windows_1252(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    (!text.contains(|letter| ('\u{80}'..='\u{9f}').contains(&letter))).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_encoding() {
        for (name, bytes, text, encoding) in [
            ("plain", b"a;b".as_slice(), "a;b", Encoding::Utf8),
            ("utf-8", "Jürgen".as_bytes(), "Jürgen", Encoding::Utf8),
            ("utf-8 with a mark", b"\xEF\xBB\xBFJ\xC3\xBCrgen", "Jürgen", Encoding::Utf8),
            ("utf-16, low byte first", b"\xFF\xFEJ\0\xFC\0", "Jü", Encoding::Utf16),
            ("utf-16, high byte first", b"\xFE\xFF\0J\0\xFC", "Jü", Encoding::Utf16),
            ("windows-1252", b"J\xFCrgen \x80", "Jürgen €", Encoding::Windows1252),
            ("nothing", b"", "", Encoding::Utf8),
        ] {
            assert_eq!(decode(bytes).unwrap(), (Cow::Borrowed(text), encoding), "{name}");
        }
    }

    #[test]
    fn refuses_what_is_broken() {
        for (name, bytes, error) in [
            ("utf-8 that is not", b"\xEF\xBB\xBFJ\xFC".as_slice(), FileError::BrokenEncoding(Encoding::Utf8)),
            ("half a letter", b"\xFF\xFEJ\0\xFC", FileError::BrokenEncoding(Encoding::Utf16)),
            ("half a pair", b"\xFF\xFE\x00\xD8J\0", FileError::BrokenEncoding(Encoding::Utf16)),
            ("bytes without meaning", b"J\xFC\x81", FileError::BrokenEncoding(Encoding::Windows1252)),
            ("zero byte", b"a\nb\0c", FileError::Nul { line: 2 }),
            ("utf-16 without a mark", b"a\0\n\0", FileError::Nul { line: 1 }),
            ("utf-32", b"\xFF\xFE\0\0a\0\0\0", FileError::Nul { line: 1 }),
        ] {
            assert_eq!(decode(bytes), Err(error), "{name}");
        }
    }
}
