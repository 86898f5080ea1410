//! A whole box in an emulator: the program is all its system, its ports are forwarded to the site's address.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::lines::Lines;
use super::site::{Site, told};

/// The address that the emulator's DHCP server gives, and where the exchange listens by default.
pub(crate) const INSIDE: &str = "10.0.2.15:5060";

/// The data disk's size in MiB, and its file system's label, by which the program finds it.
const DISK_MIB: u64 = 128;
const LABEL: &str = "bellbox-data";

/// What the program knows of the world outside: the ports are the defaults.
const SETTINGS: &str = "[rtp]\nports = \"30000-30999\"\n";

/// A running box; killed when dropped.
pub(crate) struct Machine {
    child: Child,
    lines: Lines,
    monitor: PathBuf,
    /// From the emulator's start until everything was bound.
    pub(crate) ready: Duration,
}

impl Machine {
    /// Starts it with this kernel and initramfs, and waits until the exchange is ready.
    pub(crate) fn start(site: &Site, kernel: &Path, initramfs: &Path) -> Self {
        let monitor = site.directory().join("monitor");
        let began = Instant::now();
        let mut qemu = Command::new("qemu-system-aarch64");
        qemu.args([
            "-machine",
            "virt",
            "-cpu",
            "cortex-a53",
            "-accel",
            "tcg,thread=multi",
            "-smp",
            "2",
            "-m",
            "512",
        ])
        .args(["-nodefaults", "-display", "none", "-serial", "stdio", "-no-reboot"])
        .args(["-append", "console=ttyAMA0 loglevel=5 panic=10"])
        .arg("-kernel")
        .arg(kernel)
        .arg("-initrd")
        .arg(initramfs)
        .args(["-drive", &format!("if=none,id=data,format=raw,file={}", disk(site).display())])
        .args(["-device", "virtio-blk-pci,drive=data", "-device", "virtio-rng-pci"])
        .args(["-device", "virtio-keyboard-pci", "-device", "virtio-net-pci,netdev=lan,romfile="])
        .args(["-netdev", &forwarding(site)])
        .args(["-monitor", &format!("unix:{},server,nowait", monitor.display())]);
        qemu.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = qemu.spawn().expect("yocto/boot-test installs the emulator");
        let lines = Lines::of("the box", &mut child);
        let mut machine = Self { child, lines, monitor, ready: Duration::ZERO };
        machine.lines.wait_for(&["the system's first process"]);
        machine.lines.wait_for(&["SIP udp"]);
        machine.ready = began.elapsed();
        machine
    }

    /// Whether it said this since it was started.
    pub(crate) fn has_said(&mut self, words: &str) -> bool {
        self.lines.has(&[words])
    }

    /// Ends the emulator in the middle of whatever it does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Presses Ctrl-Alt-Del and waits for the end, to which it must come by itself.
    pub(crate) fn ctrl_alt_del(mut self) -> (ExitStatus, Lines) {
        let mut monitor = UnixStream::connect(&self.monitor).unwrap();
        monitor.write_all(b"sendkey ctrl-alt-delete\n").unwrap();
        self.lines.finish();
        let status = self.child.wait().unwrap();
        (status, std::mem::replace(&mut self.lines, Lines::none()))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        if thread::panicking() {
            println!("{}", self.lines.all());
        }
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// SIP by UDP and TCP, and the page.
fn forwarding(site: &Site) -> String {
    let (sip, web) = (site.sip(), site.web());
    format!("user,id=lan,hostfwd=udp:{sip}-:5060,hostfwd=tcp:{sip}-:5060,hostfwd=tcp:{web}-:8443")
}

fn disk(site: &Site) -> PathBuf {
    site.directory().join("data.img")
}

/// Makes the data disk of what the site's directory of data holds.
pub(crate) fn make_disk(site: &Site) {
    let content = site.directory().join("disk");
    fs::create_dir(&content).unwrap();
    fs::rename(site.data(), content.join("bellbox")).unwrap();
    fs::write(content.join("bellbox/bellbox.toml"), SETTINGS).unwrap();
    succeed(
        Command::new("mkfs.ext4")
            .args(["-q", "-L", LABEL, "-d"])
            .arg(content)
            .arg(disk(site))
            .arg(format!("{DISK_MIB}M")),
        &[0],
    );
}

/// Brings what is on the data disk back into the site's directory of data, as the next start would see it: the file
/// system's journal is replayed in a copy, as mounting does.
pub(crate) fn read_disk(site: &Site) {
    let copy = site.directory().join("copy.img");
    fs::copy(disk(site), &copy).unwrap();
    // 1: something was put in order.
    succeed(Command::new("e2fsck").args(["-f", "-y"]).arg(&copy), &[0, 1]);
    for old in [site.data(), site.directory().join("bellbox")] {
        match fs::remove_dir_all(&old) {
            Err(error) if error.kind() != ErrorKind::NotFound => panic!("{error}"),
            _ => {}
        }
    }
    let dump = format!("rdump /bellbox {}", site.directory().display());
    succeed(Command::new("debugfs").args(["-R", &dump]).arg(&copy), &[0]);
    fs::rename(site.directory().join("bellbox"), site.data()).unwrap();
}

fn succeed(command: &mut Command, codes: &[i32]) {
    let output = command.output().expect("yocto/boot-test installs the tools");
    assert!(output.status.code().is_some_and(|code| codes.contains(&code)), "{command:?}: {}", told(&output));
}
