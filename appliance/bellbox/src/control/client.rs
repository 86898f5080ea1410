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

/// Asks the program that has this data directory; `None` when none runs.
pub(crate) fn ask(directory: &Path, request: &Request) -> anyhow::Result<Option<Answer>> {
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
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
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
    let line = exchanged.context("the running program did not answer")?;
    ensure!(line.ends_with(b"\n"), "the running program's answer has no end");
    let answer: Answer = serde_json::from_slice(&line)
        .context("the running program is of another version: restart it, or use its own program file")?;
    answer.or_failure().map(Some)
}
