//! Files that only their owner may read, written so that a crash leaves the old or the new one.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::error::OpenError;

/// Makes the data directory for its owner alone; one that exists keeps its mode.
pub(crate) fn make_dir(dir: &Path) -> Result<(), OpenError> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|error| OpenError::File {
        action: "create",
        path: dir.to_owned(),
        error,
    })
}

/// Makes an empty private file unless there is one, and makes one that is there private.
pub(crate) fn make_private(path: &Path) -> Result<(), OpenError> {
    let done =
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).and_then(|file| {
            if file.metadata()?.permissions().mode() & 0o077 == 0 {
                return Ok(());
            }
            file.set_permissions(fs::Permissions::from_mode(0o600))
        });
    done.map_err(|error| OpenError::File { action: "write", path: path.to_owned(), error })
}

/// Writes a private file as a whole: temporary file, fsync, rename, fsync of the directory.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), OpenError> {
    write_whole(path, bytes).map_err(|error| OpenError::File {
        action: "write",
        path: path.to_owned(),
        error,
    })
}

/// Gives a file another name, for good when this returns.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), OpenError> {
    rename_whole(from, to).map_err(|error| OpenError::File { action: "write", path: to.to_owned(), error })
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("new");
    // A leftover of a crash may have any mode.
    let _ = fs::remove_file(&temporary);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    rename_whole(&temporary, path)
}

fn rename_whole(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    match to.parent() {
        Some(dir) => File::open(dir)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_private_and_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tenant.key");
        write_private(&path, b"one").unwrap();
        write_private(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn an_open_file_is_closed_to_others() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("bellbox.db");
        fs::write(&path, b"x").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        make_private(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read(&path).unwrap(), b"x");
    }
}
