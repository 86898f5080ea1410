//! Reading one stream of a session description: its address, its formats, and the attributes that cross.

use std::net::SocketAddr;

use crate::address::{read_connection, rtcp_address};
use crate::attributes::{BANDWIDTHS, Crossing, MAX_ATTRIBUTES, crossing, is_clean};
use crate::{Direction, Format, Kind, MAX_FORMATS, SdpError, Stream};

/// Payload types that look like RTCP when their marker bit is set (RFC 5761 §4); a relay could not tell.
const LIKE_RTCP: std::ops::RangeInclusive<u8> = 72..=79;

/// The kind of a line and the profile in which it is offered on, when it is one that is relayed: RTP that is neither
/// encrypted nor carried by something else, and T.38 over UDPTL.
pub(crate) fn supported(media: &sdp_types::Media) -> Option<(Kind, &'static str)> {
    let is = |protocol: &str| media.proto.eq_ignore_ascii_case(protocol);
    let kind = Kind::ALL.into_iter().find(|kind| kind.is_named(&media.media))?;
    match kind {
        // Feedback (RFC 4585) about sound stays unused, and old telephones know the plain profile only.
        Kind::Audio if is("RTP/AVP") || is("RTP/AVPF") => Some((kind, "RTP/AVP")),
        Kind::Video if is("RTP/AVP") => Some((kind, "RTP/AVP")),
        Kind::Video if is("RTP/AVPF") => Some((kind, "RTP/AVPF")),
        Kind::Image
            if is("udptl")
                && media.fmt.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("t38")) =>
        {
            Some((kind, "udptl"))
        }
        Kind::Audio | Kind::Video | Kind::Image => None,
    }
}

/// Reads the stream of a line that has a port.
pub(crate) fn read_stream(
    session: &sdp_types::Session,
    media: &sdp_types::Media,
    kind: Kind,
    protocol: &'static str,
) -> Result<Stream, SdpError> {
    let connection = media.connections.first().or(session.connection.as_ref());
    // RFC 8866 §5.7: there must be one.
    let connection = connection.ok_or_else(|| SdpError::Malformed {
        text: format!("the {} line has no address (no c= line)", kind.as_str()),
    })?;
    let ip = read_connection(connection)?;
    let rtp = SocketAddr::new(ip, media.port);
    let mut stream = Stream {
        kind,
        rtp,
        rtcp: rtcp_address(rtp, media.get_first_attribute_value("rtcp").flatten()),
        rtcp_mux: media.has_attribute("rtcp-mux"),
        formats: if kind == Kind::Image { Vec::new() } else { read_formats(kind, media)? },
        direction: Direction::SendRecv,
        ptime_ms: None,
        max_ptime_ms: None,
        bandwidths: read_bandwidths(kind, media),
        attributes: Vec::new(),
        protocol,
    };
    // What the media level says, it says instead of the session level.
    for attribute in session.attributes.iter().chain(&media.attributes) {
        read_attribute(&mut stream, attribute);
    }
    if ip.is_unspecified() {
        stream.direction = stream.direction.and(Direction::SendOnly);
    }
    Ok(stream)
}

fn read_attribute(stream: &mut Stream, attribute: &sdp_types::Attribute) {
    let (name, value) = (attribute.attribute.trim(), attribute.value.as_deref().unwrap_or_default());
    let mut keep = || {
        let text = if attribute.value.is_some() { format!("{name}:{value}") } else { name.to_owned() };
        if is_clean(&text) && stream.attributes.len() < MAX_ATTRIBUTES {
            stream.attributes.push(text);
        }
    };
    match crossing(stream.kind, name) {
        Some((name, Crossing::Direction)) => {
            stream.direction = Direction::of(name).unwrap_or(stream.direction);
        }
        Some(("ptime", Crossing::Milliseconds)) => stream.ptime_ms = packet_time(value),
        Some((_, Crossing::Milliseconds)) => stream.max_ptime_ms = milliseconds(value),
        Some((_, Crossing::Family | Crossing::Verbatim)) => keep(),
        Some((_, Crossing::AboutFormats)) if value.trim_start().starts_with('*') => keep(),
        // Read with the formats.
        Some((_, Crossing::Codec | Crossing::AboutFormats)) | None => {}
    }
}

/// Times that telephones keep to: whole tens from 10 to 60. Any other stays behind, and the other telephone takes
/// what its codec has by default.
fn packet_time(value: &str) -> Option<u32> {
    milliseconds(value).filter(|time| (10..=60).contains(time) && time.is_multiple_of(10))
}

fn milliseconds(value: &str) -> Option<u32> {
    value.trim().parse().ok().filter(|milliseconds| (10..=1000).contains(milliseconds))
}

fn read_bandwidths(kind: Kind, media: &sdp_types::Media) -> Vec<String> {
    let lines = media.bandwidths.iter().filter(|_| kind == Kind::Video);
    let lines = lines.map(|line| (line.bwtype.to_string(), line.bandwidth));
    let known = lines.filter(|(name, _)| BANDWIDTHS.contains(&name.as_str()));
    known.take(BANDWIDTHS.len()).map(|(name, value)| format!("{name}:{value}")).collect()
}

/// The payload types that are known or explained; others cannot be relayed sensibly and are left out.
fn read_formats(kind: Kind, media: &sdp_types::Media) -> Result<Vec<Format>, SdpError> {
    let count = media.fmt.split_ascii_whitespace().count();
    if count > MAX_FORMATS {
        return Err(SdpError::TooManyFormats { count });
    }
    let said = said_about_formats(kind, media);
    let mut formats: Vec<Format> = Vec::with_capacity(count);
    for word in media.fmt.split_ascii_whitespace() {
        let number = word.parse::<u8>().ok();
        let Some(payload) = number.filter(|payload| *payload < 128 && !LIKE_RTCP.contains(payload)) else {
            continue;
        };
        if formats.iter().any(|format| format.payload == payload) {
            continue;
        }
        let about = |name| said.iter().filter(move |one| one.payload == payload && one.name == name);
        let named = about("rtpmap").find_map(|one| Format::of_rtpmap(payload, one.text));
        let format = named.or_else(|| Format::of_static(payload)).filter(Format::stands_alone);
        if let Some(mut format) = format {
            about("fmtp").take(1).for_each(|one| one.text.clone_into(&mut format.fmtp));
            let others =
                said.iter().filter(|one| one.payload == payload && one.how == Crossing::AboutFormats);
            let others = others.map(|one| (one.name, one.text.to_owned()));
            format.attributes = others.take(MAX_ATTRIBUTES).collect();
            formats.push(format);
        }
    }
    if formats.is_empty() {
        return Err(SdpError::NoCodec { formats: media.fmt.clone() });
    }
    Ok(formats)
}

/// An attribute about one payload type: of "fmtp:101 0-15" the name, 101, and the "0-15".
struct Said<'a> {
    name: &'static str,
    how: Crossing,
    payload: u8,
    text: &'a str,
}

/// Read once: a description may have thousands, and 64 formats.
fn said_about_formats(kind: Kind, media: &sdp_types::Media) -> Vec<Said<'_>> {
    let read = |attribute: &'_ sdp_types::Attribute| crossing(kind, attribute.attribute.trim());
    let said = media.attributes.iter().filter_map(|attribute| {
        let (name, how) = read(attribute)?;
        let (number, text) = attribute.value.as_deref()?.trim_start().split_once(' ')?;
        Some(Said { name, how, payload: number.parse().ok()?, text: text.trim() })
    });
    said.filter(|said| is_clean(said.text)).collect()
}
