//! Writing a description for a leg (RFC 3264 §5, §6, §8): our address, and of the other leg only what crosses.

use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};

use crate::attributes::{CROSSING, Crossing};
use crate::session::MediaLine;
use crate::{Audio, Direction, Format, SdpError, Session};

/// The `o=` line towards one leg: who speaks, and which version of what is said this is (RFC 8866 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Stays the same as long as the leg lives.
    pub session_id: u64,
    /// Grows by one with each description that differs from the last.
    pub version: u64,
    /// Our address as that leg sees it.
    pub address: IpAddr,
}

impl Session {
    /// This session as the first offer to the other leg: one audio line at `at`, RTCP at the port above.
    pub fn offer_towards(&self, origin: &Origin, at: SocketAddr) -> Vec<u8> {
        let mut text = head(origin, at.ip());
        self.write_offered_audio(&mut text, at);
        text.into_bytes()
    }

    /// This session as a later offer to a leg whose last description was `before`: with as many lines as that
    /// had, the sound in the same place (RFC 3264 §8).
    pub fn offer_again_towards(&self, before: &Session, origin: &Origin, at: SocketAddr) -> Vec<u8> {
        let place = before.sound_index();
        let mut text = head(origin, at.ip());
        for (index, line) in before.lines.iter().enumerate() {
            if index == place {
                self.write_offered_audio(&mut text, at);
            } else {
                write_declined(&mut text, line);
            }
        }
        text.into_bytes()
    }

    /// The answer to the leg that made `offer`, when the other leg gave `answer`: as many lines as the offer,
    /// all but the sound declined; of the formats only those that were offered.
    pub fn answer_towards(
        offer: &Session,
        answer: &Session,
        origin: &Origin,
        at: SocketAddr,
    ) -> Result<Vec<u8>, SdpError> {
        let sound = match (&offer.chosen, &answer.chosen) {
            (Some((index, offered)), Some((_, answered))) => Some((*index, agree(offered, answered)?)),
            (None, _) | (_, None) => None,
        };
        let mut text = head(origin, at.ip());
        for (index, line) in offer.lines.iter().enumerate() {
            match &sound {
                Some((place, audio)) if *place == index => {
                    write_audio(&mut text, &line.protocol, audio, at.port());
                }
                Some(_) | None => write_declined(&mut text, line),
            }
        }
        Ok(text.into_bytes())
    }

    /// The line of the sound, or of the audio that was declined.
    fn sound_index(&self) -> usize {
        let chosen = self.chosen.as_ref().map(|(index, _)| *index);
        chosen.or_else(|| self.lines.iter().position(MediaLine::is_audio)).unwrap_or(0)
    }

    fn write_offered_audio(&self, text: &mut String, at: SocketAddr) {
        if let Some(audio) = self.audio() {
            write_audio(text, "RTP/AVP", audio, at.port());
        } else if let Some(line) = self.lines.get(self.sound_index()) {
            write_declined(text, line);
        }
    }
}

/// What is answered of what was offered. Numbers may differ between the two for the same codec (RFC 3264
/// §6.1): each side sends what the other one wrote, and packets are relayed unchanged.
fn agree(offered: &Audio, answered: &Audio) -> Result<Audio, SdpError> {
    let mut audio = answered.clone();
    audio.formats.retain(|format| offered.formats.iter().any(|one| one.is_same_codec(format)));
    if !audio.formats.iter().any(Format::is_speech) {
        let words = |audio: &Audio| audio.formats.iter().map(Format::to_string).collect();
        return Err(SdpError::NoCommonCodec { offered: words(offered), answered: words(answered) });
    }
    // Some telephones answer a hold with sendrecv; the one who holds must read what it said.
    audio.direction = answered.direction.and(offered.direction.reversed());
    Ok(audio)
}

/// The session level: everything is our own.
fn head(origin: &Origin, at: IpAddr) -> String {
    let mut text = String::with_capacity(512);
    let Origin { session_id, version, address } = origin;
    put(&mut text, format_args!("v=0"));
    put(&mut text, format_args!("o=- {session_id} {version} IN {} {address}", kind(*address)));
    put(&mut text, format_args!("s=-"));
    put(&mut text, format_args!("c=IN {} {at}", kind(at)));
    put(&mut text, format_args!("t=0 0"));
    text
}

fn kind(ip: IpAddr) -> &'static str {
    if ip.is_ipv4() { "IP4" } else { "IP6" }
}

/// An audio line and the attributes that cross, in the order of the table.
fn write_audio(text: &mut String, protocol: &str, audio: &Audio, port: u16) {
    let _ = write!(text, "m=audio {port} {protocol}");
    for format in &audio.formats {
        let _ = write!(text, " {}", format.payload);
    }
    text.push_str("\r\n");
    for (name, crossing) in CROSSING {
        match crossing {
            Crossing::WithFormat => write_about_formats(text, name, audio),
            Crossing::Milliseconds => {
                let value = if *name == "ptime" { audio.ptime_ms } else { audio.max_ptime_ms };
                if let Some(value) = value {
                    put(text, format_args!("a={name}:{value}"));
                }
            }
            Crossing::Direction => {
                if Direction::of(name) == Some(audio.direction) {
                    put(text, format_args!("a={name}"));
                }
            }
        }
    }
}

fn write_about_formats(text: &mut String, name: &str, audio: &Audio) {
    for format in &audio.formats {
        if name == "rtpmap" {
            put(text, format_args!("a={name}:{} {format}", format.payload));
        } else if !format.fmtp.is_empty() {
            put(text, format_args!("a={name}:{} {}", format.payload, format.fmtp));
        }
    }
}

/// A media line with port 0, as it was offered (RFC 3264 §6).
fn write_declined(text: &mut String, line: &MediaLine) {
    let MediaLine { media, protocol, formats } = line;
    put(text, format_args!("m={media} 0 {protocol} {formats}"));
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = text.write_fmt(line);
    text.push_str("\r\n");
}
