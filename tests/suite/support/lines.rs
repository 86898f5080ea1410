//! What a program prints, line by line, with a deadline: the way to wait for a program without sleeping.

use std::fmt::Write as _;
use std::io::{BufReader, Read};
use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::PATIENCE;

/// The lines of a child's standard output and standard error, in the order in which they came.
pub(crate) struct Lines {
    name: String,
    incoming: Receiver<String>,
    seen: Vec<String>,
}

impl Lines {
    /// Reads both pipes of this child until they close.
    pub(crate) fn of(name: &str, child: &mut Child) -> Self {
        let (sender, incoming) = channel();
        if let Some(pipe) = child.stdout.take() {
            read(pipe, sender.clone());
        }
        if let Some(pipe) = child.stderr.take() {
            read(pipe, sender);
        }
        Self { name: name.to_owned(), incoming, seen: Vec::new() }
    }

    /// Of no program.
    pub(crate) fn none() -> Self {
        Self { name: String::new(), incoming: channel().1, seen: Vec::new() }
    }

    /// Waits for the next line that has all of these words. Panics with all that was printed when it does not
    /// come in time or the program ends.
    pub(crate) fn wait_for(&mut self, words: &[&str]) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.incoming.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    self.seen.push(line.clone());
                    if words.iter().all(|word| line.contains(word)) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    panic!("no line with {words:?} in time from {}", self.all())
                }
                Err(RecvTimeoutError::Disconnected) => panic!("no line with {words:?} from {}", self.all()),
            }
        }
    }

    /// Everything printed until now, for people.
    pub(crate) fn all(&mut self) -> String {
        self.seen.extend(self.incoming.try_iter());
        let mut text = format!("{}, which printed:\n", self.name);
        for line in &self.seen {
            _ = writeln!(text, "  | {line}");
        }
        text
    }

    /// Whether a line with all of these words was printed until now.
    pub(crate) fn has(&mut self, words: &[&str]) -> bool {
        self.seen.extend(self.incoming.try_iter());
        self.seen.iter().any(|line| words.iter().all(|word| line.contains(word)))
    }

    /// Reads on to the end of both pipes: the program is over.
    pub(crate) fn finish(&mut self) {
        self.finish_in(PATIENCE);
    }

    /// The same with more patience: the program has long work to do.
    pub(crate) fn finish_in(&mut self, patience: Duration) {
        let deadline = Instant::now() + patience;
        while let Ok(line) = self.incoming.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.seen.push(line);
        }
    }
}

/// Sends on every line; a carriage return ends one too, since telephones show their status that way.
fn read(pipe: impl Read + Send + 'static, sender: Sender<String>) {
    thread::spawn(move || {
        let mut line = Vec::new();
        for byte in BufReader::new(pipe).bytes().map_while(Result::ok) {
            if byte != b'\n' && byte != b'\r' {
                line.push(byte);
            } else if !line.is_empty() {
                let whole = String::from_utf8_lossy(&std::mem::take(&mut line)).into_owned();
                if sender.send(whole).is_err() {
                    return;
                }
            }
        }
        if !line.is_empty() {
            _ = sender.send(String::from_utf8_lossy(&line).into_owned());
        }
    });
}
