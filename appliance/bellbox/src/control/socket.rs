//! The control socket's file.

use std::fs::{File, Permissions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

const NAME: &str = "control.sock";

/// Makes the socket. The caller holds the database's lock, so one that is there is of a program that was killed.
pub(super) fn listen(directory: &Path) -> io::Result<UnixListener> {
    let (path, _directory) = path(directory)?;
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let listener = UnixListener::bind(&path)?;
    // The directory is closed to others from the start; this is the second lock on the door.
    std::fs::set_permissions(&path, Permissions::from_mode(0o600))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Connects to the program, if it runs.
pub(super) fn connect(directory: &Path) -> io::Result<UnixStream> {
    let (path, _directory) = path(directory)?;
    UnixStream::connect(path)
}

/// The process that made the socket, as the kernel knows it (SO_PEERCRED, unix(7)).
pub(super) fn process(stream: &UnixStream) -> Option<i32> {
    let pid = rustix::net::sockopt::socket_peercred(stream).ok()?.pid.as_raw_nonzero().get();
    // 0: one that this process cannot see, in another container.
    (pid > 0).then_some(pid)
}

/// Takes the socket away.
pub(super) fn remove(directory: &Path) {
    let _ = std::fs::remove_file(directory.join(NAME));
}

/// A socket's path may have 107 bytes (unix(7)); data directories may lie deeper. By way of the open directory it is
/// always short. The directory must stay open while the path is used.
fn path(directory: &Path) -> io::Result<(PathBuf, File)> {
    let opened = File::open(directory)?;
    let path = PathBuf::from(format!("/proc/self/fd/{}/{NAME}", opened.as_raw_fd()));
    Ok((path, opened))
}
