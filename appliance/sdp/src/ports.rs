//! Our side of a leg, by kind: where its streams come to, and by which keys or handshake of ours they are encrypted.

use std::net::SocketAddr;

use crate::{Crypto, Dtls, Kind, Security};

/// Our side of a leg, by kind: where its streams come to, RTP or UDPTL, and by which keys or handshake of ours they are
/// encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ports([Port; 3]);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Port {
    at: Option<SocketAddr>,
    security: Security,
    keys: Vec<Crypto>,
    dtls: Option<Dtls>,
}

impl Ports {
    /// Sets the address of a kind.
    pub fn set(&mut self, kind: Kind, at: SocketAddr) {
        if let Some(port) = self.0.get_mut(usize::from(kind.index())) {
            port.at = Some(at);
        }
    }

    /// The address of a kind; none when it has no port, which declines it.
    pub fn get(&self, kind: Kind) -> Option<SocketAddr> {
        self.port(kind)?.at
    }

    /// Sets how a kind is offered, and the keys by which we would send, our favourite first. An answer follows its offer;
    /// with [`Security::Required`] what is not encrypted is declined, and so is every offer without a key here; likewise
    /// with [`Security::Dtls`], which wants [`Self::handshake`]. Facsimile is never encrypted.
    pub fn protect(&mut self, kind: Kind, security: Security, keys: Vec<Crypto>) {
        if let Some(port) = self.0.get_mut(usize::from(kind.index())).filter(|_| kind != Kind::Image) {
            (port.security, port.keys) = (security, keys);
        }
    }

    /// How a kind is offered.
    pub fn security(&self, kind: Kind) -> Security {
        self.port(kind).map(|port| port.security).unwrap_or_default()
    }

    /// The keys by which we would send a kind.
    pub fn keys(&self, kind: Kind) -> &[Crypto] {
        self.port(kind).map(|port| port.keys.as_slice()).unwrap_or_default()
    }

    /// Sets what we say of DTLS-SRTP for a kind; an answer chooses by [`Dtls::answer_to`], and speaks of ICE only to one who
    /// does. None: a line in that profile is declined. Facsimile has no handshake.
    pub fn handshake(&mut self, kind: Kind, dtls: Option<Dtls>) {
        if let Some(port) = self.0.get_mut(usize::from(kind.index())).filter(|_| kind != Kind::Image) {
            port.dtls = dtls;
        }
    }

    /// What we say of DTLS-SRTP for a kind.
    pub fn dtls(&self, kind: Kind) -> Option<&Dtls> {
        self.port(kind)?.dtls.as_ref()
    }

    fn port(&self, kind: Kind) -> Option<&Port> {
        self.0.get(usize::from(kind.index()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Suite;

    #[test]
    fn each_kind_has_its_own_port_and_keys() {
        let mut ports = Ports::default();
        let at = |port| SocketAddr::from(([192, 0, 2, 1], port));
        for (kind, port) in Kind::ALL.into_iter().zip([1, 2, 3]) {
            assert_eq!(ports.get(kind), None);
            ports.set(kind, at(port));
            ports.protect(
                kind,
                Security::Required,
                vec![Crypto::new(1, Suite::AeadAes128Gcm, &[7; 28]).unwrap()],
            );
        }
        let keys = Kind::ALL.map(|kind| (ports.security(kind), ports.keys(kind).len()));
        assert_eq!(keys, [(Security::Required, 1), (Security::Required, 1), (Security::Plain, 0)]);
        assert_eq!(Kind::ALL.map(|kind| ports.get(kind)), [1, 2, 3].map(|port| Some(at(port))));
        assert_eq!(Kind::ALL.map(|kind| usize::from(kind.index())), [0, 1, 2]);
    }
}
