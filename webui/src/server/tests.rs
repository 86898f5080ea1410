//! Handshakes, bounds and the end of connections.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::DuplexStream;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client;

use super::*;
use crate::status::{Status, Unhealthy};

#[tokio::test(start_paused = true)]
async fn silence_instead_of_a_handshake_is_closed_in_time() {
    let (world, mut wire) = connect(Limits::default());
    let began = tokio::time::Instant::now();
    assert_eq!(wire.read(&mut [0; 16]).await.unwrap(), 0);
    assert_eq!(began.elapsed(), Limits::default().handshake);
    world.task.await.unwrap();
}

#[tokio::test]
async fn plain_http_is_told_where_it_is() {
    let (world, mut wire) = connect(Limits::default());
    wire.write_all(b"GET / HTTP/1.1\r\nHost: box:8443\r\n\r\n").await.unwrap();
    let answer = read_all(&mut wire).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
    assert!(head.contains(&format!("\r\nContent-Length: {}\r\n", body.len())), "{answer}");
    assert!(body.starts_with("this is https: "), "{answer}");
    drop(wire);
    world.task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn plain_http_without_end_is_closed_in_time() {
    let (world, mut wire) = connect(Limits::default());
    let began = tokio::time::Instant::now();
    wire.write_all(b"P").await.unwrap();
    world.task.await.unwrap();
    assert_eq!(began.elapsed(), Limits::default().handshake);
}

#[tokio::test(start_paused = true)]
async fn half_a_request_is_closed_in_time() {
    let (world, wire) = connect(Limits::default());
    let mut tls = world.handshake(wire).await;
    tls.write_all(b"GET / HTTP/1.1\r\nHost: localh").await.unwrap();
    let answer = read_all(&mut tls).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    world.task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_endless_request_head_is_answered_431() {
    let (world, wire) = connect(Limits::default());
    let mut tls = world.handshake(wire).await;
    tls.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ").await.unwrap();
    // The server may close before it has all: that is the point.
    for _ in 0..10 {
        let _ = tls.write_all(&[b'a'; 8192]).await;
    }
    let _ = tls.flush().await;
    let answer = read_all(&mut tls).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn a_connection_does_not_live_for_ever() {
    let limits = Limits { header: Duration::from_secs(3600), ..Limits::default() };
    let (world, wire) = connect(limits);
    let began = tokio::time::Instant::now();
    let mut tls = world.handshake(wire).await;
    tls.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    assert!(read_all(&mut tls).await.starts_with("HTTP/1.1 200"));
    assert_eq!(began.elapsed(), limits.life);
}

#[tokio::test]
async fn serves_tls_and_stops() {
    let (config, client) = tls();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let handle = start(listener, config, Arc::new(Fine), Router::new(), Limits::default()).unwrap();
    let stream = TcpStream::connect(handle.address()).await.unwrap();
    let mut tls = client.connect(localhost(), stream).await.unwrap();
    assert_eq!(tls.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    tls.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let answer = read_all(&mut tls).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("bellbox_web_connections 1\n"), "{answer}");
    let address = handle.address();
    handle.stop().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn what_another_part_takes_over_knows_its_ends_and_outlives_the_request() {
    let (config, client) = tls();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let more = Router::new().route("/ws", axum::routing::get(echo));
    let handle = start(listener, config, Arc::new(Fine), more, Limits::default()).unwrap();
    let stream = TcpStream::connect(handle.address()).await.unwrap();
    let ends = format!("{} {}\n", handle.address(), stream.local_addr().unwrap());
    let mut tls = client.connect(localhost(), stream).await.unwrap();
    let upgrade = "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";
    tls.write_all(upgrade.as_bytes()).await.unwrap();
    let mut lines = BufReader::new(tls).lines();
    let mut next = async || lines.next_line().await.unwrap().unwrap();
    assert_eq!(next().await, "HTTP/1.1 101 Switching Protocols");
    while !next().await.is_empty() {}
    assert_eq!(next().await + "\n", ends);
    handle.stop().await;
}

/// Says where the connection is from, without HTTP.
async fn echo(mut request: axum::extract::Request) -> axum::response::Response {
    let Ends { local, remote } = *request.extensions().get::<Ends>().unwrap();
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let mut taken = TokioIo::new(upgrade.await.unwrap());
        taken.write_all(format!("{local} {remote}\n").as_bytes()).await.unwrap();
    });
    let response = axum::response::Response::builder().status(101).header("Connection", "upgrade");
    response.header("Upgrade", "echo").body(axum::body::Body::empty()).unwrap()
}

#[tokio::test]
async fn one_more_than_the_bound_is_closed_unread() {
    let (config, client) = tls();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let limits = Limits { connections_per_address: 1, ..Limits::default() };
    let handle = start(listener, config, Arc::new(Fine), Router::new(), limits).unwrap();
    let first = TcpStream::connect(handle.address()).await.unwrap();
    let first = client.connect(localhost(), first).await.unwrap();
    let mut second = TcpStream::connect(handle.address()).await.unwrap();
    assert_eq!(second.read(&mut [0; 16]).await.unwrap_or(0), 0);
    drop(first);
    handle.stop().await;
}

/// A connection without a socket, and the task that serves it.
struct World {
    client: TlsConnector,
    task: JoinHandle<()>,
    _stop: watch::Sender<bool>,
}

impl World {
    async fn handshake(&self, wire: DuplexStream) -> client::TlsStream<DuplexStream> {
        self.client.connect(localhost(), wire).await.unwrap()
    }
}

fn connect(limits: Limits) -> (World, DuplexStream) {
    let (config, client) = tls();
    let serving = Serving {
        acceptor: TlsAcceptor::from(Arc::new(config)),
        router: router(Arc::new(Fine), Router::new(), Gate::new(limits), &limits),
        limits,
    };
    let (here, there) = tokio::io::duplex(16 * 1024);
    let (stop, stopped) = watch::channel(false);
    let ends = Ends { local: "192.0.2.2:443".parse().unwrap(), remote: "192.0.2.1:1".parse().unwrap() };
    let task = tokio::spawn(serving.connection(there, ends, stopped));
    let world = World { client, task, _stop: stop };
    (world, here)
}

async fn read_all(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut answer = Vec::new();
    // A connection cut without close_notify is an error here and what some of these tests expect.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

fn localhost() -> ServerName<'static> {
    ServerName::try_from("localhost").unwrap()
}

fn tls() -> (ServerConfig, TlsConnector) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate = CertificateDer::from(made.cert.der().to_vec());
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let server =
        ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate.clone()], key);
    let mut roots = RootCertStore::empty();
    roots.add(certificate).unwrap();
    let mut client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    client.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    (server.unwrap(), TlsConnector::from(Arc::new(client)))
}

struct Fine;

impl Office for Fine {
    fn status(&self) -> Status {
        Status::default()
    }

    fn health(&self) -> Result<(), Unhealthy> {
        Ok(())
    }

    fn knows_token(&self, _token: &str) -> bool {
        false
    }
}
