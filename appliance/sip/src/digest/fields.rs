//! The parameters of a challenge or of credentials: `Digest realm="...", algorithm=MD5` (RFC 7616 §3.3, §3.4).

use std::borrow::Cow;
use std::fmt;

/// A text between quotation marks, with quoted pairs where it needs them (RFC 3261 §25.1).
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for part in self.0.split_inclusive(['"', '\\']) {
            let (plain, special) = match part.char_indices().next_back() {
                Some((at, '"' | '\\')) => part.split_at(at),
                _ => (part, ""),
            };
            let escape = if special.is_empty() { "" } else { "\\" };
            write!(f, "{plain}{escape}{special}")?;
        }
        f.write_str("\"")
    }
}

/// The parameters of a challenge or of credentials. At most 24: more is no digest of ours.
pub(super) struct Fields<'a> {
    fields: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> Fields<'a> {
    pub(super) fn parse(value: &'a [u8]) -> Option<Fields<'a>> {
        let value = std::str::from_utf8(value).ok()?.trim();
        let (scheme, mut rest) = value.split_once(|c: char| c.is_ascii_whitespace())?;
        if !scheme.eq_ignore_ascii_case("Digest") {
            return None;
        }
        let mut fields: Vec<(&str, Cow<'_, str>)> = Vec::with_capacity(12);
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
            if rest.is_empty() {
                return Some(Fields { fields });
            }
            let (name, value) = rest.split_once('=')?;
            let name = name.trim_end();
            let value = value.trim_start();
            let (value, after) = match value.strip_prefix('"') {
                Some(quoted) => unquote(quoted)?,
                None => {
                    let (token, after) = value.split_at(value.find(',').unwrap_or(value.len()));
                    (Cow::Borrowed(token.trim_end()), after)
                }
            };
            let twice = fields.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
            let after = after.trim_start();
            if twice || fields.len() == 24 || !(after.is_empty() || after.starts_with(',')) {
                return None;
            }
            fields.push((name, value));
            rest = after;
        }
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Cow<'a, str>> {
        let at = self.fields.iter().position(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(self.fields.swap_remove(at).1)
    }
}

/// Takes the text up to the closing quotation mark, and what follows it.
fn unquote(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let end = text.find(['"', '\\'])?;
    let (plain, rest) = text.split_at(end);
    if let Some(after) = rest.strip_prefix('"') {
        return Some((Cow::Borrowed(plain), after));
    }
    let mut value = plain.to_owned();
    let mut chars = rest.chars();
    loop {
        match chars.next()? {
            '"' => return Some((Cow::Owned(value), chars.as_str())),
            '\\' => value.push(chars.next()?),
            other => value.push(other),
        }
    }
}
