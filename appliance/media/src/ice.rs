//! ICE-lite (RFC 8445 §2.5): the other side tries the ways to our one address, and says which is to be used. Who cannot
//! sign with our password is no peer, and is not answered.

use std::collections::VecDeque;
use std::fmt;
use std::net::SocketAddr;

use crate::stun::Request;

/// What both sides have said in their descriptions (RFC 8839 §5.4).
#[derive(Clone, PartialEq, Eq)]
pub struct IceCredentials {
    /// Our `ice-ufrag`.
    pub local_ufrag: String,
    /// Our `ice-pwd`: a secret.
    pub local_pwd: String,
    /// The other side's `ice-ufrag`.
    pub remote_ufrag: String,
}

impl fmt::Debug for IceCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IceCredentials({}:{})", self.local_ufrag, self.remote_ufrag)
    }
}

/// Nominations that are remembered. A browser sends one every few seconds, so that these are the last minutes'; an older
/// one that somebody has kept moves the sound until the browser's next.
const MAX_REMEMBERED: usize = 64;

/// Our side of one stream's ICE.
#[derive(Debug)]
pub(crate) struct Ice {
    credentials: IceCredentials,
    selected: Option<SocketAddr>,
    /// The way was found with these credentials, not with those before.
    is_tried: bool,
    /// The transactions of nominations under these credentials, so that who has overheard one cannot use it from
    /// elsewhere: a full agent would ask back, a lite one never does. The last [`MAX_REMEMBERED`].
    nominations: VecDeque<[u8; 12]>,
}

impl Ice {
    pub(crate) fn new(credentials: IceCredentials) -> Self {
        Self { credentials, selected: None, is_tried: false, nominations: VecDeque::new() }
    }

    /// Takes credentials that are given again; with new ones it begins anew, and the way of before serves until there
    /// is another (RFC 8445 §9).
    pub(crate) fn renew(&mut self, credentials: IceCredentials) {
        if self.credentials != credentials {
            *self = Self { selected: self.selected, ..Self::new(credentials) };
        }
    }

    /// The way that is used: what the other side has nominated last; before that the first that it has tried.
    pub(crate) fn selected(&self) -> Option<SocketAddr> {
        self.selected
    }

    /// Takes a STUN packet; the answer. None for what is no request, or is not signed with our password, which the other
    /// side knows from our description: strangers are not even told that they are (unlike RFC 8489 §9.1.3).
    pub(crate) fn handle(&mut self, packet: &[u8], source: SocketAddr) -> Option<Vec<u8>> {
        let request = Request::read(packet)?;
        let attributes = &request.attributes;
        let IceCredentials { local_ufrag, local_pwd, remote_ufrag } = &self.credentials;
        let is_for_us = |username: &[u8]| {
            let behind = username.strip_prefix(local_ufrag.as_bytes());
            behind.and_then(|rest| rest.strip_prefix(b":")) == Some(remote_ufrag.as_bytes())
        };
        let password = local_pwd.as_bytes();
        // The name costs nothing to compare; who does not know it is not reckoned for.
        let is_ours = attributes.username.is_some_and(is_for_us) && attributes.is_signed_by(password);
        if !is_ours || attributes.is_damaged() {
            return None;
        }
        let is_known = self.nominations.contains(&request.transaction);
        if is_known && self.selected != Some(source) {
            return None;
        }
        if attributes.unknown.is_some() {
            return Some(request.failure(420, "Unknown Attribute", password));
        }
        // A lite side never decides which way is used (RFC 8445 §6.1.1).
        if attributes.is_controlled {
            return Some(request.failure(487, "Role Conflict", password));
        }
        if attributes.use_candidate && !is_known {
            if self.nominations.len() == MAX_REMEMBERED {
                self.nominations.pop_front();
            }
            self.nominations.push_back(request.transaction);
        }
        if attributes.use_candidate || !self.is_tried {
            (self.selected, self.is_tried) = (Some(source), true);
        }
        Some(request.success(source, Some(password)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stun;

    #[test]
    fn the_way_that_is_named_with_our_password_is_used() {
        let mut ice = Ice::new(credentials());
        let there = address("192.0.2.1:4000");
        for (what, request, status) in [
            ("another password", request("L:R", Some("guess"), &[(0x25, &[])]), None),
            ("another name", request("L:X", Some("secret"), &[(0x25, &[])]), None),
            ("half a name", request("L", Some("secret"), &[(0x25, &[])]), None),
            ("no signature", request("L:R", None, &[(0x25, &[])]), None),
            ("it wants us to decide", request("L:R", Some("secret"), &[(0x8029, &[0; 8])]), Some(0x0111)),
            (
                "it wants what we do not know",
                request("L:R", Some("secret"), &[(0x03, &[0; 4])]),
                Some(0x0111),
            ),
        ] {
            let answer = ice.handle(&request, there);
            assert_eq!(answer.map(|answer| u16::from_be_bytes([answer[0], answer[1]])), status, "{what}");
            assert_eq!(ice.selected(), None, "{what}");
        }
    }

    #[test]
    fn before_one_is_nominated_the_first_way_is_used() {
        let mut ice = Ice::new(credentials());
        let (first, second, third) =
            (address("192.0.2.1:4000"), address("192.0.2.1:5000"), address("192.0.2.2:6000"));
        let mut number = 0;
        let mut try_way = |source, nominated, expected| {
            let attributes: &[(u16, &[u8])] = if nominated { &[(0x25, &[])] } else { &[(0x24, &[0; 4])] };
            number += 1;
            assert!(ice.handle(&numbered(number, "L:R", attributes), source).is_some());
            assert_eq!(ice.selected(), Some(expected));
        };
        try_way(first, false, first);
        try_way(second, false, first);
        try_way(second, true, second);
        try_way(first, false, second);
        try_way(third, true, third);
    }

    #[test]
    fn a_nomination_that_comes_again_from_elsewhere_moves_nothing() {
        let mut ice = Ice::new(credentials());
        let (there, elsewhere) = (address("192.0.2.1:4000"), address("203.0.113.66:4000"));
        let nomination = |number| numbered(number, "L:R", &[(0x25, &[])]);
        for number in 0..MAX_REMEMBERED as u32 {
            assert!(ice.handle(&nomination(number), there).is_some());
        }
        for number in 0..MAX_REMEMBERED as u32 {
            assert_eq!(ice.handle(&nomination(number), elsewhere), None);
            assert_eq!(ice.selected(), Some(there));
            // The telephone itself may not have heard our answer.
            assert!(ice.handle(&nomination(number), there).is_some());
        }
        assert!(ice.handle(&nomination(u32::MAX), elsewhere).is_some());
        assert_eq!((ice.selected(), ice.nominations.len()), (Some(elsewhere), MAX_REMEMBERED));
    }

    #[test]
    fn new_credentials_begin_anew() {
        let mut ice = Ice::new(credentials());
        let (first, second) = (address("192.0.2.1:4000"), address("192.0.2.1:5000"));
        let mut number = 0;
        let mut try_way = |ice: &mut Ice, username, source, attributes: &[(u16, &[u8])]| {
            number += 1;
            ice.handle(&numbered(number, username, attributes), source).is_some()
        };
        assert!(try_way(&mut ice, "L:R", first, &[(0x25, &[])]));
        ice.renew(credentials());
        assert!(try_way(&mut ice, "L:R", second, &[]));
        assert_eq!(ice.selected(), Some(first));
        ice.renew(IceCredentials { remote_ufrag: "N".to_owned(), ..credentials() });
        assert!(!try_way(&mut ice, "L:R", second, &[(0x25, &[])]));
        assert_eq!(ice.selected(), Some(first));
        assert!(try_way(&mut ice, "L:N", second, &[]));
        assert_eq!(ice.selected(), Some(second));
    }

    #[test]
    fn an_answer_is_signed_and_tells_the_address() {
        let mut ice = Ice::new(credentials());
        let there = address("192.0.2.1:4000");
        let answer = ice.handle(&request("L:R", Some("secret"), &[]), there).unwrap();
        assert!(
            stun::tests::is_signed_by(&answer, b"secret") && !stun::tests::is_signed_by(&answer, b"guess")
        );
        let plain = stun::answer(&request("L:R", Some("secret"), &[]), there).unwrap();
        assert_eq!(answer[20..32], plain[20..32]);
    }

    #[test]
    fn one_with_a_check_sum_gets_one_when_it_is_right() {
        let (mut ice, there) = (Ice::new(credentials()), address("192.0.2.1:4000"));
        let checked = |wrong| stun::tests::marked(request("L:R", Some("secret"), &[(0x25, &[])]), wrong);
        assert_eq!(ice.handle(&checked(1), there), None);
        assert_eq!(ice.selected(), None);
        let answer = ice.handle(&checked(0), there).unwrap();
        assert_eq!(answer[answer.len() - 8..][..4], [0x80, 0x28, 0, 4]);
        assert!(stun::tests::is_signed_by(&answer, b"secret"));
    }

    #[test]
    fn what_is_no_request_is_not_answered() {
        let mut ice = Ice::new(credentials());
        assert_eq!(ice.handle(&[0; 20], address("192.0.2.1:1")), None);
        assert_eq!(ice.handle(b"", address("192.0.2.1:1")), None);
        let answer = ice.handle(&request("L:R", Some("secret"), &[]), address("192.0.2.1:1")).unwrap();
        assert_eq!(ice.handle(&answer, address("192.0.2.1:1")), None);
    }

    #[test]
    fn the_password_is_not_shown() {
        assert_eq!(format!("{:?}", credentials()), "IceCredentials(L:R)");
    }

    fn request(username: &str, key: Option<&str>, attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let mut all = vec![(0x0006_u16, username.as_bytes())];
        all.extend(attributes);
        stun::tests::request(0, &all, key.map(str::as_bytes))
    }

    /// The same of another transaction, signed as it should be.
    fn numbered(transaction: u32, username: &str, attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let all = [&[(0x0006_u16, username.as_bytes())], attributes].concat();
        stun::tests::request(transaction, &all, Some(b"secret"))
    }

    fn credentials() -> IceCredentials {
        IceCredentials {
            local_ufrag: "L".to_owned(),
            local_pwd: "secret".to_owned(),
            remote_ufrag: "R".to_owned(),
        }
    }

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }
}
