//! What the program takes of the machine, read from /proc/self (proc(5)).

use std::fs;

/// Clock ticks a second in /proc: `USER_HZ`, 100 on every architecture that we build for.
const TICKS_A_SECOND: f64 = 100.0;

/// Reads all of it; what the system does not tell is 0.
pub(crate) fn read() -> webui::Process {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    webui::Process {
        cpu_s: fs::read_to_string("/proc/self/stat").ok().and_then(|stat| cpu_s(&stat)).unwrap_or(0.0),
        resident_bytes: number_after(&status, "VmRSS:").unwrap_or(0) * 1024,
        open_files: fs::read_dir("/proc/self/fd").map_or(0, |files| files.count() as u64),
        max_files: number_after(&limits, "Max open files").unwrap_or(0),
        threads: number_after(&status, "Threads:").unwrap_or(0),
    }
}

/// Fields 14 and 15, user and kernel mode. The second field is the name in brackets, with any characters in it.
fn cpu_s(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let kernel: f64 = fields.next()?.parse().ok()?;
    Some((user + kernel) / TICKS_A_SECOND)
}

/// The first number on the line that begins with `label`.
fn number_after(text: &str, label: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(label))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_does_not_shift_the_fields() {
        let stat = "42 (a b) c) S 1 42 42 0 -1 4194560 900 0 0 0 150 25 0 0 20 0 7 0 100 200 300";
        assert_eq!(cpu_s(stat), Some(1.75));
        assert_eq!(cpu_s("42 (bellbox)"), None);
    }

    #[test]
    fn takes_the_first_number_of_a_line() {
        let text =
            "Name:\tx\nVmRSS:\t  1234 kB\nMax open files            1024                 524288   files\n";
        assert_eq!(number_after(text, "VmRSS:"), Some(1234));
        assert_eq!(number_after(text, "Max open files"), Some(1024));
        assert_eq!(number_after(text, "Threads:"), None);
    }

    #[test]
    fn this_very_process_is_read() {
        let process = read();
        assert!(process.resident_bytes > 0 && process.open_files > 2 && process.threads > 0);
    }
}
