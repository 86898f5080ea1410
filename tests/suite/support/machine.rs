//! A whole box in an emulator: the program is all its system, its ports are forwarded to the site's address.

use std::io::Write as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::data_disk::DataDisk;
use super::lines::Lines;
use super::site::Site;

/// The address that the emulator's DHCP server gives, and where the exchange listens by default.
pub(crate) const INSIDE: &str = "10.0.2.15:5060";

/// A running box; killed when dropped.
pub(crate) struct Machine {
    child: Child,
    lines: Lines,
    monitor: PathBuf,
    began: Instant,
}

impl Machine {
    /// Starts it with this kernel and initramfs, and waits until the program runs.
    pub(crate) fn start(site: &Site, disk: &DataDisk, kernel: &Path, initramfs: &Path) -> Self {
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
        .args(disk.arguments())
        .args(["-device", "virtio-blk-pci,drive=data", "-device", "virtio-rng-pci"])
        .args(["-device", "virtio-keyboard-pci", "-device", "virtio-net-pci,netdev=lan,romfile="])
        .args(["-netdev", &forwarding(site)])
        .args(["-monitor", &format!("unix:{},server,nowait", monitor.display())]);
        qemu.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = qemu.spawn().expect("yocto/boot-test installs the emulator");
        let lines = Lines::of("the box", &mut child);
        let mut machine = Self { child, lines, monitor, began };
        machine.waits_for("the system's first process");
        machine
    }

    /// Waits until it says this.
    pub(crate) fn waits_for(&mut self, words: &str) {
        self.lines.wait_for(&[words]);
    }

    /// Waits until the exchange is ready; how long that took from the emulator's start.
    pub(crate) fn ready(&mut self) -> Duration {
        self.waits_for("SIP udp");
        self.began.elapsed()
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
