//! The lines before the body: folded ones are one (RFC 3261 §7.3.1).

use crate::{HeaderName, chars, scan};

/// Reads line after line until the empty one.
pub(crate) struct Lines<'a> {
    /// What has not been read; behind the empty line it is the body.
    pub(crate) rest: &'a [u8],
    /// Whether the empty line was reached.
    pub(crate) finished: bool,
}

/// One line with its continuations, without the line end.
pub(crate) struct Line<'a> {
    pub(crate) text: &'a [u8],
    /// It has a line end within, before white space.
    pub(crate) folded: bool,
    /// It has a carriage return within that ends no line. Some take it for a line end, so nobody may have it.
    pub(crate) bare_cr: bool,
}

impl<'a> Lines<'a> {
    /// Starts at the first line; blank ones in front are passed over (RFC 3261 §7.5).
    pub(crate) fn new(mut bytes: &'a [u8]) -> Self {
        while let [b'\r' | b'\n', rest @ ..] = bytes {
            bytes = rest;
        }
        Self { rest: bytes, finished: false }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    /// A line feed alone ends a line as well. What no line end follows comes as the last line.
    #[inline(always)]
    fn next(&mut self) -> Option<Line<'a>> {
        let end = scan::find_control(self.rest).unwrap_or_default();
        match self.rest.split_at_checked(end) {
            Some((text, [b'\r', b'\n', rest @ ..])) if end > 0 && !matches!(rest, [b' ' | b'\t', ..]) => {
                self.rest = rest;
                Some(Line { text, folded: false, bare_cr: false })
            }
            _ => self.odd_line(),
        }
    }
}

impl<'a> Lines<'a> {
    /// The next line, if it is folded, ends otherwise than in CRLF, has a tab, or is the empty one.
    fn odd_line(&mut self) -> Option<Line<'a>> {
        if self.finished || self.rest.is_empty() {
            return None;
        }
        let all = self.rest;
        let (mut folded, mut bare_cr) = (false, false);
        let mut at = 0;
        loop {
            let ahead = all.get(at..).unwrap_or_default();
            let Some(found) = ahead.iter().position(|b| matches!(b, b'\r' | b'\n')) else {
                self.rest = &[];
                return Some(Line { text: all, folded, bare_cr });
            };
            let end = at + found;
            match all.get(end..).unwrap_or_default() {
                [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => {
                    if end > 0 && matches!(rest, [b' ' | b'\t', ..]) {
                        folded = true;
                        at = all.len() - rest.len();
                        continue;
                    }
                    self.rest = rest;
                    self.finished = end == 0;
                    let text = all.get(..end).unwrap_or_default();
                    return (end > 0).then_some(Line { text, folded, bare_cr });
                }
                _ => {
                    bare_cr = true;
                    at = end + 1;
                }
            }
        }
    }
}

impl<'a> Line<'a> {
    /// The name that it stands for, name and value; none when there is no colon or the name is no token.
    #[inline(always)]
    pub(crate) fn split(&self) -> Option<(HeaderName, &'a [u8], &'a [u8])> {
        let (name, value) = self.text.split_at(scan::find(b':', self.text)?);
        let name = trim_blanks(name);
        let id = HeaderName::of_bytes(name);
        // A known name is a token.
        (id != HeaderName::Other || chars::is_token(name))
            .then(|| (id, name, chars::trim(value.get(1..).unwrap_or_default())))
    }
}

/// Without blanks and tabs at the end; folds are not allowed before the colon (RFC 3261 §25.1, HCOLON).
fn trim_blanks(mut name: &[u8]) -> &[u8] {
    while let [rest @ .., b' ' | b'\t'] = name {
        name = rest;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_crlf_or_lf_and_folded_ones_are_one() {
        let mut lines = Lines::new(b"\r\n\na: 1\r\n 2\r\n\t3\nb:2\r\n\r\nbody\r\n");
        let found: Vec<_> = lines.by_ref().map(|l| (l.text, l.folded)).collect();
        assert_eq!(found, [(&b"a: 1\r\n 2\r\n\t3"[..], true), (b"b:2", false)]);
        assert!(lines.finished);
        assert_eq!(lines.rest, b"body\r\n");
    }

    #[test]
    fn an_unfinished_head_is_noticed() {
        for text in [&b"a: 1"[..], b"a: 1\r\n", b"a: 1\r", b"a: 1\r\n ", b""] {
            let mut lines = Lines::new(text);
            lines.by_ref().for_each(drop);
            assert!(!lines.finished, "{text:?}");
        }
    }

    #[test]
    fn a_carriage_return_within_a_line_is_noticed() {
        let mut lines = Lines::new(b"a: 1\rb: 2\r\r\nc: 3\r\n\r\n");
        assert!(lines.next().is_some_and(|l| l.bare_cr));
        assert!(lines.next().is_some_and(|l| !l.bare_cr));
        assert!(lines.next().is_none());
        assert!(lines.finished);
    }

    #[test]
    fn names_are_tokens_with_white_space_before_the_colon_only() {
        let split = |text: &'static [u8]| Line { text, folded: false, bare_cr: false }.split();
        assert_eq!(split(b"V \t:  x  "), Some((HeaderName::Via, &b"V"[..], &b"x"[..])));
        assert_eq!(split(b"s:"), Some((HeaderName::Subject, &b"s"[..], &b""[..])));
        for bad in [&b"Foobar roobar"[..], b": x", b" a: x", b"a b: x", b"a", b"a\0: x", b"\xfc: x"] {
            assert_eq!(split(bad), None, "{bad:?}");
        }
    }
}
