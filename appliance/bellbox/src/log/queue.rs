//! Log lines wait here for standard error, so that nothing that carries calls waits for a terminal, a full pipe or a
//! slow journal.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Lines that wait; when full further ones are dropped, counted, and told as a line of their own.
const LINES: usize = 1_024;
/// How long the last lines may take at the end of the program.
const FAREWELL: Duration = Duration::from_secs(1);

/// Takes lines; never waits.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    sender: SyncSender<Vec<u8>>,
    dropped: Arc<AtomicU64>,
}

/// One line being written.
pub(super) struct Line<'a> {
    bytes: Vec<u8>,
    lines: &'a Lines,
}

/// The writing thread; dropping this waits a moment for the last lines.
#[derive(Debug)]
pub(crate) struct Writing {
    lines: Lines,
    is_over: Arc<AtomicBool>,
    ended: Receiver<()>,
}

/// Starts a thread that writes to `out`.
pub(super) fn start(out: impl Write + Send + 'static) -> io::Result<(Lines, Writing)> {
    let (sender, receiver) = sync_channel(LINES);
    let lines = Lines { sender, dropped: Arc::default() };
    let is_over = Arc::new(AtomicBool::new(false));
    let (tell_end, ended) = sync_channel(1);
    let (dropped, over) = (Arc::clone(&lines.dropped), Arc::clone(&is_over));
    thread::Builder::new().name("log".to_owned()).spawn(move || {
        write(&receiver, out, &dropped, &over);
        let _ = tell_end.try_send(());
    })?;
    Ok((lines.clone(), Writing { lines, is_over, ended }))
}

fn write(lines: &Receiver<Vec<u8>>, mut out: impl Write, dropped: &AtomicU64, is_over: &AtomicBool) {
    loop {
        let line = match lines.try_recv() {
            Err(TryRecvError::Empty) if !is_over.load(Ordering::Acquire) => lines.recv().ok(),
            line => line.ok(),
        };
        let Some(line) = line else { return };
        // Nothing can be done about a standard error that takes nothing.
        let _ = out.write_all(&line);
        match dropped.swap(0, Ordering::Relaxed) {
            0 => {}
            count => {
                let _ = writeln!(out, "({count} log lines were dropped: nothing took them in time)");
            }
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Release);
        // An empty line wakes a thread that waits; one that does not wait looks by itself.
        let _ = self.lines.sender.try_send(Vec::new());
        let _ = self.ended.recv_timeout(FAREWELL);
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { bytes: Vec::with_capacity(200), lines: self }
    }
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        if !bytes.is_empty() && self.lines.sender.try_send(bytes).is_err() {
            self.lines.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn lines_arrive_whole_and_in_order() {
        let out = Out::default();
        let (lines, writing) = start(out.clone()).unwrap();
        for number in 0..100 {
            let mut line = lines.make_writer();
            write!(line, "line ").unwrap();
            writeln!(line, "{number}").unwrap();
        }
        drop(writing);
        let expected: String = (0..100).map(|number| format!("line {number}\n")).collect();
        assert_eq!(out.text(), expected);
    }

    #[test]
    fn nobody_waits_for_a_blocked_terminal() {
        let out = Out::default();
        let blocked = out.0.lock().unwrap();
        let (lines, writing) = start(out.clone()).unwrap();
        for _ in 0..LINES + 100 {
            writeln!(lines.make_writer(), "x").unwrap();
        }
        let dropped = lines.dropped.load(Ordering::Relaxed);
        assert!((99..=100).contains(&dropped), "{dropped}");
        drop(blocked);
        drop(writing);
        assert!(out.text().contains(&format!("({dropped} log lines were dropped")), "{dropped}");
    }

    #[derive(Clone, Default)]
    struct Out(Arc<Mutex<Vec<u8>>>);

    impl Out {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
