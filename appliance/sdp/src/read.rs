//! Reading one stream of a session description: its address, its formats, and the attributes that cross.

use std::net::SocketAddr;

use crate::address::{read_connection, rtcp_address};
use crate::attributes::{BANDWIDTHS, Crossing, MAX_ATTRIBUTES, crossing, is_clean};
use crate::crypto::MAX_KEYS;
use crate::{Crypto, Direction, Dtls, Format, Kind, MAX_FORMATS, SdpError, Security, Stream};

/// Payload types that look like RTCP when their marker bit is set (RFC 5761 §4); a relay could not tell.
const LIKE_RTCP: std::ops::RangeInclusive<u8> = 72..=79;

/// The kind of a line, the profile in which it is offered on, and which form of that it is, when it is one that is
/// relayed: RTP that is not carried by something else, and T.38 over UDPTL.
pub(crate) fn supported(media: &sdp_types::Media) -> Option<(Kind, &'static str, ProfileForm)> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.is_named(&media.media))?;
    if kind == Kind::Image {
        let is_fax = media.fmt.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("t38"));
        return (is_fax && media.proto.eq_ignore_ascii_case("udptl")).then_some((
            kind,
            "udptl",
            ProfileForm::Plain,
        ));
    }
    let profile = PROFILES.into_iter().find(|(name, ..)| media.proto.eq_ignore_ascii_case(name));
    profile.map(|(_, plain, form)| match kind {
        // Feedback (RFC 4585) about sound stays unused, and old telephones know the plain profile only.
        Kind::Audio => (kind, "RTP/AVP", form),
        Kind::Video | Kind::Image => (kind, plain, form),
    })
}

/// Which form of a profile it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProfileForm {
    Plain,
    /// SRTP, by keys in the description.
    Secure,
    /// SRTP, by keys of a DTLS handshake.
    Handshake,
}

/// The profiles of RTP (RFC 3551, RFC 4585, RFC 3711, RFC 5124, RFC 5764 §8), each with its plain form, and its own.
const PROFILES: [(&str, &str, ProfileForm); 6] = [
    ("RTP/AVP", "RTP/AVP", ProfileForm::Plain),
    ("RTP/AVPF", "RTP/AVPF", ProfileForm::Plain),
    ("RTP/SAVP", "RTP/AVP", ProfileForm::Secure),
    ("RTP/SAVPF", "RTP/AVPF", ProfileForm::Secure),
    ("UDP/TLS/RTP/SAVP", "RTP/AVP", ProfileForm::Handshake),
    ("UDP/TLS/RTP/SAVPF", "RTP/AVPF", ProfileForm::Handshake),
];

/// The name of a profile in which a stream is offered by keys in the description; its own where there is none.
pub(crate) fn secure_form(plain: &'static str) -> &'static str {
    let form = PROFILES.into_iter().find(|(_, of, form)| *form == ProfileForm::Secure && *of == plain);
    form.map_or(plain, |(name, ..)| name)
}

/// The name of the profile in which a stream is offered by a handshake: browsers know only this one (RFC 8834 §4.2).
pub(crate) const HANDSHAKE_FORM: &str = "UDP/TLS/RTP/SAVPF";

/// Reads the stream of a line that has a port.
pub(crate) fn read_stream(
    session: &sdp_types::Session,
    media: &sdp_types::Media,
    (kind, protocol, form): (Kind, &'static str, ProfileForm),
) -> Result<Stream, SdpError> {
    let connection = media.connections.first().or(session.connection.as_ref());
    // RFC 8866 §5.7: there must be one.
    let connection = connection.ok_or_else(|| SdpError::Malformed {
        text: format!("the {} line has no address (no c= line)", kind.as_str()),
    })?;
    let ip = read_connection(connection)?;
    let (secure, crypto, dtls) = read_security(session, media, kind, form)?;
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
        secure,
        crypto,
        dtls,
        protocol,
    };
    // What the media level says, it says instead of the session level.
    for attribute in session.attributes.iter().chain(&media.attributes) {
        read_attribute(&mut stream, attribute);
    }
    if stream.dtls.is_some() {
        stream.rtcp = rtp;
    }
    // A browser writes 0.0.0.0 and port 9 when its candidates say where it is (RFC 8840 §4.1.1).
    let has_candidates = stream.dtls.as_ref().is_some_and(|dtls| dtls.ice.is_some());
    if ip.is_unspecified() && !has_candidates {
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

/// How a line is encrypted, with its keys, or with what it says of a handshake.
fn read_security(
    session: &sdp_types::Session,
    media: &sdp_types::Media,
    kind: Kind,
    form: ProfileForm,
) -> Result<(Security, Vec<Crypto>, Option<Dtls>), SdpError> {
    let crypto = if kind == Kind::Image { Vec::new() } else { read_crypto(media) };
    match form {
        ProfileForm::Plain if crypto.is_empty() => Ok((Security::Plain, crypto, None)),
        ProfileForm::Plain => Ok((Security::BestEffort, crypto, None)),
        ProfileForm::Secure if !crypto.is_empty() => Ok((Security::Required, crypto, None)),
        ProfileForm::Secure if !Dtls::is_said(&session.attributes, media) => Err(SdpError::NoKey { kind }),
        // Before there was a profile for it (RFC 5764 §8), it was written in the one of SRTP.
        ProfileForm::Secure | ProfileForm::Handshake => {
            let dtls = Dtls::read(&session.attributes, media, kind)?;
            Ok((Security::Dtls, Vec::new(), Some(dtls)))
        }
    }
}

/// The keys that are understood, each tag once; what is said at the session level is about no stream (RFC 4568 §9.1).
fn read_crypto(media: &sdp_types::Media) -> Vec<Crypto> {
    let is_crypto = |one: &&sdp_types::Attribute| one.attribute.trim().eq_ignore_ascii_case("crypto");
    let lines = media.attributes.iter().filter(is_crypto).take(MAX_KEYS);
    let mut keys: Vec<Crypto> = Vec::new();
    for key in lines.filter_map(|line| Crypto::read(line.value.as_deref()?)) {
        if keys.iter().all(|known| known.tag != key.tag) {
            keys.push(key);
        }
    }
    keys
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
