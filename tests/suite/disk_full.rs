//! The disk is full: calls and registrations go on, log and status say so, and what could not be written follows
//! when space returns.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::support::PATIENCE;
use crate::support::office::Account;
use crate::support::phone::Phone;
use crate::support::program::Running;
use crate::support::records::Records;
use crate::support::site::Site;
use crate::support::talk::connect;

#[test]
fn a_process_that_may_not_write_goes_on() {
    let site = Site::new("no-space");
    site.load(&Account::range(201, 3));
    // A write beyond the limit would end the process by a signal; ignored, it fails as on a full disk.
    let run = site.command(&["run"]);
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]).arg(run.get_program()).args(run.get_args());
    command.current_dir(site.directory());
    let exchange = Running::start(command, site.sip());
    let id = exchange.id();
    goes_on(&site, exchange, || limit(id, "0:"), || limit(id, "unlimited:"));
}

#[test]
fn an_office_on_a_full_disk_goes_on() {
    let site = Site::new("full");
    let Some(disk) = SmallDisk::mount(&site) else {
        println!("skipped: only root may mount a small disk");
        return;
    };
    site.load(&Account::range(201, 3));
    let exchange = site.start();
    goes_on(&site, exchange, || disk.fill(), || disk.free());
}

/// Takes space away, works, gives it back.
fn goes_on(site: &Site, mut exchange: Running, take: impl FnOnce(), give: impl FnOnce()) {
    let [mut anna, mut ben, mut clara] =
        [201, 202, 203].map(|number| Phone::new(site, &Account::new(number)));
    assert_eq!(ben.register().unwrap().status(), 200);
    assert_eq!(site.status()["disk"]["writable"], true);

    take();
    assert_eq!(clara.register().unwrap().status(), 200);
    for (name, callee) in [("full-1", &mut ben), ("full-2", &mut clara)] {
        let (mut dialog, _) = connect(&mut anna, callee, name).unwrap();
        let bye = anna.bye(&mut dialog);
        assert_eq!(anna.transact(&bye).unwrap().status(), 200);
        callee.hung_up().unwrap();
    }
    let status = site.status();
    assert_eq!(status["disk"]["writable"], false, "{status:#}");
    assert!(status["disk"]["records_waiting"].as_u64().is_some_and(|waiting| waiting > 0), "{status:#}");
    assert!(site.succeed(&["status"]).contains("cannot"), "status does not say so in words");
    exchange.lines().wait_for(&["WARN"]);
    // A change by an administrator is refused, in words, and not half done.
    let office = site.write_office(&Account::range(201, 4));
    let refused = site.run(&["load", &office, "--yes"]);
    assert!(!refused.status.success() && !refused.stderr.is_empty(), "{refused:?}");

    give();
    let deadline = Instant::now() + PATIENCE;
    while site.status()["disk"]["records_waiting"] != 0 {
        assert!(Instant::now() < deadline, "the records do not follow: {:#}", site.status());
    }
    let records = Records::open(&site.data());
    for name in ["full-1", "full-2"] {
        let record = records.of_caller(name).unwrap_or_else(|| panic!("the record of {name} is lost"));
        assert_eq!(record.disposition.as_deref(), Some("answered"), "{record:?}");
    }
    for phone in [&ben, &clara] {
        assert!(records.is_bound(&phone.account.username, &phone.contact()), "{} is lost", phone.contact());
    }
    assert!(!records.is_name("204"), "a refused change was half done");
    site.load(&Account::range(201, 4));
    assert!(Records::open(&site.data()).is_name("204"));
    assert_eq!(site.status()["disk"]["writable"], true);
    let (status, mut lines) = exchange.stop();
    assert!(status.success(), "{status}: {}", lines.all());
    site.succeed(&["check"]);
}

/// Sets how large a file this process may write.
fn limit(process: u32, size: &str) {
    let process = process.to_string();
    let status =
        Command::new("prlimit").args(["--pid", &process, &format!("--fsize={size}")]).status().unwrap();
    assert!(status.success());
}

/// The data directory as a disk of its own in memory, of 16 MiB.
struct SmallDisk {
    at: PathBuf,
}

impl SmallDisk {
    fn mount(site: &Site) -> Option<Self> {
        let at = site.data();
        fs::create_dir(&at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=16m,mode=0700", "bellbox-test"]).arg(&at);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self { at })
    }

    /// Writes until nothing more fits.
    fn fill(&self) {
        let mut file = File::create(self.at.join("filler")).unwrap();
        let mut zeros = Vec::new();
        std::io::repeat(0).take(4_096).read_to_end(&mut zeros).unwrap();
        while file.write_all(&zeros).is_ok() {}
    }

    fn free(&self) {
        fs::remove_file(self.at.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        _ = Command::new("umount").arg("--lazy").arg(&self.at).status();
    }
}
