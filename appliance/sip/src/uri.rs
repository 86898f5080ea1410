//! URIs: `sip:` and `sips:` in parts, every other scheme as scheme and rest (RFC 3261 §19.1).

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use crate::header::params::Params;
use crate::{chars, host, scan};

/// A view of an absolute URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uri<'a> {
    /// As written.
    pub scheme: &'a str,
    /// Everything behind the scheme's colon.
    pub opaque: &'a str,
    /// The user part as written, escapes and all; always none with other schemes than `sip` and `sips`.
    pub user: Option<&'a str>,
    /// What follows the user behind a colon.
    pub password: Option<&'a str>,
    /// The host, an IPv6 one without brackets; empty with other schemes.
    pub host: &'a str,
    /// The port, if there is one.
    pub port: Option<u16>,
    /// The parameters of the URI.
    pub params: Params<'a>,
    /// What follows the question mark.
    pub headers: Option<&'a str>,
}

/// What is wrong with a URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UriError {
    /// It has a character that must be escaped, or an escape that is none.
    Character,
    /// It has headers where none are allowed: in a Request-URI.
    Headers,
    /// Its host or port is none.
    Host,
    /// It has no scheme, hence is not absolute.
    NoScheme,
    /// Its parameters have stray separators.
    Params,
    /// Its user part is empty or has an `@`.
    User,
}

impl<'a> Uri<'a> {
    /// Parses an absolute URI.
    pub fn parse(text: &'a str) -> Result<Self, UriError> {
        let marks = Marks::find(text.as_bytes()).ok_or(UriError::Character)?;
        let (scheme, opaque) = scan::split_once(text, b':').ok_or(UriError::NoScheme)?;
        if opaque.is_empty() {
            return Err(UriError::NoScheme);
        }
        if scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips") {
            return Self::in_parts(text, scheme, opaque, &marks);
        }
        is_scheme(scheme)
            .then_some(Self {
                scheme,
                opaque,
                user: None,
                password: None,
                host: "",
                port: None,
                params: Params::default(),
                headers: None,
            })
            .ok_or(UriError::NoScheme)
    }

    /// `[user[:password]@]host[:port][;params][?headers]`. The user may have semicolons and question marks (RFC 4475
    /// §3.1.1.2, §3.1.1.9); what follows it may have no `@`.
    fn in_parts(text: &'a str, scheme: &'a str, opaque: &'a str, marks: &Marks) -> Result<Self, UriError> {
        if marks.percent && !escapes_are_whole(text.as_bytes()) {
            return Err(UriError::Character);
        }
        let start = scheme.len() + 1;
        let userinfo = marks.at.and_then(|at| text.get(start..at));
        if marks.ats > 1 || userinfo == Some("") {
            return Err(UriError::User);
        }
        let (user, password) = match userinfo.and_then(|userinfo| scan::split_once(userinfo, b':')) {
            Some((user, password)) => (Some(user), Some(password)),
            None => (userinfo, None),
        };
        let host = marks.at.map_or(start, |at| at + 1);
        let headers = marks.question.unwrap_or(text.len());
        let params = marks.semicolon.unwrap_or(headers);
        let at = text.get(host..params).and_then(host::parse).ok_or(UriError::Host)?;
        let params = text.get(params..headers).unwrap_or_default();
        Ok(Self {
            scheme,
            opaque,
            user,
            password,
            host: at.host,
            port: at.port,
            params: Params::parse(params.as_bytes()).ok_or(UriError::Params)?,
            headers: text.get(headers + 1..),
        })
    }

    /// Whether it is a `sip:` or `sips:` URI.
    pub fn is_sip(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("sip") || self.is_sips()
    }

    /// Whether it is a `sips:` URI.
    pub fn is_sips(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("sips")
    }

    /// The user with its escapes undone; what is not UTF-8 then becomes U+FFFD. Empty when there is none.
    pub fn user_text(&self) -> Cow<'a, str> {
        unescape(self.user.unwrap_or_default())
    }

    /// The host as an address, if it is one.
    pub fn ip(&self) -> Option<IpAddr> {
        host::ip(self.host)
    }
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Character => "a character that must be escaped",
            Self::Headers => "headers where none are allowed",
            Self::Host => "malformed host or port",
            Self::NoScheme => "no scheme",
            Self::Params => "malformed parameters",
            Self::User => "malformed user",
        })
    }
}

impl std::error::Error for UriError {}

/// Where the parts of a SIP URI meet, found in one pass.
#[derive(Default)]
struct Marks {
    at: Option<usize>,
    ats: usize,
    /// The first behind the `@` and before the question mark.
    semicolon: Option<usize>,
    /// The first behind the `@`.
    question: Option<usize>,
    percent: bool,
}

impl Marks {
    /// None when there is a byte that may not stand in a URI.
    fn find(bytes: &[u8]) -> Option<Self> {
        let mut marks = Self::default();
        let mut next = 0;
        while let Some(found) = bytes.get(next..)?.iter().position(|b| chars::is_uri_mark(*b)) {
            let index = next + found;
            match bytes.get(index)? {
                b'@' => {
                    marks.at = Some(index);
                    marks.ats += 1;
                    marks.semicolon = None;
                    marks.question = None;
                }
                b';' if marks.question.is_none() => marks.semicolon = marks.semicolon.or(Some(index)),
                b'?' => marks.question = marks.question.or(Some(index)),
                b'%' => marks.percent = true,
                b';' => {}
                _ => return None,
            }
            next = index + 1;
        }
        Some(marks)
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Whether every `%` has two hexadecimal digits behind it.
fn escapes_are_whole(bytes: &[u8]) -> bool {
    let mut parts = bytes.split(|b| *b == b'%');
    parts.next();
    parts.all(|part| matches!(part, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()))
}

/// The text with its escapes undone.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            plain.push(high << 4 | low);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            plain.push(*byte);
            rest = tail;
        }
    }
    Cow::Owned(String::from_utf8_lossy(&plain).into_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests;
