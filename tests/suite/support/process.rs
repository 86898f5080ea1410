//! What the system tells of the program while it runs: files, and how long its threads waited for a processor.

use std::fs;
use std::process::Command;

/// How many files it has open, connections among them.
pub(crate) fn open_files(process: u32) -> usize {
    fs::read_dir(format!("/proc/{process}/fd")).unwrap().count()
}

/// Each thread by name: how long it ran and how long it waited for its turn, in milliseconds. For people: where two
/// processors are shared with others, it says little.
pub(crate) fn threads(process: u32) -> String {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let mut told: Vec<String> = tasks
        .filter_map(|task| {
            let path = task.ok()?.path();
            let name = fs::read_to_string(path.join("comm")).ok()?;
            let figures = fs::read_to_string(path.join("schedstat")).ok()?;
            let mut ms = figures.split_whitespace().map(|ns| ns.parse::<u64>().unwrap_or(0) / 1_000_000);
            let (ran, waited) = (ms.next()?, ms.next()?);
            (ran > 100).then(|| format!("{} ran {ran} ms and waited {waited}", name.trim()))
        })
        .collect();
    told.sort();
    told.join(", ")
}

/// Lets this process, and what it starts, have so many files open, which the system must allow.
pub(crate) fn allow_files(count: u64) {
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).expect("Linux tells it");
    let mut limits = line.split_whitespace().map(|limit| limit.parse().unwrap_or(u64::MAX));
    let (soft, hard) = (limits.next().expect("a soft limit"), limits.next().expect("a hard limit"));
    if soft < count {
        assert!(hard >= count, "{count} files must be allowed (ulimit -n), and {hard} are");
        let own = std::process::id().to_string();
        let raised =
            Command::new("prlimit").args(["--pid", &own, &format!("--nofile={count}:{hard}")]).status();
        assert!(raised.expect("prlimit is installed (tests/run installs it)").success());
    }
}
