//! Serves the control socket.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::protocol::{Answer, MAX_REQUEST, Request};
use super::socket;

/// Answers a request of the user with this name; may block.
pub(crate) type Answerer = dyn Fn(Request, &str) -> Answer + Send + Sync;

/// Connections at once: sub-commands by hand and by cron. One more waits in the kernel's queue.
const MAX_CONNECTIONS: usize = 4;
/// For a request to come in whole: who keeps a connection and says nothing must not keep the others waiting.
const REQUEST_PATIENCE: Duration = Duration::from_secs(3);
/// For an answer to be taken.
const PATIENCE: Duration = Duration::from_secs(30);

/// The served socket; its file goes with it.
#[derive(Debug)]
pub(crate) struct Handle {
    task: JoinHandle<()>,
    directory: PathBuf,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.task.abort();
        socket::remove(&self.directory);
    }
}

/// Makes the socket and serves it. Must be called inside a tokio runtime, with the database's lock held.
pub(crate) fn start(directory: &Path, answerer: Arc<Answerer>) -> io::Result<Handle> {
    let listener = UnixListener::from_std(socket::listen(directory)?)?;
    let task = tokio::spawn(accept(listener, answerer));
    Ok(Handle { task, directory: directory.to_owned() })
}

async fn accept(listener: UnixListener, answerer: Arc<Answerer>) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let answerer = Arc::clone(&answerer);
                tokio::spawn(async move {
                    if let Err(error) = converse(stream, answerer).await {
                        tracing::debug!(%error, "control connection ended");
                    }
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept control connections");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// One request, one answer.
async fn converse(mut stream: UnixStream, answerer: Arc<Answerer>) -> io::Result<()> {
    let caller = stream.peer_cred()?.uid();
    let answer = if !is_welcome(caller, own_uid()) {
        tracing::warn!(uid = caller, "another user knocked at the control socket");
        Answer::Failed("only the program's own user and root may do this".to_owned())
    } else {
        match timeout(REQUEST_PATIENCE, read(&mut stream)).await {
            Ok(request) => match request? {
                Ok(request) => {
                    let work = move || answerer(request, &user_name(caller));
                    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
                        Answer::Failed("the program failed at this; its log says more".to_owned())
                    })
                }
                Err(words) => Answer::Failed(words),
            },
            Err(_) => Answer::Failed("the request did not come in time".to_owned()),
        }
    };
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    match timeout(PATIENCE, stream.write_all(&line)).await {
        Ok(written) => written,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// Reads a line and what it asks; the inner error is for the one who asks.
async fn read(stream: &mut UnixStream) -> io::Result<Result<Request, String>> {
    let mut line = Vec::new();
    let mut reader = BufReader::new(stream).take(MAX_REQUEST as u64);
    reader.read_until(b'\n', &mut line).await?;
    Ok(understand(&line))
}

/// What a line asks.
pub(super) fn understand(line: &[u8]) -> Result<Request, String> {
    match line.strip_suffix(b"\n") {
        Some(line) => serde_json::from_slice(line).map_err(|error| format!("not understood: {error}")),
        None if line.len() >= MAX_REQUEST => Err(format!("larger than {} MiB", MAX_REQUEST >> 20)),
        None => Err("the request has no end".to_owned()),
    }
}

/// The socket's mode says the same; this holds even where somebody changed it.
pub(super) fn is_welcome(caller: u32, own: u32) -> bool {
    caller == own || caller == 0
}

fn own_uid() -> u32 {
    // /proc/self belongs to the effective user. Without /proc nobody but root is let in.
    std::fs::metadata("/proc/self").map_or(0, |own| own.uid())
}

/// The name for the audit log.
pub(crate) fn user_name(uid: u32) -> String {
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    name_in(&passwd, uid).unwrap_or_else(|| format!("uid {uid}"))
}

/// The name of whoever started this process.
pub(crate) fn own_name() -> String {
    user_name(own_uid())
}

pub(super) fn name_in(passwd: &str, uid: u32) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}
