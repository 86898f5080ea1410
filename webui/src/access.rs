//! Who may read what is not for everybody: programs with a bearer token (RFC 6750 §2.1).

use std::net::SocketAddr;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// Where a request comes from; put on every request by the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl Peer {
    /// A program on the box itself.
    pub(crate) fn is_here(self) -> bool {
        self.0.ip().to_canonical().is_loopback()
    }
}

/// The token of a request, if it has one.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    // 256: five times what a token is, so that nothing long is hashed.
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= 256).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_bearer_token_and_nothing_else() {
        for (value, token) in [
            ("Bearer bb_abc", Some("bb_abc")),
            ("bearer  bb_abc ", Some("bb_abc")),
            ("Basic YTpi", None),
            ("Bearer", None),
            ("Bearer ", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, value.parse().unwrap());
            assert_eq!(bearer(&headers), token, "{value:?}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
    }

    #[test]
    fn a_mapped_loopback_address_is_here() {
        for (address, here) in
            [("127.0.0.1:1", true), ("[::1]:1", true), ("[::ffff:127.0.0.1]:1", true), ("192.0.2.1:1", false)]
        {
            assert_eq!(Peer(address.parse().unwrap()).is_here(), here, "{address}");
        }
    }
}
