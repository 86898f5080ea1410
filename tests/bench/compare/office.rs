//! Where Bellbox lives in a bench: a directory with its settings and an office of telephones u1000 and following.

use std::fmt::Write as _;
use std::fs;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// Telephones of the office: u1000 with the secret pwu1000, u1001 ...
pub(crate) const PHONES: u32 = 1_000;
/// The first of them.
pub(crate) const FIRST: u32 = 1_000;

/// What is changed in `bellbox.toml` so that a bench meets the program and not its bounds.
pub(crate) const LIMITS: &str = "[sip.limits]\nper_source = 1000000\nin_all = 1000000\ncalls = 16000\n";

/// The data directory and the settings of one start of Bellbox.
pub(crate) struct Office {
    directory: TempDir,
    /// Where telephones reach it.
    pub(crate) sip_port: u16,
}

impl Office {
    /// A fresh one: the database as `bellbox load` has left it.
    pub(crate) fn new() -> Self {
        let office = Self::empty();
        for entry in fs::read_dir(template().data()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, office.data().join(path.file_name().unwrap())).unwrap();
            }
        }
        office
    }

    fn empty() -> Self {
        let directory = tempfile::Builder::new().prefix("bellbox-bench-").tempdir().unwrap();
        let sip_port = if UdpSocket::bind(("0.0.0.0", 5060)).is_ok() { 5060 } else { 9_060 };
        let office = Self { directory, sip_port };
        fs::create_dir(office.data()).unwrap();
        let text = format!(
            "[sip]\nudp = \"127.0.0.1:{sip_port}\"\ntls = []\n{LIMITS}[rtp]\nports = \"10000-60999\"\n\
             [web]\nhttps = \"127.0.0.1:28443\"\n"
        );
        fs::write(office.config(), text).unwrap();
        office
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// `DIR` of the program.
    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    fn config(&self) -> PathBuf {
        self.path().join("bellbox.toml")
    }

    /// `bellbox` with these arguments, behind the words of `runner` if there are any.
    pub(crate) fn command(&self, runner: &[&str], arguments: &[&str]) -> Command {
        let program = program();
        let mut command = match runner.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.args(arguments).arg("--data").arg(self.data()).arg("--config").arg(self.config());
        command.stdin(Stdio::null()).current_dir(self.path());
        command
    }
}

/// The program's file: `BELLBOX_BIN`, or else what cargo builds now in its release form.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| match std::env::var_os("BELLBOX_BIN") {
        Some(path) => fs::canonicalize(path).expect("BELLBOX_BIN is a file"),
        None => panic!("BELLBOX_BIN must say which program is measured; tests/bench/run sees to it"),
    })
}

/// A loaded office, made once and copied for each start.
fn template() -> &'static Office {
    static TEMPLATE: OnceLock<Office> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let office = Office::empty();
        let mut text =
            "[office]\nname = \"Bench\"\ncountry = \"DE\"\ntimezone = \"Europe/Berlin\"\n".to_owned();
        for number in FIRST..FIRST + PHONES {
            _ = write!(
                text,
                "\n[[person]]\nfirst_name = \"Person {number}\"\n[[person.line]]\nnumber = \"{number}\"\n\
                 [[person.line.sip]]\nusername = \"u{number}\"\nsecret = \"pwu{number}\"\n"
            );
        }
        let file = office.path().join("office.toml");
        fs::write(&file, text).unwrap();
        let output = office.command(&[], &["load", file.to_str().unwrap(), "--yes"]).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "bellbox load: {told}");
        office
    })
}
