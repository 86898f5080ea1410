//! Why a session description cannot be used.

use std::fmt;

/// Why a session description cannot be used, with what a person needs to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SdpError {
    /// The address of the sound is none that sound can be sent to.
    BadAddress {
        /// The connection line's value.
        text: String,
    },
    /// It is no session description.
    Malformed {
        /// What is wrong, and in which line.
        text: String,
    },
    /// The sound has a port but no address: no `c=` line applies to it.
    MissingConnection,
    /// It has no audio line at all.
    NoAudio,
    /// Nothing that was answered had been offered.
    NoCommonCodec {
        /// What one leg offered.
        offered: Vec<String>,
        /// What the other leg answered.
        answered: Vec<String>,
    },
    /// The audio line names no codec that is known or explained.
    NoCodec {
        /// The payload types as they stand.
        formats: String,
    },
    /// It has audio, but only in profiles that are not plain RTP.
    NoPlainAudio {
        /// The profiles that it has: "RTP/SAVP".
        protocols: Vec<String>,
    },
    /// It is longer than [`crate::MAX_BODY_BYTES`].
    TooLarge {
        /// How long it is.
        bytes: usize,
    },
    /// An audio line has more than [`crate::MAX_FORMATS`] payload types.
    TooManyFormats {
        /// How many it has.
        count: usize,
    },
    /// It has more than [`crate::MAX_MEDIA_LINES`] media lines.
    TooManyMediaLines {
        /// How many it has.
        count: usize,
    },
}

impl fmt::Display for SdpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadAddress { text } => write!(f, "no address to send sound to in {text:?}"),
            Self::Malformed { text } => write!(f, "malformed session description: {text}"),
            Self::MissingConnection => f.write_str("the audio line has no address (no c= line)"),
            Self::NoAudio => f.write_str("no audio line"),
            Self::NoCommonCodec { offered, answered } => {
                write!(f, "no common codec: {} offered, {} answered", offered.join(" "), answered.join(" "))
            }
            Self::NoCodec { formats } => write!(f, "no known codec in {formats:?}"),
            Self::NoPlainAudio { protocols } => write!(f, "no plain RTP audio, only {}", protocols.join(" ")),
            Self::TooLarge { bytes } => write!(f, "a session description of {bytes} bytes"),
            Self::TooManyFormats { count } => write!(f, "an audio line with {count} payload types"),
            Self::TooManyMediaLines { count } => write!(f, "{count} media lines"),
        }
    }
}

impl std::error::Error for SdpError {}
