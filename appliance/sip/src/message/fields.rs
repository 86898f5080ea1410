//! Reading the header fields of a message.

use super::Message;
use super::span::Span;
use crate::{Contacts, HeaderError, HeaderName, Values, chars};

impl Message {
    /// Every header line in order: its name as written, the name it stands for, its value. Values are trimmed,
    /// and folds are blanks.
    pub fn fields(&self) -> impl Iterator<Item = (&str, HeaderName, &[u8])> {
        self.fields.iter().map(|field| {
            let name = field.id.text(field.name.bytes(&self.bytes));
            (name, field.id, field.value.bytes(&self.bytes))
        })
    }

    /// Every header line in order, as it stands.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (HeaderName, &[u8])> {
        self.fields.iter().map(|field| {
            let (start, end) = (field.name.start, field.value.end);
            (field.id, Span { start, end }.bytes(&self.bytes))
        })
    }

    /// The value of the first line of that name.
    pub fn header(&self, name: HeaderName) -> Option<&[u8]> {
        self.all(name).next()
    }

    /// The value of the first line of that name; none when it is not UTF-8.
    pub fn text(&self, name: HeaderName) -> Option<&str> {
        self.header(name).and_then(|value| str::from_utf8(value).ok())
    }

    /// The values of all lines of that name, as they stand.
    pub fn all(&self, name: HeaderName) -> impl Iterator<Item = &[u8]> {
        let fields = self.fields.iter().filter(move |field| field.id == name);
        fields.map(|field| field.value.bytes(&self.bytes))
    }

    /// The values of all lines of that name, comma-separated lists taken apart.
    pub fn values(&self, name: HeaderName) -> impl Iterator<Item = &[u8]> {
        self.all(name).flat_map(Values::new)
    }

    /// The Contact values; an empty list when there is none.
    pub fn contacts(&self) -> Result<Contacts<'_>, HeaderError> {
        Contacts::of(self)
    }

    /// Expires in seconds, at most 2^32 - 1; none when it is absent or no number.
    pub fn expires(&self) -> Option<u32> {
        seconds(self.header(HeaderName::Expires)?)
    }

    /// Max-Forwards.
    pub fn max_forwards(&self) -> Option<u8> {
        let value = self.header(HeaderName::MaxForwards)?;
        chars::number(value).and_then(|number| u8::try_from(number).ok())
    }

    /// The option tags of Require.
    pub fn requires(&self) -> impl Iterator<Item = &str> {
        self.texts(HeaderName::Require)
    }

    /// The option tags of Proxy-Require.
    pub fn proxy_requires(&self) -> impl Iterator<Item = &str> {
        self.texts(HeaderName::ProxyRequire)
    }

    /// Whether Require has that option tag.
    pub fn requires_option(&self, option: &str) -> bool {
        self.requires().any(|tag| tag.eq_ignore_ascii_case(option))
    }

    /// Whether Supported has that option tag.
    pub fn supports(&self, option: &str) -> bool {
        self.texts(HeaderName::Supported).any(|tag| tag.eq_ignore_ascii_case(option))
    }

    /// The media type of the body without its parameters, as written.
    pub fn content_type(&self) -> Option<&str> {
        self.text(HeaderName::ContentType).map(media_type)
    }

    /// Whether an answer may have a body of that type; without Accept only session descriptions
    /// (RFC 3261 §20.1).
    pub fn accepts(&self, wanted: &str) -> bool {
        if self.header(HeaderName::Accept).is_none() {
            return wanted.eq_ignore_ascii_case("application/sdp");
        }
        self.texts(HeaderName::Accept).any(|range| {
            let range = media_type(range);
            let covers = |prefix: &str| {
                wanted.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            };
            range == "*/*"
                || range.eq_ignore_ascii_case(wanted)
                || range.strip_suffix('*').is_some_and(|prefix| prefix.ends_with('/') && covers(prefix))
        })
    }

    fn texts(&self, name: HeaderName) -> impl Iterator<Item = &str> {
        self.values(name).filter_map(|value| str::from_utf8(value).ok())
    }
}

/// delta-seconds; what is larger than any number counts as the largest (RFC 4475 §3.1.2.4).
pub(crate) fn seconds(value: &[u8]) -> Option<u32> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(chars::number(value).and_then(|number| u32::try_from(number).ok()).unwrap_or(u32::MAX))
}

/// What stands before the parameters.
fn media_type(value: &str) -> &str {
    value.split(';').next().unwrap_or_default().trim_ascii()
}
