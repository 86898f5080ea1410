//! One process a data directory: an advisory lock (flock) on DIR/lock, which names its holder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::error::OpenError;

/// Held as long as it lives; the kernel lets go of it even after SIGKILL.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    pub(crate) fn take(dir: &Path) -> Result<Self, OpenError> {
        let path = dir.join("lock");
        let failed = |action| {
            let path = path.clone();
            move |error| OpenError::File { action, path, error }
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(failed("open"))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let dir = dir.to_owned();
                return Err(OpenError::Locked { dir, pid: read_pid(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(failed("lock")(error)),
        }
        // The number is for people; the lock itself is the kernel's, and holds when a full disk takes no number.
        // The file stays, or two could lock two files.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}

fn read_pid(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_is_told_who_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::take(dir.path()).unwrap();
        let error = Lock::take(dir.path()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{} is in use by process {}", dir.path().display(), std::process::id())
        );
        drop(first);
        Lock::take(dir.path()).unwrap();
    }
}
