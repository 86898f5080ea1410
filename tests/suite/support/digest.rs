//! The answer to a digest challenge (RFC 8760, RFC 7616), reckoned by rsip: a second opinion on crate `sip`.

use rsip::headers::auth::{Algorithm, AuthQop};
use rsip::services::DigestGenerator;

/// Who answers a challenge.
pub(crate) struct Credentials<'a> {
    pub(crate) username: &'a str,
    pub(crate) secret: &'a str,
}

impl Credentials<'_> {
    /// The value of `Authorization` for this challenge. Panics when the challenge asks for anything that
    /// telephones do not speak.
    pub(crate) fn answer(&self, challenge: &str, method: &str, uri: &str, nc: u8) -> String {
        let value = |name: &str| parameter(challenge, name);
        let nonce = value("nonce").unwrap_or_else(|| panic!("no nonce in {challenge}"));
        let realm = value("realm").unwrap_or_else(|| panic!("no realm in {challenge}"));
        let (algorithm, word) = match value("algorithm").as_deref() {
            None | Some("MD5") => (Algorithm::Md5, "MD5"),
            Some("SHA-256") => (Algorithm::Sha256, "SHA-256"),
            Some(other) => panic!("the challenge asks for {other}"),
        };
        assert_eq!(value("qop").as_deref(), Some("auth"), "{challenge}");
        let cnonce = "0a4f113b".to_owned();
        let response = DigestGenerator {
            username: self.username,
            password: self.secret,
            nonce: &nonce,
            uri: &rsip::Uri::try_from(uri).unwrap(),
            realm: &realm,
            method: &method.parse().unwrap(),
            qop: Some(&AuthQop::Auth { cnonce: cnonce.clone(), nc }),
            algorithm,
        }
        .compute();
        format!(
            "Digest username=\"{}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", \
             algorithm={word}, qop=auth, cnonce=\"{cnonce}\", nc={nc:08}",
            self.username
        )
    }
}

/// A parameter of a challenge, without its quotes.
pub(crate) fn parameter(challenge: &str, name: &str) -> Option<String> {
    let list = challenge.split_once(' ').map_or("", |(_, list)| list);
    list.split(',').find_map(|pair| {
        let (this, value) = pair.split_once('=')?;
        this.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}
