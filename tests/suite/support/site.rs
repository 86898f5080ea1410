//! A place for one exchange: a directory, a loopback address of its own, ports, the two files.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Instant;

use tempfile::TempDir;

use super::office::{self, Account};
use super::program::{self, Running};

/// Where one exchange lives. The directory is kept when a test fails.
pub(crate) struct Site {
    directory: Option<TempDir>,
    address: Ipv4Addr,
    /// Held as long as the site: one suite at a time has the machine, whoever runs the tests.
    _turn: File,
}

impl Site {
    /// SIP port on the address of the site.
    const SIP: u16 = 25_060;
    const WEB: u16 = 28_443;

    /// Waits for its turn, then makes the place, with a `bellbox.toml` for its address.
    pub(crate) fn new(name: &str) -> Self {
        let turn = File::create(Path::new(env!("CARGO_TARGET_TMPDIR")).join("turn")).unwrap();
        turn.lock().unwrap();
        // Not below the target directory: the path of a Unix socket has at most 107 bytes.
        let directory = tempfile::Builder::new().prefix(&format!("bellbox-{name}-")).tempdir().unwrap();
        let site = Self { directory: Some(directory), address: own_address(), _turn: turn };
        site.configure(&[site.sip()], "");
        site
    }

    /// Writes `bellbox.toml` anew, with these addresses for SIP and more lines for its table.
    pub(crate) fn configure(&self, sip: &[SocketAddr], more: &str) {
        let sip: Vec<String> = sip.iter().map(SocketAddr::to_string).collect();
        let web = self.web();
        let text =
            format!("[sip]\nudp = {sip:?}\n{more}[rtp]\nports = \"30000-33999\"\n[web]\nhttps = \"{web}\"\n");
        fs::write(self.config(), text).unwrap();
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.as_ref().expect("it is taken away only on drop").path()
    }

    /// The address of this site alone, all of whose ports are free.
    pub(crate) fn address(&self) -> Ipv4Addr {
        self.address
    }

    pub(crate) fn sip(&self) -> SocketAddr {
        (self.address, Self::SIP).into()
    }

    /// Where TLS is when the settings do not say.
    pub(crate) fn tls(&self) -> SocketAddr {
        (self.address, Self::SIP + 1).into()
    }

    pub(crate) fn web(&self) -> SocketAddr {
        (self.address, Self::WEB).into()
    }

    /// `DIR` of the program.
    pub(crate) fn data(&self) -> PathBuf {
        self.directory().join("data")
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.directory().join("bellbox.toml")
    }

    /// `bellbox` with these arguments for this site, to be run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program::command();
        command.args(arguments).arg("--data").arg(self.data()).arg("--config").arg(self.config());
        command.stdin(Stdio::null()).current_dir(self.directory());
        command
    }

    /// Runs a sub-command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a sub-command that must succeed, and returns what it printed.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "bellbox {arguments:?}: {}", told(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Writes the office of these accounts and returns where.
    pub(crate) fn write_office(&self, accounts: &[Account]) -> String {
        let path = self.directory().join("office.toml");
        fs::write(&path, office::file(accounts)).unwrap();
        path.to_str().expect("temporary directories have plain names").to_owned()
    }

    /// Loads the office of these accounts.
    pub(crate) fn load(&self, accounts: &[Account]) {
        let path = self.write_office(accounts);
        self.succeed(&["load", &path, "--yes"]);
    }

    /// Starts the exchange and waits until it is ready.
    pub(crate) fn start(&self) -> Running {
        Running::start(self.command(&["run"]), self.sip())
    }

    /// `status --json`.
    pub(crate) fn status(&self) -> serde_json::Value {
        serde_json::from_str(&self.succeed(&["status", "--json"])).unwrap()
    }

    /// Asks for the status until it is as wanted.
    pub(crate) fn wait_until(&self, is_so: impl Fn(&serde_json::Value) -> bool) {
        let deadline = Instant::now() + super::PATIENCE;
        while let status = self.status()
            && !is_so(&status)
        {
            assert!(Instant::now() < deadline, "not in time: {status:#}");
        }
    }

    /// What the running exchange has counted under this name.
    pub(crate) fn counted(&self, name: &str) -> u64 {
        let status = self.status();
        status["counters"][name].as_u64().unwrap_or_else(|| panic!("no counter {name} in {status:#}"))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let (true, Some(directory)) = (thread::panicking(), self.directory.take()) {
            println!("what the programs left is kept in {}", directory.keep().display());
        }
    }
}

/// Everything a finished command said.
pub(crate) fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}\n{}{}", output.status, text(&output.stdout), text(&output.stderr))
}

/// A loopback address that no other process of these suites uses: Linux owns all of 127.0.0.0/8. The process id
/// has at most 22 bits.
fn own_address() -> Ipv4Addr {
    let [_, high, middle, low] = std::process::id().to_be_bytes();
    let address = Ipv4Addr::new(127, 64 | (high & 0x3f), middle, low);
    // A program that listens on all addresses can still be in the way.
    let taken = UdpSocket::bind((address, Site::SIP)).err();
    assert!(taken.is_none(), "{address}:{} cannot be used: {taken:?}", Site::SIP);
    address
}
