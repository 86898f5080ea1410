//! What a Linux system has mounted before anything runs.

use std::ffi::CStr;
use std::fs;
use std::io;

use rustix::io::Errno;
use rustix::mount::{MountFlags, mount};

/// A file system of the kernel.
struct Mount {
    kind: &'static str,
    target: &'static str,
    flags: MountFlags,
    data: &'static CStr,
}

const NOTHING_RUNS: MountFlags = MountFlags::NOSUID.union(MountFlags::NODEV).union(MountFlags::NOEXEC);

/// In this order: what lies in another comes after it.
const TABLE: [Mount; 7] = [
    Mount { kind: "proc", target: "/proc", flags: NOTHING_RUNS, data: c"" },
    Mount { kind: "sysfs", target: "/sys", flags: NOTHING_RUNS, data: c"" },
    Mount { kind: "devtmpfs", target: "/dev", flags: MountFlags::NOSUID, data: c"mode=0755" },
    Mount {
        kind: "devpts",
        target: "/dev/pts",
        flags: MountFlags::NOSUID.union(MountFlags::NOEXEC),
        data: c"mode=0620,ptmxmode=0666",
    },
    Mount { kind: "tmpfs", target: "/dev/shm", flags: NOTHING_RUNS, data: c"mode=1777" },
    Mount { kind: "tmpfs", target: "/run", flags: NOTHING_RUNS, data: c"mode=0755" },
    Mount { kind: "tmpfs", target: "/tmp", flags: NOTHING_RUNS, data: c"mode=1777" },
];

/// Mounts all of them; what fails is told, since a box that says why is better than one that does not start.
pub(super) fn mount_all() {
    for entry in &TABLE {
        if let Err(error) = entry.mount() {
            tracing::error!(target = entry.target, %error, "cannot mount");
        }
    }
}

impl Mount {
    fn mount(&self) -> io::Result<()> {
        // On a read-only root the image has the directory.
        if !fs::exists(self.target)? {
            fs::create_dir_all(self.target)?;
        }
        match mount(self.kind, self.target, self.kind, self.flags, self.data) {
            // The kernel may have mounted /dev itself.
            Ok(()) | Err(Errno::BUSY) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_another_comes_after_it() {
        for (at, entry) in TABLE.iter().enumerate() {
            let later = TABLE.iter().skip(at + 1);
            for other in later {
                let lies_in_later = entry.target.starts_with(&format!("{}/", other.target));
                assert!(!lies_in_later, "{} before {}", entry.target, other.target);
            }
        }
        assert_eq!(TABLE[0].target, "/proc");
    }

    #[test]
    fn only_dev_has_devices_and_nothing_gains_privileges() {
        for entry in &TABLE {
            assert!(entry.flags.contains(MountFlags::NOSUID), "{}", entry.target);
            let has_devices = ["/dev", "/dev/pts"].contains(&entry.target);
            assert_eq!(!entry.flags.contains(MountFlags::NODEV), has_devices, "{}", entry.target);
        }
    }
}
