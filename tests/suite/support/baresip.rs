//! Debian's baresip as a telephone: it registers, plays a tone, writes down what it hears, takes commands.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use super::PATIENCE;
use super::lines::Lines;
use super::office::Account;
use super::site::Site;
use super::tone::{self, Recording};

/// What every telephone of this kind is told; `tests/data` has it as a file.
const CONFIG: &str = include_str!("../../data/baresip/config");

/// How a telephone connects, and in what its sound is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// "udp", "tcp" or "tls".
    pub(crate) transport: &'static str,
    /// Of the sound: "" for none, "srtp" if the other side likes, "srtp-mand".
    pub(crate) encryption: &'static str,
    /// Its only codec, and what that runs at.
    pub(crate) codec: &'static str,
    pub(crate) rate_hz: u32,
}

impl Default for Manner {
    fn default() -> Self {
        Self { transport: "udp", encryption: "", codec: "PCMA", rate_hz: tone::NARROW_HZ }
    }
}

/// A running baresip; ended when dropped.
pub(crate) struct Baresip {
    child: Child,
    lines: Lines,
    control: TcpStream,
    received: Vec<u8>,
    directory: PathBuf,
}

impl Baresip {
    /// Starts one for this account that plays a tone of so many Hz, and waits until it is registered. With
    /// `answers` it takes every call at once.
    pub(crate) fn start(site: &Site, account: &Account, tone_hz: u32, answers: bool) -> Self {
        Self::start_as(Manner::default(), site, account, tone_hz, answers)
    }

    /// The same in this manner.
    pub(crate) fn start_as(
        manner: Manner,
        site: &Site,
        account: &Account,
        tone_hz: u32,
        answers: bool,
    ) -> Self {
        let Manner { transport, encryption, codec, rate_hz } = manner;
        let mode = if answers { "auto" } else { "manual" };
        let exchange = if transport == "tls" { site.tls() } else { site.sip() };
        let Account { username, secret, .. } = account;
        let line = format!(
            "<sip:{username}@{exchange};transport={transport}>;auth_user={username};auth_pass={secret};regint=300;\
             audio_codecs={codec}/{rate_hz}/1;answermode={mode};mediaenc={encryption};outbound=\"sip:{exchange};transport={transport}\"\n"
        );
        let line = line.replace("mediaenc=;", "");
        let mut phone = Self::with(site, username, &line, tone_hz, manner);
        phone.lines.wait_for(&["200 OK", "binding"]);
        phone
    }

    /// Starts one with this line in its file of accounts.
    pub(crate) fn with(site: &Site, name: &str, account: &str, tone_hz: u32, manner: Manner) -> Self {
        let directory = site.directory().join(format!("baresip-{name}"));
        fs::create_dir_all(directory.join("heard")).unwrap();
        let tone = directory.join("tone.wav");
        tone::write(&tone, tone_hz, tone::LENGTH_S, manner.rate_hz);
        let control = free_port();
        let config = CONFIG
            .replace("@SIP@", &format!("127.0.0.1:{}", free_pair()))
            .replace("@CONTROL@", &format!("127.0.0.1:{control}"))
            .replace("@AUTHORITY@", site.data().join("ca.pem").to_str().unwrap())
            .replace("@TONE@", tone.to_str().unwrap())
            .replace("@HEARD@", directory.join("heard").to_str().unwrap());
        for (file, text) in [("config", config.as_str()), ("accounts", account), ("contacts", "")] {
            fs::write(directory.join(file), text).unwrap();
        }
        let mut command = Command::new("baresip");
        command.arg("-v").arg("-f").arg(&directory);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("baresip is installed (tests/run installs it)");
        let mut lines = Lines::of(name, &mut child);
        lines.wait_for(&["TCP socket listening"]);
        let control = TcpStream::connect((Ipv4Addr::LOCALHOST, control)).unwrap();
        Self { child, lines, control, received: Vec::new(), directory }
    }

    /// Gives it a command of its menu.
    pub(crate) fn command(&mut self, command: &str, parameters: &str) {
        let message = json!({ "command": command, "params": parameters }).to_string();
        write!(self.control, "{}:{message},", message.len()).unwrap();
    }

    /// Waits for an event of this type, like `CALL_ESTABLISHED`.
    pub(crate) fn event(&mut self, kind: &str) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            while let Some(message) = self.next_message() {
                if message["type"] == kind {
                    return message;
                }
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no {kind} in time: {}", self.lines.all());
            self.control.set_read_timeout(Some(left)).unwrap();
            let mut buffer = [0; 4_096];
            match self.control.read(&mut buffer) {
                Ok(0) => panic!("it ended without {kind}: {}", self.lines.all()),
                Ok(length) => self.received.extend_from_slice(&buffer[..length]),
                Err(_) => {}
            }
        }
    }

    /// Takes one whole netstring from what was received.
    fn next_message(&mut self) -> Option<Value> {
        let colon = self.received.iter().position(|byte| *byte == b':')?;
        let length: usize = std::str::from_utf8(&self.received[..colon]).unwrap().parse().unwrap();
        let end = colon + 1 + length;
        let message = serde_json::from_slice(self.received.get(colon + 1..end)?).unwrap();
        self.received.get(end)?;
        self.received.drain(..=end);
        Some(message)
    }

    /// Waits until its display shows at least so many seconds of a call in which sound goes both ways. On a busy
    /// machine the display shows sound later than it is there.
    pub(crate) fn talks_for(&mut self, seconds: u32) {
        let is_late_enough = |line: &str| {
            let shown = line.split_once("[0:00:").and_then(|(_, rest)| rest.get(..2)?.parse::<u32>().ok());
            shown.is_some_and(|shown| shown >= seconds)
        };
        while !is_late_enough(&self.lines.wait_for(&["] audio=6", "/6"])) {}
    }

    /// What it heard in its only call, once that is over.
    pub(crate) fn heard(&self) -> Recording {
        let files: Vec<PathBuf> = fs::read_dir(self.directory.join("heard"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.to_str().is_some_and(|path| path.ends_with("-dec.wav")))
            .collect();
        assert_eq!(files.len(), 1, "{files:?}: {}", self.directory.display());
        tone::read(&files[0])
    }
}

impl Drop for Baresip {
    fn drop(&mut self) {
        if thread::panicking() {
            println!("{}", self.lines.all());
        }
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// A TCP port that nobody has.
fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// A port for SIP: baresip takes it for UDP and TCP and the next one for TLS.
fn free_pair() -> u16 {
    let is_free = |port: &u16| {
        let next = (Ipv4Addr::LOCALHOST, port + 1);
        UdpSocket::bind((Ipv4Addr::LOCALHOST, *port)).is_ok() && TcpListener::bind(next).is_ok()
    };
    (0..100)
        .map(|_| free_port())
        .filter(|port| *port < u16::MAX)
        .find(is_free)
        .expect("two free ports in a row")
}
