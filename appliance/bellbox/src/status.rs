//! The status in words, for `bellbox status`.

use std::fmt::Write;

use jiff::tz::TimeZone;
use webui::{Call, Status};

use crate::called::program;

/// Live calls that are listed; of more the number is told.
const MAX_LISTED_CALLS: usize = 50;

/// Writes the status for people, a subject a line.
pub(crate) fn in_words(status: &Status) -> String {
    let mut text = String::new();
    let office = if status.office.is_empty() { "no office yet" } else { &status.office };
    // Writing to a String cannot fail.
    let _ =
        writeln!(text, "Bellbox {} · {office} · running for {}", status.version, duration(status.uptime_s));
    let mut line = |subject: &str, words: &str| {
        let _ = writeln!(text, "{subject:<10} {words}");
    };
    line("data", &status.data);
    for bound in &status.addresses {
        line("listening", &format!("{} {}", bound.service, bound.address));
        if !bound.reachable.is_empty() {
            line("", &format!("reachable at {}", bound.reachable.join(", ")));
        }
    }
    if status.switch_answers {
        let telephones = count(status.bindings, "telephone", "telephones");
        let (registered, accounts) = (status.registered, status.accounts);
        line("accounts", &format!("{registered} of {accounts} registered, with {telephones}"));
        line("calls", &status.calls.len().to_string());
        for call in status.calls.iter().take(MAX_LISTED_CALLS) {
            line("", &self::call(call, status));
        }
        if status.calls.len() > MAX_LISTED_CALLS {
            line("", &format!("(the others: {} status --json)", program()));
        }
        line("sound", &sound(status));
    } else {
        line("switch", "DOES NOT ANSWER: no calls, no registrations");
    }
    line("disk", &disk(status));
    let bounds: Vec<String> =
        status.bounds_reached.iter().map(|(name, times)| format!("{name} {times}")).collect();
    line("bounds", if bounds.is_empty() { "none reached" } else { "REACHED:" });
    for bound in &bounds {
        line("", bound);
    }
    let process = &status.process;
    let memory = process.resident_bytes / (1024 * 1024);
    line(
        "program",
        &format!(
            "{:.2} s of processor time, {memory} MiB, {} of {} files open, {}",
            process.cpu_s,
            process.open_files,
            process.max_files,
            count(process.threads, "thread", "threads"),
        ),
    );
    text
}

/// What has been kept out of calls since the start.
fn sound(status: &Status) -> String {
    let counter = |name: &str| status.counters.get(name).copied().unwrap_or_default();
    let refused = counter("rtp_refused_packets_total");
    let unauthentic = counter("rtp_unauthentic_packets_total");
    let failed = counter("dtls_handshakes_failed_total");
    let mut words = format!("{} refused", count(refused, "packet", "packets"));
    let _ = write!(words, ", {unauthentic} not encrypted with the telephone's key");
    if failed > 0 {
        let _ = write!(words, ", {} FAILED", count(failed, "DTLS handshake", "DTLS handshakes"));
    }
    words
}

fn disk(status: &Status) -> String {
    let disk = &status.disk;
    let mut words = match (&disk.error, disk.writable) {
        (_, true) => "in order".to_owned(),
        (Some(error), false) => {
            format!("TROUBLE: cannot be written to: {error}; calls go on, records wait in memory")
        }
        (None, false) => "TROUBLE: cannot be written to; calls go on, records wait in memory".to_owned(),
    };
    let _ = write!(words, "; {} waiting", count(disk.records_waiting, "record", "records"));
    if disk.bindings_waiting > 0 {
        let _ = write!(words, ", {} waiting", count(disk.bindings_waiting, "registration", "registrations"));
    }
    if disk.records_dropped > 0 {
        let _ = write!(words, ", {} LOST", count(disk.records_dropped, "record", "records"));
    }
    words
}

fn call(call: &Call, status: &Status) -> String {
    let zone = TimeZone::get(&status.timezone).unwrap_or(TimeZone::UTC);
    let since = call.since.to_zoned(zone).strftime("%H:%M:%S");
    format!("{} → {}  {} since {since}", call.from, call.to, call.stage)
}

/// In the two largest units: "3 days 4 hours".
fn duration(seconds: u64) -> String {
    let units = [
        (86_400, "day", "days"),
        (3_600, "hour", "hours"),
        (60, "minute", "minutes"),
        (1, "second", "seconds"),
    ];
    let mut left = seconds;
    let mut words = Vec::new();
    for (size, one, many) in units {
        if left >= size && words.len() < 2 {
            words.push(count(left / size, one, many));
            left %= size;
        }
    }
    if words.is_empty() { "0 seconds".to_owned() } else { words.join(" ") }
}

/// "1 call", "2 calls".
pub(crate) fn count<N: TryInto<u64>>(number: N, one: &str, many: &str) -> String {
    match number.try_into() {
        Ok(1) => format!("1 {one}"),
        Ok(number) => format!("{number} {many}"),
        Err(_) => format!("many {many}"),
    }
}

#[cfg(test)]
mod tests {
    use webui::Bound;

    use super::*;

    #[test]
    fn says_a_subject_a_line() {
        assert_eq!(
            in_words(&example()),
            "Bellbox 0.1.0 · Example Ltd · running for 1 hour 1 minute
data       ./data
listening  SIP udp 0.0.0.0:5060
           reachable at 192.0.2.2:5060, 192.0.2.3:5060
accounts   3 of 5 registered, with 4 telephones
calls      1
           201 → 202  talking since 01:00:00
sound      0 packets refused, 0 not encrypted with the telephone's key
disk       in order; 0 records waiting
bounds     none reached
program    0.42 s of processor time, 12 MiB, 43 of 1024 files open, 5 threads
"
        );
    }

    #[test]
    fn shouts_what_is_wrong() {
        let mut status = example();
        status.switch_answers = false;
        status.disk.writable = false;
        status.disk.error = Some("the disk is full".to_owned());
        status.disk.records_waiting = 1;
        status.disk.records_dropped = 2;
        status.bounds_reached.insert("calls_refused".to_owned(), 7);
        let words = in_words(&status);
        for part in [
            "switch     DOES NOT ANSWER",
            "disk       TROUBLE: cannot be written to: the disk is full; calls go on, records wait in memory; 1 record waiting, \
             2 records LOST\n",
            "bounds     REACHED:\n           calls_refused 7\n",
        ] {
            assert!(words.contains(part), "{words}");
        }
    }

    #[test]
    fn says_what_was_kept_out_of_calls() {
        let mut status = example();
        let counters = [
            ("rtp_refused_packets_total", 7),
            ("rtp_unauthentic_packets_total", 1),
            ("dtls_handshakes_failed_total", 2),
        ];
        status.counters = counters.map(|(name, times)| (name.to_owned(), times)).into();
        let line = "sound      7 packets refused, 1 not encrypted with the telephone's key, 2 DTLS handshakes FAILED\n";
        assert!(in_words(&status).contains(line));
    }

    #[test]
    fn many_calls_are_counted_and_not_all_listed() {
        let mut status = example();
        status.calls = vec![status.calls[0].clone(); 60];
        let words = in_words(&status);
        assert!(words.contains("calls      60\n"));
        assert_eq!(words.matches("201 → 202").count(), MAX_LISTED_CALLS);
    }

    #[test]
    fn durations_have_two_units() {
        for (seconds, words) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (59, "59 seconds"),
            (3_600, "1 hour"),
            (3_659, "1 hour 59 seconds"),
            (90_061, "1 day 1 hour"),
        ] {
            assert_eq!(duration(seconds), words);
        }
    }

    fn example() -> Status {
        let mut status = Status {
            version: "0.1.0".to_owned(),
            office: "Example Ltd".to_owned(),
            timezone: "Europe/Berlin".to_owned(),
            uptime_s: 3_660,
            data: "./data".to_owned(),
            switch_answers: true,
            accounts: 5,
            registered: 3,
            bindings: 4,
            ..Status::default()
        };
        status.addresses.push(Bound {
            service: "SIP udp".to_owned(),
            address: "0.0.0.0:5060".to_owned(),
            reachable: vec!["192.0.2.2:5060".to_owned(), "192.0.2.3:5060".to_owned()],
        });
        status.calls.push(Call {
            id: "x".to_owned(),
            from: "201".to_owned(),
            to: "202".to_owned(),
            stage: "talking".to_owned(),
            since: status.at,
        });
        status.disk.writable = true;
        status.process = webui::Process {
            cpu_s: 0.42,
            resident_bytes: 12 << 20,
            open_files: 43,
            max_files: 1024,
            threads: 5,
        };
        status
    }
}
