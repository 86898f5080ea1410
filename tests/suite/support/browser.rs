//! A telephone in a browser, as far as the exchange sees one: SIP over a WebSocket of the page (RFC 7118).

use std::net::Ipv4Addr;

use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, WebSocket};

use super::message::Message;
use super::site::Site;
use super::stream::{self, Secure};

/// A WebSocket of the page, which trusts nobody but the exchange's own CA.
pub(crate) struct Browser(WebSocket<Secure>);

impl Browser {
    pub(crate) fn connect(site: &Site) -> Self {
        let stream = stream::secure(site, Ipv4Addr::LOCALHOST.into(), site.web()).unwrap();
        let mut request = "wss://localhost/ws".into_client_request().unwrap();
        request.headers_mut().insert("Sec-WebSocket-Protocol", "sip".parse().unwrap());
        let (socket, _) = tungstenite::client(request, stream).unwrap();
        Self(socket)
    }

    /// The connection below, for frames of one's own.
    pub(crate) fn into_stream(self) -> Secure {
        self.0.into_inner()
    }

    /// Sends a request of another telephone as its own, and waits for the answer.
    pub(crate) fn transact(&mut self, request: &Message) -> Message {
        let text = request.to_string().replace("SIP/2.0/UDP", "SIP/2.0/WSS");
        self.0.send(tungstenite::Message::text(text)).unwrap();
        self.next()
    }

    /// The next message.
    pub(crate) fn next(&mut self) -> Message {
        match self.0.read().unwrap() {
            tungstenite::Message::Text(text) => Message::new(text.as_str().to_owned()),
            other => panic!("{other:?} is no message"),
        }
    }
}
