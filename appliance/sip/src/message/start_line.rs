//! The first line: a request's or a response's (RFC 3261 §7.1, §7.2).

use super::error::{ParseError, ParseErrorKind};
use crate::{Uri, UriError, chars};

pub(crate) enum StartLine<'a> {
    Request { method: &'a [u8], uri: &'a [u8] },
    Response { status: u16, reason: &'a [u8] },
}

impl<'a> StartLine<'a> {
    /// Parses it by the letter: one blank between the parts and none elsewhere (RFC 4475 §3.1.2.8 ff.).
    pub(crate) fn parse(line: &'a [u8]) -> Result<Self, ParseError> {
        let (first, rest) = chars::cut(line, |b| b == b' ');
        let rest = rest.get(1..).ok_or(ParseErrorKind::StartLine)?;
        if first.contains(&b'/') {
            check_version(first)?;
            return Self::response(rest);
        }
        if !chars::is_token(first) {
            return Err(ParseErrorKind::StartLine.into());
        }
        let (uri, version) = match rest.iter().rposition(|b| *b == b' ') {
            Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default()),
            None => return Err(ParseErrorKind::StartLine.into()),
        };
        check_version(version)?;
        check_uri(uri)?;
        Ok(Self::Request { method: first, uri })
    }

    /// Three digits, and a reason phrase that may be anything, nothing as well.
    fn response(rest: &'a [u8]) -> Result<Self, ParseError> {
        let (code, reason) = chars::cut(rest, |b| b == b' ');
        let status = match code {
            [b'1'..=b'6', _, _] => chars::number(code).and_then(|n| u16::try_from(n).ok()),
            _ => None,
        };
        Ok(Self::Response {
            status: status.ok_or(ParseErrorKind::StartLine)?,
            reason: reason.get(1..).unwrap_or_default(),
        })
    }
}

fn check_version(text: &[u8]) -> Result<(), ParseError> {
    if text.eq_ignore_ascii_case(b"SIP/2.0") {
        return Ok(());
    }
    let number = match text.split_at_checked(4) {
        Some((name, number)) if name.eq_ignore_ascii_case(b"SIP/") => number,
        _ => &[],
    };
    let (major, minor) = chars::cut(number, |b| b == b'.');
    let is_version = chars::number(major).is_some() && minor.get(1..).and_then(chars::number).is_some();
    Err(if is_version { ParseErrorKind::Version } else { ParseErrorKind::StartLine }.into())
}

/// Headers in a Request-URI are not allowed (RFC 3261 §19.1.1); acting on them is dangerous.
fn check_uri(bytes: &[u8]) -> Result<(), ParseError> {
    let parsed = match str::from_utf8(bytes) {
        Ok(text) => Uri::parse(text),
        Err(_) => Err(UriError::Character),
    };
    match parsed {
        Ok(uri) if uri.headers.is_none() => Ok(()),
        Ok(_) => Err(ParseErrorKind::RequestUri(UriError::Headers).into()),
        Err(error) => Err(ParseErrorKind::RequestUri(error).into()),
    }
}
