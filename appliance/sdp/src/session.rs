//! Reading a session description (RFC 8866 §5): own limits first, then sdp-types, then what a relay must know.

use std::net::SocketAddr;

use crate::address::{read_connection, rtcp_address};
use crate::attributes::{Crossing, crossing};
use crate::{Audio, Direction, Format, SdpError};

/// The longest session description that is read; a longer one is refused.
pub const MAX_BODY_BYTES: usize = 16 * 1024;
/// The most media lines that are read; more are refused.
pub const MAX_MEDIA_LINES: usize = 16;
/// The most payload types of an audio line that are read; more are refused.
pub const MAX_FORMATS: usize = 64;

/// A session description, reduced to what a relay must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Every media line, since an answer has as many as the offer (RFC 3264 §6).
    pub(crate) lines: Vec<MediaLine>,
    /// Which of them is the sound that is relayed: the first plain audio line with a port.
    pub(crate) chosen: Option<(usize, Audio)>,
}

/// One media line as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaLine {
    pub(crate) media: String,
    pub(crate) protocol: String,
    pub(crate) formats: String,
}

impl MediaLine {
    pub(crate) fn is_audio(&self) -> bool {
        self.media.eq_ignore_ascii_case("audio")
    }
}

impl Session {
    /// Reads a message body of type `application/sdp`.
    pub fn parse(body: &[u8]) -> Result<Self, SdpError> {
        if body.len() > MAX_BODY_BYTES {
            return Err(SdpError::TooLarge { bytes: body.len() });
        }
        let count = lines_of(body).filter(|line| line.starts_with(b"m=")).count();
        if count > MAX_MEDIA_LINES {
            return Err(SdpError::TooManyMediaLines { count });
        }
        let parsed = sdp_types::Session::parse(&what_counts(body))
            .map_err(|error| SdpError::Malformed { text: error.to_string() })?;
        let lines: Vec<MediaLine> = parsed.medias.iter().map(MediaLine::from).collect();
        if !lines.iter().any(MediaLine::is_audio) {
            return Err(SdpError::NoAudio);
        }
        let chosen = choose(&parsed)?;
        Ok(Self { lines, chosen })
    }

    /// The sound that is relayed: the first audio line with a port, in plain RTP. None when every audio line
    /// has port 0, which is how sound is declined or ended (RFC 3264 §6, §8.2).
    pub fn audio(&self) -> Option<&Audio> {
        self.chosen.as_ref().map(|(_, audio)| audio)
    }
}

impl From<&sdp_types::Media> for MediaLine {
    fn from(media: &sdp_types::Media) -> Self {
        Self { media: media.media.clone(), protocol: media.proto.clone(), formats: media.fmt.clone() }
    }
}

/// The lines that a relay reads. The others (names, times, keys, bandwidths) are left empty before parsing, so
/// that a Latin-1 name or an odd time cannot end a call and an error still tells the line's number.
fn what_counts(body: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(body.len());
    for line in lines_of(body) {
        let counts = match line {
            [b'a', b'=', ..] => std::str::from_utf8(line).is_ok(),
            [b'b' | b'e' | b'i' | b'k' | b'o' | b'p' | b'r' | b's' | b't' | b'u' | b'z', b'=', ..] => false,
            _ => true,
        };
        if counts {
            kept.extend_from_slice(line);
        }
        kept.extend_from_slice(b"\r\n");
    }
    kept
}

fn lines_of(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    body.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// Finds the audio line that is relayed.
fn choose(parsed: &sdp_types::Session) -> Result<Option<(usize, Audio)>, SdpError> {
    let mut others = Vec::new();
    for (index, media) in parsed.medias.iter().enumerate() {
        if !media.media.eq_ignore_ascii_case("audio") || media.port == 0 {
            continue;
        }
        if is_plain(&media.proto) {
            return Ok(Some((index, read_audio(parsed, media)?)));
        }
        others.push(media.proto.clone());
    }
    if others.is_empty() { Ok(None) } else { Err(SdpError::NoPlainAudio { protocols: others }) }
}

/// RTP that is neither encrypted nor carried by something else. Feedback (RFC 4585) is an addition that stays
/// unused.
fn is_plain(protocol: &str) -> bool {
    ["RTP/AVP", "RTP/AVPF"].iter().any(|plain| plain.eq_ignore_ascii_case(protocol))
}

fn read_audio(session: &sdp_types::Session, media: &sdp_types::Media) -> Result<Audio, SdpError> {
    let connection = media.connections.first().or(session.connection.as_ref());
    let ip = read_connection(connection.ok_or(SdpError::MissingConnection)?)?;
    let rtp = SocketAddr::new(ip, media.port);
    let mut audio = Audio {
        rtp,
        rtcp: rtcp_address(rtp, media.get_first_attribute_value("rtcp").flatten()),
        rtcp_mux: media.has_attribute("rtcp-mux"),
        formats: read_formats(media)?,
        direction: Direction::SendRecv,
        ptime_ms: None,
        max_ptime_ms: None,
    };
    // What the media level says, it says instead of the session level.
    for attribute in session.attributes.iter().chain(&media.attributes) {
        let value = attribute.value.as_deref().unwrap_or_default();
        match crossing(&attribute.attribute) {
            Some((name, Crossing::Direction)) => {
                audio.direction = Direction::of(name).unwrap_or(audio.direction);
            }
            Some(("ptime", Crossing::Milliseconds)) => audio.ptime_ms = milliseconds(value),
            Some((_, Crossing::Milliseconds)) => audio.max_ptime_ms = milliseconds(value),
            Some((_, Crossing::WithFormat)) | None => {}
        }
    }
    if ip.is_unspecified() {
        audio.direction = audio.direction.and(Direction::SendOnly);
    }
    Ok(audio)
}

fn milliseconds(value: &str) -> Option<u32> {
    value.trim().parse().ok().filter(|milliseconds| (1..=1000).contains(milliseconds))
}

/// The payload types that are known or explained; others cannot be relayed sensibly and are left out.
fn read_formats(media: &sdp_types::Media) -> Result<Vec<Format>, SdpError> {
    let count = media.fmt.split_ascii_whitespace().count();
    if count > MAX_FORMATS {
        return Err(SdpError::TooManyFormats { count });
    }
    let mut formats: Vec<Format> = Vec::with_capacity(count);
    for word in media.fmt.split_ascii_whitespace() {
        let Some(payload) = word.parse::<u8>().ok().filter(|payload| *payload < 128) else {
            continue;
        };
        if formats.iter().any(|format| format.payload == payload) {
            continue;
        }
        let named = about(media, "rtpmap", payload).find_map(|text| Format::of_rtpmap(payload, text));
        let Some(mut format) = named.or_else(|| Format::of_static(payload)) else {
            continue;
        };
        if let Some(text) = about(media, "fmtp", payload).next() {
            text.clone_into(&mut format.fmtp);
        }
        formats.push(format);
    }
    if formats.is_empty() {
        return Err(SdpError::NoCodec { formats: media.fmt.clone() });
    }
    Ok(formats)
}

/// The values of an attribute about one payload type: of "fmtp:101 0-15" the "0-15".
fn about<'a>(media: &'a sdp_types::Media, name: &'a str, payload: u8) -> impl Iterator<Item = &'a str> {
    media.get_attribute_values(name).flatten().filter_map(move |value| {
        let (number, text) = value.trim_start().split_once(' ')?;
        (number.parse() == Ok(payload)).then_some(text.trim())
    })
}
