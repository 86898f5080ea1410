//! What a process and its children have used: processor time and memory, as /proc tells.

use std::fs;
use std::iter;
use std::ops::Sub;

use super::affinity;

/// Processor time, in seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cpu {
    /// As the kernel's clock of the process says, to the nanosecond.
    exact: f64,
    /// Of it outside the kernel and in it, by samples of 10 ms.
    pub(crate) user: f64,
    pub(crate) system: f64,
}

impl Cpu {
    /// User and system together.
    pub(crate) fn total(self) -> f64 {
        self.exact
    }
}

impl Sub for Cpu {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            exact: self.exact - before.exact,
            user: self.user - before.user,
            system: self.system - before.system,
        }
    }
}

/// Memory, in kB.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    /// Resident, what is shared counted for each process.
    pub(crate) rss_kb: u64,
    /// Resident, what is shared divided among those that share it.
    pub(crate) pss_kb: u64,
}

/// What a process and its children that live have used.
pub(crate) fn cpu(process: u32) -> Cpu {
    let mut sum = Cpu::default();
    for process in tree(process) {
        let (Some(fields), Some(ns)) = (stat(process), affinity::time_of(process)) else { continue };
        let seconds = |place: usize| {
            fields.get(place).and_then(|text| text.parse::<f64>().ok()).map_or(0.0, |ticks| ticks / 100.0)
        };
        sum.user += seconds(11);
        sum.system += seconds(12);
        sum.exact += ns as f64 / 1e9;
    }
    sum
}

/// The memory of a process and its children.
pub(crate) fn memory(process: u32) -> Memory {
    let mut sum = Memory::default();
    for process in tree(process) {
        let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let field = |name: &str| -> u64 {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
        };
        sum.rss_kb += field("Rss:");
        sum.pss_kb += field("Pss:");
    }
    sum
}

/// A process and its children, and theirs.
pub(crate) fn tree(root: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parents: Vec<(u32, u32)> =
        processes.filter_map(|process| Some((process, stat(process)?.get(1)?.parse().ok()?))).collect();
    let mut found = vec![root];
    let mut next = 0;
    iter::from_fn(|| {
        let of = *found.get(next)?;
        next += 1;
        found.extend(parents.iter().filter(|(_, parent)| *parent == of).map(|(process, _)| process));
        Some(of)
    })
    .collect()
}

/// The fields of /proc/N/stat behind the name: the state is the first.
fn stat(process: u32) -> Option<Vec<String>> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}
