//! A flow: which transport, from which own socket, to which far one (RFC 5626 §2).

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use crate::{Message, reply_address};

/// How SIP messages travel (RFC 3261 §18, RFC 7118 for WebSocket).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// Datagrams: the transaction layer resends what gets lost.
    Udp,
    /// A plain TCP stream.
    Tcp,
    /// TLS over TCP.
    Tls,
    /// A WebSocket without encryption.
    Ws,
    /// A WebSocket over TLS.
    Wss,
}

impl Transport {
    /// The token as it stands in a Via.
    pub fn as_str(self) -> &'static str {
        match self {
            Transport::Udp => "UDP",
            Transport::Tcp => "TCP",
            Transport::Tls => "TLS",
            Transport::Ws => "WS",
            Transport::Wss => "WSS",
        }
    }

    /// The token as it stands in a URI's `transport` parameter and in stored bindings.
    pub fn as_lower_str(self) -> &'static str {
        match self {
            Transport::Udp => "udp",
            Transport::Tcp => "tcp",
            Transport::Tls => "tls",
            Transport::Ws => "ws",
            Transport::Wss => "wss",
        }
    }

    /// Says whether what is sent arrives or the flow is known to be dead, so that nothing is resent.
    pub fn is_reliable(self) -> bool {
        match self {
            Transport::Udp => false,
            Transport::Tcp | Transport::Tls | Transport::Ws | Transport::Wss => true,
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownTransport;

impl fmt::Display for UnknownTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of udp, tcp, tls, ws, wss")
    }
}

impl std::error::Error for UnknownTransport {}

impl FromStr for Transport {
    type Err = UnknownTransport;

    fn from_str(text: &str) -> Result<Transport, UnknownTransport> {
        [Transport::Udp, Transport::Tcp, Transport::Tls, Transport::Ws, Transport::Wss]
            .into_iter()
            .find(|transport| transport.as_str().eq_ignore_ascii_case(text))
            .ok_or(UnknownTransport)
    }
}

/// The path a message came by, and by which its answer goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flow {
    /// How it travels.
    pub transport: Transport,
    /// Our own address, so that answers leave from where the request arrived.
    pub local: SocketAddr,
    /// The far address.
    pub remote: SocketAddr,
}

impl Flow {
    /// The same own socket towards another far address.
    pub fn towards(self, remote: SocketAddr) -> Flow {
        Flow { remote, ..self }
    }

    /// Where the response to a request goes that came by this flow (RFC 3261 §18.2.2, RFC 3581 §4).
    pub fn reply_to(self, request: &Message) -> Flow {
        if self.transport.is_reliable() {
            self
        } else {
            self.towards(reply_address(&request.top_via(), self.remote))
        }
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} from {}", self.transport.as_lower_str(), self.remote, self.local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transports_are_read_in_any_case_and_written_as_the_via_wants_them() {
        for transport in [Transport::Udp, Transport::Tcp, Transport::Tls, Transport::Ws, Transport::Wss] {
            assert_eq!(transport.as_str().parse(), Ok(transport));
            assert_eq!(transport.as_lower_str().parse(), Ok(transport));
        }
        assert_eq!("sctp".parse::<Transport>(), Err(UnknownTransport));
    }

    #[test]
    fn only_datagrams_need_resending() {
        assert!(!Transport::Udp.is_reliable());
        assert!(Transport::Wss.is_reliable());
    }
}
