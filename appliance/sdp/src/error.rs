//! Why a session description cannot be used.

use std::fmt;

use crate::Kind;

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
    /// A line in the profile of DTLS-SRTP lacks something, or says it twice (RFC 5763 §5).
    NoHandshake {
        /// What it carries.
        kind: Kind,
        /// What is missing: "a=rtcp-mux".
        what: &'static str,
    },
    /// An encrypted line has no key that is understood (RFC 4568).
    NoKey {
        /// What it carries.
        kind: Kind,
    },
    /// It has no media line at all.
    NoMedia,
    /// One side wants encryption, and the other has it not, or not so.
    NotEncrypted {
        /// What would be in clear.
        kind: Kind,
    },
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

impl SdpError {
    fn text(&self) -> String {
        match self {
            Self::BadAddress { text } => format!("no address to send to in {text:?}"),
            Self::Malformed { text } => format!("malformed session description: {text}"),
            Self::NoCommonCodec { offered, answered } => {
                format!("no common codec: {} offered, {} answered", offered.join(" "), answered.join(" "))
            }
            Self::NoCodec { formats } => format!("no known codec in {formats:?}"),
            Self::NoHandshake { kind, what } => {
                format!("no handshake for the {} line without {what}", kind.as_str())
            }
            Self::NoKey { kind } => format!("no key that is understood in the {} line", kind.as_str()),
            Self::NotEncrypted { kind } => format!("no common encryption of {}", kind.as_str()),
            Self::NoMedia => "no media line".to_owned(),
            Self::TooLarge { bytes } => format!("a session description of {bytes} bytes"),
            Self::TooManyFormats { count } => format!("a media line with {count} payload types"),
            Self::TooManyMediaLines { count } => format!("{count} media lines"),
            Self::Unsupported { lines } => format!("nothing that is relayed, only {}", lines.join(", ")),
        }
    }
}

impl fmt::Display for SdpError {
    /// In one line of at most [`MAX_TEXT`] characters without backslashes, fit for a quoted string (RFC 3261 §25.1) and a
    /// log: it may quote what came.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let printable = |letter: char| if letter.is_control() || letter == '\\' { '?' } else { letter };
        self.text().chars().take(MAX_TEXT).try_for_each(|letter| write!(f, "{}", printable(letter)))
    }
}

/// The longest text of an error, characters; what is longer is cut.
const MAX_TEXT: usize = 200;

impl std::error::Error for SdpError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_short_line_whatever_it_quotes() {
        let long = "x\r\n\u{1b}".repeat(5_000);
        for error in [
            SdpError::BadAddress { text: long.clone() },
            SdpError::Malformed { text: long.clone() },
            SdpError::NoCommonCodec { offered: vec![long.clone()], answered: vec![long.clone(); 64] },
            SdpError::NoCodec { formats: long.clone() },
            SdpError::Unsupported { lines: vec![long.clone(); 16] },
        ] {
            let text = error.to_string();
            assert_eq!(text.chars().count(), MAX_TEXT, "{text}");
            assert!(!text.contains(|letter: char| letter.is_control() || letter == '\\'), "{text}");
        }
    }
}
