//! Writing a description for a leg: our addresses, and of the other leg only what crosses.

use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};

use crate::attributes::{CROSSING, Crossing};
use crate::origin::address_type;
use crate::session::MediaLine;
use crate::{Crypto, Direction, Dtls, Kind, Origin, Ports, Stream};

/// The priority of an only candidate: of a host, the best local preference, RTP (RFC 8445 §5.1.2.1).
const HOST_PRIORITY: u32 = (126 << 24) | (65_535 << 8) | 255;

/// A description that is being written.
pub(crate) struct Writing<'a> {
    pub(crate) text: String,
    ports: &'a Ports,
    /// What the session level says; a stream elsewhere says so itself.
    ip: IpAddr,
    /// Where the session level ends, as long as it has no word about ICE.
    ice_lite_at: Option<usize>,
}

/// How a stream that is written is encrypted.
pub(crate) enum Seal {
    /// By one of our keys, or in clear when there is none.
    Keys(Vec<Crypto>),
    /// By a handshake: this is our side of it.
    Handshake(Dtls),
}

impl<'a> Writing<'a> {
    /// The session level: everything is our own.
    pub(crate) fn new(origin: &Origin, ports: &'a Ports) -> Self {
        let mut text = String::with_capacity(1024);
        let first = Kind::ALL.iter().find_map(|kind| ports.get(*kind));
        let ip = first.map_or(origin.address, |at| at.ip());
        text.push_str(&origin.start());
        put(&mut text, format_args!("s=-"));
        put(&mut text, format_args!("c=IN {} {ip}", address_type(ip)));
        put(&mut text, format_args!("t=0 0"));
        let ice_lite_at = Some(text.len());
        Self { text, ports, ip, ice_lite_at }
    }

    /// A media line on our port and what crosses with it, in the order of the table; then our keys, or our side of the handshake.
    pub(crate) fn stream(
        &mut self,
        media: &str,
        protocol: &str,
        stream: &Stream,
        seal: &Seal,
        name: Option<&str>,
    ) {
        let Some(at) = self.ports.get(stream.kind) else { return };
        let text = &mut self.text;
        let _ = write!(text, "m={media} {} {protocol}", at.port());
        if stream.kind == Kind::Image {
            text.push_str(" t38");
        }
        for format in &stream.formats {
            let _ = write!(text, " {}", format.payload);
        }
        text.push_str("\r\n");
        if at.ip() != self.ip {
            put(text, format_args!("c=IN {} {}", address_type(at.ip()), at.ip()));
        }
        for bandwidth in &stream.bandwidths {
            put(text, format_args!("b={bandwidth}"));
        }
        for (name, kinds, crossing) in CROSSING {
            if kinds.contains(&stream.kind) {
                write_attribute(text, name, *crossing, stream);
            }
        }
        write_name(text, name);
        match seal {
            Seal::Keys(keys) => {
                for key in keys {
                    put(text, format_args!("a=crypto:{}", key.write()));
                }
            }
            Seal::Handshake(dtls) => self.handshake(dtls, at),
        }
    }

    /// Our side of a handshake. With ICE we are the lite kind: our address is our only candidate (RFC 8839 §4.2.2, §5.3).
    fn handshake(&mut self, dtls: &Dtls, at: SocketAddr) {
        let text = &mut self.text;
        put(text, format_args!("a=rtcp-mux"));
        put(text, format_args!("a=setup:{}", dtls.setup.as_str()));
        put(text, format_args!("a=fingerprint:{}", dtls.fingerprint_text()));
        let Some(ice) = &dtls.ice else { return };
        put(text, format_args!("a=ice-ufrag:{}", ice.ufrag));
        put(text, format_args!("a=ice-pwd:{}", ice.pwd));
        put(text, format_args!("a=candidate:1 1 udp {HOST_PRIORITY} {} {} typ host", at.ip(), at.port()));
        put(text, format_args!("a=end-of-candidates"));
        if let Some(place) = self.ice_lite_at.take() {
            text.insert_str(place, "a=ice-lite\r\n");
        }
    }
}

fn write_attribute(text: &mut String, name: &str, crossing: Crossing, stream: &Stream) {
    match crossing {
        Crossing::Codec => {
            for format in &stream.formats {
                if name == "rtpmap" {
                    put(text, format_args!("a={name}:{} {format}", format.payload));
                } else if !format.fmtp.is_empty() {
                    put(text, format_args!("a={name}:{} {}", format.payload, format.fmtp));
                }
            }
        }
        Crossing::AboutFormats => {
            write_verbatim(text, name, stream);
            for format in &stream.formats {
                for (_, about) in format.attributes.iter().filter(|(known, _)| *known == name) {
                    put(text, format_args!("a={name}:{} {about}", format.payload));
                }
            }
        }
        Crossing::Family | Crossing::Verbatim => write_verbatim(text, name, stream),
        Crossing::Milliseconds => {
            let value = if name == "ptime" { stream.ptime_ms } else { stream.max_ptime_ms };
            if let Some(value) = value {
                put(text, format_args!("a={name}:{value}"));
            }
        }
        Crossing::Direction => {
            // Facsimile flows as it does; only a hold is worth a word.
            let is_said = stream.kind != Kind::Image || stream.direction != Direction::SendRecv;
            if is_said && Direction::of(name) == Some(stream.direction) {
                put(text, format_args!("a={name}"));
            }
        }
    }
}

/// The name of a line (RFC 5888 §4). Chromium 156 refuses a description in which some lines have one and others not.
fn write_name(text: &mut String, name: Option<&str>) {
    if let Some(name) = name {
        put(text, format_args!("a=mid:{name}"));
    }
}

/// The attributes that are kept as they were written and begin with that name.
fn write_verbatim(text: &mut String, name: &str, stream: &Stream) {
    for attribute in &stream.attributes {
        if attribute.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            put(text, format_args!("a={attribute}"));
        }
    }
}

/// A media line with port 0, as it was (RFC 3264 §6, §8.2).
pub(crate) fn write_declined(text: &mut String, line: &MediaLine, name: Option<&str>) {
    let MediaLine { media, protocol, formats, .. } = line;
    put(text, format_args!("m={media} 0 {protocol} {formats}"));
    write_name(text, name);
}

pub(crate) fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(line);
    text.push_str("\r\n");
}
