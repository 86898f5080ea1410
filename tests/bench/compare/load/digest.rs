//! Answers to digest challenges (RFC 2617, as RFC 3261 §22.4 uses it): MD5, with `qop` or without.

use super::md5;
use super::message::{Writer, find};

/// What a 401 or 407 asks.
struct Challenge<'a> {
    /// `Proxy-Authenticate`, which is answered by another header.
    is_proxy: bool,
    realm: &'a [u8],
    nonce: &'a [u8],
    opaque: &'a [u8],
    has_qop: bool,
}

impl<'a> Challenge<'a> {
    fn read(message: &'a [u8]) -> Option<Self> {
        let at = find(message, b"-Authenticate:")?;
        let line = &message[at..];
        let line = &line[..line.iter().position(|byte| *byte == b'\r')?];
        let quoted = |name: &[u8]| {
            let from = find(line, name).map(|at| &line[at + name.len()..])?;
            Some(&from[..from.iter().position(|byte| *byte == b'"')?])
        };
        Some(Self {
            is_proxy: message[..at].ends_with(b"Proxy"),
            realm: quoted(b"realm=\"")?,
            nonce: quoted(b"nonce=\"")?,
            opaque: quoted(b"opaque=\"").unwrap_or(b""),
            has_qop: find(line, b"qop=").is_some(),
        })
    }
}

/// Who answers, for all telephones of the office: what does not depend on the nonce is reckoned once.
#[derive(Default)]
pub(crate) struct Digests {
    realm: Vec<u8>,
    /// H(user:realm:secret) by telephone.
    users: Vec<Option<[u8; 32]>>,
}

impl Digests {
    /// The line that answers the challenge in this message, for telephone `u` with this number and its secret `pwu...`.
    /// Empty when there is no challenge in it that can be answered.
    pub(crate) fn answer(&mut self, message: &[u8], user: u32, method: &str, uri: &[u8]) -> Vec<u8> {
        let Some(challenge) = Challenge::read(message) else { return Vec::new() };
        if self.realm != challenge.realm {
            self.realm = challenge.realm.to_owned();
            self.users.clear();
        }
        let place = user as usize;
        if self.users.len() <= place {
            self.users.resize(place + 1, None);
        }
        let name = format!("u{user}");
        let secret = || md5::hex(&[name.as_bytes(), b":", challenge.realm, b":pw", name.as_bytes()]);
        let ours = *self.users[place].get_or_insert_with(secret);
        let what = md5::hex(&[method.as_bytes(), b":", uri]);
        let qop: &[u8] = if challenge.has_qop { b":00000001:abcdef01:auth:" } else { b":" };
        let response = md5::hex(&[&ours, b":", challenge.nonce, qop, &what]);
        let mut room = [0; super::super::udp::ROOM];
        let mut line = Writer::new(&mut room);
        line.text(if challenge.is_proxy { "Proxy-Authorization" } else { "Authorization" });
        line.text(": Digest username=\"").text(&name).text("\", realm=\"").put(challenge.realm);
        line.text("\", nonce=\"").put(challenge.nonce).text("\", uri=\"").put(uri);
        line.text("\", response=\"").put(&response).text("\", algorithm=MD5");
        if challenge.has_qop {
            line.text(", qop=auth, nc=00000001, cnonce=\"abcdef01\"");
        }
        if !challenge.opaque.is_empty() {
            line.text(", opaque=\"").put(challenge.opaque).text("\"");
        }
        line.text("\r\n");
        let length = line.length();
        room[..length].to_owned()
    }
}
