//! Connections over real sockets: TCP and TLS, however the bytes come, and what ends them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, ServerConfig, StreamOwned, SupportedProtocolVersion,
    version,
};
use tokio::runtime::Runtime;

use super::*;

mod web_socket;

#[test]
fn a_message_is_whole_wherever_the_stream_is_cut() {
    let office = Office::start();
    let mut phone = office.tcp();
    let message = message("whole", "a\r\n\r\nb");
    for cut in 0..message.len() {
        phone.write_all(&message.as_bytes()[..cut]).unwrap();
        phone.write_all(&message.as_bytes()[cut..]).unwrap();
        assert_eq!(heard(&mut phone, message.len()), message, "cut at {cut}");
    }
}

#[test]
fn messages_and_pings_in_one_segment_are_each_answered() {
    let office = Office::start();
    let mut phone = office.tcp();
    let (one, two) = (message("one", "1"), message("two", "22"));
    phone.write_all(format!("{one}\r\n\r\n{two}\r\n").as_bytes()).unwrap();
    let heard = heard(&mut phone, one.len() + two.len() + 2);
    // The answer to the ping does not wait for that to a message.
    let pong = heard.replacen(&one, "", 1).replacen(&two, "", 1);
    assert_eq!(pong, "\r\n");
}

#[test]
fn both_families_and_both_transports_say_from_where_to_where() {
    let office = Office::start();
    for address in office.bench.handle.tcp_addresses() {
        let mut phone = office.connect(address);
        let local = phone.local_addr().unwrap();
        say_and_hear(&mut phone, "hello");
        drop(phone);
        assert_eq!(office.bench.seen(), format!("closed tcp {local} from {address}"));
    }
    for (number, address) in office.bench.handle.tls_addresses().into_iter().enumerate() {
        let protocol = [&version::TLS12, &version::TLS13][number % 2];
        let mut phone = office.tls(address, protocol);
        say_and_hear(&mut phone, "hello");
        assert_eq!(phone.conn.protocol_version(), Some(protocol.version));
        let local = phone.sock.local_addr().unwrap();
        drop(phone);
        assert_eq!(office.bench.seen(), format!("closed tls {local} from {address}"));
    }
}

#[test]
fn a_huge_content_length_is_refused_and_ends_the_connection() {
    let office = Office::start();
    let mut phone = office.tcp();
    let huge = message("huge", "").replace("Content-Length: 0", "Content-Length: 4000000000");
    phone.write_all(huge.as_bytes()).unwrap();
    phone.write_all(&[b'x'; 20_000]).unwrap();
    phone.shutdown(std::net::Shutdown::Write).unwrap();
    let answer = rest(&mut phone);
    assert!(answer.starts_with("SIP/2.0 400 "), "{answer}");
    assert!(office.bench.seen().starts_with("closed tcp "));
    assert_eq!(office.bench.counter("sip_streams_broken_total"), 1);
}

#[test]
fn one_who_says_nothing_whole_is_cut_in_time() {
    let limits = StreamLimits { message: Duration::from_millis(50), ..StreamLimits::default() };
    let office = Office::with(limits);
    let mut silent = office.tcp();
    assert_eq!(rest(&mut silent), "");
    assert!(office.bench.seen().starts_with("closed tcp "));
    assert_eq!(office.bench.counter("sip_connections_cut_total"), 1);
}

#[test]
fn no_handshake_in_time_is_no_connection() {
    let limits = StreamLimits { handshake: Duration::from_millis(50), ..StreamLimits::default() };
    let office = Office::with(limits);
    let mut silent = office.connect(office.bench.handle.tls_addresses()[0]);
    assert_eq!(rest(&mut silent), "");
    let mut plain = office.connect(office.bench.handle.tls_addresses()[0]);
    plain.write_all(message("plain", "").as_bytes()).unwrap();
    let mut alert = Vec::new();
    let _ = plain.read_to_end(&mut alert);
    assert!(!alert.starts_with(b"SIP"));
    assert_eq!(office.bench.counter("sip_connections_total"), 0);
}

#[test]
fn one_who_does_not_read_is_cut_and_the_others_are_served() {
    let office = Office::start();
    let mut deaf = office.tcp();
    say_and_hear(&mut deaf, "hello");
    let flow = Flow {
        transport: sip::Transport::Tcp,
        local: deaf.peer_addr().unwrap(),
        remote: deaf.local_addr().unwrap(),
    };
    let mut good = office.tcp();
    // More than all buffers on the way take.
    let many = (0..400).map(|_| Output::Transmit { flow, bytes: vec![b'x'; 60_000] });
    office.bench.put_out(many);
    assert!(office.bench.seen().starts_with("closed tcp "), "the machine hears of it once");
    say_and_hear(&mut good, "still here");
    assert_eq!(office.bench.counter("sip_connections_cut_total"), 1);
    drop(good);
    assert!(office.bench.seen().ends_with(&flow.local.to_string()));
}

#[test]
fn the_machine_can_close_a_connection_after_its_last_words() {
    let office = Office::start();
    let mut phone = office.tcp();
    say_and_hear(&mut phone, "hello");
    let (local, remote) = (phone.peer_addr().unwrap(), phone.local_addr().unwrap());
    let flow = Flow { transport: sip::Transport::Tcp, local, remote };
    office
        .bench
        .put_out([Output::Transmit { flow, bytes: b"farewell".to_vec() }, Output::Disconnect { flow }]);
    assert_eq!(rest(&mut phone), "farewell");
    // To one that is gone nothing can be said.
    office.bench.put_out([Output::Transmit { flow, bytes: b"hello?".to_vec() }]);
    assert_eq!(office.bench.seen(), format!("closed {flow}"));
}

#[test]
fn one_more_than_the_bound_is_closed_unread() {
    let office = Office::with(StreamLimits { connections_per_address: 2, ..StreamLimits::default() });
    let mut held = [office.tcp(), office.tcp()];
    for phone in &mut held {
        say_and_hear(phone, "hello");
    }
    assert_eq!(rest(&mut office.tcp()), "");
    assert_eq!(office.bench.counter("sip_connections_refused_total"), 1);
    drop(held);
    assert!(office.bench.seen().starts_with("closed ") && office.bench.seen().starts_with("closed "));
    // The place is free a moment after the machine has heard.
    let again = || {
        let mut phone = office.tcp();
        let _ = phone.write_all(message("again", "").as_bytes());
        phone.read_exact(&mut [0; 9]).is_ok()
    };
    let deadline = Instant::now() + PATIENCE;
    while !again() {
        assert!(Instant::now() < deadline);
    }
}

#[test]
fn a_stop_ends_all_connections_and_frees_the_ports() {
    let office = Office::start();
    let mut phone = office.tls(office.bench.handle.tls_addresses()[0], &version::TLS13);
    say_and_hear(&mut phone, "hello");
    let mut plain = office.tcp();
    say_and_hear(&mut plain, "hello");
    let address = office.bench.handle.tcp_addresses()[0];
    office.bench.handle.stop();
    assert_eq!((rest(&mut plain).as_str(), rest(&mut phone).as_str()), ("", ""));
    drop(office);
    drop(std::net::TcpListener::bind(address).unwrap());
}

#[test]
fn a_taken_port_is_named_with_its_transport() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap();
    let limits = StreamLimits::default();
    let error = Bench::with_streams(&["127.0.0.1:0"], &[&taken.to_string()], limits, 1).err().unwrap();
    assert_eq!(error.to_string(), format!("SIP address {taken}/TCP: Address already in use (os error 98)"));
}

/// A switch whose machine answers every message with itself, with TCP and TLS on both families.
struct Office {
    bench: Bench,
    runtime: Runtime,
    client: RootCertStore,
}

impl Office {
    fn start() -> Self {
        Self::with(StreamLimits::default())
    }

    fn with(limits: StreamLimits) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let bench = Bench::with_streams(&["127.0.0.1:0"], &["127.0.0.1:0", "[::1]:0"], limits, 1).unwrap();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificate = CertificateDer::from(made.cert.der().to_vec());
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let tls = ServerConfig::builder().with_no_client_auth();
        let tls = tls.with_single_cert(vec![certificate.clone()], key).unwrap();
        bench.handle.serve_tcp(runtime.handle()).unwrap();
        bench.handle.serve_tls(runtime.handle(), Arc::new(tls)).unwrap();
        let mut client = RootCertStore::empty();
        client.add(certificate).unwrap();
        Self { bench, runtime, client }
    }

    fn tcp(&self) -> TcpStream {
        self.connect(self.bench.handle.tcp_addresses()[0])
    }

    fn connect(&self, address: SocketAddr) -> TcpStream {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    fn tls(
        &self,
        address: SocketAddr,
        protocol: &'static SupportedProtocolVersion,
    ) -> StreamOwned<ClientConnection, TcpStream> {
        let client = ClientConfig::builder_with_protocol_versions(&[protocol])
            .with_root_certificates(self.client.clone())
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let client = ClientConnection::new(Arc::new(client), name).unwrap();
        StreamOwned::new(client, self.connect(address))
    }
}

fn message(about: &str, body: &str) -> String {
    format!(
        "OPTIONS sip:box SIP/2.0\r\nVia: SIP/2.0/TCP phone;branch=z9hG4bK{about}\r\nFrom: <sip:a@h>;tag=1\r\n\
         To: <sip:box>\r\nCall-ID: {about}\r\nCSeq: 1 OPTIONS\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn say_and_hear(phone: &mut (impl std::io::Read + std::io::Write), about: &str) {
    let message = message(about, "");
    phone.write_all(message.as_bytes()).unwrap();
    assert_eq!(heard(phone, message.len()), message);
}

/// The next so many bytes.
fn heard(phone: &mut impl std::io::Read, length: usize) -> String {
    let mut room = vec![0; length];
    phone.read_exact(&mut room).unwrap();
    String::from_utf8(room).unwrap()
}

/// Everything until the other end closes, in order or by reset.
fn rest(phone: &mut impl std::io::Read) -> String {
    let mut room = Vec::new();
    if let Err(error) = phone.read_to_end(&mut room) {
        assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "it stays open");
    }
    String::from_utf8(room).unwrap()
}
