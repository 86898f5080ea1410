//! Why a session description cannot be used.

use std::fmt;

/// Why a session description cannot be used, with what a person needs to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SdpError {
    /// The address is none that media can be sent to.
    BadAddress {
        /// The connection line's value.
        text: String,
    },
    /// It is no session description; all other errors are about one that is good, but not for us.
    Malformed {
        /// What is wrong, and in which line.
        text: String,
    },
    /// Nothing that was answered had been offered.
    NoCommonCodec {
        /// What one leg offered.
        offered: Vec<String>,
        /// What the other leg answered.
        answered: Vec<String>,
    },
    /// The media line names no codec that is known or explained.
    NoCodec {
        /// The payload types as they stand.
        formats: String,
    },
    /// It has no media line at all.
    NoMedia,
    /// It is longer than [`crate::MAX_BODY_BYTES`].
    TooLarge {
        /// How long it is.
        bytes: usize,
    },
    /// A media line has more than [`crate::MAX_FORMATS`] payload types.
    TooManyFormats {
        /// How many it has.
        count: usize,
    },
    /// It has more than [`crate::MAX_MEDIA_LINES`] media lines.
    TooManyMediaLines {
        /// How many it has.
        count: usize,
    },
    /// It has media, but none of the kinds and profiles that are relayed.
    Unsupported {
        /// What it has: "audio RTP/SAVP".
        lines: Vec<String>,
    },
}

impl fmt::Display for SdpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadAddress { text } => write!(f, "no address to send to in {text:?}"),
            Self::Malformed { text } => write!(f, "malformed session description: {text}"),
            Self::NoCommonCodec { offered, answered } => {
                write!(f, "no common codec: {} offered, {} answered", offered.join(" "), answered.join(" "))
            }
            Self::NoCodec { formats } => write!(f, "no known codec in {formats:?}"),
            Self::NoMedia => f.write_str("no media line"),
            Self::TooLarge { bytes } => write!(f, "a session description of {bytes} bytes"),
            Self::TooManyFormats { count } => write!(f, "a media line with {count} payload types"),
            Self::TooManyMediaLines { count } => write!(f, "{count} media lines"),
            Self::Unsupported { lines } => write!(f, "nothing that is relayed, only {}", lines.join(", ")),
        }
    }
}

impl std::error::Error for SdpError {}
