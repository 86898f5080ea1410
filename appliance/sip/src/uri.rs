//! URIs: `sip:` and `sips:` in parts, every other scheme as scheme and rest (RFC 3261 §19.1).

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use memchr::memchr;

use crate::header::params::Params;
use crate::{chars, host};

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
        if !chars::are_uri_bytes(text.as_bytes()) {
            return Err(UriError::Character);
        }
        let (scheme, opaque) = text.split_once(':').ok_or(UriError::NoScheme)?;
        if !is_scheme(scheme) || opaque.is_empty() {
            return Err(UriError::NoScheme);
        }
        let other = Self {
            scheme,
            opaque,
            user: None,
            password: None,
            host: "",
            port: None,
            params: Params::default(),
            headers: None,
        };
        if other.is_sip() {
            other.in_parts()
        } else {
            Ok(other)
        }
    }

    /// `[user[:password]@]host[:port][;params][?headers]`. The `@` is looked for first: a user may have
    /// semicolons and question marks (RFC 4475 §3.1.1.2, §3.1.1.9), what follows it no `@`.
    fn in_parts(self) -> Result<Self, UriError> {
        let bytes = self.opaque.as_bytes();
        if memchr(b'%', bytes).is_some() && !escapes_are_whole(bytes) {
            return Err(UriError::Character);
        }
        let (userinfo, rest) = match self.opaque.split_once('@') {
            Some((userinfo, rest)) => (Some(userinfo), rest),
            None => (None, self.opaque),
        };
        if userinfo == Some("") || rest.contains('@') {
            return Err(UriError::User);
        }
        let (user, password) = match userinfo.and_then(|u| u.split_once(':')) {
            Some((user, password)) => (Some(user), Some(password)),
            None => (userinfo, None),
        };
        let (rest, headers) = match rest.split_once('?') {
            Some((rest, headers)) => (rest, Some(headers)),
            None => (rest, None),
        };
        let (host, params) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
        let at = host::parse(host.as_bytes()).ok_or(UriError::Host)?;
        Ok(Self {
            user,
            password,
            host: at.host,
            port: at.port,
            params: Params::parse(params.as_bytes()).ok_or(UriError::Params)?,
            headers,
            ..self
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

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
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
