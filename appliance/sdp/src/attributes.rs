//! What crosses from one leg to the other: the one table. Whatever is not in it stays behind.
//!
//! Addresses, keys, ICE candidates, groups, header extensions and tool names belong to one leg alone; `rtcp`,
//! `rtcp-mux` and `crypto` are read for the leg that says them and never written but as our own.

use crate::Kind::{self, Audio, Image, Video};

/// How an attribute crosses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crossing {
    /// `name:payload text`, one for a payload type: with the format that it explains.
    Codec,
    /// `name:payload text`, any number for a payload type, or with a star for all: with the format, or as it is.
    AboutFormats,
    /// The name alone, as the direction that both sides allow.
    Direction,
    /// Every attribute whose name begins so, as it is.
    Family,
    /// `name:milliseconds`: as it is, when it is a number that telephones can keep to.
    Milliseconds,
    /// `name:text`: as it is.
    Verbatim,
}

/// Every attribute that crosses, for which kinds, in the order in which it is written.
pub(crate) const CROSSING: &[(&str, &[Kind], Crossing)] = &[
    ("rtpmap", &[Audio, Video], Crossing::Codec),
    ("fmtp", &[Audio, Video], Crossing::Codec),
    // Picture loss and the like (RFC 4585 §4.2, RFC 5104 §7.1): the reports themselves are relayed.
    ("rtcp-fb", &[Video], Crossing::AboutFormats),
    // Sizes of pictures (RFC 6236 §3.1.1).
    ("imageattr", &[Video], Crossing::AboutFormats),
    ("framerate", &[Video], Crossing::Verbatim),
    // ITU-T T.38 annex D.2.3: version, rate, buffers, error correction.
    ("T38", &[Image], Crossing::Family),
    ("ptime", &[Audio], Crossing::Milliseconds),
    ("maxptime", &[Audio], Crossing::Milliseconds),
    ("sendrecv", &Kind::ALL, Crossing::Direction),
    ("sendonly", &Kind::ALL, Crossing::Direction),
    ("recvonly", &Kind::ALL, Crossing::Direction),
    ("inactive", &Kind::ALL, Crossing::Direction),
];

/// The bandwidths that cross, of pictures alone: how much the telephone takes (RFC 8866 §5.8, RFC 3890). Sound is as
/// wide as its codec.
pub(crate) const BANDWIDTHS: &[&str] = &["AS", "TIAS"];

/// The most attributes of a stream that cross beside its formats; further ones stay behind. T.38 has a dozen.
pub(crate) const MAX_ATTRIBUTES: usize = 32;
/// The longest attribute that crosses, octets; a longer one stays behind. Parameter sets of H.264 take 200.
pub(crate) const MAX_ATTRIBUTE_BYTES: usize = 512;

/// How the attribute crosses with streams of that kind, or none when it stays behind.
pub(crate) fn crossing(kind: Kind, name: &str) -> Option<(&'static str, Crossing)> {
    let is_meant = |known: &str, how| match how {
        Crossing::Family => {
            name.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known)) && is_token(name)
        }
        _ => name.eq_ignore_ascii_case(known),
    };
    CROSSING
        .iter()
        .find(|(known, kinds, how)| kinds.contains(&kind) && is_meant(known, *how))
        .map(|(known, _, how)| (*known, *how))
}

/// Whether a value may cross: no control characters, and not endless.
pub(crate) fn is_clean(value: &str) -> bool {
    value.len() <= MAX_ATTRIBUTE_BYTES && !value.chars().any(char::is_control)
}

/// A token (RFC 8866 §9) of at most 64 characters.
pub(crate) fn is_token(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`{|}~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_crosses_with_the_kinds_that_it_is_made_for() {
        for (kind, name, expected) in [
            (Audio, "RtpMap", Some(("rtpmap", Crossing::Codec))),
            (Video, "rtcp-fb", Some(("rtcp-fb", Crossing::AboutFormats))),
            (Audio, "rtcp-fb", None),
            (Video, "ptime", None),
            (Image, "T38FaxVersion", Some(("T38", Crossing::Family))),
            (Image, "t38faxmaxbuffer", Some(("T38", Crossing::Family))),
            (Image, "T38Fax Version", None),
            (Image, "T3", None),
            (Audio, "T38FaxVersion", None),
            (Image, "rtpmap", None),
            (Audio, "crypto", None),
            (Audio, "candidate", None),
            (Video, "extmap", None),
            (Image, "inactive", Some(("inactive", Crossing::Direction))),
        ] {
            assert_eq!(crossing(kind, name), expected, "{kind:?} {name}");
        }
    }

    #[test]
    fn what_could_break_a_line_stays_behind() {
        assert!(is_clean("transferredTCF"));
        for value in ["a\tb", "a\u{1b}[2J", "a\u{85}b", "a\rb", &"x".repeat(MAX_ATTRIBUTE_BYTES + 1)] {
            assert!(!is_clean(value), "{value:?}");
        }
    }
}
