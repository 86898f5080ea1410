//! A session description (RFC 8866 §5): own limits first, then sdp-types, then what a relay must know.

use crate::attributes::{is_clean, is_token};
use crate::read::{read_stream, supported};
use crate::{Format, Kind, SdpError, Stream};

/// The longest session description that is read; a longer one is refused.
pub const MAX_BODY_BYTES: usize = 16 * 1024;
/// The most media lines that are read; more are refused.
pub const MAX_MEDIA_LINES: usize = 16;
/// The most payload types of a media line that are read; more are refused.
pub const MAX_FORMATS: usize = 64;

/// A session description, reduced to what a relay must know. Two are equal when they say the same now, whatever
/// they remember.
#[derive(Clone, Debug)]
pub struct Session {
    /// Every media line, since an answer has as many as the offer (RFC 3264 §6).
    pub(crate) lines: Vec<MediaLine>,
    /// Formats of earlier descriptions of the same session, by numbers that no stream of this one uses; hence at most
    /// 128 of each kind.
    remembered: Vec<(Kind, Format)>,
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        self.lines == other.lines
    }
}

impl Eq for Session {}

/// One media line as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaLine {
    pub(crate) media: String,
    pub(crate) protocol: String,
    pub(crate) formats: String,
    /// Its name in the session (RFC 5888 §4), when it has a good one.
    pub(crate) mid: Option<String>,
    /// Port 0: declined or ended (RFC 3264 §6, §8.2).
    pub(crate) is_declined: bool,
    /// What is relayed of it: of each kind the first line that can be.
    pub(crate) stream: Option<Stream>,
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
        if parsed.medias.is_empty() {
            return Err(SdpError::NoMedia);
        }
        read_lines(&parsed)
    }

    /// The stream of a kind that is relayed: the first line with a port and a profile that we can relay.
    pub fn stream(&self, kind: Kind) -> Option<&Stream> {
        self.streams().find(|stream| stream.kind == kind)
    }

    /// The streams that are relayed, at most one of each kind, in the order of their lines.
    pub fn streams(&self) -> impl Iterator<Item = &Stream> {
        self.lines.iter().filter_map(|line| line.stream.as_ref())
    }

    /// Whether the other leg need not hear of the difference between the two: at most the origin, addresses, ports
    /// and lines that are not relayed differ.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        Kind::ALL.iter().all(|kind| match (self.stream(*kind), other.stream(*kind)) {
            (None, None) => true,
            (Some(one), Some(other)) => one.asks_the_same(other),
            (None, Some(_)) | (Some(_), None) => false,
        })
    }

    /// Keeps in mind which numbers an earlier description of the same session, of either side, has given to which
    /// codecs: a later offer gives them to no other (RFC 3264 §8.3.2), and a kind that was declined for a while has
    /// its numbers back.
    pub fn remember(&mut self, earlier: &Session) {
        for kind in Kind::ALL {
            for format in earlier.known(kind) {
                if !self.known(kind).any(|known| known.payload == format.payload) {
                    self.remembered.push((kind, format.clone()));
                }
            }
        }
    }

    /// The formats of a kind that have a number in this session: those of now first.
    pub(crate) fn known(&self, kind: Kind) -> impl Iterator<Item = &Format> {
        let now = self.stream(kind).into_iter().flat_map(|stream| &stream.formats);
        now.chain(self.remembered.iter().filter(move |(one, _)| *one == kind).map(|(_, format)| format))
    }

    /// The first line of a kind, relayed or not.
    pub(crate) fn line_named(&self, kind: Kind) -> Option<usize> {
        self.lines.iter().position(|line| kind.is_named(&line.media))
    }
}

/// Reads every line. One that cannot be relayed is as good as declined; only when that leaves nothing of what has a
/// port, the session is refused, for the first reason that was found.
fn read_lines(parsed: &sdp_types::Session) -> Result<Session, SdpError> {
    let mut lines: Vec<MediaLine> = Vec::with_capacity(parsed.medias.len());
    let (mut reason, mut strange) = (None, Vec::new());
    for media in &parsed.medias {
        let mut line = MediaLine::try_from(media)?;
        let is_taken =
            |kind| lines.iter().filter_map(|line| line.stream.as_ref()).any(|one| one.kind == kind);
        match supported(media) {
            _ if line.is_declined => {}
            Some((kind, ..)) if is_taken(kind) => {}
            Some(profile) => match read_stream(parsed, media, profile) {
                Ok(stream) => line.stream = Some(stream),
                Err(error @ (SdpError::Malformed { .. } | SdpError::TooManyFormats { .. })) => {
                    return Err(error);
                }
                Err(error) => reason = reason.or(Some(error)),
            },
            None => strange.push(format!("{} {}", media.media, media.proto)),
        }
        lines.push(line);
    }
    let session = Session { lines, remembered: Vec::new() };
    if session.streams().next().is_some() || (reason.is_none() && strange.is_empty()) {
        return Ok(session);
    }
    Err(reason.unwrap_or(SdpError::Unsupported { lines: strange }))
}

impl TryFrom<&sdp_types::Media> for MediaLine {
    type Error = SdpError;

    fn try_from(line: &sdp_types::Media) -> Result<Self, SdpError> {
        let sdp_types::Media { media, port, proto, fmt, .. } = line;
        // It is written again when it is declined.
        if ![media, proto, fmt].iter().all(|text| is_clean(text)) {
            return Err(SdpError::Malformed { text: format!("media line {media:?} {proto:?} {fmt:?}") });
        }
        let mid = line.get_first_attribute_value("mid").flatten();
        Ok(Self {
            media: media.clone(),
            protocol: proto.clone(),
            formats: fmt.clone(),
            mid: mid.map(str::trim).filter(|mid| is_token(mid)).map(str::to_owned),
            is_declined: *port == 0,
            stream: None,
        })
    }
}

/// The lines that a relay reads. The others (names, times, keys) are left empty before parsing, so that a Latin-1
/// name or an odd time cannot end a call and an error still tells the line's number.
fn what_counts(body: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(body.len());
    for line in lines_of(body) {
        let counts = match line {
            [b'a', b'=', ..] => std::str::from_utf8(line).is_ok(),
            [b'b', b'=', rest @ ..] => is_bandwidth(rest),
            [b'e' | b'i' | b'k' | b'o' | b'p' | b'r' | b's' | b't' | b'u' | b'z', b'=', ..] => false,
            _ => true,
        };
        if counts {
            kept.extend_from_slice(line);
        }
        kept.extend_from_slice(b"\r\n");
    }
    kept
}

/// Whether it is a bandwidth that parses: "AS:384".
fn is_bandwidth(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |byte| *byte == b':');
    let (Some(name), Some(number)) = (parts.next(), parts.next()) else { return false };
    !name.is_empty()
        && name.iter().all(u8::is_ascii_alphanumeric)
        && (1..=10).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
}

fn lines_of(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    body.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}
