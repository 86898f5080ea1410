//! DTLS-SRTP in descriptions (RFC 5763 §5, RFC 8842): whose certificate counts (RFC 8122), who begins the handshake, and
//! the credentials of ICE (RFC 8839 §5.4) where it goes over that. They belong to one leg: nothing of it ever crosses.

use std::fmt;

use sdp_types::{Attribute, Media};

use crate::{Kind, SdpError};

/// Who begins the handshake, as the side that says it sees it (RFC 4145 §4, RFC 8842 §5). `holdconn` is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// Either: the answer chooses.
    Actpass,
    /// It begins.
    Active,
    /// It waits for the other side.
    Passive,
}

impl Setup {
    /// What we say to one who says this: we wait, but for one who waits too.
    pub fn answer(self) -> Self {
        match self {
            Self::Actpass | Self::Active => Self::Passive,
            Self::Passive => Self::Active,
        }
    }

    /// The attribute's value.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Actpass => "actpass",
            Self::Active => "active",
            Self::Passive => "passive",
        }
    }

    fn of(value: &str) -> Option<Self> {
        let is_named = |setup: &Self| setup.as_str().eq_ignore_ascii_case(value);
        [Self::Actpass, Self::Active, Self::Passive].into_iter().find(is_named)
    }
}

/// The credentials of one side's ICE agent.
#[derive(Clone, PartialEq, Eq)]
pub struct Ice {
    /// Tells it from others; 4 to 256 letters, digits, plus and slash.
    pub ufrag: String,
    /// By which checks that are sent to it are signed; 22 to 256 of the same characters.
    pub pwd: String,
}

impl Ice {
    fn is_fit(&self) -> bool {
        let are_ice_chars =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte));
        (4..=256).contains(&self.ufrag.len())
            && (22..=256).contains(&self.pwd.len())
            && are_ice_chars(&self.ufrag)
            && are_ice_chars(&self.pwd)
    }
}

impl fmt::Debug for Ice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ice").field("ufrag", &self.ufrag).finish_non_exhaustive()
    }
}

/// What one side says of DTLS-SRTP for a stream; RTCP comes to the RTP port then (RFC 5761).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dtls {
    /// The SHA-256 of its certificate.
    pub fingerprint: [u8; 32],
    /// Who begins. Of ours, which part we have had since the last agreement: an offer of ours always leaves it open.
    pub setup: Setup,
    /// Its ICE agent, whose checks come before the handshake; without one that goes to the address of the stream.
    pub ice: Option<Ice>,
}

impl Dtls {
    /// Whether something is said of a certificate.
    pub(crate) fn is_said(session: &[Attribute], media: &Media) -> bool {
        said(session, media, "fingerprint").next().is_some()
    }

    /// Reads what is said of a line. What is said twice must say the same, since nobody knows which of the two is meant.
    pub(crate) fn read(session: &[Attribute], media: &Media, kind: Kind) -> Result<Self, SdpError> {
        let without = |what| move || SdpError::NoHandshake { kind, what };
        if !media.has_attribute("rtcp-mux") {
            return Err(without("a=rtcp-mux")());
        }
        let fingerprints = said(session, media, "fingerprint").filter_map(|value| {
            // Others may be of the same certificate by another hash (RFC 8122 §5).
            let (hash, octets) = value.split_once(' ')?;
            hash.eq_ignore_ascii_case("sha-256").then(|| read_fingerprint(octets.trim()))
        });
        let fingerprint = only(fingerprints).ok_or_else(without("one a=fingerprint:sha-256"))?;
        let setup = only(said(session, media, "setup").map(Setup::of)).ok_or_else(without("one a=setup"))?;
        let ice = read_ice(session, media).ok_or_else(without("one good a=ice-ufrag and a=ice-pwd"))?;
        Ok(Self { fingerprint, setup, ice })
    }

    /// Which part we take, to one who says this: that which we have had, if that is left to us, for the handshake that is
    /// through stays (RFC 8842 §5.3).
    pub fn answer_to(&self, theirs: Setup) -> Setup {
        match (theirs, self.setup) {
            (Setup::Actpass, Setup::Active) => Setup::Active,
            _ => theirs.answer(),
        }
    }

    /// The value of the attribute: "sha-256 4A:AD: ...".
    pub(crate) fn fingerprint_text(&self) -> String {
        let octets: Vec<String> = self.fingerprint.iter().map(|octet| format!("{octet:02X}")).collect();
        format!("sha-256 {}", octets.join(":"))
    }
}

/// The credentials; inside, none when there is no ICE to speak of, outside, none when they are no good.
fn read_ice(session: &[Attribute], media: &Media) -> Option<Option<Ice>> {
    let is_there = |name| said(session, media, name).next().is_some();
    // Another side of the lite kind would wait as we do (RFC 8445 §2.5): its address is as it says.
    let is_lite = values(session, "ice-lite").next().is_some();
    if is_lite || !(is_there("ice-ufrag") || is_there("ice-pwd")) {
        return Some(None);
    }
    let one = |name| only(said(session, media, name).map(|value| Some(value.to_owned())));
    let ice = Ice { ufrag: one("ice-ufrag")?, pwd: one("ice-pwd")? };
    ice.is_fit().then_some(Some(ice))
}

/// Reads thirty-two octets: "4A:AD:B9: ...".
fn read_fingerprint(text: &str) -> Option<[u8; 32]> {
    let mut octets = [0; 32];
    let mut words = text.split(':');
    for octet in &mut octets {
        let word = words.next().filter(|word| word.len() == 2 && !word.starts_with('+'))?;
        *octet = u8::from_str_radix(word, 16).ok()?;
    }
    words.next().is_none().then_some(octets)
}

/// The one value that all agree on.
fn only<T: PartialEq>(mut values: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = values.next()??;
    values.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

/// The values of an attribute of a line: where the line is silent, those of the session.
fn said<'a>(session: &'a [Attribute], media: &'a Media, name: &'a str) -> impl Iterator<Item = &'a str> {
    let is_silent = values(&media.attributes, name).next().is_none();
    values(if is_silent { session } else { &media.attributes }, name)
}

fn values<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a str> {
    let named = attributes.iter().filter(move |one| one.attribute.trim().eq_ignore_ascii_case(name));
    named.map(|one| one.value.as_deref().unwrap_or_default().trim())
}
