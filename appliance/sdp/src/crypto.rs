//! Keys in descriptions (SDES, RFC 4568): `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:...`. They belong to one leg: none
//! ever crosses, and none is shown in any output but the description itself.

use std::fmt;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

use crate::attributes::is_clean;
use crate::{Stream, Suite};

/// The most crypto attributes of a stream that are read; further ones, of which nobody has told, are not.
pub(crate) const MAX_KEYS: usize = 16;
/// The longest MKI, octets (RFC 4568 §9.1).
const MAX_MKI_LENGTH: usize = 128;
/// A session parameter that asks for nothing of us: how far the sender looks back for repeats (RFC 4568 §6.3.7).
const HARMLESS: &str = "WSH=";

/// With padding as it should be, and without, as some telephones write.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Whether a stream is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Security {
    /// In clear.
    #[default]
    Plain,
    /// In the plain profile with keys: encrypted if the other side answers with a key. Telephones call it optional.
    BestEffort,
    /// In the secure profile, or not at all.
    Required,
    /// By keys of a handshake between the two ends of the stream (DTLS-SRTP, RFC 5763), or not at all.
    Dtls,
}

impl Security {
    /// Whether clear is no way out.
    pub fn is_must(self) -> bool {
        matches!(self, Self::Required | Self::Dtls)
    }
}

/// A crypto attribute: under this tag, who wrote it encrypts so by this key. Its memory is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Crypto {
    /// Tells it from others of the same description; an answer repeats it.
    pub tag: u32,
    /// How it encrypts.
    pub suite: Suite,
    /// The suite as it was called.
    name: &'static str,
    key: Zeroizing<Vec<u8>>,
    mki: Vec<u8>,
}

/// What two descriptions have agreed on for a stream: one key for each way, of one suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// By which the telephone encrypts.
    pub receive: Crypto,
    /// By which we do, with the tag of the offer.
    pub send: Crypto,
}

impl Crypto {
    /// Key and salt, one behind the other; none when they are not as long as the suite wants, or the tag has more than
    /// nine digits.
    pub fn new(tag: u32, suite: Suite, key: &[u8]) -> Option<Self> {
        let fits = key.len() == suite.key_length() && tag < 1_000_000_000;
        let key = || Zeroizing::new(key.to_vec());
        fits.then(|| Self { tag, suite, name: suite.as_str(), key: key(), mki: Vec::new() })
    }

    /// Key and salt, one behind the other.
    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// What stands in each packet to name the key; empty when nothing does.
    pub fn mki(&self) -> &[u8] {
        &self.mki
    }

    /// Reads the value of an attribute. One with several keys, or with a parameter that would change what packets look
    /// like or that nobody knows, is none (RFC 4568 §6.3, §7.1.2).
    pub(crate) fn read(value: &str) -> Option<Self> {
        let mut words = value.split_ascii_whitespace();
        let tag = words.next().filter(|tag| (1..=9).contains(&tag.len()) && is_number(tag))?.parse().ok()?;
        let (name, suite) = Suite::of(words.next()?)?;
        let (method, inline) = words.next()?.split_once(':')?;
        // The name of a parameter that may be ignored begins with a hyphen (RFC 4568 §6.3.8).
        let is_harmless = |word: &str| {
            word.starts_with('-')
                || word.get(..HARMLESS.len()).is_some_and(|name| name.eq_ignore_ascii_case(HARMLESS))
        };
        if !is_clean(value) || !method.eq_ignore_ascii_case("inline") || !words.all(is_harmless) {
            return None;
        }
        let mut parts = inline.split('|');
        let key = read_key(parts.next()?, suite)?;
        let mut rest: Vec<&str> = parts.collect();
        // Without a colon it is the lifetime: how many packets the key is good for.
        if rest.first().is_some_and(|part| is_lifetime(part)) {
            rest.remove(0);
        }
        let mki = match rest.as_slice() {
            [] => Vec::new(),
            [mki] => read_mki(mki)?,
            _ => return None,
        };
        Some(Self { tag, suite, name, key, mki })
    }

    /// By which keys an offer is answered: the first of the offer's whose suite is among ours (RFC 4568 §5.1.2); none: in
    /// clear, or not at all.
    pub fn answering(offer: &Stream, ours: &[Self]) -> Option<Agreed> {
        offer.crypto.iter().find_map(|theirs| {
            let own = ours.iter().find(|own| own.suite == theirs.suite)?;
            let send = Self { tag: theirs.tag, name: theirs.name, ..own.clone() };
            Some(Agreed { receive: theirs.clone(), send })
        })
    }

    /// By which of the keys that we offered we were answered: exactly one, by its tag and suite (RFC 4568 §5.1.3). None
    /// is good only where we offered to speak in clear too and the answer has no key at all.
    pub fn answered(ours: &[Self], answer: &Stream) -> Option<Agreed> {
        let [theirs] = answer.crypto.as_slice() else { return None };
        let send = ours.iter().find(|own| own.tag == theirs.tag && own.suite == theirs.suite)?;
        Some(Agreed { receive: theirs.clone(), send: send.clone() })
    }

    /// The attribute's value.
    pub(crate) fn write(&self) -> String {
        format!("{} {} inline:{}", self.tag, self.name, BASE64.encode(self.key()))
    }
}

impl fmt::Debug for Crypto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tag, suite, .. } = self;
        f.debug_struct("Crypto").field("tag", tag).field("suite", suite).finish_non_exhaustive()
    }
}

fn read_key(text: &str, suite: Suite) -> Option<Zeroizing<Vec<u8>>> {
    let length = suite.key_length();
    // Room for the longest key and what a decoder writes beyond it.
    let mut room = Zeroizing::new([0; 64]);
    let decoded = BASE64.decode_slice(text, room.as_mut_slice()).ok()?;
    (decoded == length).then(|| Zeroizing::new(room.iter().take(length).copied().collect()))
}

/// "2^20" or "1048576".
fn is_lifetime(text: &str) -> bool {
    let (base, exponent) = text.split_once('^').unwrap_or(("2", text));
    base == "2" && (1..=15).contains(&exponent.len()) && is_number(exponent)
}

/// "1:4": a number and how many octets it has.
fn read_mki(text: &str) -> Option<Vec<u8>> {
    let (value, length) = text.split_once(':')?;
    let is_fit = value.len() <= 38 && is_number(value) && is_number(length);
    let value: u128 = value.parse().ok().filter(|_| is_fit)?;
    let length: usize = length.parse().ok().filter(|length| (1..=MAX_MKI_LENGTH).contains(length))?;
    let octets = value.to_be_bytes();
    let (above, kept) = octets.split_at(octets.len().saturating_sub(length));
    let fits = above.iter().all(|octet| *octet == 0);
    fits.then(|| [vec![0; length - kept.len()], kept.to_vec()].concat())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
