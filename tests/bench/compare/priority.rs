//! The bench and its servers go before other work of the machine, as far as that is allowed: otherwise what is measured is
//! how long they waited for their turn. And one bench at a time measures.

#![expect(unsafe_code, reason = "Linux's own calls, which the standard library does not have")]

use std::fs::{self, File};
use std::io;

/// Waits until no other bench measures on this machine, and none does as long as this file is open: figures would be spoilt,
/// and a peer runs once only from its directory.
pub(crate) fn turn() -> io::Result<File> {
    let file = File::create(std::env::temp_dir().join("bellbox-bench.turn"))?;
    if file.try_lock().is_err() {
        println!("another bench measures: waiting for its end");
        file.lock()?;
    }
    Ok(file)
}

/// Where Linux has the nice level of this session's processes among those of other sessions.
const SESSION: &str = "/proc/self/autogroup";
const AHEAD: &str = "-19";

/// While this lives, the processes of this session go first.
pub(crate) struct Ahead {
    before: Option<String>,
}

impl Ahead {
    /// Goes first; without the right to, all stays as it is.
    pub(crate) fn of_others() -> Self {
        let text = fs::read_to_string(SESSION).unwrap_or_default();
        let before = text.split_whitespace().next_back().map(str::to_owned);
        Self { before: before.filter(|_| fs::write(SESSION, AHEAD).is_ok()) }
    }

    /// Whether that was allowed.
    pub(crate) fn is_so(&self) -> bool {
        self.before.is_some()
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            _ = fs::write(SESSION, before);
        }
    }
}

/// Lets every thread of a process run as soon as it has something to do, whatever else wants the processor: whether that
/// was allowed. A relay that waits for its turn finds more packets at once, and looks cheaper than it is.
pub(crate) fn at_once(process: u32, is_so: bool) -> bool {
    let policy = if is_so { libc::SCHED_RR } else { libc::SCHED_OTHER };
    // SAFETY: zeros are a parameter without priority.
    let mut parameter: libc::sched_param = unsafe { std::mem::zeroed() };
    parameter.sched_priority = i32::from(is_so);
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let threads = threads.filter_map(|thread| thread.file_name().to_str()?.parse().ok());
    let set = |thread| {
        // SAFETY: the parameter is whole.
        unsafe { libc::sched_setscheduler(thread, policy, &raw const parameter) == 0 }
    };
    threads.map(set).filter(|is_set| !is_set).count() == 0
}
