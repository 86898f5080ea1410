//! A range of a message's bytes.

/// From and to, in a message of at most 65,535 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u16,
    pub(crate) end: u16,
}

impl Span {
    /// Where `part` lies in `whole`, of which it is a sub-slice; an empty part lies at the start.
    pub(crate) fn of(whole: &[u8], part: &[u8]) -> Self {
        if part.is_empty() {
            return Self::default();
        }
        let start = part.as_ptr().addr().wrapping_sub(whole.as_ptr().addr());
        debug_assert!(start + part.len() <= whole.len(), "a part lies in its whole");
        let at = |index: usize| u16::try_from(index).unwrap_or_default();
        Self {
            start: at(start),
            end: at(start.wrapping_add(part.len())),
        }
    }

    /// The bytes there.
    pub(crate) fn bytes(self, whole: &[u8]) -> &[u8] {
        whole
            .get(usize::from(self.start)..usize::from(self.end))
            .unwrap_or_default()
    }

    /// The text there, which was seen to be UTF-8 when the span was made.
    pub(crate) fn text(self, whole: &[u8]) -> &str {
        str::from_utf8(self.bytes(whole)).unwrap_or_default()
    }
}
