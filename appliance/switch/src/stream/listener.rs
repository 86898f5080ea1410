//! Listening sockets for TCP and TLS (RFC 3261 §18.2.1).

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use sip::{Flow, Transport};
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::gate::Pass;
use super::{Intake, task};
use crate::start::StartError;

/// Class Selector 3 for signalling (RFC 4594 §2.3), as the whole octet.
const CLASS_SELECTOR_3: u32 = 0x60;
/// Connections that the system holds until they are accepted: an office that comes back after a power cut.
const BACKLOG: i32 = 1_024;
/// How long what was sent may go unacknowledged before the network takes the connection for dead: half of the
/// interval in which telephones are asked whether they are there.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);
/// How long to wait when no more connections can be accepted: others must end first.
const REST: Duration = Duration::from_millis(100);

/// Bound sockets of one transport that nobody accepts from yet.
pub(crate) struct Listeners(Vec<TcpListener>);

impl Listeners {
    /// Binds all, or none.
    pub(crate) fn bind(transport: Transport, addresses: &[SocketAddr]) -> Result<Self, StartError> {
        let bind = |address: &SocketAddr| {
            listen(*address).map_err(|error| StartError::Bind { transport, address: *address, error })
        };
        addresses.iter().map(bind).collect::<Result<Vec<_>, _>>().map(Self)
    }

    /// The addresses as bound.
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        self.0.iter().filter_map(|listener| listener.local_addr().ok()).collect()
    }

    /// Accepts from now on until the SIP thread ends; with settings it speaks TLS.
    pub(crate) fn serve(
        self,
        runtime: &Handle,
        intake: &Intake,
        tls: Option<Arc<ServerConfig>>,
    ) -> io::Result<()> {
        let _entered = runtime.enter();
        for listener in self.0 {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let acceptor = tls.clone().map(TlsAcceptor::from);
            runtime.spawn(accept(listener, intake.clone(), acceptor));
        }
        Ok(())
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM.nonblocking(), Some(Protocol::TCP))?;
    // A restart must not wait for connections of the program before to be forgotten.
    socket.set_reuse_address(true)?;
    // Connections inherit these; a network that does not know the mark still carries the message.
    if address.is_ipv6() {
        // IPv4 has a socket of its own, so that no address is written in two ways.
        socket.set_only_v6(true)?;
        let _ = socket.set_tclass_v6(CLASS_SELECTOR_3);
    } else {
        let _ = socket.set_tos_v4(CLASS_SELECTOR_3);
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

async fn accept(listener: tokio::net::TcpListener, intake: Intake, tls: Option<TlsAcceptor>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = intake.over() => return,
        };
        match accepted {
            Ok((stream, peer)) => match intake.enter(peer.ip()) {
                Some(pass) => {
                    tokio::spawn(serve(stream, peer, intake.clone(), tls.clone(), pass));
                }
                None => tracing::debug!(%peer, "too many connections"),
            },
            Err(error) => {
                tracing::warn!(%error, "cannot accept connections of telephones");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// One connection from the first byte to the last. What goes wrong on it is the other end's affair.
async fn serve(stream: TcpStream, remote: SocketAddr, intake: Intake, tls: Option<TlsAcceptor>, _pass: Pass) {
    // Messages are small and wanted now.
    let _ = stream.set_nodelay(true);
    let _ = SockRef::from(&stream).set_tcp_user_timeout(Some(UNACKNOWLEDGED));
    let Ok(local) = stream.local_addr() else { return };
    let limits = intake.limits;
    match tls {
        None => {
            let flow = Flow { transport: Transport::Tcp, local, remote };
            if let Ok(connection) = intake.open(flow).await {
                task::serve(stream, connection, limits).await;
            }
        }
        Some(tls) => {
            let stream = match timeout(limits.handshake, tls.accept(stream)).await {
                Ok(Ok(stream)) => stream,
                Ok(Err(error)) => return tracing::debug!(%remote, %error, "no TLS handshake"),
                Err(_) => return tracing::debug!(%remote, "no TLS handshake in time"),
            };
            let flow = Flow { transport: Transport::Tls, local, remote };
            if let Ok(connection) = intake.open(flow).await {
                task::serve(stream, connection, limits).await;
            }
        }
    }
}
