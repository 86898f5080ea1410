//! The data disk: found by its label, mounted, and waited for as long as it takes.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::mount::{MountFlags, UnmountFlags, mount, mount_remount, unmount};

/// Where it is mounted.
const MOUNT: &str = "/data";
/// What `--data` is on it.
pub(super) const DATA: &str = "/data/bellbox";

/// The label of the file system (`mkfs.ext4 -L bellbox-data`).
const LABEL: &[u8] = b"bellbox-data";

/// Of an ext4 superblock (ext4 documentation, "Super Block"): where it begins and how much of it is read here, and in
/// it the magic number and the label.
const SUPERBLOCK: u64 = 1024;
const SUPERBLOCK_LENGTH: usize = 136;
const MAGIC: (usize, [u8; 2]) = (0x38, [0x53, 0xef]);
const LABEL_AT: usize = 0x78;

/// Cards and USB disks take a moment to come up.
const LOOKS: Duration = Duration::from_millis(250);
/// How many looks pass before it says again that it waits: half a minute.
const LOOKS_A_WORD: u32 = 120;

/// Waits until the data are there. Without its data a box is not this office's exchange, so it waits for ever and says
/// so twice a minute.
pub(super) async fn mount_data() {
    let mut looks = 0_u32;
    let mut told = None;
    loop {
        match found().map(|device| (mount_device(&device), device)) {
            Some((Ok(()), device)) => {
                tracing::info!(device = %device.display(), "the data disk is mounted");
                return;
            }
            Some((Err(error), device)) if told != Some(error.kind()) => {
                tracing::error!(device = %device.display(), %error, "the data disk cannot be mounted");
                told = Some(error.kind());
            }
            Some(_) => {}
            None if looks % LOOKS_A_WORD == LOOKS_A_WORD - 1 => {
                tracing::error!(
                    "no data disk: DATA=/dev/... on the kernel's command line, or one labelled bellbox-data"
                );
            }
            None => {}
        }
        looks = looks.wrapping_add(1);
        tokio::time::sleep(LOOKS).await;
    }
}

fn mount_device(device: &Path) -> io::Result<()> {
    if !fs::exists(MOUNT)? {
        fs::create_dir_all(MOUNT)?;
    }
    let flags = MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC | MountFlags::NOATIME;
    mount(device, MOUNT, "ext4", flags, c"errors=remount-ro")?;
    fs::create_dir_all(DATA)
}

/// Takes the data disk away; what is still open keeps it, and then it is made read-only.
pub(super) fn unmount_data() {
    if let Err(error) = unmount(MOUNT, UnmountFlags::empty())
        && mount_remount(MOUNT, MountFlags::RDONLY, c"").is_err()
    {
        tracing::warn!(%error, "the data disk stays mounted");
    }
}

/// The device that the kernel's command line names (it hands on `DATA=...` as a variable), else the first one with
/// the label.
fn found() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("DATA") {
        let path = PathBuf::from(named);
        return path.exists().then_some(path);
    }
    let entries = fs::read_dir("/sys/class/block").ok()?;
    let mut names: Vec<OsString> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort();
    names.into_iter().map(|name| Path::new("/dev").join(name)).find(|device| {
        let mut superblock = [0; SUPERBLOCK_LENGTH];
        let read = File::open(device).and_then(|file| file.read_exact_at(&mut superblock, SUPERBLOCK));
        read.is_ok() && label(&superblock) == Some(LABEL)
    })
}

/// The label of an ext2, ext3 or ext4 file system.
fn label(superblock: &[u8; SUPERBLOCK_LENGTH]) -> Option<&[u8]> {
    let (at, magic) = MAGIC;
    if superblock.get(at..at + 2)? != magic {
        return None;
    }
    let label = superblock.get(LABEL_AT..LABEL_AT + 16)?;
    label.split(|byte| *byte == 0).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn superblock(text: &[u8]) -> [u8; SUPERBLOCK_LENGTH] {
        let mut bytes = [0; SUPERBLOCK_LENGTH];
        bytes[0x38..0x3a].copy_from_slice(&MAGIC.1);
        bytes[LABEL_AT..LABEL_AT + text.len()].copy_from_slice(text);
        bytes
    }

    #[test]
    fn a_label_is_read() {
        assert_eq!(label(&superblock(LABEL)), Some(LABEL));
        assert_eq!(label(&superblock(b"sixteen-letters!")), Some(&b"sixteen-letters!"[..]));
        assert_eq!(label(&superblock(b"")), Some(&b""[..]));
    }

    #[test]
    fn another_file_system_has_none() {
        let mut bytes = superblock(LABEL);
        bytes[0x38] = 0;
        assert_eq!(label(&bytes), None);
    }
}
