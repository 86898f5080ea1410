//! The program under test: found or built, started, watched, killed.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::thread;

use super::lines::Lines;

/// The program's file: `BELLBOX_BIN`, which `tests/run` sets, or else what cargo builds now.
pub(crate) fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| match std::env::var_os("BELLBOX_BIN") {
        Some(path) => path.into(),
        None => build(),
    })
}

/// The program, to be given arguments. `BELLBOX_RUNNER` is what runs a file for another processor, as an emulator.
pub(crate) fn command() -> Command {
    let Some(runner) = runner() else { return Command::new(path()) };
    let mut command = Command::new(runner);
    command.arg(path());
    command
}

/// The emulator, if there is one.
pub(crate) fn runner() -> Option<OsString> {
    std::env::var_os("BELLBOX_RUNNER").filter(|runner| !runner.is_empty())
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let mut build = Command::new(cargo);
    build.args(["build", "--locked", "--package", "bellbox", "--message-format", "json", "--manifest-path"]);
    let output = build.arg(manifest).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "cargo build failed");
    let lines = String::from_utf8(output.stdout).unwrap();
    let messages = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let executable =
        messages.filter_map(|message| Some(message.get("executable")?.as_str()?.to_owned())).next_back();
    executable.expect("cargo names the executable that it built").into()
}

/// A running exchange; killed when dropped.
pub(crate) struct Running {
    child: Child,
    lines: Lines,
}

impl Running {
    /// Starts `bellbox run` and waits until it says that it listens here.
    pub(crate) fn start(command: Command, sip: SocketAddr) -> Self {
        let mut running = Self::spawn(command);
        // Everything is bound, and the control socket answers, when it says what is bound.
        running.lines.wait_for(&["SIP udp", &sip.to_string()]);
        running
    }

    /// Starts it without waiting.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = Lines::of("bellbox", &mut child);
        Self { child, lines }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn lines(&mut self) -> &mut Lines {
        &mut self.lines
    }

    /// SIGKILL: what a crash or a power cut is to the program.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert_eq!(status.signal(), Some(9), "it had ended before: {}", self.lines.all());
    }

    /// SIGTERM, and how it ended.
    pub(crate) fn stop(mut self) -> (ExitStatus, Lines) {
        signal(self.id(), "TERM");
        let status = self.child.wait().unwrap();
        self.lines.finish();
        let lines = std::mem::replace(&mut self.lines, Lines::none());
        (status, lines)
    }

    /// Waits for its end, which it must come to by itself.
    pub(crate) fn wait(mut self) -> (ExitStatus, Lines) {
        self.lines.finish();
        let status = self.child.wait().unwrap();
        let lines = std::mem::replace(&mut self.lines, Lines::none());
        (status, lines)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if thread::panicking() {
            println!("{}", self.lines.all());
        }
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Sends a signal by the shell's own `kill`.
pub(crate) fn signal(process: u32, name: &str) {
    let status = Command::new("sh").args(["-c", &format!("kill -{name} {process}")]).status().unwrap();
    assert!(status.success());
}

/// The memory that a process really uses, in kB (`VmRSS`).
pub(crate) fn resident_kb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux tells it");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number of kB")
}
