//! Digest authentication (RFC 3261 §22, RFC 7616, RFC 8760), both sides of it.

mod fields;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use md5::Md5;
use sha2::{Digest, Sha256};

use fields::{Fields, Quoted};

use crate::hex;

/// The hash of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `MD5`, also where a client names none.
    Md5,
    /// `SHA-256`.
    Sha256,
}

impl Algorithm {
    /// The token of the `algorithm` parameter.
    pub fn as_str(self) -> &'static str {
        match self {
            Algorithm::Md5 => "MD5",
            Algorithm::Sha256 => "SHA-256",
        }
    }

    fn of_token(token: &str) -> Option<Algorithm> {
        [Algorithm::Md5, Algorithm::Sha256]
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(token))
    }

    fn hash(self, parts: &[&[u8]]) -> Hash {
        match self {
            Algorithm::Md5 => Hash::Md5(join(Md5::new(), parts).into()),
            Algorithm::Sha256 => Hash::Sha256(join(Sha256::new(), parts).into()),
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a client says of itself in `Authorization` or `Proxy-Authorization`, quotes and escapes removed.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials<'a> {
    /// Who.
    pub username: Cow<'a, str>,
    /// The realm of our challenge.
    pub realm: Cow<'a, str>,
    /// The nonce of our challenge.
    pub nonce: Cow<'a, str>,
    /// The Request-URI that the client saw.
    pub uri: Cow<'a, str>,
    /// The digest, hexadecimal.
    pub response: Cow<'a, str>,
    /// MD5 when absent.
    pub algorithm: Algorithm,
    /// The client's own nonce; empty when absent.
    pub cnonce: Cow<'a, str>,
    /// The quality of protection as sent; `None` for a client of RFC 2069.
    pub qop: Option<Cow<'a, str>>,
    /// How often the nonce was used; 0 when absent.
    pub nc: u32,
    /// Echoed; we send none.
    pub opaque: Cow<'a, str>,
    nc_text: Cow<'a, str>,
}

impl<'a> Credentials<'a> {
    /// Reads the value of the header field; `None` where the scheme is not Digest, the algorithm unknown, a
    /// parameter twice or a needed one missing: then the client is asked (again).
    pub fn parse(value: &'a [u8]) -> Option<Credentials<'a>> {
        let mut found = Fields::parse(value)?;
        let qop = found.take("qop");
        let nc_text = found.take("nc");
        let cnonce = found.take("cnonce");
        if qop.is_some() && (nc_text.is_none() || cnonce.is_none()) {
            return None;
        }
        let nc_text = nc_text.unwrap_or_default();
        let nc = match (&qop, &*nc_text) {
            (None, _) => 0,
            // `from_str_radix` alone would take a plus sign.
            (Some(_), text) if text.len() > 8 || text.starts_with('+') => return None,
            (Some(_), text) => u32::from_str_radix(text, 16).ok()?,
        };
        Some(Credentials {
            username: found.take("username")?,
            realm: found.take("realm")?,
            nonce: found.take("nonce")?,
            uri: found.take("uri")?,
            response: found.take("response")?,
            algorithm: match found.take("algorithm") {
                Some(token) => Algorithm::of_token(&token)?,
                None => Algorithm::Md5,
            },
            cnonce: cnonce.unwrap_or_default(),
            qop,
            nc,
            opaque: found.take("opaque").unwrap_or_default(),
            nc_text,
        })
    }

    fn expected(&self, ha1: &[u8], method: &str) -> Option<Hash> {
        match self.qop.as_deref() {
            None => Some(respond(self.algorithm, ha1, method, &self.uri, &self.nonce, None)),
            Some(qop) if qop.eq_ignore_ascii_case("auth") => {
                let protection = Some([&*self.nc_text, &*self.cnonce, qop]);
                Some(respond(self.algorithm, ha1, method, &self.uri, &self.nonce, protection))
            }
            Some(_) => None,
        }
    }
}

impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("username", &self.username).finish_non_exhaustive()
    }
}

/// The value of `WWW-Authenticate` or `Proxy-Authenticate`.
pub fn challenge(realm: &str, nonce: &str, algorithm: Algorithm, stale: bool) -> String {
    let stale = if stale { ", stale=true" } else { "" };
    format!("Digest realm={}, nonce=\"{nonce}\", algorithm={algorithm}, qop=\"auth\"{stale}", Quoted(realm))
}

/// `H(username:realm:secret)`, what [`verify`] wants: 16 bytes for MD5, 32 for SHA-256.
pub fn ha1(algorithm: Algorithm, username: &str, realm: &str, secret: &str) -> Vec<u8> {
    let parts: [&[u8]; 5] = [username.as_bytes(), b":", realm.as_bytes(), b":", secret.as_bytes()];
    algorithm.hash(&parts).as_bytes().to_vec()
}

/// Says whether who made these credentials knows the secret behind `ha1`, which must be of their algorithm.
///
/// For an unknown account call it with any `ha1` of that length, so that both take the same time.
pub fn verify(credentials: &Credentials<'_>, ha1: &[u8], method: &str) -> bool {
    let Some(expected) = credentials.expected(ha1, method) else {
        return false;
    };
    let mut text = [0; 64];
    let length = expected.hex(&mut text);
    let given = credentials.response.as_bytes();
    text.get(..length).is_some_and(|text| hex::same(text, given))
        // RFC 7616 wants lower-case digits; a client that sends capitals knows the secret as well.
        || (given.len() == length && text.get(..length).is_some_and(|t| hex::same(t, &given.to_ascii_lowercase())))
}

/// Answers a challenge as a client: the value of `Authorization`. `None` where it is not one we can answer.
pub fn answer(
    challenge: &[u8],
    username: &str,
    secret: &str,
    method: &str,
    uri: &str,
    cnonce: &str,
    nc: u32,
) -> Option<String> {
    let mut found = Fields::parse(challenge)?;
    let realm = found.take("realm")?;
    let nonce = found.take("nonce")?;
    let algorithm = match found.take("algorithm") {
        Some(token) => Algorithm::of_token(&token)?,
        None => Algorithm::Md5,
    };
    let protected = match found.take("qop") {
        Some(offers) if offers.split(',').any(|offer| offer.trim().eq_ignore_ascii_case("auth")) => true,
        Some(_) => return None,
        None => false,
    };
    let nc = format!("{nc:08x}");
    let ha1 = ha1(algorithm, username, &realm, secret);
    let protection = protected.then_some([nc.as_str(), cnonce, "auth"]);
    let mut digits = [0; 64];
    let length = respond(algorithm, &ha1, method, uri, &nonce, protection).hex(&mut digits);
    let response = String::from_utf8_lossy(digits.get(..length)?);
    let mut text = format!(
        "Digest username={}, realm={}, nonce={}, uri={}, response=\"{response}\", algorithm={algorithm}",
        Quoted(username),
        Quoted(&realm),
        Quoted(&nonce),
        Quoted(uri),
    );
    if protected {
        text.push_str(&format!(", cnonce={}, qop=auth, nc={nc}", Quoted(cnonce)));
    }
    if let Some(opaque) = found.take("opaque") {
        text.push_str(&format!(", opaque={}", Quoted(&opaque)));
    }
    Some(text)
}

/// RFC 7616 §3.4.1; `protection` is nc, cnonce and qop, or nothing for RFC 2069.
fn respond(
    algorithm: Algorithm,
    ha1: &[u8],
    method: &str,
    uri: &str,
    nonce: &str,
    protection: Option<[&str; 3]>,
) -> Hash {
    let mut buffer = [[0; 64]; 2];
    let [first, second] = &mut buffer;
    let first_length = write_hex(ha1, first);
    let second_length = algorithm.hash(&[method.as_bytes(), b":", uri.as_bytes()]).hex(second);
    let first = first.get(..first_length).unwrap_or_default();
    let second = second.get(..second_length).unwrap_or_default();
    let nonce = nonce.as_bytes();
    match protection {
        None => algorithm.hash(&[first, b":", nonce, b":", second]),
        Some([nc, cnonce, qop]) => algorithm.hash(&[
            first,
            b":",
            nonce,
            b":",
            nc.as_bytes(),
            b":",
            cnonce.as_bytes(),
            b":",
            qop.as_bytes(),
            b":",
            second,
        ]),
    }
}

enum Hash {
    Md5([u8; 16]),
    Sha256([u8; 32]),
}

impl Hash {
    fn as_bytes(&self) -> &[u8] {
        match self {
            Hash::Md5(bytes) => bytes,
            Hash::Sha256(bytes) => bytes,
        }
    }

    fn hex(&self, text: &mut [u8; 64]) -> usize {
        write_hex(self.as_bytes(), text)
    }
}

/// Writes at most 32 bytes as digits and says how many digits.
fn write_hex(bytes: &[u8], text: &mut [u8; 64]) -> usize {
    text.iter_mut().zip(hex::digits(bytes)).map(|(to, digit)| *to = digit).count()
}

fn join<D: Digest>(mut hash: D, parts: &[&[u8]]) -> sha2::digest::Output<D> {
    for part in parts {
        hash.update(part);
    }
    hash.finalize()
}
