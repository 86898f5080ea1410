//! The `o=` line towards one leg, and its version (RFC 8866 §5.2, RFC 3264 §8).

use std::net::IpAddr;

/// The `o=` line towards one leg: who speaks, and which version of what is said this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Stays the same as long as the leg lives.
    pub session_id: u64,
    /// Grows by one with each description that differs from the last.
    pub version: u64,
    /// Our address as that leg sees it.
    pub address: IpAddr,
}

impl Origin {
    /// Gives `text` this origin, with the version that it must have after `last`, the description that this leg was sent
    /// before (empty: none yet): the same when nothing behind the origin differs, else one more.
    pub fn describe(&mut self, last: &[u8], text: &[u8]) -> Vec<u8> {
        let said = behind_start(text);
        if !last.is_empty() && behind_start(last) != said {
            self.version = self.version.wrapping_add(1);
        }
        [self.start().as_bytes(), said].concat()
    }

    /// The lines of a description up to the origin.
    pub(crate) fn start(&self) -> String {
        let Self { session_id, version, address } = self;
        format!("v=0\r\no=- {session_id} {version} IN {} {address}\r\n", address_type(*address))
    }
}

/// A description without the two lines that [`Origin::start`] writes.
fn behind_start(text: &[u8]) -> &[u8] {
    text.splitn(3, |byte| *byte == b'\n').nth(2).unwrap_or_default()
}

/// The name of an address's family.
pub(crate) fn address_type(ip: IpAddr) -> &'static str {
    if ip.is_ipv4() { "IP4" } else { "IP6" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_grows_by_one_and_only_on_change_whatever_version_a_text_had() {
        let mut origin = Origin { session_id: 9, version: 1, address: [192, 0, 2, 1].into() };
        let text = |origin: &Origin, rest: &str| format!("{}s=-\r\n{rest}", origin.start()).into_bytes();
        let mut last = Vec::new();
        for (rest, version) in [("a", 1), ("a", 1), ("b", 2), ("b", 2), ("a", 3)] {
            last = origin.describe(&last, &text(&origin, rest));
            let expected = format!("v=0\r\no=- 9 {version} IN IP4 192.0.2.1\r\ns=-\r\n{rest}");
            assert_eq!(String::from_utf8_lossy(&last), expected);
        }
        let earlier = b"v=0\r\no=- 9 1 IN IP4 192.0.2.1\r\ns=-\r\na";
        assert_eq!(origin.describe(&last, earlier), last);
    }
}
