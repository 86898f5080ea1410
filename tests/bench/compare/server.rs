//! A server while it runs: started on its processor, asked for what it has used, stopped.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::affinity;
use super::office::Office;
use super::peers::{Program, Ready};
use super::udp;
use super::usage::{self, Cpu, Memory};

/// Where all but Bellbox serve telephones; Bellbox too, where that port is free.
const SIP: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 5060);
/// How long a server may take to start; under valgrind it is slow.
const START: Duration = Duration::from_secs(120);
/// How long it may take to end before it is killed.
const END: Duration = Duration::from_secs(20);
/// Between two questions whether it is ready.
const ASK: Duration = Duration::from_millis(2);

/// A running server; stopped when dropped.
pub(crate) struct Server {
    pub(crate) program: Program,
    child: Child,
    sip: SocketAddr,
    started: Instant,
    /// Of Bellbox: kept for as long as it runs.
    office: Option<Office>,
    logs: TempDir,
}

impl Server {
    /// Starts a program and waits until it is ready. `peers` is where the peers are set up.
    pub(crate) fn start(program: Program, peers: Option<&Path>) -> Self {
        Self::at_once(program, peers).ready()
    }

    /// The same without waiting.
    pub(crate) fn at_once(program: Program, peers: Option<&Path>) -> Self {
        match program {
            Program::Bellbox => Self::bellbox_at_once(Office::new(), &[]),
            Program::Yardstick(name) => Self::yardstick_at_once(program, &[name]),
            _ => Self::spawn(program, program.command(peers.expect("it is here")), SIP, None),
        }
    }

    /// Starts Bellbox on this office, behind the words of a runner such as valgrind, and waits until it is ready.
    pub(crate) fn bellbox(office: Office, runner: &[&str]) -> Self {
        Self::bellbox_at_once(office, runner).ready()
    }

    /// The same without waiting.
    pub(crate) fn bellbox_at_once(office: Office, runner: &[&str]) -> Self {
        let command = office.command(runner, &["run"]);
        let sip = ([127, 0, 0, 1], office.sip_port).into();
        Self::spawn(Program::Bellbox, command, sip, Some(office))
    }

    /// Starts this very program as a yardstick with these arguments, and waits for the line that says it is ready.
    pub(crate) fn yardstick(program: Program, arguments: &[&str]) -> Self {
        Self::yardstick_at_once(program, arguments).ready()
    }

    fn yardstick_at_once(program: Program, arguments: &[&str]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("--yardstick").args(arguments);
        Self::spawn(program, command, SIP, None)
    }

    /// Starts a command as this program.
    pub(crate) fn spawn(
        program: Program,
        mut command: Command,
        sip: SocketAddr,
        office: Option<Office>,
    ) -> Self {
        let logs = tempfile::tempdir().unwrap();
        let log = File::create(logs.path().join("log")).unwrap();
        command.stdin(Stdio::null()).stderr(log.try_clone().unwrap());
        command.stdout(if program.ready() == Ready::Line { Stdio::piped() } else { log.into() });
        affinity::pin(affinity::SERVERS);
        let started = Instant::now();
        let child = command.spawn();
        affinity::pin(affinity::GENERATORS);
        let child = child.unwrap_or_else(|error| panic!("{} cannot be started: {error}", program.name()));
        Self { program, child, sip, started, office, logs }
    }

    /// Waits until it is ready.
    fn ready(mut self) -> Self {
        match self.program.ready() {
            Ready::Line => {
                let output = self.child.stdout.take().expect("it is piped");
                let mut line = String::new();
                BufReader::new(output).read_line(&mut line).unwrap();
                assert!(!line.is_empty(), "{} ended: {}", self.program.name(), self.log());
            }
            Ready::Sip => {
                let question = format!(
                    "OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.9:5090;branch=z9hG4bKq;rport\r\n\
                     From: <sip:q@127.0.0.1>;tag=q\r\nTo: <sip:127.0.0.1>\r\nCall-ID: q{:?}\r\nCSeq: 1 OPTIONS\r\n\
                     Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                    self.started
                );
                self.ask(self.sip, question.as_bytes());
            }
            Ready::Ng => self.ask(([127, 0, 0, 1], 2223).into(), b"q d7:command4:pinge"),
        }
        self
    }

    /// Asks until anything comes back.
    fn ask(&mut self, to: SocketAddr, question: &[u8]) {
        let socket = UdpSocket::bind(("127.0.0.9", 5090)).unwrap();
        socket.connect(to).unwrap();
        socket.set_read_timeout(Some(ASK)).unwrap();
        let mut room = [0; 4_096];
        loop {
            // Until its socket is there, the system refuses; then reading it returns at once.
            let asked = Instant::now();
            _ = socket.send(question);
            while asked.elapsed() < ASK {
                if socket.recv(&mut room).is_ok() {
                    return;
                }
            }
            assert!(
                self.child.try_wait().unwrap().is_none(),
                "{} ended: {}",
                self.program.name(),
                self.log()
            );
            assert!(self.started.elapsed() < START, "{} is not ready: {}", self.program.name(), self.log());
        }
    }

    /// When it was started.
    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    /// Where telephones reach it.
    pub(crate) fn sip(&self) -> SocketAddr {
        self.sip
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has used so far.
    pub(crate) fn cpu(&self) -> Cpu {
        usage::cpu(self.id())
    }

    /// What it holds now.
    pub(crate) fn memory(&self) -> Memory {
        usage::memory(self.id())
    }

    /// The end of what it has said.
    pub(crate) fn log(&self) -> String {
        let text = fs::read(self.logs.path().join("log")).unwrap_or_default();
        String::from_utf8_lossy(&text[text.len().saturating_sub(4_000)..]).into_owned()
    }

    /// Ends it in order; the office, to be used again.
    pub(crate) fn stop(mut self) -> Option<Office> {
        self.end();
        self.office.take()
    }

    fn end(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_some()) {
            return;
        }
        let all = usage::tree(self.id());
        affinity::signal(self.id(), libc::SIGTERM);
        let asked = Instant::now();
        while self.child.try_wait().is_ok_and(|status| status.is_none()) {
            if asked.elapsed() > END {
                _ = self.child.kill();
                _ = self.child.wait();
            }
            udp::wait(&[], Duration::from_millis(5));
        }
        // Kamailio has been seen to leave a child behind.
        for child in all.into_iter().skip(1) {
            affinity::signal(child, libc::SIGKILL);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{}: {}", self.program.name(), self.log());
        }
        self.end();
    }
}
