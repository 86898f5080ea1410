//! One payload type and what it means (RFC 8866 §6.6, RFC 3551 §6).

use crate::attributes::is_token;

/// One payload type and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// The number in the RTP header.
    pub payload: u8,
    /// The codec's name as written: "PCMA", "telephone-event".
    pub name: String,
    /// The clock of its RTP timestamps, hertz.
    pub clock_hz: u32,
    /// Channels of sound; 1 unless said.
    pub channels: u8,
    /// Its parameters, verbatim; empty when there are none.
    pub fmtp: String,
    /// What else is said about it and crosses: name and text after the number.
    pub(crate) attributes: Vec<(&'static str, String)>,
}

/// Parameters that make two formats different codecs although all else is the same, with their defaults and how much
/// of their value counts.
const CONFIGURATION: &[(&str, &str, &str, usize)] = &[
    ("AMR", "octet-align", "0", usize::MAX), // RFC 4867 §8.3.1
    ("AMR-WB", "octet-align", "0", usize::MAX),
    ("AV1", "profile", "0", usize::MAX),
    ("G7221", "bitrate", "", usize::MAX),            // RFC 5577 §4.2
    ("H264", "packetization-mode", "0", usize::MAX), // RFC 6184 §8.2.2
    // Of six digits the first two are the profile; constraints and level may differ.
    ("H264", "profile-level-id", "42", 2),
    ("H265", "profile-id", "1", usize::MAX), // RFC 7798 §7.2.2
    ("VP9", "profile-id", "0", usize::MAX),  // RFC 9628 §6
];

/// Formats that name others by their numbers, in their parameters or inside their packets: copies (RFC 2198),
/// retransmissions (RFC 4588), error correction (RFC 5109, RFC 8627). Numbers differ from leg to leg, so they cannot
/// be relayed; without them the sound is the same.
const REFERRING: &[&str] = &["red", "rtx", "ulpfec", "parityfec", "flexfec"];

impl Format {
    /// Whether both mean the same codec, by whatever number.
    pub fn is_same_codec(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
            && self.clock_hz == other.clock_hz
            && self.channels == other.channels
            && CONFIGURATION.iter().all(|(codec, parameter, default, counts)| {
                let value = |format: &Self| {
                    let value = format.parameter(parameter).unwrap_or(default);
                    value.get(..*counts).unwrap_or(value).to_ascii_lowercase()
                };
                !self.name.eq_ignore_ascii_case(codec) || value(self) == value(other)
            })
    }

    /// Whether it carries speech or pictures, not key presses (RFC 4733) or comfort noise (RFC 3389).
    pub fn is_speech(&self) -> bool {
        !["telephone-event", "CN"].iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// Whether it stands for itself, so that its number may be changed.
    pub(crate) fn stands_alone(&self) -> bool {
        let starts = |known: &&str| {
            self.name.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
        };
        !REFERRING.iter().any(starts)
    }

    /// The same codec by another number.
    pub(crate) fn numbered(&self, payload: u8) -> Self {
        Self { payload, ..self.clone() }
    }

    /// What a static payload type means without an `rtpmap` (RFC 3551 §6, tables 4 and 5).
    pub(crate) fn of_static(payload: u8) -> Option<Self> {
        let (name, clock_hz, channels) = match payload {
            0 => ("PCMU", 8000, 1),
            3 => ("GSM", 8000, 1),
            4 => ("G723", 8000, 1),
            8 => ("PCMA", 8000, 1),
            // Its clock is 8000 although it samples at 16,000 (RFC 3551 §4.5.2).
            9 => ("G722", 8000, 1),
            10 => ("L16", 44100, 2),
            11 => ("L16", 44100, 1),
            13 => ("CN", 8000, 1),
            15 => ("G728", 8000, 1),
            18 => ("G729", 8000, 1),
            26 => ("JPEG", 90_000, 1),
            31 => ("H261", 90_000, 1),
            34 => ("H263", 90_000, 1),
            _ => return None,
        };
        Some(Self::new(payload, name, clock_hz, channels))
    }

    /// Reads the value of an `rtpmap` after its payload type: "opus/48000/2".
    pub(crate) fn of_rtpmap(payload: u8, text: &str) -> Option<Self> {
        let mut parts = text.trim().split('/');
        let name = parts.next().filter(|name| is_token(name))?;
        let clock_hz = parts.next()?.trim().parse().ok().filter(|hz| (1000..=384_000).contains(hz))?;
        let channels = match parts.next() {
            None | Some("") => 1,
            Some(text) => text.trim().parse().ok().filter(|channels| (1..=8).contains(channels))?,
        };
        Some(Self::new(payload, name, clock_hz, channels))
    }

    fn new(payload: u8, name: &str, clock_hz: u32, channels: u8) -> Self {
        let (name, fmtp, attributes) = (name.to_owned(), String::new(), Vec::new());
        Self { payload, name, clock_hz, channels, fmtp, attributes }
    }

    /// A parameter's value: of "annexb=no; x=1" for "annexb" the "no".
    fn parameter(&self, name: &str) -> Option<&str> {
        self.fmtp.split(';').find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.name, self.clock_hz)?;
        if self.channels == 1 { Ok(()) } else { write!(f, "/{}", self.channels) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_codec_is_known_by_whatever_number_and_letters() {
        for (one, other, same) in [
            ("PCMA/8000", "pcma/8000", true),
            ("PCMA/8000", "PCMU/8000", false),
            ("PCMA/8000", "PCMA/16000", false),
            ("opus/48000/2", "opus/48000", false),
            ("telephone-event/8000 0-15", "telephone-event/8000 0-16", true),
            ("telephone-event/8000", "telephone-event/48000", false),
            ("G729/8000 annexb=no", "G729/8000", true),
            ("G7221/16000 bitrate=24000", "G7221/16000 bitrate=32000", false),
            ("AMR/8000", "AMR/8000 octet-align=1", false),
            ("AMR/8000", "AMR/8000 octet-align=0", true),
            ("H264/90000 packetization-mode=1", "H264/90000 profile-level-id=420010", false),
            ("H264/90000 profile-level-id=42e01f", "H264/90000 PROFILE-LEVEL-ID=42800D;x", true),
            ("H264/90000 profile-level-id=42e01f", "H264/90000 profile-level-id=64001f", false),
            ("H264/90000", "H264/90000 profile-level-id=4", false),
            ("VP9/90000", "VP9/90000 profile-id=2", false),
            ("VP8/90000", "VP8/90000 max-fr=30", true),
        ] {
            assert_eq!(format(one).is_same_codec(&format(other)), same, "{one} {other}");
            assert_eq!(format(other).is_same_codec(&format(one)), same, "{other} {one}");
        }
    }

    #[test]
    fn formats_that_name_others_by_number_do_not_stand_alone() {
        for (text, alone) in
            [("red/8000", false), ("RTX/90000", false), ("flexfec-03/90000", false), ("re/8000", true)]
        {
            assert_eq!(format(text).stands_alone(), alone, "{text}");
        }
    }

    fn format(text: &str) -> Format {
        let (map, fmtp) = text.split_once(' ').unwrap_or((text, ""));
        Format { fmtp: fmtp.to_owned(), ..Format::of_rtpmap(96, map).unwrap() }
    }
}
