//! The data disk of an emulated box: made, given files, cut off from power, read back.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::site::{Site, told};

/// Size in MiB, and the label of the file system, by which the program finds it.
const MIB: u64 = 128;
const LABEL: &str = "bellbox-data";

/// The program's settings: few ports for sound, all else as it is.
const SETTINGS: &str = "[rtp]\nports = \"30000-30999\"\n";

/// Where the emulator writes down every write and flush, in the form of Linux's dm-log-writes.
const SECTOR: u64 = 512;
const DISCARD: u64 = 4;

/// A disk in a file.
pub(crate) struct DataDisk {
    directory: PathBuf,
    data: PathBuf,
}

impl DataDisk {
    /// Makes it of what the site's directory of data holds.
    pub(crate) fn make(site: &Site) -> Self {
        let disk = Self { directory: site.directory().to_owned(), data: site.data() };
        let content = disk.path("disk");
        fs::create_dir(&content).unwrap();
        fs::rename(&disk.data, content.join("bellbox")).unwrap();
        fs::write(content.join("bellbox/bellbox.toml"), SETTINGS).unwrap();
        let mut make = Command::new("mkfs.ext4");
        make.args(["-q", "-L", LABEL, "-d"]).arg(content).arg(disk.image()).arg(format!("{MIB}M"));
        succeed(&mut make, &[0]);
        disk.begin();
        disk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn image(&self) -> PathBuf {
        self.path("data.img")
    }

    /// The emulator's arguments: the disk by the name `data`, each write and flush written down.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let file = |node: &str, name: &str| {
            format!("driver=file,node-name={node},filename={}", self.path(name).display())
        };
        let both = "driver=blklogwrites,node-name=data,file=image,log=log";
        let nodes = [file("image", "data.img"), file("log", "writes"), both.to_owned()];
        nodes.into_iter().flat_map(|node| ["-blockdev".to_owned(), node]).collect()
    }

    /// Remembers how it is now, before a start.
    fn begin(&self) {
        fs::copy(self.image(), self.path("before.img")).unwrap();
        File::create(self.path("writes")).unwrap();
    }

    /// The emulator was killed: the disk has all that was written to it.
    pub(crate) fn after_a_kill(&self) {
        self.begin();
    }

    /// The power was cut: of what was written since the last flush the disk has nothing. Its cache was volatile.
    pub(crate) fn after_a_power_cut(&self) {
        let before = self.path("before.img");
        let log = File::open(self.path("writes")).unwrap();
        let image = File::options().write(true).open(&before).unwrap();
        let number = |at: u64| {
            let mut bytes = [0; 8];
            log.read_exact_at(&mut bytes, at).unwrap();
            u64::from_le_bytes(bytes)
        };
        // Magic number, version, number of entries; the emulator writes the number at each flush.
        let entries = if log.metadata().unwrap().len() < SECTOR { 0 } else { number(16) };
        let mut at = SECTOR;
        for _ in 0..entries {
            let [sector, sectors, flags] = [number(at), number(at + 8), number(at + 16)];
            at += SECTOR;
            if flags & DISCARD == 0 {
                let mut content = vec![0; usize::try_from(sectors * SECTOR).unwrap()];
                log.read_exact_at(&mut content, at).unwrap();
                image.write_all_at(&content, sector * SECTOR).unwrap();
                at += sectors * SECTOR;
            }
        }
        fs::rename(before, self.image()).unwrap();
        self.begin();
    }

    /// Puts a file into its uppermost directory, as on another machine: the file system is put in order first.
    pub(crate) fn put(&self, file: &str, name: &str) {
        put_in_order(&self.image());
        let write = format!("write {file} {name}");
        succeed(Command::new("debugfs").args(["-w", "-R", &write]).arg(self.image()), &[0]);
        self.begin();
    }

    /// Brings what is on it back into the site's directory of data, as the next start would see it.
    pub(crate) fn read_back(&self) {
        let copy = self.path("copy.img");
        fs::copy(self.image(), &copy).unwrap();
        put_in_order(&copy);
        let dumped = self.path("bellbox");
        for old in [&self.data, &dumped] {
            match fs::remove_dir_all(old) {
                Err(error) if error.kind() != ErrorKind::NotFound => panic!("{error}"),
                _ => {}
            }
        }
        let dump = format!("rdump /bellbox {}", self.directory.display());
        succeed(Command::new("debugfs").args(["-R", &dump]).arg(&copy), &[0]);
        fs::rename(dumped, &self.data).unwrap();
    }
}

/// Replays the file system's journal, as mounting does; 1 is "something was put in order".
fn put_in_order(image: &Path) {
    succeed(Command::new("e2fsck").args(["-f", "-y"]).arg(image), &[0, 1]);
}

fn succeed(command: &mut Command, codes: &[i32]) {
    let output = command.output().expect("yocto/boot-test installs the tools");
    assert!(output.status.code().is_some_and(|code| codes.contains(&code)), "{command:?}: {}", told(&output));
}
