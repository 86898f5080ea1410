//! Parameters of headers and URIs: `;name=value;flag;text="quoted"` (RFC 3261 §7.3.1, §25.1).

use std::borrow::Cow;

use crate::chars;

/// The parameters behind a value, in order, read anew at each call. Those that are not UTF-8 are passed
/// over; the message keeps their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Params<'a> {
    /// Nothing, or everything from the first semicolon on.
    bytes: &'a [u8],
}

impl<'a> Params<'a> {
    /// Takes the text from the first semicolon on; none when it has stray separators (RFC 4475 §3.1.2.1).
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let bytes = chars::trim(bytes);
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = behind_param(rest)?;
        }
        Some(Self { bytes })
    }

    /// Takes the text from the first semicolon on without looking at it.
    pub(crate) const fn unchecked(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// The text, semicolons included.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Every parameter: name, and value as written, a quoted one with its quotes.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> + use<'a> {
        self.raw().filter_map(|param| {
            let name = str::from_utf8(param.name).ok()?;
            let value = param.value.map(str::from_utf8).transpose().ok()?;
            Some((name, value))
        })
    }

    /// The first of that name, in any case of letters: `Some(None)` is a flag.
    pub fn get(&self, name: &str) -> Option<Option<&'a str>> {
        let mut found = self.raw().filter(|param| param.name.eq_ignore_ascii_case(name.as_bytes()));
        found.find_map(|param| param.value.map(str::from_utf8).transpose().ok())
    }

    /// The value of the first of that name, as written.
    pub fn value(&self, name: &str) -> Option<&'a str> {
        self.get(name).flatten()
    }

    /// The value of the first of that name, without quotes and quoted pairs.
    pub fn unquoted(&self, name: &str) -> Option<Cow<'a, str>> {
        self.value(name).map(unquote)
    }

    pub(crate) fn raw(&self) -> RawParams<'a> {
        RawParams { rest: self.bytes }
    }
}

/// One parameter as it came.
pub(crate) struct RawParam<'a> {
    /// From behind its semicolon to before the next.
    pub(crate) text: &'a [u8],
    pub(crate) name: &'a [u8],
    pub(crate) value: Option<&'a [u8]>,
}

pub(crate) struct RawParams<'a> {
    /// Nothing, or from a semicolon on.
    rest: &'a [u8],
}

impl<'a> Iterator for RawParams<'a> {
    type Item = RawParam<'a>;

    fn next(&mut self) -> Option<RawParam<'a>> {
        let inner = self.rest.get(1..)?;
        let (text, rest) = inner.split_at(text_len(inner));
        self.rest = rest;
        let (name, value) = chars::cut(text, |b| b == b'=');
        Some(RawParam {
            text: chars::trim(text),
            name: chars::trim(name),
            value: value.get(1..).map(chars::trim),
        })
    }
}

/// How far the text of one parameter reaches: to the next semicolon outside quotes.
fn text_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|b| matches!(b, b';' | b'"')))
    {
        at += found;
        let here = bytes.get(at..).unwrap_or_default();
        match chars::quoted_len(here) {
            Some(length) => at += length,
            None if here.first() == Some(&b';') => return at,
            None => break,
        }
    }
    bytes.len()
}

/// Reads one well-formed parameter, semicolon first, and what blanks follow it.
fn behind_param(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = chars::trim_start(bytes.strip_prefix(b";")?);
    let (name, rest) = chars::cut(bytes, |b| !chars::is_param_name_byte(b));
    let rest = chars::trim_start(rest);
    let Some(value) = rest.strip_prefix(b"=").filter(|_| !name.is_empty()) else {
        return (!name.is_empty()).then_some(rest);
    };
    let value = chars::trim_start(value);
    let length = match value.first() {
        Some(b'"') => chars::quoted_len(value)?,
        _ => chars::cut(value, |b| !chars::is_param_value_byte(b)).0.len(),
    };
    value.get(length..).map(chars::trim_start)
}

/// The text of a quoted string; anything else is returned as it is.
pub(crate) fn unquote(text: &str) -> Cow<'_, str> {
    let Some(inner) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) else {
        return Cow::Borrowed(text);
    };
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut plain = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        plain.extend(if c == '\\' { rest.next() } else { Some(c) });
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_in_any_case_of_letters() {
        let params =
            Params::parse(b" ;\r\n Tag = x1 ; lr;+sip.instance=\"<urn:uuid:1;2>\";q=\"a\\\"b\";e=").unwrap();
        assert_eq!(params.value("tag"), Some("x1"));
        assert_eq!(params.get("LR"), Some(None));
        assert_eq!(params.value("lr"), None);
        assert_eq!(params.get("none"), None);
        assert_eq!(params.value("+SIP.instance"), Some("\"<urn:uuid:1;2>\""));
        assert_eq!(params.unquoted("+sip.instance").unwrap(), "<urn:uuid:1;2>");
        assert_eq!(params.unquoted("q").unwrap(), "a\"b");
        assert_eq!(params.get("e"), Some(Some("")));
        assert_eq!(params.iter().count(), 5);
    }

    #[test]
    fn stray_separators_are_refused() {
        for text in [";;", ";", "; ;a", ";a;", "x", ";=1", ";a=\"open", ";a=\"b\"c", ";a b", ";a=b c", ";a,b"]
        {
            assert_eq!(Params::parse(text.as_bytes()), None, "{text}");
        }
        assert!(Params::parse(b"").unwrap().is_empty());
    }

    #[test]
    fn a_parameter_in_latin_1_is_passed_over() {
        let params = Params::parse(b";n=\"M\xfcller\";tag=1").unwrap();
        assert_eq!(params.get("n"), None);
        assert_eq!(params.value("tag"), Some("1"));
    }
}
