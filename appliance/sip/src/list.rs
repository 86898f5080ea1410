//! Comma-separated lists of header values (RFC 3261 §7.3.1).

use crate::{chars, scan};

/// The values of one header line, trimmed; commas in quoted strings and angle brackets do not count, and
/// empty elements are passed over.
#[derive(Clone, Debug)]
pub struct Values<'a> {
    rest: &'a [u8],
}

impl<'a> Values<'a> {
    /// The values of this line.
    pub fn new(line: &'a [u8]) -> Self {
        Self { rest: line }
    }
}

impl<'a> Iterator for Values<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        while !self.rest.is_empty() {
            let (value, rest) = split(self.rest, b',');
            self.rest = rest;
            let value = chars::trim(value);
            if !value.is_empty() {
                return Some(value);
            }
        }
        None
    }
}

/// Splits at the first separator outside quoted strings and angle brackets; a string or bracket that is
/// never closed reaches to the end.
pub(crate) fn split(bytes: &[u8], separator: u8) -> (&[u8], &[u8]) {
    if scan::find(separator, bytes).is_none() {
        return (bytes, &[]);
    }
    let mut angle = false;
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        match byte {
            b'"' if !angle => {
                let rest = bytes.get(index..).unwrap_or_default();
                index += chars::quoted_len(rest).unwrap_or(rest.len());
                continue;
            }
            b'<' => angle = true,
            b'>' => angle = false,
            _ if byte == separator && !angle => {
                let (value, rest) = bytes.split_at(index);
                return (value, rest.get(1..).unwrap_or_default());
            }
            _ => {}
        }
        index += 1;
    }
    (bytes, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_count_only_outside_quotes_and_brackets() {
        for (line, values) in [
            ("a,b , c", &["a", "b", "c"][..]),
            (
                "\"Bell, A\" <sip:a@b>, <sip:c,d@e>;x=\"1,2\"",
                &["\"Bell, A\" <sip:a@b>", "<sip:c,d@e>;x=\"1,2\""],
            ),
            ("\"a\\\",b\" <x>,c", &["\"a\\\",b\" <x>", "c"]),
            (",, a,,", &["a"]),
            ("a, \"open, b", &["a", "\"open, b"]),
            ("a, <open, b", &["a", "<open, b"]),
            ("<a\">, b", &["<a\">", "b"]),
            ("", &[]),
        ] {
            let found: Vec<_> = Values::new(line.as_bytes()).map(|v| str::from_utf8(v).unwrap()).collect();
            assert_eq!(found, values, "{line}");
        }
    }
}
