//! `"Display" <URI>;params`, as in From, To, Contact, Route and their like (RFC 3261 §20.10).

use std::borrow::Cow;

use super::params::{Params, unquote};
use crate::{Uri, chars, scan};

/// An address with an optional name in front and parameters behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameAddr<'a> {
    /// The name as written, quotes included; it need not be UTF-8.
    pub display: Option<&'a [u8]>,
    /// The URI, which [`Uri::parse`] accepts.
    pub uri: &'a str,
    /// The parameters of the header, not those of the URI.
    pub params: Params<'a>,
}

impl<'a> NameAddr<'a> {
    /// Parses one value. Unquoted names may have any character but quotes and `<`: many a telephone sends
    /// `Bell, Alexander <sip:...>` (RFC 4475 §3.1.2.15).
    pub fn parse(value: &'a [u8]) -> Option<Self> {
        let value = chars::trim(value);
        if let Some(length) = quoted(value)? {
            let (display, rest) = value.split_at(length);
            let rest = chars::trim(rest);
            return Self::angled(Some(display), rest.strip_prefix(b"<")?);
        }
        let (before, rest) = chars::cut(value, |b| matches!(b, b'<' | b';'));
        match rest.strip_prefix(b"<") {
            Some(inner) => {
                let display = chars::trim_end(before);
                if display.contains(&b'"') {
                    return None;
                }
                Self::angled(Some(display).filter(|d| !d.is_empty()), inner)
            }
            None => Self::bare(chars::trim_end(before), rest),
        }
    }

    /// From behind the `<`.
    fn angled(display: Option<&'a [u8]>, inner: &'a [u8]) -> Option<Self> {
        let (uri, rest) = inner.split_at_checked(scan::find(b'>', inner)?)?;
        let uri = str::from_utf8(uri).ok()?;
        Uri::parse(uri).ok()?;
        Some(Self { display, uri, params: Params::parse(rest.strip_prefix(b">")?)? })
    }

    /// Without angle brackets all parameters are the header's, and a URI with a question mark or a comma
    /// is wrong (RFC 3261 §20.10, RFC 4475 §3.1.2.13).
    fn bare(uri: &'a [u8], params: &'a [u8]) -> Option<Self> {
        if uri.iter().any(|b| matches!(b, b'?' | b',')) {
            return None;
        }
        let uri = str::from_utf8(uri).ok()?;
        Uri::parse(uri).ok()?;
        Some(Self { display: None, uri, params: Params::parse(params)? })
    }

    /// The `tag` parameter; an empty one is none.
    pub fn tag(&self) -> Option<&'a str> {
        self.params.value("tag").filter(|tag| !tag.is_empty())
    }

    /// The name without quotes and quoted pairs; what is not UTF-8 becomes U+FFFD. Empty when there is none.
    pub fn display_text(&self) -> Cow<'a, str> {
        match self.display.map(String::from_utf8_lossy) {
            None => Cow::Borrowed(""),
            Some(Cow::Borrowed(text)) => unquote(text),
            Some(Cow::Owned(text)) => Cow::Owned(unquote(&text).into_owned()),
        }
    }
}

/// The length of the quoted string that the value begins with: `Some(None)` when it does not begin with
/// one, none when it is never closed (RFC 4475 §3.1.2.6).
fn quoted(value: &[u8]) -> Option<Option<usize>> {
    if value.first() == Some(&b'"') { chars::quoted_len(value).map(Some) } else { Some(None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_every_form() {
        for (text, display, uri, tag) in [
            ("sip:a@b", "", "sip:a@b", None),
            ("sip:a@b;tag=1", "", "sip:a@b", Some("1")),
            ("sip:a@b ;   tag    = 19n", "", "sip:a@b", Some("19n")),
            ("<sip:a@b;x=y?h=1>;tag=2", "", "sip:a@b;x=y?h=1", Some("2")),
            ("caller<sip:a@b>;tag=323", "caller", "sip:a@b", Some("323")),
            ("\"\" <sip:a@b>", "", "sip:a@b", None),
            (
                "\"J \\\\\\\"\"       <sip:a@b>\r\n  ;\r\n  tag = 98asjd8",
                "J \\\"",
                "sip:a@b",
                Some("98asjd8"),
            ),
            ("Bell, Alexander <sip:a@b>;tag=43", "Bell, Alexander", "sip:a@b", Some("43")),
            ("Anna (Office)  <sip:a@b>", "Anna (Office)", "sip:a@b", None),
            ("isbn:2983792873", "", "isbn:2983792873", None),
            ("<http://www.example.com>;tag=", "", "http://www.example.com", None),
            ("\"<sip:not@this>\" <sip:a@b>", "<sip:not@this>", "sip:a@b", None),
            ("sip:a@b;x=\"<y>\"", "", "sip:a@b", None),
        ] {
            let address = NameAddr::parse(text.as_bytes()).expect(text);
            assert_eq!((&*address.display_text(), address.uri, address.tag()), (display, uri, tag), "{text}");
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "",
            "\"Mr. J. User <sip:j.user@example.com>",
            "\"Watson, Thomas\" < sip:t.watson@example.org >",
            "\"Watson\" sip:a@b",
            "a \"b\" <sip:a@b>",
            "<sip:a@b",
            "<sip:a@b>x",
            "<sip:a@b>;;",
            "<>",
            "sip:user@example.com?Route=%3Csip:sip.example.com%3E",
            "sip:a@b,sip:c@d",
            "alan@jasomi.com",
            "*",
        ] {
            assert_eq!(NameAddr::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_name_in_latin_1_is_kept_and_shown_as_far_as_it_goes() {
        let address = NameAddr::parse(b"\"M\xfcller\" <sip:a@b>").unwrap();
        assert_eq!(address.display, Some(&b"\"M\xfcller\""[..]));
        assert_eq!(address.display_text(), "M\u{fffd}ller");
    }
}
