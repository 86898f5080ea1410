//! Debian's Chromium as a telephone: a page with `JsSIP` that registers by WebSocket, speaks a tone, and measures what it
//! hears. What runs in there lies in `tests/browser`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::Instant;

use serde::Deserialize;
use serde_json::{Value, json};

use super::PATIENCE;
use super::lines::Lines;
use super::office::Account;
use super::site::Site;
use super::tone;

/// Of all that the page heard one tone.
#[derive(Debug, Deserialize)]
pub(crate) struct Tone {
    /// The tone's part of the whole energy, 0 to 1.
    pub(crate) share: f64,
    /// 1 is full scale.
    pub(crate) amplitude: f64,
}

/// What the browser itself says of its connection.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Figures {
    /// The codecs: "audio/PCMA".
    pub(crate) sends: String,
    pub(crate) receives: String,
    pub(crate) packets_sent: u64,
    pub(crate) packets_received: u64,
    pub(crate) packets_lost: i64,
    /// As the other side reports.
    pub(crate) packets_lost_there: Option<i64>,
    /// "connected" or "completed".
    pub(crate) ice: String,
    /// The name of its ICE agent.
    pub(crate) ufrag: String,
    /// "connected".
    pub(crate) dtls: String,
    /// "client" or "server".
    pub(crate) role: String,
    pub(crate) tls: String,
    pub(crate) srtp: String,
}

/// A running Chromium with its page; ended when dropped.
pub(crate) struct Chromium {
    driver: Child,
    /// Commands go here; its end is the driver's.
    commands: Option<ChildStdin>,
    lines: Lines,
}

impl Chromium {
    /// Starts one for this account whose microphone hears a tone of so many Hz, and waits until it is registered. It takes
    /// every call at once.
    pub(crate) fn start(site: &Site, account: &Account, tone_hz: u32) -> Self {
        let Account { username, secret, .. } = account;
        let directory = site.directory().join(format!("chromium-{username}"));
        std::fs::create_dir_all(&directory).unwrap();
        let tone = directory.join("tone.wav");
        tone::write(&tone, tone_hz, tone::LENGTH_S, 48_000);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/driver.js");
        let mut driver = Command::new("node")
            .args([&script, &tone, &directory.join("profile")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("node is installed (tests/run installs it)");
        let commands = driver.stdin.take();
        let lines = Lines::of(username, &mut driver);
        let mut chromium = Self { driver, commands, lines };
        chromium.event("ready");
        let exchange = site.web().to_string();
        let account = json!({ "exchange": exchange, "username": username, "secret": secret });
        chromium.command("register", &account);
        chromium.event("registered");
        chromium
    }

    /// Calls a number.
    pub(crate) fn call(&mut self, number: &str) {
        self.command("call", &json!({ "number": number }));
    }

    /// Calls a number by an offer that names another certificate than its own.
    pub(crate) fn call_falsely(&mut self, number: &str) {
        self.command("call", &json!({ "number": number, "falsely": true }));
    }

    pub(crate) fn hang_up(&mut self) {
        self.command("hangUp", &Value::Null);
    }

    /// Waits until the first tone is nearly all that is heard; then that one and the other.
    pub(crate) fn hears(&mut self, theirs_hz: u32, own_hz: u32) -> [Tone; 2] {
        let within = PATIENCE.as_millis();
        self.command("hear", &json!({ "tones": [theirs_hz, own_hz], "within": within }));
        serde_json::from_value(self.event("heard")).unwrap()
    }

    /// Waits until nothing at all is heard.
    pub(crate) fn hears_nothing(&mut self) {
        self.command("hearNothing", &json!({ "within": PATIENCE.as_millis() }));
        self.event("heardNothing");
    }

    /// Has the session changed, and waits until that is agreed on: "hold", "resume", or "restart" for another way (ICE).
    pub(crate) fn change(&mut self, change: &str) {
        self.command("change", &json!(change));
        self.event("changed");
    }

    /// What it says of its connection once so many packets have gone each way, and a report (RTCP) has come.
    pub(crate) fn talks(&mut self, packets: u64) -> Figures {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.command("figures", &Value::Null);
            let figures = self.event("figures");
            let told: Figures = serde_json::from_value(figures.clone())
                .unwrap_or_else(|error| panic!("{error}: {figures:#}"));
            if told.packets_sent.min(told.packets_received) >= packets && told.packets_lost_there.is_some() {
                return told;
            }
            assert!(Instant::now() < deadline, "{told:?}");
        }
    }

    /// Waits for the next event of this name, and returns what belongs to it.
    pub(crate) fn event(&mut self, name: &str) -> Value {
        loop {
            let line = self.lines.wait_for(&[]);
            let (word, data) = line.split_once(' ').unwrap_or((&line, ""));
            if word == name {
                return serde_json::from_str(data).unwrap();
            }
            assert!(word != "failed", "{line} while {name} was waited for");
        }
    }

    fn command(&mut self, name: &str, argument: &Value) {
        let commands = self.commands.as_mut().expect("it is taken away only on drop");
        writeln!(commands, "{}", json!([name, argument])).unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        if let Some(commands) = self.commands.as_mut().filter(|_| thread::panicking()) {
            _ = writeln!(commands, "{}", json!(["everything", null]));
        }
        // It ends with its input: the browser closes, and with it the registration.
        self.commands = None;
        self.lines.finish();
        if thread::panicking() {
            println!("{}", self.lines.all());
        }
        _ = self.driver.kill();
        _ = self.driver.wait();
    }
}
