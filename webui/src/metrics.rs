//! Figures in the text format of Prometheus, version 0.0.4.
//!
//! Written here and not by a metrics crate: the figures are already counted by their owners, who hold no global,
//! and arrive as one snapshot. A recorder would copy each of them a second time to print it.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::status::Status;

/// Before every name, so that the box's figures stand together.
const PREFIX: &str = "bellbox_";

/// Writes every figure of the status, each with what it means and its type.
pub fn prometheus(status: &Status) -> String {
    let mut text = String::with_capacity(8 * 1024);
    let mut out = Figures { text: &mut text, written: BTreeSet::new() };
    out.figure("info", "gauge", "The program that runs.", &labels("version", &status.version), 1);
    out.gauge("uptime_seconds", "Seconds since the program started.", status.uptime_s);
    out.gauge("switch_up", "1 when the switch answers.", u64::from(status.switch_answers));
    out.gauge("accounts", "SIP accounts that exist.", status.accounts);
    out.gauge("accounts_registered", "SIP accounts with a telephone registered.", status.registered);
    out.gauge("bindings", "Registered contacts.", status.bindings);
    out.gauge("calls", "Calls that are going on.", status.calls.len());
    out.gauge(
        "store_writable",
        "1 when the last write to disk went through.",
        u64::from(status.disk.writable),
    );
    out.gauge("records_waiting", "Call records that wait for the disk.", status.disk.records_waiting);
    out.counter("records_dropped_total", "Call records given up.", status.disk.records_dropped);
    out.gauge("bindings_waiting", "Registrations that wait for the disk.", status.disk.bindings_waiting);
    out.counter("bindings_dropped_total", "Changes of registrations given up.", status.disk.bindings_dropped);
    out.counter("process_cpu_seconds_total", "Processor time used.", status.process.cpu_s);
    out.gauge("process_resident_memory_bytes", "Resident memory.", status.process.resident_bytes);
    out.gauge("process_open_fds", "Files and sockets open.", status.process.open_files);
    out.gauge("process_max_fds", "Files and sockets that may be open.", status.process.max_files);
    out.gauge("process_threads", "Threads.", status.process.threads);
    for (name, value) in &status.counters {
        out.counter(name, &in_words(name), value);
    }
    for (name, value) in &status.gauges {
        out.gauge(name, &in_words(name), value);
    }
    text
}

struct Figures<'a> {
    text: &'a mut String,
    /// Names written already: a page with one of them twice is refused as a whole by its reader.
    written: BTreeSet<String>,
}

impl Figures<'_> {
    fn gauge(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.figure(name, "gauge", help, "", value);
    }

    fn counter(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.figure(name, "counter", help, "", value);
    }

    fn figure(&mut self, name: &str, kind: &str, help: &str, labels: &str, value: impl std::fmt::Display) {
        let name: String = PREFIX.chars().chain(name.chars().map(name_character)).collect();
        if !self.written.insert(name.clone()) {
            return;
        }
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name}{labels} {value}");
    }
}

/// A name has letters, digits and underscores; anything else would spoil the whole page for the reader.
fn name_character(character: char) -> char {
    if character.is_ascii_alphanumeric() { character } else { '_' }
}

fn labels(name: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("{{{name}=\"{value}\"}}")
}

/// "sip_requests_total" reads "sip requests": the owner of the figure chose a name that says it.
fn in_words(name: &str) -> String {
    let name = name.strip_suffix("_total").unwrap_or(name);
    let mut words = name.replace('_', " ").replace(['\n', '\\'], " ");
    words.push('.');
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_help_and_type_and_a_number() {
        let status = Status {
            version: "1.0 \"a\"\\".to_owned(),
            counters: [("sip_requests_total".to_owned(), 7)].into(),
            gauges: [("rtp_ports in use".to_owned(), 3)].into(),
            ..Status::default()
        };
        let text = prometheus(&status);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len() % 3, 0);
        for figure in lines.chunks(3) {
            let name = figure[2].split([' ', '{']).next().unwrap();
            assert!(name.starts_with("bellbox_"), "{figure:?}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{figure:?}");
            assert!(figure[0].starts_with(&format!("# HELP {name} ")), "{figure:?}");
            assert!(
                figure[1] == format!("# TYPE {name} counter") || figure[1] == format!("# TYPE {name} gauge")
            );
            assert!(figure[2].rsplit(' ').next().unwrap().parse::<f64>().is_ok(), "{figure:?}");
        }
        assert!(text.contains("bellbox_info{version=\"1.0 \\\"a\\\"\\\\\"} 1\n"));
        assert!(text.contains("# HELP bellbox_sip_requests_total sip requests.\n"));
        assert!(text.contains("\nbellbox_sip_requests_total 7\n"));
        assert!(text.contains("\nbellbox_rtp_ports_in_use 3\n"));
    }

    #[test]
    fn a_name_is_there_once() {
        let status = Status { gauges: [("calls".to_owned(), 3)].into(), ..Status::default() };
        assert_eq!(prometheus(&status).matches("# TYPE bellbox_calls gauge").count(), 1);
    }

    #[test]
    fn counters_end_in_total() {
        let text = prometheus(&Status::default());
        for line in text.lines().filter(|line| line.starts_with("# TYPE") && line.ends_with("counter")) {
            assert!(line.contains("_total "), "{line}");
        }
    }
}
