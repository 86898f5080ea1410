//! The kinds of media that are relayed (RFC 8866 §5.14).

/// A kind of media that is relayed; a session has at most one line of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Sound over RTP.
    Audio,
    /// Pictures over RTP.
    Video,
    /// Facsimile as T.38 over UDPTL.
    Image,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Audio, Self::Video, Self::Image];

    /// Its place in [`Self::ALL`].
    pub fn index(self) -> u8 {
        match self {
            Self::Audio => 0,
            Self::Video => 1,
            Self::Image => 2,
        }
    }

    /// The media name of its lines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Image => "image",
        }
    }

    /// Whether a line's media name is of this kind.
    pub(crate) fn is_named(self, media: &str) -> bool {
        self.as_str().eq_ignore_ascii_case(media)
    }

    /// The kind whose line this one takes over when a session changes from speech to facsimile or back
    /// (RFC 3264 §8.3.3).
    pub(crate) fn replaces(self) -> Option<Self> {
        match self {
            Self::Audio => Some(Self::Image),
            Self::Image => Some(Self::Audio),
            Self::Video => None,
        }
    }
}
