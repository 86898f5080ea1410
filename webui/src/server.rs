//! The HTTPS server: its own accept loop, so that handshakes, requests and connections have their bounds.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tower::ServiceExt;

use crate::gate::{Gate, Limits};
use crate::router::{from, router};
use crate::status::Office;

/// How long open connections may go on after [`Handle::stop`].
const FAREWELL: Duration = Duration::from_secs(2);

/// A running web server; it stops when this is dropped.
#[derive(Debug)]
pub struct Handle {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    accept: JoinHandle<()>,
}

impl Handle {
    /// Returns where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no more connections, lets answers be finished for two seconds and closes the rest.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = timeout(FAREWELL, self.stop.closed()).await;
        self.accept.abort();
    }
}

/// The two ends of the connection that a request came by; each request has them among its extensions.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// Our own address.
    pub local: SocketAddr,
    /// The far address.
    pub remote: SocketAddr,
}

/// Serves on a bound listener. Must be called inside a tokio runtime; `tls` may change its certificate while it
/// runs, by its resolver. `more` are routes of other parts of the program; a connection that one of them takes over
/// (an upgrade to WebSocket) counts as ended here, and its bounds are theirs.
pub fn start(
    listener: std::net::TcpListener,
    mut tls: rustls::ServerConfig,
    office: Arc<dyn Office>,
    more: Router,
    limits: Limits,
) -> io::Result<Handle> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    // HTTP/1.1 alone: the page is one document and one style sheet, and every bound below is a bound of HTTP/1.1.
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    let gate = Gate::new(limits);
    let serving = Serving {
        acceptor: TlsAcceptor::from(Arc::new(tls)),
        router: router(office, more, gate.clone(), &limits),
        limits,
    };
    let (stop, stopped) = watch::channel(false);
    let accept = tokio::spawn(accept(listener, serving, gate, stopped));
    Ok(Handle { address, stop, accept })
}

#[derive(Clone)]
struct Serving {
    acceptor: TlsAcceptor,
    router: Router,
    limits: Limits,
}

async fn accept(listener: TcpListener, serving: Serving, gate: Gate, mut stopped: watch::Receiver<bool>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                let Some(pass) = gate.enter(peer.ip()) else {
                    tracing::debug!(%peer, "too many web connections");
                    continue;
                };
                // Answers are small and complete: nothing is gained by waiting for more.
                let _ = stream.set_nodelay(true);
                let Ok(local) = stream.local_addr() else { continue };
                let ends = Ends { local, remote: peer };
                let (serving, stopped) = (serving.clone(), stopped.clone());
                tokio::spawn(async move {
                    serving.connection(stream, ends, stopped).await;
                    drop(pass);
                });
            }
            Err(error) => {
                // Out of file descriptors, most likely: others must close theirs first.
                tracing::warn!(%error, "cannot accept web connections");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

impl Serving {
    /// The handshake; `None` when the peer spoke plain HTTP and was told so. TLS begins with the byte 22 (RFC 8446
    /// §5.1), a request with a letter.
    async fn handshake<S>(&self, stream: S) -> io::Result<Option<TlsStream<BufReader<S>>>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        // One byte is held; once it is read the buffer is passed by.
        let mut stream = BufReader::with_capacity(1, stream);
        let first = stream.fill_buf().await?.first();
        if !first.is_some_and(u8::is_ascii_alphabetic) {
            return self.acceptor.accept(stream).await.map(Some);
        }
        stream.write_all(PLAIN_HTTP.as_bytes()).await?;
        stream.shutdown().await?;
        // What is closed unread is reset, and takes the answer with it. The time of a handshake bounds this too.
        tokio::io::copy(&mut stream.take(self.limits.request_bytes as u64), &mut tokio::io::sink()).await?;
        Ok(None)
    }

    /// One connection from handshake to end. What goes wrong on it is the peer's affair and is logged at DEBUG.
    async fn connection<S>(self, stream: S, ends: Ends, mut stopped: watch::Receiver<bool>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let peer = ends.remote;
        let stream = match timeout(self.limits.handshake, self.handshake(stream)).await {
            Ok(Ok(Some(stream))) => stream,
            Ok(Ok(None)) => return tracing::debug!(%peer, "plain HTTP where HTTPS is spoken"),
            Ok(Err(error)) => return tracing::debug!(%peer, %error, "no TLS handshake"),
            Err(_) => return tracing::debug!(%peer, "no TLS handshake in time"),
        };
        let router = self.router.map_request(move |request| from(request, ends));
        let mut builder = Builder::new(TokioExecutor::new()).http1_only();
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.header)
            .max_buf_size(self.limits.request_bytes);
        let connection =
            builder.serve_connection_with_upgrades(TokioIo::new(stream), TowerToHyperService::new(router));
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = tokio::time::sleep(self.limits.life) => return tracing::debug!(%peer, "closed after its time"),
            _ = stopped.changed() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%peer, %error, "web connection ended");
        }
    }
}

/// What is said to a browser that begins with http://.
const PLAIN_HTTP: &str = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n\
                          Content-Length: 54\r\nConnection: close\r\n\r\n\
                          this is https: write https:// in front of the address\n";

#[cfg(test)]
mod tests;
