//! Connections to the exchange, from any loopback address, in clear or by TLS; and a telephone's words on one.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use socket2::{Domain, Protocol, Socket, Type};

use super::PATIENCE;
use super::message::Message;
use super::phone::Phone;
use super::site::Site;

/// A connection by TLS, whose handshake is done when something is said.
pub(crate) type Secure = StreamOwned<ClientConnection, TcpStream>;

/// Connects from this address.
pub(crate) fn connect(from: IpAddr, to: SocketAddr) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP))?;
    socket.bind(&SocketAddr::new(from, 0).into())?;
    socket.connect(&to.into())?;
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The client's side of TLS, which trusts nobody but the exchange's own CA.
pub(crate) fn client(site: &Site) -> ClientConnection {
    let authority = CertificateDer::from_pem_file(site.data().join("ca.pem")).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(authority).unwrap();
    let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    ClientConnection::new(Arc::new(client), ServerName::try_from("localhost").unwrap()).unwrap()
}

/// Connects by TLS from this address.
pub(crate) fn secure(site: &Site, from: IpAddr, to: SocketAddr) -> io::Result<Secure> {
    Ok(StreamOwned::new(client(site), connect(from, to)?))
}

/// The way of a telephone's words to the exchange.
pub(crate) struct Line<S> {
    stream: S,
    /// "TCP" or "TLS".
    transport: &'static str,
    /// What has come and was not read.
    rest: String,
}

impl<S: Read + Write> Line<S> {
    pub(crate) fn new(stream: S, transport: &'static str) -> Self {
        Self { stream, transport, rest: String::new() }
    }

    /// Registers a telephone, whose registration is this line's from now on.
    pub(crate) fn register(&mut self, phone: &mut Phone) -> io::Result<u16> {
        let challenge = self.transact(&phone.register_request(None))?;
        assert_eq!(challenge.status(), 401, "{challenge}");
        Ok(self.transact(&phone.register_request(Some(&challenge)))?.status())
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn transact(&mut self, request: &Message) -> io::Result<Message> {
        let text = request.to_string().replace("SIP/2.0/UDP", &format!("SIP/2.0/{}", self.transport));
        self.stream.write_all(text.as_bytes())?;
        self.stream.flush()?;
        loop {
            let message = self.next()?;
            if message.header("Call-ID") == request.header("Call-ID") && message.status() >= 200 {
                return Ok(message);
            }
        }
    }

    /// The next message, none of which has a body here.
    fn next(&mut self) -> io::Result<Message> {
        loop {
            if let Some((head, rest)) = self.rest.split_once("\r\n\r\n") {
                let message = Message::new(format!("{head}\r\n\r\n"));
                self.rest = rest.to_owned();
                return Ok(message);
            }
            let mut room = [0; 4_096];
            let length = self.stream.read(&mut room)?;
            if length == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            self.rest += &String::from_utf8_lossy(&room[..length]);
        }
    }
}
