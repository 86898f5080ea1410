//! A range of a message's bytes.

/// From and to, in a message of at most 65,535 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u16,
    pub(crate) end: u16,
}

impl Span {
    /// Where `part` lies in `whole`, of which it is a sub-slice; an empty part may lie anywhere.
    pub(crate) fn of(whole: &[u8], part: &[u8]) -> Self {
        if part.is_empty() { Self::default() } else { Self::within(whole, part) }
    }

    /// Where `part` lies in `whole`, of which it is a sub-slice, though it be empty.
    pub(crate) fn within(whole: &[u8], part: &[u8]) -> Self {
        let start = part.as_ptr().addr().wrapping_sub(whole.as_ptr().addr());
        debug_assert!(start + part.len() <= whole.len(), "a part lies in its whole");
        debug_assert!(whole.len() <= usize::from(u16::MAX), "a message is not longer");
        Self { start: start as u16, end: start.wrapping_add(part.len()) as u16 }
    }

    /// The bytes there.
    pub(crate) fn bytes(self, whole: &[u8]) -> &[u8] {
        whole.get(usize::from(self.start)..usize::from(self.end)).unwrap_or_default()
    }

    /// The text there, which was seen to be UTF-8 when the span was made.
    pub(crate) fn text(self, whole: &[u8]) -> &str {
        str::from_utf8(self.bytes(whole)).unwrap_or_default()
    }
}
