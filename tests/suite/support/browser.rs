//! A telephone in a browser, as far as the exchange sees one: SIP over a WebSocket of the page (RFC 7118).

use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, WebSocket};

use super::message::Message;
use super::site::Site;

/// A WebSocket of the page, which trusts nobody but the exchange's own CA.
pub(crate) struct Browser(WebSocket<StreamOwned<ClientConnection, TcpStream>>);

impl Browser {
    pub(crate) fn connect(site: &Site) -> Self {
        let authority = CertificateDer::from_pem_file(site.data().join("ca.pem")).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(authority).unwrap();
        let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let client = ClientConnection::new(Arc::new(client), name).unwrap();
        let stream = TcpStream::connect(site.web()).unwrap();
        stream.set_read_timeout(Some(super::PATIENCE)).unwrap();
        let mut request = "wss://localhost/ws".into_client_request().unwrap();
        request.headers_mut().insert("Sec-WebSocket-Protocol", "sip".parse().unwrap());
        let (socket, _) = tungstenite::client(request, StreamOwned::new(client, stream)).unwrap();
        Self(socket)
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
