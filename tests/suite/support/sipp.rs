//! SIPp, the load generator: scenario files of `tests/data/sipp`, lists of accounts, its statistics.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::lines::Lines;
use super::site::Site;

/// What SIPp counted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Statistics {
    pub(crate) successful: u64,
    pub(crate) failed: u64,
    pub(crate) retransmissions: u64,
    pub(crate) unexpected: u64,
}

/// A SIPp to be started.
pub(crate) struct Sipp {
    command: Command,
    name: &'static str,
    statistics: PathBuf,
    errors: PathBuf,
}

/// A SIPp that runs.
pub(crate) struct Started {
    child: Child,
    lines: Lines,
    statistics: PathBuf,
    errors: PathBuf,
}

impl Sipp {
    /// One that plays this scenario so many times from this address.
    pub(crate) fn new(site: &Site, scenario: &'static str, local: SocketAddr, calls: u32) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sipp").join(scenario);
        Self::of(site, scenario, &file, local, calls)
    }

    /// The same with a scenario that a test wrote itself.
    pub(crate) fn written(site: &Site, name: &'static str, xml: &str, local: SocketAddr, calls: u32) -> Self {
        let file = site.directory().join(format!("{name}.xml"));
        fs::write(&file, xml).unwrap();
        Self::of(site, name, &file, local, calls)
    }

    fn of(site: &Site, scenario: &'static str, file: &Path, local: SocketAddr, calls: u32) -> Self {
        let statistics = site.directory().join(format!("{scenario}.csv"));
        let errors = site.directory().join(format!("{scenario}.errors"));
        let mut command = Command::new("sipp");
        command.arg("-sf").arg(file);
        command.args(["-i", &local.ip().to_string(), "-p", &local.port().to_string(), "-bind_local"]);
        command
            .args(["-m", &calls.to_string(), "-nostdin", "-trace_stat", "-fd", "1"])
            .arg("-stf")
            .arg(&statistics);
        command.arg("-trace_err").arg("-error_file").arg(&errors);
        command.current_dir(site.directory());
        Self { command, name: scenario, statistics, errors }
    }

    /// With these fields, a line a call.
    pub(crate) fn fields(mut self, site: &Site, lines: &[Vec<String>]) -> Self {
        let path = site.directory().join(format!("{}.fields", self.name));
        let mut text = "SEQUENTIAL\n".to_owned();
        for line in lines {
            _ = writeln!(text, "{}", line.join(";"));
        }
        fs::write(&path, text).unwrap();
        self.command.arg("-inf").arg(path);
        self
    }

    /// Calls this exchange, so many times a second, at most so many at once.
    pub(crate) fn towards(mut self, exchange: SocketAddr, a_second: u32, at_once: u32) -> Self {
        self.command.args(["-r", &a_second.to_string(), "-l", &at_once.to_string(), &exchange.to_string()]);
        self
    }

    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn start(mut self) -> Started {
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("sipp is installed (tests/run installs it)");
        let lines = Lines::of(self.name, &mut child);
        Started { child, lines, statistics: self.statistics, errors: self.errors }
    }
}

impl Started {
    /// Waits until all calls are done, and returns what was counted.
    pub(crate) fn finish(mut self) -> Statistics {
        self.lines.finish_in(super::PATIENCE * 10);
        let status = self.child.wait().unwrap();
        let errors = fs::read_to_string(&self.errors).unwrap_or_default();
        let errors: String = errors.chars().take(3_000).collect();
        assert!(status.success(), "{status}: {errors}\n{}", self.lines.all());
        parse(&fs::read_to_string(&self.statistics).unwrap())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Reads the last line of a file of `-trace_stat`: cumulative counts end in `(C)`.
fn parse(text: &str) -> Statistics {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let names = lines.next().unwrap().split(';');
    let values: HashMap<&str, &str> = names.zip(lines.next_back().unwrap().split(';')).collect();
    let number = |name: &str| values[name].parse().unwrap_or_else(|_| panic!("{name} is {}", values[name]));
    Statistics {
        successful: number("SuccessfulCall(C)"),
        failed: number("FailedCall(C)"),
        retransmissions: number("Retransmissions(C)"),
        unexpected: number("FailedUnexpectedMessage(C)"),
    }
}
