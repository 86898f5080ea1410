//! Asks the running program.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail, ensure};

use super::protocol::{Answer, MAX_ANSWER, Request};
use super::socket;
use crate::failure::of_another_user;

/// A check of a large database takes its time.
const PATIENCE: Duration = Duration::from_secs(300);
/// A status is at hand; the program itself waits a few seconds for its switch.
const PATIENCE_FOR_STATUS: Duration = Duration::from_secs(10);

/// Asks the program that has this data directory; `None` when none runs.
pub(crate) fn ask(directory: &Path, request: &Request) -> anyhow::Result<Option<Answer>> {
    let patience = if *request == Request::Status { PATIENCE_FOR_STATUS } else { PATIENCE };
    ask_for(directory, request, patience)
}

/// Returns the process that serves this data directory, if one does and may be asked.
pub(crate) fn process(directory: &Path) -> Option<i32> {
    socket::process(&socket::connect(directory).ok()?)
}

pub(super) fn ask_for(
    directory: &Path,
    request: &Request,
    patience: Duration,
) -> anyhow::Result<Option<Answer>> {
    let mut stream = match socket::connect(directory) {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            bail!(of_another_user(directory))
        }
        Err(error) => return Err(error).context("the running program cannot be reached"),
    };
    let exchanged = (|| {
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        let mut line = serde_json::to_vec(request)?;
        line.push(b'\n');
        // A server that refuses the caller answers without reading.
        let sent = stream.write_all(&line);
        let mut line = Vec::new();
        let read = BufReader::new(&stream).take(MAX_ANSWER as u64).read_until(b'\n', &mut line);
        if line.is_empty() {
            sent?;
            read?;
        }
        std::io::Result::Ok(line)
    })();
    let line = match exchanged {
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            match socket::process(&stream) {
                Some(pid) => bail!("it runs (pid {pid}) but does not answer"),
                None => bail!("it runs but does not answer"),
            }
        }
        exchanged => exchanged.context("the running program did not answer")?,
    };
    ensure!(line.ends_with(b"\n"), "the running program's answer has no end");
    let answer: Answer = serde_json::from_slice(&line)
        .context("the running program is of another version: restart it, or use its own program file")?;
    answer.or_failure().map(Some)
}
