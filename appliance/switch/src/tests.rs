//! The shell over real loopback sockets, with a machine that does what the test says. Nothing sleeps: whoever
//! waits, waits for a datagram or a message, at most ten seconds.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use calls::{Order, Reply, Snapshot};
use exchange::Output;
use model::{BindingChange, CallId, CallRecord, Directory, Now};
use sip::Flow;

use crate::machine::Machine;
use crate::start::{Addresses, Media, Sink, start_machine};
use crate::{DtlsIdentity, Handle, StartError, StreamLimits};

mod real;
mod signalling;
mod sound;
mod streams;

const PATIENCE: Duration = Duration::from_secs(10);

/// A switch with a machine that answers every datagram with itself, after it has put out what the test wrote.
struct Bench {
    handle: Handle,
    script: Sender<Output>,
    /// What came to the machine's doors and to the sink, in words.
    seen: Receiver<String>,
    phone: UdpSocket,
    /// Of the switch's certificate.
    fingerprint: [u8; 32],
}

impl Bench {
    fn start(udp: &[&str]) -> Self {
        Self::start_with(udp, 1).unwrap()
    }

    fn start_with(udp: &[&str], media_threads: usize) -> Result<Self, StartError> {
        Self::with_streams(udp, &[], StreamLimits::default(), media_threads)
    }

    /// The same with these addresses for TCP and for TLS.
    fn with_streams(
        udp: &[&str],
        streams: &[&str],
        limits: StreamLimits,
        media_threads: usize,
    ) -> Result<Self, StartError> {
        let (script, written) = channel();
        let (say, seen) = channel();
        let machine = Scripted { written, say: say.clone(), outputs: VecDeque::new(), due: None };
        let addresses: Vec<SocketAddr> = udp.iter().map(|address| at(address)).collect();
        let sink = Box::new(Told(say));
        let streams: Vec<SocketAddr> = streams.iter().map(|address| at(address)).collect();
        let bound = Addresses { udp: &addresses, tcp: &streams, tls: &streams };
        let (certificate, key) = certificate();
        let identity = DtlsIdentity::new(certificate, key);
        let fingerprint = identity.fingerprint();
        let media = Media { threads: media_threads, max_streams: 8, identity: Some(identity) };
        let handle = start_machine(machine, &bound, limits, media, sink)?;
        let any = if addresses.iter().any(SocketAddr::is_ipv4) { "127.0.0.1:0" } else { "[::1]:0" };
        Ok(Self { handle, script, seen, phone: phone(any), fingerprint })
    }

    /// Sends a datagram to the first address.
    fn say(&self, text: &str) {
        self.phone.send_to(text.as_bytes(), self.handle.addresses()[0]).unwrap();
    }

    /// What the machine saw next.
    fn seen(&self) -> String {
        self.seen.recv_timeout(PATIENCE).unwrap()
    }

    /// Lets the machine put these out, and waits until it has.
    fn put_out(&self, outputs: impl IntoIterator<Item = Output>) {
        for output in outputs {
            self.script.send(output).unwrap();
        }
        self.say("go");
        assert_eq!(hear(&self.phone).0, "go");
    }

    fn counter(&self, name: &str) -> u64 {
        let Ok(Reply::Snapshot(snapshot)) = self.handle.order(Order::Snapshot) else {
            panic!("a snapshot is answered with one")
        };
        snapshot.counters.iter().find(|(known, _)| *known == name).unwrap().1
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.handle.stop();
    }
}

struct Scripted {
    written: Receiver<Output>,
    say: Sender<String>,
    outputs: VecDeque<Output>,
    due: Option<Instant>,
}

impl Machine for Scripted {
    fn handle_datagram(&mut self, datagram: &[u8], flow: Flow, now: Now) {
        let text = String::from_utf8_lossy(datagram);
        assert_ne!(text, "panic", "the test wants it");
        if text.starts_with("timer") {
            self.due = Some(now.tick + Duration::from_millis(1));
        }
        self.outputs.extend(self.written.try_iter());
        self.outputs.push_back(Output::Transmit { flow, bytes: datagram.to_vec() });
    }

    fn handle_frame(&mut self, frame: &[u8], flow: Flow, now: Now) {
        self.handle_datagram(frame, flow, now);
    }

    fn handle_closed(&mut self, flow: Flow, _now: Now) {
        self.tell(format!("closed {flow}"));
    }

    fn handle_media(&mut self, event: media::Event, _now: Now) {
        self.tell(format!("{event:?}"));
    }

    fn handle_directory(&mut self, directory: Arc<Directory>, _now: Now) {
        self.tell(format!("directory with {} lines", directory.lines().count()));
    }

    fn handle_registered(&mut self, ticket: u64, _now: Now) {
        self.tell(format!("registered {ticket}"));
    }

    fn handle_committed(&mut self, id: CallId, _now: Now) {
        self.tell(format!("committed {id}"));
    }

    fn handle_order(&mut self, order: Order, _now: Now) -> Reply {
        match order {
            Order::Snapshot => Reply::Snapshot(Snapshot::default()),
            Order::HangUp(_) => panic!("the test wants it"),
            Order::ShutDown => Reply::Done,
        }
    }

    fn handle_load(&mut self, _is_behind: bool) {}

    fn handle_timeout(&mut self, _now: Now) {
        self.due = None;
        self.tell("timer".to_owned());
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.due
    }

    fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }
}

impl Scripted {
    fn tell(&self, text: String) {
        self.say.send(text).unwrap();
    }
}

struct Told(Sender<String>);

impl Sink for Told {
    fn record(&mut self, record: Box<CallRecord>) {
        self.0.send(format!("record of {}", record.dialled)).unwrap();
    }

    fn binding(&mut self, change: BindingChange, _ticket: Option<u64>) {
        self.0.send(format!("{change:?}")).unwrap();
    }
}

/// A certificate of its own and its key.
fn certificate() -> (Vec<u8>, Vec<u8>) {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
    (certificate.der().to_vec(), key.serialize_der())
}

fn phone(address: &str) -> UdpSocket {
    let socket = UdpSocket::bind(address).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

/// The next datagram and whence it came.
fn hear(phone: &UdpSocket) -> (String, SocketAddr) {
    let mut room = [0; 2048];
    let (length, source) = phone.recv_from(&mut room).unwrap();
    (String::from_utf8_lossy(&room[..length]).into_owned(), source)
}

fn at(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}
